"""A mission is played through all six phases: the demo in small, our example folder, and real material."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from osi_core.challenges import events as challenges
from osi_core.curation import events as curation
from osi_core.domain import DataOrigin, Phase, Recorded
from osi_core.log.envelope import check_chain
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.mission import events as mission
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import trail_of
from osi_core.process.engine import Engine
from osi_core.process.lineage import Lineage
from osi_core.process.origins import PARTS, origins_of
from osi_core.process.ways import TOLD
from osi_core.report import write_report
from osi_core.scaling import events as scaling
from osi_core.simulation import Plan, SimulationResult, demo_plan, read_folder, simulate
from osi_core.simulation.material import Material
from osi_core.solutions import events as solutions
from osi_core.support import events as support
from osi_core.words import OWN, Message
from osi_core.words.message import parts_of

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("OSI_TEST_DATA", ROOT.parent / "shared" / "data"))


PLUGINS = Plugins.builtin()


def played(plan: Plan) -> SimulationResult:
    """What comes of a plan; strategies run in this process."""
    return simulate(plan, MemoryStore(), plugins=PLUGINS, runner=InProcessRunner(PLUGINS))


class Play:
    """A plan that was played, and its log."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.store, self.heard = plan, MemoryStore(), list[tuple[float, str]]()
        self.result = simulate(plan, self.store, progress=self._hears, plugins=PLUGINS, runner=InProcessRunner(PLUGINS))
        self.engine = Engine(self.store, plugins=PLUGINS)
        self.log: list[Recorded] = list(self.engine.events(plan.mission))
        self.count = Counter(type(record.event) for record in self.log)

    def _hears(self, fraction: float, what: Message) -> None:
        self.heard.append((fraction, what.code))


@pytest.fixture(scope="module")
def demo() -> Play:
    return Play(demo_plan(part=20))


@pytest.fixture(scope="module")
def example() -> Play:
    return Play(read_folder(ROOT / "examples" / "mission"))


def material(play: Play) -> Material:
    assert play.plan.material is not None
    return play.plan.material


def real_folder() -> Path:
    folder = DATA / "klimarat-konsum"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here; set OSI_TEST_DATA to the folder with the real data")
    return folder


@pytest.fixture(scope="module")
def klimarat() -> Play:
    """Real statements and votes, played on with invented people."""
    return Play(read_folder(real_folder(), simulate=True))


@pytest.fixture(scope="module")
def klimarat_alone() -> Play:
    """Real statements and votes, and nothing else."""
    return Play(read_folder(real_folder()))


@pytest.fixture(params=["demo", "example", "klimarat"])
def play(request: pytest.FixtureRequest) -> Play:
    return request.getfixturevalue(request.param)


# ---------------------------------------------------------------------------------------------------------------------
# What holds of every play
# ---------------------------------------------------------------------------------------------------------------------


def test_every_phase_is_opened_and_closed_in_its_order(play: Play) -> None:
    opened = [r.event.phase for r in play.log if isinstance(r.event, mission.PhaseOpened)]
    closed = [r.event.phase for r in play.log if isinstance(r.event, mission.PhaseClosed)]
    assert opened == list(Phase)[1:], "the mission phase is open from the start"
    assert closed[:3] == list(Phase)[:3]
    assert sorted(closed) == sorted(Phase)
    assert isinstance(play.log[-1].event, mission.PhaseClosed)


def test_the_result_names_the_head_of_a_sound_chain(play: Play) -> None:
    head = check_chain(play.store.read(play.plan.mission))
    assert (play.result.log_digest, play.result.events) == (head.hash.hex(), head.position)


def test_every_event_says_whether_somebody_did_it(play: Play) -> None:
    found = origins_of(play.store.read(play.plan.mission))
    invented = ("institutions", "commitments", "solutions", "kickoff", "support", "grants", "curation", "scaling")
    assert {origin for part in invented for origin in found[part]} == {DataOrigin.SIMULATED}
    assert {origin for part in ("challenges", "statements", "votes", "ballots") for origin in found[part]} == {
        play.plan.origin
    }


def test_every_part_names_its_source(play: Play) -> None:
    stated = [r.event.part for r in play.log if isinstance(r.event, mission.ProvenanceStated)]
    assert stated == list(PARTS)


def sentences(play: Play) -> Iterator[tuple[str, Message, str]]:
    """Every sentence that a receipt could tell of this mission: its type, its code and values, and its words."""
    lineage = Lineage(play.engine, play.plan.mission)
    for record in play.log:
        if record.event.type in TOLD:
            trail = lineage.trail(record)
            for message in (*(step.message for step in trail.steps), trail.end):
                for language in ("en", "de"):
                    yield record.event.type, message, OWN.say(message, language)


