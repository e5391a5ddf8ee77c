"""Which sections a page holds, at which address: a folder has a page each, a single file all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from osi_core.domain import Phase
from osi_core.report.measures import Measures

PAGES: Mapping[str, tuple[str, ...]] = {
    "index": ("front",),
    "mayor": ("mayor",),
    "press": ("press",),
    "figures": ("overview",),
    "mission": ("mission",),
    "challenges": ("challenges", "commitments"),
    "solutions": ("solutions",),
    "support": ("support", "grants"),
    "curation": ("curation",),
    "scaling": ("scaling",),
    "search": ("search",),
    "receipts": ("receipts",),
    "proof": ("proof",),
}
"""Page → the sections on it. An address is a page's name, and stays."""

_PHASES = {
    "mission": Phase.MISSION,
    "challenges": Phase.CHALLENGES,
    "commitments": Phase.CHALLENGES,
    "solutions": Phase.SOLUTIONS,
    "support": Phase.SUPPORT,
    "grants": Phase.SUPPORT,
    "curation": Phase.CURATION,
    "scaling": Phase.SCALING,
}


class Section(NamedTuple):
    """A part of the report, on its page."""

    name: str
    phase: Phase | None
    """The phase that it tells of."""
    begun: bool
    """Whether that phase was ever opened; what is still to come says when."""

    @property
    def page(self) -> str:
        """The page that it stands on."""
        return next(page for page, sections in PAGES.items() if self.name in sections)


def sections_of(measures: Measures, page: str, *, receipts: bool) -> tuple[Section, ...]:
    """What stands on a page: money that people voted on only where there was a vote. A phase that was not opened is one
    section, however many it will have.
    """
    opened = {span.phase for span in measures.mission.phases if span.opened}
    found: dict[str | Phase, Section] = {}
    for name in PAGES[page]:
        phase = _PHASES.get(name)
        begun = phase is None or phase in opened
        if (name != "grants" or measures.grants) and (name != "receipts" or receipts):
            found.setdefault(name if begun or phase is None else phase, Section(name, phase, begun))
    return tuple(found.values())


def single(measures: Measures, *, receipts: bool) -> tuple[Section, ...]:
    """What stands in one file: all that has begun, but for what needs files beside it; what comes next stands on its
    front.
    """
    sections = (section for page in PAGES for section in sections_of(measures, page, receipts=receipts))
    return tuple(section for section in sections if section.begun and section.name != "search")
