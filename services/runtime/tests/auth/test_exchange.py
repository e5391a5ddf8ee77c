"""ExchangeToken against an engine of the whole: who was not in a mission joins it, and stays the same person."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from osi.participation.v1 import token_service_pb2 as pb

from osi_core.domain import DataOrigin, Refused
from osi_core.log.memory import MemoryStore
from osi_core.mission.commands import CreateMission, EraseParticipant
from osi_core.mission.facts import Member
from osi_core.process import Engine, Writer
from osi_core.process.writer import WriterFull
from osi_runtime.auth import (
    Exchange,
    MissionTokens,
    NotExchanged,
    Person,
    TokenExchange,
    TokenServicer,
    Unauthenticated,
    joining,
)
from osi_runtime.auth.exchanging import GRANT_TYPE, JWT_TYPE

ISSUER = "https://participation.town.example"


@pytest.fixture
def engine():
    engine = Engine(MemoryStore())
    engine.handle(CreateMission(mission="m", title="Climate-neutral", origin=DataOrigin.REAL))
    return engine


def exchanging(town, engine, writer):
    async def decided(request):
        return await asyncio.wrap_future(writer.try_submit(request))

    tokens = MissionTokens(ISSUER, town.key, clock=town.clock)
    return TokenExchange(town.authenticator, tokens, joining(engine, asyncio.to_thread, decided))


@pytest.fixture
def exchange(town, engine):
    with Writer(engine) as writer:
        yield exchanging(town, engine, writer)


def asked(token, **changes):
    return Exchange(token, JWT_TYPE, "missions/m")._replace(**changes)


def test_a_person_becomes_a_participant_of_the_mission(town, engine, exchange, run):
    done = run(exchange.exchange(asked(town.login())))
    (participant,) = engine.memory("m").rows[Member]
    assert done.participant == f"missions/m/participants/{participant}"
    assert town.caller(done.access_token) == Person("m", participant, "town")
    assert (done.token_type, done.issued_token_type) == ("Bearer", JWT_TYPE)
    assert done.expire_time.timestamp() == town.clock.now + 900


def test_the_same_person_is_the_same_participant(town, engine, exchange, run):
    async def many():
        return await asyncio.gather(*(exchange.exchange(asked(town.login(jti=str(one)))) for one in range(20)))

    assert len({one.participant for one in run(many())}) == 1
    assert len(engine.memory("m").rows[Member]) == 1


def test_a_full_queue_refuses_who_is_new_and_not_who_is_known(town, engine, exchange, run):
    known = run(exchange.exchange(asked(town.login())))
    with Writer(engine, capacity=0) as full:
        exchange = exchanging(town, engine, full)
        assert run(exchange.exchange(asked(town.login()))).participant == known.participant
        with pytest.raises(WriterFull):
            run(exchange.exchange(asked(town.login(sub="new"))))
    assert len(engine.memory("m").rows[Member]) == 1


def test_two_people_are_two(town, exchange, run):
    one = run(exchange.exchange(asked(town.login(sub="a"))))
    other = run(exchange.exchange(asked(town.login(sub="b"))))
    assert one.participant != other.participant


def test_the_token_says_nothing_of_the_person(town, exchange, run):
    done = run(exchange.exchange(asked(town.login(email="somebody@town.example", name="Some Body"))))
    from osi_runtime.auth.tokens import said_by

    claims = said_by(done.access_token, 10_000).claims
    assert set(claims) == {"iss", "aud", "sub", "mission", "iat", "exp"}
    assert "somebody" not in str(claims)
    assert done.access_token not in f"{done!r} {asked(town.login())!r}"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"grant_type": "password"}, "grant_type"),
        ({"subject_token_type": "urn:ietf:params:oauth:token-type:saml2"}, "subject_token_type"),
        ({"requested_token_type": "urn:ietf:params:oauth:token-type:refresh_token"}, "requested_token_type"),
        ({"mission": "m"}, "mission"),
        ({"mission": "missions/m/challenges/c"}, "mission"),
        ({"mission": "missions/M M"}, "mission"),
    ],
)
def test_what_there_is_not(town, exchange, run, changes, field):
    with pytest.raises(NotExchanged) as refused:
        run(exchange.exchange(asked(town.login(), **changes)))
    assert refused.value.field == field


def test_an_unknown_mission_is_refused_as_the_engine_does(town, exchange, run):
    with pytest.raises(Refused):
        run(exchange.exchange(asked(town.login(), mission="missions/unknown")))


def test_no_mission_token_is_exchanged_again(town, exchange, run):
    done = run(exchange.exchange(asked(town.login())))
    with pytest.raises(Unauthenticated):
        run(exchange.exchange(asked(done.access_token)))


def test_an_expired_persons_token_is_worth_nothing(town, engine, exchange, run):
    token = town.login(seconds=60)
    town.clock.now += 120
    with pytest.raises(Unauthenticated):
        run(exchange.exchange(asked(token)))
    assert not engine.memory("m").rows[Member]


def test_over_the_wires_message(town, exchange, run):
    request = pb.ExchangeTokenRequest(
        grant_type=GRANT_TYPE, subject_token=town.login(), subject_token_type=JWT_TYPE, mission="missions/m"
    )
    answer = run(TokenServicer(exchange).ExchangeToken(request, None))
    assert answer.expire_time.seconds == town.clock.now + 900
    assert isinstance(town.caller(answer.access_token), Person)


def test_who_joins_a_simulated_mission_joins_it_at_the_time_that_the_call_brings(town, engine, exchange, run):
    begun = datetime(2026, 1, 12, 9, tzinfo=UTC)
    engine.handle(CreateMission(mission="s", title="A play", origin=DataOrigin.SIMULATED), time=begun)
    later = begun + timedelta(days=1)
    run(exchange.exchange(asked(town.login(), mission="missions/s", time=later)))
    (member,) = engine.memory("s").rows[Member].values()
    assert member.joined_at == later
    another = run(exchange.exchange(asked(town.login(sub="another"), mission="missions/s")))
    row = engine.memory("s").rows[Member][another.participant.rpartition("/")[2]]
    assert row.joined_at == later, "without one, at the time of the last event"


def test_who_was_erased_gets_a_new_id_or_none(town, engine, exchange, run):
    """Whether an erased person may come back is the engine's to say; the token's never leads to the former id."""
    done = run(exchange.exchange(asked(town.login())))
    former = done.participant.rpartition("/")[2]
    engine.handle(EraseParticipant(mission="m", participant=former))
    try:
        again = run(exchange.exchange(asked(town.login())))
    except Refused:
        return
    assert again.participant != done.participant


def test_no_mission_token_lives_longer(town):
    with pytest.raises(ValueError, match="900 seconds"):
        MissionTokens(ISSUER, town.key, seconds=901)
