"""Decision rules on the hooks for prioritisation and allocation: exact to the last vote, and fast.

`arrays` holds ballots as numpy sees them; `budgets`, `committees`, `rankings`, `pairs` and `matching_funds` have a file
or a folder for each rule, `formats` the readers and writers of election files, `audits` judge an outcome, `pictures`
draw one, `commands` are `osi tally` and `osi audit`. `hooks` announces all of it to `osi_core`.
"""
