"""The recorded logs are what the engines say, and what is made of them for a mission is a log that can be heard."""

import json

import pytest

from osi_conformance.recorded import RECORDED, people, spoken
from osi_conformance.services import SERVICES
from osi_core.log.heard import HeardHead, Place, hash_holds, is_entry, place, says_itself
from services.conformance.recording.writing import FOLDER, files


def test_another_recording_gives_the_same_bytes():
    kept = {str(path.relative_to(FOLDER)): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}
    assert files() == kept, "python -m services.conformance.recording writes them anew"


RECORDINGS = [(one.name, peer) for one in SERVICES.values() if not one.begins for peer in one.peers]


@pytest.mark.parametrize(("tested", "peer"), RECORDINGS)
@pytest.mark.parametrize("origin", ["real", "simulated"])
def test_what_is_said_of_a_mission_continues_its_chain(tested, peer, origin):
    head, parts = HeardHead(), [None, *SERVICES[tested].parts] if origin == "simulated" else [None]
    for part in parts:
        before = head
        for entry in spoken(tested, peer, origin, "another-mission", part):
            assert is_entry(entry)
            assert says_itself(entry)
            assert place(entry, before, None) is Place.NEXT
            assert hash_holds(entry, before)
            assert RECORDED.encode() not in entry.raw
            before = HeardHead(entry.position, entry.hash)
        head = before if part is None else head


def test_everybody_has_an_id_that_an_engine_could_have_minted():
    assert len(set(people().values())) == len(people())
    assert all(id.startswith("p-") and len(id) == 34 for id in people().values())


def test_nobody_real_stands_in_the_logs():
    said = {json.loads(line)["raw"] for path in FOLDER.rglob("*.jsonl") for line in path.read_bytes().splitlines()}
    assert not any("@" in one or "http" in one for one in said)
