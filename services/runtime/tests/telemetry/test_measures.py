"""What is measured has one name: in the code, in the document, in the alert rules and on the dashboard."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from ruamel.yaml import YAML

from osi_core.process.codes import codes
from osi_core.process.writer import GroupDone
from osi_runtime.peers import CATALOGUE as PEERS
from osi_runtime.telemetry import Telemetry
from osi_runtime.telemetry.measures import MEASURES, Kind
from osi_runtime.words import CATALOGUE

ROOT = Path(__file__).parents[4]
PAGE = (ROOT / "docs" / "operating-a-service.md").read_text("utf-8")
FOLDER = ROOT / "examples" / "deploy" / "observability"
RULES = YAML(typ="safe").load((FOLDER / "alerts.yaml").read_text("utf-8"))["groups"][0]["rules"]
PANELS = json.loads((FOLDER / "dashboard.json").read_text("utf-8"))["panels"]

IN_PROMETHEUS = {
    name: measure
    for measure in MEASURES.values()
    for name in (
        [f"{measure.in_prometheus}_{part}" for part in ("bucket", "sum", "count")]
        if measure.kind is Kind.HISTOGRAM
        else [measure.in_prometheus]
    )
}
OF_ITSELF = {"job", "le"}
"""Labels that Prometheus gives."""


def rows(page: str, head: str) -> list[list[str]]:
    """The cells of the table with this first line."""
    _, _, behind = page.partition(head)
    assert behind, f"no table {head}"
    lines = behind.strip("\n").splitlines()[1:]
    table = lines[: next((place for place, line in enumerate(lines) if not line.startswith("|")), len(lines))]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_the_document_tells_of_all_that_is_measured_and_of_nothing_else() -> None:
    told = rows(PAGE, "| metric | kind | unit | by | what it says |")
    assert told == [
        [
            f"`{one.name}`",
            one.kind.value,
            f"`{one.unit}`",
            ", ".join(f"`{name}`" for name in one.attributes),
            one.description,
        ]
        for one in MEASURES.values()
    ]


def queries() -> Iterator[tuple[str, str]]:
    """Every expression, and where it stands."""
    for rule in RULES:
        yield f"alert {rule['alert']}", rule["expr"]
    for panel in PANELS:
        for target in panel["targets"]:
            yield f"panel {panel['title']}", target["expr"]


def test_alert_rules_and_dashboard_ask_for_what_is_measured() -> None:
    asked = set()
    for where, query in queries():
        names = set(re.findall(r"\b(?:osi|rpc|db|messaging)_[a-z_]+(?=[{\[]|\)| [<>=]|$)", _without_labels(query)))
        assert names, where
        assert names <= IN_PROMETHEUS.keys(), where
        known = {label.replace(".", "_") for name in names for label in IN_PROMETHEUS[name].attributes} | OF_ITSELF
        assert labels(query) <= known, where
        asked |= {IN_PROMETHEUS[name].name for name in names}
    assert asked == MEASURES.keys(), "what nobody looks at need not be measured"


def test_a_name_that_nothing_has_is_seen() -> None:
    assert "osi_peers_age" not in IN_PROMETHEUS
    assert "osi_peers_age_seconds" in IN_PROMETHEUS
    assert labels('sum by (job, a) (x{b="1", c=~"2|3"})') == {"job", "a", "b", "c"}


def _without_labels(query: str) -> str:
    return re.sub(r"by \([^)]*\)", "", re.sub(r"\{[^}]*\}", "{}", query))


def labels(query: str) -> set[str]:
    """The labels that an expression names."""
    matched = {name for some in re.findall(r"\{([^}]*)\}", query) for name in re.findall(r"(\w+)\s*(?:=~|!=|=)", some)}
    by = {name.strip() for some in re.findall(r"by \(([^)]*)\)", query) for name in some.split(",")}
    return matched | by


def test_alerts_name_codes_that_there_are() -> None:
    known = {one.code for one in codes()} | CATALOGUE.codes("en") | PEERS.codes("en")
    for _, query in queries():
        for some in re.findall(r'osi_code=~"([^"]*)"', query):
            for code in some.split("|"):
                assert code in known


def test_what_is_to_be_alarmed_on_stands_in_the_document() -> None:
    told = [(row[0].strip("`"), row[1]) for row in rows(PAGE, "| alert | severity | what to do |")]
    assert told == [(one["alert"], one["labels"]["severity"]) for one in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda one: str(one["alert"]))
def test_an_alert_says_what_it_is_about(rule: dict[str, Any]) -> None:
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["description"]
    shown = set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]))
    by = {name.strip() for some in re.findall(r"by \(([^)]*)\)", rule["expr"]) for name in some.split(",")}
    assert shown <= (by or OF_ITSELF)


def test_a_measure_under_another_name_cannot_be_made() -> None:
    telemetry = Telemetry("funding", {}, processors=(), readers=())
    with pytest.raises(KeyError):
        telemetry.watch("osi.something.else", list)
    telemetry.close()


def test_durations_fall_into_buckets_of_seconds() -> None:
    reader = InMemoryMetricReader()
    telemetry = Telemetry("funding", {}, processors=(), readers=(reader,))
    telemetry.group(GroupDone(64, 0.03, None, 0.004), "sqlite")
    measured = {
        metric.name: metric.data.data_points[0]
        for scope in reader.get_metrics_data().resource_metrics[0].scope_metrics
        for metric in scope.metrics
    }
    for name, value in (("osi.writer.group.duration", 0.03), ("db.client.operation.duration", 0.004)):
        point = measured[name]
        place = next(at for at, count in enumerate(point.bucket_counts) if count)
        assert point.explicit_bounds[place - 1] < value <= point.explicit_bounds[place]
    telemetry.close()
