"""Single transferable vote as Scotland counts it, with exact fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from pydantic import Field

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking
from osi_core.plugins.ordering import standing
from osi_core.words import Message
from osi_voting.committees.instance import CommitteeInstance, CommitteeOptions
from osi_voting.committees.levels import decimals
from osi_voting.committees.stv.count import Count
from osi_voting.lacking import Enough
from osi_voting.with_kernels import WithKernels

__all__ = ["STVOptions", "ScottishSTV"]


class STVOptions(CommitteeOptions):
    """`transfer_decimals`: a transferred ballot's value is cut off after so many digits, 5 as the Order says; without
    it values are exact fractions.
    """

    transfer_decimals: int | None = Field(default=None, ge=0, le=18)


class ScottishSTV(WithKernels, PrioritisationRule):
    """Who reaches the quota ⌊votes / (seats + 1)⌋ + 1 is elected; the surplus goes on to the next continuing item of
    all its ballots, each at value × surplus / total (weighted inclusive Gregory), the largest surplus first; with
    none left the item with fewest votes is excluded. When as many continue as there are seats, they have them.

    The Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1, rules 45 to 52. Ties go to who had
    more at the latest stage at which they differed (rules 49 and 51), then by the tie rule instead of the lot.
    Droop proportionality for solid coalitions: D. R. Woodall, "Properties of Preferential Election Rules", Voting
    matters 3, 1994; N. Tideman, "The Single Transferable Vote", Journal of Economic Perspectives 9(1), 1995,
    doi:10.1257/jep.9.1.27. Not monotone. An item whose conflict is elected, or whose category is full, is withdrawn
    at that moment, and its ballots go on. So is one when what it needs is out. While that continues, the item keeps its
    ballots, and cannot be elected. What has fewest votes is excluded all the same, be it waiting or needed, as nothing
    should stay for the sake of another's votes; but it stays if without it and all that need it too few were left for
    the seats, and the next is excluded. Time: about ballots × length, and items² stages × parcels.

    With new ballots the quota rises, and transfers change. How many would have an item elected is told as a bound: so
    many first preferences that it has the quota at the first stage.
    """

    name = "stv-scottish"
    version = "1"
    Options = STVOptions
    claims = frozenset({"Droop PSC"})
    ballot_kinds = frozenset({"ranked"})

    def solve(self, problem: Profile, options: STVOptions, seed: bytes, progress: Progress) -> Ranking:
        instance = CommitteeInstance.of(problem, options, seed)
        count = Count(instance, options.transfer_decimals)
        count.run(progress)
        numbers, quota = instance.numbers(), count.quota

        def reason(name: str, place: int) -> Message:
            item = numbers[name]
            stage, votes = count.fate.get(item, (count.stage, count.total(item)))
            about = {"standing": standing(place, len(count.seats)), "place": place, "stage": stage}
            about |= {"votes": Decimal(decimals(Fraction(votes))), "quota": quota}
            if place:
                return Message("stv-scottish.elected", about)
            return Message("stv-scottish.out" if item in count.fate else "stv-scottish.left-over", about)

        counters = {"exact_steps": count.transfers, "stages": count.stage}
        return instance.outcome(count.seats, reason, counters, _enough(instance, count))


def _enough(instance: CommitteeInstance, count: Count) -> dict[int, Enough]:
    """New ballots with which an item that no limit concerns has the quota at once. With N more, first votes + N are the
    quota where they are more than (valid + N) / (seats + 1).
    """
    found, able, valid = dict[int, Enough](), int(instance.able.sum()), sum(count.first_votes)
    for item in (item for item in range(instance.m) if not instance.limits.concern(item)):
        weak = int(instance.weak[item])
        seats, votes = min(instance.wanted, able + bool(weak)), count.first_votes[item]
        if seats > able:
            found[item] = Enough(weak)
            continue
        most = instance.voters if weak else valid  # with the minimum support, ballots for it alone are valid too
        found[item] = Enough(max((most - (seats + 1) * votes) // seats + 1, weak, 1), least=False)
    return found
