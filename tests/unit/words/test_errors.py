"""Errors that people read: a code and values, told in both languages, and whole after a way between processes."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from osi_core.domain import Unmet
from osi_core.log import LogDamaged, StoreBusy, StoreError
from osi_core.plugins.errors import StrategyFailed
from osi_core.process import ShareUnknown
from osi_core.process.export import Bundle, ExportInvalid
from osi_core.simulation import FolderInvalid
from osi_core.words import Message, WordedError

ERRORS = (
    StoreError("store.closed", store="town.db"),
    StoreBusy("store.busy", store="town.db", process="7"),
    LogDamaged("m", 3, Message.of("log.misplaced", found=4, place=3)),
    ShareUnknown("voting"),
    ExportInvalid("export.key-missing", file="manifest.json", key="events"),
    FolderInvalid("votes.csv", Unmet("folder.text-missing", "title"), 7),
    StrategyFailed("mine", "osi-mine", "ZeroDivisionError: division by zero (mine.py:7)"),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_it_is_told_in_both_languages_and_english_is_its_text(error: WordedError) -> None:
    assert str(error) == error.say("en") != error.say("de")
    assert error.code not in error.say("en") + error.say("de")


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_it_comes_whole_out_of_another_process(error: WordedError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is type(error)
    assert (again.message, vars(again)) == (error.message, vars(error))


def test_what_stands_inside_is_told_in_the_same_language() -> None:
    damaged = LogDamaged("m", 3, Message.of("log.event-unreadable", reason=Message.of("log.no-event")))
    assert damaged.say("de") == (
        "das Log von missions/m ist an Position 3 beschädigt: "
        "kein Ereignis, das diese Version lesen kann (seine Bytes sind kein Ereignis)"
    )


def test_a_sentence_of_whoever_implements_a_port_is_shown_as_it_is() -> None:
    error = StoreError("the tape {ran} out; put in another one")
    assert error.say("de") == str(error) == "the tape {ran} out; put in another one"


def test_the_place_in_a_folder_is_data_and_told_with_the_problem() -> None:
    error = FolderInvalid("votes.csv", Unmet("folder.text-missing", "title"), 1024)
    assert (error.file, error.line, error.field) == ("votes.csv", 1024, "title")
    assert error.say("de") == "votes.csv, Zeile 1024, Feld title: ist leer; hier gehört ein Text hin"


def test_a_bundle_that_is_none_names_its_file_in_german(tmp_path: Path) -> None:
    with pytest.raises(ExportInvalid) as invalid:
        Bundle(tmp_path)
    assert invalid.value.say("de") == f"{tmp_path / 'manifest.json'}: fehlt"
