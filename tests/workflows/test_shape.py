"""The shape of a text: what is laid out as machines write, and which titles are questions."""

import time

import pytest

from workflows.shape import is_question, is_report


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("[Site 4] Fan", "Value: 3. Limit: 5."),
        ("Watcher: queue on mail-out-03", "Exit code 12."),
        ("Load", "esx1/Load at 93 %"),
        ("Sonde : alerte", "Équipement: BAIE-LYON. Mesure: 34 %"),
        ('AP "Lager" lost its uplink', "Seen in 'Nord' at 02:51."),
        ("Notice", "This is an automatic message from no-reply@watch.example about 10.0.4.9."),
    ],
)
def test_two_marks_of_a_machine_make_a_report(title: str, text: str) -> None:
    assert is_report(title, text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Printer", "It jams on every third page."),
        ("PC-0711", "Please install the reader on it."),
        ("Re: meeting", "See you at 10:30, room 4."),
        ("Excel", 'It says "not enough memory" when I open the budget.'),
        ("", ""),
    ],
)
def test_what_a_person_writes_is_none(title: str, text: str) -> None:
    assert not is_report(title, text)


@pytest.mark.parametrize(
    ("title", "asks"),
    [("Where is it?", True), ("Is it safe? ", True), ("Citrix dead???", False), ("?", False), ("", False)],
)
def test_a_title_asks_when_it_ends_with_one_mark_after_a_word(title: str, asks: bool) -> None:
    assert is_question(title) is asks


def test_no_text_is_slow() -> None:
    for text in ("A: b. " * 50_000, '"a" ' * 50_000, "1." * 50_000, "AB-" * 50_000, "?" * 100_000, " ?" * 50_000):
        start = time.process_time()
        is_report(text, text)
        is_question(text)
        assert time.process_time() - start < 0.2
