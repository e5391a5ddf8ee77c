"""Single transferable vote as Scotland counts it: `count` goes stage by stage, `rule` makes an outcome of it."""

from osi_voting.committees.stv.rule import ScottishSTV, STVOptions

__all__ = ["STVOptions", "ScottishSTV"]
