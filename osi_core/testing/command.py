"""The kit without pytest's command line: `osi conformance plugin NAME` on anything installed, as plain data."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Container, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import pytest

from osi_core.plugins import KindName, Plugins, Strategy, StrategyMissing
from osi_core.plugins.errors import raised_line
from osi_core.plugins.manager import kind_term
from osi_core.testing.conformance import NotKept, StrategyConformance
from osi_core.testing.plugin import KIT_VERSION
from osi_core.testing.searched import Searched
from osi_core.words import Catalogue, Message

__all__ = ["CaseResult", "ConformanceReport", "StrategyReport", "run_cases", "run_conformance"]

Status = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True)
class CaseResult:
    """One case: its name, what it asks for in a sentence, how it went, why it failed or was skipped, and on how many
    problems of what sizes it was asked.
    """

    case: str
    asks: str
    status: Status
    message: str = ""
    seconds: float = 0.0
    searched: Searched = field(default_factory=Searched)


@dataclass(frozen=True)
class StrategyReport:
    """All cases of one strategy."""

    kind: KindName
    strategy: str
    version: str
    distribution: str
    options: dict[str, Any]
    claims: tuple[str, ...]
    cases: tuple[CaseResult, ...]

    def with_status(self, status: Status) -> tuple[CaseResult, ...]:
        """The cases that passed, failed or were skipped."""
        return tuple(case for case in self.cases if case.status == status)


@dataclass(frozen=True)
class ConformanceReport:
    """What the kit found about one or more strategies."""

    kit_version: int
    effort: float
    strategies: tuple[StrategyReport, ...]

    @property
    def passed(self) -> bool:
        """Whether no case failed."""
        return not any(report.with_status("failed") for report in self.strategies)

    @property
    def searched(self) -> Searched:
        """All that was asked of all strategies."""
        found = Searched()
        for case in (case for report in self.strategies for case in report.cases):
            found.join(case.searched)
        return found

    @property
    def verdict(self) -> str:
        """What the answer is worth, in a sentence or two."""
        if not self.passed:
            return f"Not kept. Searched: {self.searched.told()}."
        kept = f"Nothing found against it in {self.searched.told()}; a search is no proof."
        few = f" At effort {self.effort:g} claims may pass that effort 1 refutes."
        return kept + few * (self.effort < 1 and any(report.claims for report in self.strategies))

    def as_dict(self) -> dict[str, Any]:
        """The report for `--json`."""
        return {**asdict(self), "passed": self.passed, "searched": asdict(self.searched), "verdict": self.verdict}


def run_conformance(
    plugins: Plugins,
    name: str,
    kind: KindName | None = None,
    *,
    options: dict[str, Any] | None = None,
    effort: float = 1.0,
    listener: Callable[[str, CaseResult], None] | None = None,
) -> ConformanceReport:
    """Runs all cases on the strategies of this name, or else on all of the plugin or package of this name.

    `kind` narrows it to one kind, `effort` multiplies the search, and `listener(strategy, case)` hears of each case as
    it ends: of the strategy by name, and by kind where two kinds have that name. Raises `StrategyMissing`, which says
    what there is, and `OptionsRefused`.
    """
    reports, meant, catalogues = [], _meant(plugins, name, kind), plugins.words().catalogues
    kinds = {(strategy.name, strategy.kind) for _, strategy in meant}
    for origin, strategy in meant:
        if options:
            plugins.options(strategy.kind, strategy.name, options)
        alone = sum(name == strategy.name for name, _ in kinds) == 1
        heard, cases = strategy.name if alone else f"{strategy.name} ({strategy.kind})", []
        for result in _results(_case_class(strategy, options, effort, catalogues)):
            cases.append(result)
            if listener is not None:
                listener(heard, result)
        claims = tuple(_claims(_case_class(strategy, options, effort, catalogues)))
        reports.append(
            StrategyReport(strategy.kind, strategy.name, strategy.version, origin, options or {}, claims, tuple(cases))
        )
    return ConformanceReport(KIT_VERSION, effort, tuple(reports))


def run_cases(
    strategy: Strategy[Any, Any],
    options: dict[str, Any] | None = None,
    *,
    effort: float = 1.0,
    only: Container[str] | None = None,
    catalogues: tuple[Catalogue, ...] = (),
) -> dict[str, str]:
    """Runs all cases, or `only` those, on a strategy, without pytest: for each what is wrong, or "" where it passes or
    does not apply. A claim's case is called `test_claim_holds[claim]`. `catalogues` are those of its package.
    """
    results = _results(_case_class(strategy, options, effort, catalogues), only)
    return {result.case: result.message if result.status == "failed" else "" for result in results}


def _meant(plugins: Plugins, name: str, kind: KindName | None) -> list[tuple[str, Strategy[Any, Any]]]:
    able = [(origin, s) for origin, s in plugins.strategies() if kind in (None, s.kind)]
    named = [(str(origin), strategy) for origin, strategy in able if strategy.name == name]
    owned = [(str(origin), strategy) for origin, strategy in able if name in (origin.plugin, origin.distribution)]
    if named or owned:
        return named or owned
    there = tuple(sorted({strategy.name for _, strategy in able})) or Message("plugin.none-there")
    about = {"name": name, "kind": kind_term(kind) if kind else Message("plugin.any-kind"), "there": there}
    left_out = tuple(
        Message.of("plugin.plugin-left-out", package=str(row.origin), why=row.failures[0])
        for row in plugins.report()
        if row.failures
    )
    if left_out:
        raise StrategyMissing("plugin.nothing-to-test-perhaps-left-out", left_out=left_out, **about)
    raise StrategyMissing("plugin.nothing-to-test", **about)


def _case_class(
    strategy: Strategy[Any, Any],
    options: dict[str, Any] | None,
    effort: float,
    catalogues: tuple[Catalogue, ...] = (),
) -> type[StrategyConformance]:
    fields = {"strategy": strategy, "options": options or {}, "effort": effort, "catalogues": catalogues}
    return type("Cases", (StrategyConformance,), fields)


def _results(cases: type[StrategyConformance], only: Container[str] | None = None) -> Iterator[CaseResult]:
    for name, method in vars(StrategyConformance).items():
        if not name.startswith("test_") or (only is not None and name not in only):
            continue
        asks = " ".join((inspect.getdoc(method) or "").split())
        if name != "test_claim_holds":
            yield _result(name, asks, cases())
        else:
            for claim in _claims(cases):
                named = f"{asks.removesuffix('.')}: {claim}."
                yield _result(f"{name}[{claim}]", named, cases(), claim)


def _claims(cases: type[StrategyConformance]) -> list[str]:
    """What is claimed; nothing where it cannot be read, about which other cases complain."""
    try:
        return cases().rule.claims()
    except Exception:
        return []


def _result(case: str, asks: str, cases: StrategyConformance, *arguments: str) -> CaseResult:
    began = time.monotonic()
    status, message = _ran(getattr(cases, case.partition("[")[0]), *arguments)
    return CaseResult(case, asks, status, message, round(time.monotonic() - began, 3), cases.searched)


def _ran(run: Callable[..., None], *arguments: str) -> tuple[Status, str]:
    try:
        run(*arguments)
    except pytest.skip.Exception as skipped:
        return "skipped", str(skipped)
    except NotKept as error:
        return "failed", str(error)
    except Exception as error:
        return "failed", raised_line(error)
    return "passed", ""
