"""All cases: a folder for each service, and one for what holds for every one. Importing this fills `CASES`."""

from osi_conformance.case import CASES, chosen
from osi_conformance.cases import every, funding, matching, participation

__all__ = ["CASES", "chosen", "every", "funding", "matching", "participation"]
