"""The report's words on the phases: key → (English, German)."""

from __future__ import annotations

from collections.abc import Mapping

PHASES: Mapping[str, tuple[str, str]] = {
    # Discussion and priorities
    "discussion": ("What people said", "Was Menschen gesagt haben"),
    "discussion.lead": (
        (
            "{voters} people cast {votes} votes on {accepted} statements. Of each person and statement the "
            "latest vote counts."
        ),
        "{voters} Menschen gaben {votes} Stimmen zu {accepted} Aussagen ab. Je Person und Aussage zählt die letzte.",
    ),
    "agreed": ("Most agreement", "Größte Zustimmung"),
    "divided": ("Most divided", "Am stärksten umstritten"),
    "agree": ("Agree", "Zustimmung"),
    "disagree": ("Disagree", "Ablehnung"),
    "pass": ("Pass", "Enthaltung"),
    "statement": ("Statement", "Aussage"),
    "votes": ("Votes", "Stimmen"),
    "categories": ("Accepted challenges by field", "Angenommene Herausforderungen nach Feld"),
    "category": ("Field", "Feld"),
    "no_category": ("without a field", "ohne Feld"),
    "status.accepted": ("accepted", "angenommen"),
    "status.rejected": ("rejected with a reason", "mit Begründung abgelehnt"),
    "status.merged": ("merged", "zusammengelegt"),
    "status.split": ("split", "geteilt"),
    "status.submitted": ("not yet moderated", "noch nicht moderiert"),
    "priorities": ("What comes first", "Was zuerst kommt"),
    "priorities.lead": (
        (
            "{ballots} of {eligible} eligible people cast a ballot. The rule {strategy} put {n} challenges in "
            "order; the first {top} must find a commitment or be named as gaps."
        ),
        (
            "{ballots} von {eligible} Stimmberechtigten gaben einen Stimmzettel ab. Die Regel {strategy} "
            "ordnete {n} Herausforderungen; die ersten {top} müssen eine Zusage finden oder als Lücke benannt "
            "werden."
        ),
    ),
    "supporters": ("of the ballots", "der Stimmzettel"),
    "solutions_n": ("{n} solution|{n} solutions", "{n} Lösung|{n} Lösungen"),
    "merged_n": ("{n} merged into it", "{n} darin aufgegangen"),
    "no_answer": ("no commitment", "keine Zusage"),
    "gap": ("Gap", "Lücke"),
    "challenge": ("Challenge", "Herausforderung"),
    "rest_of_order": ("All other places, {first} to {last}", "Alle weiteren Plätze, {first} bis {last}"),
    "place": ("Place", "Platz"),
    "gaps": ("What is missing", "Was fehlt"),
    "gaps.lead": (
        (
            "It is said in public that these prioritised challenges lack something. What was filled since, "
            "stays on the list."
        ),
        "Öffentlich benannt: Diesen Prioritäten fehlt etwas. Was seither gefüllt wurde, bleibt auf der Liste.",
    ),
    "gaps.none": ("No gap is acknowledged.", "Keine Lücke ist benannt."),
    "lacks": ("Lacks", "Es fehlt"),
    "lacks.commitment": ("a commitment", "eine Zusage"),
    "lacks.solution": ("a solution", "eine Lösung"),
    "filled": ("filled since", "seither gefüllt"),
    "open": ("open", "offen"),
    # Commitments
    "commitments": ("Promised and kept", "Zugesagt und gehalten"),
    "commitments.lead": (
        (
            "commitment was made in public, with scope, resources and date.|commitments were made in public, "
            "with scope, resources and date."
        ),
        (
            "Zusage wurde öffentlich gemacht, mit Umfang, Mitteln und Datum.|Zusagen wurden öffentlich "
            "gemacht, mit Umfang, Mitteln und Datum."
        ),
    ),
    "commitment.kept": ("kept", "gehalten"),
    "commitment.kept_late": ("kept late", "verspätet gehalten"),
    "commitment.made": ("pending", "offen"),
    "commitment.late": ("late", "überfällig"),
    "commitment.withdrawn": ("withdrawn", "zurückgezogen"),
    "by_institution": ("By institution", "Nach Institution"),
    "register": ("The register", "Das Register"),
    "institution": ("Institution", "Institution"),
    "scope": ("Scope and resources", "Umfang und Mittel"),
    "due": ("Due", "Fällig"),
    "status": ("Status", "Stand"),
    "evidence": ("Evidence or reason", "Nachweis oder Grund"),
    # Solutions and kick-off
    "solutions": ("Found and newly made", "Gefunden und neu entwickelt"),
    "existing": ("existing", "vorhanden"),
    "newly_developed": ("newly developed", "neu entwickelt"),
    "kickoff": ("Who sat with whom", "Wer mit wem saß"),
    "kickoff.lead": (
        "{days} days from {start}: {registered} people were registered, {attended} came.",
        "{days} Tage ab {start}: {registered} Menschen waren angemeldet, {attended} kamen.",
    ),
    "kickoffs": ("The kick-offs", "Die Kick-offs"),
    "kickoffs.lead": (
        "{count} kick-offs between {start} and {end}: {registered} registrations, {attended} times people came; "
        "whoever was at two counts twice.",
        "{count} Kick-offs zwischen {start} und {end}: {registered} Anmeldungen, {attended}-mal kamen Menschen; "
        "wer bei zweien war, zählt doppelt.",
    ),
    "kickoffs.registered": ("Registered", "Angemeldet"),
    "kickoffs.attended": ("Came", "Gekommen"),
    "kickoffs.held": ("held", "hat stattgefunden"),
    "kickoffs.planned": ("planned", "geplant"),
    "tables": ("Tables by size", "Tische nach Größe"),
    "tables.lead": (
        "{tables} tables, planned for {low} to {high} people; who left early is not counted.",
        "{tables} Tische, geplant für {low} bis {high} Menschen; wer früher ging, ist nicht mitgezählt.",
    ),
    "tables.size": ("People at the table", "Menschen am Tisch"),
    "tables.count": ("Tables", "Tische"),
    "tables.alt": ("Columns: how many tables of each size.", "Säulen: wie viele Tische jeder Größe."),
    "wishes": ("Wishes", "Wünsche"),
    "wishes.lead": (
        "{wished} people with a place had named wishes, {without} had named none; {unplaced} found no place.",
        "{wished} Menschen mit Platz hatten Wünsche genannt, {without} keine; {unplaced} blieben ohne Platz.",
    ),
    "wish.n": ("Wish {n}", "Wunsch {n}"),
    "wish.1": ("First wish", "Erster Wunsch"),
    "wish.2": ("Second wish", "Zweiter Wunsch"),
    "wish.3": ("Third wish", "Dritter Wunsch"),
    "wish.0": ("None of the wishes", "Keiner der Wünsche"),
    "people": ("People", "Menschen"),
    "share": ("Share", "Anteil"),
    "allocations": ("The allocations", "Die Zuteilungen"),
    "allocation.placed": ("Placed", "Mit Platz"),
    "allocation.unplaced": ("Without a place", "Ohne Platz"),
    "allocation.running": ("Tables that run", "Tische, die laufen"),
    "allocation.not_running": ("Too few people", "Zu wenige Menschen"),
    "strategy": ("Rule", "Regel"),
    "day": ("Day", "Tag"),
    # Support
    "needs": ("What was needed, and what came", "Was gebraucht wurde, und was kam"),
    "needs.lead": (
        "Met means: both sides, the initiative and who gave the support, have confirmed it.",
        "Gedeckt heißt: Beide Seiten, die Initiative und wer unterstützte, haben es bestätigt.",
    ),
    "need.kind": ("Support", "Unterstützung"),
    "need.expert": ("Expert", "Fachperson"),
    "need.talk": ("Innovators Talk", "Innovators Talk"),
    "need.feedback_session": ("Feedback session", "Feedback-Runde"),
    "need.stipend": ("Stipend", "Stipendium"),
    "need.platform_access": ("Platform access", "Plattformzugang"),
    "need.stated": ("stated", "genannt"),
    "need.matched": ("matched", "vermittelt"),
    "need.delivered": ("delivered", "erbracht"),
    "need.met": ("met", "gedeckt"),
    "need.granted": ("{sum} in stipends", "{sum} an Stipendien"),
    "offers.lead": (
        "{offers} offers of support, among them from {n} institutions.",
        "{offers} Angebote zur Unterstützung, darunter von {n} Institutionen.",
    ),
    "bundles": ("Working together", "Gemeinsam weiter"),
    "bundles.lead": (
        "bundle of initiatives that all consented.|bundles of initiatives that all consented.",
        "Bündel, dem alle Initiativen zugestimmt haben.|Bündel, denen alle Initiativen zugestimmt haben.",
    ),
    "bundle.formed": ("formed", "gebildet"),
    "bundle.proposed": ("proposed", "vorgeschlagen"),
    "bundle.declined": ("declined", "abgelehnt"),
    "bundle.of": ("Initiatives", "Initiativen"),
    "purpose": ("Purpose", "Zweck"),
    "dropoff": ("Who stayed", "Wer geblieben ist"),
    "dropoff.lead": (
        (
            "{active} of {admitted} initiatives were active to the end; {warnings} warnings were given after "
            "long silence."
        ),
        "{active} von {admitted} Initiativen blieben aktiv; {warnings} Warnungen ergingen nach langer Stille.",
    ),
    "dropoff.alt": (
        "Columns: active initiatives at the end of each month.",
        "Säulen: aktive Initiativen am Monatsende.",
    ),
    "dropoff.month": ("Month", "Monat"),
    "dropoff.active": ("Active", "Aktiv"),
    "dropoff.out": ("Dropped out", "Ausgestiegen"),
    "dropoff.reasons": ("Why initiatives left", "Warum Initiativen ausstiegen"),
    "initiative": ("Initiative", "Initiative"),
    "warned": ("Warned", "Gewarnt"),
    "left": ("Left", "Ausgestiegen"),
    # Curation
    "dossiers": ("Does it solve the problem?", "Löst es das Problem?"),
    "dossiers.lead": (
        (
            "{assessed} of {initiatives} initiatives were assessed, each by several reviewers. A fit expires; "
            "overrides and contests stand beside the computed result."
        ),
        (
            "{assessed} von {initiatives} Initiativen wurden beurteilt, jede von mehreren. Ein Fit läuft ab; "
            "Überstimmungen und Einsprüche stehen neben dem errechneten Ergebnis."
        ),
    ),
    "result.fit": ("fit", "Fit erreicht"),
    "result.not_yet": ("not yet", "noch nicht"),
    "result.unclear": ("unclear", "unklar"),
    "result.none": ("not assessed", "nicht beurteilt"),
    "result.ended": ("ended", "beendet"),
    "result": ("Result", "Ergebnis"),
    "computed": ("computed: {result}", "errechnet: {result}"),
    "overridden": ("overridden: {reason}", "überstimmt: {reason}"),
    "reviews": ("Reviews", "Gutachten"),
    "valid_until": ("Expires", "Läuft ab"),
    "expired": ("expired", "abgelaufen"),
    "criteria.mean": (
        "Means on a scale of {low} to {high}; filled: at or above the threshold, hollow: below it.",
        "Mittelwerte auf einer Skala von {low} bis {high}; gefüllt: Schwelle erreicht, leer: darunter.",
    ),
    "criterion.met": ("threshold {threshold} reached", "Schwelle {threshold} erreicht"),
    "criterion.unmet": ("below the threshold {threshold}", "unter der Schwelle {threshold}"),
    "criterion.problem": ("Problem", "Problem"),
    "criterion.solution": ("Solution", "Lösung"),
    "criterion.fit": ("Fit", "Fit"),
    "criterion.feasibility": ("Feasibility", "Machbarkeit"),
    "criterion.impact": ("Impact", "Wirkung"),
    "final": ("In the end", "Am Ende"),
    "contests": ("Overrides and contests", "Überstimmungen und Einsprüche"),
    "contests.none": ("No result was overridden or contested.", "Kein Ergebnis wurde überstimmt oder angefochten."),
    "contest.team": ("The team objects", "Das Team erhebt Einspruch"),
    "contest.reviewer": ("A reviewer objects", "Aus den Gutachten kommt Einspruch"),
    "contest.upheld": ("upheld", "stattgegeben"),
    "contest.refused": ("not upheld", "nicht stattgegeben"),
    "contest.open": ("not answered yet", "noch nicht beantwortet"),
    "override.by": ("a person decided otherwise", "ein Mensch entschied anders"),
    "pilots": ("Tried out with partners", "Mit Partnern erprobt"),
    "pilots.lead": (
        (
            "pilot with {partners} institutions, each with a hypothesis and criteria set before it "
            "began.|pilots with {partners} institutions, each with a hypothesis and criteria set before it "
            "began."
        ),
        (
            "Pilotprojekt mit {partners} Institutionen, mit vorher festgelegter Hypothese und Kriterien.|Pilotprojekte "
            "mit {partners} Institutionen, jedes mit vorher festgelegter Hypothese und Kriterien."
        ),
    ),
    "pilot.agreed": ("agreed", "vereinbart"),
    "pilot.running": ("running", "läuft"),
    "pilot.succeeded": ("succeeded", "gelungen"),
    "pilot.failed": ("failed", "gescheitert"),
    "pilot.inconclusive": ("inconclusive", "ohne klares Ergebnis"),
    "pilot.abandoned": ("abandoned", "abgebrochen"),
    "hypothesis": ("Hypothesis", "Hypothese"),
    "success_criteria": ("Success criteria", "Erfolgskriterien"),
    "met": ("met", "erfüllt"),
    "unmet": ("not met", "nicht erfüllt"),
    # Scaling
    "adoptions": ("Where it is used", "Wo es genutzt wird"),
    "adoptions.lead": (
        (
            "{n} initiative is run by institutions as their own: by {institutions} of them.|{n} initiatives "
            "are run by institutions as their own: by {institutions} of them."
        ),
        (
            "{n} Initiative wird von Institutionen als eigene betrieben: von {institutions}.|{n} Initiativen "
            "werden von Institutionen als eigene betrieben: von {institutions}."
        ),
    ),
    "map.alt": (
        "Map: institutions by place, larger circles for more adoptions. The same data stands in the register.",
        "Karte: Institutionen nach Ort, größere Kreise für mehr Übernahmen. Dieselben Daten stehen im Register.",
    ),
    "map.note": (
        "Area of a circle: adoptions at that institution. Small rings: takes part, has adopted nothing.",
        "Fläche eines Kreises: Übernahmen in dieser Institution. Kleine Ringe: beteiligt, ohne Übernahme.",
    ),
    "adoptions.by": ("Adoptions by institution", "Übernahmen nach Institution"),
    "adoptions.register": ("The adoption register", "Das Register der Übernahmen"),
    "place_of": ("Place", "Ort"),
    "since": ("Since", "Seit"),
    "builds_on": ("Successful pilots", "Gelungene Pilotprojekte"),
    "ended": ("ended {day}", "beendet {day}"),
    "progress": ("Is the goal getting nearer?", "Kommt das Ziel näher?"),
    "progress.path": ("even path to the target", "gleichmäßiger Weg zum Ziel"),
    "progress.lead": (
        "{share} of the way from baseline to target is done by the last reading.",
        "{share} des Weges vom Ausgangswert zum Ziel sind mit der letzten Messung zurückgelegt.",
    ),
    "progress.no_readings": ("There is no reading of the indicator yet.", "Es gibt noch keine Messung des Indikators."),
    "progress.alt": (
        "Line: readings of the indicator against an even path from baseline to target.",
        "Linie: Messungen des Indikators gegen einen gleichmäßigen Weg vom Ausgangswert zum Ziel.",
    ),
    "reading": ("Reading", "Messung"),
    "expected": ("On an even path", "Bei gleichmäßigem Weg"),
    "on_path": ("Ahead of it?", "Voraus?"),
    "yes": ("yes", "ja"),
    "no": ("no", "nein"),
    "financing": ("What pays for it", "Was es trägt"),
    "financing.lead": (
        "Financing models: {n}, self-sustaining: {own}. Secured a year: {sum}.",
        "Finanzierungsmodelle: {n}, selbsttragend: {own}. Gesichert im Jahr: {sum}.",
    ),
    "financing.kind": ("Model", "Modell"),
    "financing.per_year": ("A year", "Im Jahr"),
    "financing.self": ("Self-sustaining", "Trägt sich selbst"),
    "financing.institution_budget": ("institution's budget", "Haushalt der Institution"),
    "financing.membership": ("membership", "Mitgliedsbeiträge"),
    "financing.fees": ("fees", "Gebühren"),
    "financing.licence": ("licence", "Lizenz"),
    "financing.foundation": ("foundation", "Stiftung"),
    "financing.mixed": ("mixed", "gemischt"),
    "final_report": ("The final report says", "Der Abschlussbericht sagt"),
}
