"""A reply taken wrongly for a thank-you leaves a customer waiting: that must not happen once.

`labelled_replies.jsonl` holds replies of our own writing in five languages and a little Portuguese, traps included.
"""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.replies import ReplyKind, is_signature_image, read_reply

REPLIES: list[dict[str, str]] = [
    json.loads(line) for line in (Path(__file__).parent / "labelled_replies.jsonl").read_text("utf-8").splitlines()
]
THANKS = [each for each in REPLIES if each["expected"] == "thanks"]
REAL = [each for each in REPLIES if each["expected"] == "real"]
#: Thank-yous of one line without a signature, behind which one can go on writing.
SPOKEN = [each["text"] for each in THANKS if not any(sign in "\n|" or sign.isdigit() for sign in each["text"])]
LANGUAGES = ("en", "de", "nl", "fr", "es")
TROUBLES = (
    *("the printer jams", "it rebooted", "vpn died", "Bob wants a word", "Ann has it as well", "mailbox full"),
    *("third time this month", "our CFO travels", "screen black", "see you at noon", "Drucker brummt"),
    *("de muis hapert", "la souris saute", "el ratón falla"),
)
JOINTS = (". ", ", ", " - ", " and ", "\n", "! ", "; ", " ")


def is_thanks(text: str, *, attachments: bool = False) -> bool:
    """Whether a reply is surely nothing but a thank-you."""
    return read_reply(text, attachments=attachments).kind is ReplyKind.THANKS


@pytest.mark.parametrize("reply", REAL, ids=lambda each: each["text"])
def test_a_real_reply_is_never_suppressed(reply: dict[str, str]) -> None:
    assert read_reply(reply["text"]).kind is not ReplyKind.THANKS


def test_nine_of_ten_thank_yous_are_recognised_in_every_language() -> None:
    missed = Counter(each["lang"] for each in THANKS if not is_thanks(each["text"]))
    known = Counter(each["lang"] for each in THANKS)
    assert missed.total() <= len(THANKS) / 10, [each["text"] for each in THANKS if not is_thanks(each["text"])]
    assert all(missed[lang] <= known[lang] / 10 for lang in LANGUAGES), missed


def test_the_set_is_large_enough_to_say_so() -> None:
    assert len(REPLIES) >= 150
    assert all(sum(each["lang"] == lang for each in kind) >= 15 for lang in LANGUAGES for kind in (THANKS, REAL))


def test_trouble_behind_a_thank_you_is_heard_however_it_is_joined() -> None:
    swallowed = [
        text
        for thank_you in SPOKEN
        for trouble in TROUBLES
        for joint in JOINTS
        if is_thanks(text := thank_you.rstrip(" .!") + joint + trouble)
    ]
    assert swallowed == []


@pytest.mark.parametrize("text", ["Help!", "Ticket update", "Support", "The case", "Time", "Ok", "Yes", "Noted"])
def test_what_goes_with_thanks_is_none_by_itself(text: str) -> None:
    assert not is_thanks(text)


def test_an_attachment_is_never_only_a_thank_you() -> None:
    assert not is_thanks("Thanks!", attachments=True)


def test_something_forwarded_is_never_only_a_thank_you() -> None:
    for title in ("FW: printer", "Fwd: printer", "WG: Drucker", "TR: imprimante", "RV: impresora"):
        assert read_reply("Thanks", title=title).why == "forwards something"
    assert read_reply("Thanks", title="RE: printer").kind is ReplyKind.THANKS


@pytest.mark.parametrize("name", ["image001.png", "image012.jpg", "Outlook-k3x1.png", "logo_small.gif", "linkedin.png"])
def test_pictures_of_a_signature_are_told_by_their_names(name: str) -> None:
    assert is_signature_image(name)


@pytest.mark.parametrize("name", ["Screenshot 2026-11-20.png", "image.png", "invoice.pdf", "IMG_2041.jpg", ""])
def test_other_files_are_attachments(name: str) -> None:
    assert not is_signature_image(name)


def test_names_on_the_ticket_explain_themselves() -> None:
    assert read_reply("thanks bartholomew").kind is ReplyKind.REAL
    assert read_reply("thanks bartholomew", names=["Bartholomew Quist"]).kind is ReplyKind.THANKS


def test_it_says_why() -> None:
    assert read_reply("Thanks, but no").why == "says 'but'"
    assert read_reply("Thanks so much for your help, mouse").why == "also says: mouse"
    assert read_reply("Thanks. Done when?").why == "asks something"
    assert read_reply("Thanks, works for now").why == "says 'works for now'"


@pytest.mark.parametrize(
    "text",
    [
        "You can close the ticket",
        "Thanks, please close this",
        "Perfekt, das Ticket kann geschlossen werden",
        "Bedankt, ticket mag dicht",
        "Vous pouvez clôturer le ticket, merci",
        "Gracias, pueden cerrar el ticket",
    ],
)
def test_it_hears_that_a_ticket_can_be_closed(text: str) -> None:
    read = read_reply(text)
    assert (read.kind, read.closes) == (ReplyKind.THANKS, True)


@pytest.mark.parametrize("text", ["Please don't close this", "You can close it once Bill confirms", "Close it? No"])
def test_it_hears_that_a_ticket_cannot_be_closed(text: str) -> None:
    assert read_reply(text).kind is ReplyKind.REAL


def test_a_thread_without_end_does_not_hang() -> None:
    assert not is_thanks("thanks " * 200_000)
    assert not is_thanks("\n> " * 100_000)
    assert not is_thanks("[cid:" * 100_000)


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    read = read_reply(text, title=text)
    assert 0 <= read.score <= 1
    assert read.why


@given(st.sampled_from(SPOKEN), st.sampled_from(["?", " but", "\n\nPS: mouse", " 4711", " 😡"]))
def test_a_veto_wins_over_any_thanks(text: str, veto: str) -> None:
    assert not is_thanks(text + veto)
