"""What the report shows, as frozen values: each measure is computed from events and facts, and says how.

Nothing here draws, formats or knows a language. A measure's docstring is its definition; `words.py` says the same to
the reader beside the number.
"""

from __future__ import annotations

from osi_core.domain import Model
from osi_core.report.measures.ahead import AheadPart, ahead_part
from osi_core.report.measures.commitments import CommitmentsPart, commitments_part
from osi_core.report.measures.curation import CurationPart, curation_part
from osi_core.report.measures.discussion import DiscussionPart, discussion_part
from osi_core.report.measures.findings import Finding, findings
from osi_core.report.measures.funnel import Funnels, funnels
from osi_core.report.measures.grants import GrantRoundPart, grants_part
from osi_core.report.measures.institutions import InstitutionsPart, institutions_part
from osi_core.report.measures.kickoff import KickoffPart, kickoff_part
from osi_core.report.measures.mission import MissionPart, mission_part
from osi_core.report.measures.money import OfCurrency, money_part
from osi_core.report.measures.priorities import GapRow, PrioritiesPart, RoundRow, gap_rows, priorities_part, round_rows
from osi_core.report.measures.proof import ProofPart, proof_part
from osi_core.report.measures.proposals import Proposal, proposals_part
from osi_core.report.measures.receipts import Receipt, receipts_part
from osi_core.report.measures.scaling import ScalingPart, scaling_part
from osi_core.report.measures.set_right import SetRightRow, set_right
from osi_core.report.measures.submitted import SubmittedPart, submitted_part
from osi_core.report.measures.support import SupportPart, support_part
from osi_core.report.measures.votes import votes_of
from osi_core.report.source import Source

__all__ = ["Measures", "Receipt", "measure", "receipts_part"]


class Measures(Model):
    """All that one report shows of a mission, but for the receipts that are followed."""

    mission: MissionPart
    funnels: Funnels
    discussion: DiscussionPart
    rounds: tuple[RoundRow, ...]
    submitted: SubmittedPart | None
    """None where there is an order."""
    priorities: PrioritiesPart | None
    gaps: tuple[GapRow, ...]
    proposals: tuple[Proposal, ...]
    commitments: CommitmentsPart
    kickoff: KickoffPart | None
    support: SupportPart
    grants: tuple[GrantRoundPart, ...]
    curation: CurationPart
    scaling: ScalingPart
    set_right: tuple[SetRightRow, ...]
    institutions: InstitutionsPart
    money: tuple[OfCurrency, ...]
    ahead: AheadPart
    proof: ProofPart

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a reader with one minute should know."""
        return findings(self.scaling.progress, self.commitments, self.curation, self.institutions, self.funnels)


def measure(source: Source) -> Measures:
    """Measures a mission at its log's end. Raises MissionUnknown where there is no such mission."""
    votes, priorities = votes_of(source), priorities_part(source)
    return Measures(
        mission=mission_part(source),
        funnels=funnels(source, votes),
        discussion=discussion_part(source, votes),
        rounds=round_rows(source),
        submitted=None if priorities else submitted_part(source),
        priorities=priorities,
        gaps=gap_rows(source),
        proposals=proposals_part(source),
        commitments=commitments_part(source),
        kickoff=kickoff_part(source),
        support=support_part(source),
        grants=grants_part(source),
        curation=curation_part(source),
        scaling=scaling_part(source),
        set_right=set_right(source),
        institutions=institutions_part(source),
        money=money_part(source),
        ahead=ahead_part(source),
        proof=proof_part(source),
    )
