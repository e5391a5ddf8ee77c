"""The same page on Django, with Django's own users and sessions.

`configure` stands in for a project's settings. docs/embedding-django.md goes through it part by part.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import django
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from examples.web.decisions import Decisions
from examples.web.problems import ANSWERED, problem_of
from osi_core.challenges.commands import CastBallot, SubmitChallenge
from osi_core.challenges.round_commands import EnterRound
from osi_core.challenges.views import ChallengeView, RoundView
from osi_core.domain import Command
from osi_core.log.sql import SqlStore
from osi_core.mission.commands import EraseParticipant
from osi_core.process import Engine, Handled, Request, Writer, trail_of
from osi_core.process.reads import Page
from osi_core.view import View

MISSION = "cool-town"


def configure(folder: Path) -> None:
    """Settings of a project; `OSI_STORE` is ours, and beside Django's own database, never within its transactions."""
    settings.configure(
        ALLOWED_HOSTS=["testserver"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "users.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            f"{__name__}.Problems",
        ],
        OSI_STORE=str(folder / "town.db"),
        ROOT_URLCONF=__name__,
        SECRET_KEY="only for this example",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )
    django.setup()
    call_command("migrate", verbosity=0)


# One of each in a process, made at the first request: after the server has forked, not before.


@cache
def engine() -> Engine:
    return Engine(SqlStore.open(settings.OSI_STORE))


@cache
def writer() -> Writer:
    """Commits what arrives together, from all threads of this worker, in one transaction."""
    return Writer(engine())


@cache
def decisions() -> Decisions:
    """Where there are several workers, one program beside them holds it, such as a command of `manage.py`."""
    return Decisions(engine(), MISSION)


class Problems:
    """A middleware: what went wrong, as problem details."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, ANSWERED):
            return None
        told = problem_of(error, request.headers.get("Accept-Language", ""))
        kind = "application/problem+json"
        return JsonResponse(told.body, status=told.status, content_type=kind, headers=told.headers)


# Who is calling


@require_http_methods(["POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    user = authenticate(request, **json.loads(request.body))
    if user is None:
        raise PermissionDenied
    login(request, user)
    return JsonResponse({})


def person(request: HttpRequest) -> str:
    """The participant behind a session. Django never gives the key of a user to another one."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return writer().join(MISSION, alias=f"users/{request.user.pk}")


def reader(request: HttpRequest) -> str | None:
    """Who reads: the participant behind a session, or everyone."""
    return person(request) if request.user.is_authenticated else None


# What people do


def do(command: Command, actor: str, key: str) -> Handled:
    """Gives a command; it is durable when this answers."""
    return writer().submit(Request(command, actor, key)).result()


def done(handled: Handled) -> HttpResponse:
    """What came of an act. The code of a receipt is told once."""
    return JsonResponse({"receipt": handled.receipt and handled.receipt.code, "position": handled.events[0].position})


def key_of(request: HttpRequest) -> str:
    """What the page has minted for one act, and sends again with it: then it gets the same answer."""
    found: str = request.headers.get("Idempotency-Key", "")
    return found


WISH = """
<form method="post">{% csrf_token %}<input type="hidden" name="key" value="{{ key }}">
<input name="title" required maxlength="300"><textarea name="text"></textarea><button>Submit</button></form>
"""


@require_http_methods(["GET", "POST"])
def wish(request: HttpRequest) -> HttpResponse:
    """A form. Its key comes with the page, so a second click, or a reload, submits nothing a second time."""
    actor = person(request)
    if request.method == "GET":
        return HttpResponse(engines["django"].from_string(WISH).render({"key": uuid4()}, request))
    form = request.POST
    name = UUID(form["key"]).hex
    given: dict[str, Any] = {"title": form["title"], "text": form.get("text") or None, "language": "en"}
    handled = do(SubmitChallenge(mission=MISSION, challenge=name, **given), actor, name)
    assert handled.receipt is not None, "a challenge is a contribution, and contributions get receipts"
    return redirect("receipt", code=handled.receipt.code)


