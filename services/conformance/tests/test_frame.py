"""The kit itself: names, rules, files of expected failures, reports, and the command."""

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from osi_conformance.case import Case, chosen, register
from osi_conformance.cases import CASES
from osi_conformance.results import ExpectedInvalid, Report, Result, read_expected
from osi_conformance.services import SERVICES
from osi_conformance.setup import Setup
from osi_conformance.words import CATALOGUE, WORDS
from osi_core.cli import main
from osi_core.testing.ports import free_ports
from osi_core.words import Message

PAGE = (Path(__file__).parents[3] / "docs" / "conformance.md").read_text(encoding="utf-8")


async def nothing(trial):
    """Asks for nothing."""


def test_each_case_has_its_sentence_in_both_languages_and_no_sentence_is_unused():
    said = {f"conformance.case.{one.says}" for one in CASES.values()}
    for language in ("en", "de"):
        known = {code for code in CATALOGUE.codes(language) if code.startswith("conformance.case.")}
        assert known == said


def test_no_place_of_a_sentence_is_left_open():
    for one in CASES.values():
        sentence = WORDS.say(Message(f"conformance.case.{one.says}", one.values), "de")
        assert "{" not in sentence
        assert sentence.endswith((".", ")")), sentence


def test_each_rule_is_documented_and_has_a_case():
    rules = set(re.findall(r"^\| ([A-Z]\d+) \|", PAGE, re.MULTILINE))
    assert rules == {one.rule for one in CASES.values()}


def test_a_name_is_a_path_and_is_given_once():
    with pytest.raises(ValueError, match="no name"):
        register(Case("Funding/Fund", "M1", nothing))
    with pytest.raises(ValueError, match="taken"):
        register(Case(next(iter(CASES)), "M1", nothing))


def test_cases_are_chosen_by_pattern():
    assert {one.name.split("/")[1] for one in chosen("funding", ["*/token/*", "funding/time/*"])} == {"token", "time"}
    assert chosen("funding", ["funding/nothing/*"]) == []
    assert chosen("funding", ["participation/*"]) == []
    assert sum(len(chosen(service)) for service in SERVICES) == len(CASES)


def test_a_file_of_expected_failures_names_cases_that_exist(tmp_path):
    file, known = tmp_path / "expected", next(iter(CASES))
    file.write_text(f"# what is not done yet\n{known}  # soon\n\n", encoding="utf-8")
    assert read_expected(file, CASES) == {known}
    file.write_text(f"{known}\nfunding/no/such-case\n", encoding="utf-8")
    with pytest.raises(ExpectedInvalid) as raised:
        read_expected(file, CASES)
    assert raised.value.lines == {2: "funding/no/such-case"}


def report(*status):
    return Report(
        "127.0.0.1:1", tuple(Result(f"a/b/c{n}", "M1", "It holds.", one, "why\x00") for n, one in enumerate(status))
    )


def test_an_unexpected_success_fails_too():
    assert report("passed", "expected-failure").passed
    assert not report("passed", "unexpected-success").passed
    assert not report("failed").passed


def test_the_junit_file_has_a_test_case_each():
    suite = ElementTree.fromstring(report("passed", "failed", "expected-failure", "unexpected-success").junit())
    assert suite.attrib["tests"] == "4"
    assert suite.attrib["failures"] == "2"
    assert [len(one) for one in suite] == [0, 1, 1, 1]
    assert suite[1].attrib["classname"] == "a.b"


def test_the_list_tells_names_rules_and_sentences(capsys):
    assert main(["conformance", "funding", "--list", "--only", "funding/fund/create/refuses-*", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"name", "rule", "proves"} == set(rows[0])
    assert rows[0]["name"] == "funding/fund/create/refuses-negative-amount"
    assert main(["conformance", "funding", "--list", "--only", rows[0]["name"], "--lang", "de"]) == 0
    assert "Ein negativer Betrag" in capsys.readouterr().out


def test_the_settings_name_keys_that_are_there(tmp_path, capsys):
    assert main(["conformance", "funding", "--settings", "--keys", str(tmp_path / "keys")]) == 0
    printed = capsys.readouterr().out
    assert str(tmp_path / "keys" / "jwks.json") in printed
    assert "private" not in (tmp_path / "keys" / "jwks.json").read_text()
    assert (tmp_path / "keys" / "private.json").stat().st_mode & 0o077 == 0


def test_what_is_called_wrongly_is_told(tmp_path, capsys):
    assert main(["conformance", "funding", "--only", "nothing/like/this"]) == 2
    assert "no case is called like nothing/like/this" in capsys.readouterr().err
    file = tmp_path / "expected"
    file.write_text("funding/no/such-case\n", encoding="utf-8")
    assert main(["conformance", "funding", "--expected-failures", str(file)]) == 2
    assert "1: funding/no/such-case" in capsys.readouterr().err
    file.write_bytes(b"\xff\xfe")
    assert main(["conformance", "funding", "--expected-failures", str(file)]) == 2


def test_nobody_there_is_told(tmp_path, capsys):
    target, port = free_ports(2)
    call = ["conformance", "funding", "--target", f"127.0.0.1:{target}", "--keys", str(tmp_path), "--port", str(port)]
    assert main([*call, "--patience", "0.2"]) == 3
    assert f"nobody answers at 127.0.0.1:{target}" in capsys.readouterr().err


def test_the_other_kit_stands_beside_it(capsys):
    assert main(["conformance", "--help"]) == 0
    told = capsys.readouterr().out
    assert "plugin" in told
    assert "funding" in told


def test_a_setup_tells_where_the_peers_are(tmp_path):
    setup = Setup("127.0.0.1:7070", "funding", tmp_path, ports=(1, 2))
    assert (setup.address("participation"), setup.address("matching")) == ("127.0.0.1:1", "127.0.0.1:2")
