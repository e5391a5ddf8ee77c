"""Phase 2, the challenges (Herausforderungen identifizieren): what stands in the mission's way, and who will act on it.

Citizens and representatives submit challenges; these are moderated, sorted, merged and split, discussed by statements
and votes, and prioritised in rounds. Institutions then commit to carrying solutions out, in public: scope, date,
evidence, kept or not. What nobody takes on is acknowledged as a gap.
"""
