"""The plugin manager: keeps what plugins offer, and hands out strategies by name.

A hook is called when somebody first wants what it returns, since a plugin may import much for its strategies.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Self

from pydantic import ValidationError

from osi_core.plugins.errors import OptionsRefused, StrategyMissing, raised_line
from osi_core.plugins.hookspecs import Exporter, Importer, PhaseGate
from osi_core.plugins.registry import Registry, key_of
from osi_core.plugins.report import Origin, PluginRow
from osi_core.plugins.strategy import KINDS, KindName, Options, Strategy, wrong_with

__all__ = ["Plugins"]

_KINDS_BY_HOOK = {kind.hook: kind.name for kind in KINDS.values()}
_METHODS = {"osi_phase_gates": "unmet", "osi_importers": "read", "osi_exporters": "write"}
"""Hooks that return other things than strategies, and what each of these can do."""


@dataclass(frozen=True)
class _Offer:
    origin: Origin
    thing: Any


class Plugins(Registry):
    """The plugins of one program. `Plugins.load()` takes the built-in ones and all that are installed."""

    def __init__(self) -> None:
        super().__init__()
        self._offers: dict[str, list[_Offer]] = {hook: [] for hook in (*_KINDS_BY_HOOK, *_METHODS)}
        self._asked: set[tuple[str, str]] = set()
        self._asking = threading.RLock()

    @classmethod
    def builtin(cls) -> Self:
        """Only what comes with osi-core."""
        plugins = cls()
        module = importlib.import_module("osi_core.plugins.builtin")
        plugins.add(module, Origin("builtin", "osi-core", _version("osi-core"), module.__name__, builtin=True))
        return plugins

    @classmethod
    def load(cls, entry_points: Iterable[importlib.metadata.EntryPoint] | None = None) -> Self:
        """The built-in strategies and every installed plugin (entry-point group `osi`). Never raises for a bad
        plugin.
        """
        return cls.builtin()._with_installed(entry_points)

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
        for hook in self._offers:
            self._offered(hook)
        if row.failures:
            raise ValueError("; ".join(row.failures))

    def strategy(self, kind: KindName, name: str) -> Strategy[Any, Any]:
        """The strategy of this kind and name. Raises `StrategyMissing`."""
        strategy: Strategy[Any, Any] = self._chosen(kind, name).thing
        return strategy

    def origin(self, kind: KindName, name: str) -> Origin:
        """Who provides a strategy. Raises `StrategyMissing`."""
        return self._chosen(kind, name).origin

    def names(self, kind: KindName) -> tuple[str, ...]:
        """The names of all usable strategies of a kind, in alphabetical order."""
        names = {offer.thing.name for offer in self._offered(KINDS[kind].hook)}
        return tuple(sorted(name for name in names if self._winner(kind, name)))

    def strategies(self) -> tuple[tuple[Origin, Strategy[Any, Any]], ...]:
        """All usable strategies with their origin, by kind and name."""
        chosen = (self._chosen(kind, name) for kind in KINDS for name in self.names(kind))
        return tuple((offer.origin, offer.thing) for offer in chosen)

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
        return tuple(offer.thing for offer in self._offered("osi_phase_gates"))

    def importers(self) -> tuple[Importer, ...]:
        """The readers of file formats of all plugins."""
        return tuple(offer.thing for offer in self._offered("osi_importers"))

    def exporters(self) -> tuple[Exporter, ...]:
        """The writers of file formats of all plugins."""
        return tuple(offer.thing for offer in self._offered("osi_exporters"))

    def report(self) -> list[PluginRow]:
        """A row for each plugin: what it provides, what failed; clashes of names stand with every package concerned."""
        offers = [(hook, offer) for hook in self._offers for offer in self._offered(hook)]
        rows = {key: PluginRow(row.origin, [], list(row.failures)) for key, row in self._rows.items()}
        for hook, offer in offers:
            row, kind, name = rows[key_of(offer.origin)], _KINDS_BY_HOOK.get(hook), offer.thing.name
            if kind is not None and self._winner(kind, name) is not offer:
                row.failures.append(self._clash(kind, name))
            else:
                row.provides.append(f"{kind or hook.removeprefix('osi_')}: {name}")
        for row in rows.values():
            row.provides += [f"hook: {hook}" for hook in self._listens(row.origin)]
        return list(rows.values())

    # -- finding ------------------------------------------------------------------------------------------------------

    def _offered(self, hook: str) -> list[_Offer]:
        """What all plugins return from a hook. Each is asked once, when somebody first wants to know."""
        with self._asking:  # of two threads that ask first, the second waits for what the first finds
            for one in getattr(self._manager.hook, hook).get_hookimpls():
                if (one.plugin_name, hook) not in self._asked:
                    self._asked.add((one.plugin_name, hook))
                    self._collect(hook, one.function, self._rows[one.plugin_name])
            return list(self._offers[hook])

    def _collect(self, hook: str, implementation: Callable[[], Iterable[Any]], row: PluginRow) -> None:
        """Takes what one plugin returns from one hook; whatever it raises is its failure, not ours."""
        try:
            things = list(implementation())
        except Exception as error:
            row.failures.append(f"{hook}() raised {raised_line(error)}")
            return
        for thing in things:
            if wrong := _wrong_at(hook, thing):
                row.failures.append(wrong)
            else:
                self._offers[hook].append(_Offer(row.origin, thing))

    # -- handing out --------------------------------------------------------------------------------------------------

    def _named(self, kind: KindName, name: str) -> list[_Offer]:
        return [offer for offer in self._offered(KINDS[kind].hook) if offer.thing.name == name]

    def _winner(self, kind: KindName, name: str) -> _Offer | None:
        offers = self._named(kind, name)
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
        reason = f"{self._clash(kind, name)}; " if self._named(kind, name) else ""
        hints = [f"{row.origin}: {row.failures[0]}" for row in self._rows.values() if row.failures]
        left_out = f"; left out: {' | '.join(hints)}" if hints else ""
        raise StrategyMissing(f"no {kind} strategy {name!r}: {reason}there are: {there}{left_out}")

    def _clash(self, kind: KindName, name: str) -> str:
        packages = " and ".join(str(offer.origin) for offer in self._named(kind, name))
        outcome = "the built-in one stays" if self._winner(kind, name) else "all are left out"
        return f"{kind} {name!r} is claimed by {packages}: {outcome}"


def _wrong_at(hook: str, thing: Any) -> str:
    """Why this cannot be what the hook returns; empty where it can."""
    if kind := _KINDS_BY_HOOK.get(hook):
        wrong = wrong_with(thing, kind)
        called = getattr(thing, "name", None) or type(thing).__name__
        return f"{kind} {called!r} left out: {'; '.join(wrong)}" if wrong else ""
    method = _METHODS[hook]
    fits = isinstance(getattr(thing, "name", None), str) and callable(getattr(thing, method, None))
    return "" if fits else f"{hook}: {thing!r} needs a name and a method {method}()"


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "0"
