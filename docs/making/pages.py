"""Which pages the site has: an mkdocs hook.

Every file has the address that it has in the repository, so the links of the pages lead where they lead on a forge.
Pages of the navigation below `reference/` are made: of a module's docstrings, or of the AsyncAPI document. Whatever a
page links to is taken in: a page as it is, source as a page that shows it, a folder as the list of its files.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

ROOT = Path(__file__).parents[2]
HOME = "docs/README.md"
ASYNCAPI = "docs/asyncapi.yaml"
MADE = "reference/"
"""Where the pages of the reference lie in the site; the repository has no folder of this name."""
LONGEST = 100_000
"""Bytes of a file that is shown on a page; one that is longer is there to be downloaded."""
LANGUAGES = {".py": "python", ".toml": "toml", ".proto": "proto", ".conf": "text", ".yaml": "yaml", ".csv": "text"}
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_LINK = re.compile(r"\]\((?P<link>[^)#\s]+)[^)\s]*\)")


class ShownFile(File):
    """A page that is no Markdown file: source, or a folder."""

    def is_documentation_page(self) -> bool:
        return True


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """All files of the site: those of `docs`, those of the navigation, and what they link to, to the end."""
    theirs = [file for file in files if file.src_dir != config.docs_dir]
    docs = (file.relative_to(ROOT).as_posix() for file in Path(config.docs_dir).glob("*.*"))
    styles = (each for each in config.extra_css if (ROOT / each).is_file())  # plugins bring some of their own
    named = [*_leaves(config.nav), *docs, *styles]
    found: dict[str, File] = {}
    waiting = list(dict.fromkeys(named))
    for path in waiting:
        found[path] = file = _file(
            path, config, InclusionLevel.INCLUDED if path in named else InclusionLevel.NOT_IN_NAV
        )
        if path.endswith(".md") or (ROOT / path).is_dir():
            waiting += [path for path in dict.fromkeys(_linked(path, file.content_string)) if path not in waiting]
    return Files([*theirs, *found.values()])


def _leaves(nav: Any) -> Iterator[str]:
    """Paths of the navigation, in its order."""
    if isinstance(nav, str):
        yield nav
    elif nav:
        for below in nav.values() if isinstance(nav, dict) else nav:
            yield from _leaves(below)


def _linked(page: str, text: str) -> Iterator[str]:
    """What a page links to in the repository and is there, as paths from its root."""
    for found in _LINK.finditer(_CODE.sub("", text)):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), found["link"]))
        if ":" not in found["link"] and not path.startswith("..") and (ROOT / path).exists():
            yield path


def _file(path: str, config: MkDocsConfig, inclusion: InclusionLevel) -> File:
    if path.startswith(MADE):
        return File.generated(config, path, content=_reference(path), inclusion=inclusion)
    source = ROOT / path
    if source.is_dir():
        return _shown(path, f"{path}/contents/index.html", _folder(source), config)
    if source.suffix in LANGUAGES and source.stat().st_size <= LONGEST:
        return _shown(path, f"{path}/index.html", _source(source), config)
    file = File(path, str(ROOT), config.site_dir, config.use_directory_urls, inclusion=inclusion)
    if path == HOME:
        file.dest_uri = "index.html"
    elif path == "README.md":
        file.dest_uri = "README/index.html"
    return file


def _shown(path: str, address: str, content: str, config: MkDocsConfig) -> File:
    file = ShownFile(path, None, config.site_dir, config.use_directory_urls, dest_uri=address)
    file.content_string = f"---\nsearch:\n  exclude: true\n---\n# {posixpath.basename(path)}\n\n`{path}`\n\n{content}"
    file.inclusion = InclusionLevel.NOT_IN_NAV
    return file


def _source(source: Path) -> str:
    fence = "`" * 6
    return f"{fence}{LANGUAGES[source.suffix]}\n{source.read_text('utf-8').rstrip()}\n{fence}\n"


def _folder(folder: Path) -> str:
    """A list of a folder's files, each a link; folders in it by name."""
    lines = []
    for each in sorted(folder.iterdir()):
        if each.name.startswith((".", "__")):
            continue
        lines.append(f"- {each.name}/" if each.is_dir() else f"- [{each.name}]({folder.name}/{each.name})")
    return "\n".join(lines) + "\n"


def _reference(path: str) -> str:
    name = path.removeprefix(MADE).removesuffix(".md")
    return _channels() if name == "asyncapi" else f"# {name.replace('/', '.')}\n\n::: {name.replace('/', '.')}\n"


def _channels() -> str:
    """The AsyncAPI document, to read: what it says of itself, and each subject with the event that is told there."""
    document = yaml.load((ROOT / ASYNCAPI).read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    messages = document["components"]["messages"]
    lines = [f"# {document['info']['title']}\n", document["info"]["description"]]
    lines += [f"The whole document, with all schemas, for programs: [asyncapi.yaml](../{ASYNCAPI}).\n"]
    lines += ["| subject | what it tells |", "|---|---|"]
    for channel in document["channels"].values():
        for name in channel["messages"]:
            said = " ".join((messages[name].get("summary") or messages[name].get("description") or "").split())
            lines.append(f"| `{channel['address']}` | {said.replace('|', chr(92) + '|')} |")
    return "\n".join(lines) + "\n"
