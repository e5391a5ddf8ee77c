"""The plugin manager: keeps what plugins offer, and hands out strategies by name.

A hook is called when somebody first wants what it returns, since a plugin may import much for its strategies.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Self

from pydantic import ValidationError

from osi_core.domain import faults_of
from osi_core.plugins.catalogues import SentencesBeside, catalogue_fault, claimed_twice, codes_of, sentences_of
from osi_core.plugins.errors import OptionsRefused, StrategyMissing, raised_line
from osi_core.plugins.hookspecs import Exporter, Importer, PhaseGate
from osi_core.plugins.registry import Registry, failure, key_of
from osi_core.plugins.report import Origin, PluginRow
from osi_core.plugins.strategy import KINDS, KindName, Options, Strategy, wrong_with
from osi_core.words import OWN, Catalogue, Catalogues, Message, Sentences, Term

__all__ = ["Plugins", "kind_term"]

_KINDS_BY_HOOK = {kind.hook: kind.name for kind in KINDS.values()}
_CATALOGUES = "osi_catalogues"
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
        self._offers: dict[str, list[_Offer]] = {hook: [] for hook in (*_KINDS_BY_HOOK, *_METHODS, _CATALOGUES)}
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
            raise ValueError("; ".join(OWN.say(failure) for failure in row.failures))

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
            wrong = tuple(
                Message.of("plugin.option-refused", option=one.field or "", fault=one.message)
                for one in faults_of(error)
            )
            known = tuple(options.model_fields) or Message("plugin.none-there")
            raise OptionsRefused("plugin.options-refused", strategy=name, wrong=wrong, options=known) from None

    def gates(self) -> tuple[PhaseGate, ...]:
        """The phase gates of all plugins."""
        return tuple(offer.thing for offer in self._offered("osi_phase_gates"))

    def importers(self) -> tuple[Importer, ...]:
        """The readers of file formats of all plugins."""
        return tuple(offer.thing for offer in self._offered("osi_importers"))

    def exporters(self) -> tuple[Exporter, ...]:
        """The writers of file formats of all plugins."""
        return tuple(offer.thing for offer in self._offered("osi_exporters"))

    def words(self) -> Catalogues:
        """The words of the library, then the catalogues of all plugins, then what stands beside strategies and gates.

        A code that several have words for has those of the first; `report` names them all. One that nobody has words
        for is shown as the code.
        """
        catalogues = (offer.thing for offer in self._offered(_CATALOGUES))
        return OWN.with_(*catalogues, SentencesBeside(self._beside))

    def report(self) -> list[PluginRow]:
        """A row for each plugin: what it provides, what failed; clashes of names and of codes stand with every package
        concerned.
        """
        offers = [(hook, offer) for hook in self._offers for offer in self._offered(hook)]
        rows = {key: PluginRow(row.origin, [], list(row.failures)) for key, row in self._rows.items()}
        for hook, offer in offers:
            row, kind, name = rows[key_of(offer.origin)], _KINDS_BY_HOOK.get(hook), _name_of(offer.thing)
            if kind is not None and self._winner(kind, name) is not offer:
                row.failures.append(self._clash(kind, name))
            else:
                row.provides.append(f"{kind or hook.removeprefix('osi_')}: {name}")
        for packages, codes in claimed_twice(self._claims()):
            for row in rows.values():
                if str(row.origin) in packages and not row.origin.builtin:
                    row.failures.append(failure("plugin.code-claimed-twice", codes=codes, packages=packages))
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
            row.failures.append(failure("plugin.hook-raised", hook=hook, line=raised_line(error)))
            return
        for thing in things:
            wrong = _wrong_at(hook, thing)
            if not wrong or _speaks(thing):
                self._offers[hook].append(_Offer(row.origin, thing))
                wrong = wrong or sentences_of(thing)[1]
            row.failures += [wrong] if wrong else []

    # -- words --------------------------------------------------------------------------------------------------------

    def _beside(self) -> Sentences:
        """The sentences beside all strategies and gates; of two for one code, the first."""
        found: dict[str, Mapping[str, str | Sequence[str]]] = {}
        for offer in self._with_words():
            found = {**sentences_of(offer.thing)[0], **found}
        return found

    def _with_words(self) -> Iterator[_Offer]:
        return (offer for hook in (*_KINDS_BY_HOOK, "osi_phase_gates") for offer in self._offered(hook))

    def _claims(self) -> dict[str, set[str]]:
        """Package → the codes that it has words for."""
        builtin = next((str(row.origin) for row in self._rows.values() if row.origin.builtin), "osi-core")
        claims = {builtin: {code for one in OWN.catalogues for code in codes_of(one)}}
        for offer in self._offered(_CATALOGUES):
            claims.setdefault(str(offer.origin), set()).update(codes_of(offer.thing))
        for offer in self._with_words():
            claims.setdefault(str(offer.origin), set()).update(sentences_of(offer.thing)[0])
        return claims

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
            raise StrategyMissing("plugin.strategy-kind-unknown", kind=kind, kinds=tuple(KINDS))
        winner = self._winner(kind, name)
        if winner:
            return winner
        about = {"kind": kind_term(kind), "strategy": name, "there": self.names(kind) or Message("plugin.none-there")}
        if self._named(kind, name):
            raise StrategyMissing("plugin.strategy-not-told-apart", why=self._clash(kind, name), **about)
        left_out = tuple(
            Message.of("plugin.plugin-left-out", package=str(row.origin), why=row.failures[0])
            for row in self._rows.values()
            if row.failures
        )
        if left_out:
            raise StrategyMissing("plugin.strategy-missing-perhaps-left-out", left_out=left_out, **about)
        raise StrategyMissing("plugin.strategy-missing", **about)

    def _clash(self, kind: KindName, name: str) -> Message:
        packages = tuple(str(offer.origin) for offer in self._named(kind, name))
        code = "plugin.strategy-claimed-beside-builtin" if self._winner(kind, name) else "plugin.strategy-claimed-twice"
        return failure(code, kind=kind_term(kind), strategy=name, packages=packages)


def kind_term(kind: KindName) -> Term:
    """What a catalogue calls a kind of decision."""
    return Term(f"KindName.{kind}")


def _name_of(thing: Any) -> str:
    return ", ".join(thing.languages()) if isinstance(thing, Catalogue) else thing.name


def _speaks(thing: Any) -> bool:
    """Whether this is a catalogue of which something may be of use even though something is wrong with it."""
    return isinstance(thing, Catalogue) and thing.folder is not None


def _wrong_at(hook: str, thing: Any) -> Message | None:
    """Why this cannot be what the hook returns; None where it can. Details are English, for the plugin's developers."""
    if hook == _CATALOGUES:
        return catalogue_fault(thing)
    if kind := _KINDS_BY_HOOK.get(hook):
        wrong = wrong_with(thing, kind)
        called = getattr(thing, "name", None) or type(thing).__name__
        said = "; ".join(wrong)
        return (
            failure("plugin.strategy-left-out", kind=kind_term(kind), strategy=str(called), wrong=said)
            if wrong
            else None
        )
    method = _METHODS[hook]
    fits = isinstance(getattr(thing, "name", None), str) and callable(getattr(thing, method, None))
    return None if fits else failure("plugin.hook-object-lacks", hook=hook, found=repr(thing), method=method)


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "0"
