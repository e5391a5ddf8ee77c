"""First fit: each session takes the first slot and room that fit."""

from __future__ import annotations

from osi_core.plugins.chance import tie_key
from osi_core.plugins.problems import Explanation, Session, Timetable, TimetableEntry, TimetableProblem
from osi_core.plugins.strategy import Progress, TieOptionsWithoutCost, Timetabler

__all__ = ["FirstFit"]


class FirstFit(Timetabler):
    """The most demanding session first (fewest possible slots, then most people, then most seats), each in the earliest
    slot with the smallest room that fits: first fit decreasing, as for bins (D. S. Johnson, "Near-optimal bin packing
    algorithms", MIT 1973). Slots are taken in the order of the problem, which is the order of time. Not optimal.
    """

    name = "first-fit"
    version = "1"
    Options = TieOptionsWithoutCost

    def solve(
        self, problem: TimetableProblem, options: TieOptionsWithoutCost, seed: bytes, progress: Progress
    ) -> Timetable:
        slots = [slot.id for slot in problem.slots]
        sessions = sorted(
            problem.sessions,
            key=lambda s: (len(s.slots) or len(slots), -len(s.people), -s.seats, tie_key(seed, s.id, options.ties)),
        )
        rooms = sorted(problem.rooms, key=lambda room: (room.seats, tie_key(seed, room.id, options.ties)))
        closed = {(room.id, slot) for room in rooms for slot in room.closed}
        busy: set[tuple[str, str]] = set()
        entries: list[TimetableEntry] = []
        explanations: list[Explanation] = []
        for done, session in enumerate(sessions, 1):
            free = [slot for slot in slots if _free(session, slot, busy)]
            places = ((s, r.id) for s in free for r in rooms if r.seats >= session.seats and (r.id, s) not in closed)
            place = next(places, None)
            if place is not None:
                slot, room = place
                closed.add((room, slot))
                busy.update((person, slot) for person in session.people)
                entries.append(TimetableEntry(session=session.id, slot=slot, room=room))
            explanations.append(_explained(session, place, len(free)))
            progress(done / len(sessions))
        placed, when = {entry.session for entry in entries}, {slot: at for at, slot in enumerate(slots)}
        return Timetable(
            entries=tuple(sorted(entries, key=lambda entry: (when[entry.slot], entry.room))),
            left_out=tuple(sorted(session.id for session in sessions if session.id not in placed)),
            explanations=tuple(sorted(explanations, key=lambda explanation: explanation.item)),
        )


def _free(session: Session, slot: str, busy: set[tuple[str, str]]) -> bool:
    allowed = not session.slots or slot in session.slots
    return allowed and not any((person, slot) in busy for person in session.people)


def _explained(session: Session, place: tuple[str, str] | None, free: int) -> Explanation:
    """`count` is the number of slots in which all people of the session were free."""
    if place is None:
        return Explanation(item=session.id, reason="first-fit.left-out", values={"count": free})
    slot, room = place
    return Explanation(item=session.id, reason="first-fit.placed", values={"slot": slot, "room": room, "count": free})
