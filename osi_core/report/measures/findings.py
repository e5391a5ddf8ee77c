"""The findings: what a reader with one minute should know, each computed by the same rule for every mission."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from osi_core.challenges.events import CommitmentStatus
from osi_core.curation.events import PilotStatus
from osi_core.domain import Model
from osi_core.report.measures.commitments import CommitmentsPart
from osi_core.report.measures.curation import CurationPart
from osi_core.report.measures.funnel import Funnels
from osi_core.report.measures.institutions import InstitutionsPart
from osi_core.report.measures.scaling import Progress

SHOWN = 3
_TENTH = Decimal("0.1")


class Finding(Model):
    """A sentence's key (`report.finding.<key>`), and its numbers."""

    key: str
    values: Mapping[str, int | Decimal]


def findings(
    progress: Progress | None,
    commitments: CommitmentsPart,
    curation: CurationPart,
    institutions: InstitutionsPart,
    funnels: Funnels,
) -> tuple[Finding, ...]:
    """The first three that there is anything to say about, in an order that no result changes: the goal, the promises,
    the pilots, the silent, and who took part.
    """
    found = [
        *_goal(progress),
        *_promises(commitments),
        *_pilots(curation),
        *_silent(institutions),
        *_part(funnels),
    ]
    return tuple(found[:SHOWN])


def _goal(progress: Progress | None) -> Iterator[Finding]:
    if progress and progress.latest:
        reading = progress.latest
        key = "goal_ahead" if progress.on_path(reading) else "goal_behind"
        expected = progress.expected(reading.on)
        yield Finding(
            key=key, values={"value": reading.value, "expected": expected.quantize(_TENTH), "target": progress.target}
        )


def _promises(commitments: CommitmentsPart) -> Iterator[Finding]:
    if commitments.total:
        of, status = commitments.counts, CommitmentStatus
        ended = of[status.WITHDRAWN] + of[status.REFUSED]
        values = {"total": commitments.total, "kept": of[status.KEPT], "late_kept": of[status.KEPT_LATE]}
        yield Finding(key="promises", values={**values, "late": of[status.LATE], "ended": ended})


def _pilots(curation: CurationPart) -> Iterator[Finding]:
    if curation.pilots:
        of, status = curation.pilot_counts, PilotStatus
        values = {"total": len(curation.pilots), "succeeded": of[status.SUCCEEDED], "failed": of[status.FAILED]}
        yield Finding(key="pilots", values={**values, "unclear": of[status.INCONCLUSIVE]})


def _silent(institutions: InstitutionsPart) -> Iterator[Finding]:
    if institutions.silent:
        yield Finding(key="silent", values={"silent": len(institutions.silent), "total": len(institutions.rows)})


def _part(funnels: Funnels) -> Iterator[Finding]:
    joined, took_part = funnels.people[:2]
    if joined.count:
        yield Finding(key="part", values={"took_part": took_part.count, "joined": joined.count})
