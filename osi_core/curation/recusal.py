"""Nobody judges what they are tied to: who is recused from reviewing an initiative, and from deciding about it.

Barred are the own team and institution, the funder, the mentor, bundle partners, and whoever says so; each also for the
past year. That an institution has committed itself to a challenge, or pilots later, stands in public and bars nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain

from osi_core.curation import commands as c
from osi_core.curation.facts import THE_REVIEWS, Dossier, ReviewBox
from osi_core.curation.review_facts import ConflictCode, Reviewer, Reviews
from osi_core.curation.settings import CurationSettings
from osi_core.curation.state import AssessmentState
from osi_core.curation.ties import YEAR, Affiliations, Asking, Funded, Involved, institutions_of
from osi_core.domain import Basis, Box, Context, Role, Unmet, judged_by
from osi_core.mission.facts import Member
from osi_core.support.events import NeedStatus, SupportKind
from osi_core.support.facts import Bundle, Need, Offer
from osi_core.support.resources import INITIATIVE


def own_stake(person: str, initiative: str, context: Context) -> Iterator[Unmet]:
    """Whether an initiative is somebody's own, or their institution's, or was within the past year."""
    team = _team(initiative, context)
    if person in team:
        yield Unmet("conflict-team", "actor", reviewer=person)
    for institution in sorted(_institutions({person}, context) & _institutions(team - {person}, context)):
        yield Unmet("conflict-colleague", "actor", institution=institution)


def _institutions(people: Iterable[str], context: Context) -> frozenset[str]:
    return institutions_of(people, context.all(Affiliations), context.time, context.joined)


def _team(initiative: str, context: Context) -> frozenset[str]:
    involved = context.all(Involved).get(initiative)
    return involved.within_a_year(context.time) if involved else frozenset()


@judged_by(Basis.BOX)
def reviewer_is_not_tied(command: c.SubmitReview, state: None, context: Context) -> Iterator[Unmet]:
    """Nobody reviews what is their own, their institution's, or what they or their institution have helped along.

    Guarantees that no tie was on record at the position of the facts. Race: a pilot agreed, a team joined or a role
    granted right after leaves the review valid; the log shows which of them came first.
    """
    reviewer, initiative = context.actor.participant, command.initiative
    own = _institutions({reviewer}, context)
    yield from own_stake(reviewer, initiative, context)
    for institution in sorted(own & _funders(initiative, context)):
        yield Unmet("conflict-funder", "actor", institution=institution, initiative=INITIATIVE(initiative))
    if any(offer.offerer == reviewer for _, offer in _helped(initiative, context)):
        yield Unmet("conflict-mentor", "actor", reviewer=reviewer, initiative=INITIATIVE(initiative))
    for other in sorted(_bundled(initiative, context)):
        if reviewer in _team(other, context):
            yield Unmet("conflict-bundle", "actor", reviewer=reviewer, initiative=INITIATIVE(other))
    dossier = context.fact(Dossier, initiative)
    for institution in sorted(own & context.joined.all_really(dossier.partners)) if dossier else ():
        yield Unmet("conflict-pilot", "actor", institution=institution, initiative=INITIATIVE(initiative))


def _funders(initiative: str, context: Context) -> frozenset[str]:
    """The institutions whose money an initiative was given within the past year."""
    rounds = context.all(Funded).values()
    found = {one.institution for one in rounds if initiative in one.within_a_year(context.time)}
    stipends = (offer for need, offer in _helped(initiative, context) if need.kind is SupportKind.STIPEND)
    return context.joined.all_really(found | {offer.institution for offer in stipends if offer.institution})


def _helped(initiative: str, context: Context) -> Iterator[tuple[Need, Offer]]:
    """The support that was delivered to an initiative within the past year."""
    asking, needs, offers = context.fact(Asking, initiative), context.all(Need), context.all(Offer)
    for need in (needs[name] for name in (asking.needs if asking else ())):
        delivered = need.status in (NeedStatus.DELIVERED, NeedStatus.MET) and need.offer in offers
        if delivered and _recent(need.met_at, context):
            yield need, offers[need.offer]  # type: ignore[index]


def _recent(ended: datetime | None, context: Context) -> bool:
    return ended is None or ended > context.time - YEAR


def _bundled(initiative: str, context: Context) -> frozenset[str]:
    together = (one.initiatives for one in context.all(Bundle).values() if one.stands and initiative in one.initiatives)
    return frozenset().union(*together) - {initiative}


@judged_by(Basis.BOX)
def reviewer_without_institution_is_independent(
    command: c.SubmitReview, state: None, context: Context
) -> Iterator[Unmet]:
    """Whoever has no institution on record, in which a conflict could be seen, declares to be independent.

    Race: a role granted right after leaves the review valid.
    """
    reviewer = context.actor.participant
    if not command.independent and not _institutions({reviewer}, context):
        yield Unmet("independence-undeclared", "independent", reviewer=reviewer)


def reviewer_has_declared_no_conflict(command: c.SubmitReview, state: None, context: Context) -> Iterator[Unmet]:
    """What somebody has declared bars them for a year; only the pseudonym of the box is known of them.

    Race: none, for the declaration and the review stand in one stream.
    """
    reviewer = _reviewer(context)
    declared = reviewer.declared.get(command.initiative) if reviewer else None
    if declared is not None and _recent(declared, context):
        yield Unmet("conflict-declared", "actor", initiative=INITIATIVE(command.initiative))


def reviewer_has_room(command: c.SubmitReview, state: None, context: Context) -> Iterator[Unmet]:
    """Nobody gives more reviews than the playbook bears, in one box.

    Race: two reviews at once by one person are put one behind the other, and the second is judged again.
    """
    reviewer, most = _reviewer(context), context.settings(CurationSettings).max_reviews
    if reviewer is not None and reviewer.count >= most:
        yield Unmet("reviews-enough", "actor", count=reviewer.count)


def reviewer_is_fresh(command: c.SubmitReview, state: None, context: Context) -> Iterator[Unmet]:
    """After a contest that was upheld or not answered, others review than before.

    Race: none, for who reviewed before is fixed when the assessment is opened.
    """
    reviews = context.fact(Reviews, command.initiative)
    if reviews is not None and context.box and context.box.name(context.actor.participant) in reviews.before:
        yield Unmet("reviewed-before", "actor", initiative=INITIATIVE(command.initiative))


def _reviewer(context: Context) -> Reviewer | None:
    return context.all(Reviewer).get(context.box.name(context.actor.participant)) if context.box else None


def reviews_are_taken(command: c.DeclareConflict, state: None, context: Context) -> Iterator[Unmet]:
    """A conflict is declared while reviews are taken at all, under the pseudonym that one reviews under.

    Race: none that matters, for the box ends with its phases.
    """
    box = context.fact(ReviewBox, THE_REVIEWS)
    if box is None or box.box_sha256 is None:
        yield Unmet("assessment-not-open", "initiative", initiative=INITIATIVE(command.initiative))


def kept_long_enough(context: Context) -> tuple[str, ...]:
    """The seals of the codes of conflicts that are kept no longer."""
    days = timedelta(days=context.settings(CurationSettings).conflict_days)
    codes = context.all(ConflictCode).items()
    return tuple(kind for kind, code in codes if code.declared + days <= context.time)


def codes_are_kept_long_enough(command: c.DeleteConflictCodes, state: None, context: Context) -> Iterator[Unmet]:
    """A code is deleted when it has been kept as long as the playbook says.

    Guarantees it at the position of the facts. Race: one declared right after is too young anyway.
    """
    if not kept_long_enough(context):
        yield Unmet("no-conflict-codes-due")


@judged_by(Basis.BOX)
def reviewers_are_of_enough_institutions(
    command: c.CloseAssessment, state: AssessmentState, context: Context
) -> Iterator[Unmet]:
    """An assessment does not rest on one house; who has none is independent, and counts as one of their own.

    Only the store can count, as long as it has the key, and the log does not say of which institution anybody is.
    Guarantees it at the position of the facts. Race: as with the number of reviewers.
    """
    reviews, box = context.fact(Reviews, command.initiative), context.fact(ReviewBox, THE_REVIEWS)
    if reviews is None or not reviews.open or reviews.count < reviews.min_reviewers:
        return
    if context.box is None or box is None or reviews.box_sha256 != box.box_sha256:
        yield Unmet("reviewers-forgotten", initiative=INITIATIVE(command.initiative))
        return
    houses: list[frozenset[str]] = []
    for person in _behind(reviews.by, context.box, context):
        own = _institutions({person}, context) or frozenset({person})
        joined = [one for one in houses if one & own]  # who is of two institutions makes them one
        houses = [*(one for one in houses if not one & own), own.union(*joined)]
    if len(houses) < reviews.min_institutions:
        yield Unmet("too-few-institutions", count=len(houses), needed=reviews.min_institutions)


def _behind(pseudonyms: Iterable[str], box: Box, context: Context) -> Iterator[str]:
    """The people behind pseudonyms of a box. Those are tried first who may well review: a pseudonym takes a MAC, and of
    all who are in a mission few do.
    """
    members = context.all(Member)
    in_office = (person for person, member in members.items() if member.roles - {Role.CITIZEN})
    left = set(pseudonyms)
    for person in chain(context.all(Affiliations), in_office, members):
        if not left:
            return
        name = box.name(person)
        if name in left:
            left.discard(name)
            yield person


def decider_is_not_tied(
    command: c.OverrideAssessment | c.ConfirmOverride | c.AnswerContest, state: AssessmentState, context: Context
) -> Iterator[Unmet]:
    """Nobody decides on what they are concerned by themselves: as one of the team, or of its institution.

    Guarantees it at the position of the facts. Race: who joins the team right after has decided before; the log shows
    which came first.
    """
    yield from own_stake(context.actor.participant, command.initiative, context)
