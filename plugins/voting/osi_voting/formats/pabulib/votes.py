"""The VOTES section of a Pabulib file, piece by piece, and the election that it makes together with the head."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import AllocationProblem, BallotKind, Column
from osi_core.words import Message
from osi_voting.arrays import column
from osi_voting.formats.columns import with_columns
from osi_voting.formats.election import TextColumn
from osi_voting.formats.pabulib.asked import limits_asked
from osi_voting.formats.pabulib.checks import Checks
from osi_voting.formats.pabulib.election import PabulibElection
from osi_voting.formats.pabulib.head import VOTE_TYPES, Head, column_missing
from osi_voting.formats.reporting import Reporter, decoded
from osi_voting.formats.scan import (
    NO_NUMBER,
    NOT_ONE,
    OTHER_NUMBER,
    TOO_FEW,
    TOO_FINE,
    TOO_MANY,
    TWICE,
    UNCLOSED,
    UNKNOWN,
    Scan,
    scan_votes,
)
from osi_voting.formats.texts import IdTable, gather, repeated
from osi_voting.words import shown

__all__ = ["KINDS", "Layout", "MoreDecimals", "Votes"]

KINDS: dict[str, BallotKind] = {
    "approval": BallotKind.APPROVAL,
    "choose-1": BallotKind.APPROVAL,
    "cumulative": BallotKind.POINTS,
    "scoring": BallotKind.POINTS,
    "ordinal": BallotKind.RANKED,
}


class MoreDecimals(Exception):
    """Points have more decimals than the present scale keeps."""


@dataclass(frozen=True)
class Layout:
    """Which fields of a vote hold what."""

    vote_type: str
    header: list[str]
    vote: int
    points: int

    @classmethod
    def of(cls, head: Head, header: list[str], line: int, report: Reporter) -> Layout:
        if "vote" not in header:
            raise report.fatal(line, column_missing("vote", "VOTES", header))
        said = head.meta.get("vote_type", "").lower()
        if said not in VOTE_TYPES:
            guess = "cumulative" if "points" in header else "approval"
            code = "voting.file.vote-type-unknown" if said else "voting.file.vote-type-missing"
            wrong = Message.of(code, found=shown(said), wanted=VOTE_TYPES)
            report.wrong(head.meta_lines.get("vote_type", 0), wrong, Message.of("voting.done.took", value=guess))
            said = guess
        scored = KINDS[said] == "points"
        if scored and "points" not in header:
            raise report.fatal(line, Message.of("voting.file.no-points-column", type=said))
        return cls(said, header, header.index("vote"), header.index("points") if scored else -1)

    def columns(self) -> dict[str, int]:
        """The fields that are no votes: the voter's id, age, district and so on."""
        return {name: at for at, name in enumerate(self.header) if name and at not in (self.vote, self.points)}


