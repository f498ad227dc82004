"""What a token's refusals mean, and what it tells of the tries that are left."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import TrustError

if TYPE_CHECKING:
    from pkcs11 import PKCS11Error, Token, TokenFlag


class PinState(StrEnum):
    """What a token tells of its PIN; it never tells a number."""

    GOOD = "good"
    LOW = "low"
    """At least one wrong PIN since the last right one."""
    FINAL = "final"
    LOCKED = "locked"
    NOT_SET = "not-set"


def pin_state_of(flags: "TokenFlag") -> PinState:
    """Return the state that a token's flags tell."""
    from pkcs11 import TokenFlag

    if not flags & TokenFlag.USER_PIN_INITIALIZED:
        return PinState.NOT_SET
    for flag, state in (
        (TokenFlag.USER_PIN_LOCKED, PinState.LOCKED),
        (TokenFlag.USER_PIN_FINAL_TRY, PinState.FINAL),
        (TokenFlag.USER_PIN_COUNT_LOW, PinState.LOW),
    ):
        if flags & flag:
            return state
    return PinState.GOOD


def demand_tries(state: PinState, *, last_try: bool) -> None:
    """Refuse to give a PIN to a token that would not take it, or take it for the last time.

    Raises:
        TrustError: ``trust.token-locked``, ``trust.token-pin-not-set``,
            ``trust.token-final-try`` unless ``last_try``.
    """
    if state is PinState.LOCKED:
        raise TrustError("trust.token-locked")
    if state is PinState.NOT_SET:
        raise TrustError("trust.token-pin-not-set")
    if state is PinState.FINAL and not last_try:
        raise TrustError("trust.token-final-try")


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Say a token's refusal in our words.

    Raises:
        TrustError: ``trust.token-removed``, ``trust.token-mechanism``, ``trust.token-failed``.
    """
    import pkcs11

    try:
        yield
    except pkcs11.PKCS11Error as error:
        raise _named(error) from error


def _named(error: "PKCS11Error") -> TrustError:
    from pkcs11 import exceptions as e

    removed = (
        e.DeviceRemoved, e.TokenNotPresent, e.TokenNotRecognised, e.SessionHandleInvalid,
        e.SessionClosed, e.ObjectHandleInvalid, e.KeyHandleInvalid, e.SlotIDInvalid,
    )  # fmt: skip
    unable = (
        e.MechanismInvalid, e.MechanismParamInvalid, e.FunctionNotSupported,
        e.FunctionRejected, e.KeyTypeInconsistent,
    )  # fmt: skip
    if isinstance(error, removed):
        return TrustError("trust.token-removed")
    if isinstance(error, unable):
        return TrustError("trust.token-mechanism")
    return TrustError("trust.token-failed", kind=type(error).__name__)


def pin_refused(error: "PKCS11Error", token: "Token") -> TrustError:
    """Return what is said of a refused PIN, with what the token now tells of its tries."""
    from pkcs11 import exceptions as e

    if isinstance(error, e.PinLocked):
        return TrustError("trust.token-locked")
    if isinstance(error, e.PinExpired):
        return TrustError("trust.token-pin-expired")
    if isinstance(error, e.UserPinNotInitialized):
        return TrustError("trust.token-pin-not-set")
    if isinstance(error, e.PinInvalid | e.PinLenRange):
        return TrustError("trust.token-pin-shape")
    if not isinstance(error, e.PinIncorrect):
        return _named(error)
    return {
        PinState.LOW: TrustError("trust.token-pin-wrong-low"),
        PinState.FINAL: TrustError("trust.token-pin-wrong-final"),
        PinState.LOCKED: TrustError("trust.token-locked"),
    }.get(_state_now(token), TrustError("trust.token-pin-wrong"))


def _state_now(token: "Token") -> PinState:
    """Ask the token again: what it told before the PIN is out of date."""
    from pkcs11 import PKCS11Error

    try:
        return pin_state_of(token.slot.get_token().flags)
    except PKCS11Error:
        return PinState.GOOD
