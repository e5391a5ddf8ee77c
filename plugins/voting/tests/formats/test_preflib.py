"""PrefLib files: what is read, what is refused and in which words, and that what is written is read again."""

import json
import operator
import os
import random
import re
from itertools import pairwise
from pathlib import Path

import pytest

from osi_core.plugins import Profile, no_progress
from osi_voting import hooks
from osi_voting.formats import PrefLib
from osi_voting.formats.preflib.reader import read_preflib
from osi_voting.formats.preflib.writer import write_preflib
from osi_voting.rankings import Schulze

REPOSITORY = Path(__file__).parents[4]
DATA = Path(os.environ.get("OSI_TEST_DATA", REPOSITORY.parent / "shared" / "data"))
AAMAS = DATA / "matching" / "aamas-2015.cat"

SOI = """# FILE NAME: x.soi
# TITLE: Rathaus
# DATA TYPE: soi
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 5
# NUMBER UNIQUE ORDERS: 2
# ALTERNATIVE NAME 1: Bäume
# ALTERNATIVE NAME 2: Bänke
# ALTERNATIVE NAME 3: Bahn: Süd
3: 3,1
2: 2
"""


def file(folder: Path, text: str | bytes, name: str = "x.soi") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows(profile: Profile) -> list[list[str]]:
    return [[profile.items[item] for item in row] for row in profile.rows()]


def test_orders_become_ranked_ballots(tmp_path):
    election = read_preflib(file(tmp_path, SOI))
    assert election.profile.kind == "ranked"
    assert rows(election.profile) == [["Bahn: Süd", "Bäume"], ["Bänke"]]
    assert election.profile.ballot_weights() == [3, 2]
    assert election.meta["TITLE"] == "Rathaus"


def test_a_byte_order_mark_and_windows_line_ends_say_nothing(tmp_path):
    plain = read_preflib(file(tmp_path, SOI)).profile
    assert read_preflib(file(tmp_path, b"\xef\xbb\xbf" + SOI.replace("\n", "\r\n").encode())).profile == plain


def test_latin_1_is_refused_with_the_line_and_read_when_lenient(tmp_path):
    path = file(tmp_path, SOI.encode("latin-1"))
    with pytest.raises(ValueError, match=r"x\.soi, line 7: expected UTF-8, byte 0xe4 is not"):
        read_preflib(path)
    election = read_preflib(path, lenient=True)
    assert election.profile.items == ("Bäume", "Bänke", "Bahn: Süd")
    assert [repair.line for repair in election.repairs] == [7]


def test_a_tie_at_the_end_of_a_complete_order_needs_no_words(tmp_path):
    text = SOI.replace("soi", "toc").replace("3: 3,1", "3: 3,{1,2}").replace("2: 2\n", "2: 2,1,3\n")
    assert rows(read_preflib(file(tmp_path, text)).profile) == [["Bahn: Süd"], ["Bänke", "Bäume", "Bahn: Süd"]]


