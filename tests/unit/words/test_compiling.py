"""Compiling: what a `.po` says and nothing else decides the bytes of the `.mo`."""

from osi_core.words import Catalogue
from osi_core.words.__main__ import compiled, main


def test_neither_the_time_of_day_nor_the_compilers_version_is_in_it(package):
    raw = compiled(package.folder / "de.po")
    assert b"Language: de\nContent-Type: text/plain; charset=utf-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n" in raw
    assert b"POT-Creation-Date" not in raw
    assert b"Babel" not in raw


def test_checking_says_what_is_stale_and_writes_nothing(package, capsys):
    assert main(["--check", str(package.folder)]) == 0
    package.change("en.po", "Good day", "Good evening", compiled=False)
    before = (package.folder / "en.mo").read_bytes()
    assert main(["--check", str(package.folder)]) == 1
    assert "en.mo: is not what its .po says; run make words" in capsys.readouterr().out
    assert (package.folder / "en.mo").read_bytes() == before


def test_forms_are_read_from_a_file_and_from_beside_a_class(package):
    catalogue = Catalogue(package.folder, {"beside.many": {"en": ("one", "{count}")}})
    assert catalogue.forms("mine.many", "de") == ("Eines davon.", "{count} davon.")
    assert catalogue.forms("mine.few", "de") == ("Nur {count}.",)
    assert catalogue.forms("beside.many", "en") == ("one", "{count}")
    assert catalogue.forms("beside.many", "de") == catalogue.forms("nowhere", "en") == ()
    assert [catalogue.find("beside.many", "en", number) for number in (1, 0, 2, None)] == ["one", *3 * ["{count}"]]
