"""A tech at a terminal: works by the clock of the desk, by keys, and takes down what the screen says."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bench.toasts import ENTERED, toasts
from sandbox.announcement import Announcement
from tests.whole.terminal import Terminal

ESCAPE, ENTER, TAB, SAVE, TURN, CLEAR_LINE = "\x1b", "\r", "\t", "\x13", "\x14", "\x15"
ANSWER_SECONDS = 10.0
"""So long the screen is watched for an answer."""
HANDS_OFF_SECONDS = 6.0
"""A person moves the cursor now and then, and is not taken for gone."""
LOOK_SECONDS = 0.3
MOST_THANKS = 20
_WHEN = re.compile(r"┃ When +(\S.*?) *┃")
_SPAN = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")


@dataclass
class Said:
    """What the screen said, and when."""

    at: datetime
    what: str
    words: str


@dataclass
class Notebook:
    """What a day came to, as seen on the screen.

    Attributes:
        entered: what the screen said was entered, or taken back.
        entries: the times that a form showed when it was saved, by the summary of the entry.
        missed: what should have happened and did not, with the screen.
    """

    entered: list[Said] = field(default_factory=list)
    entries: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)


class Tech:
    """Keys and eyes. Times of day are those of `zone`."""

    def __init__(self, terminal: Terminal, about: Announcement, zone: ZoneInfo, book: Notebook) -> None:
        self.terminal = terminal
        self.book = book
        self._zone = zone
        self._opened = datetime.fromisoformat(about.at)
        self._anchor, self._speed = about.anchor, about.speed

    @property
    def now(self) -> datetime:
        """Time at the desk."""
        passed = timedelta(seconds=max(0.0, time.time() - self._anchor) * self._speed)
        return (self._opened + passed).astimezone(self._zone)

    def until(self, at: datetime, meanwhile: "Callable[[Tech], None]" = lambda _: None) -> None:
        """Be there until a moment, and move the cursor now and then."""
        while self.now < at:
            self._watch(min(HANDS_OFF_SECONDS, (at - self.now).total_seconds() / self._speed))
            self.press("k")
            meanwhile(self)

    def press(self, *keys: str) -> None:
        """One key after the other, each seen by the app before the next."""
        for each in keys:
            self.terminal.press(each)
            self.terminal.settled(0.05)

    def does(self, what: str, *keys: str, says: str = ENTERED) -> bool:
        """Press keys that enter something; False where the screen does not say that it is."""
        before = toasts(self.terminal)
        self.press(*keys)
        return self._hears(what, before, says)

    def goes_to_one_of(self, numbers: Iterator[str]) -> str:
        """Put the cursor on the next ticket that is still in the team's queue; returns its number."""
        for number in numbers:
            if self.goes_to(number):
                return number
        self.misses("the day has no tickets left")
        return ""

    def goes_to(self, number: str) -> bool:
        """Put the cursor on a ticket; False where it is not in the team's queue."""
        self.escapes()
        while "[Team " not in self.text:
            self.press("l")
            self.terminal.settled(LOOK_SECONDS)
        self.escapes()
        self.press("/")
        self.terminal.settled(LOOK_SECONDS)
        self.press(number, ENTER)
        self.terminal.settled(LOOK_SECONDS)
        self._sees(lambda: "Nothing in this view" in self.text or self._row != "")
        return _short(number) in self._row

    def logs(self, summary: str, when: str = "", *, key: str = "t", says: str = "") -> None:
        """Fill in the form of time, and take down the times that it shows; `says` has to stand on it as well."""
        if not self._opens(key, "Log time", "Stop the timer"):
            self.misses(f"no form to log “{summary}”")
            return
        if when:
            self._types_when(when)
        self.press(TAB, summary)
        self._sees(lambda: summary[:20] in self.text)
        if says and not self._sees(lambda: says in self.text):
            self.book.missed.append(f"{self.now:%H:%M} “{says}” does not stand on:\n{self.text}")
        shown = self._times
        if self.saves(f"log “{summary}”"):
            self.book.entries[summary] = shown

    def enters_again(self, summary: str, when: str) -> None:
        """Put right in the log what Autotask has just refused; the words are there still."""
        if not self._sees(lambda: "efused" in self.text):
            self.misses(f"nothing tells that “{summary}” was refused")
            return
        self.press("L")
        self.terminal.settled(LOOK_SECONDS)
        if not self._opens("e", "Log time") or not self._sees(lambda: summary[:20] in self.text):
            self.misses(f"no form to log “{summary}” anew")
            return
        self._types_when(when)
        shown = self._times
        if self.saves(f"log “{summary}” anew"):
            self.book.entries[summary] = shown
        self.escapes()

    def hears_thanks(self, number: str, *, but: str) -> None:
        """Complete again what mere thanks have opened; of `but`, more was written than thanks."""
        self.escapes()
        self.press("K")
        if not self._sees(lambda: "Replies taken for thanks" in self.text and _short(number) in self.text):
            self.misses(f"the thanks on {number} are not told")
            return
        if any(_short(but) in line and line.lstrip("┃> ").startswith("thanks") for line in self.terminal.screen.lines):
            self.misses(f"what was written on {but} counts as thanks")
            return
        for _ in range(MOST_THANKS):
            if _short(number) in self._row:
                self.does(f"complete {number} again", "x")
                break
            self.press("j")
            self.terminal.settled(LOOK_SECONDS)
        else:
            self.misses(f"the cursor does not come to the thanks on {number}")
        self.escapes()

    def _types_when(self, when: str) -> None:
        self.press(CLEAR_LINE, when)
        self._sees(lambda: when in self.text)

    @property
    def _times(self) -> tuple[tuple[str, str], ...]:
        shown = _WHEN.search(self.text)
        return tuple((span[1], span[2]) for span in _SPAN.finditer(shown[1])) if shown is not None else ()

    def notes(self, text: str, *, public: bool = False) -> bool:
        """Write a note, for the customer where that is wanted."""
        return self.fills_in(f"note “{text}”", "n", "nternal note", text, *((TURN, TURN) if public else ()))

    def fills_in(self, what: str, key: str, heading: str, *keys: str) -> bool:
        """Open a form, type into it from its first field on, and save it."""
        if not self._opens(key, heading):
            self.misses(f"no form to {what}")
            return False
        self.press(*keys)
        return self.saves(what)

    def completes(self, resolution: str) -> None:
        """Complete the ticket under the cursor; what the gate holds against it is overridden."""
        if not self._opens("x", "Resolution"):
            self.misses("no form to complete")
            return
        self.press(resolution)
        before = toasts(self.terminal)
        self.press(SAVE)
        self.terminal.settled(LOOK_SECONDS)
        if "All the same" in self.text:
            self.press("Agreed with the customer on the phone", SAVE)
        self._hears(f"complete “{resolution}”", before, ENTERED)

    def saves(self, what: str) -> bool:
        """Save the form that is open, with a yes to what it asks."""
        before = toasts(self.terminal)
        self.press(SAVE)
        return self._hears(what, before, ENTERED)

    def misses(self, what: str) -> None:
        """Take down what did not happen."""
        self.book.missed.append(f"{self.now:%H:%M} {what}; the screen was:\n{self.text}")
        self.escapes()

    def escapes(self) -> None:
        """Leave whatever is open. An escape with another key right behind it would be that key with alt."""
        for _ in range(2):
            self.press(ESCAPE)
            self.terminal.settled(LOOK_SECONDS)

    @property
    def text(self) -> str:
        """What is on the screen."""
        return self.terminal.screen.text

    @property
    def _row(self) -> str:
        return next((line for line in self.terminal.screen.lines if line.startswith("┃>")), "")

    def _hears(self, what: str, before: "Counter[str]", says: str) -> bool:
        found: list[str] = []

        def answered() -> bool:
            if "back to the form" in self.text:
                self.terminal.press("y")
            found[:] = [words for words in toasts(self.terminal) - before if says in words]
            return bool(found)

        if not self._sees(answered):
            self.misses(f"nothing says “{says.strip(': ')}” after: {what}")
            return False
        self.book.entered += [Said(self.now, what, words) for words in found]
        return True

    def _opens(self, key: str, *headings: str) -> bool:
        """Whether a form opens; a person looks at it before typing."""
        self.press(key)
        seen = self._sees(lambda: any(heading in self.text for heading in headings))
        self.terminal.settled(LOOK_SECONDS)
        return seen

    def _sees(self, holds: Callable[[], bool]) -> bool:
        end = time.monotonic() + ANSWER_SECONDS
        self.terminal.until(lambda _: time.monotonic() >= end or holds())
        return time.monotonic() < end

    def _watch(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self.terminal.until(lambda _: time.monotonic() >= end)


def _short(number: str) -> str:
    """A ticket's number as a row has it, without its year."""
    return number.partition("2026")[2]
