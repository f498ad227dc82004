"""Issue 4 point 8: secrets under a password, a key on paper, envelopes to a reading key."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.keys import age
from ctmtqg_desktop.trust.keys.recovery import read_recovery, recovery_lines
from ctmtqg_desktop.trust.keys.sealing import open_secret, seal_secret

KEY = bytes(range(32))


def refused(act, *more, **named):
    with pytest.raises(TrustError) as caught:
        act(*more, **named)
    return caught.value


def sealed(secret=KEY, password="mật khẩu"):  # noqa: S107
    return seal_secret(secret, password, purpose="thử")


def test_secret_comes_back_under_its_password_however_it_is_composed():
    assert open_secret(sealed(), "mật khẩu", purpose="thử") == KEY
    assert open_secret(sealed(), "mật khẩu", purpose="thử") == KEY


def test_wrong_password_purpose_and_changed_text_are_told_apart():
    data = sealed()
    assert refused(open_secret, data, "khác", purpose="thử").code == "trust.sealed-password-wrong"
    assert refused(open_secret, data, "mật khẩu", purpose="khác").code == "trust.sealed-unreadable"
    document = json.loads(data)
    for name, value in (("cost", {"memory_kib": 64, "iterations": 2, "lanes": 1}),
                        ("sealed", "AAAA" * 12), ("salt", "AAAA" * 8)):  # fmt: skip
        changed = json.dumps({**document, name: value}).encode()
        assert refused(open_secret, changed, "mật khẩu", purpose="thử").code == (
            "trust.sealed-password-wrong"
        )


@pytest.mark.parametrize("data", [
    b"", b"{}", b"[" * 5000, b"x" * 20_000, b'{"format": "ctmtqg-sealed", "format_version": 2}',
    b"\xff\xfe",
])  # fmt: skip
def test_what_is_no_sealed_secret_is_unreadable(data):
    assert refused(open_secret, data, "x", purpose="thử").code == "trust.sealed-unreadable"


def test_a_file_may_not_make_us_allocate_what_it_likes():
    document = json.loads(sealed())
    document["cost"]["memory_kib"] = 2**40
    changed = json.dumps(document).encode()
    assert refused(open_secret, changed, "mật khẩu", purpose="thử").code == "trust.key-file-cost"


@given(st.binary(min_size=32, max_size=32))
def test_slip_gives_the_key_back(key):
    lines = recovery_lines(key)
    assert len(lines) == 8
    assert all(len(line) == 9 for line in lines)
    assert read_recovery("\n".join(lines)) == key


def test_slip_is_read_as_people_type_it():
    lines = recovery_lines(KEY)
    typed = "\n".join(f" {n}. {line.lower().replace('0', 'o').replace('1', 'l')} "
                      for n, line in enumerate(lines, 1))  # fmt: skip
    assert read_recovery(typed) == KEY
    assert read_recovery(" ".join(lines).replace("-", " ")) == KEY


def test_line_that_is_mistyped_is_named():
    lines = list(recovery_lines(KEY))
    for number in range(8):
        wrong = lines.copy()
        first = "2" if wrong[number][0] != "2" else "3"
        wrong[number] = first + wrong[number][1:]
        error = refused(read_recovery, "\n".join(wrong))
        assert (error.code, error.facts) == ("trust.recovery-line", {"line": number + 1})


def test_swapped_lines_are_named():
    lines = list(recovery_lines(os.urandom(32)))
    lines[2], lines[5] = lines[5], lines[2]
    assert refused(read_recovery, "\n".join(lines)).code == "trust.recovery-line"


@pytest.mark.parametrize("typed", ["", "7K3M", "U" * 64, "x" * 65])
def test_slip_of_another_length_or_alphabet_is_refused(typed):
    assert refused(read_recovery, typed).code in {"trust.recovery-length", "trust.recovery-line"}


def test_envelope_opens_for_each_of_its_readers_and_nobody_else():
    (one, first), (two, second), (_, third) = (age.new_reading_key() for _ in range(3))
    data = age.encrypt(b"so lieu", (one, two))
    assert age.decrypt(data, first) == age.decrypt(data, second) == b"so lieu"
    assert refused(age.decrypt, data, third).code == "trust.envelope-other-key"
    assert age.is_age_encrypted(data)
    assert not age.is_age_encrypted(b"PK\x03\x04")


def test_nobody_and_no_key_are_refused():
    for recipients in ((), ("age1abc",), ("",)):
        assert refused(age.encrypt, b"x", recipients).code == "trust.recipient-unreadable"


def test_every_single_changed_byte_of_a_small_envelope_is_seen():
    public, secret = age.new_reading_key()
    data = age.encrypt(b"so lieu", (public,))
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        assert refused(age.decrypt, changed, secret).code.startswith("trust.envelope")


def long_header(stanzas, line=64):
    one = b"-> X25519 " + b"A" * 43 + b"\n" + b"B" * line + b"\n"
    return age.MAGIC + one * stanzas + b"--- " + b"C" * 43 + b"\n" + b"D" * 100


@pytest.mark.parametrize("data", [
    long_header(21, 43), long_header(4000, 43), long_header(1, 1_000_000), age.MAGIC * 100_000,
    age.MAGIC + b"-> " * 1_000_000, age.MAGIC + b"\n-> x" * 100_000 + b"\n--- ",
], ids=["21", "4000", "line", "magic", "arrows", "empty"])  # fmt: skip
def test_a_long_header_never_reaches_the_library(data, monkeypatch):
    """392 KB with 4,000 stanzas took 138 s and held the window."""
    _, secret = age.new_reading_key()
    monkeypatch.setattr(age.pyrage, "decrypt", lambda *_: pytest.fail("asked"))
    assert refused(age.decrypt, data, secret).code == "trust.envelope-header"


def test_nineteen_readers_are_not_too_many():
    """The library adds a stanza for nobody."""
    pairs = [age.new_reading_key() for _ in range(19)]
    data = age.encrypt(b"so lieu", tuple(public for public, _ in pairs))
    assert age.decrypt(data, pairs[-1][1]) == b"so lieu"
    more = age.encrypt(b"so lieu", tuple(public for public, _ in (*pairs, *pairs[:2])))
    assert refused(age.decrypt, more, pairs[0][1]).code == "trust.envelope-header"
