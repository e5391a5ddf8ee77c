"""Phase 5, curation (Kuratierung & Kooperation): which initiatives have reached problem-solution fit, and for how long?

Experts and representatives review by criteria, free of conflicts of interest; an assessment is a decision by strategy,
it expires, and a person may override or contest it in the open. Partners from administration and business pilot what
fits: with a hypothesis, success criteria and a result. All of an initiative's assessments and pilots are its dossier.
"""
