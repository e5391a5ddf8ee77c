"""Rules broken on purpose, each in one way, and one that is not."""

import random
import time
from collections import Counter

from osi_core.plugins import (
    Award,
    Options,
    PrioritisationRule,
    Ranking,
    TieOptions,
    ranking_by_score,
    tie_key,
)
from osi_core.plugins.builtin import ApprovalCount, Borda, ScoreOrder


class Honest(PrioritisationRule):
    name, version = "honest", "1"

    def scores(self, problem):
        return dict(zip(problem.items, problem.support(), strict=True))

    reason = "ranking.scored"

    def solve(self, problem, options, seed, progress):
        progress(0.5)
        return ranking_by_score(problem, self.scores(problem), seed, options.ties, self.reason)


# What it says of itself


class HasNoVersion(Honest):
    version = None  # type: ignore[assignment]


class TakesAnyOption(Honest):
    class Options(TieOptions):
        model_config = {"extra": "allow"}


class DemandingOptions(Options):
    ties: str


class OptionWithoutDefault(Honest):
    Options = DemandingOptions


class ClaimsTheUnheardOf(Honest):
    claims = frozenset({"beauty", "monotonicity"})


class ClaimsWhatIsForMoney(Honest):
    claims = frozenset({"exhaustiveness"})


# What it answers


class UnknownItem(Honest):
    def solve(self, problem, options, seed, progress):
        honest = super().solve(problem, options, seed, progress)
        return honest.model_copy(update={"order": ("nobody", *honest.order[1:])})


class CountsNothing(Honest):
    def solve(self, problem, options, seed, progress):
        return Ranking(order=())


class ExplainsOnlyWinners(Honest):
    def solve(self, problem, options, seed, progress):
        honest = super().solve(problem, options, seed, progress)
        return honest.model_copy(update={"explanations": honest.explanations[:1]})


class SpeaksOnlyEnglish(Honest):
    words = {"broken.english": {"en": "{standing}: {score}."}}
    reason = "broken.english"


class SpeaksEnglishTwice(Honest):
    words = {"broken.twice": {"en": "{standing}: score {score}.", "de": "{standing}: score {score}."}}
    reason = "broken.twice"


class HasNoWords(Honest):
    reason = "broken.wordless"


class CallsWhatNobodySays(Honest):
    words = {"broken.places": {"en": "{standing} and {nothing}.", "de": "{standing} und {nothing}."}}
    reason = "broken.places"


class HasFormsWithoutCount(Honest):
    words = {"broken.forms": {"en": ("One.", "{score} of them."), "de": ("Eines.", "{score} davon.")}}
    reason = "broken.forms"


class HasWordsTooMany(Honest):
    words = {"broken.never" + "-said": {"en": "Never said.", "de": "Nie gesagt."}}


class Overspends(ScoreOrder):
    """Takes one item too many, when there are four or more voters."""

    name, claims = "overspends", frozenset[str]()

    def solve(self, problem, options, seed, progress):
        honest = super().solve(problem, options, seed, progress)
        funded = {award.item for award in honest.awards}
        left = [item for item in problem.items if item not in funded]
        if sum(problem.ballot_weights()) < 4 or not left or problem.conflicts or problem.requires:
            return honest
        extra = min(left, key=lambda item: tie_key(seed, item))
        awards = (*honest.awards, Award(item=extra, amount=problem.costs()[extra]))
        return honest.model_copy(update={"awards": awards, "spent": sum(award.amount for award in awards)})


# What it depends on


class FavoursTheFirstName(Honest):
    def scores(self, problem):
        return {item: 2 * n + (item == min(problem.items)) for item, n in super().scores(problem).items()}


class GivesTheFirstNameAVote(Honest):
    """Ties are broken by lot, but who is called first has a vote more than was cast."""

    def scores(self, problem):
        return {item: n + 2 * (item == min(problem.items)) for item, n in super().scores(problem).items()}


class TiesByName(Honest):
    def solve(self, problem, options, seed, progress):
        return ranking_by_score(problem, self.scores(problem), seed, "name")


class DependsOnDictOrder(Honest):
    def solve(self, problem, options, seed, progress):
        votes = Counter(problem.items[item] for row in problem.rows() for item in row)
        votes.update(dict.fromkeys(problem.items, 0))
        order = [item for item, _ in votes.most_common()]  # ties: in the order in which they were met
        scores = {item: 1000 - place for place, item in enumerate(order)}
        return ranking_by_score(problem, scores, seed)


class DependsOnBallotOrder(Honest):
    def scores(self, problem):
        scores = super().scores(problem)
        for row in problem.rows():
            for item in row[:1]:
                scores[problem.items[item]] *= 2
            break
        return scores


class ForgetsWeights(Honest):
    def scores(self, problem):
        votes = Counter(problem.items[item] for row in problem.rows() for item in row)
        return {item: votes[item] for item in problem.items}


