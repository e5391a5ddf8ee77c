"""The report's words on grant rounds: key → (English, German)."""

from __future__ import annotations

from collections.abc import Mapping

GRANTS: Mapping[str, tuple[str, str]] = {
    "nav.grants": ("Grants", "Förderung"),
    "grants": ("What people funded", "Was Menschen gefördert haben"),
    "grants.lead": (
        (
            "{ballots} of {eligible} eligible people voted on {n} applications, which asked for {asked}. The rule "
            "{strategy} funded {funded} of them with {spent}; the budget was {budget}."
        ),
        (
            "{ballots} von {eligible} Stimmberechtigten stimmten über {n} Anträge ab, die {asked} erbaten. Die Regel "
            "{strategy} fördert {funded} davon mit {spent}; das Budget war {budget}."
        ),
    ),
    "grants.giver": ("The money is given by {institution}:", "Das Geld gibt {institution}:"),
    "grants.funded": ("Funded", "Gefördert"),
    "grants.others": ("Not funded", "Nicht gefördert"),
    "grants.why": ("Why", "Warum"),
    "grants.gone": ("no longer stood for choice", "stand nicht mehr zur Wahl"),
    "grants.initiative": ("Initiative and purpose", "Initiative und Zweck"),
    "grants.support": ("Votes for it", "Stimmen dafür"),
    "grants.asked": ("Asked", "Erbeten"),
    "grants.of": ("of {asked}", "von {asked}"),
    "grants.awarded": ("Awarded", "Zugesagt"),
    "grants.ledger": ("The fund's money adds up", "Das Geld im Topf geht auf"),
    "grants.ledger.lead": (
        "Every movement is posted twice, from one account to another. The accounts together hold what was given.",
        "Jede Bewegung ist doppelt gebucht, von einem Konto auf ein anderes. Zusammen halten die Konten, was kam.",
    ),
    "grants.account": ("Account", "Konto"),
    "grants.amount": ("Amount", "Betrag"),
    "grants.given": ("Given in all", "Insgesamt gegeben"),
    "account.fund": ("in the fund, free", "im Topf, frei"),
    "account.reserved": ("set aside for open rounds", "für offene Runden vorgesehen"),
    "account.granted": ("awarded, not yet paid", "zugesagt, noch nicht ausgezahlt"),
    "account.paid": ("with initiatives", "bei Initiativen"),
    "account.returned": ("came back", "zurückgekommen"),
}
