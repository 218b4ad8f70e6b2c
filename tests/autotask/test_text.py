"""Text from strangers. The alphabet of the properties is what an attacker would pick."""

import pickle
import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import SchemaValidator, core_schema

from autotask.text import PLAIN, Cleaned, clean, raw_of

HOSTILE = st.text(
    st.sampled_from(
        "ab1;[]()?PX^_\\\x07\x08\x1b\x7f\x85\x90\x98\x9b\x9c\x9d\x9e\x9f\x00\r\n\t"
        "\u0301\u0489\u200b\u200d\ufe0f\u202e\u2066\u2028\ufeff\ud800\udfff\U000e0041\U0001f468\U00011001é"
    )
)
ANYTHING = st.one_of(HOSTILE, st.text(), st.text(st.characters(codec=None)))

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff]|[\U000e0000-\U000e0fff]"
)


@given(ANYTHING)
def test_nothing_forbidden_survives(text: str) -> None:
    assert not FORBIDDEN.search(clean(text))


@given(ANYTHING)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) is once
    assert clean(str(once)) == once


@given(ANYTHING)
def test_the_raw_text_is_kept(text: str) -> None:
    cleaned = clean(text)
    assert raw_of(cleaned) == text
    assert isinstance(cleaned, Cleaned) == (cleaned != text)


@given(ANYTHING)
def test_no_character_carries_more_than_four_marks(text: str) -> None:
    row = 0
    for character in clean(text):
        mark = unicodedata.category(character) in ("Mn", "Me") and character != "\ufe0f"
        row = row + 1 if mark else 0
        assert row <= 4


@given(ANYTHING)
def test_what_is_shown_can_be_stored(text: str) -> None:
    shown = clean(text)
    assert shown.encode("utf-8").decode("utf-8") == shown


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_plain_text_comes_back_as_the_same_object(text: str) -> None:
    assert clean(text) is text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("before\x1b[2Jafter", "beforeafter"),
        ("\x1b[38;5;196mred\x1b[0m", "red"),
        ("\x9b2Jafter", "after"),
        ("\x1b]52;c;cm0gLXJmIC8=\x07after", "after"),
        ("\x1b]0;title\x1b\\after", "after"),
        ("\x9d8;;https://evil.test\x9clink", "link"),
        ("\x1bPq#0\x1b\\after", "after"),
        ("\x1b_payload\x1b\\\x1b^payload\x1b\\\x1bXpayload\x1b\\after", "after"),
        ("\x1b\x1b[m[2J", "␛[2J"),
        ("\x1b]never ended", "␛]never ended"),
        ("\x1bc", "␛c"),
        ("a\x00b\x07c\x08d\x0be\x7f", "a␀b␇c␈d␋e␡"),
        ("\x85\x9c", "\ufffd\ufffd"),
        ("line\r\nnext\tcell", "line\nnext\tcell"),
        ("safe\rEVIL", "safeEVIL"),
        ("gpj.\u202etxt", "gpj.\ufffdtxt"),
        ("\u2066a\u2069\u200f\u061c", "\ufffda\ufffd\ufffd\ufffd"),
        ("zero\u200bwidth\u200c\u2060\ufeff\xad", "zerowidth"),
        ("ta\U000e0067gs\U000e007f", "tags"),
        ("fill\u3164er\u115f\uffa0", "filler"),
        ("one\u2028two\u2029", "onetwo"),
        ("\ufff9a\ufffab\ufffb", "ab"),
        ("\ud800lone", "\ufffdlone"),
        ("e" + "\u0301" * 30, "e" + "\u0301" * 4),
        ("e" + "\u0301\u200b" * 30, "e" + "\u0301" * 4),
        ("x" + "\u0301\U00011001" * 8, "x" + "\u0301\U00011001" * 2),
    ],
)
def test_each_trick_is_disarmed(text: str, shown: str) -> None:
    assert clean(text) == shown
    assert raw_of(clean(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Müller kann seit heute früh nicht drucken – bitte prüfen",
        "プリンターが動きません。",
        "לא ניתן להדפיס",
        "ไม่สามารถพิมพ์ได้",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 ❤\ufe0f 👍🏽",
        "e\u0301 and n\u0303",
        "[bold]not ours to read[/bold] &#x1b;",
        "C:\\reports\\u0041",
        "two\nlines\tand a tab",
    ],
)
def test_honest_text_is_left_alone(text: str) -> None:
    assert clean(text) is text


@pytest.mark.parametrize(
    "unit",
    ["\x9d", "\x1b]", "\x1b[", "\x9b0", "\x90\x1b", "\u0301", "\U0001f600\u0301", "\U00011001", "\x1b[ ", "\x1bX\x07"],
)
def test_the_cost_is_linear(unit: str) -> None:
    # Measured by the processor's clock, so that a busy machine does not decide.
    small, large = unit * (10_000 // len(unit)), unit * (200_000 // len(unit))

    def seconds(text: str) -> float:
        started = time.process_time()
        clean(text)
        return time.process_time() - started

    # Twenty times the text in at most 160 times the time: quadratic would be 400.
    assert seconds(large) < 160 * max(0.0005, min(seconds(small) for _ in range(3)))


def test_what_parsing_takes_for_plain_is_what_cleaning_leaves_alone() -> None:
    plain = SchemaValidator(core_schema.str_schema(pattern=PLAIN))
    everything = [chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]
    passed = "".join(filter(plain.isinstance_python, everything))
    assert {*"\t\n azAZ09~", *"éß–€"} <= set(passed)
    assert clean(passed) is passed
    assert all(clean(each) is each for each in passed)


def test_a_cleaned_text_travels() -> None:
    cleaned = clean("a\x1b[2J\ud800")
    again = pickle.loads(pickle.dumps(cleaned))  # noqa: S301
    assert (again, raw_of(again)) == (cleaned, "a\x1b[2J\ud800")
