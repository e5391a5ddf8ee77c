"""What phase 2 brings to the process."""

from __future__ import annotations

from osi_core.challenges.commitment_facts import Answers, Commitment, Gap
from osi_core.challenges.events import ChallengesPrioritised, RoundCancelled, RoundClosed
from osi_core.challenges.facts import Challenge
from osi_core.challenges.problem import prioritisation_command, prioritisation_problem
from osi_core.challenges.round_facts import Round, Statement, Turnout, VoteBox
from osi_core.challenges.rules import RULES
from osi_core.challenges.settings import ChallengesSettings
from osi_core.challenges.views import VIEWS
from osi_core.mission.facts import Member
from osi_core.part import DecisionKind, Part

PART = Part(
    name="challenges",
    rules=RULES,
    facts=(Answers, Challenge, Commitment, Gap, Round, Statement, Turnout, VoteBox),
    reads=(Member,),
    settings=ChallengesSettings,
    decisions=(
        DecisionKind(
            RoundClosed,
            ChallengesPrioritised,
            "prioritisation",
            prioritisation_problem,
            prioritisation_command,
            cancelled=RoundCancelled,
        ),
    ),
    strategy_kind="prioritisation",
    views=VIEWS,
)
