"""What the part on curation shows: the dossiers of problem-solution fit, and the pilots that test it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from osi_core.curation import events as e
from osi_core.curation.facts import AssessmentNote, Dossier, Pilot
from osi_core.domain import Model, Sector
from osi_core.plugins.problems import Fit
from osi_core.report.source import Source
from osi_core.solutions.facts import Solution
from osi_core.support.facts import Initiative

_STATUS = e.PilotStatus
PILOT_STATUSES = (
    _STATUS.SUCCEEDED,
    _STATUS.INCONCLUSIVE,
    _STATUS.FAILED,
    _STATUS.RUNNING,
    _STATUS.AGREED,
    _STATUS.ABANDONED,
)


class CriterionMet(Model):
    """What the newest assessment says on one criterion. The scores are told to the team alone, on its receipt."""

    criterion: str
    met: bool | None
    """Whether the mean of the scores reaches the threshold; None where nobody could judge."""


class ContestRow(Model):
    """Someone's contest, and the answer to it."""

    number: int
    """Of the assessment that it is about."""
    acting_as: e.Contestant
    ground: e.ContestGround | None
    """What it is about; None where the first rules did not ask."""
    reason: str | None
    """None where the words were erased."""
    upheld: bool | None
    answer: str | None


class DossierRow(Model):
    """One initiative's dossier."""

    initiative: str
    title: str | None
    computed: Fit | None
    """What the strategy said in the newest assessment; None before the first."""
    override: Fit | None
    override_reason: str | None
    result: Fit | None
    """The override where there is one, else the computed result."""
    version: int | None
    """The solution's version that was assessed; None where that is the only one there is."""
    ordered: bool
    """Whether an assessment of a newer version was ordered."""
    expired: bool
    """Whether nothing holds of it on the report's day: its time is over, and no final word was spoken."""
    reviewers: int
    assessments: int
    assessed_on: date | None
    expires_on: date | None
    criteria: tuple[CriterionMet, ...]
    contests: tuple[ContestRow, ...]
    final: e.FinalOutcome | None
    final_reason: str | None
    pilots: int
    pilots_succeeded: int

    def met(self, criterion: str) -> bool | None:
        """What the newest assessment says on one criterion; None where it says nothing."""
        return next((one.met for one in self.criteria if one.criterion == criterion), None)


FEWEST = 10
"""How many teams a sum has at least, so that it says nothing of one."""


class NotYet(Model):
    """The teams that were told "not yet", together."""

    teams: int
    met: tuple[tuple[str, int], ...]
    """Criterion → at how many of them the scores reach the threshold."""


class PilotRow(Model):
    """One pilot."""

    pilot: str
    initiative: str
    title: str | None
    institution: str
    sector: Sector | None
    hypothesis: str
    criteria: tuple[tuple[str, bool | None], ...]
    """Each success criterion, and whether it was met; None before the result."""
    start: date
    end: date
    status: e.PilotStatus
    said: str | None


class CurationPart(Model):
    """Dossiers and pilots."""

    on: date
    """The day for which `expired` is said: that of the last event."""
    results: dict[str, int]
    """Results of the newest assessments, overrides in the place of what was computed; `none` for initiatives that were
    not assessed.
    """
    initiatives: int
    """Admitted initiatives; those without a dossier are not assessed."""
    criteria: tuple[str, ...]
    """Every criterion that a newest assessment looked at, in order."""
    dossiers: tuple[DossierRow, ...]
    """By result, for reckoning: `told` is what may be shown by name."""
    overridden: int
    contested: int
    recused: int
    """How often somebody declared a conflict of interest, and did not review; of what kind it is, is nobody's."""
    expired: int
    finals: dict[str, int]
    """Final assessments by outcome; `none` for admitted initiatives without one."""
    pilots: tuple[PilotRow, ...]
    pilot_counts: dict[str, int]
    partners: int
    """Institutions with at least one pilot."""

    @property
    def assessed(self) -> int:
        """Initiatives with at least one assessment."""
        return sum(row.computed is not None for row in self.dossiers)

    @property
    def told(self) -> tuple[DossierRow, ...]:
        """Those that are shown by name with what was said of them: not the teams that were told "not yet"."""
        return tuple(row for row in self.dossiers if row.computed is not None and row.result is not Fit.NOT_YET)

    @property
    def not_yet(self) -> NotYet | None:
        """What was said of the teams that were told "not yet", as a sum; None for few, where it would tell of each."""
        rows = [row for row in self.dossiers if row.result is Fit.NOT_YET]
        if len(rows) < FEWEST:
            return None
        met = ((name, sum(row.met(name) is True for row in rows)) for name in self.criteria)
        return NotYet(teams=len(rows), met=tuple(met))


