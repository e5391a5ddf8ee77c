"""What people cast, brought by somebody for many: in batches and by streams of columns, each proven by a token.

A service says with `BallotBox` how its ballots are called; `casts_batch` and `casts_stream` make the rows of its
methods. `bring` and `columns` serve what is cast otherwise, such as votes.
"""

from osi_runtime.casting.batch import casts_batch
from osi_runtime.casting.bringing import Brought, Cast, bring, status_of
from osi_runtime.casting.declared import BallotBox
from osi_runtime.casting.streaming import casts_stream

__all__ = ["BallotBox", "Brought", "Cast", "bring", "casts_batch", "casts_stream", "status_of"]
