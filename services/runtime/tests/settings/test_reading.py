"""Settings: who says what, and how all that is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from osi_runtime.settings import Settings, SettingsInvalid, read_settings, setting_entries
from osi_runtime.settings.entries import shown
from osi_runtime.settings.field import Section, setting
from osi_runtime.words import CATALOGUE, WORDS


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "osi.toml"
    path.write_text(text, "utf-8")
    return path


def wrong(environ=None, text="", tmp_path=None, **flags) -> str:
    with pytest.raises(SettingsInvalid) as caught:
        read_settings(flags, file(tmp_path, text) if text else None, environ or {})
    return str(caught.value)


def test_flags_go_before_the_environment_before_the_file_before_defaults(tmp_path):
    path = file(tmp_path, "chain = 'from-file'\n[limits]\nburst = 1\nwaits_per_caller = 9\n")
    environ = {"OSI_LIMITS__BURST": "2", "OSI_CHAIN": "from-variable"}
    read = read_settings({"limits.burst": "3"}, path, environ)
    assert (read.settings.limits.burst, read.settings.chain) == (3, "from-variable")
    assert (read.settings.limits.waits_per_caller, read.settings.readers) == (9, 4)
    told = {key: (place.kind, place.line) for key, place in read.places.items()}
    assert told["limits.burst"] == ("flag", None)
    assert told["chain"] == ("variable", None)
    assert told["limits.waits_per_caller"] == ("file", 4)
    assert told["readers"] == ("default", None)


def test_the_variable_may_name_the_file(tmp_path):
    path = file(tmp_path, "readers = 2\n")
    assert read_settings(environ={"OSI_CONFIG": str(path)}).settings.readers == 2


def test_a_key_that_is_not_there_is_named_by_its_line_with_a_guess(tmp_path):
    told = wrong(text="readers = 2\n\n[limits]\nbrust = 3\n", tmp_path=tmp_path)
    assert told.endswith("osi.toml:4: limits.brust: there is no setting limits.brust; is limits.burst meant?")


def test_everything_that_is_wrong_is_named_each_where_it_was_said(tmp_path):
    told = wrong(
        {"OSI_LIMITS__BURST": "many", "OSI_TLS__CRT": "x"},
        "readers = 0\n[tls]\ncert = 'a.pem'\n",
        tmp_path,
        **{"drain.seconds": "-1"},
    )
    lines = told.splitlines()
    assert [line for line in lines if "osi.toml:1: readers" in line]
    assert [line for line in lines if "OSI_LIMITS__BURST: limits.burst: a whole number" in line]
    assert [line for line in lines if "OSI_TLS__CRT" in line and "tls.cert" in line]
    assert [line for line in lines if "--set drain.seconds" in line]


def test_what_does_not_go_together_is_named(tmp_path):
    assert "tls.cert and tls.key" in wrong(text="[tls]\ncert = 'a.pem'\n", tmp_path=tmp_path)
    assert "tls.client_ca needs" in wrong(text="[tls]\nclient_ca = 'a.pem'\n", tmp_path=tmp_path)
    assert "peer_address needs" in wrong(text="peer_address = '127.0.0.1:1'\n", tmp_path=tmp_path)


def test_entries_of_lists_are_named_by_the_line_of_their_table(tmp_path):
    text = "[[auth.missions]]\nissuer = 'https://a.example'\njwks = 'a'\norganisation = 'a'\n\n[[auth.missions]]\n"
    told = wrong(text=text + "issuer = 'https://b.example'\njwks = 'b'\norganisation = 'B!'\n", tmp_path=tmp_path)
    assert "osi.toml:9: auth.missions.1.organisation" in told


def test_what_is_no_toml_is_named_by_its_line(tmp_path):
    assert "osi.toml:2" in wrong(text="readers = 2\nreaders = \n", tmp_path=tmp_path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SettingsInvalid, match=r"gone\.toml"):
        read_settings(file=tmp_path / "gone.toml", environ={})


def test_nothing_that_was_written_is_quoted(tmp_path):
    told = wrong({"OSI_ADDRESS": "hunter2"}, "store = 7\n", tmp_path)
    assert "hunter2" not in told


def test_lists_in_variables_are_json():
    with pytest.raises(SettingsInvalid, match="JSON"):
        read_settings(environ={"OSI_AUTH__MISSIONS": "[what"})


def test_variables_that_mean_nothing_are_passed_over_and_told():
    read = read_settings(environ={"OSI_ADRESS": "127.0.0.1:1", "OSI_STORE": "a.db", "OTHER": "x"})
    assert read.settings.store == "a.db"
    assert [note.say() for note in read.notes] == [
        "OSI_ADRESS: no setting of a service is called so; is OSI_ADDRESS meant? It is passed over"
    ]


class _Older(Section):
    burst: int = setting(1, old=("limits.bursts", "max_burst"))


class _Renamed(Settings):
    limits: _Older = setting(_Older)  # type: ignore[assignment]


@pytest.mark.parametrize("way", ["flag", "variable", "file"])
def test_a_former_name_is_taken_with_a_warning(way, tmp_path):
    flags = {"max_burst": "7"} if way == "flag" else {}
    environ = {"OSI_LIMITS__BURSTS": "7"} if way == "variable" else {}
    path = file(tmp_path, "readers = 2\nmax_burst = 7\n") if way == "file" else None
    read = read_settings(flags, path, environ, model=_Renamed)
    assert read.settings.limits.burst == 7
    (note,) = read.notes
    assert "is called limits.burst now" in note.say()
    assert note.place.kind == way


def test_a_former_name_gives_way_to_todays(tmp_path):
    path = file(tmp_path, "max_burst = 7\n[limits]\nburst = 8\n")
    assert read_settings(file=path, environ={}, model=_Renamed).settings.limits.burst == 8


def test_every_setting_says_what_it_means_in_both_languages():
    for entry in setting_entries(Settings()):
        for language in ("en", "de"):
            assert CATALOGUE.forms(f"runtime.key.{entry.key}", language), entry.key
            assert not entry.unit or CATALOGUE.forms(f"runtime.unit.{entry.unit}", language), entry.unit


def test_every_meaning_is_that_of_a_setting():
    known = {f"runtime.key.{entry.key}" for entry in setting_entries(Settings())}
    assert {code for code in CATALOGUE.codes("en") if code.startswith("runtime.key.")} == known


def test_both_languages_have_the_same_sentences_with_the_same_places():
    from osi_core.words import places_in

    assert CATALOGUE.codes("en") == CATALOGUE.codes("de")
    for code in CATALOGUE.codes("en"):
        english, german = CATALOGUE.forms(code, "en"), CATALOGUE.forms(code, "de")
        assert [set(places_in(one)) for one in english] == [set(places_in(one)) for one in german], code


def test_a_password_is_not_shown():
    assert shown("postgresql://osi:hunter2@db.example/osi") == "postgresql://…@db.example/osi"


def test_settings_stay_as_they_were_read():
    with pytest.raises(ValidationError):
        Settings().readers = 7  # type: ignore[misc]


def test_words_are_those_of_the_catalogue():
    assert WORDS.languages() == ("de", "en")