DANGLING = re.compile(r"  |\s$|[{}]|\s[.,;:)]|\(\s*\)|:\s*$|\b(in|by|of|for|from|at|to|von|für|bei)[.,:;)]?$")


@pytest.mark.parametrize("name", ["demo", "example"])
def test_no_sentence_of_a_receipt_is_missing_a_word(name: str, request: pytest.FixtureRequest) -> None:
    seen: set[str] = set()
    for kind, message, said in sentences(request.getfixturevalue(name)):
        empty = [value for part in parts_of(message) for value in part.values.values() if value in ("", ())]
        assert not empty, (kind, message)
        assert DANGLING.search(said) is None, (kind, said)
        seen.add(kind)
    assert len(seen) > 35


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_sentence_of_a_report_is_missing_a_word(example: Play, language: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    receipts = list(example.result.receipts.values())
    write_report(example.engine, example.plan.mission, path, language=language, receipts=receipts)
    body = path.read_text(encoding="utf-8").partition("</style>")[2]
    texts = [unescape(re.sub(r"<[^>]*>", "", said)) for said in re.findall(r"<p[^>]*>(.*?)</p>", body, re.DOTALL)]
    assert len(texts) > 100
    assert not re.findall(r"\{\w+\}", body), "a value that nobody gave"
    for said in (" ".join(text.split()) for text in texts):
        assert DANGLING.search(said) is None, said


def test_time_never_runs_backwards(play: Play) -> None:
    times = [record.time for record in play.log]
    assert times == sorted(times)
    assert times[0].date() == play.plan.begins


def test_each_of_five_receipts_leads_to_its_end(play: Play) -> None:
    trails = {what: trail_of(play.engine, code) for what, code in play.result.receipts.items()}
    reached = {what: trail.reached.name for what, trail in trails.items()}
    assert set(trails) >= {"adopted", "rejected", "gap", "stopped"}
    assert reached["adopted"] in ("ADOPTION", "EFFECT"), reached
    assert all(trail.words for trail in trails.values())


def test_registered_is_not_active(play: Play) -> None:
    registered, attended = play.count[solutions.KickoffRegistered], play.count[solutions.KickoffAttended]
    assert 0.6 * registered < attended < 0.7 * registered
    assert play.count[solutions.KickoffAllocated] == 2, "places are given, and given anew to those who came"


def test_institutions_commit_and_not_all_keep_it(play: Play) -> None:
    made = play.count[challenges.CommitmentMade] + play.count[challenges.CommitmentOffered]
    assert made > play.count[challenges.CommitmentKept] > 0
    assert play.count[challenges.CommitmentWithdrawn] > 0
    assert play.count[challenges.GapAcknowledged] > 0


def test_support_is_delivered_and_some_initiatives_fall_silent(play: Play) -> None:
    assert play.count[support.NeedStated] > play.count[support.NeedMet] > 0
    assert play.count[support.InitiativeDroppedOut] > 0
    assert play.count[support.BundleFormed] > 0


def test_every_assessment_has_five_reviews_and_a_record(play: Play) -> None:
    reviews = [len(r.event.reviewers) for r in play.log if isinstance(r.event, curation.AssessmentClosed)]
    assert min(reviews) >= 5
    assert len(reviews) == play.count[curation.InitiativeAssessed]
    assert play.count[curation.AssessmentContested] > 0


def test_what_is_adopted_runs_in_two_institutions_and_is_financed(play: Play) -> None:
    adopters: dict[str, set[str]] = {}
    for record in play.log:
        if isinstance(record.event, scaling.InitiativeAdopted):
            adopters.setdefault(record.event.initiative, set()).add(record.event.institution)
    assert adopters
    assert all(len(institutions) >= 2 for institutions in adopters.values())
    assert play.count[scaling.FinancingModelSet] == len(adopters)


def test_corrections_contests_recusals_and_versions_are_played_and_reported(demo: Play, tmp_path: Path) -> None:
    played = (
        *(challenges.MergeObjected, solutions.KickoffMoved, solutions.SolutionUpdated),
        *(curation.AssessmentContested, curation.ContestAnswered, curation.ConflictSealed),
    )
    assert [kind.type for kind in played if not demo.count[kind]] == []
    path = tmp_path / "report.html"
    write_report(demo.engine, demo.plan.mission, path, language="en")
    text = " ".join(re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8")).split())
    _, _, set_right = text.partition("What was set right")
    for told in ("an author objected to a merge", "a kick-off was moved", "a team corrected its solution"):
        assert told in set_right
    assert "declared a conflict of interest and did not review" in text
    assert "The team objects" in text
    assert re.search(r"assessed: version \d", text)


def test_progress_rises_to_the_end_in_both_languages(play: Play) -> None:
    fractions = [fraction for fraction, _ in play.heard]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert len(fractions) > 50, "long work shows that it goes on"
    assert len({what for _, what in play.heard}) >= 8


# ---------------------------------------------------------------------------------------------------------------------
# The same plan, the same log
# ---------------------------------------------------------------------------------------------------------------------


def test_another_run_gives_the_same_digest(demo: Play) -> None:
    assert played(demo.plan).log_digest == demo.result.log_digest


def test_a_file_holds_the_same_log(demo: Play, tmp_path: Path) -> None:
    store = SqlStore.create(tmp_path / "demo.db")
    try:
        result = simulate(demo.plan, store, plugins=PLUGINS)
    finally:
        store.close()
    assert result.log_digest == demo.result.log_digest


@pytest.mark.system
def test_another_process_with_another_hash_seed_gives_the_same_digest(demo: Play) -> None:
    program = """if __name__ == "__main__":
    from osi_core.log.memory import MemoryStore
    from osi_core.plugins import InProcessRunner, Plugins
    from osi_core.simulation import demo_plan, simulate
    print(simulate(demo_plan(part=20), MemoryStore(), plugins=Plugins.builtin()).model_dump_json())
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    other = SimulationResult(**json.loads(done.stdout))
    assert (other.log_digest, other.receipts) == (demo.result.log_digest, demo.result.receipts)


def test_another_seed_gives_another_log(demo: Play) -> None:
    other = demo.plan.model_copy(update={"seed": 2022})
    assert played(other).log_digest != demo.result.log_digest


@pytest.mark.parametrize("seed", range(3))
def test_the_smallest_demo_reaches_its_end_with_any_seed(seed: int) -> None:
    assert len(played(demo_plan(seed, part=110)).receipts) == 5


# ---------------------------------------------------------------------------------------------------------------------
# Real material
# ---------------------------------------------------------------------------------------------------------------------


def test_real_statements_and_votes_are_all_in_the_log(klimarat: Play) -> None:
    votes = [
        vote
        for r in klimarat.log
        if isinstance(r.event, challenges.VotesCast) and r.origin is DataOrigin.IMPORTED
        for vote in r.event.ids
    ]
    statements = [r for r in klimarat.log if isinstance(r.event, challenges.StatementSubmitted)]
    assert len(votes) == len(set(votes)) == 61_936
    assert len(statements) == 522
    assert {r.origin for r in statements} == {DataOrigin.IMPORTED}


def test_a_real_vote_keeps_its_day(klimarat: Play) -> None:
    days = {r.time.date().isoformat() for r in klimarat.log if isinstance(r.event, challenges.VotesCast)}
    assert (min(days), max(days)) == ("2022-04-27", "2022-05-08")


def test_what_the_source_moderated_out_is_rejected_with_that_reason(klimarat: Play) -> None:
    reasons = [r.event.reason for r in klimarat.log if isinstance(r.event, challenges.ChallengeRejected)]
    assert reasons == ["moderated out in the source"] * 245


def test_real_material_alone_ends_with_its_priorities_and_nothing_in_it_is_invented(klimarat_alone: Play) -> None:
    assert {record.origin for record in klimarat_alone.log} == {DataOrigin.IMPORTED}
    assert isinstance(klimarat_alone.log[-1].event, challenges.ChallengesPrioritised)
    assert klimarat_alone.count[mission.InstitutionRegistered] == 0
    assert klimarat_alone.count[mission.ParticipantJoined] == len(material(klimarat_alone).people())


def test_nobodys_agreement_is_lost(klimarat_alone: Play) -> None:
    """Of 481 people who agree with something that was accepted, each has a ballot; none was merged away."""
    latest = {(vote.person, vote.contribution): vote.value for vote in material(klimarat_alone).votes}
    accepted = {one.id for one in material(klimarat_alone).contributions if one.moderation >= 0}
    agree = {person for (person, name), value in latest.items() if value > 0 and name in accepted}
    assert klimarat_alone.count[challenges.BallotsCast] == len(agree)
    assert klimarat_alone.count[challenges.ChallengeMerged] == 0


def test_what_is_played_on_starts_from_the_same_priorities(klimarat: Play, klimarat_alone: Play) -> None:
    orders = [
        next(r.event.order for r in play.log if isinstance(r.event, challenges.ChallengesPrioritised))
        for play in (klimarat, klimarat_alone)
    ]
    assert set(orders[0][:5]) == set(orders[1][:5])


def test_the_simulated_part_has_the_size_that_the_folder_says(klimarat: Play) -> None:
    assert klimarat.count[mission.InstitutionRegistered] == 40
    assert klimarat.count[solutions.SolutionSubmitted] == 150
