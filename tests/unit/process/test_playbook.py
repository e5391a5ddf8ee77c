"""The playbook: TOML in, every value in its bounds, every mistake named by its key."""

from __future__ import annotations

from decimal import Decimal

import pytest

from osi_core.challenges.settings import ChallengesSettings
from osi_core.process.playbook import Playbook, PlaybookInvalid, playbook_of, read_playbook
from osi_core.process.share import share_of


@pytest.fixture
def read(tmp_path):
    """Reads a playbook from a file with this content."""

    def _read(content: bytes | str) -> Playbook:
        path = tmp_path / "playbook.toml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_playbook(path)

    return _read


def test_an_empty_playbook_has_every_default(read):
    assert read("") == Playbook()


def test_a_playbook_says_only_what_differs(read):
    playbook = read('languages = ["de"]\n[challenges]\ntop = 5\n[support]\nmonths = 12\n')
    assert (playbook.languages, playbook.challenges.top, playbook.support.months) == (("de",), 5, 12)
    assert playbook.challenges.strategy == "proportional-ranking"


def test_what_is_recorded_reads_back_as_the_same_playbook():
    playbook = playbook_of({"challenges": {"top": 5}, "curation": {"min_reviewers": 3}})
    assert playbook_of(playbook.as_plain()) == playbook
    assert playbook_of(playbook.as_plain()).as_plain() == playbook.as_plain()


def test_each_phase_is_handed_its_own_section():
    playbook = playbook_of({"challenges": {"top": 5}})
    assert playbook.sections[ChallengesSettings] == ChallengesSettings(top=5)
    assert len(playbook.sections) == 7


def test_the_playbook_names_the_strategy_of_each_decision():
    named = {
        part.name: (part.strategy_kind, getattr(Playbook(), part.name).strategy)
        for part in share_of("all").parts
        if part.strategy_kind
    }
    assert named == {
        "challenges": ("prioritisation", "proportional-ranking"),
        "solutions": ("matching", "greedy"),
        "funding": ("allocation", "score-order"),
        "curation": ("curation", "review-mean"),
        "scaling": ("scaling", "commitment-order"),
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[challenges]\ntopp = 3\n", "challenges.topp: unknown key; `osi playbook show` lists the keys there are"),
        ("colour = 1\n", "colour: unknown key"),
        ("[challenges]\ntop = 0\n", "challenges.top: must be at least 1 (found 0)"),
        ("[support]\nmonths = 61\n", "support.months: must be at most 60 (found 61)"),
        ("[mission]\nrequired_sectors = ['church']\n", "mission.required_sectors.0"),
        ("languages = ['german']\n", "languages.0"),
        ("[solutions]\ntable_min = 9\ntable_max = 3\n", "table_min (9) exceeds table_max (3)"),
        ("[challenges]\ntop = 3.5\n", "challenges.top"),
    ],
)
def test_a_value_that_does_not_fit_is_named_by_its_key(read, content, said):
    with pytest.raises(PlaybookInvalid) as invalid:
        read(content)
    assert said in str(invalid.value)
    assert "playbook.toml: " in str(invalid.value)


def test_every_mistake_is_named_not_only_the_first(read):
    with pytest.raises(PlaybookInvalid) as invalid:
        read("colour = 1\n[challenges]\ntop = 0\nmax_points = -1\n[scaling]\nstrategy = 'No Id'\n")
    assert len(invalid.value.unmet) == 4
    assert str(invalid.value).count("playbook.toml: ") == 4


def test_a_file_that_is_not_toml_is_refused_with_the_line(read):
    with pytest.raises(PlaybookInvalid, match=r"playbook\.toml: line 2: is not TOML: "):
        read("[challenges]\ntop == 3\n")


@pytest.mark.parametrize("content", ["[mission]\nname = 'für'\n".encode("latin-1"), b"\xff\xfe[\x00"])
def test_a_file_in_another_encoding_is_refused_with_the_byte(read, content):
    with pytest.raises(PlaybookInvalid, match=r"byte \d+ \(0x[0-9a-f]{2}\) is not UTF-8; save the file as UTF-8"):
        read(content)


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.toml"):
        read_playbook(tmp_path / "nowhere.toml")


def test_a_number_with_a_point_stays_exact(read):
    with pytest.raises(PlaybookInvalid) as invalid:
        read("[challenges.options]\nshare = 0.1\n")
    assert str(Decimal("0.1")) in str(invalid.value)


@pytest.mark.parametrize("rule", ["cheaper", "dearer"])
def test_challenges_have_no_cost_to_break_ties_by(read, rule):
    with pytest.raises(PlaybookInvalid, match=r"challenges\.options: .*ties: challenges have no cost, expected"):
        read(f'[challenges.options]\nties = "{rule}"\n')
    assert read(f'[funding.options]\nties = "{rule}"\n').funding.options == {"ties": rule}


def test_a_copy_with_another_section_decides_by_that_one():
    first = Playbook()
    assert first.sections[ChallengesSettings] == ChallengesSettings()
    other = ChallengesSettings(top=3)
    assert first.model_copy(update={"challenges": other}).sections[ChallengesSettings] is other
