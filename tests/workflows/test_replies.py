"""A reply taken wrongly for a thank-you leaves a customer waiting: that must not happen once."""

import json
from pathlib import Path

import pytest

from workflows.replies import ReplyKind, is_thanks, read_reply

REPLIES = [
    json.loads(line) for line in (Path(__file__).parent / "labelled_replies.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(
    "reply", [each for each in REPLIES if each["expected"] == "real"], ids=lambda each: each["text"]
)
def test_a_real_reply_is_never_suppressed(reply: dict[str, str]) -> None:
    assert read_reply(reply["text"]).kind is not ReplyKind.THANKS


def test_nine_of_ten_thank_yous_are_recognised() -> None:
    thanks = [each for each in REPLIES if each["expected"] == "thanks"]
    missed = [each["text"] for each in thanks if not is_thanks(each["text"])]
    assert len(REPLIES) >= 60
    assert len(missed) <= len(thanks) / 10, missed


def test_an_attachment_is_never_only_a_thank_you() -> None:
    assert not is_thanks("Thanks!", attachments=True)


def test_names_on_the_ticket_explain_themselves() -> None:
    assert read_reply("thanks bartholomew").kind is ReplyKind.REAL
    assert read_reply("thanks bartholomew", names=["Bartholomew Quist"]).kind is ReplyKind.THANKS


def test_it_says_why() -> None:
    assert read_reply("Thanks, but no").why == "says 'but'"
    assert read_reply("Thanks so much for your help with the mouse").why == "also says: mouse"
    assert read_reply("Thanks. Done when?").why == "asks something"


def test_a_thread_without_end_does_not_hang() -> None:
    assert not is_thanks("thanks " * 200_000)
    assert not is_thanks("\n> " * 100_000)
