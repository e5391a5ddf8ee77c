"""From measures to HTML: words and forms of the language, drawings, and templates; a folder of pages or one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from osi_core.domain import Phase
from osi_core.process.engine import Engine
from osi_core.report.cards import as_cards
from osi_core.report.drawing import IndicatorDrawing, MapDrawing, TimeAxis, columns, share
from osi_core.report.formats import Formats
from osi_core.report.links import Links, OneFile, OnePage, OneStory
from osi_core.report.measures import Measures, Receipt, measure, receipts_part
from osi_core.report.measures.stories import Kind, Stories
from osi_core.report.pages import PAGES, Section, sections_of, single
from osi_core.report.search import INDEX, RECEIPTS, SCRIPTS, SearchIndex
from osi_core.report.source import Source
from osi_core.report.words import Words
from osi_core.way import Stage
from osi_core.words import OWN, Catalogues, visible
from osi_core.words.babel_formats import TIED, BabelFormat

LANGUAGES = ("de", "en")
"""Those in which a folder is written."""
_STYLE = "style.css"


class MissionReport:
    """What one mission's log tells, measured once: to be written as one file or as pages, in any language.

    It is made from the log and the words in the private store, as they stand now. `receipts` are the codes of
    contributions to follow; `contact` says whom to ask. Raises MissionUnknown, ReceiptUnknown for a code of no
    contribution to it, ReceiptMalformed for what is no code.
    """

    def __init__(
        self, engine: Engine, mission: str, *, receipts: Sequence[str] = (), contact: str | None = None
    ) -> None:
        self._source = Source(engine, mission)
        self._receipts = receipts_part(self._source, receipts)
        self.measures = measure(self._source)
        self._words = engine.plugins.words().with_(formats=BabelFormat(TIED))
        self._contact = contact

    def single(self, path: Path, language: str, others: Mapping[str, str] | None = None) -> None:
        """Writes one HTML file that needs nothing beside it; it names the same in `others`, language → address.

        `language` is one that there is a catalogue for, such as `de` or `en`. Raises OSError.
        """
        links = OneFile(others or {})
        text = render(self.measures, self._receipts, language, self._words, links=links, contact=self._contact)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, text)

    def pages(self, folder: Path, language: str, *, stories: bool = True) -> None:
        """Writes static pages, in a folder for each of `LANGUAGES`: `de/index.html`, `en/mayor.html`, ...

        With `stories` each challenge, commitment and solution has a page too: `de/challenges/c-1.html`. Addresses stay
        when the report is made again. `index.html` leads on to `language`. Raises OSError.
        """
        environments = {written: _environment(written, self._words) for written in LANGUAGES}
        for written, environment in environments.items():
            (folder / written).mkdir(parents=True, exist_ok=True)
            for page in PAGES:
                sections = sections_of(self.measures, page, receipts=True)
                links = OnePage(page, written, LANGUAGES, stories=stories)
                text = _page(environment, self.measures, self._receipts, sections, links, self._contact)
                _write(folder / written / f"{page}.html", text)
        environment = environments.get(language) or _environment(language, self._words)
        _write(folder / "index.html", environment.get_template("door.html").render(m=self.measures))
        for file in (_STYLE, *SCRIPTS):
            _write(folder / file, environment.get_template(file).render())
        index = self._stories(folder, environments) if stories else SearchIndex({})
        _write(folder / INDEX, index.things())
        _write(folder / RECEIPTS, index.receipts(self._source))

    def _stories(self, folder: Path, environments: Mapping[str, Environment]) -> SearchIndex:
        """Writes the pages of single things, one after the other in all languages, and gives what finds them."""
        m = self.measures
        templates = {language: environment.get_template("story.html") for language, environment in environments.items()}
        for language, kind in product(environments, Kind):
            (folder / language / kind).mkdir(parents=True, exist_ok=True)
        stories = Stories(self._source, m.priorities, m.commitments, m.curation, m.ahead)
        index = SearchIndex(stories.begun)
        for story in stories:
            index.add(story)
            for language, template in templates.items():
                links = OneStory(story.kind, story.id, language, environments)
                text = template.render(m=m, s=story, links=links, contact=self._contact, said_in=m.mission.language)
                _write(folder / language / story.kind / f"{story.id}.html", text)
        return index


def write_report(
    engine: Engine, mission: str, path: Path, *, language: str = "de", receipts: Sequence[str] = ()
) -> None:
    """Writes the report of one mission to `path` as one HTML file: `MissionReport.single`."""
    MissionReport(engine, mission, receipts=receipts).single(path, language)


def render(
    measures: Measures,
    receipts: Sequence[Receipt] = (),
    language: str = "de",
    words: Catalogues = OWN,
    *,
    links: Links | None = None,
    contact: str | None = None,
) -> str:
    """The page of all that was measured, and of the receipts to follow."""
    sections = single(measures, receipts=bool(receipts))
    environment = _environment(language, words)
    return _page(environment, measures, receipts, sections, links or OneFile({}), contact)


def _page(
    environment: Environment,
    measures: Measures,
    receipts: Sequence[Receipt],
    sections: Sequence[Section],
    links: Links,
    contact: str | None,
) -> str:
    page = environment.get_template("report.html").render(
        m=measures,
        receipts=receipts,
        sections=sections,
        links=links,
        contact=contact,
        pages=PAGES,
        all_sections=single(measures, receipts=bool(receipts)),
        said_in=measures.mission.language,
    )
    return as_cards(page)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


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
        auto_reload=False,  # nobody edits them meanwhile, and thousands of pages would ask
    )
    environment.filters.update(forms.filters())
    environment.globals.update(
        w=Words(language, catalogues),
        language=language,
        share=share,
        columns=columns,
        TimeAxis=TimeAxis,
        IndicatorDrawing=IndicatorDrawing,
        MapDrawing=MapDrawing,
        stages=list(Stage),
        phase_numbers={phase: number for number, phase in enumerate(Phase, start=1)},
    )
    return environment
