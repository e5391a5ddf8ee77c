"""The two web pages do what docs/embedding.md says: one story, played on FastAPI and on Django."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from json import dumps
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import pytest

from osi_core.challenges.commands import AcceptChallenge, OpenRound
from osi_core.domain import Phase, Sector
from osi_core.log.sql import SqlStore
from osi_core.mission.commands import CreateMission, EndorseMission, GrantRole, Indicator, RegisterInstitution, SetGoal
from osi_core.plugins import Plugins
from osi_core.process import ClosePhase, Engine, OpenPhase, playbook_of

M: dict[str, Any] = {"mission": "cool-town"}
PASSWORDS = {"jane@example.org": "hot nights", "li@example.org": "cool days"}
SHADE, WATER, BALLOT = (UUID(int=number) for number in range(1, 4))
"""Ids that a page has minted; the log holds their digits."""


class Answer(NamedTuple):
    status: int
    json: Any


class Page(Protocol):
    @property
    def engine(self) -> Engine:
        """What the page stands on."""

    def __call__(self, method: str, path: str, json: Any = None, *, by: str = "", language: str = "en") -> Answer:
        """Asks as somebody who is logged in, or as nobody."""


def begin(store: SqlStore) -> Engine:
    """The town's mission, up to where people come in."""
    engine = Engine(store, plugins=Plugins.builtin())
    rules = playbook_of({"mission": {"required_sectors": ["administration"]}})
    engine.handle(CreateMission(**M, title="A town that stays cool", language="en", playbook=rules))
    figures: dict[str, Any] = {"baseline": 24, "target": 8, "deadline": "2240-01-01"}
    nights = Indicator(name="Hot nights", unit="a year", **figures)
    engine.handle(SetGoal(**M, statement="Nobody is ill from heat", indicator=nights))
    engine.handle(RegisterInstitution(**M, institution="town", name="The town", sector=Sector.ADMINISTRATION))
    mayor = engine.join("cool-town", alias="staff/1")
    engine.handle(GrantRole(**M, participant=mayor, role="representative", institution="town"))  # type: ignore[arg-type]
    engine.handle(EndorseMission(**M), actor=mayor)
    engine.handle(ClosePhase(**M, phase=Phase.MISSION))
    engine.handle(OpenPhase(**M, phase=Phase.CHALLENGES))
    return engine


@pytest.fixture
def on_fastapi(tmp_path: Path) -> Iterator[Page]:
    from fastapi.testclient import TestClient

    from examples.web.fastapi_town import create_app

    users = {name: str(number) for number, name in enumerate(PASSWORDS)}
    store = SqlStore.create(tmp_path / "town.db")
    engine = begin(store)
    app = create_app(engine, lambda name, password: users[name] if PASSWORDS.get(name) == password else None)
    with TestClient(app) as client:

        class OnFastapi:
            def __init__(self) -> None:
                self.engine = engine

            def __call__(
                self, method: str, path: str, json: Any = None, *, by: str = "", language: str = "en"
            ) -> Answer:
                login: Any = (by, PASSWORDS.get(by, "wrong")) if by else None
                answer = client.request(method, path, json=json, auth=login, headers={"Accept-Language": language})
                return Answer(answer.status_code, answer.json())

        yield OnFastapi()
    store.close()


