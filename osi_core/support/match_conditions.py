"""What must hold before something happens between needs and offers."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import STAFF, Context, Role, Unmet
from osi_core.funding.facts import Fund
from osi_core.funding.resources import FUND
from osi_core.mission.resources import INSTITUTION
from osi_core.money import Money, decimals_of
from osi_core.solutions.facts import Solution
from osi_core.support import commands as c
from osi_core.support.conditions import not_in_team, runs_for, takes_part
from osi_core.support.events import NeedStatus, Side, SupportKind
from osi_core.support.facts import Initiative, Need
from osi_core.support.resources import INITIATIVE, NEED, OFFER
from osi_core.support.settings import SupportSettings
from osi_core.support.state import NeedState, OfferState

# ---------------------------------------------------------------------------------------------------------------------
# Needs and offers
# ---------------------------------------------------------------------------------------------------------------------


def own_programme_runs(
    command: c.StateNeed | c.MatchNeed, state: OfferState | None, context: Context
) -> Iterator[Unmet]:
    """Support is asked for and given while the programme of the initiative in need runs.

    Guarantees it at the position of the facts. Race: none within one log; where the programme's end stands in another
    log, what came just before it was known still counts.
    """
    if isinstance(command, c.StateNeed):
        initiative = context.fact(Initiative, command.initiative)
    else:
        need = context.fact(Need, command.need)
        initiative = context.all(Initiative).get(need.initiative) if need else None
    yield from runs_for(initiative, context)


def initiative_takes_part(command: c.StateNeed, state: None, context: Context) -> Iterator[Unmet]:
    """Needs are those of initiatives in a programme.

    Guarantees it at the position of the facts. Race: none that matters; a need of an initiative that drops out is
    matched no more.
    """
    yield from takes_part(command.initiative, "initiative", context.fact(Initiative, command.initiative))


def stipend_says_how_much(command: c.StateNeed | c.OfferSupport, state: None, context: Context) -> Iterator[Unmet]:
    """Stipends, and only these, are about money."""
    field, money = ("budget", command.budget) if isinstance(command, c.OfferSupport) else ("amount", command.amount)
    if command.kind is SupportKind.STIPEND and money is None:
        yield Unmet("amount-missing", field)
    if command.kind is not SupportKind.STIPEND and money is not None:
        yield Unmet("amount-unexpected", field, kind=command.kind)


def amount_is_within_bounds(command: c.StateNeed | c.OfferSupport, state: None, context: Context) -> Iterator[Unmet]:
    """A stipend is no more than the playbook allows, and an offer holds no more than that for each need."""
    field, money = ("budget", command.budget) if isinstance(command, c.OfferSupport) else ("amount", command.amount)
    if money is None:
        return
    needs = command.capacity if isinstance(command, c.OfferSupport) else 1
    units = context.settings(SupportSettings).largest_stipend * needs
    most = Money(minor=units * 10 ** decimals_of(money.currency), currency=money.currency)
    if money > most:
        yield Unmet("amount-too-large", field, amount=money, most=most)


def stipend_is_of_a_fund(command: c.OfferSupport, state: None, context: Context) -> Iterator[Unmet]:
    """Money is offered of a fund that has it, by whom the giver has confirmed, or by the organisers; never by a person.

    Guarantees it at the position of the facts. Race: none within one log; of two offers of the same money the second
    is refused. Where the fund stands in another log, that one declines what it has not left, and the offer ends.
    """
    if command.kind is not SupportKind.STIPEND or command.budget is None:
        if command.fund is not None:
            yield Unmet("fund-unexpected", "fund", kind=command.kind)
        return
    fund = context.fact(Fund, command.fund) if command.fund else None
    if command.fund is None:
        yield Unmet("fund-missing", "fund")
    elif fund is None:
        yield Unmet("not-found", "fund", name=FUND(command.fund))
    else:
        if not (context.actor.is_(Role.ORGANISER) or context.actor.surely_speaks_for(fund.institution)):
            who, name = context.actor.participant, INSTITUTION(fund.institution)
            yield Unmet("no-confirmed-mandate", "actor", actor=who, institution=name)
        yield from _unmet_of_budget(command.fund, command.budget, fund.free)


def _unmet_of_budget(fund: str, budget: Money, free: Money) -> Iterator[Unmet]:
    if budget.currency != free.currency:
        yield Unmet("other-currency", "budget", amount=budget, currency=free.currency)
    elif budget > free:
        yield Unmet("fund-too-small", "budget", fund=FUND(fund), free=free, budget=budget)


def need_is_open(command: c.CancelNeed, state: NeedState, context: Context) -> Iterator[Unmet]:
    """A need is taken back while nobody answers it; a match is released first, so that no money stays set aside.

    Guarantees it at the position of the facts. Race: none within one log; a match that comes second is refused.
    """
    need = context.fact(Need, command.need)
    if need is not None and need.status is not NeedStatus.OPEN:
        yield _not_open(command.need, need)


def acts_for_the_needy_or_organises(command: c.CancelNeed, state: NeedState, context: Context) -> Iterator[Unmet]:
    """A need is taken back by the team that has it, or by the organisers.

    Guarantees it at the position of the facts. Race: what somebody did just before leaving the team counts.
    """
    if not context.actor.is_(*STAFF):
        yield from not_in_team(state.initiative, context.fact(Solution, state.initiative), context)


def offer_stands(command: c.OfOffer, state: OfferState, context: Context) -> Iterator[Unmet]:
    """A withdrawn offer answers nothing any more."""
    if state.withdrawn:
        yield Unmet("offer-withdrawn", "offer", offer=OFFER(command.offer))


def money_is_set_aside(command: c.MatchNeed | c.WithdrawOffer, state: OfferState, context: Context) -> Iterator[Unmet]:
    """Stipends are promised once their fund has set the money aside, and freed only then.

    Guarantees it at the position of the facts. Race: none; the fund sets it aside with the offer, or, where it stands
    in another log, once it is told of the offer.
    """
    fund = context.fact(Fund, state.fund) if state.fund else None
    if state.fund and (fund is None or command.offer not in fund.stipends):
        yield Unmet("money-not-set-aside", "offer", offer=OFFER(command.offer), fund=FUND(state.fund))


def waits_for_money(command: c.EndUnfundedOffer, state: OfferState, context: Context) -> Iterator[Unmet]:
    """Only an offer of stipends ends for want of money, and only as long as none was set aside for it.

    Guarantees it at the position of the facts. Race: none; a fund says one or the other of an offer.
    """
    fund = context.fact(Fund, state.fund) if state.fund else None
    if state.fund is None or (fund is not None and command.offer in fund.stipends):
        yield Unmet("offer-waits-for-no-money", "offer", offer=OFFER(command.offer))


def acts_for_the_offer_or_organises(command: c.OfOffer, state: OfferState, context: Context) -> Iterator[Unmet]:
    """Who offers, another representative of the same institution, or the organisers."""
    if not (_offers(state, context) or context.actor.is_(*STAFF)):
        yield Unmet("not-the-offerer", "actor", offer=OFFER(command.offer), actor=context.actor.participant)


# ---------------------------------------------------------------------------------------------------------------------
# The match
# ---------------------------------------------------------------------------------------------------------------------


def need_can_be_matched(command: c.MatchNeed, state: OfferState, context: Context) -> Iterator[Unmet]:
    """An open need of an initiative in a programme meets an offer of its kind, from somebody outside its team.

    Guarantees at the position of the facts that no other offer answered the need. Race: none within one log, where
    matches are judged one after the other: of two offers the second is refused.
    """
    need = context.fact(Need, command.need)
    if need is None:
        yield Unmet("need-unknown", "need", need=NEED(command.need))
        return
    if need.status is not NeedStatus.OPEN:
        yield _not_open(command.need, need)
    if need.kind != state.kind:
        names = {"need": NEED(command.need), "offer": OFFER(command.offer)}
        yield Unmet("kind-differs", "need", **names, wanted=need.kind, offered=state.kind)
    yield from takes_part(need.initiative, "need", context.all(Initiative).get(need.initiative))
    solution = context.all(Solution).get(need.initiative)
    if solution is not None and state.offerer in solution.team:
        yield Unmet("own-need", "offer", offerer=state.offerer, initiative=INITIATIVE(need.initiative))


def offer_has_room(command: c.MatchNeed, state: OfferState, context: Context) -> Iterator[Unmet]:
    """An offer answers as many needs as it said."""
    if len(state.matches) >= state.capacity:
        yield Unmet("offer-exhausted", "offer", offer=OFFER(command.offer), count=state.capacity)


def budget_suffices(command: c.MatchNeed, state: OfferState, context: Context) -> Iterator[Unmet]:
    """A stipend is never more than was asked for, nor more than the offer still holds.

    The budget is the offer's own state, so it cannot be overspent, whatever happens elsewhere. Race: the amount asked
    for never changes, so there is none.
    """
    need = context.fact(Need, command.need)
    if need is None:
        return
    asked, left = need.amount, state.left
    if asked is None or left is None:
        if command.amount is not None:
            yield Unmet("amount-unexpected", "amount", kind=state.kind if left is None else need.kind)
        return
    granted = command.amount or asked
    currencies = {granted.currency, asked.currency, left.currency}
    if len(currencies) > 1:
        yield Unmet("currency-differs", "amount", currencies=tuple(sorted(currencies)))
        return
    yield from _more_than(granted, asked, left)


def _more_than(granted: Money, asked: Money, left: Money) -> Iterator[Unmet]:
    if granted > asked:
        yield Unmet("more-than-asked", "amount", granted=granted, asked=asked)
    if granted > left:
        yield Unmet("budget-exceeded", "amount", granted=granted, left=left)


# ---------------------------------------------------------------------------------------------------------------------
# What comes of a match
# ---------------------------------------------------------------------------------------------------------------------


def is_matched(command: c.OfMatch, state: OfferState, context: Context) -> Iterator[Unmet]:
    """Only what was matched can be released, delivered or confirmed."""
    if command.need not in state.matches:
        yield Unmet("not-matched", "need", offer=OFFER(command.offer), need=NEED(command.need))


def match_is_proposed(command: c.AcceptMatch, state: OfferState, context: Context) -> Iterator[Unmet]:
    """A proposal is accepted once."""
    match = state.matches.get(command.need)
    if match is not None and match.accepted:
        yield Unmet("accepted-already", "need", need=NEED(command.need))


def match_is_accepted(command: c.DeliverSupport, state: OfferState, context: Context) -> Iterator[Unmet]:
    """Nobody delivers what the team has not asked for."""
    match = state.matches.get(command.need)
    if match is not None and not match.accepted:
        yield Unmet("match-not-accepted", "need", need=NEED(command.need))


def accepts_for_the_team(command: c.AcceptMatch, state: OfferState, context: Context) -> Iterator[Unmet]:
    """The team in need accepts; who offers has said so with the proposal.

    Guarantees it at the position of the facts. Race: what somebody did just before leaving the team counts.
    """
    match = state.matches.get(command.need)
    if match is not None:
        yield from not_in_team(match.initiative, context.fact(Solution, match.initiative), context)


def is_not_delivered(command: c.DeliverSupport, state: OfferState, context: Context) -> Iterator[Unmet]:
    """What was delivered is not delivered again."""
    match = state.matches.get(command.need)
    if match is not None and match.delivered:
        yield Unmet("delivered-already", "need", need=NEED(command.need))


def is_not_met(command: c.ReleaseMatch, state: OfferState, context: Context) -> Iterator[Unmet]:
    """What both sides have confirmed stays; the word of one side that it was delivered binds the other to nothing."""
    match = state.matches.get(command.need)
    if match is not None and match.met:
        yield Unmet("met-already", "need", need=NEED(command.need))


def is_one_of_both_sides_or_organises(command: c.OfMatch, state: OfferState, context: Context) -> Iterator[Unmet]:
    """A match is the business of both sides, and of the organisers.

    Guarantees it at the position of the facts. Race: what somebody did just before leaving the team counts.
    """
    if command.need in state.matches and not (context.actor.is_(*STAFF) or sides(command, state, context)):
        yield _not_involved(command, context)


def confirms_for_a_side(command: c.ConfirmDelivery, state: OfferState, context: Context) -> Iterator[Unmet]:
    """Each side confirms once what was delivered; nobody can confirm in its place.

    Guarantees that the two confirmations come from different people, because a match never joins an offerer and the
    own team. Race: an offerer who joins the team afterwards confirms as offerer alone.
    """
    match = state.matches.get(command.need)
    if match is None:
        return
    if not match.delivered:
        yield Unmet("not-delivered", "need", need=NEED(command.need))
    found = sides(command, state, context)
    if not found:
        yield _not_involved(command, context)
    elif found[0] in match.confirmed:
        yield Unmet("confirmed-already", "actor", side=found[0])


def sides(command: c.OfMatch, state: OfferState, context: Context) -> tuple[Side, ...]:
    """The sides of a match that the actor speaks for: offerer first, none for a stranger."""
    solution = context.fact(Solution, state.matches[command.need].initiative)
    in_team = solution is not None and context.actor.participant in solution.team
    known: tuple[tuple[Side, bool], ...] = ((Side.OFFERER, _offers(state, context)), (Side.INITIATIVE, in_team))
    return tuple(side for side, speaks in known if speaks)


def _offers(state: OfferState, context: Context) -> bool:
    actor = context.actor
    if actor.is_(Role.REPRESENTATIVE) and actor.speaks_for(state.institution):
        return True
    of_ones_own = state.institution is None or context.rules == 1  # who was revoked answers for the offer no more
    return actor.participant == state.offerer and of_ones_own


def _not_involved(command: c.OfMatch, context: Context) -> Unmet:
    names = {"offer": OFFER(command.offer), "need": NEED(command.need)}
    return Unmet("not-involved", "actor", actor=context.actor.participant, **names)


def _not_open(name: str, need: Need) -> Unmet:
    return Unmet("need-not-open", "need", need=NEED(name), status=need.status)
