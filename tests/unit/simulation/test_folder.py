"""A mission folder that can be read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from osi_core.simulation import Plan, demo_plan, read_folder
from osi_core.simulation.material import Material
from tests.unit.simulation.conftest import CHALLENGES, COMMENTS, MISSION, VOTES, Folder


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
