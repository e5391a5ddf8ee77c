"""Every sentence of the page, in English and German."""

from __future__ import annotations

from typing import Final

from osi_voting.both import Both

__all__ = ["PAGE_WORDS"]

PAGE_WORDS: Final[dict[str, Both]] = {
    "title": Both("Audit: {election}", "Prüfung: {election}"),
    "skip": Both("Skip to the findings", "Zu den Ergebnissen"),
    "audit_of": Both("Audit of", "Geprüft:"),
    "lead": Both(
        "{voters} people voted on {items} projects with {budget}. {won} were chosen, for {spent}.",
        "{voters} Menschen haben über {items} Projekte und {budget} abgestimmt. {won} sind ausgewählt, für {spent}.",
    ),
    "lead_committee": Both(
        "{voters} people voted on {items} items. {won} were chosen.",
        "{voters} Menschen haben über {items} Vorschläge abgestimmt. {won} sind ausgewählt.",
    ),
    "read_as": Both(
        "Points count as they stand, ranks as a point for each project named after. By cost and by count, and for the "
        "rest, ballots are read as approval of everything that has points or a rank.",
        "Punkte zählen, wie sie dastehen, Ränge als ein Punkt für jedes danach genannte Projekt. Nach Kosten und nach "
        "Anzahl, und für alles Weitere, zählen Stimmzettel als Zustimmung zu allem, was Punkte oder einen Rang hat.",
    ),
    "repairs": Both("Repaired in the file: {count} lines", "In der Datei repariert: {count} Zeilen"),
    "glance": Both("At a glance", "Auf einen Blick"),
    "glance.nothing": Both("of voters get nothing they voted for", "der Wählenden bekommen nichts, wofür sie stimmten"),
    "glance.spent": Both("of the budget is spent", "des Budgets sind vergeben"),
    "glance.ejr": Both(
        "groups get less than their share entitles them to (EJR+)",
        "Gruppen bekommen weniger, als ihr Anteil rechtfertigt (EJR+)",
    ),
    "glance.price": Both(
        "equal shares of money explain the outcome (priceability)",
        "gleiche Anteile am Geld erklären das Ergebnis (Bepreisbarkeit)",
    ),
    "yes": Both("yes", "ja"),
    "no": Both("no", "nein"),
    "open": Both("not decided", "offen"),
    "compare": Both("Beside other rules", "Neben anderen Regeln"),
    "compare.what": Both(
        "The same ballots, other rules. All are judged in the same way, and none by its own arithmetic.",
        "Dieselben Stimmzettel, andere Regeln. Alle sind gleich geprüft, keine durch ihre eigene Rechnung.",
    ),
    "outcome": Both("Outcome", "Ergebnis"),
    "chosen": Both("Chosen", "Ausgewählt"),
    "spent": Both("Spent", "Vergeben"),
    "nothing": Both("Voters with nothing", "Wählende ohne etwas"),
    "mean": Both("Chosen per voter", "Je Wählende"),
    "mean_points": Both("Points per voter", "Punkte je Wählende"),
    "ejr_points": Both("EJR+ by points", "EJR+ nach Punkten"),
    "ejr_cost": Both("EJR+ by cost", "EJR+ nach Kosten"),
    "ejr_count": Both("EJR+ by count", "EJR+ nach Anzahl"),
    "priceable": Both("Priceable", "Bepreisbar"),
    "holds": Both("holds", "erfüllt"),
    "broken": Both("broken ({count})", "verletzt ({count})"),
    "differing": Both("Projects on which they differ: {count}", "Projekte, in denen sie sich unterscheiden: {count}"),
    "differing.none": Both("All choose the same projects.", "Alle wählen dieselben Projekte."),
    "pays": Both("Who pays for what", "Wer was bezahlt"),
    "pays.what": Both(
        "Suppose every voter has the same money, and the supporters of each chosen project share its cost, in the "
        "order of decision. This needs {share} each; an equal part of the budget is {fair}.",
        "Angenommen, alle Wählenden haben gleich viel Geld, und die Unterstützenden jedes ausgewählten Projekts teilen "
        "sich die Kosten, in der Reihenfolge der Entscheidung. Dafür brauchen alle {share}; ein gleicher Teil des "
        "Budgets sind {fair}.",
    ),
    "pays.picture": Both(
        "For each chosen project, who pays which part", "Je ausgewähltem Projekt, wer welchen Teil zahlt"
    ),
    "pays.picture_price": Both(
        "For each chosen project, the most that a supporter pays",
        "Je ausgewähltem Projekt, was eine unterstützende Person höchstens zahlt",
    ),
    "pays.unpaid": Both("Nobody approves of: {items}", "Dafür stimmt niemand: {items}"),
    "project": Both("Project", "Projekt"),
    "cost": Both("Cost", "Kosten"),
    "supporters": Both("Supporters", "Unterstützende"),
    "price": Both("At most a head", "Höchstens je Kopf"),
    "own": Both("The rule's own price", "Preis der Regel selbst"),
    "own.price": Both(
        "The rule's own price is the most that a supporter paid when it bought the project.",
        "Der Preis der Regel selbst ist das, was eine unterstützende Person höchstens zahlte, als das Projekt gekauft "
        "wurde.",
    ),
    "own.point": Both(
        "The rule's own price is the most that a supporter paid for each point, when it bought the project.",
        "Der Preis der Regel selbst ist das, was eine unterstützende Person je Punkt höchstens zahlte, als das Projekt "
        "gekauft wurde.",
    ),
    "own.time": Both(
        "The rule's own price is what every voter had earned when the supporters could buy the project.",
        "Der Preis der Regel selbst ist das, was alle Wählenden verdient hatten, als die Unterstützenden das Projekt "
        "kaufen konnten.",
    ),
    "own.load": Both(
        "The rule's own price is the most that anybody carries, of this project and all before it.",
        "Der Preis der Regel selbst ist das, was eine Person höchstens trägt, von diesem Projekt und allen davor.",
    ),
    "own.covered": Both(
        "In brackets: the part of the cost that the supporters paid.",
        "In Klammern: der Teil der Kosten, den die Unterstützenden zahlten.",
    ),
    "own.where": Both("It stands among the numbers of this picture.", "Er steht bei den Zahlen zu diesem Bild."),
    "others": Both("others", "andere"),
    "unnamed": Both("not said", "ohne Angabe"),
    "numbers": Both("The numbers of this picture", "Die Zahlen zu diesem Bild"),
    "more": Both("The table has {count} more.", "Die Tabelle hat {count} weitere."),
    "balance": Both("Where the money goes", "Wohin das Geld geht"),
    "balance.category": Both("By category", "Nach Kategorie"),
    "balance.district": Both("By district of the projects", "Nach Bezirk der Projekte"),
    "balance.items_what": Both(
        "Wanted: every voter's part of the budget, divided equally among what they approve. Won: the cost of what was "
        "chosen.",
        "Gewünscht: der Teil des Budgets von allen Wählenden, gleich verteilt auf alles, wofür sie stimmen. Gewonnen: "
        "die Kosten des Ausgewählten.",
    ),
    "balance.voters_what": Both(
        "Equal part: the group's share of the budget by heads. Received: each chosen project's cost, divided equally "
        "among its supporters.",
        "Gleicher Teil: der Anteil der Gruppe am Budget nach Köpfen. Erhalten: die Kosten jedes ausgewählten Projekts, "
        "gleich verteilt auf seine Unterstützenden.",
    ),
    "by.district": Both("By district of the voters", "Nach Bezirk der Wählenden"),
    "by.neighborhood": Both("By neighbourhood of the voters", "Nach Viertel der Wählenden"),
    "by.subdistrict": Both("By part of town of the voters", "Nach Ortsteil der Wählenden"),
    "by.age": Both("By age of the voters", "Nach Alter der Wählenden"),
    "by.sex": Both("By sex of the voters", "Nach Geschlecht der Wählenden"),
    "group": Both("Group", "Gruppe"),
    "voters": Both("Voters", "Wählende"),
    "wanted": Both("Wanted", "Gewünscht"),
    "won": Both("Won", "Gewonnen"),
    "asked": Both("All projects cost", "Alle Projekte kosten"),
    "fair": Both("Equal part", "Gleicher Teil"),
    "received": Both("Received", "Erhalten"),
    "spread": Both("Who gets how much", "Wer wie viel bekommt"),
    "spread.what": Both(
        "Voters by how many of the chosen projects they approve: {mean} on average.",
        "Wählende danach, für wie viele der ausgewählten Projekte sie stimmten: im Mittel {mean}.",
    ),
    "spread.picture": Both("Share of voters by satisfaction", "Anteil der Wählenden nach Zufriedenheit"),
    "spread.row": Both("{count} chosen", "{count} ausgewählte"),
    "spread.share": Both("Share", "Anteil"),
    "fairness": Both("What the groups may claim", "Was Gruppen beanspruchen können"),
    "ejr": Both("EJR+ up to one project", "EJR+ bis auf ein Projekt"),
    "ejr.what": Both(
        "People who all want the same unchosen project, and whose part of the budget would pay for it, may not all go "
        "short: one of them has to get, with that project on top, more than their share buys.",
        "Menschen, die alle dasselbe nicht ausgewählte Projekt wollen und deren Teil des Budgets dafür reicht, dürfen "
        "nicht alle zu kurz kommen: Zusammen mit diesem Projekt muss eine Person mehr haben, als ihr Anteil kauft.",
    ),
    "ejr.fine": Both("No group goes short.", "Keine Gruppe kommt zu kurz."),
    "ejr.group": Both("Group", "Gruppe"),
    "ejr.share": Both("Their share", "Ihr Anteil"),
    "ejr.most": Both("Each gets at most", "Alle bekommen höchstens"),
    "ejr.beyond": Both("With it at most", "Mit ihm höchstens"),
    "ejr.claim": Both("Share buys each", "Anteil kauft je Kopf"),
    "ejr.points": Both(
        "By points, what a share buys is counted at the points for money that the project gives the whole group.",
        "Nach Punkten zählt, was ein Anteil kauft, bei so vielen Punkten fürs Geld, wie das Projekt der ganzen Gruppe "
        "gibt.",
    ),
    "ejr.measure": Both("By", "Nach"),
    "measure.points": Both("points", "Punkten"),
    "measure.cost": Both("cost", "Kosten"),
    "measure.count": Both("count", "Anzahl"),
    "price.head": Both("Priceability", "Bepreisbarkeit"),
    "price.yes": Both(
        "Proven: with {share} each, voters can pay for exactly what was chosen, each only for what they approve, and "
        "no other project's supporters have more left than it costs.",
        "Bewiesen: Mit je {share} können die Wählenden genau das Ausgewählte bezahlen, alle nur, wofür sie stimmen, "
        "und bei keinem anderen Projekt bleibt den Unterstützenden mehr, als es kostet.",
    ),
    "price.trivial": Both(
        "Holds: there is nothing else that anybody wanted.", "Erfüllt: Sonst gab es nichts, was jemand wollte."
    ),
    "price.no": Both(
        "Proven impossible: however the payments are divided, some project's supporters have at least {excess} more "
        "left than it costs, such as {item}.",
        "Bewiesen unmöglich: Wie man die Zahlungen auch teilt, bei einem Projekt bleibt den Unterstützenden mindestens "
        "{excess} mehr, als es kostet, etwa bei {item}.",
    ),
    "price.unsupported": Both(
        "Impossible: nobody approves of {item}, which was chosen.",
        "Unmöglich: Für {item} stimmt niemand, und doch ist es ausgewählt.",
    ),
    "price.open": Both("Not decided in the time that was given.", "In der gegebenen Zeit nicht entschieden."),
    "degree": Both("Proportionality degree", "Proportionalitätsgrad"),
    "degree.what": Both(
        "Groups that agree on an unchosen project and could pay for so many like it: what the worst off of them get on "
        "average, and what EJR+ would guarantee.",
        "Gruppen, die sich auf ein nicht ausgewähltes Projekt einigen und so viele davon bezahlen könnten: was die am "
        "schlechtesten Gestellten im Mittel bekommen, und was EJR+ garantiert.",
    ),
    "degree.none": Both(
        "No group is large enough to claim an unchosen project.",
        "Keine Gruppe ist groß genug, um ein nicht ausgewähltes Projekt zu beanspruchen.",
    ),
    "degree.level": Both("Could pay for", "Könnten bezahlen"),
    "degree.average": Both("Get on average", "Bekommen im Mittel"),
    "degree.guaranteed": Both("EJR+ guarantees", "EJR+ garantiert"),
    "robust": Both("If ballots had been lost", "Wären Stimmzettel verloren gegangen"),
    "robust.what": Both(
        "Counted {runs} times, each time without another {lost} of the ballots: {same} times the same projects win.",
        "{runs}-mal gezählt, jedes Mal ohne andere {lost} der Stimmzettel: {same}-mal gewinnen dieselben Projekte.",
    ),
    "robust.won": Both("Wins", "Gewinnt"),
    "robust.in": Both("Chosen", "Ausgewählt"),
    "how": Both("How this was found", "Wie das ermittelt ist"),
    "how.what": Both(
        "No rule's own arithmetic is used. EJR+ is compared in whole numbers (Brill and Peters, EC 2023; by points, "
        "a form of our own for additive utilities, which the method of equal shares keeps). "
        "Priceability is a linear programme (Peters and Skowron, EC 2020) whose answer, yes or no, is checked in "
        "exact fractions. Proportionality degree after Skowron (EC 2021). Payments and balance are drawn from decimal "
        "numbers; nothing is decided by them.",
        "Keine Regel prüft sich selbst. EJR+ ist in ganzen Zahlen verglichen (Brill und Peters, EC 2023; nach "
        "Punkten eine eigene Form für additiven Nutzen, die die Methode der gleichen Anteile einhält). "
        "Bepreisbarkeit ist ein lineares Programm (Peters und Skowron, EC 2020), dessen Antwort, ja oder nein, in "
        "exakten Brüchen geprüft ist. Proportionalitätsgrad nach Skowron (EC 2021). Zahlungen und Verteilung sind aus "
        "Dezimalzahlen gezeichnet; durch sie ist nichts entschieden.",
    ),
}
