"""The cases of the participation service alone."""

from osi_conformance.cases.participation import exchange

__all__ = ["exchange"]