@dataclass
class Votes:
    """The votes as they come in, piece by piece."""

    layout: Layout
    report: Reporter
    scale: int
    last_scale: bool
    encoding: str
    line: int
    lengths: list[NDArray[np.int64]] = field(default_factory=list)
    choices: list[NDArray[np.int32]] = field(default_factory=list)
    points: list[NDArray[np.int64]] = field(default_factory=list)
    lines: list[NDArray[np.int64]] = field(default_factory=list)
    texts: dict[str, list[Any]] = field(default_factory=dict)

    def take(self, piece: bytearray, last: bool, ids: IdTable) -> None:
        """Reads whole records and removes them from the front of the piece."""
        data = np.frombuffer(bytes(piece), np.uint8)
        layout = self.layout
        scan = scan_votes(
            data, last, len(layout.header), layout.vote, layout.points, layout.vote_type == "choose-1", self.scale, ids
        )
        whole = bytes(piece[: scan.consumed])
        if self.encoding == "utf-8" and not whole.isascii():
            _, self.encoding = decoded(whole, self.line, self.report)
        if scan.faults.any():
            self._faults(scan, data, ids)
        self.lengths.append(scan.lengths)
        self.choices.append(scan.choices)
        self.points.append(scan.points)
        self.lines.append(scan.line_of + self.line)
        for name, at in layout.columns().items():
            starts, ends = np.ascontiguousarray(scan.starts[:, at]), np.ascontiguousarray(scan.ends[:, at])
            self.texts.setdefault(name, []).append(gather(data, starts, ends))
        self.line += scan.lines
        del data
        del piece[: scan.consumed]

    def _faults(self, scan: Scan, data: NDArray[np.uint8], ids: IdTable) -> None:
        """Reports each faulty line; repairs are done on the arrays, where all votes are together."""
        layout = self.layout
        for row in np.flatnonzero(scan.faults).tolist():
            fault = int(scan.faults[row])
            if fault == TOO_FINE and not self.last_scale:
                raise MoreDecimals
            at = layout.points if fault in _IN_POINTS else layout.vote
            found = data[scan.starts[row, at] : scan.ends[row, at]].tobytes()[:_SHOWN].decode("utf-8", "replace")
            values = {"column": layout.header[at], "found": shown(found, _SHOWN)}
            if fault in _IN_FIELDS:
                values["wanted"] = ";".join(layout.header)
            code, done = _FAULTS[fault]
            if fault == TWICE and layout.points >= 0:
                done = "voting.done.added-up"
            line = int(scan.line_of[row]) + self.line
            self.report.wrong(line, Message(code, values), _keeping(done, self._kept(scan, row, fault, ids)))
        if layout.vote_type == "choose-1":
            _empty_rows(scan, np.flatnonzero(scan.faults == NOT_ONE))

    def _kept(self, scan: Scan, row: int, fault: int, ids: IdTable) -> tuple[str, ...]:
        """The projects that stay on a repaired ballot."""
        end = int(scan.lengths[: row + 1].sum())
        entries = slice(end - int(scan.lengths[row]), end)
        found = scan.choices[entries]
        fine = found >= 0 if self.layout.points < 0 else (found >= 0) & (scan.points[entries] >= 0)
        kept = [] if fault == NOT_ONE else found[fine].tolist()
        raw = [ids.raw[ids.offsets[item] : ids.offsets[item + 1]].tobytes() for item in kept[:_MOST_KEPT]]
        names = tuple(shown(one.decode(self.encoding, "replace")) for one in raw)
        return (*names, "…") if len(kept) > _MOST_KEPT else names

    def election(self, head: Head) -> PabulibElection:
        """All together, checked, with the rows of repeated voters left out."""
        lengths, choices = _joined(self.lengths, np.int64), _joined(self.choices, np.int32)
        points, lines = _joined(self.points, np.int64), _joined(self.lines, np.int64)
        texts = {name: _joined_texts(parts) for name, parts in self.texts.items()}
        _add_up(lengths, choices, points)
        keep = self._first_lines(texts.get("voter_id"), lines)
        fine = choices >= 0 if self.layout.points < 0 else (choices >= 0) & (points >= 0)
        if keep is not None or not fine.all():
            rows = np.repeat(np.arange(len(lengths)), lengths)
            kept = np.ones(len(lengths), bool) if keep is None else keep
            fine = fine & kept[rows]
            lengths = np.bincount(rows[fine], minlength=len(lengths))[kept]
            choices, points = choices[fine], points[fine] if self.layout.points >= 0 else points
            texts = {name: _kept(column, kept) for name, column in texts.items()}
        self._check_count(head, len(lengths), int(lines[-1]) if len(lines) else self.line)
        of_rows = lines if keep is None else lines[keep]
        checks = Checks(head, lengths, choices, points, self.scale, of_rows, self.report)
        notices, kind = checks.notices(), KINDS[self.layout.vote_type]
        voters = {name: TextColumn(raw, offsets, self.encoding) for name, (raw, offsets) in texts.items()}
        return PabulibElection(
            problem=_problem(head, kind, lengths, choices, points, limits_asked(head, kind, self.scale, self.report)),
            vote_type=self.layout.vote_type,
            meta=head.meta,
            projects=head.projects,
            voters=voters,
            official=head.official(),
            points_scale=self.scale,
            repairs=tuple(self.report.repairs),
            notices=notices,
        )

    def _first_lines(self, ids: Any, lines: NDArray[np.int64]) -> NDArray[np.bool_] | None:
        """Which rows are a voter's first; None where all are."""
        if ids is None:
            return None
        first = repeated(*ids)
        again = np.flatnonzero(first >= 0).tolist()
        raw, offsets = ids
        column = TextColumn(raw, offsets, self.encoding)
        for row in again:
            if column[row]:
                before = str(lines[first[row]])
                said = Message.of("voting.file.voter-twice", voter=shown(column[row]), before=before)
                self.report.wrong(int(lines[row]), said, Message.of("voting.done.first-line"))
            else:
                first[row] = -1
        return first < 0 if again else None

    def _check_count(self, head: Head, found: int, line: int) -> None:
        for key in ("num_votes", "num_projects"):
            if (said := head.meta.get(key, "")) and not said.isdigit():
                wrong = Message.of("voting.file.key-no-number", key=key, found=shown(said))
                self.report.wrong(head.meta_lines.get(key, 0), wrong, Message.of("voting.done.passed-over"))
        said = head.meta.get("num_votes", "")
        if said.isdigit() and int(said) != found:
            problem = Message.of("voting.file.votes-announced", announced=int(said), count=found)
            self.report.wrong(line, problem, Message.of("voting.done.with", number=found))
        said = head.meta.get("num_projects", "")
        if said.isdigit() and int(said) != len(head.projects):
            there = len(head.projects)
            problem = Message.of("voting.file.projects-announced", announced=int(said), count=there)
            self.report.wrong(head.lines, problem, Message.of("voting.done.with", number=there))
        if not found:
            self.report.wrong(line, Message.of("voting.file.no-vote"), Message.of("voting.done.without"))


