"""The greedy rules, by satisfaction per cost and by votes: what is first in an order and fits is funded.

`rules` decide and explain, `order` is the choice in turns by a ratio, which completions of other rules use too, and
`lacking` counts the votes that a project wanted or could have spared.
"""

from osi_voting.budgets.greedy.rules import Greedy, GreedyOptions, GreedyVotes

__all__ = ["Greedy", "GreedyOptions", "GreedyVotes"]
