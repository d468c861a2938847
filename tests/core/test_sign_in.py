import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.config import Origin, SettingInvalid
from amana.core.sign_in import as_meant, code_of, must_have_a_passkey
from amana.model.scope import Audience


@pytest.mark.parametrize(
    ("url", "home"), [("http://localhost:8321", True), ("https://localhost", True), ("https://amana.example", False)]
)
def test_leads_auditors_and_operators_need_a_passkey_wherever_others_can_knock(url: str, home: bool) -> None:
    needing = must_have_a_passkey(Origin(url))
    assert needing == (set() if home else {Audience.CLIENT, Audience.AUDITOR, Audience.VENDOR, Audience.OPERATOR})


@pytest.mark.parametrize(
    "url",
    [
        "http://amana.example",
        "http://127.0.0.1:8321",
        "https://",
        "https://a.example/path",
        "ftp://localhost",
        "amana.example",
        "https://a:x",
    ],
)
def test_an_origin_that_can_be_listened_to_or_is_none_is_refused(url: str) -> None:
    with pytest.raises(SettingInvalid):
        Origin(url)


@given(st.binary(min_size=16, max_size=16))
def test_a_code_is_read_as_it_was_meant_however_it_is_copied(secret: bytes) -> None:
    code = code_of(secret)
    letters = code.replace("-", "")
    assert len(letters) == 26
    assert as_meant(code) == letters
    assert as_meant(f" {code.lower().replace('-', ' ')} ") == letters
    assert as_meant(code.replace("0", "O").replace("1", "l")) == letters


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_different_secrets_are_different_codes(one: bytes, other: bytes) -> None:
    assert (code_of(one) == code_of(other)) == (one == other)
