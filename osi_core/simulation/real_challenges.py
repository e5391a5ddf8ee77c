"""Phase 2 of a play of what a folder brings: what people said and how they voted, by file and line.

Every statement is a challenge too, since it names what somebody wants changed, but for metadata, which says something
of people. Votes keep their own times. What the
source moderated out is rejected when the discussion has ended, for the source says only that, not when. What somebody
has decided to merge is merged then; nothing merges by itself. Ballots follow from votes: the latest agreement of a
person with an accepted statement approves the challenge in which that one lives on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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
from osi_core.challenges.facts import Challenge, living
from osi_core.domain import Command
from osi_core.mission.commands import JoinMission
from osi_core.process.request import OPERATOR, Office
from osi_core.simulation.material import Contribution, Material, SourceVote
from osi_core.simulation.priorities import DAYS, ROUND, count_the_round, open_round, play_round
from osi_core.simulation.stage import Stage
from osi_core.simulation.words import phrases, theme_of
from osi_core.simulation.world import Person, Topic, World
from osi_core.words import Message

SESSION = timedelta(hours=3)
"""Votes of a person that lie closer together come in one command."""


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
        if material.votes and material.votes[0].time is None:  # then they come when all statements are there
            ends = max(ends, self._last_statement(opening) + timedelta(days=10))
        stage.chapter(0.02, 0.3, ends, Message("play.real-votes"))
        spread = timedelta(days=20) / max(len(material.contributions), 1)
        for number, contribution in enumerate(material.contributions):
            stage.at(contribution.time or opening + number * spread, self.submits, contribution)
        sessions = list(_sessions(material.votes))
        spread = timedelta(days=8) / max(len(sessions), 1)
        for number, session in enumerate(sessions):
            undated = self._last_statement(opening) + timedelta(days=1) + number * spread
            stage.at(session[-1][0].time or undated, self.votes, session)
        if stage.plan.invents:
            self._invented_people_join((ends - stage.now).days)
        stage.run(ends + timedelta(hours=1))
        for contribution in material.contributions:
            if contribution.moderation < 0:
                self._rejects(contribution)
        self._merges()
        stage.flush()

    def _invented_people_join(self, days: int) -> None:
        """Where the plan has more people than the material, the others join unheard."""
        dice = self.stage.dice("joining")
        for person in self.world.citizens:
            if person.source is None:
                joining = JoinMission(mission=self.stage.mission, participant=person.id)
                self.stage.ask_at(self.stage.later(dice, 1, max(days, 1)), joining, person.id)

    def _last_statement(self, opening: datetime) -> datetime:
        """When the last of them is there; those without a time come in the first twenty days."""
        return max([opening + timedelta(days=20), *(c.time for c in self.material.contributions if c.time)])

    def _times(self) -> Iterator[datetime]:
        yield from (c.time for c in self.material.contributions if c.time)
        yield from (vote.time for vote in self.material.votes if vote.time)

    def _asks(self, command: Command, by: str | Office = OPERATOR, label: str = "") -> None:
        self.stage.ask(command, by, label, self.material.origin)

    def _label(self, line: int, what: str = "", *, votes: bool = False) -> str:
        file = self.material.votes_file if votes else self.material.statements_file
        return f"{file}:{line}{':' + what if what else ''}"

    def submits(self, contribution: Contribution) -> None:
        """A person submits a challenge, and states the same as a statement to vote on."""
        stage, mission, line = self.stage, self.stage.mission, contribution.line
        dice = stage.dice("theme", contribution.id)
        author = self._present(contribution.author, self._label(line, "join"))
        theme = theme_of(f"{contribution.title} {contribution.text or ''}", dice)
        name, statement = f"c-{contribution.id}", f"s-{contribution.id}"
        about = None if contribution.metadata else name
        if about:
            challenge = SubmitChallenge(
                mission=mission,
                challenge=name,
                title=contribution.title,
                text=contribution.text,
                language=contribution.language or stage.plan.language,
                tags=contribution.tags,
                category=contribution.category,
            )
            self._asks(challenge, author.id, self._label(line))
        said = SubmitStatement(
            mission=mission,
            statement=statement,
            text=contribution.title,
            challenge=about,
            metadata=contribution.metadata,
        )
        self._asks(said, author.id, self._label(line, "statement"))
        if contribution.moderation < 0:
            return
        if about:
            self._moderates(AcceptChallenge(mission=mission, challenge=name), line, "moderated")
            self.world.topics[name] = Topic(name, contribution.title, theme, author.id, 1)
        self._moderates(AcceptStatement(mission=mission, statement=statement), line, "statement-moderated")

    def _moderates(self, command: Command, line: int, what: str) -> None:
        self._asks(command, label=self._label(line, what))

    def _rejects(self, contribution: Contribution) -> None:
        mission, line = self.stage.mission, contribution.line
        reason = phrases("challenges", "rejected_in_source")
        if contribution.state:
            reason = f"{reason} ({contribution.state})"
        statement = RejectStatement(mission=mission, statement=f"s-{contribution.id}", reason=reason)
        self._moderates(statement, line, "statement-moderated")
        if not contribution.metadata:
            challenge = RejectChallenge(mission=mission, challenge=f"c-{contribution.id}", reason=reason)
            self._moderates(challenge, line, "moderated")
            self.world.rejected.append(f"c-{contribution.id}")

    def _present(self, source: str, label: str) -> Person:
        """The person behind an id of the files, who joins with the first thing said."""
        person = self.people[source]
        if person.id not in self._joined:
            self._joined.add(person.id)
            self._asks(JoinMission(mission=self.stage.mission, participant=person.id), person.id, label)
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
                cast_at=vote.time,
            )
            for vote, revision in session
        )
        command = CastVotes(mission=self.stage.mission, participant=person.id, votes=votes)
        self._asks(command, person.id, self._label(line, votes=True))

    def _merges(self) -> None:
        """Merges what somebody has decided to merge."""
        for merge in self.material.merges:
            name, into = f"c-{merge.contribution}", f"c-{merge.into}"
            reason = merge.reason or phrases("challenges", "merged_in_folder")
            command = MergeChallenge(mission=self.stage.mission, challenge=name, into=into, reason=reason)
            self._asks(command, label=f"{self.material.merges_file}:{merge.line}")
            self.world.topics[name].merged = True
            self.world.merged.append(name)

    # Priorities

    def play_round(self) -> bool:
        """A round whose ballots are the latest agreements with accepted statements; without votes an invented one.

        Whether there was a round: without votes there is none, unless a plan invents what is missing.
        """
        stage, material = self.stage, self.material
        if not material.votes and stage.plan.invents:
            play_round(stage, self.world)
            count_the_round(stage, self.world)
        if not material.votes:
            return stage.plan.invents
        stage.chapter(0.3, 0.4, stage.now + timedelta(days=DAYS), Message("play.real-ballots"))
        open_round(stage, material.origin)
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
            moment, label = stage.later(dice, 0, DAYS - 2), self._label(first, "ballot", votes=True)
            stage.ask_at(moment, ballot, self.people[source].id, label, material.origin)
        stage.run(stage.moment(stage.now.date() + timedelta(days=DAYS), 19))
        count_the_round(stage, self.world, material.origin)
        return True

    def _agreements(self) -> dict[str, dict[str, int]]:
        """Person → challenges agreed with in the end, in the order of their first votes, each with the vote's line.

        Agreement with a merged one counts, once, for where it went.
        """
        latest: dict[str, dict[str, SourceVote]] = {}
        for vote in self.material.votes:
            latest.setdefault(vote.person, {})[f"c-{vote.contribution}"] = vote
        rows = self.stage.facts(Challenge)
        agreed: dict[str, dict[str, int]] = {}
        for person, votes in latest.items():
            for name, vote in votes.items():
                for heir in living(name, rows) if vote.value > 0 and name in rows else ():
                    agreed.setdefault(person, {}).setdefault(heir, vote.line)
        return agreed


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
