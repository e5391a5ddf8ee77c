"""One decision, one digest, everywhere: over the problem, column by column, and nothing else."""

import hashlib
import json
from decimal import Decimal
from typing import ClassVar

import pytest

from osi_core.plugins import (
    Column,
    MissingBlob,
    Outcome,
    Problem,
    Profile,
    Ranking,
    input_sha256,
    load,
    manifest,
    outcome_sha256,
    pieces,
)
from osi_core.testing import samples


class Kept(dict):
    """Blobs by digest."""

    def __init__(self, *models):
        super().__init__({hashlib.sha256(piece).hexdigest(): piece for model in models for piece in pieces(model)})

    def blob(self, sha256):
        return self.get(sha256)


PROFILE = Profile.of("approval", ["a", "b"], [["a"], ["a", "b"]])


def test_a_known_problem_has_a_known_digest():
    """Golden: when this changes, every published decision loses its proof."""
    assert input_sha256(PROFILE) == "c106df4991059ad970d19ff287437c38548588e9718aabdcda55cdcd02a8fbdc"


def test_the_manifest_is_canonical_and_names_each_column():
    rfc8785 = pytest.importorskip("rfc8785")
    document = json.loads(manifest(PROFILE))
    assert manifest(PROFILE) == rfc8785.dumps(document)
    assert document["model"], document["version"] == ("osi.profile", 1)
    assert document["fields"]["choices"] == {
        "type": "i4",
        "length": 3,
        "sha256": hashlib.sha256(PROFILE.choices.raw).hexdigest(),
    }


def test_a_field_at_its_default_is_left_out():
    """So that a field added later leaves the digests of old problems as they are."""

    class Before(Problem):
        model = "test.problem"
        items: tuple[str, ...]

    class After(Before):
        later: int = 0
        column: Column = Column("i4")

    assert input_sha256(Before(items=("a",))) == input_sha256(After(items=("a",)))
    assert input_sha256(After(items=("a",), later=1)) != input_sha256(After(items=("a",)))


def test_each_thing_that_counts_changes_it():
    others = [
        Profile.of("ranked", ["a", "b"], [["a"], ["a", "b"]]),
        Profile.of("approval", ["a", "b"], [["a"], ["b", "a"]]),
        Profile.of("approval", ["a", "c"], [["a"], ["a", "c"]]),
        Profile.of("approval", ["a", "b"], [["a"], ["a", "b"]], size=1),
    ]
    assert len({input_sha256(problem) for problem in [PROFILE, *others]}) == 5


def test_large_integers_and_decimals_are_text():
    class Large(Outcome):
        model: ClassVar[str] = "test.large"
        number: int
        exact: Decimal

    fields = json.loads(manifest(Large(number=2**60, exact=Decimal("0.10"))))["fields"]
    assert fields == {"number": str(2**60), "exact": "0.10"}


def test_floats_have_no_place():
    class Floating(Outcome):
        model: ClassVar[str] = "test.float"
        number: float

    with pytest.raises(TypeError, match="float has no place"):
        outcome_sha256(Floating(number=0.5))


@pytest.mark.parametrize("kind", ["prioritisation", "allocation", "opinions", "matching", "curation", "scaling"])
def test_a_problem_is_made_again_from_its_pieces(kind):
    for problem in samples(kind):
        again = load(type(problem), input_sha256(problem), Kept(problem))
        assert again == problem
        assert input_sha256(again) == input_sha256(problem)


def test_a_missing_or_changed_piece_is_named():
    kept = Kept(PROFILE)
    column = PROFILE.choices.digest()
    kept[column] = b"\0" * 12
    with pytest.raises(MissingBlob, match=f"{column}: its bytes are not"):
        load(Profile, input_sha256(PROFILE), kept)
    del kept[column]
    with pytest.raises(MissingBlob, match=f"{column}: is not there"):
        load(Profile, input_sha256(PROFILE), kept)


def test_another_kind_of_model_is_refused():
    ranking = Ranking(order=("a",))
    with pytest.raises(ValueError, match=r"holds osi\.ranking 1, expected osi\.profile 1"):
        load(Profile, outcome_sha256(ranking), Kept(ranking))
