"""Our MACs are HMAC-SHA256, to the byte."""

from __future__ import annotations

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osi_core.macs import MacKey, mac


@given(key=st.binary(max_size=64), message=st.binary(max_size=300))
def test_a_mac_is_what_the_standard_library_makes(key, message):
    expected = hmac.digest(key, message, "sha256")
    assert MacKey(key).mac(message) == mac(key, message) == expected


def test_a_key_that_would_have_to_be_hashed_first_is_refused():
    with pytest.raises(ValueError, match="65 bytes; 64 at most"):
        MacKey(b"k" * 65)
