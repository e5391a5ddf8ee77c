"""One judge for all: whatever way somebody looks, they see the same words and the same names, and no more.

A mission is played in which every text of a person is a word of its own; then some of it is taken down, taken back, or
said better, and people are erased. What the lists of views show is the measure: single reads, counts, search, words
behind seals, what is due, the report, the export, the public log and what is watched are compared with it.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase as Step
from hypothesis import given, settings
from hypothesis import strategies as st

from osi_core.challenges import commands as challenges
from osi_core.challenges import correction_commands as corrections
from osi_core.challenges.events import Ground
from osi_core.challenges.facts import Challenge
from osi_core.challenges.round_facts import Statement
from osi_core.domain import Command, Malformed, Refused, Service, StopReason
from osi_core.mission.commands import EraseParticipant
from osi_core.mission.facts import Member
from osi_core.process import OPERATOR, trail_of, write_bundle
from osi_core.process.reads import Asker, Reads
from osi_core.report import write_report
from osi_core.view import View
from tests.unit.process.journey import STEPS, Journey, travelled

WORD = re.compile(r"Secretword\w+")
SEAL = re.compile(r"[0-9a-f]{64}")
PEOPLE = ("ada", "ben", "dia")
ASKERS: tuple[Asker, ...] = (None, *PEOPLE, OPERATOR, Service.FUNDING)


class Seen(NamedTuple):
    """What one asker is shown by the lists of all views."""

    words: frozenset[str]
    searched: Mapping[str, frozenset[str]]
    """Word → full names of the resources in whose searched fields it stands."""
    names: frozenset[str]
    """People who are named as somebody, by their ids."""


def views(town: Journey) -> list[type[View]]:
    return [view for part in town.engine.share.parts for view in part.views]


def lists(town: Journey, reads: Reads) -> dict[type[View], list[View]]:
    """All that there is to see of each kind, also of what stands below something else."""
    found: dict[type[View], list[View]] = {}
    for view in views(town):
        if not view.at.variables:
            found[view] = what_there_is_one_of(reads, view)
        elif len(view.at.variables) == 1:
            found[view] = list(reads.each(view))
        else:
            above = view.at.pattern.rpartition("/")[0].rpartition("/")[0]
            parents = next(one for one in views(town) if one.at.pattern == above)
            found[view] = [one for parent in reads.each(parents) for one in reads.each(view, *parent.ids())]
    return found


def what_there_is_one_of(reads: Reads, view: type[View]) -> list[View]:
    try:
        return [reads.get(view)]
    except Refused:
        return []


def seen(town: Journey, asker: Asker) -> Seen:
    people = town.engine.memory("m").rows[Member]
    words, searched, names = set[str](), dict[str, frozenset[str]](), set[str]()
    for view, shown in lists(town, town.engine.read("m", asker)).items():
        for one in shown:
            told = one.model_dump_json()
            words |= set(WORD.findall(told))
            names |= {id for id in people if f'"{id}"' in told}
            for field in view.searched:
                for word in WORD.findall(getattr(one, field) or ""):
                    searched[word] = searched.get(word, frozenset()) | {one.resource_name("m")}
    return Seen(frozenset(words), searched, frozenset(names))


def all_words(town: Journey) -> dict[str, tuple[str, str]]:
    """Seal → the words and their author, of all that the private store holds of people."""
    store, found = town.engine.store, {}
    for entry in store.read("m"):
        for seal in SEAL.findall(entry.raw.decode()):
            text = store.text("m", seal)
            if text is not None and WORD.search(text.text):
                found[seal] = text.text, text.author or ""
    return found


a_few = settings(max_examples=6, phases=[Step.explicit, Step.reuse, Step.generate])
"""A mission is played for each; the shortest list of acts that shows a fault would take hundreds."""

# The ways


def single_reads(town: Journey, asker: Asker) -> None:
    reads = town.engine.read("m", asker)
    for view, shown in lists(town, reads).items():
        assert [reads.get(view, *one.ids()) for one in shown] == shown


def counts(town: Journey, asker: Asker) -> None:
    """A filter counts what is shown, and tells of nobody who is not: by each person, in every field with people."""
    reads, people = town.engine.read("m", asker), town.engine.memory("m").rows[Member]
    for view, shown in lists(town, reads).items():
        if len(view.at.variables) != 1:
            continue
        assert reads.list(view, page_size=1).total_size == len(shown)
        for field in view.filters.keys() & {"author", "offerer", "applicant", "participant", "team", "speakers"}:
            for person in people:
                for operator in "=:":
                    try:
                        found = reads.list(view, where=f"{field} {operator} {person}", page_size=1).total_size
                    except Malformed:  # not an operator of this field
                        continue
                    assert found == sum(person in (getattr(one, field) or ()) for one in shown)


def search(town: Journey, asker: Asker) -> None:
    across, expected = town.engine.across("m", asker), seen(town, asker).searched
    for text, _ in all_words(town).values():
        word = text.lower()
        found = across.search(word, page_size=1000).items
        assert {one.name for one in found} == expected.get(text, frozenset())


def words_by_seals(town: Journey, asker: Asker) -> None:
    told = {one.text for one in town.engine.across("m", asker).texts(all_words(town))}
    assert told == {text for text, _ in all_words(town).values()} & seen(town, asker).words


def what_is_due(town: Journey, asker: Asker) -> None:
    shown = {one.resource_name("m") for some in lists(town, town.engine.read("m", asker)).values() for one in some}
    items = town.engine.across("m", asker).due(page_size=1000).items
    assert {one.name for one in items if one.code != "due.decision"} <= shown
    assert not WORD.search(str(items))


def report(town: Journey) -> None:
    """For everyone to read: it says what everyone sees, and names nobody."""
    with tempfile.TemporaryDirectory() as folder:
        write_report(town.engine, "m", Path(folder) / "report.html", language="en")
        page = (Path(folder) / "report.html").read_text("utf-8")
    public = seen(town, None)
    assert set(WORD.findall(page)) <= public.words
    assert not [person for person in people_of(town) if re.search(rf"\b{person}\b", page)]


def export(town: Journey) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_bundle(town.engine.store, "m", Path(folder) / "bundle")
        files = [one for one in Path(folder).rglob("*") if one.is_file()]
        assert files
        assert not [one.name for one in files if b"Secretword" in one.read_bytes()]


def the_public_log(town: Journey) -> None:
    assert not [one.type for one in town.engine.told("m") if b"Secretword" in one.raw]


def watches(town: Journey) -> None:
    """Who watches is told of events, and reads then."""
    assert not [one.event.type for one in town.engine.events("m") if "Secretword" in repr(one.event)]


OF_ONE: tuple[Callable[[Journey, Asker], None], ...] = (single_reads, counts, search, words_by_seals, what_is_due)
OF_ALL: tuple[Callable[[Journey], None], ...] = (report, export, the_public_log, watches)


def people_of(town: Journey) -> list[str]:
    """The ids that could be taken for nothing else on a page."""
    return [person for person in town.engine.memory("m").rows[Member] if person in ("rosa", "olga", "cem", "eli")]


# What befalls words

Act = tuple[Command, Any]


def takes_down(kind: str, name: str) -> Act:
    rejecting: dict[str, Any] = {"mission": "m", "reason": "elsewhere"}
    if kind == "challenges":
        return challenges.RejectChallenge(challenge=name, ground=Ground.RULES, **rejecting), "olga"
    return challenges.RejectStatement(statement=name, **rejecting), "olga"


def takes_back(name: str, by: str) -> Act:
    return corrections.WithdrawChallenge(mission="m", challenge=name, reason=StopReason.NOT_NEEDED), by


def says_better(name: str, by: str) -> Act:
    return corrections.AmendChallenge(mission="m", challenge=name, title=f"Secretwordnew{name}"), by


def says(by: str) -> Act:
    return challenges.SubmitChallenge(mission="m", challenge="late", title=f"Secretwordof{by}"), by


def states(by: str) -> Act:
    return challenges.SubmitStatement(mission="m", statement="roofs", text=f"Secretwordsaid{by}"), by


def is_erased(by: str) -> Act:
    return EraseParticipant(mission="m", participant=by), by


def acts() -> st.SearchStrategy[Act]:
    names = st.sampled_from(["heat", "water", "warmth", "noise", "spam", "dust", "late"])
    people = st.sampled_from(["ada", "ben", "cem", "dia", "eli", "rosa"])
    return st.one_of(
        st.builds(takes_down, st.just("challenges"), names),
        st.builds(takes_down, st.just("statements"), st.sampled_from(["trees", "roofs"])),
        st.builds(takes_back, names, people),
        st.builds(says_better, names, people),
        st.builds(says, people),
        st.builds(states, people),
        st.builds(is_erased, people),
    )


def befall(town: Journey, some: list[Act]) -> None:
    for command, by in some:
        try:
            town.do(command, by=by)
        except Refused:  # it cannot be done any more; what matters is what is seen then
            continue


@pytest.mark.parametrize("upto", [2, 4, len(STEPS)])
@a_few
@given(some=st.lists(acts(), max_size=8))
def test_all_ways_show_the_same(upto: int, some: list[Act]) -> None:
    town = travelled(upto=upto)
    befall(town, some)
    for asker in ASKERS:
        if asker in PEOPLE and town.fact(Member, str(asker)).erased:
            assert seen(town, asker) == seen(town, None), "who was erased is nobody in particular"
        for way in OF_ONE:
            way(town, asker)
    for told in OF_ALL:
        told(town)


@a_few
@given(some=st.lists(acts(), max_size=8))
def test_what_was_taken_down_or_erased_is_seen_by_nobody_in_any_way(some: list[Act]) -> None:
    """Held against the facts, not against the views: what is hidden is hidden from the operator too."""
    town = travelled(upto=2)
    befall(town, some)
    taken = [row for row in town.facts(Challenge).values() if row.status in ("rejected", "withdrawn")]
    hidden = [seal for row in taken for seal in (row.title, row.text)]
    hidden += [row.text for row in town.facts(Statement).values() if row.status == "rejected"]
    gone = {text for seal in hidden if (text := town.engine.words("m", seal))}
    assert "Secretwordspamtitle" in gone or town.fact(Member, "dia").erased
    for asker in ASKERS:
        assert not gone & seen(town, asker).words
    erased = {person for person, row in town.facts(Member).items() if row.erased}
    assert not [text for text, author in all_words(town).values() if author in erased]
    assert not [code for code in town.receipts.values() if gone_from(town, code, erased)]


def gone_from(town: Journey, code: str, erased: set[str]) -> bool:
    trail = trail_of(town.engine, code)
    author = next(one for one in town.engine.events("m") if one.position == trail.position).actor
    return author in erased and trail.words is not None
