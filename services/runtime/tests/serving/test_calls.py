"""A call, from the client's message to its answer: who may, what comes back, and how a no is told."""

from __future__ import annotations

import pytest
from google.rpc import error_details_pb2 as kinds
from google.type.money_pb2 import Money
from grpc import StatusCode, aio
from osi.funding.v1 import funding_service_pb2 as pb
from osi.type.v1.column_pb2 import Column

from services.runtime.tests.town import details_of, in_a_loop, request, served


@in_a_loop
async def test_what_is_created_is_answered_and_read(tokens):
    async with served(tokens) as town:
        made = await town.create("f")
        assert (made.name, made.amount) == ("missions/m/funds/f", Money(currency_code="EUR", units=100))
        assert made.etag == "1"
        found = await town.stub.GetFund(pb.GetFundRequest(name="missions/m/funds/f"))
        assert found == made
        listed = await town.stub.ListFunds(pb.ListFundsRequest(parent="missions/m", filter="free > 50"))
        assert (list(listed.funds), listed.total_size, listed.next_page_token) == ([made], 1, "")


@in_a_loop
async def test_pages_follow_each_other(tokens):
    async with served(tokens) as town:
        for name in ("f", "g", "h"):
            await town.create(name)
        first = await town.stub.ListFunds(pb.ListFundsRequest(parent="missions/m", page_size=2, order_by="fund desc"))
        rest = pb.ListFundsRequest(
            parent="missions/m", page_size=2, order_by="fund desc", page_token=first.next_page_token
        )
        second = await town.stub.ListFunds(rest)
        assert [one.name[-1] for one in (*first.funds, *second.funds)] == ["h", "g", "f"]


@in_a_loop
async def test_without_an_id_one_is_minted_the_same_for_the_same_request(tokens):
    async with served(tokens) as town:
        one = await town.create("")
        other = await town.create("")
        assert one.name != other.name
        for again in ("70f5b3a0-5f63-4a0c-9b0e-3c1c0c4b2c11", "rita's third"):
            first = await town.create("", request_id=again)
            second = await town.create("", request_id=again)
            assert first == second


@in_a_loop
async def test_an_answer_tells_the_position_that_it_stands_on(tokens):
    async with served(tokens) as town:
        call = town.create("f")
        await call
        told = dict(await call.trailing_metadata())
        chain, position = told["osi-position"].split("=")
        assert int(position) == town.runtime.engine.head("m").position
        read = town.stub.GetFund(pb.GetFundRequest(name="missions/m/funds/f"))
        await read
        assert dict(await read.trailing_metadata())["osi-position"] == f"{chain}={position}"


@in_a_loop
async def test_the_same_request_is_answered_once_more_and_another_one_under_its_id_refused(tokens):
    async with served(tokens) as town:
        first = await town.create("f", request_id="one")
        assert await town.create("f", request_id="one") == first
        with pytest.raises(aio.AioRpcError) as caught:
            await town.create("f", minor=7, request_id="one")
        assert caught.value.code() is StatusCode.ALREADY_EXISTS
        assert details_of(caught.value)[kinds.ErrorInfo].reason == "command-id-reused"
        (violation,) = details_of(caught.value)[kinds.BadRequest].field_violations
        assert violation.field == "request_id"


@in_a_loop
async def test_a_refusal_names_all_that_is_unmet_in_the_callers_language(tokens):
    async with served(tokens) as town:
        asked = request("f", institution="missions/m/institutions/nobody")
        metadata = (*tokens.person("rita"), ("accept-language", "fr, de-AT;q=0.8, en;q=0.5"))
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.CreateFund(asked, metadata=metadata)
        found = details_of(caught.value)
        assert found[kinds.ErrorInfo].domain == "osi"
        assert found[kinds.LocalizedMessage].locale == "de"
        assert "abgelehnt" in found[kinds.LocalizedMessage].message.lower()
        types = [one.type for one in found[kinds.PreconditionFailure].violations]
        assert found[kinds.ErrorInfo].reason in types
        assert len(types) == len(set(types)) >= 1


