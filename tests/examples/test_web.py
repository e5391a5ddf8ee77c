"""The two web pages do what docs/embedding.md says: one story, played on FastAPI and on Django."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from json import dumps, loads
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import pytest

from examples.web.problems import problem_of
from osi_core.challenges.commands import AcceptChallenge, CastBallot, CloseRound, OpenRound, SubmitChallenge
from osi_core.challenges.events import ChallengesPrioritised
from osi_core.domain import Phase, Recorded, Sector
from osi_core.log.sql import SqlStore
from osi_core.log.store import StoreBusy
from osi_core.mission.commands import CreateMission, EndorseMission, GrantRole, Indicator, RegisterInstitution, SetGoal
from osi_core.plugins import InProcessRunner, Plugins, hookimpl
from osi_core.plugins.errors import Cancelled
from osi_core.process import ClosePhase, Engine, OpenPhase, WriterFull, playbook_of
from osi_core.testing.scenario import Scenario
from tests.contract.postgres import postgres_cluster

M: dict[str, Any] = {"mission": "cool-town"}
PASSWORDS = {"jane@example.org": "hot nights", "li@example.org": "cool days", "may@example.org": "office hours"}
STAFF = "may@example.org"
SHADE, WATER, BALLOT, OTHER = (UUID(int=number) for number in range(1, 5))
"""Ids that a page has minted; the log holds their digits."""


class Answer(NamedTuple):
    status: int
    json: Any
    kind: str = ""
    headers: Mapping[str, str] = {}


class Page(Protocol):
    @property
    def engine(self) -> Engine:
        """What the page stands on."""

    def __call__(
        self, method: str, path: str, json: Any = None, *, by: str = "", language: str = "en", key: str = ""
    ) -> Answer:
        """Asks as somebody who is logged in, or as nobody."""


def begin(store: SqlStore) -> Engine:
    """The town's mission, up to where people come in."""
    engine = Engine(store, plugins=Plugins.builtin())
    rules = playbook_of(
        {
            "mission": {"required_sectors": ["administration"]},
            "challenges": {"enter_until_close": True, "least_ballots": 1, "strategy": "approval-count"},
        }
    )
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
    app = create_app(
        engine,
        lambda name, password: users[name] if PASSWORDS.get(name) == password else None,
        staff=frozenset({users[STAFF]}),
        runner=InProcessRunner(engine.plugins),
    )
    with TestClient(app) as client:

        class OnFastapi:
            def __init__(self) -> None:
                self.engine = engine

            def __call__(
                self, method: str, path: str, json: Any = None, *, by: str = "", language: str = "en", key: str = ""
            ) -> Answer:
                login: Any = (by, PASSWORDS.get(by, "wrong")) if by else None
                headers = {"Accept-Language": language, "Idempotency-Key": key}
                answer = client.request(method, path, json=json, auth=login, headers=headers)
                told = answer.headers
                return Answer(answer.status_code, answer.json() if answer.content else None, told["Content-Type"], told)

        yield OnFastapi()
    store.close()


