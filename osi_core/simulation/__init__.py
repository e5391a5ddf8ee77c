"""A simulation plays a mission through all six phases with seeded people: for a demonstration, a rehearsal, a test.

What is played is a `Plan`: `demo_plan` at the scale of UpdateDeutschland, or `read_folder` for a folder with real
statements and votes. The same plan gives the same log, to the last bit, in every run and on every machine. Invented
people keep to the rules like everybody else: each phase is opened and closed through its gate.
"""

from osi_core.simulation.dice import seeded_chance
from osi_core.simulation.folder import read_folder
from osi_core.simulation.folder_invalid import FolderInvalid
from osi_core.simulation.plan import Plan, Region, Sizes, demo_plan
from osi_core.simulation.play import Played, SimulationResult, play, simulate
from osi_core.simulation.stage import Progress

__all__ = [
    "FolderInvalid",
    "Plan",
    "Played",
    "Progress",
    "Region",
    "SimulationResult",
    "Sizes",
    "demo_plan",
    "play",
    "read_folder",
    "seeded_chance",
    "simulate",
]
