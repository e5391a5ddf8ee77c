"""What must hold before the goal is written, endorsed by version, or commented."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import Context, Unmet
from osi_core.mission import commands as c
from osi_core.mission.facts import THE_GOAL, GoalVersions
from osi_core.mission.resources import INSTITUTION
from osi_core.mission.state import Mission, ProposedGoal


def deadline_lies_ahead(command: c.WritesGoal, state: Mission, context: Context) -> Iterator[Unmet]:
    """A goal whose deadline has passed cannot be reached."""
    deadline = command.indicator.deadline
    if deadline <= context.time.date():
        yield Unmet("day-past", "indicator.deadline", day=deadline, today=context.time.date())


def target_differs_from_baseline(command: c.WritesGoal, state: Mission, context: Context) -> Iterator[Unmet]:
    """A target equal to the baseline asks for nothing."""
    if command.indicator.target == command.indicator.baseline:
        yield Unmet("target-is-baseline", "indicator.target")


def goal_is_not_endorsed(command: c.SetGoal, state: Mission, context: Context) -> Iterator[Unmet]:
    """Whoever has endorsed a goal has endorsed this one: another one is proposed."""
    if state.endorsements:
        yield Unmet("goal-endorsed", institutions=tuple(INSTITUTION(one) for one in sorted(state.endorsements)[:5]))


def goal_is_endorsed(command: c.ProposeGoal, state: Mission, context: Context) -> Iterator[Unmet]:
    """As long as nobody has endorsed the goal, there is nobody to ask: it is set."""
    if not state.endorsements:
        yield Unmet("goal-not-endorsed")


def no_version_waits(command: c.ProposeGoal, state: Mission, context: Context) -> Iterator[Unmet]:
    """One version is proposed at a time, so that everyone knows what silence means."""
    waiting = state.proposed_at(context.time)
    if waiting is not None:
        yield Unmet("goal-proposed-already", version=waiting.goal.version, until=waiting.until)


def takes_back_what_is_ones_own(command: c.TakeBackGoal, state: Mission, context: Context) -> Iterator[Unmet]:
    """A version that waits is taken back by who has proposed it."""
    waiting = state.proposed_at(context.time)
    if waiting is None:
        yield Unmet("goal-not-proposed")
    elif waiting.proposer != context.actor.participant:
        yield Unmet("not-the-proposer", "actor", actor=context.actor.participant)


def goal_is_set(command: c.EndorseMission, state: Mission, context: Context) -> Iterator[Unmet]:
    """An institution endorses a goal, not a blank page."""
    if state.goal is None:
        yield Unmet("goal-missing")


def version_can_be_endorsed(command: c.EndorseMission, state: Mission, context: Context) -> Iterator[Unmet]:
    """What is endorsed is the goal as it stands, or the version that is proposed and waits."""
    waiting = state.proposed_at(context.time)
    asked = [goal.version for goal in (state.goal, waiting and waiting.goal) if goal]
    if command.version is not None and command.version not in asked:
        yield Unmet("goal-version-not-asked", "version", version=command.version, asked=tuple(map(str, asked)))


def institution_has_not_endorsed(command: c.EndorseMission, state: Mission, context: Context) -> Iterator[Unmet]:
    """An institution endorses a version once."""
    institution = context.actor.institution
    if institution is not None and institution in context.joined.all_really(endorsed(command, state).endorsements):
        yield Unmet("endorsed-already", institution=INSTITUTION(institution))


def speaks_for_one_sector(command: c.EndorseMission, state: Mission, context: Context) -> Iterator[Unmet]:
    """One person stands for one sector, however many institutions of others they speak for."""
    version = endorsed(command, state)
    own = version.endorsers.get(context.actor.participant, ())
    for sector in sorted(context.joined.sectors_of({name: version.endorsements[name] for name in own})):
        if sector is not context.actor.sector:
            yield Unmet("endorsed-for-another-sector", "institution", sector=sector)


def endorsed(command: c.EndorseMission, state: Mission) -> Mission | ProposedGoal:
    """What is endorsed: the version that is proposed, where it is named, else the goal as it stands."""
    proposed = state.proposed
    return proposed if proposed is not None and command.version == proposed.goal.version else state


def version_can_be_commented(command: c.CommentGoal, state: None, context: Context) -> Iterator[Unmet]:
    """People speak about the goal as it stands, or about the version that is proposed and waits.

    Guarantees it at the position of the facts. Race: a version that is adopted or taken back right before stands in the
    comment all the same.
    """
    known = context.fact(GoalVersions, THE_GOAL)
    asked = known.asked_about(context.time) if known else ()
    if not asked:
        yield Unmet("goal-missing")
    elif command.version is not None and command.version not in asked:
        yield Unmet("goal-version-not-asked", "version", version=command.version, asked=tuple(map(str, asked)))
