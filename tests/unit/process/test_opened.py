"""What a store keeps under a digest is opened where it is used: changed, it is neither shown nor used."""

from __future__ import annotations

from typing import Any

import pytest

from osi_core.challenges.commands import CloseRound, SubmitChallenge
from osi_core.challenges.events import RoundOpened
from osi_core.domain import Command, Phase, Refused
from osi_core.log.memory import MemoryStore
from osi_core.log.opening import StoreDamaged
from osi_core.log.store import PrivateText
from osi_core.mission.commands import EraseParticipant
from osi_core.process import GroupFailed, Request, share_of, trail_of
from osi_core.process.owed import contributions
from osi_core.process.receipt_codes import RECEIPT_KEY
from osi_core.process.request import OPERATOR, Handled, Office
from osi_core.process.verifying_store import MOST_FINDINGS, verify_store
from osi_core.report import write_report
from tests.unit.process.journey import Journey, travelled
from tests.unit.process.whole_store import Numbered, fill, forged_store


class Store(MemoryStore):
    """One that somebody meddles with."""

    def change_text(self, seal: str, **fields: Any) -> PrivateText:
        """Puts another text in the place of one; returns what was there."""
        before = self._committed.texts["m", seal]
        self._committed.texts["m", seal] = before._replace(**fields)
        return before

    def lose_text(self, seal: str) -> None:
        del self._committed.texts["m", seal]


def store_of(journey: Journey) -> Store:
    assert isinstance(journey.engine.store, Store)
    return journey.engine.store


def test_changed_words_are_shown_by_no_receipt_and_no_report(tmp_path):
    journey = travelled(Store(), upto=3)
    for _, text in store_of(journey).texts():
        if text.author == "ada":
            store_of(journey).change_text(text.seal, text="Words that Ada never wrote")
    with pytest.raises(StoreDamaged, match=r"is not the one that was sealed, and is not shown; .* restore a backup"):
        trail_of(journey.engine, journey.receipts["heat"])
    with pytest.raises(StoreDamaged, match="is not the one that was sealed"):
        write_report(journey.engine, "m", tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()
    assert trail_of(journey.engine, journey.receipts["spam"]).words == "Secretwordspamtitle"


class Meddling(Journey):
    """Before the round is closed, somebody exchanges its secret, or removes it; and in the end puts it back."""

    def do(self, command: Command, by: str | Office = OPERATOR, **options: Any) -> Handled:
        if isinstance(command, CloseRound):
            store, head = store_of(self), self.engine.head("m")
            seal = self.events(RoundOpened)[-1].secret_sha256
            before = store.change_text(seal, text="00" * 32)
            with pytest.raises(Refused, match="secret"):
                super().do(command, by)
            store.lose_text(seal)
            with pytest.raises(Refused) as refused:
                super().do(command, by)
            assert refused.value.codes == ("secret-lost",)
            assert self.engine.head("m") == head
            store._committed.texts["m", seal] = before
        return super().do(command, by, **options)


def test_a_round_whose_secret_was_exchanged_or_lost_is_not_closed():
    """Or the seed would be the choice of whoever can write to the store."""
    assert travelled(Store(), kind=Meddling, upto=2).engine.head("m").position


def test_a_reply_that_does_not_fit_the_log_is_not_given_and_harms_nobody_else():
    journey = travelled(Store(), kind=Numbered, upto=1)
    journey.open(Phase.CHALLENGES)
    store = store_of(journey)
    command = SubmitChallenge(mission="m", challenge="smog", title="Dust", language="en")
    first = journey.do(command, by="ada", command_id="mine")
    key = ("m", first.events[0].command_id)
    before = store._committed.replies[key]
    for number, wrong in enumerate((before._replace(count=2), before._replace(position=3))):
        store._committed.replies[key] = wrong
        other = SubmitChallenge(mission="m", challenge=f"noise-{number}", title="Noise", language="en")
        with pytest.raises(GroupFailed) as failed:
            journey.engine.handle_many([Request(command, "ada", "mine"), Request(other, "ben")])
        damaged, granted = failed.value.answers
        assert isinstance(damaged, StoreDamaged)
        assert "does not fit the events there, and is not given" in str(damaged)
        assert isinstance(granted, Handled)
        store._committed.replies[key] = before
    assert journey.do(command, by="ada", command_id="mine").receipt == first.receipt


def test_without_the_key_of_receipts_nothing_is_taken_for_which_there_is_one():
    journey = travelled(Store(), upto=2)
    store_of(journey).lose_text(RECEIPT_KEY)
    journey.engine._committing._memories.clear()
    command = SubmitChallenge(mission="m", challenge="smog", title="Dust", language="en")
    with pytest.raises(StoreDamaged, match="the store has lost a key of missions/m"):
        journey.do(command, by="ada")


# Verifying a store


def test_what_has_a_receipt_comes_of_no_command_without_one():
    """So the log alone tells which of its events people have got a receipt for."""
    others = {kind for line in share_of("all").rules.values() if not line.receipt for kind in line.events}
    assert contributions()
    assert not contributions() & others


def test_a_store_in_memory_is_verified_as_any_other():
    store = Store()
    journey = fill(store)
    report = verify_store(store)
    assert (report.exit_code, report.findings) == (0, ())
    assert report.rows.keys() == {"events", "heard", "texts", "receipts", "replies", "aliases", "blobs", "snapshots"}
    assert report.erased, "Ada's words are gone, and nobody misses them"
    assert report.heads == {"m": f"{journey.engine.head('m').position}:{journey.engine.head('m').hash.hex()}"}


def test_words_and_aliases_of_an_erased_person_that_are_still_there_are_found():
    store = Store()
    journey = travelled(store, kind=Numbered, upto=2)
    alias = journey.engine.join("m", "user-1")
    before = dict(store._committed.texts)
    for participant in ("ada", alias):
        journey.do(EraseParticipant(mission="m", participant=participant))
    store._committed.texts.update(before)
    (tied,) = store._committed.aliases
    store._committed.aliases[tied] = alias
    found = {(one.table, one.what.code) for one in verify_store(store).findings}
    assert found == {("texts", "store-check.text-not-erased"), ("aliases", "store-check.alias-not-erased")}


def test_many_findings_are_counted_and_not_all_told():
    store = Store()
    fill(store)
    for _, reply in list(store.replies()):
        store._committed.replies["m", reply.command_id] = reply._replace(count=9)
    report = verify_store(store)
    assert len(report.findings) == MOST_FINDINGS
    assert report.more == len(list(store.replies())) - MOST_FINDINGS


def test_events_of_a_newer_version_are_not_taken_for_damage():
    def change(said: dict[str, Any]) -> None:
        if said["position"] == 50:
            said["schema"] = 99

    store = MemoryStore()
    fill(store)
    report = verify_store(forged_store(store, change))
    assert (report.exit_code, report.unknown, report.findings) == (3, {"m": 50}, ())