@in_a_loop
async def test_what_is_malformed_is_named_by_its_path_in_the_request(tokens):
    async with served(tokens) as town:
        bad = request("f")
        bad.fund.amount.nanos = 1
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.CreateFund(bad, metadata=tokens.person())
        assert caught.value.code() is StatusCode.INVALID_ARGUMENT
        fields = [one.field for one in details_of(caught.value)[kinds.BadRequest].field_violations]
        assert fields == ["fund.amount.nanos"]


@in_a_loop
async def test_a_rule_of_the_contract_is_named_with_field_and_bound(tokens):
    async with served(tokens) as town:
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.CreateFund(request("Not An Id", request_id="x" * 300), metadata=tokens.person())
        found = {
            one.field: (one.reason, one.description)
            for one in details_of(caught.value)[kinds.BadRequest].field_violations
        }
        assert found["request_id"] == ("string.max_len", "at most 200 characters are expected")
        assert found["fund_id"][0] == "string.pattern"


@in_a_loop
async def test_bytes_that_are_no_message_are_the_callers_fault(tokens):
    async with served(tokens) as town:
        call = town.channel.unary_unary("/osi.funding.v1.FundingService/CreateFund")
        with pytest.raises(aio.AioRpcError) as caught:
            await call(b"\xff\xff\xff\xff", metadata=tokens.person())
        assert caught.value.code() is StatusCode.INVALID_ARGUMENT
        assert details_of(caught.value)[kinds.ErrorInfo].reason == "runtime.not-a-message"


@in_a_loop
async def test_whoever_shows_nothing_reads_what_is_public_and_changes_nothing(tokens):
    async with served(tokens) as town:
        await town.create("f")
        await town.stub.GetFund(pb.GetFundRequest(name="missions/m/funds/f"))
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.CreateFund(request("g"))
        assert caught.value.code() is StatusCode.UNAUTHENTICATED
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.GetGrantRound(pb.GetGrantRoundRequest(name="missions/m/grant-rounds/r"))
        assert caught.value.code() is StatusCode.UNAUTHENTICATED


@in_a_loop
async def test_a_method_for_others_is_denied(tokens):
    async with served(tokens) as town:
        listing = pb.ListGrantRoundsRequest(parent="missions/m")
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.ListGrantRounds(listing, metadata=tokens.person())
        assert caught.value.code() is StatusCode.PERMISSION_DENIED
        await town.stub.ListGrantRounds(listing, metadata=tokens.operator())


@pytest.mark.parametrize("who", ["person of another mission", "operator of another organisation"])
@in_a_loop
async def test_a_foreign_mission_is_not_found(tokens, who):
    async with served(tokens) as town:
        await town.create("f")
        metadata = tokens.person("rita", "n") if who.startswith("person") else tokens.operator("city")
        for call in (
            town.stub.GetFund(pb.GetFundRequest(name="missions/m/funds/f"), metadata=metadata),
            town.stub.CreateFund(request("g"), metadata=metadata),
            town.stub.ListFunds(pb.ListFundsRequest(parent="missions/m"), metadata=metadata),
        ):
            with pytest.raises(aio.AioRpcError) as caught:
                await call
            assert caught.value.code() is StatusCode.NOT_FOUND
            assert details_of(caught.value)[kinds.ErrorInfo].reason == "mission-unknown"


@in_a_loop
async def test_an_etag_that_has_moved_on_aborts(tokens):
    async with served(tokens) as town:
        asked = pb.CancelGrantRoundRequest(name="missions/m/grant-rounds/r", reason="No money", etag="7")
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.CancelGrantRound(asked, metadata=tokens.operator())
        types = [one.type for one in details_of(caught.value)[kinds.PreconditionFailure].violations]
        assert "version-moved" in types or caught.value.code() is StatusCode.NOT_FOUND


@in_a_loop
async def test_time_is_refused_in_a_real_mission(tokens):
    async with served(tokens) as town:
        metadata = (*tokens.person(), ("osi-time", "2026-03-03T09:00:00Z"))
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.CreateFund(request("f"), metadata=metadata)
        types = [one.type for one in details_of(caught.value)[kinds.PreconditionFailure].violations]
        assert types == ["time-not-yours"]
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.CreateFund(request("f"), metadata=(*tokens.person(), ("osi-time", "yesterday")))
        assert caught.value.code() is StatusCode.INVALID_ARGUMENT


