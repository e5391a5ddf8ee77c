"""What a rule may claim: one word for each property that the field has a name for, with its source.

A strategy lists them in `claims`; the conformance kit searches for an election in which one does not hold. A word that
is not in the list cannot be tested, and the kit says so. How each is checked stands in osi_core/testing/axioms/.

Proportionality is judged on approval ballots. In an allocation a voter's satisfaction is the money spent on what they
approve; "by count" means the number of funded items that they approve.
"""

from __future__ import annotations

from dataclasses import dataclass

from osi_core.plugins.problems import ALL_BALLOTS, BallotKind
from osi_core.plugins.strategy import KindName

__all__ = ["CLAIMS", "Claim", "claim_named"]

_BOTH: frozenset[KindName] = frozenset({"prioritisation", "allocation"})
_ORDER: frozenset[KindName] = frozenset({"prioritisation"})
_MONEY: frozenset[KindName] = frozenset({"allocation"})
_APPROVAL: frozenset[BallotKind] = frozenset({BallotKind.APPROVAL})
_RANKED: frozenset[BallotKind] = frozenset({BallotKind.RANKED})
_MATCHING: frozenset[KindName] = frozenset({"matching"})
_CURATION: frozenset[KindName] = frozenset({"curation"})
_SCALING: frozenset[KindName] = frozenset({"scaling"})
_NO_BALLOTS: frozenset[BallotKind] = frozenset()
_PAIRWISE: frozenset[BallotKind] = frozenset({BallotKind.RANKED, BallotKind.PAIRED})

_AZIZ = (
    "H. Aziz, M. Brill, V. Conitzer, E. Elkind, R. Freeman, T. Walsh, "
    '"Justified Representation in Approval-Based Committee Voting", 2017, doi:10.1007/s00355-016-1019-3'
)
_BRILL_ET_AL = (
    "M. Brill, S. Forster, M. Lackner, J. Maly, J. Peters, "
    '"Proportionality in Approval-Based Participatory Budgeting", 2023, doi:10.48550/arXiv.2302.03672'
)
_PJR = (
    "L. Sánchez-Fernández, E. Elkind, M. Lackner, N. Fernández, J. Fisteus, P. Basanta Val, P. Skowron, "
    '"Proportional Justified Representation", 2017, doi:10.1609/aaai.v31i1.10611'
)
_EJR_PLUS = (
    'M. Brill, J. Peters, "Robust and Verifiable Proportionality Axioms for Multiwinner Voting", 2023, '
    "doi:10.1145/3580507.3597785"
)
_ADDITIVE = (
    'D. Peters, G. Pierczyński, P. Skowron, "Proportional Participatory Budgeting with Additive Utilities", 2021, '
    "doi:10.48550/arXiv.2008.13276"
)
_WELFARISM = 'D. Peters, P. Skowron, "Proportionality and the Limits of Welfarism", 2020, doi:10.48550/arXiv.1911.11747'
_MULTIWINNER = (
    'E. Elkind, P. Faliszewski, P. Skowron, A. Slinko, "Properties of Multiwinner Voting Rules", 2017, '
    "doi:10.1007/s00355-017-1026-z"
)
_TALMON = (
    'N. Talmon, P. Faliszewski, "A Framework for Approval-Based Budgeting Methods", 2019, '
    "doi:10.1609/aaai.v33i01.33012181"
)
_THOMSON = (
    'W. Thomson, "Axiomatic and Game-Theoretic Analysis of Bankruptcy and Taxation Problems: a Survey", 2003, '
    "doi:10.1016/S0165-4896(02)00070-7"
)
_DIETRICH_LIST = 'F. Dietrich, C. List, "Arrow\'s Theorem in Judgment Aggregation", 2007, doi:10.1007/s00355-006-0196-x'
_FISHBURN = 'P. Fishburn, "Condorcet Social Choice Functions", 1977, doi:10.1137/0133030'
_PARETO = (
    'M. Lackner, P. Skowron, "Utilitarian Welfare and Representation Guarantees of Approval-Based Multiwinner Rules", '
    "2020, doi:10.1016/j.artint.2020.103366"
)


@dataclass(frozen=True)
class Claim:
    """One property: its `name`, what it `says` in a sentence, its source, and where it can be judged."""

    name: str
    says: str
    source: str
    kinds: frozenset[KindName] = _BOTH
    ballots: frozenset[BallotKind] = _APPROVAL
    aliases: tuple[str, ...] = ()


