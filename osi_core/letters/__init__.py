"""What must be told to whom, since nothing else in the software reaches people.

`letters` reads a mission as it stands and says who is to hear what: decisions with their reasons, promises, and what is
due within 14 and within 3 days, or over. `Outbox` writes them as text and as e-mail files into a folder, each once, and
remembers there what was sent. Addresses are kept by whoever sends: the log holds none, and neither does a store.
"""

from osi_core.letters.outbox import Outbox
from osi_core.letters.told import Letter, letters

__all__ = ["Letter", "Outbox", "letters"]
