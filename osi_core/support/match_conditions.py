"""What must hold before something happens between needs and offers."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import Context, Role, Unmet
from osi_core.money import Money
from osi_core.solutions.facts import Solution
from osi_core.support import commands as c
from osi_core.support.conditions import not_in_team, takes_part
from osi_core.support.events import Side
from osi_core.support.facts import Initiative, NeedFact
from osi_core.support.resources import INITIATIVE, NEED, OFFER
from osi_core.support.state import NeedState, OfferState

# ---------------------------------------------------------------------------------------------------------------------
# Needs and offers
# ---------------------------------------------------------------------------------------------------------------------


def initiative_takes_part(command: c.StateNeed, state: None, context: Context) -> Iterator[Unmet]:
    """Needs are those of initiatives in the programme.

    Guarantees it at the position of the facts. Race: none that matters; a need of an initiative that drops out is
    matched no more.
    """
    yield from takes_part(command.initiative, "initiative", context.fact(Initiative, command.initiative))


def stipend_says_how_much(command: c.StateNeed | c.OfferSupport, state: None, context: Context) -> Iterator[Unmet]:
    """Stipends, and only these, are about money."""
    field, money = ("budget", command.budget) if isinstance(command, c.OfferSupport) else ("amount", command.amount)
    if command.kind == "stipend" and money is None:
        yield Unmet("amount-missing", field)
    if command.kind != "stipend" and money is not None:
        yield Unmet("amount-unexpected", field, kind=command.kind)


def need_is_open(command: c.CancelNeed, state: NeedState, context: Context) -> Iterator[Unmet]:
    """A need is taken back while nobody answers it; a match is released first, so that no money stays set aside.

    Guarantees it at the position of the facts. Race: none within one log; a match that comes second is refused.
    """
    need = context.fact(NeedFact, command.need)
    if need is not None and need.status != "open":
        yield _need_status(command.need, need)


def acts_for_the_needy_or_organises(command: c.CancelNeed, state: NeedState, context: Context) -> Iterator[Unmet]:
    """A need is taken back by the team that has it, or by the organisers.

    Guarantees it at the position of the facts. Race: what somebody did just before leaving the team counts.
    """
    if not _organises(context):
        yield from not_in_team(state.initiative, context.all(Solution).get(state.initiative), context)


def offer_stands(command: c.OfOffer, state: OfferState, context: Context) -> Iterator[Unmet]:
    """A withdrawn offer answers nothing any more."""
    if state.withdrawn:
        yield Unmet("offer-withdrawn", "offer", offer=OFFER(command.offer))


def acts_for_the_offer_or_organises(command: c.OfOffer, state: OfferState, context: Context) -> Iterator[Unmet]:
    """Who offers, another representative of the same institution, or the organisers."""
    if not (_offers(state, context) or _organises(context)):
        yield Unmet("not-the-offerer", "actor", offer=OFFER(command.offer), actor=context.actor.participant)


# ---------------------------------------------------------------------------------------------------------------------
# The match
# ---------------------------------------------------------------------------------------------------------------------


def need_can_be_matched(command: c.MatchNeed, state: OfferState, context: Context) -> Iterator[Unmet]:
    """An open need of an initiative in the programme meets an offer of its kind, from somebody outside its team.

    Guarantees at the position of the facts that no other offer answered the need. Race: none within one log, where
    matches are judged one after the other: of two offers the second is refused.
    """
    need = context.fact(NeedFact, command.need)
    if need is None:
        yield Unmet("need-unknown", "need", need=NEED(command.need))
        return
    if need.status != "open":
        yield _need_status(command.need, need)
    if need.kind != state.kind:
        yield Unmet("kind-differs", "need", need=NEED(command.need), kind=need.kind, offer=OFFER(command.offer), kind2=state.kind)
    yield from takes_part(need.initiative, "need", context.all(Initiative).get(need.initiative))
    solution = context.all(Solution).get(need.initiative)
    if solution is not None and state.offerer in solution.team:
        yield Unmet("own-need", "offer", offerer=state.offerer, initiative=INITIATIVE(need.initiative))


def offer_has_room(command: c.MatchNeed, state: OfferState, context: Context) -> Iterator[Unmet]:
    """An offer answers as many needs as it said."""
    if len(state.matches) >= state.capacity:
        yield Unmet("offer-exhausted", "offer", offer=OFFER(command.offer), count=len(state.matches), capacity=state.capacity)


def budget_suffices(command: c.MatchNeed, state: OfferState, context: Context) -> Iterator[Unmet]:
    """A stipend is never more than was asked for, nor more than the offer still holds.

    The budget is the offer's own state, so it cannot be overspent, whatever happens elsewhere. Race: the amount asked
    for never changes, so there is none.
    """
    need = context.fact(NeedFact, command.need)
    asked = need.amount if need else None
    if asked is None or state.left is None:
        if command.amount is not None:
            yield Unmet(
                code="amount-unexpected",
                field="amount",
                en="only a stipend is about money",
                de="nur bei einem Stipendium geht es um Geld",
            )
        return
    granted = command.amount or asked
    currencies = {granted.currency, asked.currency, state.left.currency}
    if len(currencies) > 1:
        yield Unmet(
            code="currency-differs",
            field="amount",
            en=f"need, offer and amount are in {', '.join(sorted(currencies))}; they must be in one currency",
            de=f"Bedarf, Angebot und Betrag lauten auf {', '.join(sorted(currencies))}; nötig ist eine Währung",
        )
        return
    yield from _more_than(granted, asked, state.left)


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


def is_not_delivered(
    command: c.ReleaseMatch | c.DeliverSupport, state: OfferState, context: Context
) -> Iterator[Unmet]:
    """What was delivered is neither delivered again nor released."""
    match = state.matches.get(command.need)
    if match is not None and match.delivered:
        yield Unmet("delivered-already", "need", need=NEED(command.need))


def is_one_of_both_sides_or_organises(command: c.OfMatch, state: OfferState, context: Context) -> Iterator[Unmet]:
    """A match is the business of both sides, and of the organisers.

    Guarantees it at the position of the facts. Race: what somebody did just before leaving the team counts.
    """
    if command.need in state.matches and not (_organises(context) or sides(command, state, context)):
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
        yield Unmet(
            code="confirmed-already",
            field="actor",
            en=f"the {found[0]}'s side has confirmed already",
            de=f"die Seite {'des Angebots' if found[0] == 'offerer' else 'der Initiative'} hat schon bestätigt",
        )


def sides(command: c.OfMatch, state: OfferState, context: Context) -> tuple[Side, ...]:
    """The sides of a match that the actor speaks for: offerer first, none for a stranger."""
    solution = context.all(Solution).get(state.matches[command.need].initiative)
    in_team = solution is not None and context.actor.participant in solution.team
    known: tuple[tuple[Side, bool], ...] = (("offerer", _offers(state, context)), ("initiative", in_team))
    return tuple(side for side, speaks in known if speaks)


def _offers(state: OfferState, context: Context) -> bool:
    actor = context.actor
    colleague = actor.is_(Role.REPRESENTATIVE) and state.institution is not None
    return actor.participant == state.offerer or (colleague and actor.institution == state.institution)


def _organises(context: Context) -> bool:
    return context.actor.is_(Role.OPERATOR, Role.ORGANISER)


def _not_involved(command: c.OfMatch, context: Context) -> Unmet:
    return Unmet("not-involved", "actor", actor=context.actor.participant, offer=OFFER(command.offer), need=NEED(command.need))


def _need_status(name: str, need: NeedFact) -> Unmet:
    said = {
        "matched": (
            "is answered by an offer; release the match first",
            "ist einem Angebot zugeordnet; das zuerst lösen",
        ),
        "delivered": ("waits for the confirmation of its delivery", "wartet auf die Bestätigung der Leistung"),
        "met": ("has been met", "ist gedeckt"),
        "cancelled": ("was cancelled", "wurde zurückgenommen"),
    }
    en, de = said[need.status]
    return Unmet(code=f"need-{need.status}", field="need", en=f"needs/{name} {en}", de=f"needs/{name} {de}")
