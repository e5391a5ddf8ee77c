"""Every sentence of the commands, in English and German. `{name}` stands for a value."""

from __future__ import annotations

from typing import Final

from osi_core.cli.words_help import Both

__all__ = ["WORDS"]

WORDS: Final[dict[str, Both]] = {
    # Help
    "cmd.tally": Both(
        "Count an election file with a rule, and say why of every project",
        "Eine Wahldatei nach einer Regel auszählen, mit Begründung für jedes Projekt",
    ),
    "cmd.audit": Both(
        "Judge an outcome of an election file: fair to whom, by what proof, beside which other rules; "
        "exit code 1 where EJR+ is broken",
        "Ein Ergebnis zu einer Wahldatei prüfen: wem es gerecht wird, mit Beweis, neben welchen Regeln; "
        "Exit-Code 1, wo EJR+ verletzt ist",
    ),
    "opt.file": Both(
        "An election: Pabulib (.pb) or PrefLib (.soc, .soi, .toc, .toi, .cat)",
        "Eine Wahl: Pabulib (.pb) oder PrefLib (.soc, .soi, .toc, .toi, .cat)",
    ),
    "opt.rule": Both(
        "The rule, by name; `osi rules voting` lists all", "Die Regel, mit Namen; `osi rules voting` nennt alle"
    ),
    "opt.option": Both("An option of the rule; may be repeated", "Eine Option der Regel; darf mehrmals stehen"),
    "opt.ties": Both(
        "Who comes first of equals: by name, by lot from the seed, or the cheaper one",
        "Wer bei Gleichstand zuerst kommt: nach Namen, durch Los aus dem Seed, oder das günstigere",
    ),
    "opt.seed": Both(
        "The secret that lots are drawn from, together with the ballots",
        "Das Geheimnis, aus dem mit den Stimmzetteln zusammen gelost wird",
    ),
    "opt.size": Both("How many win, for rules that put in order", "Wie viele gewinnen, bei Regeln, die ordnen"),
    "opt.approve": Both(
        "Categories of a .cat file that count as approval",
        "Wie viele Kategorien einer .cat-Datei als Zustimmung zählen",
    ),
    "opt.lenient": Both(
        "Repair what can be repaired, and list each repair",
        "Reparieren, was sich reparieren lässt, und jede Reparatur nennen",
    ),
    "opt.result": Both(
        "The outcome: official (of the file itself), a JSON file with winners, or a rule",
        "Das Ergebnis: official (das der Datei selbst), eine JSON-Datei mit winners, oder eine Regel",
    ),
    "opt.compare": Both(
        "A rule to compare with, such as equal-shares:completion=add1; may be repeated",
        "Eine Regel zum Vergleich, etwa equal-shares:completion=add1; darf mehrmals stehen",
    ),
    "opt.out": Both("Write the audit as one HTML page", "Die Prüfung als eine HTML-Seite schreiben"),
    "opt.runs": Both(
        "Counts without 1 % of the ballots; 0 for none", "Zählungen ohne 1 % der Stimmzettel; 0 für keine"
    ),
    "opt.seconds": Both("Seconds for the proof of priceability", "Sekunden für den Beweis der Bepreisbarkeit"),
    # Files
    "file.ending": Both(
        "{path}: this ending is not known. Expected is one of {endings}.",
        "{path}: diese Endung ist unbekannt. Erwartet wird eine von {endings}.",
    ),
    "file.wrong": Both("{said}. This cannot be repaired.", "{said}. Das lässt sich nicht reparieren."),
    "file.wrong_strict": Both(
        "{said}. Nothing was decided; --lenient repairs what can be repaired.",
        "{said}. Nichts wurde entschieden; --lenient repariert, was sich reparieren lässt.",
    ),
    "file.repair": Both("Line {line}: {what}", "Zeile {line}: {what}"),
    # Rules
    "rule.unknown": Both(
        "there is no rule {name!r} for this. There are: {known}",
        "eine Regel {name!r} gibt es dafür nicht. Es gibt: {known}",
    ),
    "rule.ballots": Both(
        "{name} takes {takes} ballots; those of the file are {kind}.",
        "{name} nimmt Stimmzettel der Art {takes}; die der Datei sind {kind}.",
    ),
    "rule.refuses": Both("{name} cannot decide this: {why}", "{name} kann das nicht entscheiden: {why}"),
    "rule.guess": Both("Perhaps {known}?", "Vielleicht {known}?"),
    "option.unknown": Both(
        "{rule} has no option {name}. It has: {known}.", "{rule} hat keine Option {name}. Es hat: {known}."
    ),
    "option.value": Both(
        "{name}: {given!r} does not fit; expected is {wanted}.",
        "{name}: {given!r} passt nicht; erwartet wird {wanted}.",
    ),
    "option.form": Both(
        "{given!r}: an option is written key=value.", "{given!r}: eine Option wird als name=wert geschrieben."
    ),
    "option.ties": Both(
        "{name} does not know ties={given}; it knows {known}.", "{name} kennt ties={given} nicht; es kennt {known}."
    ),
    # Tally
    "tally.working": Both("Counting with {name}", "Auszählen mit {name}"),
    "tally.lead": Both(
        "{rule} {version}: {winners} of {items}, {voters} ballots",
        "{rule} {version}: {winners} von {items}, {voters} Stimmzettel",
    ),
    "tally.spent": Both("{spent} of {budget} spent ({share})", "{spent} von {budget} vergeben ({share})"),
    "tally.won": Both("Chosen, in order of decision", "Ausgewählt, in der Reihenfolge der Entscheidung"),
    "tally.lost": Both("Not chosen", "Nicht ausgewählt"),
    "tally.nobody": Both("Nothing was chosen.", "Nichts wurde ausgewählt."),
    "tally.options": Both("Options: {options}", "Optionen: {options}"),
    "tally.proof": Both(
        "Input {digest} · {exact} steps decided by exact numbers · read {read} s, decided {decide} s",
        "Eingabe {digest} · {exact} Schritte durch exakte Zahlen entschieden · gelesen {read} s, "
        "entschieden {decide} s",
    ),
    # Audit
    "audit.no_official": Both(
        "{path}: the file does not say what was really chosen (no column `selected`).",
        "{path}: die Datei sagt nicht, was wirklich ausgewählt wurde (keine Spalte `selected`).",
    ),
    "audit.no_result": Both(
        "{given!r} is no file and no rule. Expected: official, a JSON file, or one of {known}",
        "{given!r} ist keine Datei und keine Regel. Erwartet: official, eine JSON-Datei oder eine von {known}",
    ),
    "audit.json": Both(
        "{path}: expected a JSON list of project ids, or an object with such a list as winners: {why}",
        "{path}: erwartet wird eine JSON-Liste von Projekt-ids, oder ein Objekt mit einer solchen Liste "
        "als winners: {why}",
    ),
    "audit.winners": Both(
        "{path}: {name!r} is none of the election's {count} projects.",
        "{path}: {name!r} ist keines der {count} Projekte der Wahl.",
    ),
    "audit.twice": Both("{path}: {name!r} stands there twice.", "{path}: {name!r} steht zweimal da."),
    "audit.judging": Both("Judging {name}", "{name} wird geprüft"),
    "audit.losing": Both(
        "{name}: {runs} counts without 1 % of the ballots", "{name}: {runs} Zählungen ohne 1 % der Stimmzettel"
    ),
    "audit.official": Both("official result", "amtliches Ergebnis"),
    "audit.written": Both("{path} written", "{path} geschrieben"),
    "audit.winners_count": Both("Chosen", "Ausgewählt"),
    "audit.spent": Both("Spent", "Vergeben"),
    "audit.nothing": Both("Voters with nothing", "Wählende ohne etwas"),
    "audit.mean": Both("Chosen per voter", "Je Wählende ausgewählt"),
    "audit.by_cost": Both("EJR+ by cost", "EJR+ nach Kosten"),
    "audit.by_count": Both("EJR+ by count", "EJR+ nach Anzahl"),
    "audit.priceable": Both("Priceable", "Bepreisbar"),
    "audit.read_as": Both(
        "Ballots with points or ranks are read as approval of everything that has points or a rank.",
        "Stimmzettel mit Punkten oder Rängen zählen als Zustimmung zu allem, was Punkte oder einen Rang hat.",
    ),
    "audit.holds": Both("holds", "erfüllt"),
    "audit.broken": Both("broken for {count}", "verletzt bei {count}"),
    "audit.yes": Both("yes, proven", "ja, bewiesen"),
    "audit.no": Both("no, proven", "nein, bewiesen"),
    "audit.open": Both("not decided", "nicht entschieden"),
    "audit.deprived_head": Both(
        "Groups that get too little (EJR+ up to one project)",
        "Gruppen, die zu wenig bekommen (EJR+ bis auf ein Projekt)",
    ),
    "audit.deprived_cost": Both(
        "{item}: {group} of its supporters have a share of {share}, {item} costs {cost}, and "
        "each approves of at most {most} of what was chosen.",
        "{item}: {group} seiner Unterstützenden haben einen Anteil von {share}, {item} kostet "
        "{cost}, und alle stimmen für höchstens {most} des Ausgewählten.",
    ),
    "audit.deprived_count": Both(
        "{item}: {group} of its supporters could pay for {level} such projects from their share of {share}, and each "
        "approves of at most {most} chosen ones.",
        "{item}: {group} seiner Unterstützenden könnten aus ihrem Anteil von {share} {level} solche Projekte bezahlen, "
        "und alle stimmen für höchstens {most} ausgewählte.",
    ),
    "audit.robust": Both(
        "{name}, {runs} times without {lost} ballots: {same} times the same winners.",
        "{name}, {runs}-mal ohne {lost} Stimmzettel: {same}-mal dieselben Gewinner.",
    ),
    "audit.wobble": Both("{item} wins {times} of {runs} times", "{item} gewinnt {times} von {runs} Mal"),
}
