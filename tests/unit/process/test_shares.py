"""Shares: an engine for some phases, with their rules, facts and decisions and no others."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys

import pytest

from osi_core.challenges.commands import SubmitChallenge
from osi_core.domain import Command, FactKey, Refused
from osi_core.funding.commands import OpenFund
from osi_core.hearing.part import PART as HEARING
from osi_core.log.memory import MemoryStore
from osi_core.mission.commands import CorrectClock, CreateMission
from osi_core.money import Money
from osi_core.plugins import Plugins
from osi_core.process import SHARES, Engine, OpenPhase, ShareUnknown, asking, share_of
from osi_core.process.erasing import AnswerErasure
from osi_core.process.share import PARTS


def test_the_services_share_the_whole_process_without_rest_and_without_overlap():
    parts = [part for name, names in SHARES.items() if name != "all" for part in names if part != "hearing"]
    assert sorted(parts) == sorted(PARTS)
    lines = [line for name in SHARES if name != "all" for line in share_of(name).rules]
    among_themselves = {
        *(line.command for line in HEARING.rules),
        *(line.command for line in (*asking.RULES, *asking.ANSWERS)),
    }
    everyones = {CorrectClock, AnswerErasure}  # each chain has a clock and files of its own
    whole = share_of("all").rules.keys()
    assert sorted(one.__name__ for one in lines if one not in among_themselves | everyones) == sorted(
        one.__name__ for one in whole - everyones
    )
    assert all(everyones <= share_of(name).rules.keys() for name in SHARES)


def test_gates_belong_to_the_missions_share():
    assert [name for name in SHARES if OpenPhase in share_of(name).rules] == ["all", "participation"]


def test_an_engine_takes_the_commands_of_its_own_share_and_refuses_others():
    engine = Engine(MemoryStore(), share=share_of("participation"), plugins=Plugins.builtin())
    engine.handle(CreateMission(mission="m", title="Clean air"))
    fund = OpenFund(mission="m", fund="f", institution="i", amount=Money(minor=100, currency="EUR"), purpose="Air")
    with pytest.raises(Refused) as refused:
        engine.handle(fund)
    assert refused.value.codes == ("not-of-this-share",)
    unmet = [one.code for one in engine.unmet(SubmitChallenge(mission="m", challenge="c", title="Dust"))]
    assert unmet == ["phase-not-open", "role-missing"]


@pytest.mark.parametrize("name", [name for name in SHARES if name != "all"])
def test_a_share_keeps_every_fact_that_its_commands_need(name):
    share = share_of(name)
    asked = {key.kind for part in share.parts for line in part.rules for key in _keys_named_in(line.command)}
    assert asked <= set(share.facts)


def _keys_named_in(command: type[Command]) -> list[FactKey]:
    """The kinds of facts that a command's `needs` names, from its source."""
    module = sys.modules[command.__module__]
    source = "".join(
        inspect.getsource(vars(kind)["needs"])
        for kind in command.__mro__
        if "needs" in vars(kind) and kind.__module__ == module.__name__
    )
    return [FactKey(getattr(module, found)) for found in re.findall(r"FactKey\((\w+)", source) if found[0].isupper()]


@pytest.mark.parametrize("name", [name for name in SHARES if name != "all"])
def test_a_service_loads_no_other_shares_decide(name):
    foreign = [part for part in PARTS if part not in SHARES[name]]
    program = (
        "import sys\nfrom osi_core.process.share import share_of\n"
        f"share_of({name!r})\n"
        f"print([m for m in sys.modules if m in {[f'osi_core.{part}.decide' for part in foreign]!r}])"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_an_unknown_share_is_named_with_those_there_are():
    with pytest.raises(ShareUnknown, match="there is no share 'voting'; the shares are all, participation, matching"):
        share_of("voting")
