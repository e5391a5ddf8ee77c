"""German for what the process says of itself in English docstrings: conditions by function name, playbook by key.

What is missing here, such as a plugin's own condition, is shown in English.
"""

from __future__ import annotations

# fmt: off
CONDITIONS_DE: dict[str, str] = {
    # Gates
    "goal_has_an_indicator": "Das Ziel der Mission ist messbar: Einheit, Ausgangswert, Zielwert, Frist",
    "required_sectors_endorse": "Jeder verlangte Sektor trägt die Mission durch mindestens eine Institution mit",
    "mission_is_agreed": "Die Phase mission ist geschlossen: Ziel und Unterstützung stehen",
    "priorities_are_published": "Das Ergebnis einer Priorisierung ist veröffentlicht",
    "priorities_are_answered":
        "Jede Herausforderung an der Spitze hat eine geltende Zusage oder ist als Lücke benannt",
    "a_priority_is_committed_to": "Mindestens eine priorisierte Herausforderung hat eine geltende Zusage",
    "kickoff_is_held": "Das Kick-off hat stattgefunden",
    "priorities_have_solutions":
        "Jede Herausforderung an der Spitze hat eine bestehende Lösung oder ist als Lücke benannt",
    "programme_is_over": "Das Ende des Programms ist nach seinem Tag durch einen Befehl festgestellt",
    "an_initiative_is_admitted": "Die erste Initiative nimmt am Programm teil",
    "initiatives_are_finally_assessed": "Von jeder Initiative ist am Ende gesagt, was aus ihr geworden ist",
    "an_initiative_can_scale":
        "Mindestens eine Initiative hat einen gültigen Fit und gelungene Erprobungen in genügend Institutionen",
    "target_is_reached_or_past": "Der Indikator hat sein Ziel erreicht, oder die Frist ist vorbei",
    "final_report_is_published": "Der Abschlussbericht ist öffentlich",

    # Mission
    "playbook_is_sound": "Eine Mission läuft nie unter einem Playbook, das nicht lesbar ist",
    "deadline_lies_ahead": "Ein Ziel, dessen Frist vorbei ist, lässt sich nicht erreichen",
    "target_differs_from_baseline": "Ein Zielwert gleich dem Ausgangswert verlangt nichts",
    "goal_is_not_endorsed": "Wer ein Ziel mitträgt, trägt dieses mit: es bleibt, wie es ist",
    "goal_is_set": "Eine Institution trägt ein Ziel mit, kein leeres Blatt",
    "institution_has_not_endorsed": "Eine Institution trägt die Mission einmal mit",
    "phase_opens": "Eine Phase öffnet einmal, und nur durch ihr Tor",
    "phase_closes": "Eine Phase schließt einmal, solange sie offen ist, und nur durch ihr Tor",
    "acts_for_oneself": "Nur die Person selbst darf das, oder die Betreiber in ihrem Namen",
    "participant_is_new":
        "Eine Person tritt einmal bei; die Kennung einer gelöschten wird nie wieder vergeben, die der Betreiber gar "
        "nicht",
    "participant_is_not_erased": "Eine gelöschte Person bekommt keine Rolle und wird nicht noch einmal gelöscht",
    "role_fits_institution":
        "Eine Vertretung spricht für eine eingetragene Institution; zum Betreiber oder zur Bürgerin wird niemand "
        "berufen",

    # Challenges
    "is_unmoderated": "Die Moderation entscheidet einmal",
    "is_accepted":
        "Nur eine angenommene Herausforderung wird zusammengelegt oder aufgeteilt, und jede nur einmal (keine "
        "Kreise)",
    "merges_into_another": "Zusammengelegt wird mit einer anderen angenommenen, so dass keine Kreise entstehen",
    "splits_into_known_parts": "Die Teile gibt es, sie leben noch, und sie sind andere als das Ganze",
    "statement_is_about_a_challenge": "Eine Aussage zu einer Herausforderung nennt eine, die es gibt",
    "statement_is_unmoderated": "Die Moderation entscheidet einmal",
    "votes_are_ones_own": "Abgestimmt wird persönlich",
    "votes_are_on_open_statements": "Jede Aussage, über die abgestimmt wird, gibt es, und sie wurde nicht abgelehnt",
    "round_asks_about_accepted_challenges":
        "In einer Runde stehen angenommene Herausforderungen, mindestens zwei, jede einmal",
    "round_closes_in_the_future": "Eine vergangene Frist lässt niemandem Zeit zur Abstimmung",
    "round_is_not_closed": "Eine Runde schließt einmal, und danach kommt niemand mehr hinzu",
    "voter_can_be_added":
        "Wer später hinzukommt, nimmt an der Mission teil, gehört zu den Wahlberechtigten und stand noch nicht auf "
        "der Liste",
    "ballot_is_ones_own": "Eine Stimme wird persönlich abgegeben",
    "round_takes_ballots": "Stimmen zählen von Wahlberechtigten bis zur Frist",
    "ballot_fits_its_kind": "Eine Stimme nennt, was in der Runde steht, so oft, wie ihre Art es erlaubt",
    "round_deadline_has_come": "Niemand beendet eine Runde vor der Frist, die den Abstimmenden genannt war",
    "record_answers_close":
        "Ein Protokoll zählt nur für den Abschluss, zu dem es gerechnet wurde, mit dieser Strategie und diesen "
        "Optionen, und einmal",
    "order_names_the_items": "Ein Ergebnis ordnet, was in der Runde steht, jedes höchstens einmal",
    "speaks_for_an_institution": "Zusagen geben Institutionen",
    "commits_to_a_living_challenge": "Eine Zusage gilt einer angenommenen Herausforderung, die noch für sich steht",
    "due_date_lies_ahead": "Niemand sagt die Vergangenheit zu",
    "is_the_institutions_own": "Nur die Institution, die eine Zusage gab, kann sie halten oder zurückziehen",
    "commitment_is_pending": "Eine gehaltene oder zurückgezogene Zusage ist zu Ende",
    "due_date_has_passed": "Eine Zusage ist erst nach ihrem Tag verspätet, und das wird einmal gesagt",
    "gap_is_real":
        "Eine Lücke wird einmal benannt, zu einer priorisierten Herausforderung, und nur, solange niemand sie füllt",

    # Solutions
    "call_closes_ahead": "Ein Aufruf, der vorbei ist, bevor er beginnt, ruft niemanden",
    "a_call_is_open": "Lösungen werden zu einem öffentlichen Aufruf eingereicht, bis zu seinem letzten Tag",
    "answers_prioritised_challenges":
        "Eine Lösung antwortet auf Herausforderungen dieser Mission, jede einmal, und mindestens eine davon hat "
        "Priorität",
    "solution_stands": "Eine zurückgezogene Lösung bleibt, wie sie war",
    "acts_for_the_team": "Nur das Team spricht für seine Lösung",
    "something_changes": "Eine Änderung sagt mindestens etwas Neues",
    "acts_for_the_team_or_organises": "Das Team, oder die Organisation, wenn eine Lösung gehen muss",
    "ties_to_another_challenge":
        "Eine Lösung wird mit einer Herausforderung einmal verbunden, und mit einer, die noch lebt",
    "invites_a_newcomer": "Wer gefragt wird, nimmt an der Mission teil und ist noch nicht im Team",
    "may_join": "Eine Person tritt einmal bei, einem offenen Team oder auf Einladung, solange Platz ist",
    "others_stay": "Eine Lösung ist nie ohne Team",
    "is_no_active_initiative":
        "Eine Lösung, deren Initiative im Programm ist, verlässt zuerst dieses, damit niemand unterstützt, was weg "
        "ist",
    "kickoff_lies_ahead": "Zum Anmelden braucht es Zeit",
    "tables_have_room":
        "Der kleinste Tisch ist nicht größer als der größte, auch wenn einer von beiden aus dem Playbook kommt",
    "is_not_registered": "Eine Person meldet sich einmal an, und erneut nur nach einer Abmeldung",
    "kickoff_takes_registrations":
        "Anmeldungen und Wünsche kommen vor dem Schluss, oder nachträglich, während Plätze neu vergeben werden",
    "wishes_are_few_and_known":
        "Gewünscht werden bestehende Lösungen, jede einmal, und nicht mehr, als das Playbook erlaubt",
    "is_registered": "Nur eine bestehende Anmeldung kann geändert, abgesagt oder eingelöst werden",
    "acts_for_oneself_or_organises": "Die Organisation darf an der Tür vermerken, wer kam und wer ging",
    "kickoff_is_not_held": "Nach dem Kick-off gibt es nichts mehr abzusagen",
    "kickoff_is_on": "Gekommen ist eine Person einmal, vom ersten Tag an, bis das Kick-off zu Ende war",
    "registration_is_open": "Die Anmeldung schließt einmal",
    "somebody_can_be_placed": "Eine Zuteilung braucht Menschen und Lösungen",
    "allocation_names_known": "Eine Zuteilung nennt Angemeldete, jede Person einmal, und Lösungen dieser Mission",
    "places_were_given": "Plätze werden erst neu vergeben, wenn sie vergeben waren",
    "allocation_was_reopened": "Wer da ist, wird zu einer Zuteilung festgestellt, die wieder geöffnet wurde",
    "kickoff_is_over":
        "Ein Kick-off hat stattgefunden, wenn Menschen kamen, an ihren Tischen saßen und der letzte Tag da ist",

    # Support
    "programme_runs": "Unterstützt wird, während das Programm läuft",
    "is_not_in_the_programme": "Eine Initiative wird einmal aufgenommen, und erneut nur nach einem Ausstieg",
    "has_a_solution": "Eine Initiative ist das Team einer bestehenden Lösung",
    "has_not_dropped_out": "Wer ausgestiegen ist, wird vor allem anderen wieder aufgenommen",
    "acts_for_the_initiative": "Nur das Team spricht für seine Initiative",
    "programme_has_not_ended": "Ein Programm endet einmal",
    "acts_for_the_initiative_or_organises": "Das Team, oder die Organisation",
    "was_warned_long_enough":
        "Niemand wird ungefragt abgeschrieben: die Organisation warnt zuerst und wartet; das Team selbst darf "
        "jederzeit gehen",
    "programme_end_has_come":
        "Das Ende stellt ein Befehl fest, nicht vor seinem Tag: im Verborgenen läuft keine Uhr",
    "initiative_takes_part": "Bedarfe haben Initiativen im Programm",
    "stipend_says_how_much": "Bei Stipendien, und nur bei ihnen, geht es um Geld",
    "acts_for_the_needy_or_organises": "Einen Bedarf nimmt das Team zurück, das ihn hat, oder die Organisation",
    "need_is_open":
        "Ein Bedarf wird zurückgenommen, solange niemand antwortet; eine Vermittlung wird zuerst gelöst, damit kein "
        "Geld gebunden bleibt",
    "offer_stands": "Ein zurückgezogenes Angebot antwortet auf nichts mehr",
    "acts_for_the_offer_or_organises":
        "Wer anbietet, eine andere Vertretung derselben Institution, oder die Organisation",
    "need_can_be_matched":
        "Ein offener Bedarf einer Initiative im Programm trifft ein Angebot seiner Art, von außerhalb des Teams",
    "offer_has_room": "Ein Angebot antwortet auf so viele Bedarfe, wie es sagte",
    "budget_suffices": "Ein Stipendium ist nie höher als erbeten, und nie höher als das, was das Angebot noch hat",
    "is_matched": "Nur was vermittelt ist, kann gelöst, geleistet oder bestätigt werden",
    "is_not_delivered": "Was geleistet ist, wird weder noch einmal geleistet noch gelöst",
    "is_one_of_both_sides_or_organises": "Eine Vermittlung ist Sache beider Seiten, und der Organisation",
    "confirms_for_a_side":
        "Jede Seite bestätigt einmal, was geleistet wurde; niemand kann es an ihrer Stelle",
    "bundle_can_be": "Ein Bündel hat verschiedene Initiativen aus dem Programm, und nicht zu viele",
    "proposes_for_an_own_initiative_or_organises":
        "Ein Bündel schlägt ein Team vor, das dazugehören würde, oder die Organisation",
    "bundle_is_proposed":
        "Zu einem Bündel äußert sich jede seiner Initiativen einmal, solange es vorgeschlagen ist",
    "initiatives_are_free":
        "Eine Initiative stimmt einmal zu, und ein Bündel besteht nur aus Initiativen im Programm, die in keinem "
        "anderen sind",

    # Funding
    "giver_is_registered": "Geld kommt von einer Institution der Mission",
    "gives_for_the_own_institution_or_organises":
        "Geld sagt die Vertretung der Institution zu, oder in ihrem Namen die Organisation",
    "fund_suffices": "Das Budget einer Runde ist Geld, das im Topf liegt und für nichts anderes vorgesehen ist",
    "deadlines_lie_ahead": "Erst ist Zeit für Anträge, dann Zeit zum Abstimmen",
    "round_takes_applications": "Anträge kommen vor ihrer Frist, und nicht mehr, als die Runde annimmt",
    "initiative_may_apply": "Für eine Initiative im Programm stellt ihr Team einen Antrag, einen je Runde",
    "asks_for_what_could_be_given": "Niemand beantragt mehr, als die Runde hat, oder in anderer Währung",
    "grant_ballot_is_ones_own": "Abgestimmt wird persönlich",
    "grant_round_takes_ballots": "Abstimmen dürfen Stimmberechtigte, wenn alle Anträge da sind, bis zur Frist",
    "grant_ballot_fits_its_kind":
        "Eine Stimme nennt Anträge der Runde, jeden einmal, und vergibt Punkte, wo die Runde danach fragt",
    "grant_round_is_not_closed": "Eine Förderrunde schließt einmal",
    "grant_deadline_has_come": "Niemand beendet eine Runde vor der Frist, die genannt war",
    "awards_keep_to_the_budget":
        "Zugesagt wird Anträgen der Runde, jedem einmal, nie mehr als beantragt und zusammen nie mehr als das Budget",
    "grant_exists": "Nur was zugesagt wurde, kann ausgezahlt werden oder zurückkommen",
    "pays_for_the_giver_or_organises":
        "Es zahlt die Institution, die das Geld gibt, oder in ihrem Namen die Organisation",
    "is_not_paid_twice": "Ausgezahlt wird nie mehr, als zugesagt und noch offen ist, auf den Cent",
    "returns_for_the_initiative_or_organises": "Das Team gibt eine Förderung zurück, oder die Organisation sagt es",
    "is_not_returned_twice": "Zurück kommt nie mehr, als zugesagt wurde und noch da ist, auf den Cent",

    # Curation
    "initiative_is_supported": "Bewertet oder erprobt wird, was in die Unterstützung kam und noch lebt",
    "no_assessment_is_under_way": "Eine Initiative wird immer nur einmal zugleich bewertet",
    "review_is_called_for": "Ein Gutachten gilt einer offenen Bewertung, und jede Person gibt eines",
    "scores_fit_the_scale": "Noten gelten den Kriterien der Bewertung und liegen auf ihrer Skala",
    "reviewer_has_no_conflict":
        "Niemand begutachtet eine eigene Initiative, die von Kolleginnen und Kollegen, oder eine, die die eigene "
        "Institution erprobt",
    "assessment_is_open": "Nur eine offene Bewertung kann geschlossen werden",
    "enough_have_reviewed":
        "Eine Bewertung ruht auf mindestens so vielen Gutachten, wie das Playbook bei ihrer Öffnung verlangte",
    "means_are_of_the_criteria": "Ein Ergebnis nennt nur Kriterien, die die Bewertung hatte",
    "has_a_result": "Nur ein veröffentlichtes Ergebnis kann ersetzt oder angefochten werden",
    "override_changes_something": "Ein Ersatz sagt etwas anderes als das, was gilt",
    "contests_once_as_one_concerned": "Team und Begutachtende dürfen ein Ergebnis anfechten, jede Person einmal",
    "contest_awaits_an_answer": "Eine Anfechtung wird einmal beantwortet",
    "is_not_final_yet": "Das letzte Wort fällt einmal, und nicht, während ein Ergebnis unterwegs ist",
    "outcome_is_what_the_dossier_says":
        "Das letzte Wort folgt aus dem Dossier; dass eine Initiative endete, braucht dagegen einen Grund",
    "speaks_for_the_partner": "Eine Institution vereinbart eine Erprobung durch ihre eigene Vertretung",
    "ends_after_its_start": "Eine Erprobung braucht Zeit und wird vereinbart, bevor sie vorbei ist",
    "is_the_partners_own":
        "Die Partnerin beginnt ihre Erprobung und sagt das Ergebnis; die Organisation darf es in ihrem Namen",
    "pilot_is_agreed": "Eine Erprobung beginnt einmal",
    "pilot_is_running": "Ein Ergebnis gilt einer Erprobung, die begann und noch nicht endete",
    "result_follows_from_the_criteria":
        "Gelungen ist, was vorher vereinbart war: jedes Kriterium erfüllt; gescheitert: mindestens eines nicht",
    "pilot_has_not_ended": "Eine Erprobung mit Ergebnis kann nicht mehr abgebrochen werden",

    # Scaling
    "initiative_is_known":
        "Verbreitet und finanziert wird, was einmal in die Unterstützung kam; das Programm darf es verlassen haben",
    "no_plan_is_pending": "Ein neuer Plan wird erst verlangt, wenn der letzte aufgezeichnet ist",
    "capacities_are_of_institutions": "Jede genannte Institution nimmt an der Mission teil",
    "someone_might_adopt": "Ein Plan braucht Institutionen, mit denen er plant",
    "plan_names_the_candidates":
        "Ein Plan sagt von jeder möglichen Institution einmal, ob sie dabei ist, und von keiner anderen",
    "adopter_is_registered": "Das Register nennt Institutionen der Mission",
    "speaks_for_the_adopter": "Eine Übernahme trägt die Vertretung der Institution ein, oder die Organisation",
    "day_is_not_in_the_future": "Aufgezeichnet wird nur, was geschehen ist",
    "is_not_in_the_register":
        "Eine Institution übernimmt eine Initiative an einem Ort einmal, bis die Übernahme endet",
    "passes_the_gate": "Vor der ersten Übernahme hat eine Initiative einen gültigen Fit und gelungene Erprobungen",
    "is_the_adopters_own": "Eine Übernahme beendet die Vertretung der Institution, oder die Organisation",
    "adoption_lasts": "Eine Übernahme endet einmal",
    "speaks_for_the_initiative": "Wie eine Initiative weiterlebt, sagt ihr Team, oder die Organisation",
    "cost_is_not_negative": "Ein Jahr kostet nichts oder etwas",
}

