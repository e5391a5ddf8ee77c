"""The language of a call, its numbers, and how it ends when something goes wrong."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys

import pytest

import osi_core.cli.entry
from osi_core.cli import Session, commands
from osi_core.cli.session import language_of
from osi_core.domain import Unmet
from osi_core.log import LogDamaged, StoreBusy, StoreFull
from osi_core.plugins.errors import StrategyFailed
from osi_core.process.export import ExportInvalid, ExportRefused
from osi_core.simulation import FolderInvalid
from osi_core.words import Message


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "de_DE.UTF-8"}, "de"),
        ([], {"LANG": "de"}, "de"),
        ([], {"LANG": "den_CA"}, "en"),
        ([], {"LANG": "de_AT.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, "en"),
        ([], {"LC_ALL": "C", "LANG": "de_DE"}, "en"),
        ([], {"LC_ALL": "", "LANG": "de_CH"}, "de"),
        (["--lang", "en"], {"LANG": "de_DE"}, "en"),
        (["status", "--lang=de"], {}, "de"),
        (["log", "--", "--lang", "de"], {}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_locales(arguments, environment, language):
    assert language_of(arguments, environment) == language


def test_numbers_are_written_as_the_language_writes_them():
    assert Session("en").number(4400) == "4,400"
    assert Session("de").number(4400) == "4.400"


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Lets whatever command is called raise."""

    class App:
        def meta(self, *arguments: object, **options: object) -> int:
            raise error

    monkeypatch.setattr("osi_core.cli.app.build", lambda session, given: App())


def test_an_interrupted_command_says_so_and_exits_with_130(osi, monkeypatch):
    raising(monkeypatch, KeyboardInterrupt())
    answer = osi("demo")
    assert answer.code == 130
    assert "What was committed stays in the log" in answer.err


def test_an_interrupt_that_compiled_code_turned_into_another_error_is_one_all_the_same(osi, monkeypatch):
    hidden, failed = SystemError("result with an exception set"), StrategyFailed("greedy", "p", "SystemError")
    hidden.__cause__, failed.__cause__ = KeyboardInterrupt(), hidden
    for error in (hidden, failed):
        raising(monkeypatch, error)
        answer = osi("demo")
        assert answer.code == 130
        assert "interrupted" in answer.err


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (StoreBusy("store.busy", store="x.db", process="70123"), 3, "x.db is open for writing in process 70123; end"),
        (StoreFull("no space is left at x.db"), 3, "no space is left"),
        (
            LogDamaged("m", 3, Message.of("log.no-event")),
            1,
            "log of missions/m is damaged at position 3: its bytes are",
        ),
        (ExportRefused("export.mission-empty", mission="m"), 3, "missions/m has no events in this store"),
        (
            ExportInvalid("export.no-record", file="x.json"),
            3,
            "no export that this version reads. x.json: not a decision",
        ),
        (FolderInvalid("votes.csv", Unmet("folder.file-empty")), 1, "votes.csv: is empty"),
        (PermissionError(13, "Permission denied", "/root/x"), 3, "/root/x: you may not read or write there"),
        (OSError(28, "No space left on device", "/mnt/x"), 3, "/mnt/x: no space is left"),
        (OSError(5, "Input/output error", "/dev/x"), 3, "/dev/x: Input/output error"),
        (ImportError("No module named 'sqlalchemy'", name="sqlalchemy"), 3, "pip install 'osi-core[cli]'"),
        (ZeroDivisionError("division by zero"), 3, "Call it again with --debug"),
    ],
)
def test_an_error_is_one_message_without_a_traceback(osi, monkeypatch, error, code, words):
    raising(monkeypatch, error)
    answer = osi("status")
    assert answer.code == code
    assert words in answer.err
    assert answer.err.startswith("Error: ")
    assert "Traceback" not in answer.err
    assert answer.out == ""


def test_debug_shows_the_traceback(osi, monkeypatch):
    raising(monkeypatch, ZeroDivisionError("division by zero"))
    assert "Traceback" in osi("status", "--debug").err


def test_a_broken_pipe_is_no_error(osi, monkeypatch):
    raising(monkeypatch, BrokenPipeError())
    monkeypatch.setattr(osi_core.cli.entry, "_discard_output", lambda: None)
    answer = osi("log")
    assert (answer.code, answer.err) == (0, "")


def test_an_error_raised_from_itself_is_told_like_any(osi, monkeypatch):
    error = RuntimeError("round in a circle")
    error.__cause__ = error
    raising(monkeypatch, error)
    answer = osi("log")
    assert answer.code == 3
    assert "round in a circle" in answer.err


HEAVY = ["pydantic", "sqlalchemy", "jinja2", "numpy", "numba", "rich.progress", "orjson", "osi_core.domain",
         "osi_core.process", "osi_core.plugins.strategy", "osi_core.cli.play", "osi_core.cli.status"]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "spared"),
    [
        (["--version"], [*HEAVY, "cyclopts", "rich", "attrs", "pluggy", "osi_core.plugins"]),
        (["--help"], HEAVY),
        (["--lang", "de", "--version"], HEAVY),
        (["playbook", "--help"], HEAVY),
    ],
)
def test_what_is_asked_often_answers_without_loading_what_commands_need(call, spared):
    """With all plugins that are installed: help lists their commands."""
    program = (
        f"import sys; from osi_core.cli import main; code = main({call!r}); "
        f"print([name for name in {spared!r} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (answer.returncode, answer.stderr.strip()) == (0, "[]")
    assert "osi" in answer.stdout


def test_the_version_is_the_same_by_either_way(osi):
    short, long = osi("--version"), osi("--json", "--version")
    assert short.out == long.out == f"osi-core {importlib.metadata.version('osi-core')}\n"
    assert (short.code, long.code) == (0, 0)


def test_each_command_is_found_where_the_list_says():
    for line in commands.COMMANDS:
        assert callable(getattr(commands, line.name))
    with pytest.raises(AttributeError, match="no attribute 'dance'"):
        commands.dance  # noqa: B018 - the lookup is what is tested


def test_the_options_of_a_command_stand_apart_from_those_of_all(osi):
    for call in (("status", "--help"), ("--lang", "en", "status", "--help")):
        out = osi(*call).out
        assert out.index("\nOptions\n") < out.index("--store") < out.index("\nEverywhere\n") < out.index("--json")
