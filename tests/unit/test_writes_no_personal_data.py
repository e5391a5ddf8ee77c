"""What people write in their own words never reaches the log: every such field of every command, played and looked for.

A word of its own stands in each of these fields. It is searched for in the raw bytes of the log, in the facts and in
an export, and it must be found in the private store, or the test would prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from osi_core.domain import Command, StopReason, TextClass
from osi_core.funding.commands import PayGrant, ReturnGrant
from osi_core.money import Money
from osi_core.process.aliases import tied_to
from osi_core.process.export import write_bundle
from osi_core.process.share import share_of
from osi_core.process.snapshots import snapshot_name
from osi_core.solutions.commands import UpdateSolution, WithdrawSolution
from osi_core.solutions.events import UpdateKind
from osi_core.solutions.team_commands import DeclineRequest, RemoveFromTeam, RequestToJoin
from osi_core.support.commands import (
    CancelNeed,
    DeclineBundle,
    MarkDroppedOut,
    MatchNeed,
    OfferSupport,
    ProposeBundle,
    ReleaseMatch,
    StateNeed,
    WithdrawOffer,
)
from osi_core.support.events import SupportKind
from tests.unit.process.journey import Journey, travelled

FIELDS = sorted(
    (line.name, field) for line in share_of("all").rules.values() for field in line.command.personal_fields()
)
WORD = "secretword"


class Observed(Journey):
    """A journey that remembers which personal fields were filled in."""

    def __init__(self, *args: Any, **playbook: Any) -> None:
        self.filled: set[tuple[str, str]] = set()
        super().__init__(*args, **playbook)

    def do(self, command: Command, *args: Any, **options: Any) -> Any:
        for field in type(command).personal_fields():
            if WORD in (getattr(command, field) or "").lower():
                self.filled.add((type(command).__name__, field))
        if isinstance(command, ProposeBundle) and command.bundle == "b1":
            self.propose_a_bundle_in_vain()
        handled = super().do(command, *args, **options)
        if isinstance(command, PayGrant):
            self.give_up()
        return handled

    def give_up(self) -> None:
        """Needs, offers, money and matches that come to nothing, with people's words for why."""
        m: dict[str, Any] = {"mission": "m"}
        why: dict[str, Any] = {"reason": StopReason.OTHER, "note": "Secretwordnote"}
        need = StateNeed(**m, need="n2", initiative="wells", kind=SupportKind.EXPERT, text="Secretwordneed")
        self.do(need, by="ben")
        self.do(OfferSupport(**m, offer="o2", kind=SupportKind.EXPERT), by="eli")
        self.do(MatchNeed(**m, offer="o2", need="n2"), by="olga")
        self.do(ReleaseMatch(**m, offer="o2", need="n2", **why), by="eli")
        self.do(CancelNeed(**m, need="n2", **why), by="ben")
        self.do(WithdrawOffer(**m, offer="o2", **why), by="eli")
        back = Money(minor=100, currency="EUR")
        self.do(ReturnGrant(**m, round="g1", application="for-sails", amount=back, **why), by="ada")

    def propose_a_bundle_in_vain(self) -> None:
        """One says no."""
        bundle: dict[str, Any] = {"mission": "m", "bundle": "b0"}
        self.do(ProposeBundle(**bundle, initiatives=("sails", "wells"), purpose="Secretwordpurpose"), by="ada")
        no = DeclineBundle(**bundle, initiative="wells", reason=StopReason.DOES_NOT_FIT, note="Secretwordno")
        self.do(no, by="ben")

    def say_no_in_the_team(self) -> None:
        """One is not let in, another is taken out."""
        sails: dict[str, Any] = {"mission": "m", "solution": "sails"}
        why: dict[str, Any] = {"reason": StopReason.NOT_NEEDED, "note": "Secretwordno"}
        self.do(RequestToJoin(**sails), by="dia")
        self.do(DeclineRequest(**sails, participant="dia", **why), by="ada")
        self.do(RemoveFromTeam(**sails, participant="cem", **why), by="ada")


@pytest.fixture(scope="module")
def played() -> Observed:
    """All six phases, and all that the journey has no need of."""
    journey = travelled(kind=Observed, upto=6)
    assert isinstance(journey, Observed)
    words: dict[str, Any] = {"title": "Secretwordnewtitle", "text": "Secretwordnewtext"}
    journey.do(UpdateSolution(mission="m", solution="sails", **words, kind=UpdateKind.CONTENT), by="ada")
    journey.say_no_in_the_team()
    gone: dict[str, Any] = {"mission": "m", "reason": StopReason.NO_TIME, "note": "Secretwordgone"}
    journey.do(MarkDroppedOut(initiative="wells", **gone), by="ben")
    journey.do(WithdrawSolution(solution="wells", **gone), by="ben")
    journey.engine.join("m", "Secretwordalias@example.org")
    return journey


@pytest.mark.parametrize(("command", "field"), FIELDS)
def test_every_personal_field_is_played(played, command, field):
    assert (command, field) in played.filled, f"let tests/unit/process/journey.py fill {command}.{field} with words"


def test_no_personal_word_is_in_the_raw_bytes_of_the_log(played):
    for entry in played.engine.store.read("m"):
        assert WORD.encode() not in entry.raw.lower(), entry.type


def test_no_personal_word_is_in_facts_and_snapshots(played):
    played.engine.snapshot("m")
    _, _, content = played.engine.store.snapshot("m", snapshot_name(share_of("all")))
    assert WORD.encode() not in content.lower()


def test_no_personal_word_is_in_an_export_or_in_what_decisions_rest_on(played, tmp_path):
    write_bundle(played.engine.store, "m", tmp_path / "bundle")
    files = [path for path in (tmp_path / "bundle").rglob("*") if path.is_file()]
    assert len(files) > 10
    for path in files:
        assert WORD.encode() not in path.read_bytes().lower(), path.name


def test_the_words_are_in_the_private_store(played):
    seals = [
        value
        for record in played.records()
        for value in record.event.model_dump().values()
        if isinstance(value, str) and len(value) == 64
    ]
    words = [played.engine.words("m", seal) for seal in seals]
    assert len([text for text in words if text and WORD in text.lower()]) >= len(FIELDS)
    assert tied_to(played.engine.store, "m", "Secretwordalias@example.org") is not None


# No personal field escapes the seal


def _marked(annotation: Any) -> bool:
    """Whether a person's own words are anywhere in a field's type."""
    if any(mark is TextClass.PERSONAL for mark in getattr(annotation, "__metadata__", ())):
        return True
    return any(_marked(part) for part in get_args(annotation))


def _personal(command: type[Command]) -> Iterator[str]:
    for name, info in command.model_fields.items():
        if _marked(info.annotation) or any(mark is TextClass.PERSONAL for mark in info.metadata):
            yield name


@pytest.mark.parametrize("command", sorted(share_of("all").rules, key=repr))
def test_words_stand_in_a_field_of_their_own_where_the_engine_seals_them(command):
    """In a list or a nested model the engine would not find them, and `decide` might write them down."""
    assert tuple(_personal(command)) == command.personal_fields()
    for name in command.personal_fields():
        parts = [part for part in get_args(command.model_fields[name].annotation) or (str,) if part is not type(None)]
        assert [part for part in parts if part is not str and not _marked(part)] == []
