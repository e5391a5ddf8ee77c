"""Phase 5 of a play: reviews without conflicts of interest, assessments, an override, contests, and the last word."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import chain

from osi_core.curation.commands import (
    AnswerContest,
    AssessFinally,
    CloseAssessment,
    ConfirmOverride,
    ContestAssessment,
    DeclareConflict,
    OpenAssessment,
    OverrideAssessment,
    SubmitReview,
)
from osi_core.curation.events import ConflictKind, ContestGround, FinalOutcome, Score
from osi_core.curation.facts import Dossier
from osi_core.curation.recusal import reviewer_is_not_tied
from osi_core.domain import Actor, Context, FactKey, Phase
from osi_core.plugins.problems import Fit
from osi_core.simulation.pilots import Pilots
from osi_core.simulation.stage import Stage
from osi_core.simulation.support import SupportProgramme
from osi_core.simulation.teams import writes_anew
from osi_core.simulation.words import phrases, say
from osi_core.simulation.world import Expert, Team, World
from osi_core.solutions.events import UpdateKind
from osi_core.support.facts import Initiative

CONFLICTS = 0.02
"""How likely it is that somebody who was asked for a review declares a conflict of interest."""
REVIEWING = 24
"""Days from the call for reviews to the close of an assessment."""


_ANY = (Score(criterion="any", score=0),)
"""For a review that is only asked whether it might be given."""


class Curation:
    """All initiatives are assessed in a first wave; those that missed fit, and those that won a contest, again."""

    def __init__(self, stage: Stage, world: World, programme: SupportProgramme) -> None:
        self.stage, self.world, self.programme = stage, world, programme
        self.dice = stage.dice("curation")
        self.pilots = Pilots(stage, world, programme)
        self._leniency = {expert.id: self.dice.around(0, 6) for expert in world.experts}
        self._given: Counter[str] = Counter()
        """How many reviews somebody was asked for."""
        self._asked: set[tuple[str, str]] = set()
        """Who was asked to review what."""
        self._panel: dict[str, list[Expert]] = {}
        """Who reviews an initiative, this time."""
        self._opener: dict[str, str] = {}
        """Who called for an initiative's reviews, and so does not answer what is said of them."""

    def plan(self) -> None:
        """Puts it on the agenda, in shares of the programme's length."""
        stage, days = self.stage, (self.programme.ends - self.stage.now).days
        start = stage.now
        stage.at(start + timedelta(days=days * 12 // 100), stage.open, Phase.CURATION)
        stage.at(start + timedelta(days=days * 30 // 100), self.first_wave)
        stage.at(start + timedelta(days=days * 30 // 100 + REVIEWING + 4), self.voices)
        stage.at(start + timedelta(days=days * 30 // 100 + REVIEWING + 8), self.pilots.agree, days)
        stage.at(start + timedelta(days=days * 60 // 100), self.new_versions)
        stage.at(start + timedelta(days=days * 78 // 100), self.second_wave)

    # Waves of assessments

    def first_wave(self) -> None:
        """Everyone who is alive."""
        self._wave(self._living(), 0)

    def second_wave(self) -> None:
        """Those that have not reached fit, better by what they learnt, and those whose fit would run out too soon."""
        dossiers, needed = self.stage.facts(Dossier), (self.programme.ends + timedelta(days=90)).date()
        known = [team for team in self._living() if team.id in dossiers]
        fit = [team for team in known if dossiers[team.id].standing(self.stage.now.date()) == Fit.FIT]
        expiring = [team for team in fit if not dossiers[team.id].is_fit(needed)]
        missed = [team for team in known if team not in fit and team is not self.pilots.doubted]
        contested = {team.id for team in missed if dossiers[team.id].calls_for_review(self.stage.now.date())}
        again = (team for team in missed if self.dice.happens(0.6) or team.id in contested)
        self._wave([*expiring, *again], 4)

    def _living(self) -> list[Team]:
        today, initiatives = self.stage.now.date(), self.stage.facts(Initiative)
        return [t for t in self.programme.initiatives if t.answers(today) and t.id in initiatives and not t.gone]

    def _wave(self, teams: list[Team], learnt: int) -> None:
        stage, dice, dossiers = self.stage, self.dice, self.stage.facts(Dossier)
        opened = []
        for team in teams:
            reviewers = self._reviewers(team)
            if len(reviewers) < self.stage.playbook.curation.min_reviewers:
                continue  # too few without a conflict of interest: the dossier stays as it is
            proven = len(dossiers[team.id].piloted_by) >= 2 if team.id in dossiers else False
            team.quality += 3 * learnt if proven else learnt  # reviewers read what pilots have shown
            self._opener[team.id] = dice.pick(self.world.organisers)
            stage.ask(OpenAssessment(mission=stage.mission, initiative=team.id), self._opener[team.id])
            opened.append(team)
            self._panel[team.id] = list(reviewers)
            for expert in reviewers:
                self._given[expert.id] += 1
                self._asked.add((expert.id, team.id))
                stage.at(stage.later(dice, 2, REVIEWING - 3), self._review, expert, team)
        stage.at(stage.now + timedelta(days=REVIEWING), self._close, opened)

    def _reviewers(self, team: Team) -> list[Expert]:
        """Experts who are tied to the initiative in no way, have not reviewed it before, and still have room.

        Where there are too few, representatives review beside them; the second one is of another house than the first.
        """
        settings = self.stage.playbook.curation
        speakers = [Expert(house.speaker, house) for house in self.world.houses]
        groups = [self.dice.shuffled(list(group)) for group in (self.world.experts, speakers)]
        free: list[Expert] = []
        other, most, facts = None, settings.min_reviewers + 2, self._facts(team)
        for expert in chain(*groups):
            able = self._given[expert.id] < settings.max_reviews and (expert.id, team.id) not in self._asked
            if not able or self._tied(expert, team, facts):
                continue
            free.append(expert)
            other = other or (expert if expert.house.id != free[0].house.id else None)
            if other and len(free) >= most:
                break
        if other is None:
            return []  # one house alone does not assess
        ordered = [free[0], other, *(e for e in free[1:] if e is not other)]
        return ordered[: settings.min_reviewers + self.dice.whole(0, 2)]

    def _facts(self, team: Team) -> dict[FactKey, object]:
        """What the rules judge ties by; what lies in the box of the reviews is not told, and they do not ask for it."""
        needed = SubmitReview(mission=self.stage.mission, initiative=team.id, scores=_ANY).needs(None)
        keys = [key for key in needed if all(source.public for source in key.kind.sources)]
        known = self.stage.known()
        return {key: known[key.kind] if key.key is None else known[key.kind].get(key.key) for key in keys}

    def _tied(self, expert: Expert, team: Team, facts: dict[FactKey, object]) -> bool:
        """Whether the rules would recuse somebody."""
        review = SubmitReview(mission=self.stage.mission, initiative=team.id, scores=_ANY)
        context = Context(time=self.stage.now, actor=Actor(expert.id), facts=facts)
        return any(reviewer_is_not_tied(review, None, context))

    def _review(self, expert: Expert, team: Team) -> None:
        """Scores follow the quality, the reviewer's leniency, and a little chance."""
        stage, dice = self.stage, self.dice
        curation = self.stage.playbook.curation
        if self._tied(expert, team, self._facts(team)) or self._declares_a_conflict(expert, team):  # by now
            other = self._instead_of(expert, team)
            if other is None:
                return
            expert = other
        tenths = team.quality + self._leniency.get(expert.id, 0)
        scores = []
        for number, criterion in enumerate(curation.criteria):
            strength = self.stage.dice("strength", team.id, number).around(0, 6)
            score = (dice.around(tenths + strength, 9) + 5) // 10
            scores.append(Score(criterion=criterion.id, score=min(max(score, 1), curation.scale_max)))
        command = SubmitReview(
            mission=stage.mission,
            initiative=team.id,
            scores=tuple(scores),
            comment=say(dice, "curation", "comment") if dice.happens(0.6) else None,
        )
        stage.ask(command, expert.id)

    def _declares_a_conflict(self, expert: Expert, team: Team) -> bool:
        """Now and then somebody knows of a tie that no register does."""
        dice = self.stage.dice("conflicts", expert.id, team.id)
        others = [one for one in self._panel[team.id] if one is not expert]
        enough = len(others) >= self.stage.playbook.curation.min_reviewers and len({e.house.id for e in others}) > 1
        if not (enough and dice.happens(CONFLICTS)):
            return False
        kind = dice.pick(tuple(ConflictKind))
        self.stage.ask(DeclareConflict(mission=self.stage.mission, initiative=team.id, kind=kind), expert.id)
        return True

    def _instead_of(self, expert: Expert, team: Team) -> Expert | None:
        """Somebody else, so that the panel is still of two houses; in a small mission there may be nobody left."""
        panel = self._panel[team.id]
        panel.remove(expert)
        found = next((one for one in self._reviewers(team) if len({e.house.id for e in (*panel, one)}) > 1), None)
        if found is None:
            return None
        panel.append(found)
        self._given[found.id] += 1
        self._asked.add((found.id, team.id))
        return found

    def _close(self, teams: list[Team]) -> None:
        for team in teams:
            self.stage.ask(CloseAssessment(mission=self.stage.mission, initiative=team.id))
        self.stage.decide()

    def new_versions(self) -> None:
        """Some that fit go on: one says the same better, two change what they do. Nobody asks for a new assessment."""
        dossiers, today = self.stage.facts(Dossier), self.stage.now.date()
        fit = [team for team in self._living() if team.id in dossiers and dossiers[team.id].is_fit(today)]
        kinds = (UpdateKind.CONTENT, UpdateKind.CORRECTION, UpdateKind.CONTENT)
        for team, kind in zip(fit, kinds, strict=False):
            writes_anew(self.stage, team, kind)

    # What people say of results

    def voices(self) -> None:
        """Two teams contest their result; to one the answer is yes, and it is assessed again later."""
        stage, dice, dossiers = self.stage, self.dice, self.stage.facts(Dossier)
        missed = [
            t for t in self._living() if t.id in dossiers and dossiers[t.id].standing(stage.now.date()) == Fit.NOT_YET
        ]
        for number, team in enumerate(dice.some(missed, 2)):
            reason = phrases("curation", "contest")[number]
            ground = (ContestGround.FACTS, ContestGround.PROCEDURE)[number]
            contest = ContestAssessment(mission=stage.mission, initiative=team.id, ground=ground, reason=reason)
            stage.ask(contest, team.founder)
            answer = phrases("curation", "answer_rejected" if number else "answer_upheld")
            command = AnswerContest(
                mission=stage.mission, initiative=team.id, contest=1, upheld=number == 0, answer=answer
            )
            uninvolved = [one for one in self.world.organisers if one != self._opener[team.id]]
            stage.ask_at(stage.now + timedelta(days=3), command, dice.pick(uninvolved))

    def overrides(self) -> None:
        """People answer for another result where a pilot has shown more than the reviews."""
        stage, dossiers = self.stage, self.stage.facts(Dossier)
        today = stage.now.date()
        proven = [
            team
            for team in self._living()
            if team.id in dossiers
            and dossiers[team.id].standing(today) == Fit.NOT_YET
            and len(dossiers[team.id].piloted_by) >= self.stage.playbook.scaling.min_pilot_institutions
        ]
        for team in proven[:1]:
            reason = phrases("curation", "override")
            command = OverrideAssessment(mission=stage.mission, initiative=team.id, result=Fit.FIT, reason=reason)
            stage.ask(command, self.world.organisers[0])
            confirming = ConfirmOverride(mission=stage.mission, initiative=team.id, result=Fit.FIT)
            stage.ask(confirming, self.world.organisers[1])

    def end(self) -> None:
        """Of every initiative it is said what became of it."""
        stage, initiatives, dossiers = self.stage, self.stage.facts(Initiative), dict(self.stage.facts(Dossier))
        for name, row in initiatives.items():
            ended = row.dropped_out
            dossier, today = dossiers.get(name, Dossier()), stage.now.date()
            said = Fit.UNCLEAR if dossier.calls_for_review(today) else dossier.standing(today)
            outcome = FinalOutcome.ENDED if ended else FinalOutcome(said)
            reason = phrases("curation", "ended") if ended else None
            stage.ask(AssessFinally(mission=stage.mission, initiative=name, outcome=outcome, reason=reason))
        stage.close(Phase.CURATION)
