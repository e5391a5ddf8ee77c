"""A plugin whose strategies do what strategies should not; a module of its own, so that a child process can load it."""

import os
import sys
import time

from osi_core.plugins import PrioritisationRule, Ranking, hookimpl, ranking_by_score


def fair(problem, seed):
    return ranking_by_score(problem, dict.fromkeys(problem.items, 0), seed)


class Raises(PrioritisationRule):
    name, version = "raises", "1"

    def solve(self, problem, options, seed, progress):
        raise RuntimeError("out of ideas")


class NeverEnds(PrioritisationRule):
    name, version = "never-ends", "1"

    def solve(self, problem, options, seed, progress):
        progress(0.5, fair(problem, seed))
        while True:
            time.sleep(0.01)
            progress(0.5)


class ExitsHard(PrioritisationRule):
    name, version = "exits-hard", "1"

    def solve(self, problem, options, seed, progress):
        sys.stderr.write("no memory left\n")
        sys.stderr.flush()
        os._exit(9)


class UnknownItem(PrioritisationRule):
    name, version = "unknown-item", "1"

    def solve(self, problem, options, seed, progress):
        return fair(problem, seed).model_copy(update={"order": ("nobody", *problem.items[1:])})


class WrongKind(PrioritisationRule):
    name, version = "wrong-kind", "1"

    def solve(self, problem, options, seed, progress):
        return ["a"]


class Talks(PrioritisationRule):
    name, version = "talks", "1"

    def solve(self, problem, options, seed, progress):
        print("What a strategy prints must not disturb the answers.")
        os.write(1, b"\x00\xff" * 99)
        for step in range(3):
            progress(step / 3, fair(problem, seed))
            time.sleep(0.06)
        return fair(problem, seed)


class OnlyRanked(PrioritisationRule):
    name, version, ballot_kinds = "only-ranked", "1", frozenset({"ranked"})

    def solve(self, problem, options, seed, progress):
        return fair(problem, seed)


class Drifts(PrioritisationRule):
    """Gives another outcome each time it is asked."""

    name, version, calls = "drifts", "1", 0

    def solve(self, problem, options, seed, progress) -> Ranking:
        Drifts.calls += 1
        return fair(problem, seed + bytes([Drifts.calls]))


class RaisesWhilePreparing(PrioritisationRule):
    name, version = "raises-while-preparing", "1"

    def prepare(self, problem, options, progress):
        raise RuntimeError("no compiler")

    def solve(self, problem, options, seed, progress):
        return fair(problem, seed)


class PreparesForever(PrioritisationRule):
    name, version = "prepares-forever", "1"

    def prepare(self, problem, options, progress):
        while True:
            progress(0.5)
            time.sleep(0.01)

    def solve(self, problem, options, seed, progress):
        return fair(problem, seed)


class DiesWhilePreparing(PrioritisationRule):
    name, version = "dies-while-preparing", "1"

    def prepare(self, problem, options, progress):
        os._exit(7)

    def solve(self, problem, options, seed, progress):
        return fair(problem, seed)


class PreparesSlowly(PrioritisationRule):
    """Takes longer to get ready than a test lets it decide."""

    name, version = "prepares-slowly", "1"

    def prepare(self, problem, options, progress):
        time.sleep(0.7)
        progress(0.5)
        time.sleep(0.1)

    def solve(self, problem, options, seed, progress):
        progress(0.25)
        return fair(problem, seed)


class PreparesAtOnce(PrioritisationRule):
    name, version = "prepares-at-once", 1

    def prepare(self, problem, options, progress):
        """All is ready."""

    def solve(self, problem, options, seed, progress):
        return fair(problem, seed)


@hookimpl
def osi_prioritisation_rules():
    failing = [Raises(), NeverEnds(), ExitsHard(), UnknownItem(), WrongKind(), Talks(), OnlyRanked(), Drifts()]
    return [
        *failing,
        RaisesWhilePreparing(),
        PreparesForever(),
        DiesWhilePreparing(),
        PreparesSlowly(),
        PreparesAtOnce(),
    ]
