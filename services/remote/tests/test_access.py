"""One mission behind the port: what is read, asked and done is the same from a store here and over the wire."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from osi_core.challenges.commands import AcceptChallenge, CastBallot, SubmitChallenge
from osi_core.challenges.events import ChallengeSubmitted
from osi_core.challenges.views import ChallengeView
from osi_core.cli import Stop
from osi_core.domain import Rejected, Service, Unmet
from osi_core.mission.views import ChainView, MissionView, ParticipantView
from osi_core.process import trail_of
from osi_core.process.gates_ahead import gates_ahead

NO = (Rejected, Stop)
"""How either says that something is refused."""


def said(unmet: Iterable[Unmet]) -> list[tuple[str, str | None, str]]:
    """What is unmet, with its sentence: over the wire terms are told by their names."""
    return [(one.code, one.field, one.say("de")) for one in unmet]


def test_the_only_mission_is_found(opened):
    with opened("operator") as access:
        assert access.mission == "m"
        assert access.get(MissionView).title == "Climate-neutral by 2040"


def test_a_list_is_filtered_ordered_and_paged(opened):
    with opened() as access:
        first = access.page(ChallengeView, where='status = "accepted"', order_by="challenge", page_size=1)
        assert ([one.challenge for one in first.items], first.total_size) == (["heat"], 2)
        second = access.page(
            ChallengeView,
            where='status = "accepted"',
            order_by="challenge",
            page_size=1,
            page_token=first.next_page_token,
        )
        assert ([one.title for one in second.items], second.next_page_token) == (["Zu viel water"], "")
        assert access.page(ChainView).items[0].service is Service.PARTICIPATION


def test_a_view_is_told_whole(opened, town):
    with opened("olga") as access:
        reads = town.engine.read("m", "olga")
        assert access.get(ChallengeView, "heat") == reads.get(ChallengeView, "heat")
        told = access.page(ParticipantView).items
        assert told == reads.list(ParticipantView).items


def test_what_is_not_there_or_fits_nothing_is_refused(opened):
    with opened() as access:
        with pytest.raises(NO, match="cold"):
            access.get(ChallengeView, "cold")
        with pytest.raises(NO, match=r"filter|rank"):
            access.page(ChallengeView, where="colour = 1")


def test_words_are_found_and_what_is_due_is_told(opened, town):
    town.round()
    with opened("ada") as access:
        assert [one.name for one in access.search("viel", page_size=1).items] == ["missions/m/challenges/water"]
        (due,) = access.due().items
        assert (due.name, due.code, due.time) == ("missions/m/rounds/first", "due.round", due.time)


def test_gates_say_what_they_wait_for(opened, town):
    with opened() as access:
        told = [(one.phase, one.open, said(one.unmet)) for one in access.gates()]
        assert told == [(one.phase, one.open, said(one.unmet)) for one in gates_ahead(town.engine, "m")]
        assert any(unmet for _, _, unmet in told)


def test_what_somebody_may_do_is_judged_alike(opened, town):
    with opened("ada") as access:
        told = {one.line.name: one for one in access.may()}
        judged = {one.line.name: said(one.unmet) for one in town.engine.may("m", "ada")}
        # A service tells of the commands that its methods give; the engine here has the other phases' too.
        assert {name: said(one.unmet) for name, one in told.items()} == {name: judged[name] for name in told}
        assert told["SubmitChallenge"].unmet == ()
        assert told["AcceptChallenge"].asked == told["AcceptChallenge"].line.when
        at = {one.line.name: one for one in access.may("missions/m/challenges/heat")}
        assert [one.code for one in at["SubmitChallenge"].unmet] == ["already-exists"]


def test_a_command_happens_once_and_its_receipt_tells_the_way(opened, town):
    command = SubmitChallenge(mission="m", challenge="noise", title="Noise", language="en")
    with opened("ada") as access:
        done = access.do(command, "form-1")
        assert access.do(command, "form-1") == done
        assert (done.resource, access.participant()) == ("missions/m/challenges/noise", "ada")
        assert len([one for one in town.events(ChallengeSubmitted) if one.language == "en"]) == 1
        trail, own = access.trail(done.receipt), trail_of(town.engine, done.receipt)
        assert (trail.words, trail.ended("de"), trail.reached) == (own.words, own.ended("de"), own.reached)
        assert (trail.position, trail.hash) == (own.position, own.hash)
        steps = [(one.time, one.resource, one.stage, one.say("de")) for one in trail.steps]
        assert steps == [(one.time, one.resource, one.stage, one.say("de")) for one in own.steps]


def test_a_ballot_names_nobody_but_who_gives_it(opened, town):
    town.round()
    with opened("ben") as access:
        ballot = CastBallot(
            mission="m", round="first", participant=access.participant(), ballot="b1", choices=("heat",)
        )
        access.do(ballot, "b1")
    last = town.records()[-1]
    assert last.event.type == "challenges.ballots_cast"
    assert last.actor != "ben"


def test_what_may_not_be_done_is_refused_in_words(opened):
    with opened("ada") as access, pytest.raises(NO) as refused:
        access.do(AcceptChallenge(mission="m", challenge="cold"), "")
    said = str(refused.value)
    assert "ada acts as citizen" in said
    assert "challenges/cold does not exist" in said


def test_nobody_in_particular_does_nothing(opened):
    with opened() as access, pytest.raises(Stop, match="who acts"):
        access.do(AcceptChallenge(mission="m", challenge="heat"), "")
