"""Phase 4, the support (Bündelung & Unterstützung): programmes of nine months, by need.

Solutions' teams are admitted to a programme, the cohort of a year or a city, as its initiatives. They state needs (an
expert, a talk, a feedback session, a stipend, access to a platform), others offer, the two are matched, and what was
delivered counts when both sides confirm it. Initiatives working on the same thing are bundled by the consent of each.
Who falls silent is warned before dropping out.
"""
