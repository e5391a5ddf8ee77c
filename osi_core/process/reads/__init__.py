"""The reading side: what an asker may see of a mission's resources, one by one or in pages, filtered and ordered.

`Engine.read` gives a reader (`reader`), which stands at one moment. What it shows, phases declare as views
(`osi_core.view`); who may see what, one judge says (`seeing`). Filters (`filters`), orders (`orders`) and page tokens
(`tokens`) are the same for all lists (`listing`), in-process and over the wire. `Engine.across` reads across kinds of
resources (`across`): what words are found in (`word_index`), and what is due. Nothing here waits for a writer.
"""

from osi_core.process.reads.across import Across, DueItem, DueItems, FoundItem, FoundItems
from osi_core.process.reads.missions import MissionItem, MissionsPage
from osi_core.process.reads.reader import DEFAULT_PAGE, LARGEST_PAGE, Page, Reads
from osi_core.process.reads.seeing import Asker, Seeing

__all__ = [
    "DEFAULT_PAGE",
    "LARGEST_PAGE",
    "Across",
    "Asker",
    "DueItem",
    "DueItems",
    "FoundItem",
    "FoundItems",
    "MissionItem",
    "MissionsPage",
    "Page",
    "Reads",
    "Seeing",
]
