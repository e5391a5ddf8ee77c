"""Plays the small mission whose public logs the kit hands out, and keeps them in `osi_conformance/peers`.

    python -m services.conformance.recording

Participation and matching are the engines of osi_core, with seeded chance and a clock that stands still, so another run
gives the same bytes; a test holds them equal. Funding takes part only as far as matching has to hear of a fund.
"""
