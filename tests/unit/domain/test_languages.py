"""Languages are named as BCP 47 names them, wherever a language is declared."""

from __future__ import annotations

import pytest

from osi_core.challenges.commands import SubmitChallenge
from osi_core.domain import Malformed
from osi_core.mission.commands import CreateMission
from osi_core.process.playbook import Playbook, PlaybookInvalid, playbook_of


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("de", "de"),
        ("zh-TW", "zh-TW"),
        ("pt-br", "pt-BR"),
        ("DE-ch", "de-CH"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("gsw", "gsw"),
        ("es-419", "es-419"),
        ("de-CH-1996", "de-CH-1996"),
        ("sl-rozaj-biske", "sl-rozaj-biske"),
    ],
)
def test_a_language_is_kept_in_its_usual_case(said: str, kept: str) -> None:
    assert SubmitChallenge(mission="m", challenge="c", title="x", language=said).language == kept
    assert CreateMission(mission="m", title="x", language=said).language == kept
    assert playbook_of({"languages": [said]}) == Playbook(languages=(kept,))


@pytest.mark.parametrize(
    "said", ["", "d", "English", "de_DE", "de-", "-de", "de--DE", "de-x-anna", "de-ABCDEFGHI", "de\n", "dé", "de-a-b"]
)
def test_what_is_no_language_is_refused_in_words(said: str) -> None:
    with pytest.raises(Malformed, match="language: is no language tag; write one such as de, pt-BR or zh-Hant-TW"):
        SubmitChallenge(mission="m", challenge="c", title="x", language=said)
    with pytest.raises(PlaybookInvalid, match="is no language tag"):
        playbook_of({"languages": [said]})
