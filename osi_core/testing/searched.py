"""How far a search went: so many problems, up to such a size. Where it found nothing, that is all it is worth."""

from __future__ import annotations

from dataclasses import dataclass, field

from osi_core.plugins import Evidence, MatchingProblem, Problem, Profile, ScalingProblem

__all__ = ["Searched"]


@dataclass
class Searched:
    """What a strategy has been asked, by the largest of each count, such as items or ballots."""

    problems: int = 0
    largest: dict[str, int] = field(default_factory=dict)

    def add(self, problem: Problem) -> None:
        """One more problem."""
        self.problems += 1
        for name, count in _sizes(problem).items():
            self.largest[name] = max(count, self.largest.get(name, 0))

    def join(self, other: Searched) -> None:
        """All that another search has seen."""
        self.problems += other.problems
        for name, count in other.largest.items():
            self.largest[name] = max(count, self.largest.get(name, 0))

    def told(self) -> str:
        """Such as `312 problems (up to 5 items, 6 ballots, 18 voters)`."""
        sizes = ", ".join(f"{count} {name}" for name, count in self.largest.items())
        number = f"{self.problems} problem{'s' * (self.problems != 1)}"
        return f"{number} (up to {sizes})" if sizes else number


def _sizes(problem: Problem) -> dict[str, int]:
    if isinstance(problem, Profile):
        return {"items": len(problem.items), "ballots": problem.ballots, "voters": sum(problem.ballot_weights())}
    if isinstance(problem, MatchingProblem):
        return {"seekers": len(problem.seekers), "offers": len(problem.offers)}
    if isinstance(problem, Evidence):
        return {"criteria": len(problem.criteria), "reviews": len(problem.reviews), "pilots": len(problem.pilots)}
    if isinstance(problem, ScalingProblem):
        return {"institutions": len(problem.institutions)}
    return {"entries": len(problem.explained())}
