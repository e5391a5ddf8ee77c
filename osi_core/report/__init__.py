"""The report of one mission: a folder of static pages, or a single HTML file, to read, keep, print and check.

It is made from the log, the facts folded from it and the words in the private store; it cannot tell whether people or
a simulation wrote the log, but for what the log says of its origin. `measures` computes what is shown, `pages` says on
which page, `links` at which address, `drawing` where it stands, `words` and `formats` how it is said; the templates put
it on the page. Needs jinja2 (extra `report`), which nothing else in osi_core imports.
"""

from osi_core.extras import extra

with extra("report"):
    from osi_core.report.page import MissionReport, render, write_report

__all__ = ["MissionReport", "render", "write_report"]
