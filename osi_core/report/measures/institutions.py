"""What the table of institutions shows: all that take part, by name, and whether anything was heard of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from osi_core.challenges.commitment_facts import Commitment
from osi_core.curation.facts import Pilot
from osi_core.domain import Model, Sector
from osi_core.mission.facts import Institution
from osi_core.report.source import Source
from osi_core.scaling.facts import Adoption
from osi_core.support.events import SupportOffered


class InstitutionRow(Model):
    """One institution, and how often it has answered in each way."""

    institution: str
    name: str
    sector: Sector
    endorsed: bool
    commitments: int
    """All that it made or offered, those that it withdrew or its body refused included: that is an answer too."""
    offers: int
    pilots: int
    adoptions: int

    @property
    def answered(self) -> bool:
        """Whether it has done anything of what every institution of a mission is asked for."""
        return self.endorsed or any((self.commitments, self.offers, self.pilots, self.adoptions))


class InstitutionsPart(Model):
    """Everyone who was asked: the institutions registered for the mission. One that was entered twice is one."""

    rows: tuple[InstitutionRow, ...]
    """By name."""

    @property
    def answered(self) -> tuple[InstitutionRow, ...]:
        """Those that endorsed, committed, offered support, piloted or adopted."""
        return tuple(row for row in self.rows if row.answered)

    @property
    def silent(self) -> tuple[InstitutionRow, ...]:
        """Those that did nothing of it."""
        return tuple(row for row in self.rows if not row.answered)


def institutions_part(source: Source) -> InstitutionsPart:
    """All institutions at the log's end."""
    joined = source.joined
    endorsed = joined.all_really(source.state.endorsements if source.state else ())

    def counted(institutions: Iterable[str]) -> Counter[str]:
        return Counter(joined.really(one) for one in institutions)

    commitments = counted(row.institution for row in source.facts(Commitment).values())
    offers = counted(_offering(source))
    pilots = counted(row.institution for row in source.facts(Pilot).values())
    adoptions = counted(row.institution for row in source.facts(Adoption).values())
    rows = (
        InstitutionRow(
            institution=id_,
            name=row.name,
            sector=row.sector,
            endorsed=id_ in endorsed,
            commitments=commitments[id_],
            offers=offers[id_],
            pilots=pilots[id_],
            adoptions=adoptions[id_],
        )
        for id_, row in source.facts(Institution).items()
        if id_ not in joined.into
    )
    return InstitutionsPart(rows=tuple(sorted(rows, key=lambda row: row.name)))


def _offering(source: Source) -> Iterator[str]:
    return (event.institution for event in source.events(SupportOffered) if event.institution)
