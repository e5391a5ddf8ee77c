"""The table of phase rules as it is printed: nothing of it is left out."""

from __future__ import annotations

from osi_core.process import RULES
from osi_core.process.gates import GATES


def test_every_command_stands_under_its_phase(osi):
    printed = osi("rules").out
    told = osi("rules", "--json").json
    assert {line["command"] for line in told["commands"]} == {line.name for line in RULES.values()}
    assert len(told["commands"]) == len(RULES)
    for line in RULES.values():
        assert f"  {line.name} " in printed


def test_a_command_says_when_by_whom_and_what_must_hold(osi):
    lines = {line["command"]: line for line in osi("rules", "--json").json["commands"]}
    merge = lines["MergeChallenge"]
    assert (merge["phase"], merge["during"], merge["by"]) == ("challenges", ["challenges"], ["operator", "organiser"])
    assert merge["when"][0]["says"].startswith("Only an accepted challenge can be merged")
    assert lines["SubmitChallenge"]["receipt"] is True


def test_every_gate_says_when_it_opens_and_closes(osi):
    gates = osi("rules", "--json", "--lang", "de").json["gates"]
    assert [gate["phase"] for gate in gates] == [phase.value for phase in GATES]
    assert gates[0]["closes_when"][0]["says"].startswith("Das Ziel der Mission ist messbar")
    assert "öffnet, wenn" in osi("rules", "--lang", "de").out
