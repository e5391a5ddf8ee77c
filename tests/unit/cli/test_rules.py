"""The table of phase rules as it is printed: nothing of it is left out."""

from __future__ import annotations

from osi_core.process import share_of
from osi_core.process.gates import GATES

RULES = share_of("all").rules


def test_every_command_stands_under_its_phase(osi):
    printed, brief = osi("rules", "--full").out, osi("rules").out
    told = osi("rules", "--json").json
    assert {line["command"] for line in told["commands"]} == {line.name for line in RULES.values()}
    assert len(told["commands"]) == len(RULES)
    for line in RULES.values():
        assert f"  {line.name} " in printed
        assert line.name in brief
    assert len(brief.splitlines()) < len(printed.splitlines()) / 3


def test_the_table_is_asked_for_a_phase_a_role_and_words(osi):
    support = osi("rules", "--phase", "support").out
    assert ("StartProgramme" in support, "SubmitChallenge" in support) == (True, False)
    assert "may be closed when" in support
    experts = {line["command"] for line in osi("rules", "--role", "expert", "--json").json["commands"]}
    assert ("SubmitReview" in experts, "OpenPhase" in experts) == (True, False)
    merging = osi("rules", "--words", "merge object").out
    assert ("ObjectToMerge" in merging, "OpenRound" in merging) == (True, False)
    nothing = osi("rules", "--words", "merge stipend")
    assert (nothing.code, "no command fits" in nothing.err) == (1, True)
    assert osi("rules", "--phase", "dinner").code == 2


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
    whole = osi("rules", "--full").out
    assert whole.index("Always asked") < whole.index("CreateMission")
    lines = {line["command"]: line for line in osi("rules", "--json").json["commands"]}
    assert [one["judged_by"] for one in lines["CreateMission"]["when"]] == ["installation"] * 2
    assert "request" in [one["judged_by"] for one in lines["RecordGrants"]["when"]]
    assert "own_gates_agree" in [one["name"] for one in lines["OpenPhase"]["when"]]
