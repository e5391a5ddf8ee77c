"""With nothing but what `osi-core` alone brings, every part of the library works or names the extra that it needs."""

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, packages_distributions, requires

import pytest

WALK = """
import importlib, json, pkgutil, sys

class Bare:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in hidden:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

hidden = set(json.loads(sys.argv[1]))
sys.meta_path.insert(0, Bare())
said = {}

def ask(name, get):
    try:
        return get()
    except Exception as error:
        said[name] = f"{type(error).__name__}: {error}"

def walk(folder):
    for found in pkgutil.iter_modules(folder.__path__, folder.__name__ + "."):
        module = found.name.endswith("__main__") or ask(found.name, lambda: importlib.import_module(found.name))
        if found.ispkg and module:
            for each in getattr(module, "__all__", ()):
                ask(f"{found.name}:{each}", lambda: getattr(module, each))
            walk(module)

import osi_core
walk(osi_core)
print(json.dumps(said))
"""
INSIDE = re.compile(r"osi_core\.(cli|testing(?!\.stores$))\.|osi_core\.words\.babel_formats$")
"""Reached through a door that says it: the command, the names of the kit, the report."""


def _named(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


def _with_all_they_need(*names: str) -> set[str]:
    """These distributions and what they bring, as pip installs them without any extra."""
    found, waiting = set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            try:
                waiting += [_named(line) for line in requires(name) or () if "extra ==" not in line]
            except PackageNotFoundError:  # for another system or Python
                continue
    return found


@pytest.fixture(scope="module")
def hidden() -> str:
    """Every package that is installed here and does not come with the library alone, as JSON."""
    kept = _with_all_they_need("osi-core")
    of = {module: {_named(one) for one in names} for module, names in packages_distributions().items()}
    others = [module for module, names in of.items() if not names & kept and not module.startswith("_")]
    return json.dumps([module for module in others if module != "osi_core"])


def test_every_part_works_with_the_library_alone_or_names_its_extra(hidden):
    done = subprocess.run([sys.executable, "-c", WALK, hidden], capture_output=True, text=True)
    assert not done.returncode, done.stderr
    said = {name: words for name, words in json.loads(done.stdout).items() if not INSIDE.match(name)}
    assert [words for words in said.values() if not words.startswith("ExtraMissing: ")] == []
    extras = {name: words.rpartition("osi-core[")[2].partition("]")[0] for name, words in said.items()}
    kit = {extra for name, extra in extras.items() if name.startswith("osi_core.testing:")}
    assert kit == {"testing"}
    assert {name: extra for name, extra in extras.items() if ":" not in name} == {
        "osi_core.log.ed25519": "signing",
        "osi_core.log.sql": "sql",
        "osi_core.report": "report",
        "osi_core.testing.stores": "testing",
        "osi_core.workbook": "xlsx",
    }


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "pip install 'osi-core[cli]'"),
        ("de", "dieser Teil der Bibliothek braucht es: pip install 'osi-core[cli]'"),
    ],
)
def test_the_command_names_its_extra_in_the_readers_language(hidden, language, said):
    call = (
        WALK.partition("said = {}")[0]
        + f"from osi_core.cli import main; sys.exit(main(['--lang', '{language}', 'status']))"
    )
    done = subprocess.run([sys.executable, "-c", call, hidden], capture_output=True, text=True)
    assert done.returncode == 3
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_what_is_missing_inside_the_library_is_no_extra():
    from osi_core.extras import extra

    with pytest.raises(ModuleNotFoundError), extra("sql"):
        import osi_core.not_there  # type: ignore[import-not-found]  # noqa: F401
