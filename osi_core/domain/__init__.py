"""The vocabulary in which all six phases are written: command, event, state, fact, resource, refusal, rule.

A phase reads as sentences over these words: a *command* asks for something, a *rule* says when it is allowed and what
must hold, a pure `decide(command, state, context)` answers with *events*, `State.evolve` and `Fact.fold` say what
events mean. Nothing here knows a store, a clock or a source of chance: time, actor, sealed texts and facts come in the
context.

The pattern is the functional event sourcing decider (Jérémie Chassaing, 2021): decide and evolve, and an initial state
of None.
"""

from osi_core.domain.boxes import Box, BoxUse, EndsBoxes, LastingBox
from osi_core.domain.commands import Command, ForInstitution, Rows
from osi_core.domain.context import Actor, Context
from osi_core.domain.events import Destroys, Event, LogView, Recorded, Upcaster
from osi_core.domain.facts import Fact, FactKey, State
from osi_core.domain.fields import (
    LARGEST_INTEGER,
    Count,
    Day,
    Figure,
    Id,
    Label,
    Language,
    Options,
    Plain,
    PublicText,
    Sealed,
    Sha256,
    ShortWords,
    Tag,
    Tags,
    TextClass,
    Words,
)
from osi_core.domain.joined import NOTHING_JOINED, Joined
from osi_core.domain.model import Model
from osi_core.domain.refusal import Malformed, Refused, Rejected, Unmet, faults_of
from osi_core.domain.resource import Resource, full_name, mission_name, within_mission
from osi_core.domain.rule import (
    RULES_VERSION,
    Basis,
    Condition,
    Decide,
    Gate,
    Rule,
    Target,
    basis_of,
    condition_name,
    judged_by,
    rule,
    stricter,
)
from osi_core.domain.terms import OFFICES, PEOPLE, STAFF, DataOrigin, Phase, Role, Sector, Service, StopReason

__all__ = [
    "LARGEST_INTEGER",
    "NOTHING_JOINED",
    "OFFICES",
    "PEOPLE",
    "RULES_VERSION",
    "STAFF",
    "Actor",
    "Basis",
    "Box",
    "BoxUse",
    "Command",
    "Condition",
    "Context",
    "Count",
    "DataOrigin",
    "Day",
    "Decide",
    "Destroys",
    "EndsBoxes",
    "Event",
    "Fact",
    "FactKey",
    "Figure",
    "ForInstitution",
    "Gate",
    "Id",
    "Joined",
    "Label",
    "Language",
    "LastingBox",
    "LogView",
    "Malformed",
    "Model",
    "Options",
    "Phase",
    "Plain",
    "PublicText",
    "Recorded",
    "Refused",
    "Rejected",
    "Resource",
    "Role",
    "Rows",
    "Rule",
    "Sealed",
    "Sector",
    "Service",
    "Sha256",
    "ShortWords",
    "State",
    "StopReason",
    "Tag",
    "Tags",
    "Target",
    "TextClass",
    "Unmet",
    "Upcaster",
    "Words",
    "basis_of",
    "condition_name",
    "faults_of",
    "full_name",
    "judged_by",
    "mission_name",
    "rule",
    "stricter",
    "within_mission",
]