@pytest.mark.parametrize("line", [("osi-time", "2026-03-03T09:00:00Z"), ("osi-after", "funding-1=1")])
@in_a_loop
async def test_what_can_be_said_once_is_refused_where_it_stands_twice(tokens, line):
    async with served(tokens) as town:
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.CreateFund(request("f"), metadata=(*tokens.person(), line, line))
        assert caught.value.code() is StatusCode.INVALID_ARGUMENT
        assert details_of(caught.value)[kinds.ErrorInfo].reason == "runtime.metadata-twice"
        (violation,) = details_of(caught.value)[kinds.BadRequest].field_violations
        assert violation.field == line[0]


@in_a_loop
async def test_a_refusal_bears_the_name_of_what_was_asked_for(tokens):
    async with served(tokens) as town:
        for call, said in (
            (
                town.stub.ListFunds(pb.ListFundsRequest(parent="missions/m", filter="colour = red")),
                "ListFunds malformed",
            ),
            (town.stub.GetFund(pb.GetFundRequest(name="missions/m/funds/nowhere")), "GetFund refused"),
            (town.stub.GetFund(pb.GetFundRequest(name="missions/nowhere/funds/f")), "GetFund refused"),
            (town.create("f", institution="missions/m/institutions/nobody"), "CreateFund refused"),
        ):
            with pytest.raises(aio.AioRpcError) as caught:
                await call
            assert caught.value.details().startswith(f"{said}:")


@in_a_loop
async def test_what_is_unexpected_is_internal_with_an_incident_and_no_word_of_it(tokens, caplog):
    async with served(tokens) as town:
        asked = pb.CloseGrantRoundRequest(name="missions/m/grant-rounds/r", request_id="a secret of Rita's")
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.CloseGrantRound(asked, metadata=tokens.operator())
        assert caught.value.code() is StatusCode.INTERNAL
        incident = details_of(caught.value)[kinds.ErrorInfo].metadata["incident"]
        assert incident in caught.value.details()
    (record,) = [one for one in caplog.records if getattr(one, "incident", "") == incident]
    from osi_runtime.logs import JsonFormatter, PlainFormatter

    for line in (JsonFormatter().format(record), PlainFormatter().format(record)):
        assert "ValueError" in line
        assert "secret" not in line
        assert "nobody may read this" not in line


@in_a_loop
async def test_an_unknown_method_is_unimplemented(tokens):
    async with served(tokens) as town:
        with pytest.raises(aio.AioRpcError) as caught:
            await town.channel.unary_unary("/osi.funding.v1.FundingService/Steal")(b"")
        assert caught.value.code() is StatusCode.UNIMPLEMENTED


@in_a_loop
async def test_a_token_that_is_not_good_says_nothing_to_its_bearer(tokens):
    async with served(tokens) as town:
        for metadata in ((("authorization", "Bearer nonsense"),), tokens.person(seconds=-3600)):
            with pytest.raises(aio.AioRpcError) as caught:
                await town.stub.GetFund(pb.GetFundRequest(name="missions/m/funds/f"), metadata=metadata)
            assert caught.value.code() is StatusCode.UNAUTHENTICATED
            assert details_of(caught.value)[kinds.ErrorInfo].reason.startswith("token-")


async def _parts(*ids):
    for id in ids:
        part = pb.StreamGrantBallotsRequest(ids=[id])
        part.offsets.type = part.choices.type = Column.ELEMENT_I4
        yield part


@in_a_loop
async def test_a_stream_of_requests_is_checked_part_by_part(tokens):
    async with served(tokens) as town:
        assert (await town.stub.StreamGrantBallots(_parts("a", "b", "c"))).cast == 3
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.StreamGrantBallots(_parts("a", "refused"))
        assert caught.value.code() is StatusCode.FAILED_PRECONDITION

        async def unfit():
            yield pb.StreamGrantBallotsRequest(ids=["a"])

        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.StreamGrantBallots(unfit())
        assert caught.value.code() is StatusCode.INVALID_ARGUMENT
        assert town.runtime.streams.under_way == 0
