"""The participation service: missions, institutions, challenges, deliberation, rounds and commitments.

`methods` is the table; nearly every method is a row that names a command of the phase rules or a view. What is more has
a file of its own: missions in lists (`missions`), votes by stream (`votes`), what is watched (`watching`), and tokens
of missions (`tokens`). `deciding` says what is decided here. `osi serve participation` finds `SERVICE`.
"""

from osi_participation.declaration import SERVICE

__all__ = ["SERVICE"]
