"""The app that cyclopts parses a call with."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import App, Group, Parameter

from osi_core.cli import commands
from osi_core.cli.binding import Flag, bound
from osi_core.cli.commands import COMMANDS, Line
from osi_core.cli.help import HelpLook
from osi_core.cli.session import Exit, ServerOptions, Session, languages, version

PLUGIN_GROUP = "osi"
"""The entry-point group of plugins; when nobody is in it, nothing has to be imported to find their commands."""


GROUPS = ("play", "read", "act", "check", "know", "more", "commands")


def build(session: Session, given: Sequence[str]) -> App:
    """The app with all commands, in the session's language; plugins' too, where these words may mean one of them."""
    groups = {name: Group(session.say(f"group.{name}"), sort_key=place) for place, name in enumerate(GROUPS)}
    app = App(
        name="osi",
        help=session.say("osi"),
        help_epilogue=session.say("osi.epilogue"),
        help_format="plaintext",
        help_formatter=HelpLook(session),
        version=version,
        version_flags=("--version", "-V"),
        group_commands=groups["more"],
        group_parameters=Group(session.say("group.options"), sort_key=90),
        group_arguments=Group(session.say("group.arguments"), sort_key=80),
        console=session.out,
        error_console=session.err,
        suppress_keyboard_interrupt=False,
    )
    own = {line.name for line in COMMANDS}
    for place, line in enumerate(COMMANDS):
        first = line.name.split()[0]
        if line.name != first and first in own and first not in given:
            continue  # to add to a command is to import it
        _add(app, line, session, groups, place)
    everywhere = Group(session.say("group.everywhere"), sort_key=99)
    for flag in ("--help", "--version"):
        app[flag].help, app[flag].group = session.say(f"opt.{flag[2:]}"), (everywhere,)
    _add_global_options(app, session, everywhere)
    if _wants_plugins(app, given):
        from osi_core.plugins import Registry

        Registry.load().add_cli_commands(app)
    _look_up(app, given)
    _add_what_is_done(app, session, given)
    return app


def _add(app: App, line: Line, session: Session, groups: dict[str, Group], place: int) -> None:
    *parents, name = line.name.split()
    parent, group = app, groups[line.group]
    for one in parents:
        if one not in parent:
            words = session.say(f"cmd.{one}")
            parent.command(App(name=one, help=words, help_epilogue="", group=group, sort_key=place))
        parent, group = parent[one], groups["commands"]
    path, words = f"{commands.__name__}:{line.name}", session.say(f"cmd.{line.name.replace(' ', '.')}")
    parent.command(path, name=name, help=words, help_epilogue="", group=group, sort_key=place)


def _look_up(app: App, given: Sequence[str]) -> None:
    """Imports the command that is meant, and has it take its groups from the app. Left to cyclopts, it would take those
    of the app of global options, through which all calls go.
    """
    for word in given:
        if not word.startswith("-") and word in app:
            app[word]


def _add_what_is_done(app: App, session: Session, given: Sequence[str]) -> None:
    """The one command below `osi do` that is meant: there are more than anybody wants to be shown."""
    called = next((place for place, word in enumerate(given) if not word.startswith("-") and word in app), None)
    if called is None or given[called] != "do" or given[called + 1 :][:1] in ([], ["--"]):
        return
    name = given[called + 1]
    if not name.startswith("-"):
        from osi_core.cli.do import add_named

        add_named(app["do"], session, name)


def _check_reaches(app: App, session: Session, tokens: Sequence[str]) -> None:
    """Raises Stop for a command that works on a store here alone, and would pass over the services."""
    chain = app.parse_commands(tokens)[0]
    reaching = {line.name for line in COMMANDS if line.reaches_services}
    if chain and chain[0] not in reaching:
        known = ", ".join(sorted(reaching))
        raise session.stop(Exit.USAGE, "server.not_here", command=" ".join(chain), known=known)


def _add_global_options(app: App, session: Session, group: Group) -> None:
    """`--lang`, `--json`, `--debug` and what is said of services stand anywhere in a call."""

    def launch(
        session: Session,
        *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
        lang: Annotated[str | None, Parameter(help="opt.lang", metavar="|".join(languages()))] = None,
        json: Annotated[bool, Flag, Parameter(help="opt.json")] = False,
        debug: Annotated[bool, Flag, Parameter(help="opt.debug")] = False,
        server: Annotated[str | None, Parameter(help="opt.server", metavar="HOST:PORT,…")] = None,
        token_file: Annotated[Path | None, Parameter(help="opt.token_file")] = None,
        tls_roots: Annotated[Path | None, Parameter(help="opt.tls_roots")] = None,
        tls_certificate: Annotated[Path | None, Parameter(help="opt.tls_certificate")] = None,
        tls_key: Annotated[Path | None, Parameter(help="opt.tls_key")] = None,
    ) -> int:
        session.json, session.debug = json, debug
        session.server = ServerOptions(server or "", token_file, tls_roots, tls_certificate, tls_key)
        if lang is not None and lang.replace("_", "-").split("-")[0].lower() not in languages():
            wanted = f" {session.say('usage.or')} ".join(languages())
            raise session.stop(Exit.USAGE, "usage.value", name="--lang", given=lang, wanted=wanted)
        if server:
            _check_reaches(app, session, tokens)
        answer = app(tokens, exit_on_error=False, print_error=False, result_action="return_value")
        return answer if isinstance(answer, int) else 0

    app.meta.group_parameters = group
    app.meta.suppress_keyboard_interrupt = False  # the entry says what became of the log
    app.meta.default(bound(launch, session))


def _wants_plugins(app: App, given: Sequence[str]) -> bool:
    """Whether a plugin's command may be meant: a name that is not ours, the list of all commands, or in a group of
    several anything but a command of ours.
    """
    words = [word for word in given if not word.startswith("-")]
    own = {tuple(line.name.split()) for line in COMMANDS}
    if words and words[0] in app and (tuple(words[:1]) in own or tuple(words[:2]) in own):
        return False
    return bool(importlib.metadata.entry_points(group=PLUGIN_GROUP))
