"""What must hold before money is given, set aside, applied for, awarded, paid or returned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from osi_core.domain import STAFF, Context, Role, Unmet
from osi_core.funding import commands as c
from osi_core.funding.events import Award, GrantMove, GrantRoundStatus
from osi_core.funding.facts import Fund, GrantRound
from osi_core.funding.resources import APPLICATION, FUND, GRANT_ROUND
from osi_core.funding.settings import FundingSettings
from osi_core.funding.state import GrantRoundState, GrantState
from osi_core.mission.facts import Institution
from osi_core.mission.resources import INSTITUTION
from osi_core.money import Money
from osi_core.solutions.events import SolutionStatus
from osi_core.solutions.facts import Solution, team_of
from osi_core.solutions.resources import SOLUTION
from osi_core.support.facts import Initiative
from osi_core.support.resources import INITIATIVE, OFFER

# ---------------------------------------------------------------------------------------------------------------------
# Funds and grant rounds
# ---------------------------------------------------------------------------------------------------------------------


def giver_is_registered(command: c.OpenFund, state: None, context: Context) -> Iterator[Unmet]:
    """Money comes from an institution of the mission.

    Race: none, for institutions are never removed.
    """
    if context.fact(Institution, command.institution) is None:
        yield Unmet("institution-unknown", "institution", institution=INSTITUTION(command.institution))


def nothing_is_set_aside_yet(command: c.SetStipendsAside, state: None, context: Context) -> Iterator[Unmet]:
    """Money is set aside for an offer once, however often it is said to have been made.

    Guarantees it at the position of the event. Race: none, for both stand in the same log.
    """
    if any(command.offer in fund.stipends for fund in context.all(Fund).values()):
        yield Unmet("money-set-aside-already", "offer", offer=OFFER(command.offer))


def gives_for_the_own_institution_or_organises(command: c.OpenFund, state: None, context: Context) -> Iterator[Unmet]:
    """An institution's money is promised by its own representative, or by the organisers in its name."""
    if not context.actor.is_(Role.OPERATOR, Role.ORGANISER):
        yield from _speaks_for(command.institution, context)


def gives_for_the_own_institution(command: c.OpenFund, state: None, context: Context) -> Iterator[Unmet]:
    """An institution's money is promised by its own representative, whom it has confirmed."""
    yield from _surely_speaks_for(command.institution, context)


def fund_is_not_beyond_measure(command: c.OpenFund, state: None, context: Context) -> Iterator[Unmet]:
    """A fund holds not more than the playbook takes for possible."""
    most = Money(minor=context.settings(FundingSettings).max_fund, currency=command.amount.currency)
    if command.amount > most:
        yield Unmet("amount-too-high", "amount", amount=command.amount, most=most)


def fund_suffices(command: c.OpenGrantRound, state: None, context: Context) -> Iterator[Unmet]:
    """A round's budget is money that the fund holds and has not set aside.

    Guarantees it at the position of the facts. Race: none, for all of a mission's money stands in one log, also that of
    offers (`SetStipendsAside`); of two rounds that ask for the same money at once, the second is decided again and
    refused.
    """
    fund = context.fact(Fund, command.fund)
    if fund is None:
        yield Unmet("not-found", "fund", name=FUND(command.fund))
    elif command.budget.currency != fund.free.currency:
        yield _other_currency("budget", command.budget, fund.free)
    elif command.budget > fund.free:
        yield Unmet("fund-too-small", "budget", fund=FUND(command.fund), free=fund.free, budget=command.budget)


def deadlines_lie_ahead(command: c.OpenGrantRound, state: None, context: Context) -> Iterator[Unmet]:
    """There is time to apply, and then time to vote."""
    before = context.time
    for field, moment in (("applications_until", command.applications_until), ("closes_at", command.closes_at)):
        if moment <= before:
            yield Unmet("deadline-too-early", field, moment=moment, before=before)
        before = moment


