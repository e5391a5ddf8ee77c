"""What becomes of challenges, statements and commitments, and what is told of them to whom."""

from __future__ import annotations

from typing import Any

from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.case import case, ensure
from osi_conformance.trial import Trial

_WORDS = "Zu heiß & „eng“ – 40 °C\n\nauf dem Platz: <b>immer</b> 🌳"


@case("participation/challenge/get/to-the-letter", "W8")
async def to_the_letter(trial: Trial) -> None:
    name = (await trial.forum.challenge("Hitze 🌳", text=_WORDS, language="de", tags=["heat", "square"])).name
    told = await trial.forum.get(name)
    ensure((told.title, told.text) == ("Hitze 🌳", _WORDS), f"title and text are {told.title!r}, {told.text!r}")
    ensure((told.language, list(told.tags)) == ("de", ["heat", "square"]), f"{told.language}, {list(told.tags)}")


@case("participation/challenge/get/as-it-was-answered", "A4")
async def as_it_was_answered(trial: Trial) -> None:
    """What a change answers is what is read right after, but for the receipt, which is told once."""
    created = await trial.forum.challenge()
    told = await trial.forum.get(created.name, "ada")
    created.ClearField("receipt")
    ensure(told == created, f"read: {told}; answered: {created}")


@case("participation/challenge/get/etag-grows", "E2")
async def etag_grows(trial: Trial) -> None:
    created = await trial.forum.challenge()
    accepted = await trial.forum.call("AcceptChallenge", name=created.name)
    ensure(int(accepted.etag) > int(created.etag), f"the etag was {created.etag} and is {accepted.etag}")


@case("participation/challenge/get/author-is-told-to-oneself", "T7")
async def author_is_told(trial: Trial) -> None:
    """The author and the operator know who has submitted; nobody else does."""
    name, wanted = (await trial.forum.challenge()).name, trial.mission.participant("ada")
    for by, told in (("ada", wanted), ("operator", wanted), ("ben", ""), ("olga", ""), ("", "")):
        found = (await trial.forum.get(name, by)).author
        ensure(found == told, f"{by or 'nobody in particular'} is told {found or 'nobody'} as the author")


@case("participation/challenge/accept/tells-its-status", "K1")
async def accepted(trial: Trial) -> None:
    name = (await trial.forum.challenge()).name
    told = await trial.forum.call("AcceptChallenge", name=name, reason="A good one")
    ensure(told.status == res.CHALLENGE_STATUS_ACCEPTED, f"the status is {told.status}")


@case("participation/challenge/reject/words-are-told-no-more", "K1")
async def rejected(trial: Trial) -> None:
    """What moderation takes down is read by nobody; why it did is."""
    name = (await trial.forum.challenge("Secretword")).name
    await trial.forum.call("RejectChallenge", name=name, reason="Not about us")
    for by in ("", "ben", "ada"):
        told = await trial.forum.get(name, by)
        ensure(not told.title and not told.text, f"its words are told to {by or 'nobody in particular'}")
        ensure(told.reason == "Not about us", f"the reason is {told.reason or 'missing'}")


@case("participation/challenge/accept/rejected-in-error", "K1")
async def let_in_after_all(trial: Trial) -> None:
    name = (await trial.forum.challenge("Heat")).name
    await trial.forum.call("RejectChallenge", name=name, reason="Not about us")
    told = await trial.forum.call("AcceptChallenge", name=name, reason="It is, after all")
    ensure((told.status, told.title) == (res.CHALLENGE_STATUS_ACCEPTED, "Heat"), f"{told.status}, {told.title!r}")


@case("participation/challenge/tag/replaces", "K1")
async def tagged(trial: Trial) -> None:
    name = await trial.forum.accepted(tags=["old"])
    told = await trial.forum.call("TagChallenge", name=name, tags=["heat", "square"])
    ensure(list(told.tags) == ["heat", "square"], f"the tags are {list(told.tags)}")


@case("participation/challenge/amend/at-once", "K3")
async def amended(trial: Trial) -> None:
    """Where nobody has built on it, the author says it in better words, and those count."""
    name = await trial.forum.accepted("Heat")
    told = await trial.forum.call("AmendChallenge", "ada", name=name, title="Heat in summer", text="From June on.")
    ensure((told.title, told.text) == ("Heat in summer", "From June on."), f"{told.title!r}, {told.text!r}")


async def _wishes(trial: Trial) -> str:
    """A challenge that others have built on, and that its author wants to amend."""
    name = await trial.forum.accepted("Heat")
    await trial.forum.statement(challenge=name)
    told = await trial.forum.call("AmendChallenge", "ada", name=name, title="Heat in summer")
    ensure((told.title, told.asked) == ("Heat", res.WISH_AMEND), f"{told.title!r}, asked: {told.asked}")
    return name


@case("participation/correction/grant/changes-the-words", "K3")
async def granted(trial: Trial) -> None:
    """Once others have built on it, the words change when moderation says so."""
    name = await _wishes(trial)
    told = await trial.forum.call("GrantCorrection", name=name)
    ensure((told.title, told.asked) == ("Heat in summer", res.WISH_UNSPECIFIED), f"{told.title!r}, {told.asked}")


