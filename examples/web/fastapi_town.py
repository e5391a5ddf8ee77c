"""A town's participation page on FastAPI: log in, submit a challenge, vote, follow the receipt, be forgotten.

`create_app` takes the engine and the town's own login. docs/embedding-fastapi.md goes through it part by part.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from pydantic import BaseModel

from examples.web.decisions import Decisions, Standing
from examples.web.problems import ANSWERED, problem_of
from osi_core.challenges.commands import CastBallot, SubmitChallenge
from osi_core.challenges.round_commands import EnterRound
from osi_core.challenges.views import ChallengeView, RoundView
from osi_core.domain import Command
from osi_core.mission.commands import EraseParticipant
from osi_core.plugins import Runner
from osi_core.process import Engine, Handled, Writer, trail_of
from osi_core.process import Request as Asked
from osi_core.process.reads import Page
from osi_core.view import View

MISSION = "cool-town"
Login = Callable[[str, str], str | None]
"""Name and password → the id of that user, which never changes and is never given to another; None: no such login."""
V = TypeVar("V", bound=View)

router = APIRouter()


def create_app(
    engine: Engine, login: Login, *, staff: frozenset[str] = frozenset(), runner: Runner | None = None
) -> FastAPI:
    """The app of one worker. `staff` are the users who may have decisions taken and stopped."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        with Writer(engine) as app.state.writer, Decisions(engine, MISSION, runner) as app.state.decisions:
            yield

    app = FastAPI(title="A town that stays cool", lifespan=life)
    app.state.engine, app.state.login, app.state.staff = engine, login, staff
    for kind in ANSWERED:
        app.add_exception_handler(kind, problem)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.include_router(router)
    return app


async def problem(request: Request, error: Exception) -> Response:
    """What went wrong, as problem details."""
    told = problem_of(error, request.headers.get("Accept-Language", ""))
    return JSONResponse(told.body, told.status, told.headers, media_type="application/problem+json")


async def unreadable(request: Request, error: Exception) -> Response:
    """FastAPI's own answer would quote what was sent."""
    assert isinstance(error, RequestValidationError)
    told = [
        {"code": one["type"], "field": ".".join(map(str, one["loc"])), "detail": one["msg"]} for one in error.errors()
    ]
    body = {"type": "/problems/unreadable", "status": 422, "errors": told}
    return JSONResponse(body, 422, media_type="application/problem+json")


# Who is calling


def user(request: Request, given: Annotated[HTTPBasicCredentials | None, Depends(HTTPBasic(auto_error=False))]) -> str:
    """The town's own user; empty where nobody is logged in."""
    if given is None:
        return ""
    found: str | None = request.app.state.login(given.username, given.password)
    if found is None:
        raise HTTPException(401, headers={"WWW-Authenticate": "Basic"})
    return found


User = Annotated[str, Depends(user)]


def person(request: Request, user: User) -> str:
    """The participant behind a login. Whoever comes for the first time joins the mission."""
    if not user:
        raise HTTPException(401, headers={"WWW-Authenticate": "Basic"})
    writer: Writer = request.app.state.writer
    return writer.join(MISSION, alias=f"users/{user}")


def asker(request: Request, user: User) -> str | None:
    """Who reads: the participant behind a login, or everyone."""
    return person(request, user) if user else None


def staff(request: Request, user: User) -> str:
    """One of the town's staff."""
    if user not in request.app.state.staff:
        raise HTTPException(403)
    return user


Person = Annotated[str, Depends(person)]
Reader = Annotated[str | None, Depends(asker)]
Key = Annotated[str, Header(alias="Idempotency-Key", max_length=200)]
"""What the page has minted for one act, and sends again with it: then it gets the same answer."""


# What people do. The page mints a UUID for each new thing: ids stay in the log for good, and tell nothing


class Wish(BaseModel):
    """What stands in the mission's way, in a resident's words."""

    title: str
    text: str | None = None


class Choice(BaseModel):
    """A ballot as the page sends it."""

    choices: tuple[str, ...]
    revision: int = 0


class Done(BaseModel):
    """What came of an act, once it is durable."""

    receipt: str | None
    """The code by which whoever holds it follows what becomes of a contribution. It is told once."""
    position: int

    @classmethod
    def of(cls, handled: Handled) -> Done:
        """The answer to a command that was granted."""
        return cls(receipt=handled.receipt and handled.receipt.code, position=handled.events[0].position)


def do(request: Request, command: Command, actor: str, key: str) -> Done:
    """Gives a command from one of the threads that FastAPI keeps for routes without `async`."""
    writer: Writer = request.app.state.writer
    return Done.of(writer.submit(Asked(command, actor, key)).result())


