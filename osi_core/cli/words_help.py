"""The words of `osi --help`: what there is, and what it is for."""

from __future__ import annotations

from typing import NamedTuple


class Both(NamedTuple):
    """One sentence in both languages."""

    en: str
    de: str


# fmt: off
HELP: dict[str, Both] = {
    "osi": Both(
        "Open Social Innovation: from a society's ideas to their rollout by institutions, in six phases.",
        "Open Social Innovation: von den Ideen einer Gesellschaft zur Umsetzung durch Institutionen, in sechs "
        "Phasen.",
    ),
    "osi.epilogue": Both(
        "Exit codes\n"
        "  0    fine\n"
        "  1    the answer is no: a check failed, not equal, refused\n"
        "  2    wrong usage\n"
        "  3    cannot be done here: file or plugin missing, store busy or full\n"
        "  4    verify: checked, where a strategy promises no equal bits\n"
        "  130  interrupted",
        "Exit-Codes\n"
        "  0    gut\n"
        "  1    die Antwort ist nein: nicht bestanden, nicht gleich, abgelehnt\n"
        "  2    falscher Aufruf\n"
        "  3    hier nicht möglich: Datei oder Plugin fehlt, Speicher belegt oder voll\n"
        "  4    verify: geprüft, wo ein Verfahren keine gleichen Bits verspricht\n"
        "  130  unterbrochen",
    ),

    # Commands
    "cmd.demo": Both("Play a mission at UpdateDeutschland's scale, with report and export",
                     "Eine Mission in der Größe von UpdateDeutschland durchspielen, mit Bericht und Export"),
    "cmd.run": Both("Play the mission of a folder, from real statements and votes where it has them",
                    "Die Mission eines Ordners durchspielen, mit echten Aussagen und Stimmen, wo er sie hat"),
    "cmd.status": Both("Where a mission stands, and what its next gates ask for",
                       "Wo eine Mission steht, und was ihre nächsten Tore verlangen"),
    "cmd.log": Both("What happened, one line an event", "Was geschehen ist, eine Zeile je Ereignis"),
    "cmd.receipt": Both("What became of a contribution", "Was aus einem Beitrag geworden ist"),
    "cmd.report": Both("Write the report of a mission anew", "Den Bericht einer Mission neu schreiben"),
    "cmd.export": Both("Write a mission as a bundle that anyone can check",
                       "Eine Mission als Bündel schreiben, das alle prüfen können"),
    "cmd.verify": Both("Check a bundle or a decision record by computing it again",
                       "Ein Bündel oder ein Entscheidungsprotokoll prüfen, indem neu gerechnet wird"),
    "cmd.erase": Both("Erase a person's words for good", "Die Worte einer Person endgültig löschen"),
    "cmd.rules": Both("The table of phase rules: who may do what, and when; or the decision rules of a plugin",
                      "Die Tabelle der Phasenregeln: wer was darf, und wann; oder die Entscheidungsregeln eines "
                      "Plugins"),
    "cmd.playbook": Both("The playbook: every threshold, duration and strategy",
                         "Das Playbook: alle Schwellen, Dauern und Strategien"),
    "cmd.playbook.show": Both("Print the defaults as commented TOML", "Die Voreinstellungen als kommentiertes TOML"),
    "cmd.playbook.check": Both("Say whether a playbook can be used here", "Sagen, ob ein Playbook hier benutzbar "
                                                                          "ist"),
    "cmd.conformance": Both("Prove what is installed by the conformance kit",
                            "Installiertes mit dem Prüfwerkzeug prüfen"),
    "cmd.conformance.plugin": Both("Run every case of the kit on a strategy, or on all of a plugin",
                                   "Alle Fälle auf eine Strategie oder ein ganzes Plugin anwenden"),
    "arg.strategy": Both("A strategy, a plugin or a package, by its name", "Name einer Strategie, eines Plugins oder "
                                                                          "Pakets"),
    "opt.kind": Both("Only strategies of this kind, e.g. prioritisation",
                     "Nur Strategien dieser Art, z. B. prioritisation"),
    "opt.effort": Both("How long to search for counterexamples; 1 takes some ten seconds a strategy",
                       "Wie lange Gegenbeispiele gesucht werden; 1 braucht etwa zehn Sekunden je Strategie"),
    "cmd.plugins": Both("What is installed, who provides it, and what failed",
                        "Was installiert ist, wer es bereitstellt, und was nicht geht"),

    # Help
    "group.play": Both("Play", "Durchspielen"),
    "group.read": Both("Read", "Lesen"),
    "group.check": Both("Check and keep", "Prüfen und bewahren"),
    "group.know": Both("Know the rules", "Die Regeln kennen"),
    "group.more": Both("More, from plugins", "Weitere, aus Plugins"),
    "group.commands": Both("Commands", "Befehle"),
    "group.options": Both("Options", "Optionen"),
    "group.arguments": Both("Arguments", "Angaben"),
    "group.everywhere": Both("Everywhere", "Überall"),
    "help.usage": Both("Usage:", "Aufruf:"),
    "help.command": Both("COMMAND", "BEFEHL"),
    "help.options": Both("[OPTIONS]", "[OPTIONEN]"),
    "help.required": Both("required", "nötig"),
    "help.default": Both("default {value}", "sonst {value}"),
    "opt.rules_plugin": Both("A plugin, such as voting: lists its strategies, their options and axioms",
                             "Ein Plugin, etwa voting: zeigt seine Strategien, deren Optionen und Axiome"),
    "opt.help": Both("Show this help", "Diese Hilfe zeigen"),
    "opt.version": Both("Show the version", "Die Version zeigen"),
    "opt.lang": Both("Language, de or en; by default that of your locale", "Sprache, de oder en; sonst die der "
                                                                           "Umgebung"),
    "opt.json": Both("Answer in JSON on standard output", "Antwort als JSON auf der Standardausgabe"),
    "opt.debug": Both("Show the traceback of an error", "Bei einem Fehler den Traceback zeigen"),
    "opt.store": Both("Where the log lies: a file or an address such as postgresql://host/name; by default "
                      "OSI_STORE, "
                      "./osi.db or demo-output/mission.db",
                      "Wo das Log liegt: eine Datei oder eine Adresse wie postgresql://host/name; sonst OSI_STORE, "
                      "./osi.db oder demo-output/mission.db"),
    "opt.mission": Both("Which mission, by its id; not needed when there is only one",
                        "Welche Mission, mit ihrer Kennung; nicht nötig, wenn es nur eine gibt"),
    "opt.seed": Both("Everything invented follows from it; the same seed gives the same log",
                     "Daraus folgt alles Erfundene; derselbe Seed gibt dasselbe Log"),
    "opt.people": Both("About how many take part; all else shrinks with them",
                       "Wie viele etwa teilnehmen; alles andere schrumpft mit"),
    "opt.demo_playbook": Both("A playbook (TOML) whose values replace the demo's own, such as the rules of a plugin",
                              "Ein Playbook (TOML), dessen Werte die der Demo ersetzen, etwa die Regeln eines Plugins"),
    "opt.out": Both("The folder for log, report and export", "Der Ordner für Log, Bericht und Export"),
    "opt.force": Both("Replace files in that folder that no play wrote",
                      "Auch Dateien in diesem Ordner ersetzen, die nicht vom Durchspielen stammen"),
    "opt.folder": Both("A mission folder with mission.toml; its format: docs/mission-folder.md",
                       "Ein Missionsordner mit mission.toml; sein Format: docs/mission-folder.md"),
    "opt.after": Both("Begin behind this position", "Hinter dieser Position beginnen"),
    "opt.limit": Both("At most so many events", "Höchstens so viele Ereignisse"),
    "opt.type": Both("Only this type, such as challenges.merged, or this phase, such as challenges",
                     "Nur dieser Typ, etwa challenges.merged, oder diese Phase, etwa challenges"),
    "opt.stream": Both("Only this aggregate, such as challenges/c-1", "Nur dieses Aggregat, etwa challenges/c-1"),
    "opt.code": Both("The receipt's code; hyphens and case do not matter",
                     "Der Code der Quittung; Bindestriche und Groß- oder Kleinschreibung sind egal"),
    "opt.all_steps": Both("Every step, also of stages with many", "Jeder Schritt, auch auf Stufen mit vielen"),
    "opt.page": Both("The HTML file", "Die HTML-Datei"),
    "opt.receipts": Both("Receipt codes to follow in it; may be given several times",
                         "Belege, deren Weg darin steht; mehrfach möglich"),
    "opt.to": Both("The folder of the bundle", "Der Ordner des Bündels"),
    "opt.verify_path": Both("A bundle's folder, or one record of its decisions/",
                            "Der Ordner eines Bündels, oder ein Protokoll aus dessen decisions/"),
    "opt.participant": Both("The participant's id", "Die Kennung der teilnehmenden Person"),
    "opt.yes": Both("Do it; it cannot be undone", "Ausführen; es lässt sich nicht zurücknehmen"),
    "opt.playbook_file": Both("A playbook in TOML", "Ein Playbook in TOML"),
}
# fmt: on
