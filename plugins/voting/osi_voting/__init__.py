"""Decision rules on the hooks for prioritisation and allocation: exact to the last vote, and fast.

`arrays` holds ballots as numpy sees them, `ties` how ties are broken; `budgets`, `committees` and `rankings` have one
rule a file, `formats` the readers and writers of election files. `hooks` announces all of it to `osi_core`.
"""
