"""The frozen value that commands, events, states and facts are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass
else:
    ModelMetaclass = type(BaseModel)


class _PlainClass(ModelMetaclass):
    """The metaclass of models, with the plain `isinstance`: folds ask it for every event, and no ABC is involved."""

    __instancecheck__ = type.__instancecheck__


class Model(BaseModel, metaclass=_PlainClass):
    """A frozen value that refuses unknown fields. What does not fit is not quoted: it may be a person's words."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)