def test_other_ties_are_refused_or_become_points(tmp_path):
    path = file(tmp_path, SOI.replace("soi", "toi").replace("3: 3,1", "3: {3,1},2"))
    with pytest.raises(ValueError, match=r"line 10: alternatives 3 and 1 are tied, which a ranked ballot cannot say"):
        read_preflib(path)
    profile = read_preflib(path, equal_ranks="points").profile
    assert list(profile.value_rows()) == [[2, 2, 1], [1]]
    assert Schulze().solve(profile, Schulze.Options(), b"0" * 32, no_progress).order[2] == "Bänke"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("DATA TYPE: soi", "DATA TYPE: wmd", "line 10: expected .* soc, soi, toc, toi, cat, found 'wmd'"),
        ("3: 3,1", "3 3,1", "line 10: expected \"count: items\" with a count from 1 to 10^9, found '3 3,1'"),
        ("3: 3,1", "0: 3,1", 'line 10: expected "count: items" with a count from 1 to 10^9'),
        ("3: 3,1", f"{10**9 + 1}: 3,1", "line 10: .* with a count from 1 to 10^9, found '1000000001: 3,1'"),
        ("3: 3,1", f"{'9' * 5000}: 3,1", "line 10: .* with a count from 1 to 10^9"),
        ("VOTERS: 5", f"VOTERS: {'9' * 5000}", "NUMBER VOTERS: expected a whole number, found '999"),
        ("3: 3,1", "3: 3,,1", "line 10: expected a number or a group in braces, found ',1'"),
        ("3: 3,1", "3: 3,{1", "line 10: expected a number or a group in braces, found '{1'"),
        ("3: 3,1", "3: 3,-1", "line 10: expected a number or a group in braces, found '-1'"),
        ("3: 3,1", "3: 3,4", "line 10: alternative 4: there are 3"),
        ("3: 3,1", "3: 3,3", "line 10: alternative 3 stands on the ballot twice"),
        ("3: 3,1", "3: 3,{1,2}", "line 10: a soi file has no ties"),
        ("2: 2\n", "", "line 10: NUMBER VOTERS is 5, but the file has 3 (is it cut off?)"),
        ("VOTERS: 5", "VOTERS: five", "NUMBER VOTERS: expected a whole number, found 'five'"),
        ("NAME 3", "NAME 4", "line 10: ALTERNATIVE NAME 4: there are 3 alternatives"),
        ("Bänke", "b" * 281, "line 8: ALTERNATIVE NAME 2: expected at most 280 characters"),
        ("NAME 2", "NAME 1", "line 8: ALTERNATIVE NAME 1 stands here a second time"),
        ("# TITLE: Rathaus", "# TITLE", "line 2: expected \"# KEY: value\", found '# TITLE'"),
    ],
)
def test_refuses_with_file_line_and_what_was_expected(tmp_path, old, new, message):
    assert old in SOI
    with pytest.raises(ValueError, match=re.sub(r"([(?)^])", r"\\\1", message)) as refused:
        read_preflib(file(tmp_path, SOI.replace(old, new, 1)))
    assert str(refused.value).startswith(str(tmp_path / "x.soi"))


def test_lenient_leaves_out_and_lists(tmp_path):
    election = read_preflib(file(tmp_path, SOI.replace("3: 3,1", "3: 3,4,3,1")), lenient=True)
    assert rows(election.profile)[0] == ["Bahn: Süd", "Bäume"]
    assert [repair.line for repair in election.repairs] == [10, 10]


def test_equal_names_are_told_apart_by_number(tmp_path):
    assert read_preflib(file(tmp_path, SOI.replace("Bänke", "Bäume"))).profile.items[:2] == ("Bäume (1)", "Bäume (2)")


@pytest.mark.skipif(not AAMAS.exists(), reason=f"{AAMAS} is absent: set OSI_TEST_DATA to the folder with the real bids")
def test_real_categories_as_approval_and_as_points():
    yes = read_preflib(AAMAS).profile
    assert (len(yes.items), yes.ballots, yes.kind) == (613, 201, "approval")
    assert len(yes.choices) < len(read_preflib(AAMAS, approve=2).profile.choices)
    points = read_preflib(AAMAS, categories="points").profile
    assert points.values is not None
    assert set(points.values) == {1, 2, 3}


@pytest.mark.parametrize(
    ("kind", "ballots", "data_type", "how"),
    [
        ("ranked", [["a", "b", "c"], ["c", "a", "b"], ["a", "b", "c"]], "soc", {}),
        ("ranked", [["b"], ["c", "a"]], "soi", {}),
        ("points", [{"a": 2, "b": 2, "c": 1}, {"c": 2, "a": 1, "b": 1}], "toc", {"equal_ranks": "points"}),
        ("points", [{"a": 2, "b": 1}, {"c": 1}], "toi", {"equal_ranks": "points"}),
        ("approval", [["a", "c"], [], ["b"]], "cat", {}),
        ("points", [{"a": 3, "c": 1}, {"b": 2}], "cat", {"categories": "points"}),
    ],
)
def test_what_is_written_is_read_again(tmp_path, kind, ballots, data_type, how):
    profile = Profile.of(kind, ["a", "b", "c"], ballots)
    write_preflib(tmp_path / "x", profile, data_type, {"TITLE": "Round trip"})
    again = read_preflib(tmp_path / "x", **how)
    matrix = [_votes(one) for one in (profile, again.profile)]
    assert matrix[0] == matrix[1]
    assert again.meta["TITLE"] == "Round trip"


