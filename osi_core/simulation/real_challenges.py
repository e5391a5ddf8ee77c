"""Phase 2 of a play of real material: what people said and how they voted, each event labelled with file and line.

Every statement is a challenge too, since it names what somebody wants changed. Votes keep their own times. What the
source moderated out is rejected when the discussion has ended, for the source says only that, not when. Ballots are
derived: the latest agreement of a person with an accepted statement counts as an approval.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from osi_core.challenges.commands import (
    AcceptChallenge,
    AcceptStatement,
    CastBallot,
    CastVotes,
    MergeChallenge,
    RejectChallenge,
    RejectStatement,
    SubmitChallenge,
    SubmitStatement,
    Vote,
)
from osi_core.domain import Command
from osi_core.mission.commands import JoinMission
from osi_core.simulation.material import Contribution, Material, SourceVote
from osi_core.simulation.priorities import DAYS, ROUND, open_round, play_round
from osi_core.simulation.stage import Stage
from osi_core.simulation.words import phrases, theme_of
from osi_core.simulation.world import Person, Topic, World
from osi_core.words import Message

SESSION = timedelta(hours=3)
"""Votes of a person that lie closer together come in one command."""
SAME_WORDS = 60
"""Of a hundred words; two statements that share as many are taken for one."""


class RealChallenges:
    """The contributions and votes of a folder, as they become commands."""

    def __init__(self, stage: Stage, world: World, material: Material) -> None:
        self.stage, self.world, self.material = stage, world, material
        self.people: dict[str, Person] = {person.source: person for person in world.citizens if person.source}
        self._joined: set[str] = set()

    def play(self) -> None:
        """From the first statement to the last vote, and the moderation that the source states."""
        stage, material = self.stage, self.material
        opening = stage.now + timedelta(days=1)
        ends = max([opening + timedelta(days=30), *self._times()])
        stage.chapter(0.02, 0.3, ends, Message("play.real-votes"))
        spread = timedelta(days=20) / max(len(material.contributions), 1)
        for number, contribution in enumerate(material.contributions):
            stage.at(contribution.time or opening + number * spread, self.submits, contribution)
        sessions = list(_sessions(material.votes))
        spread = timedelta(days=8) / max(len(sessions), 1)
        for number, session in enumerate(sessions):
            stage.at(session[-1][0].time or opening + timedelta(days=21) + number * spread, self.votes, session)
        self._invented_people_join((ends - stage.now).days)
        stage.run(ends + timedelta(hours=1))
        for contribution in material.contributions:
            if contribution.moderation < 0:
                self._rejects(contribution)
        self._merges_same_words()
        stage.flush()

    def _invented_people_join(self, days: int) -> None:
        """Where the plan has more people than the material, the others join unheard."""
        dice = self.stage.dice("joining")
        for person in self.world.citizens:
            if person.source is None:
                joining = JoinMission(mission=self.stage.mission, participant=person.id)
                self.stage.ask_at(self.stage.later(dice, 1, max(days, 1)), joining, person.id)

    def _times(self) -> Iterator[datetime]:
        yield from (c.time for c in self.material.contributions if c.time)
        yield from (vote.time for vote in self.material.votes if vote.time)

    def _label(self, line: int, what: str = "", *, votes: bool = False, origin: str = "") -> str:
        file = self.material.votes_file if votes else self.material.statements_file
        return f"{origin or self.material.origin}:{file}:{line}{':' + what if what else ''}"

    def submits(self, contribution: Contribution) -> None:
        """A person submits a challenge, and states the same as a statement to vote on."""
        stage, mission, line = self.stage, self.stage.mission, contribution.line
        dice = stage.dice("theme", contribution.id)
        author = self._present(contribution.author, self._label(line, "join"))
        theme = theme_of(f"{contribution.title} {contribution.text or ''}", dice)
        name, statement = f"c-{contribution.id}", f"s-{contribution.id}"
        challenge = SubmitChallenge(
            mission=mission,
            challenge=name,
            title=contribution.title,
            text=contribution.text,
            language=stage.plan.language,
            tags=contribution.tags,
            category=contribution.category,
        )
        said = SubmitStatement(mission=mission, statement=statement, text=contribution.title, challenge=name)
        stage.ask(challenge, author.id, self._label(line))
        stage.ask(said, author.id, self._label(line, "statement"))
        if contribution.moderation >= 0:
            self._moderates(AcceptChallenge(mission=mission, challenge=name), line, "moderated")
            self._moderates(AcceptStatement(mission=mission, statement=statement), line, "statement-moderated")
            self.world.topics[name] = Topic(name, contribution.title, theme, author.id, 1)

    def _moderates(self, command: Command, line: int, what: str) -> None:
        self.stage.ask(command, label=self._label(line, what))

    def _rejects(self, contribution: Contribution) -> None:
        reason, mission, line = phrases("challenges", "rejected_in_source"), self.stage.mission, contribution.line
        challenge = RejectChallenge(mission=mission, challenge=f"c-{contribution.id}", reason=reason)
        statement = RejectStatement(mission=mission, statement=f"s-{contribution.id}", reason=reason)
        self._moderates(challenge, line, "moderated")
        self._moderates(statement, line, "statement-moderated")
        self.world.rejected.append(f"c-{contribution.id}")

    def _present(self, source: str, label: str) -> Person:
        """The person behind an id of the files, who joins with the first thing said."""
        person = self.people[source]
        if person.id not in self._joined:
            self._joined.add(person.id)
            self.stage.ask(JoinMission(mission=self.stage.mission, participant=person.id), person.id, label)
        return person

    def votes(self, session: list[tuple[SourceVote, int]]) -> None:
        """A person votes on some statements; a vote on the same one again carries a higher revision."""
        line = session[0][0].line
        person = self._present(session[0][0].person, self._label(line, "join", votes=True))
        votes = tuple(
            Vote(
                vote=f"line-{vote.line}",
                statement=f"s-{vote.contribution}",
                value=vote.value,  # type: ignore[arg-type]
                revision=revision,
            )
            for vote, revision in session
        )
        command = CastVotes(mission=self.stage.mission, participant=person.id, votes=votes)
        self.stage.ask(command, person.id, self._label(line, votes=True))

    def _merges_same_words(self) -> None:
        """Merges accepted statements that use almost the same words into the first of them."""
        living = [c for c in self.material.contributions if c.moderation >= 0]
        for first, second, percent in same_words(living):
            if self.world.topics[f"c-{first.id}"].merged:
                continue
            reason = phrases("challenges", "merged_by_words").format(percent=percent)
            name, into = f"c-{second.id}", f"c-{first.id}"
            command = MergeChallenge(mission=self.stage.mission, challenge=name, into=into, reason=reason)
            self.stage.ask(command, label=self._label(second.line, "merged", origin=self.material.derived))
            self.world.topics[name].merged = True
            self.world.merged.append(name)

    # Priorities

    def play_round(self) -> None:
        """A round whose ballots are the latest agreements with accepted statements; without votes an invented one."""
        stage, world = self.stage, self.world
        if not self.material.votes:
            play_round(stage, world)
            return
        stage.chapter(0.3, 0.4, stage.now + timedelta(days=DAYS), Message("play.real-ballots"))
        open_round(stage, f"{self.material.derived}:{self.material.votes_file}:round")
        most = stage.playbook.challenges.max_choices
        dice = stage.dice("ballots")
        for source, agreed in self._agreements().items():
            first = next(iter(agreed.values()))
            ballot = CastBallot(
                mission=stage.mission,
                round=ROUND,
                participant=self.people[source].id,
                ballot=f"b-{self.people[source].id[2:]}",
                choices=tuple(agreed)[:most],
            )
            label = self._label(first, "ballot", votes=True, origin=self.material.derived)
            stage.ask_at(stage.later(dice, 0, DAYS - 2), ballot, self.people[source].id, label)
        stage.run(stage.moment(stage.now.date() + timedelta(days=DAYS), 19))

    def _agreements(self) -> dict[str, dict[str, int]]:
        """Person → challenges agreed with in the end, in the order of their first votes, each with the vote's line."""
        latest: dict[str, dict[str, SourceVote]] = {}
        for vote in self.material.votes:
            latest.setdefault(vote.person, {})[f"c-{vote.contribution}"] = vote
        stands = {name for name, topic in self.world.topics.items() if not topic.merged}
        agreed = {
            person: {name: vote.line for name, vote in votes.items() if vote.value > 0 and name in stands}
            for person, votes in latest.items()
        }
        return {person: votes for person, votes in agreed.items() if votes}


