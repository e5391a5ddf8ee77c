"""The plugin manager: finds plugins, keeps who provided what and what failed, and hands out strategies by name.

pluggy's own loader skips a name that is taken in silence and lets an import error through. Ours walks the entry points
itself: whatever is wrong with a plugin is reported with its package, and the plugin left out.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pluggy
from pydantic import ValidationError

from osi_core.plugins import hookspecs
from osi_core.plugins.errors import OptionsRefused, StrategyMissing, raised_line
from osi_core.plugins.hookspecs import HOOKS, Exporter, Importer, PhaseGate
from osi_core.plugins.report import Origin, PluginRow
from osi_core.plugins.strategy import KINDS, KindName, Options, Strategy, wrong_with

__all__ = ["GROUP", "Plugins"]

GROUP = "osi"
"""The entry-point group."""


@dataclass(frozen=True)
class _Offer:
    origin: Origin
    strategy: Strategy[Any, Any]


class Plugins:
    """The plugins of one program. `Plugins.load()` takes the built-in ones and all that are installed."""

    def __init__(self) -> None:
        self._manager = _new_manager()
        self._rows: dict[str, PluginRow] = {}
        self._offers: dict[tuple[KindName, str], list[_Offer]] = {}
        self._things: dict[str, list[tuple[Origin, Any]]] = {}

    @classmethod
    def builtin(cls) -> Plugins:
        """Only what comes with osi-core."""
        plugins = cls()
        module = importlib.import_module("osi_core.plugins.builtin")
        plugins.add(module, Origin("builtin", "osi-core", _version("osi-core"), module.__name__, builtin=True))
        return plugins

    @classmethod
    def load(cls, entry_points: Iterable[importlib.metadata.EntryPoint] | None = None) -> Plugins:
        """The built-in strategies and every installed plugin (entry-point group `osi`). Never raises for a bad
        plugin.
        """
        plugins = cls.builtin()
        found = importlib.metadata.entry_points(group=GROUP) if entry_points is None else entry_points
        for point in sorted(found, key=lambda p: (_distribution(p), p.name, p.value)):
            plugins._load(point)
        return plugins

    def register(self, module: Any, *, name: str = "", distribution: str = "", version: str = "") -> None:
        """Adds a module (or any object with hook implementations) of the embedding program.

        Raises `ValueError` where the name is taken or an implementation does not fit; an installed plugin would only be
        reported.
        """
        called = name or getattr(module, "__name__", "") or type(module).__name__
        path = getattr(module, "__name__", "") if isinstance(module, ModuleType) else ""
        file = str(getattr(module, "__file__", "") or "")
        origin = Origin(called, distribution or called, version, path, file)
        row = self.add(module, origin)
        if row.failures:
            raise ValueError("; ".join(row.failures))

    def add(self, module: Any, origin: Origin) -> PluginRow:
        """Adds a plugin from a known origin. Never raises: what is wrong with it stands in its row and the report."""
        if _key(origin) in self._rows or any(module is known for _, known in self._manager.list_name_plugin()):
            return self._fail(origin, f"plugin {origin.plugin!r} of {origin} is there already", again=True)
        wrong = _misfits(module, origin)
        if wrong:
            return self._fail(origin, *wrong)
        self._manager.register(module, name=_key(origin))
        self._rows[_key(origin)] = PluginRow(origin)
        for kind in KINDS.values():
            for strategy in self._collect(kind.hook, origin):
                self._offer(kind.name, strategy, origin)
        for hook in ("osi_phase_gates", "osi_importers", "osi_exporters"):
            for thing in self._collect(hook, origin):
                self._keep(hook, thing, origin)
        return self._rows[_key(origin)]

    def strategy(self, kind: KindName, name: str) -> Strategy[Any, Any]:
        """The strategy of this kind and name. Raises `StrategyMissing`."""
        return self._chosen(kind, name).strategy

    def origin(self, kind: KindName, name: str) -> Origin:
        """Who provides a strategy. Raises `StrategyMissing`."""
        return self._chosen(kind, name).origin

    def names(self, kind: KindName) -> tuple[str, ...]:
        """The names of all usable strategies of a kind, in alphabetical order."""
        return tuple(sorted(name for (k, name), _ in self._offers.items() if k == kind and self._winner(k, name)))

    def strategies(self) -> tuple[tuple[Origin, Strategy[Any, Any]], ...]:
        """All usable strategies with their origin, by kind and name."""
        chosen = (self._chosen(kind, name) for kind in KINDS for name in self.names(kind))
        return tuple((offer.origin, offer.strategy) for offer in chosen)

    def options(self, kind: KindName, name: str, given: dict[str, Any] | None = None) -> Options:
        """A strategy's options from plain values. Raises `OptionsRefused` naming each that does not fit."""
        options = self.strategy(kind, name).Options
        try:
            return options.model_validate(given or {})
        except ValidationError as error:
            wrong = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
            known = ", ".join(options.model_fields) or "none"
            raise OptionsRefused(f"options of {name!r}: {'; '.join(wrong)} (options: {known})") from None

    def gates(self) -> tuple[PhaseGate, ...]:
        """The phase gates of all plugins."""
        return tuple(thing for _, thing in self._things.get("osi_phase_gates", ()))

    def importers(self) -> tuple[Importer, ...]:
        """The readers of file formats of all plugins."""
        return tuple(thing for _, thing in self._things.get("osi_importers", ()))

    def exporters(self) -> tuple[Exporter, ...]:
        """The writers of file formats of all plugins."""
        return tuple(thing for _, thing in self._things.get("osi_exporters", ()))

    def add_cli_commands(self, app: Any) -> None:
        """Lets every plugin add its sub-commands; one that raises is reported and passed over."""
        self._tell("osi_cli_commands", app=app)

    def event_recorded(self, event: Any) -> None:
        """Tells every plugin of a committed event; one that raises is reported, and keeps nobody from being told."""
        self._tell("osi_event_recorded", event=event)

    def report(self) -> list[PluginRow]:
        """A row for each plugin: what it provides, what failed; clashes of names stand with every package concerned."""
        rows = {key: PluginRow(row.origin, [], list(row.failures)) for key, row in self._rows.items()}
        for (kind, name), offers in self._offers.items():
            winner = self._winner(kind, name)
            for offer in offers:
                row = rows[_key(offer.origin)]
                if offer is winner:
                    row.provides.append(f"{kind}: {name}")
                else:
                    row.failures.append(self._clash(kind, name))
        for hook, things in self._things.items():
            for origin, thing in things:
                rows[_key(origin)].provides.append(f"{hook.removeprefix('osi_')}: {thing.name}")
        for row in rows.values():
            row.provides += [f"hook: {hook}" for hook in self._listens(row.origin)]
        return list(rows.values())

    def sources(self) -> list[Origin]:
        """All registered plugins that are modules, so that another process can register them too."""
        taken = {name for name, _ in self._manager.list_name_plugin()}
        return [row.origin for key, row in self._rows.items() if row.origin.module and key in taken]

    # -- finding ------------------------------------------------------------------------------------------------------

    def _load(self, point: importlib.metadata.EntryPoint) -> None:
        distribution = point.dist.name if point.dist else "unknown package"
        version = point.dist.version if point.dist else ""
        origin = Origin(point.name, distribution, version, point.module)
        try:
            module = point.load()
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            self._fail(origin, f"cannot be imported: {raised_line(error)}")
            return
        self.add(module, origin)

    def _collect(self, hook: str, origin: Origin) -> list[Any]:
        """What one plugin returns from one hook; whatever it raises is its failure, not ours."""
        for implementation in getattr(self._manager.hook, hook).get_hookimpls():
            if implementation.plugin_name == _key(origin):
                try:
                    return list(implementation.function())
                except Exception as error:
                    self._rows[_key(origin)].failures.append(f"{hook}() raised {raised_line(error)}")
        return []

    def _offer(self, kind: KindName, strategy: Any, origin: Origin) -> None:
        wrong = wrong_with(strategy, kind)
        if wrong:
            called = getattr(strategy, "name", None) or type(strategy).__name__
            self._rows[_key(origin)].failures.append(f"{kind} {called!r} left out: {'; '.join(wrong)}")
            return
        self._offers.setdefault((kind, strategy.name), []).append(_Offer(origin, strategy))

    def _keep(self, hook: str, thing: Any, origin: Origin) -> None:
        method = {"osi_phase_gates": "unmet", "osi_importers": "read", "osi_exporters": "write"}[hook]
        if not isinstance(getattr(thing, "name", None), str) or not callable(getattr(thing, method, None)):
            self._rows[_key(origin)].failures.append(f"{hook}: {thing!r} needs a name and a method {method}()")
            return
        self._things.setdefault(hook, []).append((origin, thing))

    def _fail(self, origin: Origin, *failures: str, again: bool = False) -> PluginRow:
        key = _key(origin)
        while again and key in self._rows:
            key += "'"
        row = self._rows[key] = PluginRow(origin, failures=list(failures))
        return row

    # -- handing out --------------------------------------------------------------------------------------------------

    def _winner(self, kind: KindName, name: str) -> _Offer | None:
        offers = self._offers.get((kind, name), [])
        builtin = [offer for offer in offers if offer.origin.builtin]
        candidates = builtin or offers
        return candidates[0] if len(candidates) == 1 else None

    def _chosen(self, kind: KindName, name: str) -> _Offer:
        if kind not in KINDS:
            raise StrategyMissing(f"there is no kind {kind!r}; kinds are {', '.join(KINDS)}")
        winner = self._winner(kind, name)
        if winner:
            return winner
        there = ", ".join(self.names(kind)) or "none"
        reason = f"{self._clash(kind, name)}; " if (kind, name) in self._offers else ""
        hints = [f"{row.origin}: {row.failures[0]}" for row in self._rows.values() if row.failures]
        left_out = f"; left out: {' | '.join(hints)}" if hints else ""
        raise StrategyMissing(f"no {kind} strategy {name!r}: {reason}there are: {there}{left_out}")

    def _clash(self, kind: KindName, name: str) -> str:
        packages = " and ".join(str(offer.origin) for offer in self._offers[kind, name])
        outcome = "the built-in one stays" if self._winner(kind, name) else "all are left out"
        return f"{kind} {name!r} is claimed by {packages}: {outcome}"

    def _listens(self, origin: Origin) -> list[str]:
        found = []
        for hook in ("osi_cli_commands", "osi_event_recorded"):
            implementations = getattr(self._manager.hook, hook).get_hookimpls()
            found += [hook for one in implementations if one.plugin_name == _key(origin)]
        return found

    def _tell(self, hook: str, **arguments: Any) -> None:
        for one in getattr(self._manager.hook, hook).get_hookimpls():
            try:
                one.function(*(arguments[name] for name in one.argnames))
            except Exception as error:
                failure = f"{hook}() raised {raised_line(error)}"
                row = self._rows[one.plugin_name]
                if failure not in row.failures:
                    row.failures.append(failure)


def _new_manager() -> pluggy.PluginManager:
    manager = pluggy.PluginManager("osi")
    manager.add_hookspecs(hookspecs)
    return manager


def _misfits(module: Any, origin: Origin) -> list[str]:
    """What pluggy says against a plugin's hook implementations, tried on a manager of their own."""
    trial = _new_manager()
    try:
        trial.register(module, name=str(origin))
        trial.check_pending()
    except pluggy.PluginValidationError as error:
        return [f"{' '.join(str(error).split())}{_expected(str(error))}"]
    return []


def _expected(refusal: str) -> str:
    """The signature of the hook that a refusal of pluggy's names, or the hooks that there are."""
    for name in HOOKS:
        if f"hook {name!r}" in refusal:
            return f"; expected {name}({', '.join(inspect.signature(getattr(hookspecs, name)).parameters)})"
    return f"; hooks are {', '.join(HOOKS)}"


def _key(origin: Origin) -> str:
    return f"{origin.distribution}:{origin.plugin}"


def _distribution(point: importlib.metadata.EntryPoint) -> str:
    return point.dist.name if point.dist else ""


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "0"
