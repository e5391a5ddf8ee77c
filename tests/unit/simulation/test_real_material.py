"""What people said elsewhere is played as far as it goes, and nothing is made up beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from osi_core.challenges import events as challenges
from osi_core.challenges.facts import Challenge
from osi_core.domain import DataOrigin, Event, Phase
from osi_core.log.memory import MemoryStore
from osi_core.mission import events as mission
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import Engine, trail_of
from osi_core.process.proposals import merges_to_consider
from osi_core.simulation import Plan, Played, demo_plan, play, read_folder, seeded_chance
from tests.unit.simulation.conftest import MISSION

PLUGINS = Plugins.builtin()
CHALLENGES = """\
id,title,author
lanes,Ban cars from the old town,a1
lanes-too,Ban cars from the old town please,a2
no-lanes,Don't ban cars from the old town,a3
buses,Buses should run every ten minutes on weekdays,a4
shade,More shade on the market square in summer,a5
"""
VOTES = "id,participant,challenge,value\n" + "".join(
    [
        *(f"x{n},v{n:02d},lanes-too,1\n" for n in range(20)),
        *(f"y{n},v{n:02d},lanes,1\n" for n in range(10, 15)),  # agree with both, and count once
        *(f"z{n},w{n:02d},{name},1\n" for n, name in enumerate(["buses", "shade", "buses"])),
    ]
)
MERGES = "challenge,into,reason\nlanes-too,lanes,Both say the same.\n"


class Town:
    """A folder that was played."""

    def __init__(self, plan: Plan, until: Phase = Phase.SCALING) -> None:
        store = MemoryStore()
        engine = Engine(store, plugins=PLUGINS, chance=seeded_chance(plan.seed, plan.mission))
        self.played: Played = play(engine, plan, runner=InProcessRunner(PLUGINS), until=until)
        self.engine, self.mission = engine, plan.mission
        self.log = list(engine.events(plan.mission))

    def events(self, kind: type[Event]) -> list[Event]:
        return [record.event for record in self.log if isinstance(record.event, kind)]


PlayedTown = Callable[..., Town]


@pytest.fixture
def town(tmp_path: Path) -> PlayedTown:
    def played(merges: str | None = None, votes: str | None = VOTES, simulate: bool = False) -> Town:
        text = MISSION if votes else MISSION.replace('votes = "votes.csv"\n', "")
        text = text.replace('source = "Rathaus"', 'merges = "merges.csv"') if merges else text
        files = {"mission.toml": text, "challenges.csv": CHALLENGES, "votes.csv": votes, "merges.csv": merges}
        for name, content in files.items():
            if content is not None:
                (tmp_path / name).write_text(content, encoding="utf-8")
        return Town(read_folder(tmp_path, simulate=simulate))

    return played


def test_nothing_is_merged_by_a_machine_however_alike(town: PlayedTown) -> None:
    found = town()
    assert found.events(challenges.ChallengeMerged) == []
    pairs = merges_to_consider(found.engine, found.mission)
    assert [(pair.first, pair.second, pair.second_only) for pair in pairs] == [
        ("c-lanes", "c-lanes-too", ("please",)),
        ("c-lanes", "c-no-lanes", ("don't",)),
    ]


def test_agreement_with_a_merged_one_counts_once_for_where_it_went(town: PlayedTown) -> None:
    found = town(MERGES)
    (merged,) = found.events(challenges.ChallengeMerged)
    assert isinstance(merged, challenges.ChallengeMerged)
    assert (merged.challenge, merged.into, merged.reason) == ("c-lanes-too", "c-lanes", "Both say the same.")
    ballots = found.events(challenges.BallotsCast)
    assert len(ballots) == 23
    (opened,) = found.events(challenges.RoundOpened)
    assert isinstance(opened, challenges.RoundOpened)
    lanes = opened.items.index("c-lanes")
    named = [list(ballot.choices.view()) for ballot in ballots if isinstance(ballot, challenges.BallotsCast)]
    assert [choices.count(lanes) for choices in named].count(1) == 20
    rows = found.engine.memory(found.mission).rows[Challenge]
    assert [id_ for id_, row in rows.items() if isinstance(row, Challenge) and row.rank == 1] == ["c-lanes"]


def test_all_of_it_is_imported_and_it_ends_with_the_priorities(town: PlayedTown) -> None:
    found = town()
    assert {record.origin for record in found.log} == {DataOrigin.IMPORTED}
    assert isinstance(found.log[-1].event, challenges.ChallengesPrioritised)
    assert found.events(mission.InstitutionRegistered) == []
    assert found.events(mission.RoleGranted) == []
    assert len(found.events(mission.ParticipantJoined)) == 28
    assert set(found.played.receipts) == {"prioritised"}


def test_played_on_it_says_of_each_event_which_it_is(town: PlayedTown) -> None:
    found = town(simulate=True)
    of: dict[str, set[DataOrigin]] = {}
    for record in found.log:
        of.setdefault(type(record.event).__name__, set()).add(record.origin)
    imported, simulated = {DataOrigin.IMPORTED}, {DataOrigin.SIMULATED}
    assert of["ChallengeSubmitted"] == of["VotesCast"] == of["BallotsCast"] == of["ChallengesPrioritised"] == imported
    assert of["MissionEndorsed"] == of["CommitmentMade"] == of["InitiativeAdopted"] == simulated
    trail = trail_of(found.engine, found.played.receipts["adopted"])
    assert trail.origin is DataOrigin.SIMULATED
    for step in trail.steps:
        mine = step.type.startswith(("challenges.submitted", "challenges.accepted", "challenges.prioritised"))
        assert step.origin is (DataOrigin.IMPORTED if mine else DataOrigin.SIMULATED)


def test_without_votes_nothing_is_ranked_and_it_is_said_why(town: PlayedTown) -> None:
    found = town(votes=None)
    assert found.played.unranked is not None
    assert found.played.unranked.code == "ranking-without-votes"
    assert found.events(challenges.RoundOpened) == []


def test_an_invented_mission_can_be_stopped_with_the_priorities_too() -> None:
    found = Town(demo_plan(part=110), until=Phase.CHALLENGES)
    assert isinstance(found.log[-1].event, challenges.ChallengesPrioritised)
    assert {record.origin for record in found.log} == {DataOrigin.SIMULATED}


META = """\
id,title,author,metadata,time
here,I live in the old town,a1,true,2022-01-02T03:04:05Z
buses,Buses should run every ten minutes,a2,,2022-01-02T03:04:05Z
shade,More shade on the market square,a3,no,2022-01-02T03:04:05Z
"""


def test_metadata_is_voted_on_and_is_no_challenge_and_each_vote_has_its_own_time(tmp_path: Path) -> None:
    moments = ["2022-02-03T04:05:06Z", "2022-02-03T04:05:07Z", "2022-02-03T05:00:00Z"]
    rows = [
        f"v{n},p,{name},1,{time}\n"
        for n, (name, time) in enumerate(zip(("here", "buses", "shade"), moments, strict=True))
    ]
    (tmp_path / "mission.toml").write_text(MISSION.replace("begins =", "# begins ="), encoding="utf-8")
    (tmp_path / "challenges.csv").write_text(META, encoding="utf-8")
    (tmp_path / "votes.csv").write_text("id,participant,challenge,value,time\n" + "".join(rows), encoding="utf-8")
    found = Town(read_folder(tmp_path))
    assert set(found.engine.memory(found.mission).rows[Challenge]) == {"c-buses", "c-shade"}
    (cast,) = found.events(challenges.VotesCast)
    assert isinstance(cast, challenges.VotesCast)
    assert cast.times is not None
    assert [datetime.fromtimestamp(time / 1_000, UTC).isoformat() for time in cast.times.view()] == [
        moment.replace("Z", "+00:00") for moment in moments
    ]
    (opened,) = found.events(challenges.RoundOpened)
    assert isinstance(opened, challenges.RoundOpened)
    assert set(opened.items) == {"c-buses", "c-shade"}