def _sessions(votes: tuple[SourceVote, ...]) -> Iterator[list[tuple[SourceVote, int]]]:
    """Each person's votes, with their revisions, in pieces of at most three hours and a thousand votes."""
    by_person: dict[str, list[tuple[SourceVote, int]]] = {}
    cast: Counter[tuple[str, str]] = Counter()
    for vote in votes:
        by_person.setdefault(vote.person, []).append((vote, cast[vote.person, vote.contribution]))
        cast[vote.person, vote.contribution] += 1
    for all_votes in by_person.values():
        session: list[tuple[SourceVote, int]] = []
        for vote, revision in all_votes:
            begun = session[0][0].time if session else None
            late = begun is not None and vote.time is not None and vote.time - begun > SESSION
            if late or len(session) >= 1_000:
                yield session
                session = []
            session.append((vote, revision))
        yield session


def same_words(contributions: Sequence[Contribution]) -> Iterator[tuple[Contribution, Contribution, int]]:
    """Pairs of contributions that share so many of a hundred words (Jaccard index of words of four letters and more).

    Each contribution is the second of one pair at most, the earliest that it resembles being the first.
    """
    bags = [frozenset(re.findall(r"\w{4,}", contribution.title.lower())) for contribution in contributions]
    having: dict[str, list[int]] = {}
    for number, bag in enumerate(bags):
        shared = Counter(other for word in bag for other in having.get(word, ()))
        for other, count in sorted(shared.items()):
            percent = 100 * count // len(bag | bags[other])
            if percent >= SAME_WORDS and min(len(bag), len(bags[other])) >= 3:
                yield contributions[other], contributions[number], percent
                break
        for word in bag:
            having.setdefault(word, []).append(number)
