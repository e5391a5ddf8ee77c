"""An explanation is a code and typed values: they travel and are digested, sentences are not."""

import hashlib
import json
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import pytest
from pydantic import ValidationError

from osi_core.money import Money
from osi_core.plugins import (
    ChildRunner,
    Explanation,
    InProcessRunner,
    Job,
    Plugins,
    Ranking,
    explanation_sentences,
    load,
    manifest,
    outcome_sha256,
    pieces,
)
from osi_core.testing import samples
from osi_core.words import OWN, Catalogue, Message, Name, Term


class Colour(StrEnum):
    RED = "red"


VALUES = {
    "whole": 3,
    "large": 2**60,
    "share": Fraction(5, 6),
    "weight": Decimal("7.50"),
    "money": Money(minor=1_250_050, currency="EUR"),
    "about": Name("challenges/c-1"),
    "colour": Term("Colour.red"),
    "standing": Message.of("ranking.place", place=1, of=2),
    "names": ("a", "b"),
    "rival": "pool",
}
OUTCOME = Ranking(
    order=("a",),
    explanations=(Explanation(item="a", reason="mine.first", values=VALUES, also=(Message("ranking.tie-broken"),)),),
)


class Kept(dict):
    def blob(self, sha256):
        return self.get(sha256)


def test_values_come_back_from_json_as_what_they_were():
    (told,) = OUTCOME.explanations
    assert Explanation.model_validate_json(told.model_dump_json()) == told
    assert {name: type(value) for name, value in told.values.items()} == {n: type(v) for n, v in VALUES.items()}


def test_and_from_the_pieces_by_digest():
    kept = Kept({hashlib.sha256(piece).hexdigest(): piece for piece in pieces(OUTCOME)})
    again = load(Ranking, outcome_sha256(OUTCOME), kept)
    assert again == OUTCOME
    assert outcome_sha256(again) == outcome_sha256(OUTCOME)


def test_a_member_of_an_enum_is_recorded_as_its_term():
    plain = Explanation(item="a", reason="mine.first", values={"colour": Colour.RED}).plain()
    assert plain == {"item": "a", "reason": "mine.first", "values": {"colour": {"term": "Colour.red"}}}


def test_the_digest_covers_codes_and_values():
    def digest(**changes):
        (told,) = OUTCOME.explanations
        return outcome_sha256(OUTCOME.model_copy(update={"explanations": (told.model_copy(update=changes),)}))

    others = {digest(reason="mine.second"), digest(values={**VALUES, "whole": 4}), digest(also=())}
    assert len(others | {outcome_sha256(OUTCOME)}) == 4


def test_and_no_sentence():
    document = json.loads(manifest(OUTCOME))
    assert document["fields"]["explanations"] == [OUTCOME.explanations[0].plain()]
    assert "tie was broken" not in manifest(OUTCOME).decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": "mine.first", "values": {"share": 0.5}},
        {"reason": "mine.first", "values": {"größe": 1}},
        {"reason": "mine.first", "values": {"two words": 1}},
        {"reason": "two words"},
        {"reason": "mine.first", "also": ["A sentence."]},
        {"reason": "mine.first", "en": "A sentence."},
    ],
)
def test_what_no_explanation_can_hold_is_refused(fields):
    with pytest.raises(ValidationError):
        Explanation.model_validate({"item": "a", **fields})


def test_a_child_process_answers_with_the_same_types():
    plugins = Plugins.builtin()
    for kind in ("prioritisation", "allocation", "curation"):
        name, problem = plugins.names(kind)[-1], samples(kind)[0]
        job = Job(kind, name, plugins.options(kind, name), problem, b"s" * 32)
        with ChildRunner(plugins) as runner:
            assert runner.run(job) == InProcessRunner(plugins).run(job)


def test_it_is_said_in_every_language_with_its_further_sentences():
    told = Explanation.of("a", Message.of("ranking.needs", needs="path"), Message("ranking.tie-broken"))
    assert told.say() == "It needs path, which is not chosen. A tie was broken."
    assert told.say("de") == "Es braucht path, das nicht gewählt ist. Ein Gleichstand wurde aufgelöst."
    assert Explanation(item="a", reason="nobody.knows", values={"n": 3}).say("de") == "nobody.knows (n=3)"


def test_the_sentences_that_outcomes_use_are_handed_on_by_language_and_code():
    mine = Catalogue(
        sentences={
            "mine.first": {"en": ("{standing}, alone.", "{standing}, {whole}."), "de": "{standing}: {whole}."},
            "mine.unused": {"en": "Unused.", "de": "Ungenutzt."},
            "Colour.red": {"en": "red", "de": "rot"},
        }
    )
    used = explanation_sentences([OUTCOME, OUTCOME], OWN.with_(mine))
    assert used == {
        "en": {
            "Colour.red": "red",
            "mine.first": ["{standing}, alone.", "{standing}, {whole}."],
            "ranking.place": "Place {place} of {of}",
            "ranking.tie-broken": "A tie was broken.",
        },
        "de": {
            "Colour.red": "rot",
            "mine.first": "{standing}: {whole}.",
            "ranking.place": "Platz {place} von {of}",
            "ranking.tie-broken": "Ein Gleichstand wurde aufgelöst.",
        },
    }
    handed_on = Catalogue(sentences={"mine.first": {"en": used["en"]["mine.first"]}})
    assert handed_on.find("mine.first", "en", 1) == "{standing}, alone."


def test_forms_of_a_compiled_catalogue_are_handed_on_whole():
    told = Explanation(item="s", reason="first-fit.left-out", values={"count": 1})
    assert "in 1 Zeitfenster hätten" in told.say("de")
    used = explanation_sentences([OUTCOME.model_copy(update={"explanations": (told,)})], OWN, ["de"])
    assert [form[:37] for form in used["de"]["first-fit.left-out"]] == [
        "Nicht untergebracht: in {count} Zeitf",
        "Nicht untergebracht: in {count} Zeitf",
    ]