def grant_round_is_not_closed(command: c.CloseGrantRound, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """A round closes once, and not after it was cancelled."""
    if state.cancelled:
        yield Unmet("round-ended", round=GRANT_ROUND(command.round))
    elif state.closed:
        yield Unmet("round-closed", round=GRANT_ROUND(command.round))


def grant_round_has_no_result(command: c.CancelGrantRound, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """What is published is not cancelled, and what has ended does not end again."""
    if state.decided or state.cancelled:
        yield Unmet("round-ended", round=GRANT_ROUND(command.round))


def grant_deadline_has_come(command: c.CloseGrantRound, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """Nobody ends a round before the deadline that voters were told."""
    if context.time < state.closes_at:
        yield Unmet("round-still-open", round=GRANT_ROUND(command.round), closes_at=state.closes_at)


# ---------------------------------------------------------------------------------------------------------------------
# Applications
# ---------------------------------------------------------------------------------------------------------------------


def initiative_may_apply(command: c.ApplyForGrant, state: None, context: Context) -> Iterator[Unmet]:
    """Its team applies for an initiative of the programme, once a round.

    Guarantees it at the position of the facts. Race: none within one log; an initiative that drops out before the
    close no longer stands for choice.
    """
    known, solution = context.fact(Initiative, command.initiative), context.fact(Solution, command.initiative)
    if known is None or known.dropped_out:
        yield Unmet("initiative-not-supported", "initiative", initiative=INITIATIVE(command.initiative))
    if solution is None or context.actor.participant not in solution.team:
        yield _not_in_team(command.initiative, context)
    round_ = context.fact(GrantRound, command.round)
    for one in round_.applied if round_ else ():
        if one.initiative == command.initiative:
            name, application = INITIATIVE(command.initiative), APPLICATION(one.id)
            yield Unmet("applied-already", "initiative", initiative=name, application=application)


def applies_as_a_speaker(command: c.ApplyForGrant, state: None, context: Context) -> Iterator[Unmet]:
    """A member of the team applies for it only as its speaker.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    yield from _is_only_a_member(command.initiative, context)


def round_takes_applications(command: c.ApplyForGrant, state: None, context: Context) -> Iterator[Unmet]:
    """Applications come before their deadline, and not more than the round takes.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    name, round_ = GRANT_ROUND(command.round), context.fact(GrantRound, command.round)
    if round_ is None:
        yield Unmet("not-found", "round", name=name)
        return
    over = round_.status is GrantRoundStatus.CANCELLED
    if over or context.time >= round_.applications_until:
        yield Unmet("applications-closed", "round", round=name, applications_until=round_.applications_until)
    if len(round_.applied) >= round_.max_applications:
        yield Unmet("round-full", "round", round=name, count=round_.max_applications)


def asks_for_what_could_be_given(command: c.ApplyForGrant, state: None, context: Context) -> Iterator[Unmet]:
    """Nobody asks for more than the round has, or in another currency.

    Race: none, for a round's budget never changes.
    """
    round_ = context.fact(GrantRound, command.round)
    if round_ is None:
        return
    if command.asked.currency != round_.budget.currency:
        yield _other_currency("asked", command.asked, round_.budget)
    elif command.asked > round_.budget:
        yield Unmet("asks-too-much", "asked", asked=command.asked, budget=round_.budget)


# ---------------------------------------------------------------------------------------------------------------------
# Awards, payments, returns
# ---------------------------------------------------------------------------------------------------------------------


def awards_keep_to_the_budget(command: c.RecordGrants, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """Each award is to an application of the round, once, not above what it asked; together not above the budget.

    Race: none: applications ended before the close, and a round is one stream.
    """
    round_, times = context.fact(GrantRound, command.round), Counter(award.application for award in command.awards)
    asked = {one.id: one.asked for one in round_.applied} if round_ else {}
    for award in command.awards:
        if award.application not in asked:
            name, round_name = APPLICATION(award.application), GRANT_ROUND(command.round)
            yield Unmet("award-unknown", "awards", application=name, round=round_name)
        else:
            yield from _unmet_of_award(award, asked[award.application])
    for application in (name for name, number in times.items() if number > 1):
        yield Unmet("award-twice", "awards", application=APPLICATION(application))
    total = sum(award.amount.minor for award in command.awards)
    if total > state.budget.minor:
        over = Money(minor=total - state.budget.minor, currency=state.budget.currency)
        yield Unmet("awards-too-high", "awards", budget=state.budget, over=over)


def _unmet_of_award(award: Award, asked: Money) -> Iterator[Unmet]:
    if award.amount.currency != asked.currency:
        yield _other_currency("awards", award.amount, asked)
    elif not 0 < award.amount.minor <= asked.minor:
        name = APPLICATION(award.application)
        yield Unmet("award-not-as-asked", "awards", application=name, asked=asked, amount=award.amount)


def grant_exists(command: c.OfGrant, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """Only what was awarded can be paid or returned."""
    if command.application not in state.grants:
        name, round_ = APPLICATION(command.application), GRANT_ROUND(command.round)
        yield Unmet("grant-unknown", "application", application=name, round=round_)


def acts_for_the_team(command: c.AcceptGrant, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """The team takes what it asked for, by a speaker.

    Guarantees that the actor spoke for the team at the position of the facts. Race: as for all that a team does.
    """
    grant = state.grants.get(command.application)
    if grant is not None:
        yield from _speaks_for_the_team(grant.initiative, context)


def waits_to_be_accepted(
    command: c.AcceptGrant | c.LapseGrant, state: GrantRoundState, context: Context
) -> Iterator[Unmet]:
    """An award is accepted in its time, and lapses behind it."""
    grant = state.grants.get(command.application)
    if grant is None:
        return
    name, until = APPLICATION(command.application), grant.accept_until
    if until is None:
        yield Unmet("grant-not-waiting", "application", application=name)
    elif isinstance(command, c.AcceptGrant) and context.time >= until:
        yield Unmet("grant-lapses", "application", application=name, accept_until=until)
    elif isinstance(command, c.LapseGrant) and context.time < until:
        yield Unmet("grant-not-lapsed", "application", application=name, accept_until=until)


def something_is_left(
    command: c.AcceptGrant | c.LapseGrant, state: GrantRoundState, context: Context
) -> Iterator[Unmet]:
    """What came back before anybody accepted it is neither accepted nor lapses."""
    grant = state.grants.get(command.application)
    if grant is not None and grant.accept_until is not None and grant.left.minor == 0:
        yield Unmet("grant-not-waiting", "application", application=APPLICATION(command.application))


def is_accepted(command: c.ProposeGrantMove | c.PayGrant, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """Nothing is paid that nobody accepted."""
    grant = state.grants.get(command.application)
    paying = isinstance(command, c.PayGrant) or command.move is GrantMove.PAY
    if grant is not None and paying and grant.accept_until is not None:
        yield Unmet("grant-not-accepted", "application", application=APPLICATION(command.application))


def initiative_goes_on(
    command: c.ProposeGrantMove | c.PayGrant | c.AcceptGrant, state: GrantRoundState, context: Context
) -> Iterator[Unmet]:
    """Nothing is paid to what was withdrawn or dropped out.

    Guarantees it at the position of the facts. Race: what was paid right before an end was recorded, was paid.
    """
    grant = state.grants.get(command.application)
    if grant is None or (isinstance(command, c.ProposeGrantMove) and command.move is not GrantMove.PAY):
        return
    initiative = context.fact(Initiative, grant.initiative)
    solution = context.fact(Solution, grant.initiative)
    withdrawn = solution is not None and solution.status is SolutionStatus.WITHDRAWN
    if withdrawn or initiative is None or initiative.dropped_out:
        yield Unmet("initiative-ended", "application", initiative=INITIATIVE(grant.initiative))


def a_second_person_pays(command: c.PayGrant, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """Two people confirm an award by its first payment, and each that takes what one alone has paid above the limit."""
    grant = state.grants.get(command.application)
    if grant is None:
        return
    amount, limit = command.amount or grant.unpaid, context.settings(FundingSettings).two_people_above
    if not grant.begun or grant.alone + amount.minor > limit:
        yield from _unmet_of_second(GrantMove.PAY, amount, grant, command.application, context)


def a_second_person_takes_back(command: c.ReturnGrant, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """The team gives back by itself, by a speaker; what others take from it that is unpaid, two people take back.

    Guarantees it at the position of the facts. Race: as for all that a team does.
    """
    grant = state.grants.get(command.application)
    if grant is None or not any(_speaks_for_the_team(grant.initiative, context)):
        return
    amount = command.amount or grant.not_back
    if grant.unpaid.minor:
        yield from _unmet_of_second(GrantMove.TAKE_BACK, amount, grant, command.application, context)


def _unmet_of_second(
    move: GrantMove, amount: Money, grant: GrantState, application: str, context: Context
) -> Iterator[Unmet]:
    if not grant.is_proposed(move, amount, but_by=context.actor.participant):
        name = APPLICATION(application)
        yield Unmet("second-person-missing", "actor", application=name, amount=amount, move=move)


def proposes_for_the_giver_or_organises(
    command: c.OfTwoPeople, state: GrantRoundState, context: Context
) -> Iterator[Unmet]:
    """The institution that gives moves its money, through whom it has confirmed, or the organisers in its name."""
    if not context.actor.is_(*STAFF):
        yield from _surely_speaks_for(state.institution, context)


def proposes_what_there_is(command: c.ProposeGrantMove, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """Nothing is proposed beyond what could be paid or taken back."""
    grant = state.grants.get(command.application)
    if grant is None:
        return
    held = grant.unpaid if command.move is GrantMove.PAY else grant.left
    yield from unmet_of_currency(command.amount, held)
    if is_more(command.amount, held):
        code = "more-than-unpaid" if command.move is GrantMove.PAY else "more-than-left"
        yield Unmet(code, "amount", application=APPLICATION(command.application), held=held)


def returns_for_one_of_both_sides(command: c.ReturnGrant, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """The team gives its grant back, by a speaker; the giver or the organisers say that it came back, or take it back.

    Guarantees that the actor spoke for the team at the position of the facts. Race: as for all that a team does.
    """
    grant, actor = state.grants.get(command.application), context.actor
    if grant is None or actor.is_(*STAFF) or actor.surely_speaks_for(state.institution):
        return
    yield from _speaks_for_the_team(grant.initiative, context)


def pays_for_the_giver_or_organises(command: c.PayGrant, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """The institution that gives pays, or the organisers in its name."""
    if not context.actor.is_(Role.OPERATOR, Role.ORGANISER):
        yield from _speaks_for(state.institution, context)


def is_not_paid_twice(command: c.PayGrant, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """Nothing is paid beyond what was awarded and is unpaid, to the cent."""
    grant = state.grants.get(command.application)
    if grant is None:
        return
    yield from unmet_of_currency(command.amount, grant.unpaid)
    if is_more(command.amount, grant.unpaid):
        yield Unmet("more-than-unpaid", "amount", application=APPLICATION(command.application), held=grant.unpaid)


def returns_for_the_initiative_or_organises(
    command: c.ReturnGrant, state: GrantRoundState, context: Context
) -> Iterator[Unmet]:
    """The team gives its grant back, or the organisers say that it did.

    Guarantees that the actor was in the team at the position of the facts. Race: as for all that a team does.
    """
    grant = state.grants.get(command.application)
    if grant is None or context.actor.is_(Role.OPERATOR, Role.ORGANISER):
        return
    solution = context.fact(Solution, grant.initiative)
    if solution is None or context.actor.participant not in solution.team:
        yield _not_in_team(grant.initiative, context)


def is_not_returned_twice(command: c.ReturnGrant, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """Nothing comes back beyond what was awarded and has not come back, to the cent; what was written off may."""
    grant = state.grants.get(command.application)
    if grant is None:
        return
    yield from unmet_of_currency(command.amount, grant.left)
    if is_more(command.amount, grant.not_back):
        yield Unmet("more-than-left", "amount", application=APPLICATION(command.application), held=grant.not_back)


# ---------------------------------------------------------------------------------------------------------------------
# How it is said
# ---------------------------------------------------------------------------------------------------------------------


def unmet_of_currency(amount: Money | None, held: Money) -> Iterator[Unmet]:
    """That an amount is not of the currency that is held."""
    if amount is not None and amount.currency != held.currency:
        yield _other_currency("amount", amount, held)


def is_more(amount: Money | None, held: Money) -> bool:
    """Whether an amount, or all there is where none is named, goes beyond what is held in the same currency."""
    if amount is None:
        return held.minor == 0
    return amount.currency == held.currency and amount > held


def _speaks_for(institution: str, context: Context) -> Iterator[Unmet]:
    actor = context.actor
    if not actor.speaks_for(institution):
        yield Unmet("not-own-institution", "actor", actor=actor.participant, institution=INSTITUTION(institution))


def _speaks_for_the_team(initiative: str, context: Context) -> Iterator[Unmet]:
    if context.actor.participant not in team_of(initiative, context.facts):
        yield _not_in_team(initiative, context)
    yield from _is_only_a_member(initiative, context)


def _is_only_a_member(initiative: str, context: Context) -> Iterator[Unmet]:
    solution = context.fact(Solution, initiative)
    if solution is not None and solution.is_only_a_member(context.actor.participant):
        yield Unmet("not-in-speakers", "actor", actor=context.actor.participant, solution=SOLUTION(initiative))


def _surely_speaks_for(institution: str, context: Context) -> Iterator[Unmet]:
    actor = context.actor
    if not actor.surely_speaks_for(institution):
        yield Unmet("no-confirmed-mandate", "actor", actor=actor.participant, institution=INSTITUTION(institution))


def _not_in_team(initiative: str, context: Context) -> Unmet:
    return Unmet("not-in-team", "actor", actor=context.actor.participant, initiative=INITIATIVE(initiative))


def _other_currency(field: str, amount: Money, other: Money) -> Unmet:
    return Unmet("other-currency", field, amount=amount, currency=other.currency)