@case("participation/correction/decline/leaves-the-words", "K3")
async def declined(trial: Trial) -> None:
    name = await _wishes(trial)
    told = await trial.forum.call("DeclineCorrection", name=name, reason="Others mean the whole year")
    ensure((told.title, told.asked) == ("Heat", res.WISH_UNSPECIFIED), f"{told.title!r}, {told.asked}")


@case("participation/challenge/withdraw/is-told", "K3")
async def withdrawn(trial: Trial) -> None:
    name = await trial.forum.accepted("Secretword")
    await trial.forum.call("WithdrawChallenge", "ada", name=name, reason=terms.STOP_REASON_NOT_NEEDED)
    told = await trial.forum.get(name)
    ensure(told.status == res.CHALLENGE_STATUS_WITHDRAWN and not told.title, f"{told.status}, {told.title!r}")


async def _merged(trial: Trial) -> tuple[str, str]:
    one, other = await trial.forum.accepted("Heat"), await trial.forum.accepted("Warmth", "ben")
    proposed = await trial.forum.call("ProposeMerge", name=one, into=other, reason="The same")
    ensure(proposed.proposed_into == other, f"proposed is {proposed.proposed_into or 'nothing'}")
    trial.mission.later(days=3)
    await trial.forum.call("MergeChallenge", name=one, into=other, reason="The same")
    return one, other


@case("participation/challenge/merge/lives-on", "K2", "simulated")
async def merges(trial: Trial) -> None:
    """A challenge whose author has not objected lives on in the other, and says so."""
    one, other = await _merged(trial)
    told = await trial.forum.get(one)
    ensure(
        told.status == res.CHALLENGE_STATUS_MERGED and told.merged_into == other, f"{told.status}, {told.merged_into}"
    )
    ensure(told.reason == "The same" and not told.proposed_into, "the reason is missing, or it is still proposed")


@case("participation/merge/undo/stands-again", "K2", "simulated")
async def merge_undone(trial: Trial) -> None:
    one, _ = await _merged(trial)
    told = await trial.forum.call("UndoMerge", name=one, reason="They are two")
    ensure((told.status, told.merged_into) == (res.CHALLENGE_STATUS_ACCEPTED, ""), f"{told.status}, {told.merged_into}")


@case("participation/merge/object/keeps-it-apart", "K2", "simulated")
async def objected(trial: Trial) -> None:
    one, other = await trial.forum.accepted("Heat"), await trial.forum.accepted("Warmth", "ben")
    await trial.forum.call("ProposeMerge", name=one, into=other, reason="The same")
    told = await trial.forum.call("ObjectToMerge", "ada", name=one, note="It is not")
    ensure(not told.proposed_into, "what its author has objected to is still proposed")
    trial.mission.later(days=3)
    await trial.forum.refused("MergeChallenge", "olga", "merge-not-proposed", name=one, into=other, reason="The same")


@case("participation/challenge/split/into-parts", "K2")
async def splits(trial: Trial) -> None:
    whole, parts = await trial.forum.accepted("Both"), [await trial.forum.accepted() for _ in range(2)]
    told = await trial.forum.call("SplitChallenge", name=whole, parts=parts, reason="Two things")
    ensure(told.status == res.CHALLENGE_STATUS_SPLIT, f"the status is {told.status}")
    ensure(sorted(told.split_into) == sorted(parts), f"the parts are {list(told.split_into)}")
    back = await trial.forum.call("UndoSplit", name=whole, reason="One thing")
    ensure(back.status == res.CHALLENGE_STATUS_ACCEPTED, f"the status is {back.status}")


@case("participation/receipt/follows-a-merge", "R2", "simulated")
async def receipt_follows(trial: Trial) -> None:
    """The way of a challenge goes on in what it was merged into."""
    submitted = await trial.forum.challenge("Heat")
    await trial.forum.call("AcceptChallenge", name=submitted.name)
    other = await trial.forum.accepted("Warmth", "ben")
    await trial.forum.call("ProposeMerge", name=submitted.name, into=other, reason="The same")
    trial.mission.later(days=3)
    await trial.forum.call("MergeChallenge", name=submitted.name, into=other, reason="The same")
    await trial.forum.commitment(other)
    codes = [one.code for one in (await trial.trail(submitted.receipt.code)).steps]
    ensure(any("merged" in one for one in codes), f"it was merged, and the steps are {codes}")
    ensure(any("commit" in one for one in codes), f"it was committed to, and the steps are {codes}")


@case("participation/receipt/of-a-statement-and-of-votes", "R1")
async def receipts_of_words(trial: Trial) -> None:
    """Each contribution has a receipt of its own, and votes have one that tells no statement's words."""
    statement = await trial.forum.statement("More trees, please")
    voted = await trial.forum.vote("ada", (statement.name, 1))
    ensure((await trial.trail(statement.receipt.code)).words == "More trees, please", "the words are not told")
    trail = await trial.trail(voted.receipt.code)
    ensure(not trail.words, f"the trail of votes tells words: {trail.words!r}")
    ensure(statement.receipt.code != voted.receipt.code, "two contributions have one receipt")