@require_http_methods(["PUT"])
def submit(request: HttpRequest, challenge: UUID) -> HttpResponse:
    words, actor = json.loads(request.body), person(request)
    command = SubmitChallenge(mission=MISSION, challenge=challenge.hex, language="en", **words)
    return done(do(command, actor, key_of(request) or challenge.hex))


@require_http_methods(["PUT"])
def vote(request: HttpRequest, round: str, ballot: UUID) -> HttpResponse:
    choice, actor = json.loads(request.body), person(request)
    box: dict[str, Any] = {"mission": MISSION, "round": round, "participant": actor, "ballot": ballot.hex}
    return done(do(CastBallot(**box, **choice), actor, key_of(request) or ballot.hex))


@require_http_methods(["PUT"])
def enter(request: HttpRequest, round: str) -> HttpResponse:
    """Who has joined since the round was opened comes in, where the playbook lets people in until it closes."""
    actor = person(request)
    return done(do(EnterRound(mission=MISSION, round=round, participant=actor), actor, key_of(request)))


@require_http_methods(["DELETE"])
def forget(request: HttpRequest) -> HttpResponse:
    """The person's words and the tie between user and participant go; what was decided stays."""
    actor = person(request)
    handled = do(EraseParticipant(mission=MISSION, participant=actor), actor, key_of(request))
    logout(request)
    return done(handled)


# What people read


def listed(page: Page[Any]) -> HttpResponse:
    """A page of a list as JSON has it."""
    items = [one.model_dump(mode="json") for one in page.items]
    return JsonResponse({"items": items, "next_page_token": page.next_page_token, "total_size": page.total_size})


def page_of(request: HttpRequest, kind: type[View]) -> Page[Any]:
    """A page of the resources of a kind, as who reads may see them."""
    asked = request.GET
    size = asked.get("page_size", "0")
    return (
        engine()
        .read(MISSION, reader(request))
        .list(
            kind,
            where=asked.get("filter", ""),
            order_by=asked.get("order_by", ""),
            page_size=int(size) if size.isdecimal() else -1,
            page_token=asked.get("page_token", ""),
        )
    )


@require_safe
def challenges(request: HttpRequest) -> HttpResponse:
    return listed(page_of(request, ChallengeView))


@require_safe
def challenge(request: HttpRequest, challenge: str) -> HttpResponse:
    found = engine().read(MISSION, reader(request)).get(ChallengeView, challenge)
    return JsonResponse(found.model_dump(mode="json"), headers={"ETag": f'"{found.etag}"'})


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    return listed(page_of(request, RoundView))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    found = engine().across(MISSION, reader(request)).search(request.GET.get("q", "")).items
    return JsonResponse([one._asdict() for one in found], safe=False)


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    found = engine().across(MISSION, reader(request)).due().items
    return JsonResponse([one._asdict() for one in found], safe=False)


@require_safe
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever has the code may follow: the code is the secret."""
    trail = trail_of(engine(), code)
    found = {"words": trail.words, "ended": trail.ended("en"), "position": trail.position, "hash": trail.hash}
    return JsonResponse(found)


# What is decided


@require_http_methods(["GET", "POST", "DELETE"])
def deciding(request: HttpRequest) -> HttpResponse:
    """How far it is; the staff have it computed, and stop it."""
    if request.method == "GET":
        return JsonResponse(decisions().standing().model_dump())
    if not request.user.is_staff:
        raise PermissionDenied
    if request.method == "POST":
        decisions().ask()
    else:
        decisions().cancel()
    return HttpResponse(status=202)


urlpatterns = [
    path("login", log_in),
    path("wish", wish),
    path("challenges", challenges),
    path("challenges/<uuid:challenge>", submit),
    path("challenges/<slug:challenge>", challenge),
    path("rounds", rounds),
    path("rounds/<slug:round>/ballots/<uuid:ballot>", vote),
    path("rounds/<slug:round>/me", enter),
    path("receipts/<str:code>", receipt, name="receipt"),
    path("search", search),
    path("due", due),
    path("decisions", deciding),
    path("me", forget),
]
