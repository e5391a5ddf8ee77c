"""Plugins bring their words: in catalogues, or beside a class. What is wrong with them is told and fails nothing."""

import pytest

from osi_core.plugins import Origin, Plugins, PrioritisationRule, hookimpl, ranking_by_score
from osi_core.words import OWN, Catalogue, Message
from osi_core.words.__main__ import main

PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "{code}"\nmsgstr "{told}"\n'
GREETING = Message.of("mine.greeting", name="Ada")
BESIDE = {"beside.class": {"en": "Beside {name}.", "de": "Neben {name}."}}


class Rule(PrioritisationRule):
    name, version = "mine", "1"
    words = BESIDE

    def solve(self, problem, options, seed, progress):
        return ranking_by_score(problem, dict.fromkeys(problem.items, 0), seed, reason="beside.class")


class Brings:
    """A plugin with these catalogues and rules, which notes when it is asked for rules."""

    def __init__(self, *catalogues, rules=()):
        self.catalogues, self.rules, self.asked = list(catalogues), list(rules), 0

    @hookimpl
    def osi_catalogues(self):
        return self.catalogues

    @hookimpl
    def osi_prioritisation_rules(self):
        self.asked += 1
        return self.rules


@pytest.fixture
def folder(tmp_path):
    """`folder("mine.greeting", en="Hello {name}")`: a compiled catalogue with one code."""

    def make(code, **told):
        path = tmp_path / code
        path.mkdir()
        for language, sentence in told.items():
            (path / f"{language}.po").write_text(PO.format(code=code, told=sentence))
        main([str(path)])
        return path

    return make


def plugins_with(**brought):
    plugins = Plugins.builtin()
    for name, plugin in brought.items():
        plugins.add(plugin, Origin(name, f"osi-{name}", "1.0"))
    return plugins


def failures(plugins, language="en"):
    return {row.origin.distribution: [OWN.say(f, language) for f in row.failures] for row in plugins.report()}


def test_catalogues_are_asked_after_the_librarys_own(folder):
    path = folder("mine.greeting", en="Hello {name}.", de="Hallo {name}.")
    words = plugins_with(mine=Brings(Catalogue(path))).words()
    assert (words.say(GREETING), words.say(GREETING, "de")) == ("Hello Ada.", "Hallo Ada.")
    assert words.say(Message("ranking.tie-broken"), "de") == "Ein Gleichstand wurde aufgelöst."


def test_words_beside_a_class_are_found_and_the_class_is_imported_only_for_them():
    mine = Brings(rules=[Rule()])
    words = plugins_with(mine=mine).words()
    assert words.say(Message("ranking.tie-broken")) == "A tie was broken."
    assert mine.asked == 0
    assert words.say(Message.of("beside.class", name="Ada"), "de") == "Neben Ada."
    assert mine.asked == 1


def test_words_beside_a_gate_are_found():
    class Gate:
        name = "council"
        words = {"council.absent": {"en": "the council is absent", "de": "der Rat fehlt"}}

        def unmet(self, state, facts, phase, opening):
            yield Message("council.absent")

    class Mine:
        @hookimpl
        def osi_phase_gates(self):
            return [Gate()]

    plugins = plugins_with(mine=Mine())
    (unmet,) = plugins.gates()[0].unmet(None, None, "scaling", True)
    assert plugins.words().say(unmet, "de") == "der Rat fehlt"


def test_a_code_that_two_packages_claim_is_reported_with_both(folder):
    plugins = plugins_with(
        one=Brings(Catalogue(folder("mine.greeting", en="One {name}.", de="Eins {name}."))),
        other=Brings(Catalogue(sentences={"mine.greeting": {"en": "Other {name}.", "de": "Anders {name}."}})),
    )
    said = "osi-one 1.0, osi-other 1.0 have words for the same codes: mine.greeting; those of the first are used"
    assert failures(plugins) == {"osi-core": [], "osi-one": [said], "osi-other": [said]}
    assert plugins.words().say(GREETING) == "One Ada."


