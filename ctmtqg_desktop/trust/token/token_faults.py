"""What a token's refusals mean, and what it tells of the tries that are left."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.libraries import pkcs11


class PinState(StrEnum):
    """What a token tells of its PIN; it never tells a number."""

    GOOD = "good"
    LOW = "low"
    """At least one wrong PIN since the last right one."""
    FINAL = "final"
    LOCKED = "locked"
    NOT_SET = "not-set"


def pin_state_of(flags: "pkcs11.TokenFlag") -> PinState:
    """Return the state that a token's flags tell."""
    if not flags & pkcs11.TokenFlag.USER_PIN_INITIALIZED:
        return PinState.NOT_SET
    for flag, state in (
        (pkcs11.TokenFlag.USER_PIN_LOCKED, PinState.LOCKED),
        (pkcs11.TokenFlag.USER_PIN_FINAL_TRY, PinState.FINAL),
        (pkcs11.TokenFlag.USER_PIN_COUNT_LOW, PinState.LOW),
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
    try:
        yield
    except pkcs11.PKCS11Error as error:
        raise _named(error) from error


def _named(error: "pkcs11.PKCS11Error") -> TrustError:
    removed = (
        pkcs11.DeviceRemoved, pkcs11.TokenNotPresent, pkcs11.TokenNotRecognised,
        pkcs11.SessionHandleInvalid, pkcs11.SessionClosed, pkcs11.ObjectHandleInvalid,
        pkcs11.KeyHandleInvalid, pkcs11.SlotIDInvalid,
    )  # fmt: skip
    unable = (
        pkcs11.MechanismInvalid, pkcs11.MechanismParamInvalid, pkcs11.FunctionNotSupported,
        pkcs11.FunctionRejected, pkcs11.KeyTypeInconsistent,
    )  # fmt: skip
    if isinstance(error, removed):
        return TrustError("trust.token-removed")
    if isinstance(error, unable):
        return TrustError("trust.token-mechanism")
    return TrustError("trust.token-failed", kind=type(error).__name__)


def pin_refused(error: "pkcs11.PKCS11Error", token: "pkcs11.Token") -> TrustError:
    """Return what is said of a refused PIN, with what the token now tells of its tries."""
    if isinstance(error, pkcs11.PinLocked):
        return TrustError("trust.token-locked")
    if isinstance(error, pkcs11.PinExpired):
        return TrustError("trust.token-pin-expired")
    if isinstance(error, pkcs11.UserPinNotInitialized):
        return TrustError("trust.token-pin-not-set")
    if isinstance(error, pkcs11.PinInvalid | pkcs11.PinLenRange):
        return TrustError("trust.token-pin-shape")
    if not isinstance(error, pkcs11.PinIncorrect):
        return _named(error)
    return {
        PinState.LOW: TrustError("trust.token-pin-wrong-low"),
        PinState.FINAL: TrustError("trust.token-pin-wrong-final"),
        PinState.LOCKED: TrustError("trust.token-locked"),
    }.get(_state_now(token), TrustError("trust.token-pin-wrong"))


def _state_now(token: "pkcs11.Token") -> PinState:
    """Ask the token again: what it told before the PIN is out of date."""
    try:
        return pin_state_of(token.slot.get_token().flags)
    except pkcs11.PKCS11Error:
        return PinState.GOOD
