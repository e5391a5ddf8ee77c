"""Wrong calls: exit code 2, a sentence in the language asked for, and where help is."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("call", "english", "german"),
    [
        ("statsu", "There is no command 'statsu'. Did you mean status?", "Den Befehl 'statsu' gibt es nicht."),
        ("playbook chekc x", "There is no command 'chekc'. Did you mean check?", "Den Befehl 'chekc' gibt es nicht."),
        ("status --stor x", "There is no option '--stor' here.", "Die Option '--stor' gibt es hier nicht."),
        ("receipt a b", "One word too many: b", "Ein Wort zu viel: b"),
        ("receipt", "CODE is missing", "CODE fehlt"),
        ("verify", "What is to be verified?", "Was soll geprüft werden?"),
        ("export", "where to?", "wohin?"),
        ("export --to", "--to is missing", "--to fehlt"),
        ("log --after x", "--after: 'x' does not fit; expected is a whole number.", "eine ganze Zahl"),
        ("log --limit 0", "--limit: 0 is out of range; allowed is >= 1.", "erlaubt ist >= 1."),
        ("demo --people 3", "--people: 3 is out of range", "--people: 3 passt nicht"),
    ],
)
def test_a_wrong_call_is_explained_in_both_languages(osi, call, english, german):
    answer = osi(*call.split())
    assert answer.code == 2
    assert english in answer.err
    assert "--help" in answer.err
    answer = osi(*call.split(), "--lang", "de")
    assert answer.code == 2
    assert german in answer.err
    assert answer.err.startswith("Fehler: ")


def test_a_language_that_we_do_not_speak_is_refused(osi):
    answer = osi("rules", "--lang", "fr")
    assert answer.code == 2
    assert "--lang: 'fr' does not fit; expected is de or en." in answer.err


@pytest.mark.parametrize("language", ["de", "en"])
def test_help_names_every_command_and_every_exit_code(osi, language):
    answer = osi("--help", "--lang", language)
    assert answer.code == 0
    for word in (
        "demo",
        "run",
        "status",
        "log",
        "receipt",
        "export",
        "verify",
        "erase",
        "rules",
        "playbook",
        "plugins",
    ):
        assert f"  {word} " in answer.out
    for code in ("0", "1", "2", "3", "130"):
        assert f"\n  {code} " in answer.out
    assert ("Usage:" in answer.out) == (language == "en")


def test_options_of_every_command_are_explained_in_the_language(osi):
    answer = osi("log", "--help", "--lang", "de")
    assert "Aufruf: osi log BEFEHL [OPTIONEN]" in answer.out
    assert "Hinter dieser Position beginnen" in answer.out
    assert "opt." not in answer.out


def test_no_command_at_all_shows_the_help(osi):
    assert osi().out == osi("--help").out


def test_the_version_is_that_of_the_package(osi):
    assert osi("--version").out.startswith("osi-core ")
