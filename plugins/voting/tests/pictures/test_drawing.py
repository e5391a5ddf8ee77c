"""Where bars stand: in percent of the width, one row below the other, and no more rows than a picture bears."""

from __future__ import annotations

from osi_voting.pictures.drawing import MOST_ROWS, picture


def test_pieces_stand_behind_each_other_and_lines_below_each_other():
    drawn = picture([("Park", "50 EUR", [[(1.0, "t0", "a"), (3.0, "t1", "b")], [(2.0, "t2", "c")]])], 4.0)
    first, second, below = drawn.rows[0].bars
    assert (first.x, first.width, second.x, second.width) == (0, 25, 25, 75)
    assert below.y > first.y == second.y
    assert drawn.height > below.y


def test_rows_beyond_what_a_picture_bears_are_said_to_stand_in_the_table():
    drawn = picture([(str(number), "", [[(1.0, "t0", "")]]) for number in range(MOST_ROWS + 7)], 1.0)
    assert (len(drawn.rows), drawn.left_out) == (MOST_ROWS, 7)


def test_long_words_are_cut_so_that_the_right_end_has_room():
    row = picture([("x" * 200, "1,000,000.00 EUR", [])], 1.0).rows[0]
    assert row.label.endswith("…")
    assert len(row.label) < 40 < len(row.wide) < 90


def test_nothing_at_all_is_a_picture_too():
    assert picture([], 0.0).rows == ()
    assert picture([("none", "", [[(0.0, "t0", "")]])], 0.0).rows[0].bars[0].width == 0
