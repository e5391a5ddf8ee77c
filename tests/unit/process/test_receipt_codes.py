"""Receipt codes: who has issued one, and what only the contributor holds."""

from __future__ import annotations

import hmac

import pytest

from osi_core.mission.prefixes import ALPHABET, prefix_of
from osi_core.process.receipt_codes import digest_of_own, read_code, receipt_code


def digest_of(code):
    """What a store keeps of a code that somebody has typed."""
    return read_code(code).digest


def test_a_code_is_four_characters_of_its_chain_and_26_in_five_groups_that_can_be_read_out():
    code = receipt_code(b"k" * 32, 7, "chain-1")
    groups = code.split("-")
    assert [len(group) for group in groups] == [4, 6, 5, 5, 5, 5]
    assert set("".join(groups)) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_the_same_contribution_has_the_same_code_and_another_one_has_another():
    codes = {receipt_code(key, position, "chain-1") for key in (b"k" * 32, b"l" * 32) for position in range(1, 200)}
    assert len(codes) == 2 * 199
    assert receipt_code(b"k" * 32, 7, "chain-1") == receipt_code(b"k" * 32, 7, "chain-1")


def test_a_code_spells_the_first_half_of_the_mac_over_the_position_and_is_kept_as_it_is_read():
    for position in (1, 7, 10**9):
        code = receipt_code(b"k" * 32, position, "chain-1")
        letters = [ALPHABET.index(letter) for letter in code[5:].replace("-", "")]
        number = sum(letter << 5 * place for place, letter in enumerate(reversed(letters)))
        assert number.to_bytes(16, "big") == hmac.digest(b"k" * 32, b"%d" % position, "sha256")[:16]
        assert digest_of_own(code) == digest_of(code)


def test_a_code_is_understood_in_small_letters_without_hyphens_and_with_letters_misread():
    code = receipt_code(b"k" * 32, 7, "chain-1")
    digest = digest_of(code)
    assert digest_of(code.lower()) == digest
    assert digest_of(f"  {code.replace('-', ' ')} ") == digest
    assert digest_of(code.replace("1", "I").replace("0", "O")) == digest
    assert digest_of(code.replace("1", "l").replace("0", "o")) == digest


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "hello",
        "U" * 26,
        "U" + "0" * 29,
        "0" * 25,
        *("0" * count for count in (27, 28, 29, 31)),
        "ä" * 30,
        "0" * 29 + "!",
    ],
)
def test_what_cannot_be_a_code_is_refused(wrong):
    with pytest.raises(ValueError, match="is not a receipt code: 30 characters, 26 in an older one"):
        read_code(wrong)


def test_a_code_says_who_has_issued_it_and_its_digest_does_not():
    codes = {chain: receipt_code(b"k" * 32, 7, chain) for chain in ("chain-1", "chain-2", "")}
    assert len({digest_of(code) for code in codes.values()}) == 1
    for chain, code in codes.items():
        given = read_code(code.lower().replace("1", "l").replace("0", "o"))
        assert given.prefix == prefix_of(chain)
        assert [one for one in ("chain-1", "chain-2") if given.is_of(one)] == [chain] or not chain
    assert codes[""] == codes["chain-1"][5:]


def test_the_prefix_of_a_chain_never_changes():
    """People hold codes that begin with it."""
    assert [prefix_of(chain) for chain in ("participation-1", "matching-1", "funding-1")] == ["M7AN", "YBPW", "YEC6"]
