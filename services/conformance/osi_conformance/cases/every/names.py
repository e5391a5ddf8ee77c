"""Names: a foreign mission is not found, what is no name is told with its field, and what is required is asked for.

Requests are made of the contract itself: which fields are required, and what they name.
"""

from __future__ import annotations

from typing import Any

import grpc
from buf.validate import validate_pb2
from google.api import field_behavior_pb2 as behaviors
from google.api import resource_pb2
from google.protobuf import descriptor_pool
from google.protobuf.descriptor import FieldDescriptor

from osi_conformance.case import Case, register
from osi_conformance.cases.every.subjects import SUBJECTS, each, every
from osi_conformance.recorded import participant
from osi_conformance.services import SERVICES
from osi_conformance.subject import Subject, field_set, value_at
from osi_conformance.target import method_named, methods_of, new_request
from osi_conformance.town import euros
from osi_conformance.trial import Trial

INVALID, NOT_FOUND = grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND


def _about(method: str) -> str:
    """The field that names what a request is about."""
    fields = method_named(method).input_type.fields_by_name
    return "parent" if "parent" in fields else "name"


def _patterns() -> dict[str, str]:
    """Type of a resource → its name's pattern, of all files that this program has read."""
    found = {}
    for service in SERVICES.values():
        file = f"osi/{service.name}/v1/resources.proto"
        for message in descriptor_pool.Default().FindFileByName(file).message_types_by_name.values():
            options: Any = message.GetOptions()
            resource = options.Extensions[resource_pb2.resource]
            if resource.pattern:
                found[resource.type] = resource.pattern[0]
    return found


_PATTERNS = _patterns()


def _named(field: FieldDescriptor, mission: str) -> str:
    """A name that fits a field; nothing has it but the mission."""
    options: Any = field.GetOptions()
    reference = options.Extensions[resource_pb2.resource_reference]
    pattern = _PATTERNS.get(reference.type) or _parent_of(_PATTERNS.get(reference.child_type, ""))
    if not pattern:
        return "x"
    _, _, *rest = pattern.split("/")
    made = [participant("zoe") if one == "{participant}" else "x" if one.startswith("{") else one for one in rest]
    return "/".join([mission, *made])


def _parent_of(pattern: str) -> str:
    """The pattern of what has a resource: `missions/{mission}/goal` of its comments."""
    return "/".join(pattern.split("/")[:-2])


def _filled(subject: Subject, method: str, mission: str) -> Any:
    """A request about something in a mission, in which all is there that is required, and nothing of it exists."""
    request = new_request(method_named(method))
    _fill(request, mission)
    if method in subject.fills:
        subject.fills[method](request)
    return request


def _fill(request: Any, mission: str) -> None:
    for field in request.DESCRIPTOR.fields:
        if not _is_wanted(field):
            continue
        if field.is_repeated:
            _fill_repeated(request, field, mission)
        elif field.type == FieldDescriptor.TYPE_STRING:
            setattr(request, field.name, _named(field, mission))
        elif field.type in (FieldDescriptor.TYPE_ENUM, FieldDescriptor.TYPE_INT32, FieldDescriptor.TYPE_INT64):
            setattr(request, field.name, 1)
        elif field.type == FieldDescriptor.TYPE_BOOL:
            setattr(request, field.name, True)
        elif field.message_type.full_name == "google.type.Money":
            getattr(request, field.name).CopyFrom(euros(100))
        elif field.message_type.full_name == "google.protobuf.Timestamp":
            getattr(request, field.name).FromSeconds(4_000_000_000 + field.number)
        elif field.message_type.full_name == "google.type.Date":
            getattr(request, field.name).year, getattr(request, field.name).month = 2040, 1
            getattr(request, field.name).day = 1
        else:
            getattr(request, field.name).SetInParent()
            _fill(getattr(request, field.name), mission)


def _fill_repeated(request: Any, field: FieldDescriptor, mission: str) -> None:
    options: Any = field.GetOptions()
    for _ in range(options.Extensions[validate_pb2.field].repeated.min_items or 1):
        if field.type == FieldDescriptor.TYPE_STRING:
            getattr(request, field.name).append(_named(field, mission))
        elif field.type == FieldDescriptor.TYPE_MESSAGE:
            _fill(getattr(request, field.name).add(), mission)
        else:
            getattr(request, field.name).append(1)


def _is_required(field: FieldDescriptor) -> bool:
    options: Any = field.GetOptions()
    return behaviors.REQUIRED in options.Extensions[behaviors.field_behavior]


