"""What happens when a command about money is granted: one pure function a command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from osi_core.ballots import Roster, single_ballot
from osi_core.domain import Context
from osi_core.funding import commands as c
from osi_core.funding import events as e
from osi_core.funding.facts import Fund, GrantRound
from osi_core.funding.settings import FundingSettings
from osi_core.funding.state import GrantRoundState
from osi_core.log.decisions import digest_of_secret
from osi_core.mission.facts import Member
from osi_core.money import Money
from osi_core.money.ledger import Account, moves
from osi_core.support.facts import Initiative


def open_fund(command: c.OpenFund, state: None, context: Context) -> Iterator[e.FundOpened]:
    yield e.FundOpened(
        fund=command.fund,
        postings=(moves(Account.GIVER, Account.FUND, command.amount),),
        institution=command.institution,
        purpose=command.purpose,
        amount=command.amount,
    )


def set_stipends_aside(
    command: c.SetStipendsAside, state: None, context: Context
) -> Iterator[e.StipendsSetAside | e.StipendsDeclined]:
    """What the offer was granted by may have been spent meanwhile: here alone it is known what a fund has left."""
    fund, budget = context.fact(Fund, command.fund), command.budget
    if fund is None or fund.free.currency != budget.currency or budget > fund.free:
        yield e.StipendsDeclined(fund=command.fund, offer=command.offer, budget=budget)
    else:
        postings = (moves(Account.FUND, Account.RESERVED, budget),)
        yield e.StipendsSetAside(fund=command.fund, postings=postings, offer=command.offer, budget=budget)


def open_grant_round(command: c.OpenGrantRound, state: None, context: Context) -> Iterator[e.GrantRoundOpened]:
    settings, fund = context.settings(FundingSettings), context.fact(Fund, command.fund)
    assert fund is not None, "the conditions name a fund that is not known"
    assert context.box is not None, "a round opens a box of its own"
    electorate, members = set(command.electorate), context.all(Member).items()
    roster = Roster.of(context.box, (person for person, member in members if member.roles & electorate)).column
    yield e.GrantRoundOpened(
        strategy=settings.strategy,
        options=settings.options,
        secret_sha256=digest_of_secret(context.chance),
        fund=command.fund,
        postings=(moves(Account.FUND, Account.RESERVED, command.budget),),
        round=command.round,
        institution=fund.institution,
        budget=command.budget,
        kind=command.kind,
        electorate=command.electorate,
        applications_until=command.applications_until,
        closes_at=command.closes_at,
        box_sha256=context.box.sha256,
        roster=roster,
        roster_sha256=roster.digest(),
        max_choices=settings.max_choices,
        max_points=settings.max_points,
        max_applications=settings.max_applications,
        minimum_support=settings.minimum_support,
    )


def apply_for_grant(command: c.ApplyForGrant, state: None, context: Context) -> Iterator[e.GrantApplied]:
    yield e.GrantApplied(
        application=command.application,
        round=command.round,
        initiative=command.initiative,
        applicant=context.actor.participant,
        asked=command.asked,
        purpose=context.sealed["purpose"],
    )


def cast_grant_ballot(command: c.CastGrantBallot, state: None, context: Context) -> Iterator[e.GrantBallotsCast]:
    round_, box = context.fact(GrantRound, command.round), context.box
    assert round_ is not None and box is not None
    voter = round_.voters.place(box.pseudonym(command.participant))
    assert voter is not None, "the conditions refuse who is not on the roster"
    applications = round_.applications
    choices = [applications.index(choice) for choice in command.choices]
    ballot_id = box.id(command.participant, command.ballot)
    ballot = single_ballot(voter, ballot_id, command.revision, choices, command.points)
    yield e.GrantBallotsCast(round=command.round, **ballot)


def close_grant_round(
    command: c.CloseGrantRound, state: GrantRoundState, context: Context
) -> Iterator[e.GrantRoundClosed]:
    yield e.GrantRoundClosed(
        strategy=state.strategy,
        options=state.options,
        secret=context.secret,
        round=command.round,
        gone=_gone(command.round, context) if context.rules > 2 else (),
        names_the_gone=context.rules > 2,
    )


def cancel_grant_round(
    command: c.CancelGrantRound, state: GrantRoundState, context: Context
) -> Iterator[e.GrantRoundCancelled]:
    yield e.GrantRoundCancelled(
        fund=state.fund,
        postings=(moves(Account.RESERVED, Account.FUND, state.budget),),
        ended_boxes=() if state.box_sha256 is None else (state.box_sha256,),
        round=command.round,
        reason=command.reason,
    )


def _gone(round: str, context: Context) -> tuple[str, ...]:
    """The initiatives that applied and have dropped out."""
    row, known = context.fact(GrantRound, round), context.all(Initiative)
    applied = sorted({one.initiative for one in row.applied}) if row else []
    return tuple(one for one in applied if one in known and known[one].dropped_out)


def _accept_until(context: Context) -> datetime | None:
    """Until when an award may be accepted; under the first rules nobody had to."""
    if context.rules == 1:
        return None
    return context.time + timedelta(days=context.settings(FundingSettings).accept_days)


def record_grants(
    command: c.RecordGrants, state: GrantRoundState, context: Context
) -> Iterator[e.GrantRoundDecided | e.GrantAwarded | e.GrantDeclined]:
    """The result as a whole, which frees what is left; then what each application gets, in the decision's order."""
    round_ = context.fact(GrantRound, command.round)
    assert round_ is not None and state.box_sha256 is not None, "the key lives until the first result"
    applied = {one.id: one for one in round_.applied}
    spent = Money.total((award.amount for award in command.awards), state.budget.currency)
    left = state.budget - spent
    yield e.GrantRoundDecided(
        fund=state.fund,
        postings=(moves(Account.RESERVED, Account.FUND, left),) if left.minor else (),
        ended_boxes=(state.box_sha256,),
        round=command.round,
        record=command.record,
        awards=command.awards,
        applications=len(applied),
        spent=spent,
    )
    for award in command.awards:
        one = applied.pop(award.application)
        yield e.GrantAwarded(
            fund=state.fund,
            postings=(moves(Account.RESERVED, Account.GRANTED, award.amount),),
            round=command.round,
            application=one.id,
            initiative=one.initiative,
            amount=award.amount,
            asked=one.asked,
            accept_until=_accept_until(context),
        )
    for one in applied.values():
        yield e.GrantDeclined(round=command.round, application=one.id, initiative=one.initiative, asked=one.asked)


