"""Phase 2 of a play, with invented people: they join, submit challenges, and these are moderated, merged and split."""

from __future__ import annotations

from datetime import timedelta

from osi_core.challenges.commands import (
    AcceptChallenge,
    MergeChallenge,
    RejectChallenge,
    SplitChallenge,
    SubmitChallenge,
)
from osi_core.challenges.correction_commands import ObjectToMerge, ProposeMerge
from osi_core.mission.commands import JoinMission
from osi_core.simulation.stage import Stage
from osi_core.simulation.words import Subject, phrases, say, subjects
from osi_core.simulation.world import Person, Topic, World
from osi_core.words import Message

DAYS = 35
"""From the first person who joins to the last statement."""
REJECTED, DUPLICATE, SPLIT = 0.07, 0.10, 0.01


class Submissions:
    """Who joins when, and what they submit."""

    def __init__(self, stage: Stage, world: World) -> None:
        self.stage, self.world, self.dice = stage, world, stage.dice("challenges")
        self.joined: list[Person] = []
        self.open: list[tuple[Topic, Subject]] = []
        """Accepted challenges that were neither merged nor split, with what they are about."""
        self._subjects = subjects(stage.dice("subjects"))
        self._count = 0
        self._objected = False

    def plan(self) -> None:
        """Puts it all on the agenda: most come in the first weeks."""
        dice, sizes = self.dice, self.stage.plan.sizes
        for person in self.world.citizens:
            day = min(dice.whole(0, DAYS - 6), dice.whole(0, DAYS - 6))
            self.stage.at(self.stage.later(dice, day, day), self.joins, person)
        splits = int(sizes.challenges * SPLIT)
        for number in range(sizes.challenges - 2 * splits):
            moment = self.stage.later(dice, 2, DAYS - 6)
            self.stage.at(moment, self.submits_two_in_one if number < splits else self.submits)

    def joins(self, person: Person) -> None:
        """A person takes part from here on."""
        self.stage.ask(JoinMission(mission=self.stage.mission, participant=person.id), by=person.id)
        self.joined.append(person)

    def submits(self) -> None:
        """Somebody submits a challenge; it is new, says the same as another one, or does not belong here.

        Each of these happens at least once, however small the play.
        """
        dice, seen = self.dice, self._count
        if dice.happens(REJECTED) or (seen >= 5 and not self.world.rejected):
            self._submits_what_does_not_belong()
        elif len(self.open) > 2 and (dice.happens(DUPLICATE) or (seen >= 7 and not self.world.merged)):
            original, subject = dice.pick(self.open)
            self._merged(self._submitted(subject, 1), original)
        else:
            subject = next(self._subjects)
            self._accepted(self._submitted(subject, 0), subject)

    def submits_two_in_one(self) -> None:
        """Somebody says two things at once; a moderator asks for them one by one."""
        first, second = next(self._subjects), next(self._subjects)
        title = say(
            self.dice, "challenges", "split_title", first=first.title(self.dice), second=second.title(self.dice)
        )
        whole = self._submitted(first, 0, title)
        parts = [self._submitted(part, 0, author=whole.author) for part in (first, second)]
        mission = self.stage.mission
        for topic in (whole, *parts):
            self._topic_accepted(topic)
        for topic, subject in zip(parts, (first, second), strict=True):
            self.open.append((topic, subject))
        split = SplitChallenge(
            mission=mission, challenge=whole.id, parts=tuple(p.id for p in parts), reason=phrases("challenges", "split")
        )
        self.stage.ask_at(self.stage.later(self.dice, 3, 4), split, self._moderator())
        self.world.topics.pop(whole.id)

    def _submitted(self, subject: Subject, wording: int, title: str = "", author: str = "") -> Topic:
        dice, stage = self.dice, self.stage
        self._count += 1
        people = self.joined
        topic = Topic(
            id=f"c-{self._count:04d}",
            title=title or subject.title(dice, wording),
            theme=subject.theme,
            author=author or (dice.pick(people).id if people else dice.pick(self.world.houses).speaker),
            popularity=1 + int(dice.share() * dice.share() * dice.share() * 200),
        )
        self.world.topics[topic.id] = topic
        effect = say(dice, "challenges", "effect")
        place = dice.pick(self.world.houses).place
        stage.ask(
            SubmitChallenge(
                mission=stage.mission,
                challenge=topic.id,
                title=topic.title,
                text=say(dice, "challenges", "text", place=place, effect=effect),
                language="de",
                tags=(subject.tail,),
                category=subject.theme.name,
            ),
            by=topic.author,
        )
        return topic

    def _accepted(self, topic: Topic, subject: Subject) -> None:
        self._topic_accepted(topic)
        self.open.append((topic, subject))

    def _topic_accepted(self, topic: Topic) -> None:
        command = AcceptChallenge(mission=self.stage.mission, challenge=topic.id)
        self.stage.ask_at(self.stage.later(self.dice, 1, 2), command, self._moderator())

    def _submits_what_does_not_belong(self) -> None:
        title, reason = self.dice.pick(phrases("challenges", "rejected"))
        place = self.dice.pick(self.world.houses).place
        topic = self._submitted(next(self._subjects), 0, title.format(place=place))
        command = RejectChallenge(mission=self.stage.mission, challenge=topic.id, reason=reason)
        self.stage.ask_at(self.stage.later(self.dice, 1, 2), command, self._moderator())
        self.world.topics.pop(topic.id)
        self.world.rejected.append(topic.id)

    def _merged(self, topic: Topic, original: Topic) -> None:
        self._topic_accepted(topic)
        stage, mission, moderator = self.stage, self.stage.mission, self._moderator()
        reason, proposed = say(self.dice, "challenges", "merged"), stage.later(self.dice, 3, 5)
        proposal = ProposeMerge(mission=mission, challenge=topic.id, into=original.id, reason=reason)
        stage.ask_at(proposed, proposal, moderator)
        if len(self.world.merged) == 1 and not self._objected:  # whatever chance says, one author objects
            self._objected = True
            stage.ask_at(proposed + timedelta(days=2), ObjectToMerge(mission=mission, challenge=topic.id), topic.author)
            return
        topic.merged = True
        original.popularity += topic.popularity
        self.world.merged.append(topic.id)
        command = MergeChallenge(mission=mission, challenge=topic.id, into=original.id, reason=reason)
        silence = timedelta(days=stage.playbook.challenges.merge_days)
        stage.ask_at(proposed + silence, command, moderator)

    def _moderator(self) -> str:
        return self.dice.pick(self.world.organisers)


def play_submissions(stage: Stage, world: World) -> Submissions:
    """Puts joining and submitting on the agenda."""
    until = stage.now + timedelta(days=DAYS)
    stage.chapter(0.02, 0.25, until, Message("play.submissions"))
    submissions = Submissions(stage, world)
    submissions.plan()
    return submissions
