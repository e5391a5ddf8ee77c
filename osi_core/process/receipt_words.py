"""How a receipt tells each event: its stage on the way, and a sentence in English and German.

In the sentences, `{name}` stands for a field of the event and `{id}` for the last part of its resource name.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from osi_core.domain import Event
from osi_core.money import Money


class Stage(IntEnum):
    """How far a contribution has come, from the citizen's words to the rollout."""

    CONTRIBUTION = 0
    MODERATION = 1
    LINEAGE = 2
    PRIORITY = 3
    COMMITMENT = 4
    SOLUTION = 5
    PROGRAMME = 6
    SUPPORT = 7
    FIT = 8
    PILOT = 9
    ADOPTION = 10


STAGE_NAMES: Mapping[Stage, tuple[str, str]] = {
    Stage.CONTRIBUTION: ("contribution", "Beitrag"),
    Stage.MODERATION: ("moderation", "Moderation"),
    Stage.LINEAGE: ("sorting", "Sortierung"),
    Stage.PRIORITY: ("priority", "Priorität"),
    Stage.COMMITMENT: ("commitment", "Zusage"),
    Stage.SOLUTION: ("solution", "Lösung"),
    Stage.PROGRAMME: ("programme", "Programm"),
    Stage.SUPPORT: ("support", "Unterstützung"),
    Stage.FIT: ("fit", "Wirksamkeit"),
    Stage.PILOT: ("pilot", "Erprobung"),
    Stage.ADOPTION: ("adoption", "Übernahme"),
}


class Told(NamedTuple):
    """How one type of event is told."""

    stage: Stage
    en: str
    de: str

    def say(self, event: Event, language: str, names: Mapping[str, str]) -> str:
        """The sentence for one event."""
        template = self.de if language == "de" else self.en
        return template.format_map({**event.model_dump(), **_derived(event, language), **names})


_RESULTS = {
    "fit": ("fit", "passt"),
    "not_yet": ("not yet", "noch nicht"),
    "unclear": ("unclear", "unklar"),
    "ended": ("ended", "beendet"),
    "succeeded": ("it succeeded", "gelungen"),
    "failed": ("it failed", "gescheitert"),
    "inconclusive": ("inconclusive", "ohne klares Ergebnis"),
    "existing": ("an existing solution", "eine bestehende Lösung"),
    "newly_developed": ("a solution newly developed", "eine neu entwickelte Lösung"),
}
_OTHER_WORDS = {"late": {True: (", late", ", verspätet"), False: ("", "")}}


def _derived(event: Event, language: str) -> dict[str, str]:
    column = 1 if language == "de" else 0
    found = {}
    for name, words in _OTHER_WORDS.items():
        if hasattr(event, name):
            found[f"{name}_words"] = words[getattr(event, name)][column]
    for name in ("result", "origin", "outcome"):
        value = getattr(event, name, None)
        if value in _RESULTS:
            found[f"{name}_words"] = _RESULTS[value][column]
    for name in ("due", "on", "expires_on", "start", "end"):
        value = getattr(event, name, None)
        if value is not None:
            found[name] = f"{value:%d.%m.%Y}" if language == "de" else f"{value:%Y-%m-%d}"
    for name in ("asked", "amount", "spent"):
        value = getattr(event, name, None)
        if isinstance(value, Money):
            found[f"{name}_words"] = str(value)
    parts, awards = getattr(event, "parts", ()), getattr(event, "awards", ())
    return {**found, "parts_words": ", ".join(parts), "funded": str(len(awards))}


