"""Checkpoints as signed notes: what is signed, what is taken for signed, and how a bad note is refused."""

from __future__ import annotations

import base64

import pytest

from osi_core.log.checkpoint import Checkpoint, NoteInvalid, checked, signed
from osi_core.log.ed25519 import Ed25519Signer, Ed25519Verifier

# The key and the note of the documentation of Go's golang.org/x/mod/sumdb/note, from which the form comes.
PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="

SIGNER = Ed25519Signer("example.org/osi", bytes(range(32)))
VERIFIER = Ed25519Verifier(SIGNER.public, "key")
OTHER = Ed25519Signer("example.org/osi", bytes(32))
CHECKPOINT = Checkpoint("m", 4217, bytes(range(100, 132)))
NOTE = signed(CHECKPOINT, SIGNER)


def refused(note: bytes, *verifiers: Ed25519Verifier) -> str:
    with pytest.raises(NoteInvalid) as found:
        checked(note, verifiers or [VERIFIER], "m.checkpoint")
    return str(found.value)


def test_keys_and_signatures_are_those_of_the_tools_for_signed_notes():
    signer = Ed25519Signer.read(f"{PRIVATE}\n", "key")
    assert (signer.private, signer.public) == (PRIVATE, PUBLIC)
    assert base64.b64encode(signer.key_id + signer.sign(TEXT)).decode() == SIGNATURE
    assert Ed25519Verifier(PUBLIC, "key").verify(TEXT, base64.b64decode(SIGNATURE)[4:])


def test_a_checkpoint_says_which_chain_how_long_and_its_hash():
    hash = base64.b64encode(CHECKPOINT.hash).decode()
    assert NOTE.decode().splitlines()[:4] == ["example.org/osi/missions/m", "4217", hash, ""]
    assert NOTE.decode().splitlines()[4].startswith("— example.org/osi ")
    assert checked(NOTE, [VERIFIER], "m.checkpoint") == CHECKPOINT


def test_others_may_sign_it_too_and_keys_may_change():
    note = NOTE + signed(CHECKPOINT, OTHER).splitlines(keepends=True)[-1]
    assert checked(note, [VERIFIER], "m.checkpoint") == CHECKPOINT
    assert checked(note, [Ed25519Verifier(OTHER.public, "key"), VERIFIER], "m.checkpoint") == CHECKPOINT


def test_a_note_of_another_key_is_refused_with_its_line():
    said = "m.checkpoint line 5: signed by none of the keys that were given"
    assert refused(NOTE, Ed25519Verifier(OTHER.public, "key")) == said
    with pytest.raises(NoteInvalid, match="none of the keys"):
        checked(NOTE, [], "m.checkpoint")


def test_a_signature_that_does_not_fit_refuses_the_note_whatever_else_is_signed():
    note = NOTE.replace(b"4217", b"4218")
    assert refused(note) == "m.checkpoint line 5: the signature of example.org/osi does not fit the text"
    mixed = signed(CHECKPOINT, OTHER) + note.splitlines(keepends=True)[-1]
    wrong = signed(CHECKPOINT._replace(position=1), SIGNER).splitlines(keepends=True)[-1]
    verifiers = [VERIFIER, Ed25519Verifier(OTHER.public, "key")]
    assert checked(mixed, verifiers, "m.checkpoint") == CHECKPOINT
    assert "line 6" in refused(signed(CHECKPOINT, OTHER) + wrong, *verifiers)


@pytest.mark.parametrize(
    ("note", "line", "said"),
    [
        (b"", 1, "not a signed note"),
        (b"\xff" + NOTE, 1, "not a signed note"),
        (NOTE.replace(b"\n\n", b"\n"), 1, "not a signed note"),
        (NOTE.rstrip(b"\n"), 5, "not a signed note"),
        (NOTE + b"x" * 2**16, 1, "not a signed note"),
        (NOTE.replace("— ".encode(), b"-- "), 5, "not a signature"),
        (NOTE.replace(b"osi ", b"osi+ "), 5, "not a signature"),
        (NOTE + "— example.org/osi x08=\n".encode(), 6, "not a signature"),
        (NOTE + "— example.org/osi no base64\n".encode(), 6, "not a signature"),
    ],
)
def test_what_is_no_signed_note_is_refused_with_its_line(note, line, said):
    assert refused(note).startswith(f"m.checkpoint line {line}: {said}")


class Signing:
    """Signs whatever text it is given, in the place of a checkpoint's."""

    def __init__(self, text: str) -> None:
        self._text = text.encode()

    def text(self, key_name: str) -> bytes:
        return self._text


HASH = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (f"example.org/osi/missions/m\n1\n{HASH}\nmore\n", 4, "three lines"),
        ("example.org/osi/missions/m\n1\n", 3, "three lines"),
        (f"example.com/missions/m\n1\n{HASH}\n", 1, "not the origin"),
        (f"example.org/osi/missions/\n1\n{HASH}\n", 1, "not the origin"),
        (f"example.org/osi/missions/m\n0\n{HASH}\n", 2, "not a position"),
        (f"example.org/osi/missions/m\n01\n{HASH}\n", 2, "not a position"),
        (f"example.org/osi/missions/m\n{'9' * 5000}\n{HASH}\n", 2, "not a position"),
        ("example.org/osi/missions/m\n1\nAAAA\n", 3, "not a hash"),
        (f"example.org/osi/missions/m\n1\n{HASH[:-2]}B=\n", 3, "not a hash"),
    ],
)
def test_a_signed_text_that_is_no_checkpoint_is_refused_with_its_line(text, line, said):
    note = signed(Signing(text), SIGNER)  # type: ignore[arg-type]
    assert f"m.checkpoint line {line}: " in refused(note)
    assert said in refused(note)


@pytest.mark.parametrize(
    "text",
    [
        "",
        PUBLIC[:-1],
        PUBLIC.replace("c74f20a3", "c74f20a4"),
        PUBLIC.replace("+c74f20a3", "+C74F20A3"),
        PUBLIC.replace("+AR", "+Ar"),
        "+".join(PUBLIC.split("+")[1:]),
        "-----BEGIN PUBLIC KEY-----",
    ],
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(NoteInvalid, match=r"key line 1: not a key of signed notes"):
        Ed25519Verifier(text, "key")
    with pytest.raises(NoteInvalid, match=r"key line 1: not a key of signed notes"):
        Ed25519Signer.read(f"PRIVATE+KEY+{text}", "key")


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\nb", "ü", "x" * 201])
def test_a_key_needs_a_name_that_a_note_can_hold(name):
    with pytest.raises(NoteInvalid, match="is no name for a key"):
        Ed25519Signer(name, bytes(32))
