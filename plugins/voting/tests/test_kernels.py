"""Compiled kernels are kept only as long as every source of theirs is older."""

from __future__ import annotations

import os

from osi_voting.kernels import forget_stale


def test_a_kernel_goes_when_any_source_of_a_kernel_is_newer(tmp_path):
    cache = tmp_path / "__pycache__"
    cache.mkdir()
    for name in ("one", "other", "no_kernel"):
        (tmp_path / f"{name}.py").write_text("", encoding="utf-8")
    for name in ("one", "other"):
        (cache / f"{name}.function-1.py311.nbi").write_bytes(b"")
    at = (cache / "one.function-1.py311.nbi").stat().st_mtime
    os.utime(tmp_path / "no_kernel.py", (at + 50, at + 50))
    assert forget_stale(tmp_path) == 0
    os.utime(tmp_path / "other.py", (at + 50, at + 50))
    assert forget_stale(tmp_path) == 2
    assert list(cache.iterdir()) == []