class MutatesItsInput(Honest):
    def solve(self, problem, options, seed, progress):
        outcome = super().solve(problem, options, seed, progress)
        object.__setattr__(problem, "__dict__", problem.__dict__ | {"size": 1})
        return outcome


class ThrowsDiceOfItsOwn(Honest):
    def solve(self, problem, options, seed, progress):
        return super().solve(problem, options, random.randbytes(32), progress)


class Remembers(Honest):
    def __init__(self):
        self.calls = 0

    def solve(self, problem, options, seed, progress):
        self.calls += 1
        return super().solve(problem, options, seed + bytes([self.calls % 256]), progress)


class ChangesWhenPrepared(Honest):
    """Counts otherwise as soon as it was prepared."""

    def __init__(self):
        self.prepared = False

    def prepare(self, problem, options, progress):
        self.prepared = True

    def solve(self, problem, options, seed, progress):
        honest = super().solve(problem, options, seed, progress)
        return honest.model_copy(update={"counters": {"prepared": 1}}) if self.prepared else honest


class PreparesByOneProblem(Honest):
    """Keeps the votes of the problem that it was prepared for, and decides others by them too."""

    def __init__(self):
        self.kept = {}

    def prepare(self, problem, options, progress):
        self.kept = super().scores(problem)

    def scores(self, problem):
        return super().scores(problem) | {item: n for item, n in self.kept.items() if item in problem.items}


class PreparesOnlyOnce(Honest):
    """Raises when it is prepared again."""

    def __init__(self):
        self.prepared = False

    def prepare(self, problem, options, progress):
        assert not self.prepared, "prepared already"
        self.prepared = True


class PreparesTheProblem(Honest):
    """Has the problem changed when it was prepared."""

    def prepare(self, problem, options, progress):
        object.__setattr__(problem, "__dict__", problem.__dict__ | {"size": 1})


class PreparesTheOptions(Honest):
    """Has the options changed when it was prepared."""

    def prepare(self, problem, options, progress):
        object.__setattr__(options, "__dict__", {"ties": "name"})


class TakesNoProgressWhilePreparing(Honest):
    def prepare(self, problem, options):
        """Cannot be called as `Prepares` says."""


# How it behaves


class IsHalfPrepared(Honest):
    """Interrupted while it prepares, it takes what is there for the whole."""

    def __init__(self):
        self.parts = None

    def prepare(self, problem, options, progress):
        if self.parts is None:
            self.parts = []
            progress(0.0)
            self.parts.append("all of it")

    def solve(self, problem, options, seed, progress):
        assert self.parts != [], "half of it is missing"
        return super().solve(problem, options, seed, progress)


class CompilesForLong(Honest):
    """Takes long to get ready for a large problem, and decides at once."""

    def __init__(self):
        self.ready = False

    def prepare(self, problem, options, progress):
        end = time.process_time() + 2.2 * (len(problem.items) > 100 and not self.ready)
        while time.process_time() < end:
            tie_key(b"", "compiling")
        self.ready = self.ready or len(problem.items) > 100

    def solve(self, problem, options, seed, progress):
        self.prepare(problem, options, progress)
        return super().solve(problem, options, seed, progress)


class BreaksAfterARaise(Honest):
    def __init__(self):
        self.busy = False

    def solve(self, problem, options, seed, progress):
        assert not self.busy, "still busy"
        self.busy = True
        outcome = super().solve(problem, options, seed, progress)
        self.busy = False
        return outcome


class SharesItsNotes(Honest):
    """Keeps the scores of the present problem on itself, where another thread overwrites them."""

    def solve(self, problem, options, seed, progress):
        self.noted = self.scores(problem)
        progress(0.5)
        return ranking_by_score(problem, self.noted, seed)


class SharesItsNotesInSilence(Honest):
    """The same without ever reporting progress."""

    def solve(self, problem, options, seed, progress):
        self.noted = self.scores(problem)
        for _ in range(200):
            tie_key(seed, "work")
        return ranking_by_score(problem, self.noted, seed)


class GrowsWildly(Honest):
    def solve(self, problem, options, seed, progress):
        end = time.process_time() + 2.2 * (len(problem.items) > 100)
        while time.process_time() < end:
            tie_key(seed, "work")
        return super().solve(problem, options, seed, progress)


# What it claims


class GreedyClaimsFairness(ScoreOrder):
    name, claims = "greedy", frozenset({"EJR+"})


class ApprovalClaimsFairness(ApprovalCount):
    name, claims = "approval", frozenset({"JR"})


class BordaClaimsCondorcet(Borda):
    name, claims = "borda-condorcet", frozenset({"condorcet"})


class BordaClaimsCloneIndependence(Borda):
    name, claims = "borda-clones", frozenset({"clone independence"})


class MonotoneOnlyInWords(Honest):
    """An item that everybody supports is put last."""

    name, claims = "contrary", frozenset({"monotone"})

    def scores(self, problem):
        everybody = sum(problem.ballot_weights())
        return {item: -1 if n == everybody else n for item, n in super().scores(problem).items()}
