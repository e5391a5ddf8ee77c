"""A town's participation page on FastAPI: log in, submit a challenge, vote, follow the receipt, be forgotten.

`create_app` takes the engine and the town's own login. docs/embedding.md says what each part is there for.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from pydantic import BaseModel

from osi_core.challenges.commands import CastBallot, SubmitChallenge
from osi_core.domain import Command, Rejected
from osi_core.mission.commands import EraseParticipant
from osi_core.process import Engine, Writer, trail_of
from osi_core.process import Request as Asked
from osi_core.process.codes import status_of
from osi_core.words import WordedError

MISSION = "cool-town"
Login = Callable[[str, str], str | None]
"""Name and password → the id of that user, which never changes and is never given to another; None: no such login."""

router = APIRouter()


class Wish(BaseModel):
    """What stands in the mission's way, in a resident's words."""

    title: str
    text: str | None = None


class Choice(BaseModel):
    """A ballot as the page sends it."""

    choices: tuple[str, ...]
    revision: int = 0


def create_app(engine: Engine, login: Login) -> FastAPI:
    """The app. One process writes to a SQLite store, so run it with one worker, or on PostgreSQL with several."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        with Writer(engine) as app.state.writer:  # commits what arrives together in one transaction
            yield

    app = FastAPI(title="A town that stays cool", lifespan=life)
    app.state.engine, app.state.login = engine, login
    app.add_exception_handler(Rejected, rejected)
    app.include_router(router)
    return app


async def rejected(request: Request, error: Exception) -> Response:
    """What speaks against it, each with its stable code; nothing of what the person has written is quoted."""
    assert isinstance(error, Rejected)
    language = "de" if request.headers.get("Accept-Language", "").startswith("de") else "en"
    told = [{"code": one.code, "field": one.field, "says": one.say(language)} for one in error.unmet]
    return JSONResponse({"errors": told}, status_of(error.codes[0]).http)


def person(request: Request, given: Annotated[HTTPBasicCredentials, Depends(HTTPBasic())]) -> str:
    """The participant behind a login. Whoever comes for the first time joins the mission."""
    user = request.app.state.login(given.username, given.password)
    if user is None:
        raise HTTPException(401, headers={"WWW-Authenticate": "Basic"})
    engine: Engine = request.app.state.engine
    return engine.join(MISSION, alias=f"users/{user}")


Person = Annotated[str, Depends(person)]


def done(request: Request, command: Command, actor: str, key: str = "") -> dict[str, Any]:
    """Gives a command, and answers with the receipt once it is durable."""
    handled = request.app.state.writer.submit(Asked(command, actor, key)).result()
    return {"receipt": handled.receipt and handled.receipt.code, "position": handled.events[0].position}


# The page mints a UUID for each act, and sends it again when an answer was lost: then it gets the same answer. Ids stay
# in the log for good; as UUIDs they hold nothing that somebody typed.


@router.put("/challenges/{challenge}")
def submit(request: Request, challenge: UUID, wish: Wish, actor: Person) -> dict[str, Any]:
    name = challenge.hex
    command = SubmitChallenge(mission=MISSION, challenge=name, title=wish.title, text=wish.text, language="en")
    return done(request, command, actor, name)


@router.put("/rounds/{round}/ballots/{ballot}")
def vote(request: Request, round: str, ballot: UUID, choice: Choice, actor: Person) -> dict[str, Any]:
    box: dict[str, Any] = {"mission": MISSION, "round": round, "participant": actor, "ballot": ballot.hex}
    command = CastBallot(**box, choices=choice.choices, revision=choice.revision)
    return done(request, command, actor, ballot.hex)


@router.get("/receipts/{code}")
def receipt(request: Request, code: str) -> dict[str, Any]:
    """Whoever has the code may follow: the code is the secret."""
    try:
        trail = trail_of(request.app.state.engine, code)
    except WordedError:
        raise HTTPException(404) from None
    return {"words": trail.words, "ended": trail.ended("en"), "position": trail.position, "hash": trail.hash}


@router.delete("/me")
def forget(request: Request, actor: Person) -> dict[str, Any]:
    """The person's words and the tie between login and participant go; what was decided stays."""
    return done(request, EraseParticipant(mission=MISSION, participant=actor), actor)
