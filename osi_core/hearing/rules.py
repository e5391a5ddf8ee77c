"""The rules of what becomes of what was heard; they hold in every share that is not the whole."""

from __future__ import annotations

from osi_core.domain import Role, Target, rule
from osi_core.hearing import commands as c
from osi_core.hearing import conditions, decide

ANY, ENGINE, OPERATOR = Target.ANY, Role.ENGINE, Role.OPERATOR

# fmt: off
RULES = (
    rule(c.ParkMessage, decide.park, ANY, by=(ENGINE,), since=3),
    rule(c.TakeUpMessage, decide.take_up, ANY, by=(OPERATOR,), since=3,
         when=(conditions.message_is_parked, conditions.message_is_the_first)),
    rule(c.TakeHandover, decide.take_handover, ANY, by=(OPERATOR,), since=3,
         when=(conditions.chain_is_succeeded_here, conditions.nothing_else_was_handed_over)),
    rule(c.AdoptChain, decide.adopt, ANY, by=(ENGINE,), since=3, when=(conditions.copy_ends_here,)),
    rule(c.StopHearing, decide.stop, ANY, by=(ENGINE,), since=3),
)
# fmt: on
