"""`osi may` and `osi codes`: what somebody may do, and what an answer means to a program."""

from __future__ import annotations

from osi_core.process.codes import codes


def test_a_person_is_told_what_may_be_done_now_and_how_much_else_there_is(osi, town):
    answer = osi("may", "--as", "ada", "--store", str(town.path))
    assert answer.code == 0
    assert "SubmitChallenge" in answer.out
    assert "AcceptChallenge" not in answer.out
    whole = osi("may", "--as", "ada", "--all", "--store", str(town.path))
    assert "AcceptChallenge" in whole.out
    assert "this takes one of: operator, organiser" in " ".join(whole.out.split())


def test_at_a_resource_its_own_name_is_told_whichever_way_it_was_given(osi, town):
    for name in ("challenges/shade", "missions/m/challenges/shade"):
        lines = {
            line["command"]: line
            for line in osi("may", "--as", "ada", "--at", name, "--store", str(town.path), "--json").json
        }
        (unmet,) = lines["SubmitChallenge"]["unmet"]
        assert (unmet["code"], unmet["values"]) == ("already-exists", {"name": {"name": "challenges/shade"}})
        assert unmet["says"] == "challenges/shade exists already; choose another id"


def test_the_mission_itself_is_a_resource(osi, town):
    lines = osi("may", "--as", "olga", "--at", "missions/m", "--store", str(town.path), "--json").json
    assert {"OpenPhase", "ClosePhase"} <= {line["command"] for line in lines if line["now"]}


def test_what_is_no_resource_is_wrong_usage(osi, town):
    for name in ("challenges", "missions/other/challenges/shade"):
        answer = osi("may", "--as", "ada", "--at", name, "--store", str(town.path))
        assert answer.code == 2
        assert f"'{name}' is no name of a resource" in answer.err


def test_every_code_is_listed_with_its_statuses_in_both_languages(osi):
    told = osi("codes", "--json").json
    assert [one["code"] for one in told] == [one.code for one in codes()]
    not_found = next(one for one in told if one["code"] == "not-found")
    assert (not_found["grpc"], not_found["http"], not_found["malformed"]) == ("NOT_FOUND", 404, False)
    german = osi("codes", "--lang", "de").out
    assert "already-exists" in german
    assert "gibt es schon" in german


def test_a_request_is_found_by_its_command_id(osi, town):
    answer = osi("log", "find", "--request", "form 2026-0815", "--store", str(town.path))
    assert answer.code == 0
    assert "challenges.submitted" in answer.out
    (line,) = osi("log", "find", "--request", "form 2026-0815", "--store", str(town.path), "--json").out.splitlines()
    assert "form 2026-0815" not in line
    unknown = osi("log", "find", "--request", "form 2026-0816", "--store", str(town.path))
    assert (unknown.code, "nobody has given a request with this id" in unknown.err) == (1, True)
