"""Every sentence of the command line, in English and German. `{name}` stands for a value.

One table: the help's own part of it stands in `words_help`.
"""

from __future__ import annotations

from osi_core.cli.words_help import HELP, Both

# fmt: off
WORDS: dict[str, Both] = {
    **HELP,

    # Wrong usage
    "usage.command": Both("There is no command {given!r}.", "Den Befehl {given!r} gibt es nicht."),
    "usage.option": Both("There is no option {given!r} here.", "Die Option {given!r} gibt es hier nicht."),
    "usage.guess": Both("Did you mean {known}?", "Gemeint war vielleicht {known}."),
    "usage.unused": Both("One word too many: {given}", "Ein Wort zu viel: {given}"),
    "usage.missing": Both("{name} is missing, or its value is.", "{name} fehlt, oder der Wert dazu."),
    "usage.repeated": Both("{name} stands there twice; once is enough.", "{name} steht zweimal da; einmal genügt."),
    "usage.value": Both("{name}: {given!r} does not fit; expected is {wanted}.",
                        "{name}: {given!r} passt nicht; erwartet wird {wanted}."),
    "usage.range": Both("{name}: {given} is out of range; allowed is {allowed}.",
                        "{name}: {given} passt nicht; erlaubt ist {allowed}."),
    "usage.or": Both("or", "oder"),
    "usage.number": Both("a whole number", "eine ganze Zahl"),
    "usage.help": Both("Help: {command} --help", "Hilfe: {command} --help"),

    # What went wrong
    "error": Both("Error:", "Fehler:"),
    "error.interrupted": Both("interrupted. What was committed stays in the log; nothing is half-written.",
                              "unterbrochen. Was geschrieben war, bleibt im Log; nichts ist halb geschrieben."),
    "error.missing": Both("{path}: no such file or folder. Check the path.",
                          "{path}: keine solche Datei, kein solcher Ordner. Bitte den Pfad prüfen."),
    "error.forbidden": Both("{path}: you may not read or write there. Change its permissions, or choose another "
                            "place.",
                            "{path}: dort dürfen Sie nicht lesen oder schreiben. Bitte Rechte ändern oder einen "
                            "anderen Ort wählen."),
    "error.is_folder": Both("{path} is a folder; a file is needed.", "{path} ist ein Ordner; nötig ist eine Datei."),
    "error.no_folder": Both("{path} is a file; a folder is needed.", "{path} ist eine Datei; nötig ist ein Ordner."),
    "error.full": Both("{path}: no space is left. Free some, or choose another place; the log is as it was.",
                       "{path}: kein Platz mehr. Bitte Platz schaffen oder einen anderen Ort wählen; das Log ist "
                       "unverändert."),
    "error.os": Both("{path}: {reason}", "{path}: {reason}"),
    "error.import": Both("{name} is not installed. Install what the command needs: pip install 'osi-core[cli]'",
                         "{name} ist nicht installiert. Bitte nachinstallieren: pip install 'osi-core[cli]'"),
    "error.unexpected": Both("unexpected, and ours to mend: {kind}: {message}. Call it again with --debug and "
                             "report what "
                             "it prints.",
                             "unerwartet, und unsere Sache: {kind}: {message}. Bitte noch einmal mit --debug "
                             "aufrufen "
                             "und die Ausgabe melden."),
    "error.damaged": Both("the log of {mission} is damaged at position {position}: {reason}. Restore it from a "
                          "backup; "
                          "everything before that position is as it was recorded.",
                          "das Log von {mission} ist an Position {position} beschädigt: {reason}. Bitte aus einer "
                          "Sicherung wiederherstellen; alles davor steht, wie es aufgezeichnet wurde."),
    "error.store": Both("{reason}", "der Speicher meldet: {reason}"),
    "error.plugin": Both("{reason}. `osi plugins` lists what is installed.",
                         "{reason}. `osi plugins` zeigt, was installiert ist."),
    "error.playbook": Both("the playbook cannot be used:\n{problems}", "das Playbook ist nicht "
                                                                       "benutzbar:\n{problems}"),
    "error.export": Both("no export that this version reads. {reason}",
                         "kein Export, den diese Version liest. {reason}"),

    # Stores and missions
    "output": Both("standard output", "Standardausgabe"),
    "none": Both("none", "keine"),
    "store.found": Both("Store: {store}", "Speicher: {store}"),
    "store.from_variable": Both("Store: {store} (from {variable})", "Speicher: {store} (aus {variable})"),
    "store.none": Both("there is no store here. Name one with --store or {variable}, or make one with `osi demo`. "
                       "Looked for: {places}",
                       "hier gibt es keinen Speicher. Bitte mit --store oder {variable} nennen, oder mit `osi demo` "
                       "einen anlegen. Gesucht: {places}"),
    "store.missing": Both("{store}: no such store. Check the path; `osi demo` makes one.",
                          "{store}: kein solcher Speicher. Bitte den Pfad prüfen; `osi demo` legt einen an."),
    "mission.unknown": Both("there is no mission {mission} in this store. There are: {known}",
                            "in diesem Speicher gibt es keine Mission {mission}. Es gibt: {known}"),
    "mission.none": Both("this store holds no mission yet.", "dieser Speicher enthält noch keine Mission."),
    "mission.several": Both("this store holds several missions; name one with --mission: {known}",
                            "dieser Speicher enthält mehrere Missionen; bitte mit --mission eine nennen: {known}"),

    # demo, run
    "play.begins": Both("Getting ready", "Vorbereitung"),
    "play.reports": Both("The report is written", "Der Bericht wird geschrieben"),
    "play.exports": Both("The export is written", "Der Export wird geschrieben"),
    "play.not_ours": Both("{path} is there already, and no play wrote it. Choose another folder with --out, or "
                          "replace it "
                          "with --force.",
                          "{path} gibt es schon, und es stammt nicht vom Durchspielen. Bitte mit --out einen anderen "
                          "Ordner wählen, oder mit --force ersetzen."),
    "play.log": Both("Log", "Log"),
    "play.counts": Both("{events} events, {decisions} decisions", "{events} Ereignisse, {decisions} Entscheidungen"),
    "play.store": Both("Store", "Speicher"),
    "play.report": Both("Report", "Bericht"),
    "play.export": Both("Export", "Export"),
    "play.seconds": Both("Took", "Dauer"),
    "play.receipts": Both("Receipts to follow", "Quittungen zum Nachgehen"),
    "play.next": Both("What to do next", "Wie es weitergeht"),
    "became.adopted": Both("adopted", "übernommen"),
    "became.merged": Both("merged", "zusammengelegt"),
    "became.rejected": Both("rejected", "abgelehnt"),
    "became.gap": Both("a gap", "eine Lücke"),
    "became.stopped": Both("stopped on the way", "unterwegs stehen geblieben"),

    # status
    "status.simulated": Both("simulated", "simuliert"),
    "status.real": Both("real: {parts}", "echt: {parts}"),
    "status.derived": Both("derived from what is real: {parts}", "aus Echtem abgeleitet: {parts}"),
    "part.mission": Both("mission", "Mission"),
    "part.challenges": Both("challenges", "Herausforderungen"),
    "part.statements": Both("statements", "Aussagen"),
    "part.votes": Both("votes", "Stimmen"),
    "part.ballots": Both("ballots", "Stimmzettel"),
    "part.commitments": Both("commitments", "Zusagen"),
    "part.solutions": Both("solutions", "Lösungen"),
    "part.kickoff": Both("kick-off", "Kick-off"),
    "part.support": Both("support", "Unterstützung"),
    "part.curation": Both("curation", "Kuratierung"),
    "part.scaling": Both("scaling", "Skalierung"),
    "status.where": Both("missions/{mission} · {events} events · last on {last}",
                         "missions/{mission} · {events} Ereignisse · zuletzt am {last}"),
    "status.phases": Both("Phases", "Phasen"),
    "status.counts": Both("So far", "Bisher"),
    "status.opens": Both("before it opens:", "bevor sie öffnet:"),
    "status.opens_now": Both("may be opened now", "kann jetzt geöffnet werden"),
    "status.closes": Both("before it may be closed:", "bevor sie geschlossen werden kann:"),
    "status.closes_now": Both("may be closed now", "kann jetzt geschlossen werden"),
    "status.more": Both("… and {count} more", "… und {count} weitere"),
    "phase.mission": Both("Mission", "Mission"),
    "phase.challenges": Both("Challenges", "Herausforderungen"),
    "phase.solutions": Both("Solutions", "Lösungen"),
    "phase.support": Both("Support", "Unterstützung"),
    "phase.curation": Both("Curation", "Kuratierung"),
    "phase.scaling": Both("Scaling", "Skalierung"),
    "count.people": Both("People", "Menschen"),
    "count.institutions": Both("Institutions", "Institutionen"),
    "count.challenges": Both("Challenges", "Herausforderungen"),
    "count.statements": Both("Statements", "Aussagen"),
    "count.commitments": Both("Commitments", "Zusagen"),
    "count.gaps": Both("Gaps", "Lücken"),
    "count.solutions": Both("Solutions", "Lösungen"),
    "count.kickoff": Both("Kick-off", "Kick-off"),
    "count.initiatives": Both("Initiatives", "Initiativen"),
    "count.needs": Both("Needs", "Bedarfe"),
    "count.offers": Both("Offers", "Angebote"),
    "count.grants": Both("Grants", "Förderanträge"),
    "count.fits": Both("Assessments", "Bewertungen"),
    "count.pilots": Both("Pilots", "Erprobungen"),
    "count.adoptions": Both("Adoptions", "Übernahmen"),
    "is.joined": Both("joined", "sind dabei"),
    "is.erased": Both("erased", "gelöscht"),
    "is.civil_society": Both("civil society", "Zivilgesellschaft"),
    "is.administration": Both("administration", "Verwaltung"),
    "is.business": Both("business", "Wirtschaft"),
    "is.science": Both("science", "Wissenschaft"),
    "is.submitted": Both("submitted", "eingereicht"),
    "is.accepted": Both("accepted", "angenommen"),
    "is.rejected": Both("rejected", "abgelehnt"),
    "is.merged": Both("merged", "zusammengelegt"),
    "is.split": Both("split", "aufgeteilt"),
    "is.made": Both("made", "offen"),
    "is.kept": Both("kept", "gehalten"),
    "is.kept_late": Both("kept late", "verspätet gehalten"),
    "is.late": Both("late", "verspätet"),
    "is.withdrawn": Both("withdrawn", "zurückgezogen"),
    "is.named": Both("named in public", "öffentlich benannt"),
    "is.registered": Both("registered", "angemeldet"),
    "is.attended": Both("came", "kamen"),
    "is.placed": Both("placed", "zugeteilt"),
    "is.active": Both("active", "aktiv"),
    "is.warned": Both("silent, warned", "still, gewarnt"),
    "is.dropped_out": Both("dropped out", "ausgestiegen"),
    "is.open": Both("open", "offen"),
    "is.matched": Both("matched", "vermittelt"),
    "is.delivered": Both("delivered", "geleistet"),
    "is.met": Both("met", "erfüllt"),
    "is.cancelled": Both("cancelled", "abgesagt"),
    "is.standing": Both("standing", "bestehen"),
    "is.applied": Both("applied for", "beantragt"),
    "is.declined": Both("not funded", "nicht gefördert"),
    "is.awarded": Both("awarded", "zugesagt"),
    "is.paid": Both("paid", "ausgezahlt"),
    "is.returned": Both("given back", "zurückgegeben"),
    "is.fit": Both("fit", "passend"),
    "is.not_yet": Both("not yet", "noch nicht"),
    "is.unclear": Both("unclear", "unklar"),
    "is.agreed": Both("agreed", "vereinbart"),
    "is.running": Both("running", "laufend"),
    "is.succeeded": Both("succeeded", "gelungen"),
    "is.failed": Both("failed", "gescheitert"),
    "is.inconclusive": Both("inconclusive", "ohne klares Ergebnis"),
    "is.abandoned": Both("abandoned", "abgebrochen"),
    "is.lasting": Both("in use", "im Einsatz"),
    "is.ended": Both("ended", "beendet"),

    # log, receipt
    "log.type_unknown": Both("there are no events of type {type}. Perhaps one of: {known}",
                             "Ereignisse vom Typ {type} gibt es nicht. Vielleicht einer von: {known}"),
    "log.stream_unknown": Both("nothing is recorded of {stream} in missions/{mission}; `osi log` shows the names in "
                               "its last column.",
                               "zu {stream} steht in missions/{mission} nichts; die Namen zeigt `osi log` in der "
                               "letzten Spalte."),
    "receipt.unknown": Both("no contribution in this store has the receipt {code}. Check the code and the --store.",
                            "kein Beitrag in diesem Speicher hat die Quittung {code}. Bitte Code und --store "
                            "prüfen."),
    "receipt.malformed": Both("{code!r} is no receipt code: 26 characters, 0-9 and A-Z without I, L, O, U.",
                              "{code!r} ist kein Quittungscode: 26 Zeichen, 0-9 und A-Z ohne I, L, O, U."),
    "receipt.no_words": Both("(no words, or they were erased)", "(ohne Worte, oder sie wurden gelöscht)"),
    "receipt.place": Both("{resource} in missions/{mission}", "{resource} in missions/{mission}"),
    "receipt.more": Both("… and {count} more steps; --all shows them", "… und {count} weitere Schritte; --all "
                                                                       "zeigt sie"),
    "receipt.proof": Both("Position {position} in the log, chain {hash}", "Position {position} im Log, Kette {hash}"),

    # A decision
    "deciding.prepares": Both("What decides is loaded, and compiled once",
                              "Was entscheidet, wird geladen und einmalig übersetzt"),

    # export, verify, erase
    "export.failed": Both("nothing was exported: {reason}", "es wurde nichts exportiert: {reason}"),
    "export.done": Both("{folder}: missions/{mission}, {events} events, {decisions} decisions",
                        "{folder}: missions/{mission}, {events} Ereignisse, {decisions} Entscheidungen"),
    "export.hash": Both("The chain ends with {hash}", "Die Kette endet mit {hash}"),
    "verify.working": Both("Every decision is computed again", "Jede Entscheidung wird neu gerechnet"),
    "verify.no_bundle": Both("{folder} holds no export bundle: there is no manifest.json. `osi export` writes one.",
                             "{folder} enthält kein Export-Bündel: manifest.json fehlt. `osi export` schreibt "
                             "eines."),
    "verify.whole": Both("The log of missions/{mission} is whole: {events} events, as they were recorded.",
                         "Das Log von missions/{mission} ist heil: {events} Ereignisse, wie sie aufgezeichnet "
                         "wurden."),
    "verify.damaged": Both("The log of missions/{mission} is not as it was recorded. The first damage is at position "
                           "{position}: {reason}.",
                           "Das Log von missions/{mission} ist nicht, wie es aufgezeichnet wurde. Der erste Schaden "
                           "steht an Position {position}: {reason}."),
    "verify.damaged_advice": Both("Everything before that position is whole. Get the bundle again from where it "
                                  "comes from.",
                                  "Alles davor ist heil. Bitte das Bündel noch einmal von der Quelle holen."),
    "verify.no_decisions": Both("It holds no decision by strategy.", "Es enthält keine Entscheidung durch eine "
                                                                     "Strategie."),
    "answer.equal": Both("equal", "gleich"),
    "answer.checked": Both("checked", "geprüft"),
    "answer.not_equal": Both("not equal", "nicht gleich"),
    "answer.cannot_recompute": Both("cannot recompute", "nicht nachrechenbar"),
    "erase.malformed": Both("--participant: {participant!r} is no participant's id: 1 to 63 of a-z, 0-9 and hyphens "
                            "inside.",
                            "--participant: {participant!r} ist keine Id einer Person: 1 bis 63 Zeichen aus a-z, 0-9 "
                            "und Bindestrichen dazwischen."),
    "erase.confirm": Both("this erases the words of {participant} in missions/{mission} for good, and the tie to the "
                          "person. If that is meant, add --yes.",
                          "das löscht die Worte von {participant} in missions/{mission} endgültig, und die "
                          "Verbindung "
                          "zur Person. Wenn das gemeint ist, bitte --yes hinzufügen."),
    "report.done": Both("{path}: the report of missions/{mission}.", "{path}: der Bericht von missions/{mission}."),
    "erase.done": Both("The words of {participant} are gone; the erasure stands at position {position}. Chain and "
                       "results are as before. Pages written earlier still show them: write these anew with "
                       "osi report.",
                       "Die Worte von {participant} sind gelöscht; die Löschung steht an Position {position}. Kette "
                       "und Ergebnisse sind unverändert. Früher geschriebene Seiten zeigen sie noch: bitte mit "
                       "osi report neu schreiben."),

    # rules, playbook, plugins
    "rules.opens": Both("opens when", "öffnet, wenn"),
    "rules.closes": Both("may be closed when", "schließbar, wenn"),
    "rules.nothing": Both("nothing further is asked", "nichts weiter verlangt wird"),
    "rules.during": Both("during {phases}", "während {phases}"),
    "rules.anyone": Both("anyone", "alle"),
    "rules.receipt": Both("receipt", "Quittung"),
    "rules.no_plugin": Both("no plugin {name!r} brings strategies. There are: {known}",
                            "kein Plugin {name!r} bringt Strategien mit. Es gibt: {known}"),
    "rules.ballots": Both("ballots", "Stimmzettel"),
    "rules.axioms": Both("axioms", "Axiome"),
    "rules.options": Both("options", "Optionen"),
    "rules.none": Both("none claimed", "keine behauptet"),
    "rules.limits": Both("Every rule takes the limits of its problem: minimum_support, conflicts, requires, size; "
                         "where money is given out, category_pots, district_pots and substitutes instead of size.",
                         "Jede Regel nimmt die Grenzen ihres Problems: minimum_support, conflicts, requires, size; wo "
                         "Geld vergeben wird, category_pots, district_pots und substitutes statt size."),
    "rules.legend": Both("Each command: who may give it · in which open phases (none named: at any time) · whether "
                         "it gets "
                         "a receipt; below, what must hold first. Every number comes from the playbook.",
                         "Je Befehl: wer ihn geben darf · in welchen offenen Phasen (keine genannt: jederzeit) · "
                         "ob es "
                         "eine Quittung gibt; darunter, was gelten muss. Jede Zahl kommt aus dem Playbook."),
    "playbook.lead": Both("The playbook of a mission: every number and every strategy, with its default.\n"
                          "Delete what you do not change. Check it with: osi playbook check FILE",
                          "Das Playbook einer Mission: jede Zahl und jede Strategie, mit ihrer Voreinstellung.\n"
                          "Was gleich bleibt, kann gestrichen werden. Prüfen mit: osi playbook check DATEI"),
    "playbook.bounds": Both("({low} to {high})", "({low} bis {high})"),
    "playbook.fine": Both("{file}: can be used.", "{file}: benutzbar."),
    "plugin.ok": Both("ok", "in Ordnung"),
    "plugin.partly": Both("partly left out", "teils ausgelassen"),
    "plugin.left_out": Both("left out", "ausgelassen"),
    "plugin.failure": Both("failed", "Fehler"),
    "case.passed": Both("passed", "bestanden"),
    "case.failed": Both("failed", "nicht bestanden"),
    "case.skipped": Both("does not apply", "trifft nicht zu"),
    "conformance.end": Both(
        "{passed} cases passed, {failed} failed, {skipped} do not apply.",
        "{passed} Fälle bestanden, {failed} nicht bestanden, {skipped} treffen nicht zu.",
    ),
    "conformance.kind": Both("{kind} is no kind of strategy; there are: {kinds}.",
                             "{kind} ist keine Art von Strategie; es gibt: {kinds}."),
    "conformance.extra": Both(
        "the conformance kit is not complete here ({reason}); install osi-core[testing].",
        "das Prüfwerkzeug ist hier nicht vollständig ({reason}); bitte osi-core[testing] installieren.",
    ),
    "conformance.cannot": Both("the kit cannot run: {reason}", "nicht prüfbar: {reason}"),
    "kind.prioritisation": Both("prioritisation", "Priorisierung"),
    "kind.allocation": Both("allocation", "Mittelvergabe"),
    "kind.opinions": Both("opinion maps", "Meinungskarten"),
    "kind.texts": Both("text encoders", "Textkodierer"),
    "kind.matching": Both("matching", "Zuordnung"),
    "kind.timetable": Both("timetables", "Zeitpläne"),
    "kind.curation": Both("curation", "Kuratierung"),
    "kind.scaling": Both("scaling", "Skalierung"),
    "kind.phase_gates": Both("gates", "Tore"),
    "kind.importers": Both("reads", "liest"),
    "kind.exporters": Both("writes", "schreibt"),
    "kind.hook": Both("listens to", "hört auf"),
}
# fmt: on
