"""The table of phase rules as it is printed: nothing of it is left out."""

from __future__ import annotations

from osi_core.process import share_of
from osi_core.process.gates import GATES

RULES = share_of("all").rules


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
    assert (merge["phase"], merge["by"]) == ("challenges", ["operator", "organiser"])
    assert lines["OpenRound"]["during"] == ["challenges"]
    assert merge["when"][0]["says"].startswith("Only an accepted challenge can be merged")
    assert lines["SubmitChallenge"]["receipt"] is True


def test_every_gate_says_when_it_opens_and_closes(osi):
    gates = osi("rules", "--json", "--lang", "de").json["gates"]
    assert [gate["phase"] for gate in gates] == [phase.value for phase in GATES]
    assert gates[0]["closes_when"][0]["says"].startswith("Das Ziel der Mission ist messbar")
    assert "öffnet, wenn" in osi("rules", "--lang", "de").out


def test_what_is_asked_of_every_command_stands_first_and_says_what_it_judges_by(osi):
    always = osi("rules", "--json").json["always"]
    assert [one["judged_by"] for one in always] == ["log"] * 4 + ["request"] * 6 + ["box"]
    assert osi("rules").out.index("Always asked") < osi("rules").out.index("CreateMission")
    lines = {line["command"]: line for line in osi("rules", "--json").json["commands"]}
    assert [one["judged_by"] for one in lines["CreateMission"]["when"]] == ["installation"] * 2
    assert "request" in [one["judged_by"] for one in lines["RecordGrants"]["when"]]
    assert "own_gates_agree" in [one["name"] for one in lines["OpenPhase"]["when"]]