PLAYBOOK_DE: dict[str, str] = {
    "languages": "Die Sprachen der Mission, die wichtigste zuerst.",
    "decision_seconds": "Wie lange eine Strategie, einmal geladen und übersetzt, für eine Entscheidung brauchen darf, "
                        "in Sekunden.",
    "prepare_seconds": "Wie lange das Laden und Übersetzen einer Strategie davor dauern darf, in Sekunden.",
    "mission": "Wessen Unterstützung eine Mission braucht, bevor nach Herausforderungen gefragt wird.",
    "mission.required_sectors":
        "Jeder dieser Sektoren trägt die Mission durch mindestens eine Institution mit.",
    "challenges": "Wie Herausforderungen priorisiert werden.",
    "challenges.top":
        "Wie viele Herausforderungen eines Ergebnisses eine Zusage finden oder als Lücke benannt sein müssen.",
    "challenges.strategy": "Die Regel der Priorisierung (Hook `osi_prioritisation_rules`).",
    "challenges.options": "Optionen dieser Strategie, mit Namen.",
    "challenges.minimum_support": "Wie viele Stimmzettel eine Herausforderung nennen müssen, damit sie gereiht wird.",
    "challenges.max_choices": "Wie viel eine Stimme nennen darf.",
    "challenges.max_points": "Wie viele Punkte eine Stimme insgesamt vergeben darf.",
    "solutions": "Wie Teams entstehen, und wie das Kick-off Menschen und Lösungen zusammenbringt.",
    "solutions.max_team": "Wie viele Menschen ein Team haben darf.",
    "solutions.max_wishes": "Wie viele Lösungen sich eine Person zum Kick-off wünschen darf.",
    "solutions.table_min": "Eine Lösung mit weniger Menschen bekommt beim Kick-off keinen Tisch.",
    "solutions.table_max": "Wie viele Menschen eine Lösung beim Kick-off aufnimmt.",
    "solutions.anywhere": "Ob Menschen lieber an einen nicht gewünschten Tisch kommen als an keinen.",
    "solutions.strategy": "Die Zuteilung von Menschen zu Lösungen (Hook `osi_matching_strategies`).",
    "solutions.options": "Optionen dieser Strategie, mit Namen.",
    "support": "Wie lange das Programm dauert, und wann aus Stille eine Warnung wird.",
    "support.months": "Vom Beginn des Programms bis zu seinem Ende, in Monaten.",
    "support.inactive_days": "Eine Initiative, die so viele Tage kein Lebenszeichen gab, wird gewarnt.",
    "support.grace_days": "Wie viele Tage nach der Warnung noch Zeit für eine Antwort ist, vor dem Ausstieg.",
    "support.max_bundle": "Wie viele Initiativen ein Bündel haben darf.",
    "funding": "Wie Förderrunden entschieden werden.",
    "funding.strategy": "Die Regel der Vergabe (Hook `osi_allocation_rules`).",
    "funding.options": "Optionen dieser Strategie, mit Namen.",
    "funding.minimum_support": "Wie viele Stimmzettel einen Antrag nennen müssen, damit er etwas bekommt.",
    "funding.max_choices": "Wie viele Anträge eine Stimme nennen darf.",
    "funding.max_points": "Wie viele Punkte eine Stimme insgesamt vergeben darf.",
    "funding.max_applications": "Wie viele Anträge eine Förderrunde annimmt.",
    "curation": "Wie der Problem-Lösungs-Fit bewertet wird, und wie lange eine Bewertung gilt.",
    "curation.min_reviewers": "Mit weniger Gutachten kann eine Bewertung nicht geschlossen werden.",
    "curation.criteria": "Was Begutachtende benoten: Frage, Schwelle des Mittels und Gewicht.",
    "curation.scale_max": "Noten gehen von 1 bis hierhin.",
    "curation.fit_valid_days": "Wie viele Tage eine Bewertung gilt.",
    "curation.min_pilots": "Ohne so viele gelungene Erprobungen sagt keine Bewertung, dass es passt.",
    "curation.strategy": "Die Strategie der Kuratierung (Hook `osi_curation_strategies`).",
    "curation.options": "Optionen dieser Strategie, mit Namen.",
    "scaling": "Was eine Initiative vor der Verbreitung gezeigt haben muss, und wie geplant wird.",
    "scaling.min_pilot_institutions": "In wie vielen verschiedenen Institutionen eine Erprobung gelungen sein muss.",
    "scaling.strategy": "Die Strategie der Skalierung (Hook `osi_scaling_strategies`).",
    "scaling.options": "Optionen dieser Strategie, mit Namen.",
}

PLAYBOOK_EN: dict[str, str] = {
    "languages": "The mission's languages, the main one first.",
    "options": "Options of that strategy, by name.",
    "criteria": "What reviewers score: question, threshold of the mean, and weight.",
}
"""Only for keys that have no docstring of their own, by their last part."""
# fmt: on
