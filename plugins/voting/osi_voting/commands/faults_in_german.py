"""What readers of election files and rules say, in German: patterns of their English sentences.

They raise one English sentence, which programs catch; who calls `osi --lang de` reads this. A sentence without a
pattern stays English; a test goes through the sources and names those.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["in_german"]

_PATTERNS: Final = (
    # Where
    (r", line (\d+): ", r", Zeile \1: "),
    # Pabulib, what stands before the votes
    (r"expected UTF-8, byte (\S+) is not", r"erwartet wird UTF-8, das Byte \1 ist es nicht"),
    (r"expected the section META, found (.+)", r"erwartet wird der Abschnitt META, gefunden: \1"),
    (r"expected the sections META, PROJECTS and VOTES, found none",
     "erwartet werden die Abschnitte META, PROJECTS und VOTES, gefunden ist keiner"),
    (r"expected the section VOTES, found the end of the file",
     "erwartet wird der Abschnitt VOTES, gefunden ist das Ende der Datei"),
    (r"cannot be read as fields: (.+)", r"lässt sich nicht in Felder teilen: \1"),
    (r"expected key;value, found (.+)", r"erwartet wird name;wert, gefunden: \1"),
    (r"META says (.+?) twice", r"META nennt \1 zweimal"),
    (r"expected the column (\S+) in the header of (\w+), as (\S+) votes have them",
     r"erwartet wird die Spalte \1 im Kopf von \2, wie sie zu Stimmen der Art \3 gehört"),
    (r"expected the column (\S+) in the header of (\w+), found (.+)",
     r"erwartet wird die Spalte \1 im Kopf von \2, gefunden: \3"),
    (r"expected at least one project in PROJECTS", "erwartet wird mindestens ein Projekt in PROJECTS"),
    (r"META has no budget", "in META fehlt das Budget"),
    (r"expected a budget above 0 in META", "erwartet wird in META ein Budget über 0"),
    (r"has (\d+) fields, the header (\d+)", r"hat \1 Felder, der Kopf \2"),
    (r"\(a semicolon inside a field needs quotes\)", "(ein Semikolon im Feld braucht Anführungszeichen)"),
    (r"expected a project_id, found none", "erwartet wird eine project_id, gefunden ist keine"),
    (r"project (.+?) stands there twice", r"das Projekt \1 steht zweimal da"),
    (r"expected a cost above 0 for project (.+?)(?=$|: )", r"erwartet werden Kosten über 0 für das Projekt \1"),
    (r"expected a number as (.+?), found (.+)", r"erwartet wird eine Zahl als \1, gefunden: \2"),
    (r"expected a (.+?) from 0 to 10\^13, found (.+)", r"erwartet wird von 0 bis 10^13: \1, gefunden: \2"),
    (r"expected whole minor units as (.+?), found (.+)",
     r"erwartet werden ganze Einheiten (Cent) als \1, gefunden: \2"),
    (r"cost of project", "Kosten des Projekts"),
    # Pabulib, votes
    (r"expected one of ([\w, -]+)", r"erwartet wird eines von \1"),
    (r"META has no vote_type", "in META fehlt vote_type"),
    (r"META says the vote type is (.+?),", r"META nennt als Art der Stimmen \1,"),
    (r"has too few fields", "hat zu wenige Felder"),
    (r"has too many fields", "hat zu viele Felder"),
    (r"names an unknown project", "nennt ein unbekanntes Projekt"),
    (r"names a project twice", "nennt ein Projekt zweimal"),
    (r"has another number of points than of projects", "hat nicht so viele Punkte wie Projekte"),
    (r"has points that are no number from 0 to 10\^12", "hat Punkte, die keine Zahl von 0 bis 10^12 sind"),
    (r"has points with more decimals than can be kept", "hat Punkte mit mehr Nachkommastellen, als zu halten sind"),
    (r"opens a quote that is never closed", "öffnet ein Anführungszeichen, das nie geschlossen wird"),
    (r"names more projects than choose-1 allows", "nennt mehr Projekte, als choose-1 erlaubt"),
    (r"; expected (\S+)", r"; erwartet wird \1"),
    (r"voter (.+?) has voted before, on line (\d+)", r"\1 hat schon abgestimmt, in Zeile \2"),
    (r"META announces (\d+) votes, there are (\d+) \(is the file cut off\?\)",
     r"META kündigt \1 Stimmen an, da sind \2 (ist die Datei abgeschnitten?)"),
    (r"META announces (\d+) projects, there are (\d+)", r"META kündigt \1 Projekte an, da sind \2"),
    (r"expected at least one vote", "erwartet wird mindestens eine Stimme"),
    # PrefLib
    (r"byte (\d+) is not UTF-8", r"Byte \1 ist kein UTF-8"),
    (r"a (\w+) ballot names all (\d+) alternatives, this one (\d+)",
     r"ein Stimmzettel der Art \1 nennt alle \2 Alternativen, dieser \3"),
    (r"alternative (\d+): there are (\d+)", r"Alternative \1: es gibt \2"),
    (r"alternative (\d+) stands on the ballot twice", r"Alternative \1 steht zweimal auf dem Stimmzettel"),
    (r"(\S+) is (\d+), but the file has (\d+)", r"\1 ist \2, die Datei hat \3"),
    (r"is it cut off\?", "ist sie abgeschnitten?"),
    (r'expected "# KEY: value", found (.+)', r'erwartet wird "# NAME: Wert", gefunden: \1'),
    (r"expected a number from 1 after (.+?), found (.+)", r"erwartet wird nach \1 eine Zahl ab 1, gefunden: \2"),
    (r"(.+?) stands here a second time", r"\1 steht hier zum zweiten Mal"),
    (r'expected "# DATA TYPE:" with one of (.+?), found (.+)', r'erwartet wird "# DATA TYPE:" mit \1, gefunden: \2'),
    (r'expected "# NUMBER ALTERNATIVES:" or names of alternatives before the first ballot',
     'erwartet wird "# NUMBER ALTERNATIVES:" oder Namen der Alternativen vor dem ersten Stimmzettel'),
    (r": there are (\d+) alternatives", r": es gibt \1 Alternativen"),
    (r"NUMBER ALTERNATIVES: (\d+) is more than a million", r"NUMBER ALTERNATIVES: \1 ist mehr als eine Million"),
    (r'expected "count: items" with a count of 1 or more, found (.+)',
     r'erwartet wird "Anzahl: Alternativen" mit einer Anzahl ab 1, gefunden: \1'),
    (r"a (\w+) file has no ties, found (.+)", r"eine Datei der Art \1 kennt keinen Gleichstand, gefunden: \2"),
    (r"alternatives (\d+) and (\d+) are tied, which a ranked ballot cannot say; read the file with ties=\"points\"",
     r"Alternative \1 und \2 stehen gleich; das zählt nur eine Regel, die Punkte nimmt"),
    (r"expected a whole number, found (.+)", r"erwartet wird eine ganze Zahl, gefunden: \1"),
    # Comparisons and contributions
    (r"expected the header (\S+), found (.+)", r"erwartet wird der Kopf \1, gefunden: \2"),
    (r"expected an (?:item|id) in the column (\w+), found none",
     r"erwartet wird ein Eintrag in der Spalte \1, gefunden ist keiner"),
    (r"compares (.+?) with itself, expected two items", r"vergleicht \1 mit sich selbst, erwartet werden zwei"),
    (r"expected left, right or equal as preferred, found (.+)",
     r"erwartet wird left, right oder equal als preferred, gefunden: \1"),
    (r"expected a whole number from 1 to 10\^9 as weight, found (.+)",
     r"erwartet wird eine ganze Zahl von 1 bis 10^9 als weight, gefunden: \1"),
    (r"voter (.+?) has the weight (\d+) here and (\d+) before", r"\1 hat hier das Gewicht \2 und davor \3"),
    (r"expected at least one comparison", "erwartet wird mindestens ein Vergleich"),
    (r"expected at least one contribution", "erwartet wird mindestens ein Beitrag"),
    (r"expected a contribution above 0", "erwartet wird ein Beitrag über 0"),
    (r"project (.+?) is not in the list of projects", r"das Projekt \1 steht nicht in der Liste der Projekte"),
    (r"contribution(?=$|,|: )", "Beitrag"),
    (r"\bbudget(?=, gefunden)", "Budget"),
    # Problems and rules
    (r": (.+?) twice, expected two different items", r": \1 zweimal, erwartet werden zwei verschiedene"),
    (r": has (\d+) items, expected two or more", r": hat \1 Einträge, erwartet werden zwei oder mehr"),
    (r": (.+?) stands there more than once", r": \1 steht mehr als einmal da"),
    (r": goes round in a circle(.*)", lambda found: f": läuft im Kreis{found[1].replace(' needs ', ' braucht ')}"),
    # Repairs
    (r": went on without$", ": ohne weitergemacht"),
    (r": went on with (\d+)$", r": weitergemacht mit \1"),
    (r": read the file as Latin-1$", ": als Latin-1 gelesen"),
    (r": read as Latin-1 from here$", ": ab hier als Latin-1 gelesen"),
    (r": passed over$", ": übergangen"),
    (r": passed over the surplus$", ": das Überzählige übergangen"),
    (r": kept the first$", ": das erste gilt"),
    (r": kept the first line only$", ": nur die erste Zeile gilt"),
    (r": kept what is there$", ": genommen, was da ist"),
    (r": kept$", ": so genommen"),
    (r": left out$", ": ausgelassen"),
    (r": the later one left out$", ": das spätere ausgelassen"),
    (r": left the unknown project out$", ": das unbekannte Projekt ausgelassen"),
    (r": left the project out$", ": das Projekt ausgelassen"),
    (r": left out what has no points$", ": ausgelassen, was keine Punkte hat"),
    (r": took the surplus as part of (\w+)$", r": das Überzählige als Teil von \1 genommen"),
    (r": took the missing (?:fields|ones) as empty$", ": die fehlenden als leer genommen"),
    (r": took the rest of the file as one field$", ": den Rest der Datei als ein Feld genommen"),
    (r": took the nearest$", ": den nächsten Wert genommen"),
    (r": took it as free$", ": als kostenlos genommen"),
    (r": took (\S+)$", r": \1 genommen"),
    (r": rounded$", ": gerundet"),
    (r": counted an empty ballot$", ": als leerer Stimmzettel gezählt"),
)  # fmt: skip


def in_german(said: str) -> str:
    """A reader's sentence in German, as far as there is a pattern."""
    for pattern, german in _PATTERNS:
        said = re.sub(pattern, german, said)
    return said
