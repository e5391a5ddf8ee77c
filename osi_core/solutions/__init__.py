"""Phase 3, the solutions (Lösungen mobilisieren): what exists is found, what is missing is newly developed.

A public call asks for solutions, each tied to challenges and carried by a team, for which its speakers act. At a kick-
off, an online event of several days (mehrtägige Online-Veranstaltung), all come together: people register with wishes
and skills, an allocation gives each a place with a solution, attendance is confirmed by coming, and after drop-outs
the places are given out anew. A mission holds as many kick-offs as it needs, each with its own registrations and
places.
"""
