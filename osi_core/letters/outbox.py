"""A folder of letters that wait to be sent, and of those that were."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from osi_core.letters.told import Letter
from osi_core.words import Message

__all__ = ["Outbox"]

_SENT = "sent"
_REGISTER = "sent.csv"


class Outbox:
    """`ID.txt` and, where there is an address, `ID.eml` for each letter; below `sent`, those that were sent.

    A letter that lies in either is not written again, whatever day it is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def waiting(self) -> list[str]:
        """The ids of those that were not sent yet."""
        return sorted(one.stem for one in self.folder.glob("*.txt"))

    def write(
        self,
        letters: Iterable[Letter],
        say: Callable[[Message], str],
        addresses: Mapping[str, str],
        sender: str,
        mission: str,
    ) -> list[Letter]:
        """Writes those that are new, in the language of `say`, and tells which they were."""
        self.folder.mkdir(parents=True, exist_ok=True)
        new = [one for one in letters if not self._is_known(one.id)]
        for one in new:
            subject, text = say(one.subject), say(one.text)
            body = f"{subject}\n\n{text}\n"
            (self.folder / f"{one.id}.txt").write_text(f"{one.to}\n{body}", encoding="utf-8")
            address = addresses.get(one.to, "")
            if address:
                mail = _mail(one.id, subject, text, address, sender, mission)
                (self.folder / f"{one.id}.eml").write_bytes(mail.as_bytes(policy=SMTP))
        return new

    def mark(self, ids: Iterable[str]) -> list[str]:
        """Puts letters aside that were sent, with the time in `sent.csv`; tells which of them lay here."""
        aside = self.folder / _SENT
        known = set(self.waiting())
        marked = [one for one in dict.fromkeys(ids) if one in known]
        if not marked:
            return []
        aside.mkdir(exist_ok=True)
        register = aside / _REGISTER
        is_new = not register.exists()
        with register.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            if is_new:
                writer.writerow(("letter", "to", "marked"))
            for one in marked:
                to = (self.folder / f"{one}.txt").read_text(encoding="utf-8").partition("\n")[0]
                writer.writerow((one, to, datetime.now(UTC).isoformat(timespec="seconds")))
                for suffix in (".eml", ".txt"):
                    if (path := self.folder / f"{one}{suffix}").exists():
                        path.replace(aside / path.name)
        return marked

    def _is_known(self, id_: str) -> bool:
        return any((folder / f"{id_}.txt").exists() for folder in (self.folder, self.folder / _SENT))


def _mail(id_: str, subject: str, text: str, address: str, sender: str, mission: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, address, subject
    mail["Message-ID"] = f"<{id_}@{mission}.invalid>"
    mail["X-Unsent"] = "1"  # programs open it as a draft
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"{text}\n")
    return mail
