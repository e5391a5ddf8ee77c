"""Phase 2 of a play, with invented people: statements, and votes that follow opinion groups nobody has named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from osi_core.challenges.commands import (
    AcceptStatement,
    CastVotes,
    RejectStatement,
    SubmitStatement,
    Vote,
)
from osi_core.simulation.challenges import DAYS, Submissions
from osi_core.simulation.dice import Dice
from osi_core.simulation.stage import Stage
from osi_core.simulation.words import say, themes
from osi_core.simulation.world import OPINION_GROUPS, Person, World

VOTERS, AGAIN = 0.42, 0.12
"""The share of people who vote on statements, and of these who come back and change votes."""


@dataclass(slots=True)
class Opinion:
    """A statement, and how likely each group is to agree, in hundredths."""

    id: str
    agree: tuple[int, ...]

    def vote_of(self, person: Person, dice: Dice) -> int:
        """1, -1, or 0 for one in eight."""
        if dice.happens(0.125):
            return 0
        return 1 if dice.whole(1, 100) <= self.agree[person.group] else -1


class Discussion:
    """The statements that are there, and who votes on them."""

    def __init__(self, stage: Stage, world: World, submissions: Submissions) -> None:
        self.stage, self.world, self.submissions = stage, world, submissions
        self.dice = stage.dice("discussion")
        self.opinions: list[Opinion] = []
        self._votes = 0

    def plan(self) -> None:
        """Puts statements and votes on the agenda."""
        dice, stage = self.dice, self.stage
        texts = [(theme.id, text) for theme in themes() for text in theme.statements]
        texts = dice.some(texts, max(12, stage.plan.sizes.challenges // 8))
        for number, (theme, text) in enumerate(texts, start=1):
            moment = stage.later(dice, 4, DAYS // 2)
            stage.at(moment, self.states, f"s-{number:03d}", theme, text)
        voters = int(len(self.world.citizens) * VOTERS)
        for _ in range(voters):
            stage.at(stage.later(dice, 9, DAYS - 2), self.votes)

    def states(self, name: str, theme: str, text: str) -> None:
        """Somebody states something about a challenge of its theme, if there is one by now."""
        dice, stage = self.dice, self.stage
        topics = [topic for topic, _ in self.submissions.open if topic.theme.id == theme]
        people = self.submissions.joined
        stage.ask(
            SubmitStatement(
                mission=stage.mission, statement=name, text=text, challenge=dice.pick(topics).id if topics else None
            ),
            by=dice.pick(people).id if people else self.world.houses[0].speaker,
        )
        moderator = dice.pick(self.world.organisers)
        if dice.happens(0.04):
            reason = say(dice, "challenges", "rejected_statement")
            rejection = RejectStatement(mission=stage.mission, statement=name, reason=reason)
            stage.ask_at(stage.later(dice, 1, 1), rejection, moderator)
        else:
            stage.at(stage.later(dice, 1, 1), self.accepts, name, moderator)

    def accepts(self, name: str, moderator: str) -> None:
        """A statement is open for votes; some unite all groups, some divide them."""
        dice = self.dice
        self.stage.ask(AcceptStatement(mission=self.stage.mission, statement=name), moderator)
        if dice.happens(0.35):
            middle = dice.whole(55, 92)
            agree = tuple(min(max(dice.around(middle, 8), 2), 98) for _ in range(OPINION_GROUPS))
        else:
            agree = tuple(dice.whole(6, 94) for _ in range(OPINION_GROUPS))
        self.opinions.append(Opinion(name, agree))

    def votes(self) -> None:
        """Somebody votes on some of the statements, and perhaps comes back."""
        if not self.submissions.joined or not self.opinions:
            return
        person = self.dice.pick(self.submissions.joined)
        chosen = self.dice.some(self.opinions, self.dice.whole(8, 34))
        ids = self._cast(person, chosen, 0, {})
        if self.dice.happens(AGAIN):
            self.stage.at(self.stage.later(self.dice, 1, 5), self.votes_again, person, chosen[:4], ids)

    def votes_again(self, person: Person, opinions: list[Opinion], ids: dict[str, str]) -> None:
        """The person changes some votes."""
        self._cast(person, opinions, 1, ids)

    def _cast(self, person: Person, opinions: list[Opinion], revision: int, ids: dict[str, str]) -> dict[str, str]:
        votes = []
        for opinion in opinions:
            self._votes += 1
            name = ids.setdefault(opinion.id, f"v-{self._votes:06d}")
            value = opinion.vote_of(person, self.dice)
            votes.append(Vote(vote=name, statement=opinion.id, value=value, revision=revision))  # type: ignore[arg-type]
        self.stage.ask(CastVotes(mission=self.stage.mission, participant=person.id, votes=tuple(votes)), by=person.id)
        return ids


def play_discussion(stage: Stage, world: World, submissions: Submissions) -> None:
    """Joining, submitting and discussing, up to the last vote."""
    Discussion(stage, world, submissions).plan()
    stage.run(stage.now + timedelta(days=DAYS + 2))
