"""How help looks: sections without boxes, names on the left, what they do on the right, in the session's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.text import Text

from osi_core.cli.terminal import heading, rows

if TYPE_CHECKING:
    from cyclopts.help import HelpEntry, HelpPanel
    from rich.console import Console, ConsoleOptions

    from osi_core.cli.session import Session

_NAMES_WIDTH = 24


class HelpLook:
    """What cyclopts calls a help formatter."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        """Prints one section."""
        if not panel.entries:
            return
        table = rows("name", "")
        table.columns[0].min_width = _NAMES_WIDTH
        table.columns[0].max_width = _NAMES_WIDTH + 10
        for entry in panel.entries:
            table.add_row(", ".join(entry.display_labels_with_metavar), self._description(entry))
        console.print()
        console.print(heading(str(panel.title)))
        console.print(Padding(table, (0, 0, 0, 2)))

    def render_usage(self, console: Console, options: ConsoleOptions, usage: Any) -> None:
        """Prints the line that says how the command is called."""
        if usage:
            text = str(usage).removeprefix("Usage:").strip()
            for english, key in (("COMMAND", "help.command"), ("[OPTIONS]", "help.options")):
                text = text.replace(english, self._session.say(key))
            console.print(Text.assemble((self._session.say("help.usage"), "quiet"), " ", (text, "title")))

    def render_description(self, console: Console, options: ConsoleOptions, description: Any) -> None:
        """Prints what the command is for."""
        if description:
            console.print()
            console.print(_plain(description))

    def _description(self, entry: HelpEntry) -> Text:
        text = Text(_plain(entry.description))
        if entry.required:
            text.append(f" ({self._session.say('help.required')})", "quiet")
        if entry.choices:
            text.append(f" ({' | '.join(entry.choices)})", "quiet")
        if entry.default not in (None, "", "False", "None"):
            text.append(f" ({self._session.say('help.default', value=entry.default)})", "quiet")
        return text


def _plain(description: Any) -> str:
    """The words of a description, whatever cyclopts made of them."""
    if description is None:
        return ""
    inner = getattr(description, "primary_renderable", description)
    return str(inner).strip()
