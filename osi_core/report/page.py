"""From measures to one HTML file: words and forms of the language, drawings, and the templates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from osi_core.process.engine import Engine
from osi_core.report.drawing import IndicatorDrawing, MapDrawing, TimeAxis, columns, share
from osi_core.report.formats import Formats
from osi_core.report.measures import Measures, Receipt, measure, receipts_part
from osi_core.report.source import Source
from osi_core.report.words import Words
from osi_core.way import Stage
from osi_core.words import OWN, Catalogues, visible
from osi_core.words.babel_formats import TIED, BabelFormat


def write_report(
    engine: Engine, mission: str, path: Path, *, language: str = "de", receipts: Sequence[str] = ()
) -> None:
    """Writes the report of one mission to `path`: one HTML file that needs nothing beside it.

    It is made from the log and the words in the private store, as they stand now. `language` is one that there is a
    catalogue for, such as `de` or `en`; `receipts` are the codes of contributions to follow. Raises MissionUnknown,
    ReceiptUnknown for a code of no contribution to it, ReceiptMalformed for what is no code, OSError.
    """
    source = Source(engine, mission)
    words = engine.plugins.words().with_(formats=BabelFormat(TIED))
    page = render(measure(source), receipts_part(source, receipts), language, words)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def render(measures: Measures, receipts: Sequence[Receipt] = (), language: str = "de", words: Catalogues = OWN) -> str:
    """The page of what was measured, and of the receipts to follow."""
    environment = _environment(language, words)
    return environment.get_template("report.html").render(
        m=measures,
        receipts=receipts,
        language=language,
        said_in=measures.mission.language,
    )


def _shown(value: object) -> object:
    """What is written into the page: texts with their hidden characters shown, before the template escapes them.

    Markup is what macros and `_shown` have been through already.
    """
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _environment(language: str, catalogues: Catalogues) -> Environment:
    forms = Formats(language)
    environment = Environment(
        loader=PackageLoader("osi_core.report"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(forms.filters())
    environment.globals.update(
        w=Words(language, catalogues),
        share=share,
        columns=columns,
        TimeAxis=TimeAxis,
        IndicatorDrawing=IndicatorDrawing,
        MapDrawing=MapDrawing,
        stages=list(Stage),
    )
    return environment
