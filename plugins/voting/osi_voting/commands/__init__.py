"""Commands that this package adds to `osi`: `tally` decides an election file, `audit` judges an outcome of one.

`election_file` reads, `deciding` finds the rule and runs it, `words` has every sentence in both languages.
"""

from osi_voting.commands.registration import add_commands

__all__ = ["add_commands"]
