"""The API secret is taken from the first configured source, and shown nowhere."""

import sys

import pytest

from cli.exits import Exit, Stop
from cli.secrets import VARIABLE, SecretSource

HIDDEN = "hunter2-not-for-eyes"


def test_the_environment_comes_first() -> None:
    source = SecretSource("api@example.com", ("false",), {VARIABLE: HIDDEN})
    assert source.read().get_secret_value() == HIDDEN


def test_a_command_of_the_person_prints_it() -> None:
    source = SecretSource("api@example.com", (sys.executable, "-c", f"print({HIDDEN!r})"), {})
    assert source.read().get_secret_value() == HIDDEN


def test_an_empty_variable_is_said_and_not_skipped() -> None:
    source = SecretSource("api@example.com", (sys.executable, "-c", f"print({HIDDEN!r})"), {VARIABLE: " "})
    with pytest.raises(Stop, match=VARIABLE) as stopped:
        source.read()
    assert stopped.value.code is Exit.WRONG_USE


def test_a_failing_command_names_its_code_and_not_its_output() -> None:
    script = f"import sys; print({HIDDEN!r}); sys.exit(4)"
    with pytest.raises(Stop, match="ended with code 4") as stopped:
        SecretSource("api@example.com", (sys.executable, "-c", script), {}).read()
    assert HIDDEN not in stopped.value.message


def test_a_command_that_is_not_there_is_named() -> None:
    with pytest.raises(Stop, match="no-such-password-manager"):
        SecretSource("api@example.com", ("no-such-password-manager",), {}).read()


def test_without_any_source_the_next_step_is_told() -> None:
    with pytest.raises(Stop, match=r"keyring set servicedeck api@example\.com"):
        SecretSource("api@example.com", (), {}).read()


def test_the_secret_is_in_no_representation() -> None:
    source = SecretSource("api@example.com", (), {VARIABLE: HIDDEN})
    assert HIDDEN not in repr(source.read())
    assert HIDDEN not in source.describe()


def test_the_key_of_the_command_is_named_as_the_file_has_it() -> None:
    with pytest.raises(Stop, match=r"secret\.command in the configuration"):
        SecretSource("api@example.com", ("no-such-password-manager",), {}).read()
