"""The same page on Django, with Django's own users and sessions.

`configure` stands in for a project's settings. docs/embedding.md says what each part is there for.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import django
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from osi_core.challenges.commands import CastBallot, SubmitChallenge
from osi_core.domain import Command, Rejected
from osi_core.log.sql import SqlStore
from osi_core.mission.commands import EraseParticipant
from osi_core.process import Engine, trail_of
from osi_core.process.codes import status_of
from osi_core.words import WordedError

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
            f"{__name__}.Refusals",
        ],
        OSI_STORE=str(folder / "town.db"),
        ROOT_URLCONF=__name__,
        SECRET_KEY="only for this example",
    )
    django.setup()
    call_command("migrate", verbosity=0)


@cache
def engine() -> Engine:
    """One engine a process, made at the first request: after the server has forked, not before."""
    return Engine(SqlStore.open(settings.OSI_STORE))


class Refusals:
    """Answers with the status of the first code; nothing of what the person has written is quoted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Rejected):
            return None
        language = "de" if request.headers.get("Accept-Language", "").startswith("de") else "en"
        told = [{"code": one.code, "field": one.field, "says": one.say(language)} for one in error.unmet]
        return JsonResponse({"errors": told}, status=status_of(error.codes[0]).http)


def person(request: HttpRequest) -> str:
    """The participant behind a session. Django never gives the key of a user to another one."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return engine().join(MISSION, alias=f"users/{request.user.pk}")


def done(command: Command, actor: str, command_id: str = "") -> HttpResponse:
    """Gives a command; it is durable when this answers."""
    handled = engine().handle(command, actor=actor, command_id=command_id)
    return JsonResponse({"receipt": handled.receipt and handled.receipt.code, "position": handled.events[0].position})


@require_http_methods(["POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    user = authenticate(request, **json.loads(request.body))
    if user is None:
        raise PermissionDenied
    login(request, user)
    return JsonResponse({})


@require_http_methods(["PUT"])
def submit(request: HttpRequest, challenge: UUID) -> HttpResponse:
    words, actor = json.loads(request.body), person(request)
    wish = SubmitChallenge(mission=MISSION, challenge=challenge.hex, language="en", **words)
    return done(wish, actor, challenge.hex)


@require_http_methods(["PUT"])
def vote(request: HttpRequest, round: str, ballot: UUID) -> HttpResponse:
    choice, actor = json.loads(request.body), person(request)
    box: dict[str, Any] = {"mission": MISSION, "round": round, "participant": actor, "ballot": ballot.hex}
    return done(CastBallot(**box, **choice), actor, ballot.hex)


@require_http_methods(["GET"])
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever has the code may follow: the code is the secret."""
    try:
        trail = trail_of(engine(), code)
    except WordedError:
        raise Http404 from None
    found = {"words": trail.words, "ended": trail.ended("en"), "position": trail.position, "hash": trail.hash}
    return JsonResponse(found)


@require_http_methods(["DELETE"])
def forget(request: HttpRequest) -> HttpResponse:
    """The person's words and the tie between user and participant go; what was decided stays."""
    actor = person(request)
    answer = done(EraseParticipant(mission=MISSION, participant=actor), actor)
    logout(request)
    return answer


urlpatterns = [
    path("login", log_in),
    path("challenges/<uuid:challenge>", submit),
    path("rounds/<slug:round>/ballots/<uuid:ballot>", vote),
    path("receipts/<str:code>", receipt),
    path("me", forget),
]