@pytest.fixture(scope="module")
def django_page(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Django is configured once in a process."""
    from examples.web import django_town

    django_town.configure(tmp_path_factory.mktemp("django"))
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a test need not be slow to guess
    from django.contrib.auth.models import User

    for name, password in PASSWORDS.items():
        User.objects.create_user(name, password=password, is_staff=name == STAFF)
    return django_town


@pytest.fixture
def on_django(django_page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    from django.conf import settings
    from django.test import Client

    store = tmp_path / "town.db"
    begin(created := SqlStore.create(store))
    created.close()
    monkeypatch.setattr(settings, "OSI_STORE", str(store))
    made = (django_page.decisions, django_page.writer, django_page.engine)
    for one in made:
        one.cache_clear()

    class OnDjango:
        @property
        def engine(self) -> Engine:
            found: Engine = django_page.engine()
            return found

        def __call__(
            self, method: str, path: str, json: Any = None, *, by: str = "", language: str = "en", key: str = ""
        ) -> Answer:
            client = Client(headers={"Accept-Language": language, "Idempotency-Key": key})
            if by:
                login = {"username": by, "password": PASSWORDS.get(by, "wrong")}
                client.post("/login", login, content_type="application/json")
            body = b"" if json is None else dumps(json).encode()
            told = client.generic(method, path, body, content_type="application/json")
            kind = told.headers["Content-Type"]
            return Answer(told.status_code, loads(told.content) if "json" in kind else None, kind, told.headers)

    yield OnDjango()
    django_page.decisions().close()
    django_page.writer().close()
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
    assert (too_long.status, codes(too_long)) == (400, ["words-long"])
    assert "my secret" not in str(too_long.json)
    nowhere = page(
        "PUT", f"/rounds/first/ballots/{BALLOT}", {"choices": [SHADE.hex]}, by="jane@example.org", language="de"
    )
    assert (nowhere.status, codes(nowhere)) == (404, ["not-found"])
    assert "rounds/first" in nowhere.json["errors"][0]["detail"]
    unknown = page("GET", "/receipts/no-such-code")
    assert (unknown.status, unknown.json["type"]) == (404, "/problems/receipt.malformed")
    nothing = page("GET", "/challenges/nothing")
    for problem, status in ((too_long, 400), (nowhere, 404), (unknown, 404), (nothing, 404)):
        assert problem.kind.startswith("application/problem+json")
        assert problem.json["status"] == problem.status == status
        assert problem.json["detail"]


def test_an_act_without_a_resource_of_its_own_is_done_once_by_its_key(page: Page) -> None:
    page("PUT", f"/challenges/{SHADE}", {"title": "Heat"}, by="li@example.org", key="other")
    first, again = (page("DELETE", "/me", by="jane@example.org", key="forget me") for _ in range(2))
    assert first.status == 200
    # Who was erased is nobody's participant any more: the second one is refused, and finds nothing to erase.
    assert (again.status, codes(again)) == (400, ["alias-held"]) or again == first


def open_round(page: Page) -> datetime:
    """A round about two challenges; until when it takes ballots."""
    for challenge, by in ((SHADE, "jane@example.org"), (WATER, "li@example.org")):
        page("PUT", f"/challenges/{challenge}", {"title": f"Heat {challenge.int}"}, by=by)
        page.engine.handle(AcceptChallenge(**M, challenge=challenge.hex))
    closes = datetime.fromisoformat(page.engine.head("cool-town").time) + timedelta(days=15)
    page.engine.handle(OpenRound(**M, round="first", closes_at=closes))
    return closes


def test_who_comes_late_enters_the_round_and_votes_then(page: Page) -> None:
    open_round(page)
    ballot = {"choices": [SHADE.hex]}
    late = page("PUT", f"/rounds/first/ballots/{BALLOT}", ballot, by=STAFF)
    assert (late.status, codes(late)) == (403, ["not-eligible"])
    assert page("PUT", "/rounds/first/me", by=STAFF, key="in").status == 200
    assert page("PUT", "/rounds/first/me", by=STAFF, key="in").status == 200, "a second click"
    assert page("PUT", f"/rounds/first/ballots/{BALLOT}", ballot, by=STAFF).status == 200
    assert page("PUT", "/rounds/first/me", by="").status in (401, 403)


def test_lists_are_read_in_pages_as_who_reads_may_see_them(page: Page) -> None:
    open_round(page)
    query = "/challenges?filter=status%20%3D%20accepted&order_by=create_time%20desc&page_size=1"
    first = page("GET", query, by="jane@example.org").json
    rest = page("GET", f"{query}&page_token={first['next_page_token']}", by="jane@example.org").json
    assert [one["challenge"] for one in (*first["items"], *rest["items"])] == [WATER.hex, SHADE.hex]
    assert (first["total_size"], rest["next_page_token"]) == (2, "")
    assert [one["author"] is None for one in (*first["items"], *rest["items"])] == [True, False], "one's own"
    assert page("GET", f"/challenges/{SHADE.hex}").json["author"] is None
    assert page("GET", f"/challenges/{SHADE.hex}").headers["ETag"] == '"2"'
    wrong = page("GET", "/challenges?filter=colour%20%3D%20red", language="de")
    assert (wrong.status, codes(wrong)) == (400, ["filter-field-unknown"])
    assert page("GET", "/rounds").json["items"][0]["status"] == "open"


def test_words_are_found_and_what_is_due_is_told(page: Page) -> None:
    open_round(page)
    found = page("GET", "/search?q=heat").json
    assert [one["name"] for one in found] == [f"missions/cool-town/challenges/{one.hex}" for one in (SHADE, WATER)]
    assert [one["code"] for one in page("GET", "/due").json] == ["due.round"]
    page("DELETE", "/me", by="jane@example.org")
    assert [one["title"] for one in page("GET", "/search?q=heat").json] == ["Heat 2"]


def test_a_decision_is_taken_in_the_background_by_the_staff(page: Page) -> None:
    closes = open_round(page)
    page("PUT", f"/rounds/first/ballots/{BALLOT}", {"choices": [WATER.hex]}, by="jane@example.org")
    published = threading.Event()
    told = SimpleNamespace(osi_event_recorded=hookimpl(lambda event: _set_at(event, published)))
    page.engine.plugins.register(told, name="who waits for the result")
    page.engine.judge.clock = lambda: closes
    page.engine.handle(CloseRound(**M, round="first"))
    assert page("GET", "/decisions").json["due"] == ["missions/cool-town/rounds/first"]
    for method in ("POST", "DELETE"):
        assert page(method, "/decisions", by="jane@example.org").status == 403
    assert page("POST", "/decisions", by=STAFF).status == 202
    assert published.wait(60)
    decided = page("GET", "/rounds").json["items"][0]
    assert (decided["status"], decided["order"]) == ("decided", [WATER.hex, SHADE.hex])
    assert {one["item"] for one in decided["explanations"]} == {WATER.hex, SHADE.hex}
    assert page("GET", "/decisions").json["due"] == []
    assert page("DELETE", "/decisions", by=STAFF).status == 202


def _set_at(event: Recorded, published: threading.Event) -> None:
    if isinstance(event.event, ChallengesPrioritised):
        published.set()


def test_a_decision_that_was_stopped_stays_due_and_is_taken_up_again(tmp_path: Path) -> None:
    from examples.web.decisions import Decisions

    class Held(InProcessRunner):
        begun, through = threading.Event(), threading.Event()

        def run(self, job: Any, **options: Any) -> Any:
            options["progress"](0.25, None, stage="deciding")
            self.begun.set()
            while not self.through.wait(0.01):
                if options["cancelled"].is_set():
                    raise Cancelled(job.strategy, "osi-core")
            return super().run(job, **options)

    scenario = Scenario()
    scenario.citizen("ada")
    scenario.open_without_gates(Phase.CHALLENGES)
    for name in ("heat", "noise"):
        scenario.do(SubmitChallenge(mission="m", challenge=name, title=name), by="ada")
        scenario.do(AcceptChallenge(mission="m", challenge=name))
    scenario.do(OpenRound(mission="m", round="r", closes_at=scenario.now + timedelta(days=20)))
    scenario.do(CastBallot(mission="m", round="r", participant="ada", ballot="b", choices=("heat",)), by="ada")
    scenario.later(days=21)
    with Decisions(scenario.engine, "m", runner := Held(scenario.engine.plugins)) as decisions:
        scenario.do(CloseRound(mission="m", round="r"))
        decisions.ask()
        assert runner.begun.wait(60)
        standing = decisions.standing()
        assert (standing.due, standing.stage, standing.fraction) == (["missions/m/rounds/r"], "deciding", 0.25)
        decisions.cancel()
        while decisions.standing().stage != "stopped":
            runner.through.wait(0.01)
        assert decisions.standing().due == ["missions/m/rounds/r"]
        runner.through.set()
        decisions.ask()
        while decisions.standing().due:
            runner.begun.wait(0.01)


def test_a_form_submits_once_however_often_it_is_sent(on_django: Page, django_page: Any) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.post("/login", {}, content_type="application/json")
    from django.contrib.auth.models import User

    client.force_login(User.objects.get(username="jane@example.org"))
    form = client.get("/wish").content.decode()
    fields = dict(re.findall(r'name="(\w+)" value="([^"]+)"', form))
    assert set(fields) == {"csrfmiddlewaretoken", "key"}
    first, again = (client.post("/wish", {**fields, "title": "No shade"}) for _ in range(2))
    assert first.status_code == again.status_code == 302
    assert first.headers["Location"] == again.headers["Location"]
    assert client.get(first.headers["Location"]).json()["words"] == "No shade"
    assert len(on_django("GET", "/challenges").json["items"]) == 1


def test_too_many_at_once_are_told_when_to_come_again() -> None:
    for error, code in ((WriterFull("writer.full"), "writer.full"), (StoreBusy("store.busy"), "store")):
        problem = problem_of(error, "de")
        assert (problem.status, problem.headers) == (503, {"Retry-After": "1"})
        assert problem.body["type"] == f"/problems/{code}"
    with pytest.raises(ZeroDivisionError):
        problem_of(ZeroDivisionError())


@pytest.mark.postgres
def test_several_workers_on_postgresql_are_one_page() -> None:
    from fastapi.testclient import TestClient

    from examples.web.fastapi_town import create_app

    def login(name: str, password: str) -> str:
        return name

    with postgres_cluster() as url, ExitStack() as ends:
        stores = [ends.enter_context(closing(SqlStore.create(url)))]
        begin(stores[0])
        stores += [ends.enter_context(closing(SqlStore.open(url))) for _ in range(2)]
        workers = [
            ends.enter_context(TestClient(create_app(engine, login, runner=InProcessRunner(engine.plugins))))
            for engine in (Engine(store, plugins=Plugins.builtin()) for store in stores[1:])
        ]
        wish = {"title": "No shade"}
        answers = [one.put(f"/challenges/{SHADE}", json=wish, auth=("jane", "")).json() for one in workers]
        assert answers[0] == answers[1], "the same act, sent to two workers, is done once"
        for number, worker in enumerate(workers * 3, start=10):
            worker.put(f"/challenges/{UUID(int=number)}", json=wish, auth=("jane", "")).raise_for_status()
        assert [one.get("/challenges").json()["total_size"] for one in workers] == [7, 7]
        actors = {r.actor for r in Engine(stores[0]).events("cool-town") if r.event.type == "challenges.submitted"}
        assert len(actors) == 1, "whichever worker somebody comes to, it is the same person"


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
