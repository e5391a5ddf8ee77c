"""The kit for words: a catalogue that is spoiled in one way fails the cases that are about it, and says where."""


def test_a_whole_catalogue_passes(package):
    assert package.wrong() == {}


def test_a_code_without_words_is_found_where_it_is_said(package):
    package.change("said.py", '"mine.greeting", name', '"mine.hello", name')
    assert package.wrong() == {
        "each_code_has_words": (
            "said.py:13: mine.hello has no words in 'en'\nsaid.py:13: mine.hello has no words in 'de'"
        ),
        "all_words_have_a_code": f"mine.greeting: stands nowhere in {package.folder / 'said.py'}",
    }


def test_a_code_that_a_condition_chooses_is_found_too(package):
    package.change("said.py", '"mine.few"', '"mine.fewer"')
    assert package.wrong()["each_code_has_words"].startswith("said.py:14: mine.fewer has no words in 'en'")


def test_words_that_one_language_lacks(package):
    package.change("de.po", 'msgid "mine.few"\nmsgstr "Nur {count}."\n', "")
    assert package.wrong() == {
        "each_code_has_words": "said.py:14: mine.few has no words in 'de'",
        "languages_tell_the_same_codes": "mine.few: has no words in 'de'",
        "sentences_have_the_same_places": "mine.few: 'de' calls none, 'en' calls count",
    }


def test_languages_that_call_other_values(package):
    package.change("de.po", "Guten Tag, {name}.", "Guten Tag, {nmae}.")
    assert package.wrong() == {
        "sentences_have_the_same_places": "mine.greeting: 'de' calls nmae, 'en' calls name",
    }


def test_a_place_that_no_value_fills(package):
    package.change("said.py", 'name="Ada"', 'nmae="Ada"')
    assert package.wrong() == {"each_place_has_a_value": "said.py:13: no value fills {name} of mine.greeting"}


def test_plural_forms_that_are_missing(package):
    package.change("de.po", 'msgstr[1] "{count} davon."', 'msgstr[1] ""')
    assert package.wrong()["plural_forms_are_complete"] == "de.po: mine.many has 1 forms of 2"


def test_a_plural_that_only_one_language_has(package):
    plural = 'msgid_plural "mine.many"\nmsgstr[0] "Eines davon."\nmsgstr[1] "{count} davon."'
    package.change("de.po", plural, 'msgstr "{count} davon."')
    assert package.wrong() == {"plural_forms_are_complete": "de.po: mine.many has no plural"}


def test_a_list_that_is_told_in_part(package):
    for language, word in (("en", "blue"), ("de", "blau")):
        package.change(f"{language}.po", f'msgid "Colour.blue"\nmsgstr "{word}"\n', "")
    assert package.wrong() == {"lists_are_told_whole": "Colour.blue: has no word"}


def test_a_compiled_file_that_is_not_what_its_source_says(package):
    package.change("en.po", "Good day", "Good evening", compiled=False)
    assert package.wrong() == {
        "compiled_is_what_its_source_says": (
            f"{package.folder / 'en.po'}: compile it: python -m osi_core.words {package.folder}"
        )
    }


def test_a_language_without_its_file_and_one_that_is_broken(package):
    (package.folder / "de.mo").unlink()
    assert package.wrong()["each_language_has_its_file"] == f"{package.folder / 'de.mo'}: is missing"
    (package.folder / "de.mo").write_bytes(b"no catalogue at all")
    assert "de.mo: no gettext catalogue" in package.wrong()["each_language_has_its_file"]


def test_a_code_that_stands_twice_and_one_that_is_unfinished(package):
    package.change("en.po", 'msgid "mine.few"', 'msgid "Colour.red"\nmsgstr "scarlet"\nmsgid "mine.few"')
    assert package.wrong()["each_code_stands_once"] == "en.po: Colour.red stands there more than once"


def test_an_entry_that_is_marked_as_fuzzy(package):
    package.change("de.po", 'msgid "mine.few"', '#, fuzzy\nmsgid "mine.few"')
    assert package.wrong()["each_code_stands_once"] == "de.po: mine.few is marked as fuzzy"