def _keeping(done: str, kept: tuple[str, ...]) -> Message:
    """What was done with a ballot, and what stays on it."""
    if not kept:
        return Message.of("voting.done.keeps-nothing", done=Message.of(done))
    return Message.of("voting.done.keeps", done=Message.of(done), kept=kept)


def _add_up(lengths: NDArray[np.int64], choices: NDArray[np.int32], points: NDArray[np.int64]) -> None:
    """Points that a ballot gives a project once more are added to those that it gave before."""
    again = np.flatnonzero(choices <= -2).tolist() if len(points) else []
    ends = np.cumsum(lengths) if again else lengths
    for at in again:
        row = int(np.searchsorted(ends, at, side="right"))
        first = int(ends[row] - lengths[row])
        before = first + int(np.flatnonzero(choices[first:at] == -2 - choices[at])[0])
        if points[at] >= 0 and points[before] >= 0:
            points[before] += points[at]


_MOST_KEPT = 10
_SHOWN = 80
"""How many letters of a faulty field are shown."""
_IN_FIELDS = (TOO_FEW, TOO_MANY)
_IN_POINTS = (OTHER_NUMBER, NO_NUMBER, TOO_FINE)

_FAULTS = {
    TOO_FEW: ("voting.vote.too-few-fields", "voting.done.missing-empty"),
    TOO_MANY: ("voting.vote.too-many-fields", "voting.done.surplus-passed-over"),
    UNKNOWN: ("voting.vote.unknown-project", "voting.done.unknown-left-out"),
    TWICE: ("voting.vote.project-twice", "voting.done.kept-first"),
    OTHER_NUMBER: ("voting.vote.other-number-of-points", "voting.done.pointless-left-out"),
    NO_NUMBER: ("voting.vote.no-points", "voting.done.pointless-left-out"),
    TOO_FINE: ("voting.vote.points-too-fine", "voting.done.pointless-left-out"),
    UNCLOSED: ("voting.vote.quote-open", "voting.done.rest-one-field"),
    NOT_ONE: ("voting.vote.not-one", "voting.done.empty-ballot"),
}
"""What may be wrong with a line of votes, and what a lenient reader does."""


def _problem(
    head: Head,
    kind: BallotKind,
    lengths: NDArray[Any],
    choices: NDArray[Any],
    points: NDArray[Any],
    limits: dict[str, Any],
) -> AllocationProblem:
    # Everything that AllocationProblem's own validators check of ballots has been checked by the kernel: indices,
    # repetitions, offsets, points. The small fields go through its validation, in an empty problem.
    small = AllocationProblem(
        items=tuple(head.projects),
        kind=kind,
        offsets=Column.of("i8", [0]),
        choices=Column("i4"),
        values=Column("i8") if kind == "points" else None,
        cost=Column.of("i8", head.costs),
        categories=head.categories(),
        districts=head.districts(),
        budget=head.budget,
        currency=head.currency,
        **limits,
    )
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    ballots = {"offsets": column("i8", offsets), "choices": column("i4", choices)}
    if kind == "points":
        ballots["values"] = column("i8", points)
    return with_columns(small, ballots.items())


def _empty_rows(scan: Scan, rows: NDArray[np.int64]) -> None:
    ends = np.cumsum(scan.lengths)
    for row in rows.tolist():
        scan.choices[ends[row] - scan.lengths[row] : ends[row]] = -1


def _joined(parts: list[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, kind), *parts])


def _joined_texts(parts: list[Any]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    if len(parts) == 1:
        return parts[0]  # type: ignore[no-any-return]
    moved, end = [np.zeros(1, np.int64)], 0
    for raw, offsets in parts:
        moved.append(offsets[1:] + end)
        end += len(raw)
    return np.concatenate([raw for raw, _ in parts]), np.concatenate(moved)


def _kept(text: tuple[NDArray[np.uint8], NDArray[np.int64]], keep: NDArray[np.bool_]) -> Any:
    raw, offsets = text
    return gather(raw, offsets[:-1][keep], offsets[1:][keep])
