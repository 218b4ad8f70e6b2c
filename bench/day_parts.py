"""The parts of a tech's day, each with the time of day at which it begins."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench import customers
from bench.bad_weather import arm, cut_off
from bench.tech import ENTER, TAB, Tech
from sandbox.announcement import Announcement

WRITES, READS = 0.02, 0.003
"""Shares of the requests that each kind of fault strikes."""
RUNS = "imer runs on"


@dataclass(frozen=True)
class Stock:
    """What the sandbox has for a day.

    Attributes:
        tickets: open ones that wait for nobody, their ids by their numbers.
        running_out: number of one whose block holds less than three hours.
        caller: name of a contact that no other has.
    """

    tickets: Mapping[str, int]
    running_out: str
    caller: str


class Parts:
    """The script. Each ticket is taken from the team's queue by its number."""

    def __init__(self, about: Announcement, stock: Stock) -> None:
        self._about = about
        self._stock = stock
        self._fresh = iter([number for number in stock.tickets if number != stock.running_out])
        self.completed: list[str] = []
        self._parts: Sequence[tuple[str, Callable[[Tech], object]]] = (
            ("07:56", self.use_up_a_block),
            ("08:05", self.accept), ("08:25", self.log_it), ("08:40", self.be_interrupted), ("09:20", self.go_on),
            ("09:40", self.write), ("09:55", self.give_back), ("10:05", self.type_what_was), ("10:30", self.go_offline),
            ("11:30", self.be_online_again), ("12:05", self.hold), ("12:20", self.be_rung_up),
            ("13:00", self.work_on), ("13:40", self.be_killed), ("14:00", self.log_what_survived),
            ("14:20", self.complete), ("14:50", self.complete), ("15:35", self.be_thanked), ("16:00", self.meet),
            ("22:30", self.be_called), ("23:50", self.log_before_midnight), ("00:20", self.log_across_midnight),
            ("01:08", self.log_across_autotasks_midnight),
        )  # fmt: skip

    def of(self, morning: datetime) -> Iterator[tuple[datetime, Callable[[Tech], object]]]:
        """Each part with its moment; those that come earlier than the one before are on the next day."""
        before = morning
        for clock, part in self._parts:
            at = datetime.combine(before.date(), datetime.strptime(clock, "%H:%M").time(), before.tzinfo)  # noqa: DTZ007
            before = at if at >= before else at + timedelta(days=1)
            yield before, part

    def use_up_a_block(self, tech: Tech) -> None:
        """Work before the office opens takes more than is left of a block; what comes then is not covered at all."""
        if not tech.goes_to(self._stock.running_out):
            tech.misses("the ticket whose block runs out is not in the queue")
            return
        tech.logs("Rebuilt the server before the office opens", "04:30-07:30", says="exceeds the block")
        tech.logs("Watched the first people log in on the server", "07:31-07:44", says="with 0:00 left")

    def accept(self, tech: Tech) -> str:
        """Take a ticket and begin to work on it; returns its number."""
        number = tech.goes_to_one_of(self._fresh)
        tech.does("take the ticket", "A")
        tech.does("start on it", "s", says=RUNS)
        return number

    def log_it(self, tech: Tech) -> None:
        """Its time, from the timer."""
        tech.logs("Aligned the lifetime of phase two with the firewall")

    def be_interrupted(self, tech: Tech) -> None:
        """One ticket is parked for another, whose time is entered first."""
        self.accept(tech)
        tech.until(tech.now + timedelta(minutes=15))
        self.accept(tech)
        tech.until(tech.now + timedelta(minutes=10))
        tech.logs("Restarted the print spooler on the server", key="S")

    def go_on(self, tech: Tech) -> None:
        """The one that was parked: an entry for each part of it."""
        tech.logs("Renewed the certificate of the mail gateway", key="S")

    def write(self, tech: Tech) -> None:
        """A note inside, one for the customer, and one for the customer that is taken back in time."""
        tech.goes_to_one_of(self._fresh)
        tech.notes("Called, the line is busy; tries again after lunch")
        tech.notes("We have found the cause and change the cable today", public=True)
        if tech.notes("This was meant for somebody else altogether", public=True):
            tech.does("take the note back", "u", says="Taken back")

    def give_back(self, tech: Tech) -> None:
        """A ticket that was taken by mistake."""
        tech.goes_to_one_of(self._fresh)
        if tech.does("take a ticket by mistake", "A"):
            tech.does("give it back", "u", says="Taken back")

    def type_what_was(self, tech: Tech) -> None:
        """Time of before, typed."""
        tech.goes_to_one_of(self._fresh)
        tech.logs("Explained the new phone to the reception desk", "09:42-09:54")

    def go_offline(self, tech: Tech) -> None:
        """Nothing reaches Autotask, and work goes on."""
        cut_off(self._about)
        self.accept(tech)
        tech.until(tech.now + timedelta(minutes=25))
        tech.logs("Replaced the switch in the server room, offline")
        tech.notes("Offline in the cellar: the switch is replaced")
        tech.logs("Prepared the quarterly patching, still offline", "10:08-10:25")

    def be_online_again(self, tech: Tech) -> None:
        """What waited is sent, and nobody has to do anything."""
        arm(self._about, writes=WRITES, reads=READS)
        tech.until(tech.now + timedelta(minutes=20))

    def hold(self, tech: Tech) -> None:
        """A ticket that waits for a vendor."""
        tech.goes_to_one_of(self._fresh)
        tech.fills_in("hold it", "H", "Waits for", "vendor", TAB, "new PSU ordered", TAB, TAB, "Dell", TAB, "4711")

    def be_rung_up(self, tech: Tech) -> None:
        """A call while a timer runs: a ticket in three fields, its time first, and back to what was parked."""
        self.accept(tech)
        tech.until(tech.now + timedelta(minutes=12))
        tech.fills_in("make the ticket of a call", "N", "New ticket", self._stock.caller, TAB, "Scanner sends nothing")
        tech.until(tech.now + timedelta(minutes=8))
        tech.logs("Gave the scanner the address of the new mail server", key="S")
        tech.until(tech.now + timedelta(minutes=6))
        tech.logs("Took the old calendars out of the address book", key="S")

    def work_on(self, tech: Tech) -> None:
        """After lunch."""
        self.accept(tech)

    def be_killed(self, tech: Tech) -> None:
        """SIGKILL while a timer runs."""
        tech.terminal.process.kill()
        tech.terminal.process.wait()

    def log_what_survived(self, tech: Tech) -> None:
        """The timer of before the kill has run on."""
        tech.logs("Moved the mailboxes of the accounting team", key="S")

    def complete(self, tech: Tech) -> None:
        """A ticket from the first key to the last, with its time and what the gate asks for."""
        number = self.accept(tech)
        tech.until(tech.now + timedelta(minutes=20))
        tech.completes("Replaced the fuser; a test page came out clean")
        self.completed.append(number)

    def be_thanked(self, tech: Tech) -> None:
        """Two customers mail on what is complete, and Autotask opens both: one of them has only thanked."""
        thankful, unhappy = self.completed[-2:]
        customers.writes(self._about, self._stock.tickets[thankful], customers.THANKS)
        customers.writes(self._about, self._stock.tickets[unhappy], customers.MORE)
        tech.until(tech.now + timedelta(minutes=6))
        tech.hears_thanks(thankful, but=unhappy)
        if not tech.goes_to(unhappy):
            tech.misses(f"{unhappy} was opened by its customer and is in no queue")

    def meet(self, tech: Tech) -> None:
        """Internal time."""
        tech.fills_in(
            "log a meeting", "T", "internal time", "15:38-15:58", TAB, "Planning of the week with the team", TAB,
            "meet", ENTER,
        )  # fmt: skip

    def be_called(self, tech: Tech) -> None:
        """After hours."""
        tech.goes_to_one_of(self._fresh)
        tech.does("take a ticket after hours", "A")

    def log_before_midnight(self, tech: Tech) -> None:
        """Time of the evening, typed; then a timer into the night."""
        tech.logs("Brought the file server back after the power cut", "22:35-23:40")
        tech.does("start on it once more", "s", says=RUNS)

    def log_across_midnight(self, tech: Tech) -> None:
        """The app asks about midnight: all of it counts on the day on which it began."""
        tech.logs("Restored the last folders from the backup", key="S")

    def log_across_autotasks_midnight(self, tech: Tech) -> None:
        """This tenant takes no time over midnight in UTC: what it refuses is entered in two parts."""
        tech.goes_to_one_of(self._fresh)
        summary = "Watched the file server until it was quiet"
        tech.logs(summary, "00:40-01:05")
        tech.enters_again(summary, "00:40-01:00 + 01:00-01:05")