# Statements


@case("participation/statement/create/about-a-challenge", "K1")
async def about_a_challenge(trial: Trial) -> None:
    challenge = await trial.forum.accepted()
    told = await trial.forum.statement("More trees", challenge=challenge)
    ensure((told.text, told.challenge) == ("More trees", challenge), f"{told.text!r} about {told.challenge}")


@case("participation/statement/reject/words-are-told-no-more", "K1")
async def statement_rejected(trial: Trial) -> None:
    name = (await trial.forum.statement("Secretword")).name
    await trial.forum.call("RejectStatement", name=name, reason="Rude")
    told = await trial.forum.get(name)
    ensure(not told.text and told.reason == "Rude", f"{told.text!r}, {told.reason!r}")
    ensure(told.status == res.STATEMENT_STATUS_REJECTED, f"the status is {told.status}")


@case("participation/statement/get/author-is-told-to-oneself", "T7")
async def statement_author(trial: Trial) -> None:
    name, wanted = (await trial.forum.statement()).name, trial.mission.participant("ben")
    for by, told in (("ben", wanted), ("operator", wanted), ("ada", ""), ("", "")):
        found = (await trial.forum.get(name, by)).author
        ensure(found == told, f"{by or 'nobody in particular'} is told {found or 'nobody'} as the author")


# Commitments


@case("participation/commitment/offer/confirmed-and-kept", "Q3")
async def offered(trial: Trial) -> None:
    """What is offered subject to a body is made once that has decided, and kept by evidence."""
    made = await trial.forum.offer(await trial.forum.accepted())
    ensure((made.status, made.body) == (res.COMMITMENT_STATUS_OFFERED, "The council"), f"{made.status}, {made.body!r}")
    ensure(made.institution == trial.mission.at("institutions/town"), f"it is that of {made.institution}")
    told = await trial.forum.call("ConfirmCommitment", "rita", name=made.name, said="Decided on Monday")
    ensure(
        told.status == res.COMMITMENT_STATUS_MADE and told.said == "Decided on Monday", f"{told.status}, {told.said!r}"
    )
    kept = await trial.forum.call("KeepCommitment", "rita", name=made.name, evidence="A report")
    ensure(kept.status == res.COMMITMENT_STATUS_KEPT, f"the status is {kept.status}")


@case("participation/commitment/refuse/stands-no-more", "Q3")
async def refused(trial: Trial) -> None:
    challenge = await trial.forum.accepted()
    made = await trial.forum.offer(challenge)
    await trial.forum.call("RefuseCommitment", "rita", name=made.name, reason="The council has said no")
    ensure(not list((await trial.forum.get(challenge)).commitments), "what was refused still answers the challenge")


@case("participation/commitment/withdraw/stands-no-more", "Q3")
async def commitment_withdrawn(trial: Trial) -> None:
    challenge = await trial.forum.accepted()
    made = await trial.forum.commitment(challenge)
    ensure(list((await trial.forum.get(challenge)).commitments) == [made.name], "it does not stand with its challenge")
    told = await trial.forum.call("WithdrawCommitment", "rita", name=made.name, reason="No money")
    ensure(told.status == res.COMMITMENT_STATUS_WITHDRAWN, f"the status is {told.status}")
    ensure(not list((await trial.forum.get(challenge)).commitments), "what was withdrawn still answers the challenge")


@case("participation/commitment/mark-late/kept-late", "Q3", "simulated")
async def late(trial: Trial) -> None:
    made = await trial.forum.commitment(await trial.forum.accepted())
    trial.mission.later(days=92)
    told = await trial.forum.call("MarkCommitmentLate", name=made.name)
    ensure(told.status == res.COMMITMENT_STATUS_LATE, f"the status is {told.status}")
    kept = await trial.forum.call("KeepCommitment", "rita", name=made.name, evidence="A report")
    ensure(kept.status == res.COMMITMENT_STATUS_KEPT_LATE, f"the status is {kept.status}")


@case("participation/commitment/get/to-the-letter", "W8")
async def commitment_words(trial: Trial) -> None:
    fields: dict[str, Any] = {"scope": "Schatten – überall", "resources": "2 Leute & 10.000 €"}
    made = await trial.forum.commitment(await trial.forum.accepted(), **fields)
    told = await trial.forum.get(made.name)
    found = {"scope": told.scope, "resources": told.resources}
    ensure(found == fields, f"told: {found}")


@case("participation/gap/acknowledge/is-told", "Q4", "simulated")
async def gap(trial: Trial) -> None:
    _, first, _ = await trial.forum.prioritised()
    name = first.replace("/challenges/", "/gaps/")
    await trial.forum.call("AcknowledgeGap", name=name, lacks=res.LACK_SOLUTION, reason="Nobody has one")
    told = await trial.forum.get(name)
    ensure((told.solution, told.commitment) == ("Nobody has one", ""), f"{told.solution!r}, {told.commitment!r}")
