"""From audits to one HTML file: words of the language, pictures, and the template."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from osi_core.words import Catalogues, Message
from osi_core.words.babel_formats import TIED
from osi_voting.audits import Audit, VoterGroups, voter_groups
from osi_voting.figures import Figures
from osi_voting.formats.election import Election
from osi_voting.pictures import parts
from osi_voting.words import WORDS

__all__ = ["Forms", "render", "write_page"]


class Forms(Figures):
    """Words, money and numbers in one language; no line ends inside an amount."""

    def __init__(self, language: str, currency: str, words: Catalogues = WORDS) -> None:
        super().__init__(language, currency, TIED)
        self._words, self._counts_money = words.with_(formats=self.formats), bool(currency)

    def say(self, key: str, **values: object) -> str:
        """The sentence of this key."""
        return self._words.say(Message(f"voting.page.{key}", values), self.language)

    def tell(self, message: Message) -> str:
        """A sentence that stands in no template."""
        return self._words.say(message, self.language)

    def told(self, key: str, **values: object) -> Message:
        """A part of a sentence, to be said within another."""
        return Message(f"voting.page.{key}", values)

    def money(self, amount: float | Fraction) -> str:
        """Minor units as an amount; without a currency, a plain number (a committee's seats)."""
        return super().money(amount) if self._counts_money else self.decimal(amount)


def write_page(
    election: Election, audits: Sequence[Audit], path: Path, language: str, words: Catalogues = WORDS
) -> None:
    """Writes the page: the first audit whole, the others beside it. Should anything fail, what stood there before still
    does. Raises OSError that names the path.
    """
    page = render(election, audits, language, words)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():  # a folder, which says so, or a device, which is not to be replaced
        path.write_text(page, encoding="utf-8")
        return
    part = path.with_name(f"{path.name}.part-{os.getpid()}")
    try:
        part.write_text(page, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        part.unlink(missing_ok=True)


def render(election: Election, audits: Sequence[Audit], language: str, words: Catalogues = WORDS) -> str:
    """The page as text; `words` write its sentences and their numbers."""
    forms = Forms(language, election.currency, words)
    environment = Environment(
        loader=PackageLoader("osi_voting.pictures"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    groups: list[VoterGroups] = voter_groups(election.voters)
    first = audits[0]
    return environment.get_template("audit.html").render(
        w=forms.say,
        f=forms,
        language=language,
        election=election,
        audits=audits,
        a=first,
        money=not first.judged.committee,
        payments=parts.payments_part(first, election, forms, groups[0] if groups else None),
        categories=parts.items_part(first.categories, forms),
        districts=parts.items_part(first.districts, forms),
        groups=[(column, parts.voters_part(lines, forms)) for column, lines in first.groups.items()],
        spread=parts.spread_part(first, forms),
        measures=first.judged.measures,
        differing=parts.differing(audits),
        deprived=[one for found in first.deprived.values() for one in found],
        robust=parts.robust_part(first),
        price=parts.price_sentence(first, election, forms),
    )