TOLD: Mapping[str, Told] = {
    "mission.endorsed": Told(
        Stage.CONTRIBUTION, "{institution} endorsed the mission", "{institution} trägt die Mission mit"
    ),
    "challenges.submitted": Told(Stage.CONTRIBUTION, "challenge submitted", "Herausforderung eingereicht"),
    "challenges.statement_submitted": Told(Stage.CONTRIBUTION, "statement submitted", "Aussage eingereicht"),
    "challenges.votes_cast": Told(Stage.CONTRIBUTION, "votes on statements cast", "über Aussagen abgestimmt"),
    "challenges.ballots_cast": Told(
        Stage.CONTRIBUTION, "ballot cast in rounds/{round}", "Stimme abgegeben in rounds/{round}"
    ),
    "challenges.accepted": Told(Stage.MODERATION, "accepted", "angenommen"),
    "challenges.rejected": Told(Stage.MODERATION, "rejected: {reason}", "abgelehnt: {reason}"),
    "challenges.statement_accepted": Told(Stage.MODERATION, "accepted for voting", "zur Abstimmung angenommen"),
    "challenges.statement_rejected": Told(Stage.MODERATION, "rejected: {reason}", "abgelehnt: {reason}"),
    "challenges.merged": Told(Stage.LINEAGE, "lives on in {into}: {reason}", "lebt weiter in {into}: {reason}"),
    "challenges.split": Told(
        Stage.LINEAGE, "lives on in its parts {parts_words}: {reason}", "lebt weiter in {parts_words}: {reason}"
    ),
    "challenges.prioritised": Told(
        Stage.PRIORITY,
        "result of rounds/{round} published{place}; the first {top} must be answered",
        "Ergebnis von rounds/{round} veröffentlicht{place}; die ersten {top} müssen beantwortet werden",
    ),
    "challenges.gap_acknowledged": Told(
        Stage.PRIORITY, "acknowledged as a gap: {reason}", "als Lücke benannt: {reason}"
    ),
    "challenges.commitment_made": Told(
        Stage.COMMITMENT, "{institution} commits: {scope} (by {due})", "{institution} sagt zu: {scope} (bis {due})"
    ),
    "challenges.commitment_kept": Told(
        Stage.COMMITMENT, "commitment kept{late_words}: {evidence}", "Zusage gehalten{late_words}: {evidence}"
    ),
    "challenges.commitment_late": Told(
        Stage.COMMITMENT, "commitment is late (due {due})", "Zusage ist verspätet (fällig {due})"
    ),
    "challenges.commitment_withdrawn": Told(
        Stage.COMMITMENT, "commitment withdrawn: {reason}", "Zusage zurückgezogen: {reason}"
    ),
    "solutions.submitted": Told(
        Stage.SOLUTION,
        "answered by {origin_words}: {solution}",
        "{origin_words} antwortet: {solution}",
    ),
    "solutions.tied": Told(Stage.SOLUTION, "{solution} answers it too", "{solution} antwortet ebenfalls"),
    "solutions.withdrawn": Told(Stage.SOLUTION, "solution withdrawn: {reason}", "Lösung zurückgezogen: {reason}"),
    "solutions.team_joined": Told(
        Stage.CONTRIBUTION, "joined the team of {solution}", "dem Team von {solution} beigetreten"
    ),
    "solutions.registered": Told(Stage.CONTRIBUTION, "registered for the kick-off", "zum Kick-off angemeldet"),
    "solutions.registration_cancelled": Told(Stage.MODERATION, "registration cancelled", "Anmeldung zurückgezogen"),
    "solutions.attended": Told(Stage.SOLUTION, "came to the kick-off", "beim Kick-off dabei"),
    "support.initiative_admitted": Told(
        Stage.PROGRAMME,
        "initiative {initiative} admitted to the programme",
        "Initiative {initiative} ins Programm aufgenommen",
    ),
    "support.initiative_dropped_out": Told(
        Stage.PROGRAMME,
        "initiative {initiative} dropped out: {reason}",
        "Initiative {initiative} ausgestiegen: {reason}",
    ),
    "support.need_stated": Told(
        Stage.PROGRAMME, "{initiative} asks for support: needs/{need}", "{initiative} sucht Unterstützung: needs/{need}"
    ),
    "support.offered": Told(Stage.CONTRIBUTION, "support offered", "Unterstützung angeboten"),
    "support.need_met": Told(
        Stage.SUPPORT, "a need of {initiative} was met", "ein Bedarf von {initiative} wurde erfüllt"
    ),
    "support.bundle_formed": Told(
        Stage.SUPPORT, "bundled with others as bundles/{bundle}", "gebündelt mit anderen als bundles/{bundle}"
    ),
    "funding.applied": Told(
        Stage.PROGRAMME,
        "{initiative} applied for {asked_words} in grant-rounds/{round}",
        "{initiative} hat in grant-rounds/{round} {asked_words} beantragt",
    ),
    "funding.ballots_cast": Told(
        Stage.CONTRIBUTION, "ballot cast in grant-rounds/{round}", "Stimme abgegeben in grant-rounds/{round}"
    ),
    "funding.round_decided": Told(
        Stage.SUPPORT,
        "result of grant-rounds/{round} published: {spent_words} for {funded} of {applications} applications",
        "Ergebnis von grant-rounds/{round} veröffentlicht: {spent_words} für {funded} von {applications} Anträgen",
    ),
    "funding.awarded": Told(
        Stage.SUPPORT, "{initiative} is funded with {amount_words}", "{initiative} wird mit {amount_words} gefördert"
    ),
    "funding.declined": Told(
        Stage.PROGRAMME,
        "{initiative} is not funded in grant-rounds/{round}",
        "{initiative} wird in grant-rounds/{round} nicht gefördert",
    ),
    "funding.paid": Told(
        Stage.SUPPORT, "{amount_words} paid to {initiative}", "{amount_words} an {initiative} ausgezahlt"
    ),
    "funding.returned": Told(
        Stage.SUPPORT,
        "{amount_words} of the grant of {initiative} came back: {reason}",
        "{amount_words} der Förderung von {initiative} kamen zurück: {reason}",
    ),
    "curation.assessed": Told(
        Stage.FIT,
        "problem-solution fit of {initiative}: {result_words} ({reviewers} reviewers)",
        "Problem-Lösungs-Fit von {initiative}: {result_words} ({reviewers} Gutachten)",
    ),
    "curation.assessment_overridden": Told(
        Stage.FIT, "assessment overridden: {result_words}, {reason}", "Bewertung ersetzt: {result_words}, {reason}"
    ),
    "curation.review_submitted": Told(
        Stage.CONTRIBUTION, "review of {initiative} submitted", "Gutachten zu {initiative} eingereicht"
    ),
    "curation.assessment_contested": Told(Stage.FIT, "assessment contested", "Bewertung angefochten"),
    "curation.contest_answered": Told(Stage.FIT, "contest answered: {answer}", "Anfechtung beantwortet: {answer}"),
    "curation.finally_assessed": Told(
        Stage.FIT, "final assessment of {initiative}: {outcome_words}", "Abschluss für {initiative}: {outcome_words}"
    ),
    "curation.pilot_agreed": Told(
        Stage.PILOT, "{institution} pilots {initiative} from {start}", "{institution} erprobt {initiative} ab {start}"
    ),
    "curation.pilot_ended": Told(
        Stage.PILOT, "pilot at {institution}: {result_words}", "Erprobung bei {institution}: {result_words}"
    ),
    "curation.pilot_abandoned": Told(
        Stage.PILOT, "pilot of {initiative} abandoned: {reason}", "Erprobung von {initiative} abgebrochen: {reason}"
    ),
    "scaling.adopted": Told(
        Stage.ADOPTION, "adopted by {institution} in {place}", "übernommen von {institution} in {place}"
    ),
    "scaling.adoption_ended": Told(
        Stage.ADOPTION, "adoption of {initiative} ended: {reason}", "Übernahme von {initiative} beendet: {reason}"
    ),
}
