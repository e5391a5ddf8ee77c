"""A mission folder that can be read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from osi_core.simulation import FolderInvalid, Plan, demo_plan, read_folder
from osi_core.simulation.material import Material
from tests.unit.simulation.conftest import CHALLENGES, COMMENTS, MISSION, POLIS, VOTES, Folder


def material(plan: Plan) -> Material:
    assert plan.material is not None
    return plan.material


def test_mission_toml_becomes_the_plan(folder: Folder) -> None:
    plan = read_folder(folder())
    assert (plan.title, plan.language, plan.begins, plan.seed) == ("Hitzeschutz", "de", date(2026, 1, 12), 7)
    assert (plan.indicator.baseline, plan.indicator.target) == (Decimal("21.4"), Decimal(12))
    assert plan.goal == "Hitzeschutz", "the title says it where no goal is given"


def test_the_mission_has_the_folders_name_or_its_own_id(folder: Folder) -> None:
    path = folder()
    assert read_folder(path).mission == path.name.replace("_", "-").lower()
    (path / "mission.toml").write_text('id = "hitze"\n' + MISSION, encoding="utf-8")
    assert read_folder(path).mission == "hitze"


def test_challenges_keep_line_breaks_quotes_and_tags(folder: Folder) -> None:
    first, second = material(read_folder(folder())).contributions
    assert first.text == "Ab elf Uhr\nhält es niemand aus."
    assert (first.tags, first.category, first.line) == (("schatten", "markt"), "Hitze", 2)
    assert (second.title, second.text, second.line) == ('Der Bus "Linie 3" ist zu heiß', None, 4)


def test_votes_keep_their_order_so_that_the_later_one_counts(folder: Folder) -> None:
    votes = material(read_folder(folder())).votes
    assert [(vote.person, vote.contribution, vote.value, vote.line) for vote in votes] == [
        ("a1", "platz", 1, 2),
        ("a2", "platz", -1, 3),
        ("a1", "platz", 0, 4),
        ("a3", "bus", 1, 5),
    ]


def test_votes_may_be_missing(folder: Folder) -> None:
    plan = read_folder(folder(mission=MISSION.replace('votes = "votes.csv"', ""), votes=None))
    assert material(plan).votes == ()


def test_a_folder_without_material_is_a_plan_of_sizes(folder: Folder) -> None:
    start, end = MISSION.index("[challenges]"), MISSION.index("[programme]")
    plan = read_folder(folder(mission=MISSION[:start] + MISSION[end:] + "people = 80\n", challenges=None, votes=None))
    assert plan.material is None
    assert plan.sizes.people == 80


def test_a_byte_order_mark_and_windows_line_ends_are_read(folder: Folder) -> None:
    path = folder(
        mission=b"\xef\xbb\xbf" + MISSION.encode(),
        challenges=b"\xef\xbb\xbf" + CHALLENGES.replace("\n", "\r\n").encode(),
        votes=b"\xef\xbb\xbf" + VOTES.replace("\n", "\r\n").encode(),
    )
    assert len(material(read_folder(path)).votes) == 4


def test_a_polis_export_keeps_times_and_moderation(polis: Folder) -> None:
    contributions = material(read_folder(polis())).contributions
    assert [(one.id, one.title, one.moderation) for one in contributions] == [
        ("1", "Weniger\nVerpackung", 1),
        ("0", "Mehr Reparatur", 0),
        ("2", "Unfug", -1),
    ]
    assert contributions[1].time == datetime(2022, 4, 26, 19, 6, 40, tzinfo=UTC)


def test_votes_of_a_polis_export_are_put_in_order_of_time(polis: Folder) -> None:
    assert [(vote.line, vote.value) for vote in material(read_folder(polis())).votes] == [
        (3, 1),
        (4, 1),
        (5, 0),
        (2, -1),
    ]


def test_a_real_discussion_comes_after_the_mission_was_agreed(polis: Folder) -> None:
    plan = read_folder(polis())
    assert plan.begins == date(2022, 2, 10), "75 days before the first statement"


def test_a_ballot_made_of_agreement_may_name_all_statements(polis: Folder) -> None:
    rows = "".join(f"165100080{n:04d},Tue,{n},7,0,0,1,Satz {n}\n" for n in range(3, 80))
    assert read_folder(polis(challenges=COMMENTS + rows)).rules().challenges.max_choices == 80


def test_playbook_overrides_are_recorded_with_all_other_rules(folder: Folder) -> None:
    plan = read_folder(folder(mission=MISSION + "\n[playbook.challenges]\ntop = 4\n"))
    assert plan.rules().challenges.top == 4
    assert plan.rules().support.months == 9


def test_source_and_licence_are_those_of_the_folder(folder: Folder) -> None:
    read = material(read_folder(folder()))
    assert (read.origin, read.source, read.licence) == ("imported", "Rathaus", "CC0-1.0")


MERGES = MISSION.replace('votes = "votes.csv"', 'votes = "votes.csv"\nmerges = "merges.csv"')
MORE = CHALLENGES + "sonne,Zu viel Sonne auf dem Platz,,a4,,\nmarkt,Der Markt ist zu heiß,,a4,,\n"


def test_what_somebody_has_decided_to_merge_is_read_in_an_order_in_which_it_can_be_done(folder: Folder) -> None:
    table = "challenge,into,reason\nplatz,markt,\nsonne,platz,Dasselbe\n"
    merges = material(read_folder(folder(mission=MERGES, challenges=MORE, merges=table))).merges
    assert [(one.contribution, one.into, one.reason, one.line) for one in merges] == [
        ("sonne", "platz", "Dasselbe", 3),
        ("platz", "markt", None, 2),
    ]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("challenge,into\nplatz,platz\n", "merges.csv, line 2, field into: these merge in a circle: platz"),
        ("challenge,into\nplatz,markt\nmarkt,sonne\nsonne,platz\n", "merges.csv, line 2, field into: these merge in a"),
        ("challenge,into\nplatz,nirgends\n", "merges.csv, line 2, field into: 'nirgends'"),
        ("challenge,into\nplatz,markt\nplatz,bus\n", "merges.csv, line 3, field challenge: 'platz' stands there twice"),
        ("challenge,into\nplatz,bus\nsonne,bus\nmarkt,bus\n", "merges.csv: holds 1 statement that is not moderated"),
    ],
)
def test_a_table_of_merges_that_cannot_be_done_is_refused(folder: Folder, table: str, said: str) -> None:
    with pytest.raises(FolderInvalid) as refused:
        read_folder(folder(mission=MERGES, challenges=MORE, merges=table))
    assert said in str(refused.value)


def test_nothing_is_merged_with_what_was_moderated_out(polis: Folder) -> None:
    mission = POLIS.replace('votes = "votes.csv"', 'votes = "votes.csv"\nmerges = "merges.csv"')
    with pytest.raises(FolderInvalid, match=r"merges\.csv, line 2, field into: '2' is moderated out"):
        read_folder(polis(mission=mission, merges="challenge,into\n1,2\n"))


def test_of_what_people_really_said_nothing_is_made_up_unless_asked_for(folder: Folder) -> None:
    path = folder()
    assert (read_folder(path).invents, read_folder(path, simulate=True).invents) == (False, True)
    invented = folder(mission=MISSION.replace('source = "Rathaus"', 'origin = "simulated"'))
    assert read_folder(invented).invents


NO_VOTES = POLIS.replace('votes = "votes.csv"', "")


def test_totals_alone_give_no_ranking_and_no_invented_ballots_beside_them(polis: Folder) -> None:
    path = polis(mission=NO_VOTES, votes=None)
    unranked = material(read_folder(path)).unranked
    assert unranked is not None
    assert unranked.code == "ranking-from-totals"
    with pytest.raises(
        FolderInvalid, match=r"challenges\.csv, field agrees: these totals say how many agreed with each"
    ) as no:
        read_folder(path, simulate=True)
    assert no.value.unmet.code == "ranking-from-totals"


def test_without_votes_and_totals_there_is_nothing_to_rank_by(polis: Folder) -> None:
    without = COMMENTS.replace(",5,1,1,", ",0,0,1,").replace(",2,1,0,", ",0,0,0,").replace(",0,9,-1,", ",0,0,-1,")
    path = polis(mission=NO_VOTES, challenges=without, votes=None)
    unranked = material(read_folder(path)).unranked
    assert unranked is not None
    assert unranked.code == "ranking-without-votes"
    assert read_folder(path, simulate=True).invents


def test_the_source_of_a_polis_export_is_what_its_summary_says(polis: Folder) -> None:
    path = polis(summary='topic,Konsum\nurl,https://pol.is/x\nconversation-description,"Zeile\nZeile"\n')
    mission = (path / "mission.toml").read_text(encoding="utf-8").replace('source = "Rathaus"', "")
    (path / "mission.toml").write_text(mission, encoding="utf-8")
    assert material(read_folder(path)).source == "Polis: Konsum (https://pol.is/x)"


@pytest.mark.parametrize("part", [1, 20, 110])
def test_the_demo_has_the_scale_of_updatedeutschland_or_a_part_of_it(part: int) -> None:
    sizes = demo_plan(part=part).sizes
    assert sizes.people == 4_400 // part
    assert sizes.institutions == max(6, 60 // part)
