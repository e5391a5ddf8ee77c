"""What must be told to whom, in an outbox, each once."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest

from osi_core.challenges.commands import MakeCommitment
from osi_core.domain import Role
from osi_core.log.sql import SqlStore
from osi_core.mission.commands import ConfirmMandate, GrantRole, JoinMission
from osi_core.process import Engine
from osi_core.testing.scenario import people_have_names


@pytest.fixture
def promised(town) -> str:
    """The town has promised shade by the end of 2099."""
    with closing(SqlStore.open(str(town.path))) as store:
        engine = Engine(store, share=people_have_names())
        engine.handle(JoinMission(mission="m", participant="rita"), actor="rita", alias="rita@portal")
        mandate = {"mission": "m", "participant": "rita", "institution": "mayor"}
        engine.handle(GrantRole(**mandate, role=Role.REPRESENTATIVE))
        engine.handle(ConfirmMandate(**mandate, document="A letter"))
        promise = MakeCommitment(
            mission="m", commitment="trees", challenge="shade", scope="Ten trees", resources="-", due=date(2099, 12, 31)
        )
        engine.handle(promise, actor="rita")
    return str(town.path)


def written(osi, store: str, on: str, *more: str) -> list[dict[str, str]]:
    answer = osi("--json", "letters", "--on", on, "--store", store, *more)
    assert answer.code == 0, answer.err
    return answer.json["new"]


def test_authors_hear_what_was_decided_and_why(osi, promised, tmp_path):
    told = written(osi, promised, "2026-03-09")
    assert {(one["to"], one["about"], one["subject"]) for one in told} == {
        ("participants/ada", "challenges/shade", "Your challenge takes part"),
        ("participants/ada", "challenges/spam", "Your challenge does not take part"),
        ("participants/ada", "challenges/shade", "Mayor has promised something for your challenge"),
    }
    texts = [one.read_text("utf-8") for one in (tmp_path / "outbox").glob("*.txt")]
    assert any("The reason: Advertising." in text for text in texts)


def test_a_duty_is_reminded_of_14_and_3_days_before_and_when_it_is_over_each_once(osi, promised):
    written(osi, promised, "2099-12-01")
    for on, subject in (
        ("2099-12-20", "two weeks are left"),
        ("2099-12-30", "three days are left"),
        ("2100-01-02", "the day has come"),
    ):
        (reminder,) = written(osi, promised, on)
        assert reminder["to"] == "institutions/mayor"
        assert subject in reminder["subject"]
        assert written(osi, promised, on) == []


def test_with_contacts_there_are_e_mails_and_the_rest_is_told(osi, promised, tmp_path):
    (tmp_path / "contacts.csv").write_text("who,address\ninstitutions/mayor,mayor@town.example\n")
    refused = osi("letters", "--contacts", "contacts.csv", "--store", promised)
    assert (refused.code, "--sender" in refused.err) == (2, True)
    sender = ("--contacts", "contacts.csv", "--sender", "clerk@town.example")
    answer = osi("letters", "--on", "2099-12-30", "--store", promised, "--lang", "de", *sender)
    assert "participants/ada" in answer.err
    (mail,) = (tmp_path / "outbox").glob("*.eml")
    read = message_from_bytes(mail.read_bytes(), policy=default)
    assert (read["To"], read["From"]) == ("mayor@town.example", "clerk@town.example")
    assert "noch drei Tage" in read["Subject"]
    (tmp_path / "contacts.csv").write_text("who,address\ninstitutions/mayor,nowhere\n")
    assert osi("letters", "--store", promised, *sender).code == 1


def test_what_was_sent_is_put_aside_and_never_written_again(osi, promised, tmp_path):
    first, *others = written(osi, promised, "2026-03-09")
    assert osi("letters", "sent", first["letter"]).code == 0
    assert (tmp_path / "outbox/sent" / f"{first['letter']}.txt").exists()
    assert osi("letters", "sent", first["letter"]).code == 1
    assert osi("--json", "letters", "sent", "--all").json["sent"] == sorted(one["letter"] for one in others)
    assert written(osi, promised, "2026-03-09") == []
