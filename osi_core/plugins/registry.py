"""The registry: which plugins are installed, from which package, and what is wrong with them.

pluggy's own loader skips a name that is taken in silence and lets an import error through. Ours walks the entry points
itself: whatever is wrong with a plugin is reported with its package, and the plugin left out. It needs no strategies: a
command that only lists what plugins add to it loads this and no more.
"""

from __future__ import annotations

import importlib.metadata
import inspect
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

import pluggy

from osi_core.plugins import hookspecs
from osi_core.plugins.errors import raised_line, source_of
from osi_core.plugins.hookspecs import HOOKS
from osi_core.plugins.report import Origin, PluginRow

if TYPE_CHECKING:
    from osi_core.words import Message

__all__ = ["GROUP", "Registry", "failure", "key_of"]

GROUP = "osi"
"""The entry-point group."""


class Registry:
    """The plugins of one program, as modules with hooks."""

    def __init__(self) -> None:
        self._manager = _new_manager()
        self._rows: dict[str, PluginRow] = {}

    @classmethod
    def load(cls, entry_points: Iterable[importlib.metadata.EntryPoint] | None = None) -> Self:
        """Every installed plugin (entry-point group `osi`). Never raises for a bad plugin."""
        return cls()._with_installed(entry_points)

    def add(self, module: Any, origin: Origin) -> PluginRow:
        """Adds a plugin from a known origin. Never raises: what is wrong with it stands in its row and the report, what
        its hooks raise as soon as they are called.
        """
        if key_of(origin) in self._rows or any(module is known for _, known in self._manager.list_name_plugin()):
            there = failure("plugin.plugin-there-already", plugin=origin.plugin, package=str(origin))
            return self._fail(origin, there, again=True)
        if misfit := _misfit(module, origin):
            return self._fail(origin, misfit)
        row = self._rows[key_of(origin)] = PluginRow(origin)
        self._manager.register(module, name=key_of(origin))
        return row

    def add_cli_commands(self, app: Any) -> None:
        """Lets every plugin add its sub-commands; one that raises is reported and passed over."""
        self._tell("osi_cli_commands", app=app)

    def events_recorded(self, events: Iterable[Any]) -> None:
        """Tells every plugin of committed events; one that raises is reported, and keeps nobody from being told."""
        if self._manager.hook.osi_event_recorded.get_hookimpls():  # mostly nobody listens, and there are many events
            for event in events:
                self._tell("osi_event_recorded", event=event)

    def sources(self) -> list[Origin]:
        """All registered plugins that are modules, so that another process can register them too."""
        taken = {name for name, _ in self._manager.list_name_plugin()}
        return [row.origin for key, row in self._rows.items() if row.origin.module and key in taken]

    # -- within -------------------------------------------------------------------------------------------------------

    def _with_installed(self, entry_points: Iterable[importlib.metadata.EntryPoint] | None) -> Self:
        found = importlib.metadata.entry_points(group=GROUP) if entry_points is None else entry_points
        for point in sorted(found, key=lambda p: (_distribution(p), p.name, p.value)):
            self._load(point)
        return self

    def _load(self, point: importlib.metadata.EntryPoint) -> None:
        distribution = point.dist.name if point.dist else "unknown package"
        version = point.dist.version if point.dist else ""
        origin = Origin(point.name, distribution, version, point.module)
        try:
            module = point.load()
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            self._fail(origin, failure("plugin.plugin-import-failed", line=raised_line(error)))
            return
        self.add(module, origin)

    def _fail(self, origin: Origin, what: Message, again: bool = False) -> PluginRow:
        key = key_of(origin)
        while again and key in self._rows:
            key += "'"
        row = self._rows[key] = PluginRow(origin, failures=[what])
        return row

    def _listens(self, origin: Origin) -> list[str]:
        found = []
        for hook in ("osi_cli_commands", "osi_event_recorded"):
            implementations = getattr(self._manager.hook, hook).get_hookimpls()
            found += [hook for one in implementations if one.plugin_name == key_of(origin)]
        return found

    def _tell(self, hook: str, **arguments: Any) -> None:
        for one in getattr(self._manager.hook, hook).get_hookimpls():
            try:
                one.function(*(arguments[name] for name in one.argnames))
            except Exception as error:
                raised = failure("plugin.hook-raised", hook=hook, line=raised_line(error, source_of(one.function)))
                row = self._rows[one.plugin_name]
                if raised not in row.failures:
                    row.failures.append(raised)


def failure(code: str, /, **values: Any) -> Message:
    """What is wrong with a plugin."""
    from osi_core.words import Message  # here, because as long as nothing is wrong no words are needed

    return Message(code, values)


def _new_manager() -> pluggy.PluginManager:
    manager = pluggy.PluginManager("osi")
    manager.add_hookspecs(hookspecs)
    return manager


def _misfit(module: Any, origin: Origin) -> Message | None:
    """What pluggy says against a plugin's hook implementations, tried on a manager of their own."""
    trial = _new_manager()
    try:
        trial.register(module, name=str(origin))
        trial.check_pending()
    except pluggy.PluginValidationError as error:
        refusal = " ".join(str(error).split())
        for name in HOOKS:
            if f"hook {name!r}" in refusal:
                wanted = f"{name}({', '.join(inspect.signature(getattr(hookspecs, name)).parameters)})"
                return failure("plugin.hook-arguments-differ", refusal=refusal, wanted=wanted)
        return failure("plugin.hook-unknown", refusal=refusal, hooks=HOOKS)
    return None


def key_of(origin: Origin) -> str:
    """What a plugin is registered as."""
    return f"{origin.distribution}:{origin.plugin}"


def _distribution(point: importlib.metadata.EntryPoint) -> str:
    return point.dist.name if point.dist else ""