def _votes(profile: Profile) -> list[object]:
    values = list(profile.value_rows()) if profile.kind == "points" else [[0] * len(row) for row in profile.rows()]
    found = []
    for row, given, weight in zip(profile.rows(), values, profile.ballot_weights(), strict=True):
        pairs = list(zip(row, given, strict=True))
        found += [tuple(pairs if profile.kind == "ranked" else sorted(pairs))] * weight
    return sorted(found)


def test_what_a_type_cannot_hold_is_refused_and_leaves_no_file(tmp_path):
    with pytest.raises(ValueError, match=r"ballots\[0\]: does not name all items, as soc wants"):
        write_preflib(tmp_path / "x.soc", Profile.of("ranked", ["a", "b"], [["a"]]), "soc")
    with pytest.raises(ValueError, match="kind: soi holds ranked ballots, not approval"):
        write_preflib(tmp_path / "x.soi", Profile.of("approval", ["a"], [["a"]]), "soi")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("data_type", ["soc", "soi", "toc", "toi", "cat"])
@pytest.mark.parametrize("seed", range(15))
def test_the_hooks_importer_and_exporter_pass_records(tmp_path, data_type, seed):
    chance = random.Random(f"{data_type} {seed}")
    items = ["Bäume", "Bänke", "Bahn: Süd", "4"][: chance.randint(1, 4)]
    orders: dict[str, int] = {}
    for _ in range(chance.randint(1, 6)):
        named = chance.sample(items, len(items) if data_type in ("soc", "toc") else chance.randint(0, len(items)))
        cuts = range(1, len(named))
        if data_type in ("toc", "toi"):
            cuts = sorted(chance.sample(cuts, chance.randint(0, len(cuts))))
        ends = [0, *cuts, len(named)] if named else [0]
        order = [sorted(named[start:end]) for start, end in pairwise(ends)]
        if data_type == "cat":
            order = [sorted(named), sorted(set(items) - set(named))]
        orders[json.dumps(order)] = orders.get(json.dumps(order), 0) + chance.randint(1, 3)
    records = [
        {"section": "meta", "TITLE": "Rathaus", "DATA TYPE": data_type},
        *({"section": "alternative", "name": name} for name in items),
        *({"section": "category", "name": name} for name in (("Yes", "No") if data_type == "cat" else ())),
        *({"section": "ballot", "count": count, "order": json.loads(order)} for order, count in orders.items()),
    ]
    path = tmp_path / f"x.{data_type}"
    PrefLib().write(records, path)
    again = list(PrefLib().read(path))
    key = operator.itemgetter("section")
    told = [{**record, "order": [sorted(group) for group in record.get("order", ())]} for record in again[1:]]
    wanted = [{**record, "order": record.get("order", [])} for record in records[1:]]
    assert sorted(map(str, told)) == sorted(map(str, wanted))
    assert [key(record) for record in again] == [key(record) for record in records]
    assert again[0]["TITLE"] == "Rathaus"
    assert sum(read_preflib(path, equal_ranks="points").profile.ballot_weights()) == sum(orders.values())


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"section": "ballot", "order": [["c"]]}, "record 4: order: 'c' is none of the 2 alternatives"),
        ({"section": "ballot", "order": [["a"], ["a"]]}, "record 4: order: names an alternative twice"),
        ({"section": "ballot", "order": [["a"]]}, "record 4: order: does not name all alternatives, as soc wants"),
        ({"section": "ballot", "order": [["a", "b"]]}, "record 4: order: has a tie, which soc cannot say"),
        ({"section": "ballot", "order": [["a"], ["b"]], "count": 0}, "record 4: count: 0, expected a whole number"),
        ({"section": "alternative", "name": "a"}, "record 4: name is missing or there already"),
        ({"section": "vote"}, "record 4: section: 'vote', expected meta, alternative, category or ballot"),
        ({"section": "meta", "DATA TYPE": "wmd"}, "DATA TYPE: 'wmd', expected one of soc, soi, toc, toi, cat"),
    ],
)
def test_records_that_do_not_fit_are_named_and_leave_no_file(tmp_path, record, message):
    records = [{"section": "meta"}, *({"section": "alternative", "name": name} for name in "ab"), record]
    with pytest.raises(ValueError, match=message):
        PrefLib().write(records, tmp_path / "x.soc")
    assert not list(tmp_path.iterdir())


def test_the_hooks_offer_preflib():
    assert {"pabulib", "preflib"} <= {one.name for one in hooks.osi_importers()} & {
        one.name for one in hooks.osi_exporters()
    }
