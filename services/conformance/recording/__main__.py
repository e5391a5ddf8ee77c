"""Writes the recorded logs anew."""

from __future__ import annotations

from services.conformance.recording.writing import FOLDER, files

if __name__ == "__main__":
    for path, content in files().items():
        target = FOLDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
