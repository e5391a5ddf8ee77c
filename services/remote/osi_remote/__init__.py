"""A mission behind the addresses of running services, for the `osi` command: `osi --server HOST:PORT ...`.

It fulfils the port `osi_core.cli.access.Access`, and is found by the entry-point group `osi.access`: `addresses` knows
where which service answers, `tokens` what they are shown, `told` reads what they tell, `errors` how they say no.
"""

from osi_remote.mission import reach

__all__ = ["reach"]
