"""Greedy matching: people choose in a drawn order; teams below their minimum do not run, and their people move on."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable

from osi_core.plugins.chance import by_tie_rule
from osi_core.plugins.problems import Explanation, Matching, MatchingProblem
from osi_core.plugins.strategy import MatchingStrategy, Progress, TieOptionsWithoutCost
from osi_core.words import Message

__all__ = ["GreedyMatching", "GreedyMatchingOptions"]


class GreedyMatchingOptions(TieOptionsWithoutCost):
    """`stay` keeps people where the previous matching had them, where that still can be."""

    stay: bool = True


class GreedyMatching(MatchingStrategy):
    """Random serial dictatorship (A. Abdulkadiroğlu, T. Sönmez, "Random Serial Dictatorship and the Core from Random
    Endowments in House Allocation Problems", Econometrica 66, 1998) with minima.

    In an order drawn by the seed each seeker takes the best offer that has room and does not conflict: the one it was
    matched with before, then its wishes in order, then, where it may go anywhere, the offer that wants most of its
    skills, then the highest affinity, then the most room. Seekers of several places take one in each round. Afterwards
    the offer that is furthest below its minimum is closed and its seekers choose again, until every offer that runs has
    its minimum. Ties are broken by lot. Strategyproof within one round; not optimal: osi-assignment is.
    """

    name = "greedy"
    version = "1"
    Options = GreedyMatchingOptions
    claims = frozenset({"non-wastefulness", "Pareto for seekers"})

    def solve(
        self, problem: MatchingProblem, options: GreedyMatchingOptions, seed: bytes, progress: Progress
    ) -> Matching:
        table = _Table(problem, options, seed)
        table.seat_all()
        closed = 0
        while (offer := table.weakest()) is not None:
            table.close(offer)
            table.seat_all()
            closed += 1
            progress(min(0.99, closed / max(1, len(problem.offers))))
        return table.outcome()


class _Table:
    """Who sits where. Everything is an index; `lot` and `offer_lot` are places in the drawn orders."""

    def __init__(self, problem: MatchingProblem, options: GreedyMatchingOptions, seed: bytes) -> None:
        self.problem = problem
        who = {seeker.id: index for index, seeker in enumerate(problem.seekers)}
        where = {offer.id: index for index, offer in enumerate(problem.offers)}
        self.turns = [who[name] for name in by_tie_rule(who, b"seekers" + seed, options.ties)]
        drawn = by_tie_rule(where, b"offers" + seed, options.ties)
        self.offer_lot = {where[name]: lot for lot, name in enumerate(drawn)}
        self.wishes = problem.wish_rows()
        self.hostile = problem.conflicts()
        self.affinity = dict(
            zip(
                zip(problem.affinity_seeker.view().tolist(), problem.affinity_offer.view().tolist(), strict=True),
                problem.affinity.view().tolist(),
                strict=True,
            )
        )
        self.before: dict[int, list[int]] = {}
        if options.stay:
            pairs = zip(problem.previous_seeker.view().tolist(), problem.previous_offer.view().tolist(), strict=True)
            for seeker, offer in sorted(pairs, key=lambda pair: self.offer_lot[pair[1]]):
                self.before.setdefault(seeker, []).append(offer)
        self.with_affinity = {seeker for seeker, _ in self.affinity}
        self.open = {index for index, offer in enumerate(problem.offers) if offer.maximum > 0 or not offer.minimum}
        self.at: list[list[int]] = [[] for _ in problem.seekers]
        self.sitting: list[list[int]] = [[] for _ in problem.offers]
        self.taken = [0] * len(problem.offers)
        self.lot = {seeker: lot for lot, seeker in enumerate(self.turns)}
        self.choosing = list(self.turns)
        self.roomiest = _Roomiest(self, range(len(problem.offers)))
        alike: dict[frozenset[str], list[int]] = defaultdict(list)
        for index, wanted in enumerate(problem.offers):
            alike[frozenset(wanted.skills)].append(index)
        self.groups = [_Roomiest(self, offers) for offers in alike.values()]
        self.wanting: dict[str, list[int]] = defaultdict(list)
        for group, skills in enumerate(alike):
            for skill in skills:
                self.wanting[skill].append(group)

    def seat_all(self) -> None:
        """Rounds in which each seeker with a place to fill takes one offer, until nobody finds any more.

        Whoever has found none never will: what is there only grows less.
        """
        while self.choosing:
            still = []
            for seeker in self.choosing:
                offer = self.choose(seeker)
                if offer is not None:
                    self.at[seeker].append(offer)
                    self.sitting[offer].append(seeker)
                    self.taken[offer] += 1
                    if len(self.at[seeker]) < self.problem.seekers[seeker].places:
                        still.append(seeker)
            self.choosing = still

    def choose(self, seeker: int) -> int | None:
        """The best offer that the seeker may still take."""
        wished = self.wishes[seeker]
        keeps = [o for o in self.before.get(seeker, ()) if self.problem.anywhere or o in wished]
        for offer in [*keeps, *wished]:
            if self.may(seeker, offer):
                return offer
        if not self.problem.anywhere:
            return None
        if seeker not in self.with_affinity:
            return self.roomiest_for(seeker)
        left = [offer for offer in self.open if self.may(seeker, offer)]
        return min(left, key=lambda offer: self.rank(seeker, offer), default=None)

    def roomiest_for(self, seeker: int) -> int | None:
        """The best offer by `rank` for somebody without affinities, without looking at all of them."""
        skills = {*self.problem.seekers[seeker].skills}
        shared = Counter(group for skill in skills for group in self.wanting.get(skill, ()))
        for most in sorted({*shared.values()}, reverse=True):
            best = [self.groups[group].best(seeker) for group, count in shared.items() if count == most]
            found = min((o for o in best if o is not None), key=lambda offer: self.rank(seeker, offer), default=None)
            if found is not None:
                return found
        return self.roomiest.best(seeker)

    def room(self, offer: int) -> int:
        """How many more may come."""
        return self.problem.offers[offer].maximum - self.taken[offer] if offer in self.open else 0

    def may(self, seeker: int, offer: int) -> bool:
        return self.room(offer) > 0 and offer not in self.at[seeker] and (seeker, offer) not in self.hostile

    def rank(self, seeker: int, offer: int) -> tuple[int, float, int, int]:
        skills = len({*self.problem.offers[offer].skills} & {*self.problem.seekers[seeker].skills})
        return -skills, -self.affinity.get((seeker, offer), 0), -self.room(offer), self.offer_lot[offer]

    def weakest(self) -> int | None:
        """The open offer that lacks most for its minimum; of equals, the last in the lot."""
        short = [o for o in self.open if self.taken[o] < self.problem.offers[o].minimum]
        lack = {offer: self.problem.offers[offer].minimum - self.taken[offer] for offer in short}
        return max(short, key=lambda offer: (lack[offer], self.offer_lot[offer]), default=None)

    def close(self, offer: int) -> None:
        """Those who sat there choose again."""
        self.open.discard(offer)
        self.taken[offer] = 0
        moved, self.sitting[offer] = self.sitting[offer], []
        for seeker in moved:
            self.at[seeker].remove(offer)
        self.choosing = sorted(moved, key=self.lot.__getitem__)

    def outcome(self) -> Matching:
        seekers, offers = self.problem.seekers, self.problem.offers
        pairs = [(seekers[s].id, offers[o].id) for s, seated in enumerate(self.at) for o in seated]
        return Matching(
            pairs=tuple(sorted(pairs)),
            unplaced=tuple(sorted(seekers[s].id for s, seated in enumerate(self.at) if not seated)),
            not_running=tuple(sorted(offer.id for index, offer in enumerate(offers) if index not in self.open)),
            explanations=tuple(
                self.explained(index) for index in sorted(range(len(seekers)), key=lambda index: seekers[index].id)
            ),
            counters={"closed": len(offers) - len(self.open)},
        )

    def explained(self, seeker: int) -> Explanation:
        """Which wish came true, or that none did, and why the better ones did not."""
        name, wished, seated = self.problem.seekers[seeker].id, self.wishes[seeker], self.at[seeker]
        ranks = [wished.index(offer) + 1 for offer in seated if offer in wished]
        better = wished[: min(ranks) - 1] if ranks else wished
        closed = sum(offer not in self.open for offer in better)
        hostile = sum((seeker, offer) in self.hostile for offer in better)
        full = len(better) - closed - hostile
        if ranks:
            reason = Message.of("greedy.wish-came-true", wish=min(ranks))
        else:
            reason = Message("greedy.placed-where-room-was" if seated else "greedy.no-place-left")
        before = Message.of("greedy.wishes-before", full=full, closed=closed, hostile=hostile)
        return Explanation.of(name, reason, *([before] if better else ()))


class _Roomiest:
    """Offers by their room, of equals the first in the lot. Room only grows less, so it is looked at only on top."""

    def __init__(self, table: _Table, offers: Iterable[int]) -> None:
        self._table = table
        self._heap = [(-table.room(offer), table.offer_lot[offer], offer) for offer in offers]
        heapq.heapify(self._heap)

    def best(self, seeker: int) -> int | None:
        """The first that the seeker may take."""
        passed = []
        found = None
        while self._heap and found is None:
            room, lot, offer = self._heap[0]
            now = self._table.room(offer)
            if not now:
                heapq.heappop(self._heap)
            elif now != -room:
                heapq.heapreplace(self._heap, (-now, lot, offer))
            elif self._table.may(seeker, offer):
                found = offer
            else:
                passed.append(heapq.heappop(self._heap))
        for one in passed:
            heapq.heappush(self._heap, one)
        return found
