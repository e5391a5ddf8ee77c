"""Recusal: nobody judges what they are tied to, nor were within the past year, whatever way round they come."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from osi_core.curation import commands as c
from osi_core.curation import events as e
from osi_core.curation.facts import Dossier
from osi_core.curation.review_facts import Reviews
from osi_core.domain import Box, Role, Sector
from osi_core.funding import commands as f
from osi_core.mission.commands import AdoptRules, CreateMission, EraseParticipant, GrantRole
from osi_core.money import Money
from osi_core.plugins.problems import Fit
from osi_core.process import forget_due
from osi_core.process.early import CloseMissionEarly
from osi_core.process.verifying_store import verify_store
from osi_core.solutions.commands import InviteToTeam, JoinTeam, LeaveTeam
from osi_core.support import commands as s
from osi_core.testing import scenario as playing
from tests.unit.curation.world import REVIEWERS, CuratedWorld, review


def join(world, who, initiative="shade", by="ada"):
    world.do(InviteToTeam(mission="m", solution=initiative, participant=who), by=by)
    world.do(JoinTeam(mission="m", solution=initiative), by=who)


def leave(world, who, initiative="shade"):
    world.do(LeaveTeam(mission="m", solution=initiative), by=who)


def grant(world, who, institution, role=Role.EXPERT):
    world.do(GrantRole(mission="m", participant=who, role=role, institution=institution))


# The team and its institutions


def test_leaving_the_team_reviewing_and_joining_again_does_not_help(world):
    join(world, "rosa")
    leave(world, "rosa")
    world.open_assessment()
    assert "conflict-team" in world.refused(review(), by="rosa")
    world.later(days=364)
    assert "conflict-team" in world.refused(review(), by="rosa")
    world.later(days=1)
    world.review("rosa")


def test_joining_again_begins_the_year_anew(world):
    for _ in range(2):
        join(world, "rosa")
        leave(world, "rosa")
        world.later(days=300)
    world.open_assessment()
    assert "conflict-team" in world.refused(review(), by="rosa")


def test_a_colleague_who_has_left_the_team_still_bars_for_a_year(world):
    join(world, "rosa")
    leave(world, "rosa")
    world.open_assessment()
    assert world.refused(review(), by="raul") == ("conflict-colleague",)
    world.review("ronja")
    world.later(days=365)
    world.review("raul")


def test_a_new_grant_does_not_overwrite_where_somebody_was(world):
    join(world, "rosa")
    grant(world, "raul", "lab")
    world.open_assessment()
    assert world.refused(review(), by="raul") == ("conflict-colleague",)


def test_nor_where_somebody_of_the_team_was(world):
    join(world, "rosa")
    grant(world, "rosa", "lab")
    world.open_assessment()
    for colleague in ("raul", "rui"):
        assert world.refused(review(), by=colleague) == ("conflict-colleague",)


def test_an_institution_that_was_left_more_than_a_year_ago_bars_nobody(world):
    join(world, "rosa")
    grant(world, "raul", "lab")
    world.later(days=365)
    world.open_assessment()
    world.review("raul")


# Who has helped it along


def test_who_funds_an_initiative_does_not_review_it(world):
    day = timedelta(days=1)
    money = Money(minor=100_000, currency="EUR")
    world.do(f.OpenFund(mission="m", fund="f1", institution="aue", purpose="Shade", amount=money), by="anna")
    dates = {"applications_until": world.now + day, "closes_at": world.now + 2 * day}
    world.do(f.OpenGrantRound(mission="m", round="g1", fund="f1", budget=money, **dates), by="olga")
    asked = f.ApplyForGrant(mission="m", round="g1", application="a1", initiative="shade", asked=money, purpose="Trees")
    world.do(asked, by="ada")
    world.open_assessment()
    world.later(days=1)
    ballot = f.CastGrantBallot(mission="m", round="g1", participant="ben", ballot="b1", choices=("a1",))
    world.do(ballot, by="ben")
    world.later(days=1)
    world.do(f.CloseGrantRound(mission="m", round="g1"), by="olga")
    world.decide()
    assert world.refused(review(), by="anna") == ("conflict-funder",)
    world.review("bert")
    world.later(days=366)
    world.review("anna")


def supported(world, by, kind="expert"):
    """Somebody delivers support to Shade."""
    world.do(s.StateNeed(mission="m", need="n1", initiative="shade", kind=kind, text="How?"), by="ada")
    world.do(s.OfferSupport(mission="m", offer="o1", kind=kind, text="So"), by=by)
    for step, who in (
        (s.MatchNeed, "olga"),
        (s.AcceptMatch, "ada"),
        (s.DeliverSupport, by),
        (s.ConfirmDelivery, by),
        (s.ConfirmDelivery, "ada"),
    ):
        world.do(step(mission="m", offer="o1", need="n1"), by=who)


def test_a_mentor_does_not_review_and_a_colleague_of_the_mentor_does(world):
    supported(world, "rosa")
    world.open_assessment()
    assert world.refused(review(), by="rosa") == ("conflict-mentor",)
    world.review("raul")


def test_who_is_bundled_with_it_does_not_review(world):
    world.solution("pond", by="resi")
    world.do(s.AdmitInitiative(mission="m", initiative="pond", programme="first"), by="olga")
    bundle = s.ProposeBundle(mission="m", bundle="b1", initiatives=("shade", "pond"), purpose="One square")
    world.do(bundle, by="ada")
    world.open_assessment()
    world.do(s.ConsentToBundle(mission="m", bundle="b1", initiative="shade"), by="ada")
    world.do(s.ConsentToBundle(mission="m", bundle="b1", initiative="pond"), by="resi")
    assert world.refused(review(), by="resi") == ("conflict-bundle",)


def test_a_pilot_that_is_agreed_after_the_review_is_shown_and_bars_nobody(world):
    world.open_assessment()
    world.review("anna")
    world.agree_pilot("p1", "aue", "anna")
    assert world.fact(Reviews, "shade").count == 1
    assert "aue" in world.fact(Dossier, "shade").partners


# What people declare


def declare(kind="personal", initiative="shade"):
    return c.DeclareConflict(mission="m", initiative=initiative, kind=kind)


def test_who_declares_a_conflict_does_not_review_for_a_year_and_the_log_knows_a_pseudonym_alone(world):
    world.open_assessment()
    world.do(declare(), by="rosa")
    assert world.refused(review(), by="rosa") == ("conflict-declared",)
    (declared,) = world.events(e.ConflictSealed)
    assert declared.reviewer.startswith("anon-")
    assert not e.ConflictSealed.public
    world.later(days=365)
    world.review("rosa")


def test_a_conflict_that_is_declared_afterwards_takes_the_own_review_out(world):
    world.open_assessment()
    world.review(*REVIEWERS)
    world.do(declare("financial"), by="rui")
    closing = c.CloseAssessment(mission="m", initiative="shade")
    assert world.refused(closing, by="olga") == ("too-few-reviewers",)
    world.review("bert")
    world.do(closing, by="olga")
    (closed,) = world.events(e.AssessmentClosed)
    assert len(closed.reviewers) == 5


def test_a_conflict_with_one_initiative_is_none_with_another(world):
    world.open_assessment()
    world.do(declare(), by="rosa")
    world.open_assessment("well")
    world.review("rosa", initiative="well")


def test_a_conflict_is_declared_where_reviews_are_taken(world):
    assert world.refused(declare(), by="rosa") == ("assessment-not-open",)
    world.open_assessment()
    assert world.refused(declare(), by="ben") == ("role-missing",)


# Why somebody was not free is kept for a year, and never in the log


def codes(world):
    """What the private store still holds of why people were not free."""
    return [world.engine.words("m", event.kind) for event in world.events(e.ConflictSealed)]


def raw(world):
    return b"".join(entry.raw for entry in world.engine.store.read("m"))


def test_the_log_has_only_the_seal_of_a_conflicts_code(world):
    world.open_assessment()
    world.do(declare("financial"), by="rosa")
    assert codes(world) == ["financial"]
    assert b"financial" not in raw(world)
    assert "financial" not in repr(declare("financial"))
    assert verify_store(world.engine.store).exit_code == 0


def test_the_operators_timer_deletes_the_code_after_a_year_and_no_other_one(world):
    world.open_assessment()
    world.do(declare("financial"), by="rosa")
    world.later(days=200)
    world.do(declare("rivalry"), by="rui")
    world.later(days=164)
    assert forget_due(world.engine, "m") is None
    assert world.refused(c.DeleteConflictCodes(mission="m"), by="olga") == ("no-conflict-codes-due",)
    assert codes(world) == ["financial", "rivalry"]
    world.later(days=1)
    assert forget_due(world.engine, "m") is not None
    assert codes(world) == [None, "rivalry"]
    assert forget_due(world.engine, "m") is None
    assert verify_store(world.engine.store).exit_code == 0
    world.later(days=200)
    forget_due(world.engine, "m")
    assert codes(world) == [None, None]


def test_it_is_deleted_also_when_the_phases_are_over_and_the_person_was_erased(world):
    world.open_assessment()
    world.do(declare(), by="rosa")
    world.do(declare(), by="rui")
    world.do(EraseParticipant(mission="m", participant="rosa"), by="rosa")
    assert codes(world) == [None, "personal"]
    world.do(CloseMissionEarly(mission="m", reason="nobody goes on"), by="olga")
    world.later(days=365)
    forget_due(world.engine, "m")
    assert codes(world) == [None, None]
    assert verify_store(world.engine.store).exit_code == 0


def test_the_playbook_says_how_long_a_code_is_kept_and_only_who_organises_deletes():
    world = CuratedWorld(curation={"conflict_days": 30})
    world.open_assessment()
    world.do(declare(), by="rosa")
    world.later(days=30)
    assert world.refused(c.DeleteConflictCodes(mission="m"), by="rosa") == ("role-missing",)
    world.do(c.DeleteConflictCodes(mission="m"), by="olga")
    assert codes(world) == [None]
    assert world.refused(review(), by="rosa") == ("conflict-declared",), "which bars for a year all the same"


def test_under_the_second_rules_the_code_stands_in_the_log_and_nothing_beside_it(monkeypatch):
    monkeypatch.setattr(playing, "CreateMission", partial(CreateMission, rules=2))
    world = CuratedWorld()
    world.open_assessment()
    world.do(declare("financial"), by="rosa")
    assert world.events(e.ConflictDeclared)[0].kind == "financial"
    assert world.refused(review(), by="rosa") == ("conflict-declared",)
    assert verify_store(world.engine.store).exit_code == 0
    world.do(AdoptRules(mission="m", rules=3, reason="Codes are to be deleted"), by="olga")
    world.do(declare("rivalry"), by="rui")
    assert codes(world) == ["rivalry"]


# From how many institutions, and how many each


def closing(world):
    return world.refused(c.CloseAssessment(mission="m", initiative="shade"), by="olga")


def test_who_reviewed_is_looked_for_among_few_of_many(world, monkeypatch):
    """A pseudonym takes a MAC, and a mission may have 100,000 members."""
    world.citizen(*(f"citizen-{number}" for number in range(200)))
    world.open_assessment()
    world.review(*REVIEWERS)
    asked: list[str] = []
    name = Box.name

    def counted(box: Box, person: str) -> str:
        asked.append(person)
        return name(box, person)

    monkeypatch.setattr(Box, "name", counted)
    world.do(c.CloseAssessment(mission="m", initiative="shade"), by="olga")
    assert set(REVIEWERS) <= set(asked)
    assert len(asked) < 30


def test_five_reviewers_of_one_institution_are_one_voice(world):
    for name in ("ronja", "rui"):
        world.later(days=1)
        grant(world, name, "uni")
    world.later(days=366)
    world.open_assessment()
    world.review(*REVIEWERS)
    assert closing(world) == ("too-few-institutions",)
    world.review("bert")
    world.close()


def test_who_came_from_another_institution_within_the_year_does_not_make_two_of_one(world):
    for name in ("ronja", "rui"):
        grant(world, name, "uni")
    world.open_assessment()
    world.review(*REVIEWERS)
    assert closing(world) == ("too-few-institutions",)


def test_an_independent_reviewer_is_another_voice():
    world = CuratedWorld(curation={"min_reviewers": 2})
    world.open_assessment()
    world.review("rosa", "raul")
    assert closing(world) == ("too-few-institutions",)
    world.do(review().model_copy(update={"independent": True}), by="eli")
    world.close()


def test_the_log_does_not_say_of_which_institution_a_reviewer_is(world):
    world.assess()
    for event in (*world.events(e.ReviewSubmitted), *world.events(e.AssessmentClosed)):
        said = event.model_dump_json()
        assert not any(name in said for name in (*REVIEWERS, '"uni"', '"lab"'))


def test_a_reviewer_who_was_erased_is_counted_all_the_same(world):
    world.open_assessment()
    world.review(*REVIEWERS)
    world.do(EraseParticipant(mission="m", participant="rosa"), by="rosa")
    world.close()


def test_nobody_gives_more_reviews_than_the_playbook_bears():
    world = CuratedWorld(curation={"max_reviews": 1})
    for initiative in ("shade", "well"):
        world.open_assessment(initiative)
    world.review("rosa")
    assert world.refused(review("well"), by="rosa") == ("reviews-enough",)
    world.review("raul", initiative="well")


# Deciders


@pytest.mark.parametrize("of_the_team", [True, False])
def test_an_organiser_does_not_override_for_the_own_team_or_institution(world, of_the_team):
    world.assess(score=2)
    world.institution("office", Sector.ADMINISTRATION)
    grant(world, "olga", "office", Role.ORGANISER)
    world.member("otto", Role.ORGANISER)
    member = "olga" if of_the_team else "ben"
    if not of_the_team:
        grant(world, "ben", "office")
    join(world, member)
    override = c.OverrideAssessment(mission="m", initiative="shade", result=Fit.FIT, reason="It is good")
    barred = ("conflict-team",) if of_the_team else ("conflict-colleague",)
    assert world.refused(override, by="olga") == barred
    world.do(override, by="otto")
    confirming = c.ConfirmOverride(mission="m", initiative="shade", result=Fit.FIT)
    assert world.refused(confirming, by="olga") == barred
    assert world.refused(confirming, by="otto") == ("override-unconfirmed",)
    world.do(confirming, by="anna")  # for no other organiser is free to
