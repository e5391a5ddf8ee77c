"""Finding a rule by name, with options as typed, and deciding with it, timed."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import ValidationError

from osi_core.cli import Session, Stop
from osi_core.cli.session import Exit
from osi_core.log.records import seed_of
from osi_core.plugins import (
    Allocation,
    AllocationProblem,
    InProcessRunner,
    Job,
    KindName,
    Options,
    Outcome,
    Profile,
    Progress,
    Strategy,
    TieRule,
    WorkStage,
    input_sha256,
    no_progress,
)
from osi_voting.commands.limits import LIMITS, Limit, as_given, with_limits
from osi_voting.formats.columns import with_fields
from osi_voting.loading import Spent, loading, loads, spent_so_far

__all__ = ["Decision", "Rule", "Times", "decide", "find_rule"]


@dataclass(frozen=True)
class Rule:
    """A rule with its options settled, and the limits within which it is to decide."""

    kind: KindName
    strategy: Strategy[Any, Any]
    options: Options
    limits: Mapping[str, Limit] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What a playbook calls it."""
        return self.strategy.name


@dataclass(frozen=True)
class Times:
    """What was spent on the digest, on deciding (and checking what was decided), and on what had to be loaded
    meanwhile, which is no part of the others.
    """

    load: Spent
    digest: Spent
    decide: Spent


@dataclass(frozen=True)
class Decision:
    """What a rule has decided on a problem (with its limits), and how long that took."""

    rule: Rule
    problem: Profile
    outcome: Outcome
    winners: list[str]
    spent: int | None
    input_sha256: str
    seed: str
    times: Times


def find_rule(
    session: Session,
    name: str,
    given: Sequence[str] = (),
    ties: TieRule | None = None,
    money: bool | None = None,
    limits: Mapping[str, Limit] | None = None,
) -> Rule:
    """The rule of this name: for money first (`money`), else for orders first.

    What is `given` are options of the rule, and limits, which go before those of the same name in `limits`. Raises
    `Stop` where there is no such rule, or an option does not fit.
    """
    plugins = session.plugins
    kinds: tuple[KindName, ...] = ("allocation", "prioritisation") if money else ("prioritisation", "allocation")
    with loading():  # the rules of all packages
        kind = next((one for one in kinds if name in plugins.names(one)), None)
    if kind is None or (kind == "allocation" and money is False):
        usable = sorted({one for k in kinds if money is not False or k != "allocation" for one in plugins.names(k)})
        close = difflib.get_close_matches(name, usable, n=1)
        guess = f" {session.say('rule.guess', known=close[0])}" if close else ""
        raise Stop(Exit.CANNOT, session.say("rule.unknown", name=name, known=", ".join(usable)) + guess)
    strategy = plugins.strategy(kind, name)
    values = dict(_split(session, one) for one in given)
    if ties is not None:
        values["ties"] = ties
    own = [key for key in values if key in LIMITS and key not in strategy.Options.model_fields]
    asked = {**(limits or {}), **{key: Limit(f"-o {key}", values.pop(key)) for key in own}}
    try:
        return Rule(kind, strategy, strategy.Options.model_validate(values), asked)
    except ValidationError as error:
        raise _misfits(session, strategy, error) from None


def decide(
    session: Session,
    rule: Rule,
    problem: Profile,
    secret: str = "0",
    progress: Progress = no_progress,
) -> Decision:
    """Runs the rule within its limits. The seed is SHA-256(secret ‖ digest of the problem), as in a round of a mission.
    Raises `Stop`.
    """
    given = with_limits(session, as_asked(rule, problem), rule.limits)
    if getattr(rule.options, "over_budget", "") == "part" and isinstance(given, AllocationProblem):
        given = with_fields(given, {"partial": True})
    takes = getattr(rule.strategy, "ballot_kinds", None)
    if takes is not None and given.kind not in takes:
        raise session.stop(Exit.NO, "rule.ballots", name=rule.name, takes=", ".join(sorted(takes)), kind=given.kind)
    began = spent_so_far()
    digest = input_sha256(given)
    seed, digested = seed_of(secret.encode(), digest), spent_so_far()
    prepared, loaded = digested, loads().spent

    def told(fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
        nonlocal prepared, loaded
        if stage == "deciding" and prepared == digested:
            prepared, loaded = spent_so_far(), loads().spent
        progress(fraction, best, stage=stage)

    job = Job(rule.kind, rule.name, rule.options, given, seed)
    outcome = InProcessRunner(session.plugins).run(job, prepare_limit=None, progress=told)
    late = loads().spent - loaded  # what nothing had loaded before it was called
    times = Times(prepared - digested + late, digested - began, spent_so_far() - prepared - late)
    winners, spent = won(outcome)
    return Decision(rule, given, outcome, winners, spent, digest, seed.hex(), times)


def as_asked(rule: Rule, problem: Profile) -> Profile:
    """The problem without its money, for a rule that only puts in order."""
    if rule.kind == "allocation" or not isinstance(problem, AllocationProblem):
        return problem
    return Profile.model_construct(**{name: getattr(problem, name) for name in Profile.model_fields})


def won(outcome: Any) -> tuple[list[str], int | None]:
    """The winners in the order of decision, and what was spent."""
    if isinstance(outcome, Allocation):
        return [award.item for award in outcome.awards], outcome.spent
    order: Iterable[str] = outcome.order
    return list(order), None


def _split(session: Session, given: str) -> tuple[str, Any]:
    name, sign, text = given.partition("=")
    if not sign or not name:
        raise session.stop(Exit.USAGE, "option.form", given=given)
    try:
        value = json.loads(text)
    except ValueError:
        return name.strip().replace("-", "_"), text
    return name.strip().replace("-", "_"), text if isinstance(value, float) else value


def _misfits(session: Session, strategy: Strategy[Any, Any], error: ValidationError) -> Stop:
    """Each option that does not fit, and what would."""
    known, limits = ", ".join(strategy.Options.model_fields) or "–", ", ".join(LIMITS)
    lines = []
    for one in error.errors():
        name = ".".join(map(str, one["loc"]))
        if one["type"] == "extra_forbidden":
            lines.append(session.say("option.unknown", rule=strategy.name, name=name, known=known, limits=limits))
        else:
            wanted = _bound(one.get("ctx", {})) or _wanted(session, strategy, str(one["loc"][0]))
            lines.append(
                session.say(
                    "option.value",
                    name=name,
                    given=as_given(one["input"]),
                    wanted=wanted,
                )
            )
    return Stop(Exit.USAGE, " ".join(lines))


def _bound(context: Mapping[str, Any]) -> str:
    """The bound that a number goes beyond; empty where it is something else."""
    signs = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
    return "".join(f"{sign} {context[key]}" for key, sign in signs.items() if key in context)


def _wanted(session: Session, strategy: Strategy[Any, Any], name: str) -> str:
    """What an option may be, as `osi rules` has it; where that would only say "string" or "object", an example."""
    from osi_core.cli.strategies import allowed_of

    field = strategy.Options.model_fields[name]
    choices = [repr(one) for one in get_args(field.annotation) if isinstance(one, str)]
    allowed = " | ".join(choices) or allowed_of(strategy, name)
    examples = {"object": '{"green": 2}', "string": field.default}
    return session.say("option.like", example=examples[allowed]) if allowed in examples else allowed
