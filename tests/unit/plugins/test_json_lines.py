"""JSON Lines: all of a file or none of it, and errors that name file and line."""

import pytest

from osi_core.plugins.builtin import JsonLines


def test_what_is_written_is_read(tmp_path):
    records: list[dict[str, object]] = [{"a": 1}, {"ä": ["ö", None]}]
    JsonLines().write(records, tmp_path / "x.jsonl")
    assert list(JsonLines().read(tmp_path / "x.jsonl")) == records
    assert [path.name for path in tmp_path.iterdir()] == ["x.jsonl"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "line 2: is not JSON: Expecting property name"),
        (b"[1]", "line 2: an object is expected, not list"),
        (b'{"a": "\xe4"}', r"line 2: byte 7 \(0xe4\) is not UTF-8"),
    ],
)
def test_errors_name_file_and_line(tmp_path, line, said):
    (tmp_path / "x.jsonl").write_bytes(b"{}\n" + line + b"\n")
    with pytest.raises(ValueError, match=rf"x\.jsonl, {said}"):
        list(JsonLines().read(tmp_path / "x.jsonl"))


def test_a_byte_order_mark_and_empty_lines_are_passed_over(tmp_path):
    (tmp_path / "x.jsonl").write_bytes(b'\xef\xbb\xbf{"a": 1}\r\n\r\n{"b": 2}')
    assert list(JsonLines().read(tmp_path / "x.jsonl")) == [{"a": 1}, {"b": 2}]


def test_a_record_that_cannot_be_written_leaves_the_old_file(tmp_path):
    path = tmp_path / "x.jsonl"
    JsonLines().write([{"old": 1}], path)
    with pytest.raises((TypeError, ValueError)):
        JsonLines().write([{"new": 1}, {"nan": float("nan")}], path)
    assert list(JsonLines().read(path)) == [{"old": 1}]
    assert [found.name for found in tmp_path.iterdir()] == ["x.jsonl"]
