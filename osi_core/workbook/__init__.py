"""A mission as a workbook for an office (xlsx): a sheet for each kind of resource, as one asker may see it.

`write_workbook` goes through what can be read of a mission, row by row, and holds none of it but the titles that other
rows are told with. Dates are dates, amounts are numbers in their currency, and what people wrote is text, also where it
begins like a formula.
"""

from osi_core.extras import extra

with extra("xlsx"):
    from osi_core.workbook.writing import Written, write_workbook

from osi_core.workbook.sheets import Source

__all__ = ["Source", "Written", "write_workbook"]
