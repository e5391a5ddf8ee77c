"""Every sentence of the commands, in English and German. `{name}` stands for a value."""

from __future__ import annotations

from typing import Final

from osi_core.words import Catalogue
from osi_voting.both import Both

__all__ = ["CATALOGUE", "WORDS"]

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
        "An election: Pabulib (.pb), PrefLib (.soc, .soi, .toc, .toi, .cat), comparisons or contributions (.csv)",
        "Eine Wahl: Pabulib (.pb), PrefLib (.soc, .soi, .toc, .toi, .cat), Vergleiche oder Beiträge (.csv)",
    ),
    "opt.rule": Both(
        "The rule, by name; `osi rules voting` lists all", "Die Regel, mit Namen; `osi rules voting` nennt alle"
    ),
    "opt.option": Both(
        "An option of the rule, or a limit such as minimum_support=20; may be repeated",
        "Eine Option der Regel, oder eine Grenze wie minimum_support=20; darf mehrmals stehen",
    ),
    "opt.limits": Both(
        "Limits from a TOML file: size, minimum_support, conflicts, requires, substitutes, category_pots, "
        "district_pots",
        "Grenzen aus einer TOML-Datei: size, minimum_support, conflicts, requires, substitutes, category_pots, "
        "district_pots",
    ),
    "opt.budget": Both(
        "How much money there is for contributions (.csv), as in 10000 or 99.50",
        "Wie viel Geld es zu Beiträgen (.csv) gibt, etwa 10000 oder 99.50",
    ),
    "opt.currency": Both("Its currency, as in EUR", "Seine Währung, etwa EUR"),
    "opt.projects": Both(
        "A CSV file of the projects that contributions go to: project,cost and, if need be, name,category,district",
        "Eine CSV-Datei der Projekte, an die Beiträge gehen: project,cost und bei Bedarf name,category,district",
    ),
    "opt.ties": Both(
        "Who comes first of equals: by lot from the seed, by name, or the cheaper or dearer one",
        "Wer bei Gleichstand zuerst kommt: durch Los aus dem Seed, nach Namen, oder das günstigere oder teurere",
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
    "file.header": Both(
        "{path}: the columns {found} are of no known kind. Expected is {comparisons} for comparisons, or "
        "{contributions} for contributions.",
        "{path}: die Spalten {found} sind von keiner bekannten Art. Erwartet wird {comparisons} für Vergleiche, oder "
        "{contributions} für Beiträge.",
    ),
    "file.no_funds": Both(
        "--budget, --currency and --projects belong to contributions (.csv), which {path} does not hold.",
        "--budget, --currency und --projects gehören zu Beiträgen (.csv), und {path} enthält keine.",
    ),
    "file.no_budget": Both(
        "{path} holds contributions; --budget AMOUNT has to say how much money there is.",
        "{path} enthält Beiträge; wie viel Geld es gibt, muss --budget BETRAG sagen.",
    ),
    "file.currency": Both(
        "--currency: '{given}' is no code of three letters, such as EUR.",
        "--currency: '{given}' ist kein Code aus drei Buchstaben wie EUR.",
    ),
    "file.wrong": Both("{said}. This cannot be repaired.", "{said}. Das lässt sich nicht reparieren."),
    "file.wrong_strict": Both(
        "{said}. Nothing was decided; --lenient repairs what can be repaired.",
        "{said}. Nichts wurde entschieden; --lenient repariert, was sich reparieren lässt.",
    ),
    "file.repair": Both("Line {line}: {what}", "Zeile {line}: {what}"),
    # Rules
    "rule.unknown": Both(
        "there is no rule '{name}' for this. There are: {known}",
        "eine Regel '{name}' gibt es dafür nicht. Es gibt: {known}",
    ),
    "rule.ballots": Both(
        "{name} takes {takes} ballots; those of the file are {kind}.",
        "{name} nimmt Stimmzettel der Art {takes}; die der Datei sind {kind}.",
    ),
    "rule.refuses": Both("{name} cannot decide this: {why}", "{name} kann das nicht entscheiden: {why}"),
    "rule.guess": Both("Perhaps {known}?", "Vielleicht {known}?"),
    "option.unknown": Both(
        "{rule} has no option {name}. It has: {known}. Besides, there are the limits {limits}.",
        "{rule} hat keine Option {name}. Es hat: {known}. Daneben gibt es die Grenzen {limits}.",
    ),
    "option.value": Both(
        "{name}: '{given}' does not fit; expected is {wanted}", "{name}: '{given}' passt nicht; erwartet wird {wanted}"
    ),
    "option.like": Both("something like {example}", "etwas wie {example}"),
    "option.form": Both(
        "'{given}': an option is written key=value.", "'{given}': eine Option wird als name=wert geschrieben."
    ),
    # Limits
    "limit.toml": Both(
        "{path}, line {line}: expected TOML, such as minimum_support = 20",
        "{path}, Zeile {line}: erwartet wird TOML, etwa minimum_support = 20",
    ),
    "limit.unknown": Both(
        "{path}: there is no limit {name}. There are: {known}",
        "{path}: eine Grenze {name} gibt es nicht. Es gibt: {known}",
    ),
    "limit.wrong": Both("{said}", "{said}"),
    "limit.value": Both(
        "{where}: '{given}' does not fit; expected is {wanted}.",
        "{where}: '{given}' passt nicht; erwartet wird {wanted}.",
    ),
    "limit.whole": Both("a whole number of {least} or more", "eine ganze Zahl ab {least}"),
    "limit.pairs": Both('pairs of ids, as in [["12", "15"]]', 'Paare von ids, wie in [["12", "15"]]'),
    "limit.groups": Both(
        'groups of two or more ids, as in [["1", "2", "3"]]', 'Gruppen von zwei oder mehr ids, wie in [["1", "2", "3"]]'
    ),
    "limit.pots": Both(
        'an amount of 0 or more in minor units for each name, as in {{"education": 500000}}',
        'ein Betrag ab 0 in kleinsten Einheiten (Cent) zu jedem Namen, wie in {{"education": 500000}}',
    ),
    "limit.item": Both(
        "{where}: '{name}' is none of the election's {count} items.",
        "{where}: '{name}' ist keine der {count} Alternativen der Wahl.",
    ),
    "limit.category_pots": Both(
        "{where}: no project is in the category '{name}'. There are: {known}",
        "{where}: kein Projekt gehört zur Kategorie '{name}'. Es gibt: {known}",
    ),
    "limit.district_pots": Both(
        "{where}: no project is in the district '{name}'. There are: {known}",
        "{where}: kein Projekt liegt im Bezirk '{name}'. Es gibt: {known}",
    ),
    "limit.money": Both(
        "{where}: only a rule that gives out money, with a file about money, takes this limit.",
        "{where}: diese Grenze gilt nur für eine Regel, die Geld vergibt, mit einer Datei, in der es um Geld geht.",
    ),
    "limit.size": Both(
        "{where}: a rule that gives out money takes no size; how many win follows from the budget.",
        "{where}: eine Regel, die Geld vergibt, kennt keine size; wie viele gewinnen, folgt aus dem Budget.",
    ),
    "compiling.kept": Both(
        "Compiling once, for this and all later runs; that may take half a minute ...",
        "Einmaliges Übersetzen, für diesen und alle weiteren Läufe; das kann eine halbe Minute dauern ...",
    ),
    "compiling.not_kept": Both(
        "Compiling for this run; set NUMBA_CACHE_DIR to a folder that can be written to, and later runs need not ...",
        "Übersetzen für diesen Lauf; NUMBA_CACHE_DIR als beschreibbarer Ordner erspart es allen weiteren ...",
    ),
    # Tally
    "tally.working": Both("Counting with {name}", "Auszählen mit {name}"),
    "tally.lead": Both(
        "{rule} {version}: {winners} of {items}, {voters} ballots",
        "{rule} {version}: {winners} von {items}, {voters} Stimmzettel",
    ),
    "tally.lead_one": Both(
        "{rule} {version}: {winners} of {items}, 1 ballot", "{rule} {version}: {winners} von {items}, 1 Stimmzettel"
    ),
    "tally.spent": Both("{spent} of {budget} spent ({share})", "{spent} von {budget} vergeben ({share})"),
    "tally.won": Both("Chosen, in order of decision", "Ausgewählt, in der Reihenfolge der Entscheidung"),
    "tally.lost": Both("Not chosen", "Nicht ausgewählt"),
    "tally.nobody": Both("Nothing was chosen.", "Nichts wurde ausgewählt."),
    "tally.options": Both("Options: {options}", "Optionen: {options}"),
    "tally.limits": Both("Limits: {limits}", "Grenzen: {limits}"),
    "tally.next": Both("Ask next: {one} or {other}?", "Als Nächstes fragen: {one} oder {other}?"),
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
        "'{given}' is no file and no rule. Expected: official, a JSON file, or one of {known}",
        "'{given}' ist keine Datei und keine Regel. Erwartet: official, eine JSON-Datei oder eine von {known}",
    ),
    "audit.json": Both(
        "{path}: expected a JSON list of project ids, or an object with such a list as winners: {why}",
        "{path}: erwartet wird eine JSON-Liste von Projekt-ids, oder ein Objekt mit einer solchen Liste "
        "als winners: {why}",
    ),
    "audit.winners": Both(
        "{path}: '{name}' is none of the election's {count} ids: {known}",
        "{path}: '{name}' ist keine der {count} ids der Wahl: {known}",
    ),
    "audit.nobody": Both(
        "{path}: nobody is chosen; say with --size how many seats there are.",
        "{path}: niemand ist gewählt; bitte mit --size sagen, wie viele Sitze es gibt.",
    ),
    "audit.twice": Both("{path}: '{name}' stands there twice.", "{path}: '{name}' steht zweimal da."),
    "audit.judging": Both("Judging {name}", "{name} wird geprüft"),
    "audit.pricing": Both(
        "{name}: could equal shares have paid for it?", "{name}: hätten gleiche Anteile das bezahlt?"
    ),
    "audit.losing": Both(
        "{name}: {runs} counts without 1 % of the ballots", "{name}: {runs} Zählungen ohne 1 % der Stimmzettel"
    ),
    "audit.official": Both("official result", "amtliches Ergebnis"),
    "audit.written": Both("{path} written", "{path} geschrieben"),
    "audit.winners_count": Both("Chosen", "Ausgewählt"),
    "audit.spent": Both("Spent", "Vergeben"),
    "audit.nothing": Both("Voters with nothing", "Wählende ohne etwas"),
    "audit.mean": Both("Chosen per voter", "Je Wählende ausgewählt"),
    "audit.mean_points": Both("Points per voter", "Punkte je Wählende"),
    "audit.by_points": Both("EJR+ by points", "EJR+ nach Punkten"),
    "audit.by_cost": Both("EJR+ by cost", "EJR+ nach Kosten"),
    "audit.by_count": Both("EJR+ by count", "EJR+ nach Anzahl"),
    "audit.priceable": Both("Priceable", "Bepreisbar"),
    "audit.read_as": Both(
        "Points count as they stand, ranks as a point for each project named after. By cost and by count, and for the "
        "rest, ballots are read as approval of everything that has points or a rank.",
        "Punkte zählen, wie sie dastehen, Ränge als ein Punkt für jedes danach genannte Projekt. Nach Kosten und nach "
        "Anzahl, und für alles Weitere, zählen Stimmzettel als Zustimmung zu allem, was Punkte oder einen Rang hat.",
    ),
    "audit.holds": Both("holds", "erfüllt"),
    "audit.broken": Both("broken ({count})", "verletzt ({count})"),
    "audit.yes": Both("yes", "ja"),
    "audit.no": Both("no", "nein"),
    "audit.open": Both("not decided", "offen"),
    "audit.same": Both("{name} chooses the same as {first}.", "{name} wählt dasselbe wie {first}."),
    "audit.differs": Both(
        "{name} beside {first}: {more} more, {fewer} fewer", "{name} neben {first}: {more} mehr, {fewer} weniger"
    ),
    "audit.others": Both("and {count} more", "und {count} weitere"),
    "audit.deprived_head": Both(
        "Groups that get too little (EJR+ up to one project)",
        "Gruppen, die zu wenig bekommen (EJR+ bis auf ein Projekt)",
    ),
    "audit.deprived_points": Both(
        "{item}: {group} of its supporters have a share of {share}, which would buy {claim} points each, on average, "
        "at what it gives them for {cost}. Even with it, none of them would have more than {beyond}.",
        "{item}: {group} seiner Unterstützenden haben einen Anteil von {share}; bei dem, was es ihnen für {cost} gibt, "
        "kauft das im Mittel je {claim} Punkte. Auch mit ihm hätte niemand davon mehr als {beyond}.",
    ),
    "audit.deprived_cost": Both(
        "{item} for {cost}: {group} of its supporters have a share of {share}, and each approves of at most {most} of "
        "what was chosen.",
        "{item} für {cost}: {group} seiner Unterstützenden haben einen Anteil von {share}, und alle stimmen für "
        "höchstens {most} des Ausgewählten.",
    ),
    "audit.deprived_count": Both(
        "{item} for {cost}: {group} of its supporters could pay for {claim} such projects from their share of {share}, "
        "and each approves of at most {most} chosen ones.",
        "{item} für {cost}: {group} seiner Unterstützenden könnten aus ihrem Anteil von {share} {claim} solche "
        "Projekte bezahlen, und alle stimmen für höchstens {most} ausgewählte.",
    ),
    "audit.deprived_seats": Both(
        "{item}: {group} of its supporters have a share of {share} of the {seats} seats, and each approves of at most "
        "{most} chosen.",
        "{item}: {group} seiner Unterstützenden haben einen Anteil von {share} der {seats} Sitze, und alle stimmen für "
        "höchstens {most} ausgewählte.",
    ),
    "audit.robust": Both(
        "{name}, {runs} times without {lost} of the ballots: {same} times the same winners.",
        "{name}, {runs}-mal ohne {lost} der Stimmzettel: {same}-mal dieselben Gewinner.",
    ),
    "audit.wobble": Both("{item} wins {times} of {runs} times", "{item} gewinnt {times} von {runs} Mal"),
}

CATALOGUE: Final = Catalogue(sentences={f"voting.{key}": {"en": both.en, "de": both.de} for key, both in WORDS.items()})