@pytest.fixture(scope="module")
def django_page(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Django is configured once in a process."""
    from examples.web import django_town

    django_town.configure(tmp_path_factory.mktemp("django"))
    from django.contrib.auth.models import User

    for name, password in PASSWORDS.items():
        User.objects.create_user(name, password=password)
    return django_town


@pytest.fixture
def on_django(django_page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    from django.conf import settings
    from django.test import Client

    store = tmp_path / "town.db"
    begin(created := SqlStore.create(store))
    created.close()
    monkeypatch.setattr(settings, "OSI_STORE", str(store))
    django_page.engine.cache_clear()

    class OnDjango:
        @property
        def engine(self) -> Engine:
            found: Engine = django_page.engine()
            return found

        def __call__(self, method: str, path: str, json: Any = None, *, by: str = "", language: str = "en") -> Answer:
            client = Client(headers={"Accept-Language": language})
            if by:
                login = {"username": by, "password": PASSWORDS.get(by, "wrong")}
                client.post("/login", login, content_type="application/json")
            body = b"" if json is None else dumps(json).encode()
            told = client.generic(method, path, body, content_type="application/json")
            return Answer(told.status_code, told.json() if "json" in told.headers["Content-Type"] else None)

    yield OnDjango()
    django_page.engine().store.close()
    from django.db import connections

    connections.close_all()


@pytest.fixture(params=["on_fastapi", "on_django"])
def page(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


def codes(answer: Answer) -> list[str]:
    return [one["code"] for one in answer.json["errors"]]


def test_a_resident_logs_in_submits_votes_and_follows_the_receipt(page: Page) -> None:
    wish = {"title": "No shade at the bus stops", "text": "Four of them."}
    submitted = page("PUT", f"/challenges/{SHADE}", wish, by="jane@example.org")
    assert submitted.status == 200
    page("PUT", f"/challenges/{WATER}", {"title": "Nowhere to drink"}, by="li@example.org")
    for challenge in (SHADE, WATER):
        page.engine.handle(AcceptChallenge(**M, challenge=challenge.hex))
    closes = datetime.fromisoformat(page.engine.head("cool-town").time) + timedelta(days=15)
    page.engine.handle(OpenRound(**M, round="first", closes_at=closes))
    voted = page("PUT", f"/rounds/first/ballots/{BALLOT}", {"choices": [SHADE.hex]}, by="jane@example.org")
    assert voted.status == 200
    followed = page("GET", f"/receipts/{submitted.json['receipt']}")
    assert (followed.status, followed.json["words"]) == (200, wish["title"])
    assert followed.json["position"] == submitted.json["position"]
    assert "It has come as far as:" in followed.json["ended"]


def test_what_is_sent_again_is_done_once(page: Page) -> None:
    wish = {"title": "No shade"}
    first, again = (page("PUT", f"/challenges/{SHADE}", wish, by="jane@example.org") for _ in range(2))
    assert first == again
    other = page("PUT", f"/challenges/{SHADE}", {"title": "Another"}, by="jane@example.org")
    assert (other.status, codes(other)) == (409, ["command-id-reused"])


def test_one_user_is_one_participant_and_no_name_is_in_the_log(page: Page) -> None:
    for name in (SHADE, WATER):
        page("PUT", f"/challenges/{name}", {"title": "Heat"}, by="jane@example.org")
    actors = {r.actor for r in page.engine.events("cool-town") if r.event.type == "challenges.submitted"}
    assert len(actors) == 1
    assert not any(b"jane" in entry.raw for entry in page.engine.store.read("cool-town"))


def test_errors_have_the_statuses_of_the_table_and_quote_nothing(page: Page) -> None:
    too_long = page("PUT", f"/challenges/{SHADE}", {"title": "my secret " * 100}, by="jane@example.org")
    assert (too_long.status, codes(too_long)) == (400, ["string-too-long"])
    assert "my secret" not in str(too_long.json)
    nowhere = page(
        "PUT", f"/rounds/first/ballots/{BALLOT}", {"choices": [SHADE.hex]}, by="jane@example.org", language="de"
    )
    assert (nowhere.status, codes(nowhere)) == (404, ["not-found"])
    assert "rounds/first" in nowhere.json["errors"][0]["says"]
    assert page("GET", "/receipts/no-such-code").status == 404


def test_nobody_acts_without_a_login(page: Page) -> None:
    before = page.engine.head("cool-town")
    for by in ("", "jane@example.org.evil", "eve@example.org"):
        assert page("PUT", f"/challenges/{SHADE}", {"title": "Heat"}, by=by).status in (401, 403)
    assert page.engine.head("cool-town") == before


def test_a_person_is_forgotten_and_votes_no_second_time(page: Page) -> None:
    submitted = page("PUT", f"/challenges/{SHADE}", {"title": "My own words"}, by="jane@example.org")
    assert page("DELETE", "/me", by="jane@example.org").status == 200
    assert page("GET", f"/receipts/{submitted.json['receipt']}").json["words"] is None
    again = page("PUT", f"/challenges/{WATER}", {"title": "Heat"}, by="jane@example.org")
    assert (again.status, codes(again)) == (400, ["alias-held"])
    assert page("PUT", f"/challenges/{WATER}", {"title": "Heat"}, by="li@example.org").status == 200
