"""What the annotation of a field of the library says that matters on the wire."""

from __future__ import annotations

from datetime import datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import AwareDatetime
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typing_extensions import TypeAliasType

from osi_core.domain import TextClass


class Form(NamedTuple):
    """A field's form: one value or several, and of which type."""

    type: Any
    """The plain type of each value: str, int, Money, an enum, a model."""
    is_id: bool = False
    """Whether it is checked to be an id, or a digest, when the model is made."""
    nullable: bool = False
    repeated: bool = False
    keyed: bool = False
    """A dictionary; `type` is that of its values."""
    default: Any = PydanticUndefined
    """What it is where nothing is said; PydanticUndefined where something must be said."""

    @property
    def required(self) -> bool:
        """Whether something must be said."""
        return self.default is PydanticUndefined

    @property
    def means_something(self) -> bool:
        """Whether it has a default that a message with nothing in the field would not tell."""
        return not self.required and bool(self.default)


def form_of(info: FieldInfo) -> Form:
    """The form of a field of a model."""
    default = info.get_default(call_default_factory=True, validated_data={}) if not info.is_required() else info.default
    return _form(info.annotation, tuple(info.metadata))._replace(default=default)


def _form(annotation: Any, marks: tuple[Any, ...] = ()) -> Form:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, TypeAliasType):
        return Form(object)
    if origin is Annotated:
        return _form(arguments[0], (*arguments[1:], *marks))
    if origin in (Union, UnionType):
        (kept,) = (one for one in arguments if one is not NoneType)
        return _form(kept, marks)._replace(nullable=True)
    if origin in (tuple, list, frozenset):
        return _form(arguments[0])._replace(repeated=True)
    if origin is dict:
        return _form(arguments[1])._replace(keyed=True)
    if origin is Literal:
        return Form(type(arguments[0]))
    plain = {AwareDatetime: datetime}.get(annotation, annotation)
    return Form(plain, is_id=TextClass.MINTED in marks)
