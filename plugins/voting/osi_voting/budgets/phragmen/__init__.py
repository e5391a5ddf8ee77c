"""Phragmén's sequential rule: voters earn alike, and buy what its supporters can pay first.

`rule` decides, with floating point that knows its own error (`kernel`) and whole numbers where that does not suffice;
`explanations` says why.
"""

from osi_voting.budgets.phragmen.rule import Phragmen, PhragmenOptions

__all__ = ["Phragmen", "PhragmenOptions"]