def test_a_code_of_the_library_stays_the_librarys():
    theirs = {"ranking.tie-broken": {"en": "A bribe was paid.", "de": "Es floss Bestechung."}}
    plugins = plugins_with(mine=Brings(Catalogue(sentences=theirs)))
    assert plugins.words().say(Message("ranking.tie-broken")) == "A tie was broken."
    (said,) = failures(plugins)["osi-mine"]
    assert said.startswith("osi-core ")
    assert "osi-mine 1.0 have words for the same codes: ranking.tie-broken" in said
    assert failures(plugins)["osi-core"] == []


def test_the_same_code_twice_in_one_package_is_no_clash():
    assert failures(plugins_with(mine=Brings(Catalogue(sentences=BESIDE), rules=[Rule()])))["osi-mine"] == []


def test_a_broken_catalogue_is_reported_and_its_codes_are_shown_as_codes(folder):
    path = folder("mine.greeting", en="Hello {name}.", de="Hallo {name}.")
    for language in ("en", "de"):
        (path / f"{language}.mo").write_bytes(b"\xde\x12\x04\x95 and then nothing")
    plugins = plugins_with(mine=Brings(Catalogue(path), rules=[Rule()]))
    (said,) = failures(plugins)["osi-mine"]
    assert said.startswith(f"osi_catalogues: {path / 'de.mo'} cannot be read (no gettext catalogue")
    assert plugins.words().say(GREETING, "de") == "mine.greeting (name=Ada)"
    assert plugins.strategy("prioritisation", "mine").name == "mine"
    assert plugins.words().say(Message.of("beside.class", name="Ada")) == "Beside Ada."


def test_a_catalogue_without_one_language_is_reported_and_speaks_the_other(folder):
    path = folder("mine.greeting", en="Hello {name}.")
    plugins = plugins_with(mine=Brings(Catalogue(path)))
    assert failures(plugins, "de")["osi-mine"] == [f"osi_catalogues: {path} hat keine Worte auf de"]
    assert plugins.words().say(GREETING, "de") == "Hello Ada."


def test_a_folder_that_is_not_there_is_reported(tmp_path):
    plugins = plugins_with(mine=Brings(Catalogue(tmp_path / "nowhere")))
    assert failures(plugins)["osi-mine"] == [f"osi_catalogues: {tmp_path / 'nowhere'} has no words in en, de"]


def test_what_is_no_catalogue_is_reported():
    plugins = plugins_with(mine=Brings({"mine.greeting": "Hello"}, Catalogue(sentences={"x.y": "Hello"})))  # type: ignore[dict-item]
    assert failures(plugins)["osi-mine"] == [
        "osi_catalogues: a Catalogue is expected, not dict",
        (
            "osi_catalogues: words cannot be read ('x.y': a sentence for each language is expected); "
            "its codes are shown as codes"
        ),
    ]
    assert plugins.words().say(Message("x.y")) == "x.y"


@pytest.mark.parametrize("words", [["a sentence"], {"x.y": "a sentence"}, {"x.y": {"en": ("one", "two", "three")}}])
def test_words_beside_a_class_that_are_none_are_reported_and_the_rule_is_kept(words):
    class Odd(Rule):
        pass

    Odd.words = words
    plugins = plugins_with(mine=Brings(rules=[Odd()]))
    assert plugins.strategy("prioritisation", "mine").name == "mine"
    (said,) = failures(plugins)["osi-mine"]
    assert said.startswith("words of 'mine': ")
    assert plugins.words().say(Message("x.y")) == "x.y"


def test_what_the_report_says_for_programs_has_codes():
    plugins = plugins_with(mine=Brings("no catalogue"))
    (row,) = [row.as_dict() for row in plugins.report() if row.origin.plugin == "mine"]
    assert row["failures"] == [
        {"code": "catalogue-expected", "says": "osi_catalogues: a Catalogue is expected, not str"}
    ]
