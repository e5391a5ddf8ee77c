"""Exports of other programs are known by their columns, read without a word in mission.toml, and overridden by one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from osi_core.simulation import FolderInvalid, read_folder
from osi_core.simulation.mappings import Mapping, mappings
from osi_core.simulation.material import Contribution, Material
from osi_core.simulation.understood import kinds_of, tells_an_address
from tests.unit.files.tables.making import xlsx
from tests.unit.simulation.conftest import MISSION, Folder

ONLY = (
    MISSION.replace('votes = "votes.csv"\n', "").replace('source = "Rathaus"\n', "").replace("begins =", "# begins =")
)


def written(rows: Sequence[Sequence[object]], sign: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=sign).writerows(rows)
    return text.getvalue()


def read(path: Path) -> Material:
    material = read_folder(path).material
    assert material is not None
    return material


def of_table(folder: Folder, table: str | bytes, mission: str = ONLY) -> tuple[Contribution, ...]:
    return read(folder(mission=mission, challenges=table, votes=None)).contributions


@pytest.mark.parametrize("mapping", mappings(), ids=lambda mapping: mapping.name)
def test_a_table_with_the_columns_of_a_mapping_is_known_as_it(mapping: Mapping) -> None:
    names = [*(group[0] for group in mapping.recognised), *(group[0] for group in mapping.columns.values())]
    titles = [name.replace("/*", "/de") for name in dict.fromkeys(names)]
    if mapping.width:
        titles += ["more"] * (mapping.width - len(titles))
    assert next(kinds_of(titles)) == mapping


def test_no_mapping_reads_a_column_of_addresses() -> None:
    named = [title for one in mappings() for group in one.columns.values() for title in group]
    assert not [title for title in named if tells_an_address(title)]


DECIDIM = ["id", "author/id", "title/ca", "title/es", "body/ca", "body/es", "state", "component/id", "published_at"]
DECIDIM += ["proposal_votes_count", "authors/emails"]
BODY = "<p>Arbres &amp; <b>fonts</b></p><script>alert(1)</script><ul><li>un</li><li>dos</li></ul>"


def decidim(state: str, title: str = "Ombra", number: int = 0) -> list[object]:
    day = "2024-03-01 10:00:00 +0100"
    return [number, 7, title, "Sombra", BODY, "<p>Árboles</p>", state, 9, day, 55, "a@example.org"]


def test_decidim_proposals_keep_languages_words_states_and_totals(folder: Folder) -> None:
    rows = [
        decidim("accepted"),
        decidim("rejected", "B", 1),
        decidim("withdrawn", "C", 2),
        decidim("evaluating", "D", 3),
    ]
    first, *others = of_table(folder, written([DECIDIM, *rows], ";"))
    assert (first.title, first.language, first.author, first.supports) == ("Ombra", "ca", "7", 55)
    assert first.text == "Arbres & fonts\n\n- un\n- dos\n\n[es]\nSombra\nÁrboles"
    assert first.time is not None
    assert first.time.isoformat() == "2024-03-01T09:00:00+00:00"
    assert [(one.moderation, one.state) for one in others] == [(-1, "rejected"), (-1, "withdrawn"), (0, "evaluating")]


def test_the_missions_language_is_taken_where_the_table_has_it(folder: Folder) -> None:
    spanish = ONLY.replace('title = "Hitzeschutz"', 'title = "Calor"\nlanguage = "es"')
    table = written([DECIDIM, decidim("accepted"), decidim("", "B", 1)], ";")
    assert [(one.title, one.language) for one in of_table(folder, table, spanish)] == [("Sombra", "es")] * 2


def test_decidim_writes_all_languages_into_one_cell_of_json(folder: Folder) -> None:
    said = {"ca": "Ombra", "pt-BR": "Sombra", "machine_translations": {"en": "Shade"}}
    entry = {"id": 1, "title": json.dumps(said), "body": json.dumps({"ca": "<p>A</p>"}), "component": {"id": 3}}
    first, _ = of_table(folder, json.dumps([entry, {**entry, "id": 2}]))
    assert (first.title, first.language, first.text) == ("Ombra", "ca", "A\n\n[pt-BR]\nSombra")


CONSUL: dict[str, tuple[list[str], list[object]]] = {
    "proposals": (
        ["id", "title", "description", "cached_votes_up", "created_at", "retired_at"],
        ["Title", "<p>Body</p>", 3, "2024-03-01", ""],
    ),
    "administration": (
        ["ID", "Título", "Autor", "Resumen", "Fecha de creación"],
        ["Title", "a@example.org", "Body", "2024-03-01"],
    ),
    "budgets": (
        ["ID", "Title", "Description", "Administrator", "Valuation finished", "Selected"],
        ["Title", "<p>Body</p>", "Ada", "No", "No"],
    ),
}


@pytest.mark.parametrize("kind", CONSUL)
def test_consul_exports_are_read(kind: str, folder: Folder) -> None:
    titles, row = CONSUL[kind]
    made = of_table(folder, written([titles, [1, *row], [2, *row]]))
    assert [(one.id, one.title, one.text) for one in made] == [("1", "Title", "Body"), ("2", "Title", "Body")]
    assert [one.author for one in made] == ["unknown-2", "unknown-3"]


def test_a_proposal_that_was_retired_is_taken_out(folder: Folder) -> None:
    rows = [
        [1, "A", "", 3, "2024-03-01", ""],
        [2, "B", "", 4, "2024-03-01", ""],
        [3, "C", "", 4, "2024-03-01", "2024-04-01"],
    ]
    made = of_table(folder, written([CONSUL["proposals"][0], *rows]))
    assert [(one.moderation, one.supports) for one in made] == [(1, 3), (1, 4), (-1, 4)]


FORMS = {
    "google": ["Zeitstempel"],
    "microsoft": ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"],
    "limesurvey": ["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache"],
}
ANSWERS: dict[str, list[list[object]]] = {
    "google": [["01.03.2024 10:11:12"], ["01.03.2024 11:11:12"], ["01.03.2024 12:11:12"]],
    "microsoft": [[n, "2024-03-01 10:00:00", "2024-03-01 10:01:00", "anonymous", ""] for n in (1, 2, 3)],
    "limesurvey": [[n, "2024-03-01 10:00:00", 3, "de"] for n in (1, 2, 3)],
}
WORDS = ["Auf dem Markt fehlt Schatten", "Der Bus kommt zu selten zu uns", "Die Schule ist zu laut"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("as_workbook", [False, True])
def test_of_a_form_the_only_question_answered_in_own_words_is_the_challenge(
    form: str, as_workbook: bool, folder: Folder
) -> None:
    titles = [*FORMS[form], "Worum geht es?", "Ihre E-Mail-Adresse", "Wie erreichen wir Sie?", "Stadtteil"]
    rows = [
        [*told, words, f"a.person.{number}@example.org", f"another.one.{number}@example.org", "Nord"]
        for number, (told, words) in enumerate(zip(ANSWERS[form], WORDS, strict=True))
    ]
    path = folder(mission=ONLY, challenges=written([titles, *rows]), votes=None)
    if as_workbook:
        (path / "challenges.csv").write_bytes(xlsx([titles, *rows]))
    material = read(path)
    assert [one.title for one in material.contributions] == WORDS
    assert all(one.time for one in material.contributions)
    assert "example.org" not in repr(material.contributions)
    assert "folder.question-taken" in [note.code for _, note in material.notes]


def test_where_several_questions_may_be_meant_it_is_asked(folder: Folder) -> None:
    titles = ["Timestamp", "What?", "Why?"]
    rows = [["2024-03-01 10:00", words, words[::-1]] for words in WORDS]
    with pytest.raises(FolderInvalid) as asked:
        of_table(folder, written([titles, *rows]))
    assert asked.value.unmet.code == "folder.question-asked"
    assert asked.value.unmet.values["questions"] == ("What?", "Why?")
    declared = ONLY.replace('licence = "CC0-1.0"\n', 'columns = {title = "Why?", text = "What?"}\n')
    made = of_table(folder, written([titles, *rows]), declared)
    assert [(one.title, one.text) for one in made] == [(words[::-1], words) for words in WORDS]


def test_a_column_of_addresses_can_not_be_declared(folder: Folder) -> None:
    declared = ONLY.replace('licence = "CC0-1.0"\n', 'columns = {title = "Idea", author = "E-mail"}\n')
    with pytest.raises(FolderInvalid, match=r"mission\.toml, line \d+, .*'E-mail' holds e-mail addresses") as refused:
        of_table(folder, "Idea,E-mail\nShade,a@example.org\n", declared)
    assert refused.value.field == "challenges.columns.author"


def test_authors_that_are_addresses_are_not_read_whatever_the_column_is_called(folder: Folder) -> None:
    made = of_table(folder, "id,title,author\na,Shade,a@example.org\nb,Buses,b@example.org\n")
    assert [one.author for one in made] == ["unknown-2", "unknown-3"]


GRANTS = ["Identifier", "Title", "Description", "Currency", "Amount Awarded", "Funding Org:Name"]


def test_grants_are_no_challenges_unless_somebody_says_so(folder: Folder) -> None:
    table = written([GRANTS, ["360G-1", "Shade", "d", "GBP", 100, "F"], ["360G-2", "Buses", "d", "GBP", 100, "F"]])
    with pytest.raises(FolderInvalid, match="is 360Giving, grants: a grant says what was given to whom"):
        of_table(folder, table)
    declared = ONLY.replace('licence = "CC0-1.0"\n', 'columns.title = "Title"\n')
    assert [one.title for one in of_table(folder, table, declared)] == ["Shade", "Buses"]


def test_polis_metadata_is_kept_and_is_no_challenge(folder: Folder) -> None:
    titles = "timestamp,comment-id,author-id,moderated,comment-body,is-meta\n"
    rows = "1651000000000,0,1,1,I live here,true\n1651000000001,1,1,1,Shade,false\n1651000000002,2,1,1,Buses,\n"
    made = of_table(folder, titles + rows)
    assert [(one.title, one.metadata) for one in made] == [("I live here", True), ("Shade", False), ("Buses", False)]


def test_the_api_of_polis_counts_agreement_the_other_way_round(folder: Folder) -> None:
    comments = [
        {"txt": f"S{n}", "tid": n, "created": "1714613201691", "is_meta": False, "mod": 1, "pid": 0} for n in (0, 1)
    ]
    votes = [{"pid": n, "tid": 0, "vote": vote, "modified": "1714782753431"} for n, vote in enumerate((-1, 1, 0))]
    mission = ONLY.replace('"challenges.csv"', '"challenges.csv"\nvotes = "votes.csv"')
    material = read(folder(mission=mission, challenges=json.dumps(comments), votes=json.dumps(votes)))
    assert [vote.value for vote in material.votes] == [1, -1, 0]


def test_a_summary_is_no_table_of_votes(folder: Folder) -> None:
    mission = MISSION.replace('"csv"', '"polis-export"').replace("challenges = ", "statements = ")
    table = "timestamp,comment-id,author-id,moderated,comment-body\n1651000000000,0,1,1,A\n1651000000001,1,1,1,B\n"
    matrix = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n0,0,1,2,1,1,1,-1\n"
    with pytest.raises(
        FolderInvalid, match=r"votes\.csv, line 1: is Polis, participants-votes\.csv, and not the table"
    ):
        read_folder(folder(mission=mission.replace("begins", "# begins"), challenges=table, votes=matrix))


def test_ids_of_any_form_are_replaced_and_votes_and_merges_find_them(folder: Folder) -> None:
    mission = ONLY.replace('"challenges.csv"', '"challenges.csv"\nvotes = "votes.csv"\nmerges = "merges.csv"')
    path = folder(
        mission=mission,
        challenges="id,title,author\nÄ/1,One,Frau Ö\n#2,Two,x\n3.0,Three,x\n4,Four,x\n",
        votes="id,participant,challenge,value\nv 1,Herr Ü,Ä/1,1\nv 2,a b,3,1\n",
        merges="challenge,into\nÄ/1,#2\n",
    )
    material = read(path)
    assert [one.id for one in material.contributions] == ["line-2", "line-3", "line-4", "line-5"]
    assert [(vote.person, vote.contribution) for vote in material.votes] == [("Herr Ü", "line-2"), ("a b", "line-4")]
    assert [(one.contribution, one.into) for one in material.merges] == [("line-2", "line-3")]


def test_a_number_of_people_that_may_be_two_is_asked(folder: Folder) -> None:
    titles = "id,title,author,supports\n"
    with pytest.raises(FolderInvalid, match=r"1,000 may be 1\.000 or 1000; write the numbers without separators"):
        of_table(folder, titles + 'a,One,p,"1,000"\nb,Two,q,3\n')
    assert [one.supports for one in of_table(folder, titles + "a,One,p,1000\nb,Two,q,\n")] == [1000, None]


def test_what_only_a_command_refuses_is_told_with_its_line_before_anything_happens(folder: Folder) -> None:
    path = folder(
        mission=ONLY, challenges="id,title,author,tags\na,One,p,bus;a@b.de\nb,Two,q,\nc,Three,q,\n", votes=None
    )
    assert [one.id for one in read(path).contributions] == ["b", "c"]
    with pytest.raises(FolderInvalid, match=r"challenges\.csv, line 2, field tags: a tag is public") as refused:
        read_folder(path, strict=True)
    assert refused.value.line == 2


def test_times_that_only_some_tell_never_put_a_vote_before_what_it_is_on(folder: Folder) -> None:
    mission = ONLY.replace('"challenges.csv"', '"challenges.csv"\nvotes = "votes.csv"')
    votes = "id,participant,challenge,value,time\n1,x,a,1,2019-01-02T03:04:05Z\n2,y,b,1,2019-03-02\n"
    material = read(folder(mission=mission, challenges="id,title,author\na,One,p\nb,Two,q\n", votes=votes))
    assert {one.time for one in material.contributions} == {material.votes[0].time}
    dated = "id,title,author,time\na,One,p,2019-01-02\nb,Two,q,\n"
    first, second = read(folder(mission=mission, challenges=dated, votes=votes)).contributions
    assert first.time == second.time


def test_a_mapping_that_names_a_column_that_is_not_there_says_which_are(folder: Folder) -> None:
    declared = ONLY.replace('licence = "CC0-1.0"\n', 'columns = {title = "Titel", text = "Inhalt"}\n')
    with pytest.raises(FolderInvalid, match="the header lacks Titel, Inhalt; found Title, Body") as refused:
        of_table(folder, "Title,Body\nA,B\nC,D\n", declared)
    assert (refused.value.line, refused.value.field) == (1, "Titel")


def test_titles_in_two_rows_are_those_that_are_known(folder: Folder) -> None:
    table = "Person,,Idea,\nid,author,title,text\na,p,Shade,More\nb,q,Buses,More\n"
    assert [one.title for one in of_table(folder, table)] == ["Shade", "Buses"]