def curation_part(source: Source) -> CurationPart:
    """Dossiers and pilots at the log's end."""
    on = source.now.date() if source.now else date.min
    dossiers = _dossiers(source, on)
    pilots, admitted = _pilots(source), len(source.facts(Initiative))
    return CurationPart(
        on=on,
        results=_of_all(admitted, _counts(tuple(Fit), [row.result for row in dossiers])),
        initiatives=admitted,
        criteria=tuple(dict.fromkeys(one.criterion for row in dossiers for one in row.criteria)),
        dossiers=dossiers,
        overridden=sum(row.override is not None for row in dossiers),
        contested=sum(bool(row.contests) for row in dossiers),
        recused=len(source.events(e.ConflictDeclared)) + len(source.events(e.ConflictSealed)),
        expired=sum(row.expired for row in dossiers),
        finals=_of_all(admitted, _counts(tuple(e.FinalOutcome), [row.final for row in dossiers])),
        pilots=pilots,
        pilot_counts=_counts(PILOT_STATUSES, [row.status for row in pilots]),
        partners=len({row.institution for row in pilots}),
    )


def _of_all(whole: int, counts: dict[str, int]) -> dict[str, int]:
    """With what is left of the whole."""
    return {**counts, "none": whole - sum(counts.values())}


def _counts(keys: tuple[str, ...], values: Iterable[str | None]) -> dict[str, int]:
    counts = Counter(values)
    return {key: counts[key] for key in keys}


def _dossiers(source: Source, on: date) -> tuple[DossierRow, ...]:
    rules = {(event.initiative, event.number): event for event in source.events(e.AssessmentOpened)}
    order = {result: place for place, result in enumerate((*Fit, None))}
    rows = [_dossier(source, id_, dossier, rules, on) for id_, dossier in source.facts(Dossier).items()]
    return tuple(sorted(rows, key=lambda row: (order[row.result], -row.pilots_succeeded, -row.pilots)))


def _dossier(
    source: Source, id_: str, dossier: Dossier, rules: dict[tuple[str, int], e.AssessmentOpened], on: date
) -> DossierRow:
    latest, solution = dossier.latest, source.facts(Solution)[id_]
    rule = rules.get((id_, latest.number)) if latest else None
    return DossierRow(
        initiative=id_,
        title=source.title(id_),
        computed=latest.result if latest else None,
        override=latest.override if latest else None,
        override_reason=latest.override_reason if latest else None,
        result=latest.standing if latest else None,
        version=latest.version if latest and solution.version > 1 else None,
        ordered=dossier.ordered,
        expired=latest is not None and dossier.final is None and on >= latest.expires_on,
        reviewers=latest.reviewers if latest else 0,
        assessments=len(dossier.assessments),
        assessed_on=latest.assessed_on if latest else None,
        expires_on=dossier.expires_on,
        criteria=_criteria(latest, rule),
        contests=_contests(source, dossier),
        final=dossier.final,
        final_reason=dossier.final_reason,
        pilots=len(dossier.pilots),
        pilots_succeeded=sum(pilot.status == e.PilotStatus.SUCCEEDED for pilot in dossier.pilots.values()),
    )


def _criteria(latest: AssessmentNote | None, rule: e.AssessmentOpened | None) -> tuple[CriterionMet, ...]:
    if latest is None or rule is None:
        return ()
    means = {one.criterion: Fraction(one.mean) for one in latest.means}
    return tuple(
        CriterionMet(criterion=one.id, met=means[one.id] >= Fraction(one.threshold) if one.id in means else None)
        for one in rule.criteria
    )


def _contests(source: Source, dossier: Dossier) -> tuple[ContestRow, ...]:
    """Of all assessments: after one that was upheld there is a newer one."""
    return tuple(
        ContestRow(
            number=assessment.number,
            acting_as=contest.acting_as,
            ground=contest.ground,
            reason=source.words(contest.reason),
            upheld=contest.upheld,
            answer=contest.answer,
        )
        for assessment in dossier.assessments
        for contest in assessment.contests
    )


def _pilots(source: Source) -> tuple[PilotRow, ...]:
    rows = [
        PilotRow(
            pilot=id_,
            initiative=row.initiative,
            title=source.title(row.initiative),
            institution=source.institution(row.institution),
            sector=source.sector(row.institution),
            hypothesis=row.hypothesis,
            criteria=tuple(
                (text, row.met[index] if index < len(row.met) else None)
                for index, text in enumerate(row.success_criteria)
            ),
            start=row.start,
            end=row.end,
            status=row.status,
            said=row.said,
        )
        for id_, row in source.facts(Pilot).items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.start, row.pilot)))