def accept_grant(command: c.AcceptGrant, state: GrantRoundState, context: Context) -> Iterator[e.GrantAccepted]:
    initiative = state.grants[command.application].initiative
    yield e.GrantAccepted(round=command.round, application=command.application, initiative=initiative)


def lapse_grant(command: c.LapseGrant, state: GrantRoundState, context: Context) -> Iterator[e.GrantLapsed]:
    grant = state.grants[command.application]
    yield e.GrantLapsed(
        fund=state.fund,
        postings=(moves(Account.GRANTED, Account.FUND, grant.unpaid),),
        round=command.round,
        application=command.application,
        initiative=grant.initiative,
        amount=grant.unpaid,
    )


def propose_move(
    command: c.ProposeGrantMove, state: GrantRoundState, context: Context
) -> Iterator[e.GrantMoveProposed]:
    grant = state.grants[command.application]
    held = grant.unpaid if command.move is e.GrantMove.PAY else grant.left
    yield e.GrantMoveProposed(
        round=command.round,
        application=command.application,
        initiative=grant.initiative,
        move=command.move,
        amount=command.amount or held,
        proposed_by=context.actor.participant,
    )


def pay_grant(command: c.PayGrant, state: GrantRoundState, context: Context) -> Iterator[e.GrantPaid]:
    grant = state.grants[command.application]
    amount = command.amount or grant.unpaid
    yield e.GrantPaid(
        fund=state.fund,
        postings=(moves(Account.GRANTED, Account.PAID, amount),),
        round=command.round,
        application=command.application,
        initiative=grant.initiative,
        amount=amount,
        note=command.note,
    )


def propose_write_off(
    command: c.ProposeWriteOff, state: GrantRoundState, context: Context
) -> Iterator[e.WriteOffProposed]:
    grant = state.grants[command.application]
    yield e.WriteOffProposed(
        round=command.round,
        application=command.application,
        initiative=grant.initiative,
        amount=command.amount or grant.paid,
        reason=command.reason,
        proposed_by=context.actor.participant,
    )


def write_off_grant(command: c.WriteOffGrant, state: GrantRoundState, context: Context) -> Iterator[e.GrantWrittenOff]:
    grant = state.grants[command.application]
    assert grant.write_off is not None, "the conditions refuse what nobody proposed"
    amount = command.amount or grant.paid
    yield e.GrantWrittenOff(
        fund=state.fund,
        postings=(moves(Account.PAID, Account.WRITTEN_OFF, amount),),
        round=command.round,
        application=command.application,
        initiative=grant.initiative,
        amount=amount,
        reason=grant.write_off.reason,
    )


def undo_write_off(command: c.UndoWriteOff, state: GrantRoundState, context: Context) -> Iterator[e.WriteOffUndone]:
    grant = state.grants[command.application]
    amount = command.amount or grant.written_off
    yield e.WriteOffUndone(
        fund=state.fund,
        postings=(moves(Account.WRITTEN_OFF, Account.PAID, amount),),
        round=command.round,
        application=command.application,
        initiative=grant.initiative,
        amount=amount,
        reason=command.reason,
    )


def return_grant(command: c.ReturnGrant, state: GrantRoundState, context: Context) -> Iterator[e.GrantReturned]:
    grant = state.grants[command.application]
    amount = command.amount or grant.not_back
    unpaid, paid, written_off = grant.parts(amount)
    to = Account.FUND if context.rules > 1 else Account.RETURNED  # what came back was never free again under the first
    postings = (
        moves(Account.GRANTED, to, unpaid),
        moves(Account.PAID, to, paid),
        moves(Account.WRITTEN_OFF, to, written_off),
    )
    yield e.GrantReturned(
        fund=state.fund,
        postings=tuple(posting for posting in postings if posting.amount.minor),
        round=command.round,
        application=command.application,
        initiative=grant.initiative,
        amount=amount,
        reason=command.reason,
        note=context.sealed.get("note"),
    )