def _is_wanted(field: FieldDescriptor) -> bool:
    """Whether a request without it is refused."""
    options: Any = field.GetOptions()
    return _is_required(field) or options.Extensions[validate_pb2.field].repeated.min_items > 0


async def _foreign(trial: Trial, subject: Subject, method: str) -> None:
    request = _filled(subject, method, "missions/of-somebody-else")
    await trial.mission.refused(method, request, subject.callers.get(method, "olga"), status=NOT_FOUND)


async def _malformed(trial: Trial, subject: Subject, method: str) -> None:
    field = _about(method)
    for wrong in ("missions", "missions/UPPER", "funds/f", "missions/m/funds/f/x", "//", "missions/m\u0000"):
        request = _filled(subject, method, trial.mission.name)
        setattr(request, field, wrong)
        by = subject.callers.get(method, "olga")
        await trial.mission.refused(method, request, by, status=INVALID, field=field)


async def _missing(trial: Trial, subject: Subject, method: str) -> None:
    for path in _required(_filled(subject, method, trial.mission.name)):
        request = _filled(subject, method, trial.mission.name)
        *parents, last = path.split(".")
        inner = request
        for one in parents:
            inner = getattr(inner, one)
        inner.ClearField(last)
        by = subject.callers.get(method, "olga")
        await trial.mission.refused(method, request, by, status=INVALID, field=path)


def _required(request: Any, prefix: str = "") -> list[str]:
    found = []
    for field in request.DESCRIPTOR.fields:
        if not _is_required(field) or not (field.has_presence or field.is_repeated or _says_nothing(field)):
            continue
        found.append(f"{prefix}{field.name}")
        is_own = field.message_type is not None and field.message_type.full_name.startswith("osi.")
        if is_own and not field.is_repeated:
            found += _required(getattr(request, field.name), f"{prefix}{field.name}.")
    return found


def _says_nothing(field: FieldDescriptor) -> bool:
    """Whether an empty field is told from one that was filled: 0 is a number."""
    return field.type in (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_ENUM)


for _subject in SUBJECTS:
    for _descriptor in methods_of(SERVICES[_subject.service].methods):
        _method = _descriptor.name
        if _descriptor.client_streaming or _method in _subject.no_mission:
            continue
        if not _descriptor.server_streaming:
            each(_subject, _method, "foreign-mission", "N1", _foreign, "real")
            each(_subject, _method, "malformed-name", "N2", _malformed, "real")
        if _method in _subject.ready:
            each(_subject, _method, "required-field", "V2", _missing, "real")


@every("names/of-another-mission", "N3")
async def of_another_mission(trial: Trial, subject: Subject) -> None:
    method, path = subject.reference
    ready = await subject.make(trial, method)
    foreign = value_at(ready.request, path).replace(trial.mission.name, "missions/of-somebody-else")
    field_set(path, foreign)(ready.request)
    await trial.mission.refused(method, ready.request, ready.by, status=INVALID, field=path)


@every("names/of-another-kind", "N2")
async def of_another_kind(trial: Trial, subject: Subject) -> None:
    method, path = subject.reference
    ready = await subject.make(trial, method)
    field_set(path, trial.mission.participant("ada"))(ready.request)
    await trial.mission.refused(method, ready.request, ready.by, status=INVALID, field=path)


@every("names/unknown-resource", "N4")
async def unknown_resource(trial: Trial, subject: Subject) -> None:
    for descriptor in methods_of(SERVICES[subject.service].methods):
        request = _filled(subject, descriptor.name, trial.mission.name)
        if descriptor.name.startswith("Get") and request.name != trial.mission.name:
            await trial.mission.refused(descriptor.name, request, "olga", status=NOT_FOUND)


async def _in_another(trial: Trial, subject: Subject) -> None:
    """What stands in one mission is not there in another, whoever asks."""
    created = (await subject.create(trial)).message
    request = new_request(method_named(subject.get))
    request.name = created.name.replace(trial.mission.id, trial.world.other_than(trial.mission))
    for by in ("", "olga", "operator"):
        await trial.mission.refused(subject.get, request, by, status=NOT_FOUND)


for _subject in SUBJECTS:

    async def _run(trial: Trial, subject: Subject = _subject) -> None:
        await _in_another(trial, subject)

    _name = f"{_subject.service}/names/{_subject.thing}-of-another-mission"
    register(Case(_name, "N1", _run, "own-real", "every.names.of-another"))
