"""What the register of commitments shows: what institutions promised, and whether they kept it."""

from __future__ import annotations

from collections import Counter
from datetime import date

from osi_core.challenges import events as e
from osi_core.challenges.commitment_facts import Commitment
from osi_core.challenges.facts import Challenge
from osi_core.domain import Model, Sector
from osi_core.report.source import Source

_STATUS = e.CommitmentStatus
STATUSES = (
    _STATUS.KEPT,
    _STATUS.KEPT_LATE,
    _STATUS.MADE,
    _STATUS.OFFERED,
    _STATUS.LATE,
    _STATUS.WITHDRAWN,
    _STATUS.REFUSED,
)
"""Kept on time; kept after the date; date not yet over (`made`); a body has still to decide; date over and nothing
shown or decided; taken back; refused by the body.
"""


class CommitmentRow(Model):
    """One commitment as it stands."""

    commitment: str
    challenge: str
    title: str | None
    institution: str
    sector: Sector | None
    scope: str
    resources: str
    made_on: date
    due: date
    ended_on: date | None
    """When it was kept, withdrawn or refused."""
    status: e.CommitmentStatus
    said: str | None
    body: str | None
    """Who had, or has, to decide on it."""
    decides_on: date | None

    @property
    def broken(self) -> bool:
        """Whether its day is over and nothing was shown, or it was taken back or refused."""
        return self.status in (_STATUS.LATE, _STATUS.WITHDRAWN, _STATUS.REFUSED)


class ByInstitution(Model):
    """One institution's commitments by status."""

    institution: str
    sector: Sector | None
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All its commitments."""
        return sum(self.counts.values())


class CommitmentsPart(Model):
    """The register."""

    counts: dict[str, int]
    """By status, every one of `STATUSES`."""
    by_institution: tuple[ByInstitution, ...]
    """Most commitments first."""
    rows: tuple[CommitmentRow, ...]
    """By due date."""

    @property
    def total(self) -> int:
        """All commitments that were ever made."""
        return sum(self.counts.values())


def commitments_part(source: Source) -> CommitmentsPart:
    """The register at the log's end."""
    rows = _rows(source)
    groups: dict[str, list[CommitmentRow]] = {}
    for row in rows:
        groups.setdefault(row.institution, []).append(row)
    by_institution = (
        ByInstitution(institution=name, sector=group[0].sector, counts=_counts(group)) for name, group in groups.items()
    )
    return CommitmentsPart(
        counts=_counts(rows),
        by_institution=tuple(sorted(by_institution, key=lambda one: (-one.total, one.institution))),
        rows=tuple(rows),
    )


def _counts(rows: list[CommitmentRow]) -> dict[str, int]:
    counts = Counter(row.status for row in rows)
    return {status: counts[status] for status in STATUSES}


def _rows(source: Source) -> list[CommitmentRow]:
    challenges = source.facts(Challenge)
    made, ended = _days(source)
    rows = [
        CommitmentRow(
            commitment=id_,
            challenge=row.challenge,
            title=source.words(challenges[row.challenge].title),
            institution=source.institution(row.institution),
            sector=source.sector(row.institution),
            scope=row.scope,
            resources=row.resources,
            made_on=made[id_],
            due=row.due,
            ended_on=ended.get(id_),
            status=row.status,
            said=row.said,
            body=row.body,
            decides_on=row.decides_on,
        )
        for id_, row in source.facts(Commitment).items()
    ]
    return sorted(rows, key=lambda row: (row.due, row.institution, row.commitment))


def _days(source: Source) -> tuple[dict[str, date], dict[str, date]]:
    made: dict[str, date] = {}
    ended: dict[str, date] = {}
    begins = (e.CommitmentMade, e.CommitmentOffered)
    for record in source.records(*begins, e.CommitmentKept, e.CommitmentWithdrawn, e.CommitmentRefused):
        match record.event:
            case e.CommitmentMade(commitment=id_) | e.CommitmentOffered(commitment=id_):
                made[id_] = record.time.date()
            case (
                e.CommitmentKept(commitment=id_)
                | e.CommitmentWithdrawn(commitment=id_)
                | e.CommitmentRefused(commitment=id_)
            ):
                ended[id_] = record.time.date()
    return made, ended