_KNOWN = (
    Claim("JR", "A group that has paid for an item they all approve is not left without anything.", _AZIZ),
    Claim("PJR", "A group that has paid for items they all approve gets as much by what any of them approves.", _PJR),
    Claim("EJR", "In a group that has paid for items they all approve, someone gets as much as these.", _AZIZ),
    Claim(
        "EJR+",
        "In a group with an unchosen item that they all approve, someone gets what the group has paid for; in an "
        "allocation up to that item.",
        _EJR_PLUS,
        aliases=("EJR+ up to any project",),
    ),
    Claim("PJR by count", "PJR, where each funded item counts the same.", _BRILL_ET_AL, _MONEY),
    Claim("EJR by count", "EJR, where each funded item counts the same.", _BRILL_ET_AL, _MONEY),
    Claim("EJR+ by count", "EJR+, where each funded item counts the same.", _EJR_PLUS, _MONEY),
    Claim(
        "EJR up to one",
        "EJR, where one more item may be needed to get someone beyond it; on points ballots with additive utilities.",
        _ADDITIVE,
        _MONEY,
        frozenset({BallotKind.APPROVAL, BallotKind.POINTS}),
        ("EJR-1", "EJR up to one project"),
    ),
    Claim("EJR up to one by count", "EJR up to one, where each funded item counts the same.", _ADDITIVE, _MONEY),
    Claim(
        "priceability",
        "Equal shares of money, in all at least the budget, explain who paid for what; no rest buys another item.",
        _WELFARISM,
        aliases=("priceable",),
    ),
    Claim(
        "Droop PSC",
        "A group of l Droop quotas that ranks some items above all others gets l of them, or all.",
        'D. Woodall, "Properties of Preferential Election Rules", Voting Matters 3, 1994',
        _ORDER,
        _RANKED,
        ("solid coalitions", "proportionality for solid coalitions"),
    ),
    Claim("Condorcet", "An item that beats every other one by a majority is first.", _FISHBURN, _ORDER, _PAIRWISE),
    Claim("Condorcet loser", "An item that loses to every other one is not first.", _FISHBURN, _ORDER, _PAIRWISE),
    Claim(
        "Smith",
        "The first is of the smallest set whose items beat all others.",
        'J. Smith, "Aggregation of Preferences with Variable Electorate", 1973, doi:10.2307/1914033',
        _ORDER,
        _PAIRWISE,
    ),
    Claim(
        "Pareto",
        "No other choice would be better for someone and worse for nobody; in an order, what all prefer stands higher.",
        _PARETO,
        ballots=frozenset({BallotKind.APPROVAL, BallotKind.RANKED, BallotKind.POINTS}),
        aliases=("Pareto efficiency", "Pareto optimality"),
    ),
    Claim("Pareto by count", "Pareto, where each funded item counts the same.", _PARETO, _MONEY),
    Claim(
        "monotonicity",
        "What is chosen is still chosen when a ballot supports it more.",
        _MULTIWINNER,
        ballots=ALL_BALLOTS,
        aliases=("monotone", "support monotonicity", "candidate monotonicity"),
    ),
    Claim(
        "committee monotonicity",
        "Who is chosen among k is chosen among k + 1.",
        _MULTIWINNER,
        _ORDER,
        ALL_BALLOTS,
        ("house monotonicity",),
    ),
    Claim("discount monotonicity", "What is funded is still funded when it costs less.", _TALMON, _MONEY, ALL_BALLOTS),
    Claim(
        "exhaustiveness",
        "Nothing unfunded would fit in what is left.",
        _TALMON,
        _MONEY,
        ALL_BALLOTS,
        ("exhaustive", "inclusion maximality"),
    ),
    Claim(
        "clone independence",
        "Whether others win does not change when an item gets a twin next to it on every ballot.",
        'T. N. Tideman, "Independence of Clones as a Criterion for Voting Rules", 1987, doi:10.1007/BF00433944',
        _ORDER,
        _RANKED,
        ("independence of clones", "clone proof"),
    ),
    Claim(
        "participation",
        "Nobody gets a winner that they like less by casting their ballot.",
        'H. Moulin, "Condorcet\'s Principle Implies the No Show Paradox", 1988, doi:10.1016/0022-0531(88)90253-0',
        _ORDER,
        _RANKED,
    ),
    Claim(
        "stability",
        "Nobody wishes a running offer more that has room, or someone whom it wants less (by affinity).",
        'D. Gale, L. Shapley, "College Admissions and the Stability of Marriage", 1962, doi:10.2307/2312726',
        _MATCHING,
        _NO_BALLOTS,
        ("stable",),
    ),
    Claim(
        "non-wastefulness",
        "Nobody wishes a running offer more that has room.",
        'M. Balinski, T. Sönmez, "A Tale of Two Mechanisms: Student Placement", 1999, doi:10.1006/jeth.1998.2469',
        _MATCHING,
        _NO_BALLOTS,
        ("nonwastefulness",),
    ),
    Claim(
        "Pareto for seekers",
        "No other matching would be better for some seekers and worse for none, where nothing else binds them.",
        'A. Abdulkadiroğlu, T. Sönmez, "Random Serial Dictatorship and the Core from Random Endowments in House '
        'Allocation Problems", 1998, doi:10.2307/2998580',
        _MATCHING,
        _NO_BALLOTS,
    ),
    Claim(
        "monotonicity in evidence",
        "A higher score, or a pilot that succeeded, makes no worse assessment.",
        _DIETRICH_LIST,
        _CURATION,
        _NO_BALLOTS,
    ),
    Claim(
        "unanimity of reviews",
        "What all call worst does not fit; where all is best and enough, it fits.",
        _DIETRICH_LIST,
        _CURATION,
        _NO_BALLOTS,
    ),
    Claim(
        "full use",
        "The target is reached, or else all that the committed have room for.",
        _THOMSON,
        _SCALING,
        _NO_BALLOTS,
        ("efficiency",),
    ),
    Claim(
        "capacity monotonicity",
        "Where an institution has more room, no fewer units are reached.",
        _THOMSON,
        _SCALING,
        _NO_BALLOTS,
        ("resource monotonicity",),
    ),
    Claim(
        "commitment monotonicity",
        "An institution that commits before all others is given no fewer units for it.",
        _THOMSON,
        _SCALING,
        _NO_BALLOTS,
    ),
)

CLAIMS: dict[str, Claim] = {claim.name: claim for claim in _KNOWN}
"""All claims by name."""


def claim_named(name: str) -> Claim | None:
    """The claim of a name or an alias; capitals, hyphens and underscores make no difference. None for an unknown one.

    >>> claim_named("condorcet-loser").name
    'Condorcet loser'
    """
    return _BY_WORD.get(_word(name))


def _word(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


_BY_WORD = {_word(word): claim for claim in _KNOWN for word in (claim.name, *claim.aliases)}