@router.put("/challenges/{challenge}")
def submit(request: Request, challenge: UUID, wish: Wish, actor: Person, key: Key = "") -> Done:
    name = challenge.hex
    command = SubmitChallenge(mission=MISSION, challenge=name, title=wish.title, text=wish.text, language="en")
    return do(request, command, actor, key or name)


@router.put("/rounds/{round}/ballots/{ballot}")
async def vote(request: Request, round: str, ballot: UUID, choice: Choice, actor: Person, key: Key = "") -> Done:
    """On the last evening all come at once: nobody's thread waits for the disk, and a full queue says so."""
    box: dict[str, Any] = {"mission": MISSION, "round": round, "participant": actor, "ballot": ballot.hex}
    command = CastBallot(**box, choices=choice.choices, revision=choice.revision)
    writer: Writer = request.app.state.writer
    return Done.of(await asyncio.wrap_future(writer.try_submit(Asked(command, actor, key or ballot.hex))))


@router.put("/rounds/{round}/me")
def enter(request: Request, round: str, actor: Person, key: Key = "") -> Done:
    """Who has joined since the round was opened comes in, where the playbook lets people in until it closes."""
    return do(request, EnterRound(mission=MISSION, round=round, participant=actor), actor, key)


@router.delete("/me")
def forget(request: Request, actor: Person, key: Key = "") -> Done:
    """The person's words and the tie between login and participant go; what was decided stays."""
    return do(request, EraseParticipant(mission=MISSION, participant=actor), actor, key)


# What people read


class Listed(BaseModel, Generic[V]):
    """A page of a list."""

    items: tuple[V, ...]
    next_page_token: str
    total_size: int

    @classmethod
    def of(cls, page: Page[V]) -> Listed[V]:
        """The page as JSON has it."""
        return cls(items=page.items, next_page_token=page.next_page_token, total_size=page.total_size)


class Asking(BaseModel):
    """What one may ask of every list."""

    filter: str = ""
    order_by: str = ""
    page_size: int = 0
    page_token: str = ""


def listed(request: Request, kind: type[V], reader: str | None, asking: Asking) -> Listed[V]:
    """A page of the resources of a kind, as who reads may see them."""
    engine: Engine = request.app.state.engine
    page = engine.read(MISSION, reader).list(
        kind,
        where=asking.filter,
        order_by=asking.order_by,
        page_size=asking.page_size,
        page_token=asking.page_token,
    )
    return Listed[V].of(page)


@router.get("/challenges")
def challenges(request: Request, reader: Reader, asking: Annotated[Asking, Query()]) -> Listed[ChallengeView]:
    return listed(request, ChallengeView, reader, asking)


@router.get("/challenges/{challenge}")
def challenge(request: Request, response: Response, challenge: str, reader: Reader) -> ChallengeView:
    engine: Engine = request.app.state.engine
    found = engine.read(MISSION, reader).get(ChallengeView, challenge)
    response.headers["ETag"] = f'"{found.etag}"'
    return found


@router.get("/rounds")
def rounds(request: Request, reader: Reader, asking: Annotated[Asking, Query()]) -> Listed[RoundView]:
    return listed(request, RoundView, reader, asking)


class Found(BaseModel):
    """A resource that holds the words."""

    name: str
    title: str
    found_in: tuple[str, ...]


class Due(BaseModel):
    """Something with a day."""

    name: str
    code: str
    time: datetime


@router.get("/search")
def search(request: Request, reader: Reader, q: str) -> list[Found]:
    engine: Engine = request.app.state.engine
    found = engine.across(MISSION, reader).search(q).items
    return [Found(name=one.name, title=one.title, found_in=one.fields) for one in found]


@router.get("/due")
def due(request: Request, reader: Reader) -> list[Due]:
    engine: Engine = request.app.state.engine
    found = engine.across(MISSION, reader).due().items
    return [Due(name=one.name, code=one.code, time=one.time) for one in found]


@router.get("/receipts/{code}")
def receipt(request: Request, code: str) -> dict[str, Any]:
    """Whoever has the code may follow: the code is the secret."""
    trail = trail_of(request.app.state.engine, code)
    return {"words": trail.words, "ended": trail.ended("en"), "position": trail.position, "hash": trail.hash}


# What is decided


@router.get("/decisions")
def decisions(request: Request) -> Standing:
    found: Decisions = request.app.state.decisions
    return found.standing()


@router.post("/decisions", dependencies=[Depends(staff)], status_code=202)
def decide(request: Request) -> None:
    """Computes what was closed; `GET /decisions` tells how far it is."""
    request.app.state.decisions.ask()


@router.delete("/decisions", dependencies=[Depends(staff)], status_code=202)
def stop(request: Request) -> None:
    """Stops what is being computed, which stays due."""
    request.app.state.decisions.cancel()
