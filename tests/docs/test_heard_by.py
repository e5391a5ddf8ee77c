"""What docs/replacing-a-service.md says that each service hears of others is what ours take in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from osi_core.domain import Event, Service, mission_name
from osi_core.log.heard import PublicEntry
from osi_core.process import share_of
from osi_core.process.share import service_of

PAGE = Path(__file__).parents[2] / "docs" / "replacing-a-service.md"
ALL = "all"


def heard(by: Service, of: Service) -> list[str]:
    """The types of another service's public events that one keeps, wherever they stand."""
    share, somewhere = share_of(by.value), f"{mission_name('m')}/somewhere/x"
    kinds = [kind for kind in Event.registry.values() if kind.public and service_of(kind) is of]
    told = [PublicEntry(f"{of}-1", "m", 1, 0, somewhere, 1, kind.type, b"", b"") for kind in kinds]
    kept = sorted(one.type for one in told if share.keeps(one, of))
    return [ALL] if len(kept) == len(told) else kept


@pytest.mark.parametrize("by", list(Service))
def test_the_page_names_what_is_taken_in(by: Service) -> None:
    rows = dict(re.findall(rf"^\| {by} \| (\w+) \| (.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE))
    told = {of: sorted(re.findall(r"`([^`]+)`", types)) or [types] for of, types in rows.items()}
    expected = {of.value: types for of in Service if of is not by and (types := heard(by, of))}
    assert told == expected
