"""Every method of the contract has a row, and nothing else."""

from osi_participation import SERVICE


def test_each_method_has_a_row_and_each_row_a_method():
    for table in (SERVICE, *SERVICE.tables):
        assert len(table.rows()) == len(table.methods)
