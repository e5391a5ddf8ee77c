"""The playbook: every threshold, duration and strategy of a mission, a section a phase, all with defaults."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

from pydantic import Field

from osi_core.challenges.settings import ChallengesSettings
from osi_core.curation.settings import CurationSettings
from osi_core.domain import Language, Model, Plain
from osi_core.funding.settings import FundingSettings
from osi_core.mission.settings import MissionSettings
from osi_core.plugins import DECISION_MEMORY_MIB, PREPARE_SECONDS
from osi_core.scaling.settings import ScalingSettings
from osi_core.solutions.settings import SolutionsSettings
from osi_core.support.settings import SupportSettings


class Playbook(Model):
    """The rules of one mission's game. A mission records all of it, so that no later default changes it."""

    languages: tuple[Language, ...] = ("de", "en")
    decision_seconds: int = Field(default=60, ge=1, le=86_400)
    """How long a strategy may take for one decision, in seconds, once it is loaded and compiled."""
    prepare_seconds: int = Field(default=PREPARE_SECONDS, ge=1, le=86_400)
    """How long loading and compiling a strategy may take before that, in seconds."""
    decision_memory_mib: int = Field(default=DECISION_MEMORY_MIB, ge=0, le=1 << 24)
    """How much address space each process of a strategy may have, in MiB; 0 sets no limit."""
    mission: MissionSettings = MissionSettings()
    challenges: ChallengesSettings = ChallengesSettings()
    solutions: SolutionsSettings = SolutionsSettings()
    support: SupportSettings = SupportSettings()
    funding: FundingSettings = FundingSettings()
    curation: CurationSettings = CurationSettings()
    scaling: ScalingSettings = ScalingSettings()

    @cached_property
    def sections(self) -> Mapping[type[Model], Model]:
        """Settings by their type, as a `Context` hands them to the phases."""
        values = [getattr(self, name) for name in type(self).model_fields]
        return {type(value): value for value in values if isinstance(value, Model)}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, with other values where `update` has them."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop("sections", None)  # they are those of this one
        return copy

    def as_plain(self) -> dict[str, Plain]:
        """The playbook as the log records it: every value said, decimals as strings."""
        return self.model_dump(mode="json")
