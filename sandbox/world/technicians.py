"""The technicians at work: one thing at a time, in their hours, by the next SLA event, with time entered or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sandbox.world.bookings import Bookings
from sandbox.world.desk import Booking, Desk, Life
from sandbox.world.instants import DAY, HOUR, MINUTE
from sandbox.world.labels import Priority, Status, WorkType
from sandbox.world.letters import pool
from sandbox.world.outcomes import Outcomes
from sandbox.world.people import Tech
from sandbox.world.projects import Projects
from sandbox.world.streams import between, stream
from sandbox.world.tickets import Tickets
from sandbox.world.timesheets import Timesheets

_OPEN_TO_WORK = (Status.NEW, Status.IN_PROGRESS, Status.ESCALATE, Status.CUSTOMER_NOTE_ADDED, Status.SCHEDULED,
                 Status.WAITING_CUSTOMER, Status.WAITING_MATERIALS, Status.WAITING_VENDOR,
                 Status.WAITING_APPROVAL, Status.ON_HOLD)  # fmt: skip


class Technicians:
    """Each technician is a chain of turns: look at the clock and the diary, choose, work, write it down."""

    def __init__(
        self, desk: Desk, tickets: Tickets, bookings: Bookings, projects: Projects, outcomes: Outcomes
    ) -> None:
        self._desk = desk
        self._tickets = tickets
        self._bookings = bookings
        self._projects = projects
        self._outcomes = outcomes
        self._sheets = Timesheets(desk, tickets)
        self._techs = {tech.id: tech for tech in desk.techs}
        self._turn: dict[int, int] = {}
        """Number of each technician's current turn; events of earlier turns were interrupted."""
        self._work: dict[int, tuple[int, int]] = {}
        """Ticket and start of the session under way."""
        self._sick_checked: dict[int, int] = {}
        agenda = desk.agenda
        handlers: dict[str, Callable[..., None]] = {
            "turn": self.turn, "finish": self.finish, "alarm": self.alarm,
            "task_done": self.task_done, "night_done": self.night_done,
        }  # fmt: skip
        for name, handler in handlers.items():
            agenda.on(name, handler)

    def begin(self, at: int) -> None:
        """Everybody's first turn."""
        for tech in self._desk.techs:
            self._next(tech, at)

    def _next(self, tech: Tech, at: int) -> None:
        self._turn[tech.id] = self._turn.get(tech.id, 0) + 1
        self._desk.agenda.add(at, "turn", tech.id, self._turn[tech.id])

    def turn(self, at: int, number: int, turn: int) -> None:
        """Choose what to do now."""
        tech = self._techs[number]
        if turn != self._turn[number]:
            return
        window = tech.hours.window(tech.hours.day_of(at))
        if window is None or not window[0] <= at < window[1] - 4 * MINUTE:
            opening = tech.hours.next_open(at + 5 * MINUTE if window and at >= window[0] else at)
            self._next(tech, max(opening, at + MINUTE) + between(tech.rng, 0, 7))
            return
        if self._falls_sick(tech, at) or self._at_lunch(tech, at) or self._in_diary(tech, at):
            return
        self._glance(tech, at)
        until = self._until(tech, at, window[1])
        if self._on_project(tech, at, until):
            return
        life = self._pick(tech, at)
        if life is not None:
            self._start(tech, life, at, until)
        else:
            self._otherwise(tech, at, until)

    def _falls_sick(self, tech: Tech, at: int) -> bool:
        today = tech.hours.day_of(at)
        if self._sick_checked.get(tech.id) == today:
            return False
        self._sick_checked[tech.id] = today
        if stream(self._desk.seed, "sick", tech.id, today).random() >= 0.012:
            return False
        self._bookings.take_off(tech, date.fromordinal(today), at, 2, "Sick")
        self._next(tech, tech.hours.next_open(at))
        return True

    def _at_lunch(self, tech: Tech, at: int) -> bool:
        minute = tech.hours.minute_of(at)
        if tech.lunch - 5 <= minute < tech.lunch + 25:
            self._next(tech, at + (tech.lunch + 30 - minute) * MINUTE + between(tech.rng, 0, 9))
            return True
        return False

    def _in_diary(self, tech: Tech, at: int) -> bool:
        for booking in self._bookings.missed(tech, at):
            life = self._desk.lives.get(booking.life or 0)
            if life is not None and life.status == Status.SCHEDULED and not life.in_hands:
                life.booked = False
                self._desk.make_ready(life, at)
        diary = self._bookings.diary(tech)
        if not diary or diary[0].start > at + 10 * MINUTE:
            return False
        booking = diary.pop(0)
        start = max(at, booking.start)
        if booking.kind == "call":
            self._go(tech, booking, start)
        else:
            self._next(tech, booking.end + between(tech.rng, 0, 3))
            if booking.kind == "meeting" and tech.rng.random() < tech.prompt:
                self._sheets.note_internal(tech, booking.start, booking.end, WorkType.INTERNAL_MEETING, booking.title)
        return True

    def _go(self, tech: Tech, booking: Booking, start: int) -> None:
        life = self._desk.lives.get(booking.life or 0)
        record = self._tickets.current(life) if life else None
        if life is None or record is None or life.in_hands or life.status == Status.COMPLETE:
            self._next(tech, start + between(tech.rng, 5, 15))
            return
        length = int((booking.end - booking.start) * (0.8 + 0.35 * life.rng.random()))
        self._session(tech, life, start, max(10 * MINUTE, length), booking.call)

    def _until(self, tech: Tech, at: int, closing: int) -> int:
        """How long a session may run: until the next booking, lunch, or the end of the day."""
        diary = self._bookings.diary(tech)
        limits = [closing + 10 * MINUTE]
        if diary:
            limits.append(diary[0].start)
        lunch = tech.hours.instant(tech.hours.day_of(at), tech.lunch + 10)
        if lunch > at:
            limits.append(lunch)
        return min(limits)

    def _glance(self, tech: Tech, at: int) -> None:
        """Accept new tickets whose first response is nearly due, and leave them on the pile; early on, few look."""
        early = tech.hours.minute_of(at) < 10 * 60
        if tech.rng.random() > (0.3 if early else 0.95):
            return
        wait = (10 if early else 90) * MINUTE
        fresh = [life for life in self._desk.ready.get(tech.id, {}).values()
                 if life.status == Status.NEW and life.due - at < wait]  # fmt: skip
        for life in fresh[:6]:
            if self._tickets.current(life) is not None and not life.in_hands:
                self._tickets.move(life, at, int(Status.IN_PROGRESS), tech.id)

    def _pick(self, tech: Tech, at: int) -> Life | None:
        """By next SLA event, replies of customers first; a short pile is not always hurried through."""
        pile = [life for life in self._desk.ready.get(tech.id, {}).values() if life.ready_at <= at]
        if not pile:
            return None
        horizon = tech.hours.add(at, 6 * HOUR)
        urgent = [life for life in pile if life.priority in (4, 1, 6) or life.due < horizon]
        appetite = 0.98 if urgent else min(0.98, 0.06 + 0.032 * len(pile))
        if tech.rng.random() > appetite:
            return None
        pile.sort(key=lambda life: (_turn_of(life, at), life.id))
        place = min(len(pile) - 1, int(tech.rng.expovariate(2.2)))
        life = pile[place]
        record = self._tickets.current(life)
        if record is None or life.in_hands or record["status"] not in _OPEN_TO_WORK:
            self._desk.set_aside(life)
            return None
        return life

    def _start(self, tech: Tech, life: Life, at: int, until: int) -> None:
        if life.just_thanks:
            self._outcomes.close_again(life, at, tech)
            self._next(tech, at + between(tech.rng, 2, 6))
            return
        if life.thanked_in is not None and life.status == Status.CUSTOMER_NOTE_ADDED:
            self._outcomes.carry_on(life, at, tech)
            self._next(tech, at + between(tech.rng, 1, 4))
            return
        low, high = life.scenario.minutes
        length = between(life.rng, low, high)
        hurry = max(0.6, 1.4 - 0.035 * len(self._desk.ready.get(tech.id, ())))
        length = int(length * hurry * (0.8 if life.sessions else 1.0))
        length = max(4 * MINUTE, min(length, until - at))
        self._session(tech, life, at, length, None)

    def _session(self, tech: Tech, life: Life, at: int, length: int, call: int | None) -> None:
        self._desk.set_aside(life)
        if life.status != Status.IN_PROGRESS:
            self._tickets.move(life, at, int(Status.IN_PROGRESS), tech.id)
        life.replied, life.thanked_in = False, None
        self._outcomes.on_accept(life, at, tech)
        self._turn[tech.id] += 1
        self._work[tech.id] = (life.id, at)
        self._desk.agenda.add(at + length, "finish", tech.id, self._turn[tech.id], life.id, at, call)

    def finish(self, at: int, number: int, turn: int, life_id: int, start: int, call: int | None) -> None:
        """A session ends: what came of it, the time, the next turn."""
        tech = self._techs[number]
        if turn != self._turn[number]:
            return
        self._work.pop(number, None)
        self._wrap_up(tech, life_id, start, at, call)
        self._next(tech, at + between(tech.rng, 1, 6))

    def _wrap_up(self, tech: Tech, life_id: int, start: int, at: int, call: int | None) -> None:
        life = self._desk.lives.get(life_id)
        if life is None:
            return
        if call is not None:
            self._bookings.close_call(call, at)
        words = self._outcomes.after(life, at, tech, visited=call is not None)
        if words is not None:
            self._sheets.note(tech, life, start, at, words)

    def _on_project(self, tech: Tech, at: int, until: int) -> bool:
        """Project work that lags behind its plan, unless a ticket burns."""
        if until - at < 15 * MINUTE or tech.rng.random() > 0.8:
            return False
        if any(life.priority == Priority.CRITICAL or 0 < life.due - at < HOUR
               for life in self._desk.ready.get(tech.id, {}).values() if life.ready_at <= at):  # fmt: skip
            return False
        return self._take_task(tech, at, until, 0.0)

    def _take_task(self, tech: Tech, at: int, until: int, slack: float) -> bool:
        task = self._projects.next_task(tech, at, slack)
        if task is None:
            return False
        self._turn[tech.id] += 1
        length = min(between(tech.rng, 30, 95), until - at)
        self._desk.agenda.add(at + length, "task_done", tech.id, self._turn[tech.id], task, at)
        return True

    def break_off(self, tech: Tech, at: int) -> None:
        """Somebody goes: what he has in hand stays for later."""
        under_way = self._work.pop(tech.id, None)
        if under_way is not None:
            self._interrupt(tech, *under_way, at)
        self.look_up(tech, at)

    def look_up(self, tech: Tech, at: int) -> None:
        """Forget what was planned, unless it is under way, and look at the clock and the diary anew."""
        if tech.id not in self._work:
            self._next(tech, max(at, tech.hours.next_open(at)))

    def _otherwise(self, tech: Tech, at: int, until: int) -> None:
        """Project work ahead of its plan with what time is left, or the small things of an office."""
        if until - at >= 15 * MINUTE and tech.rng.random() < 0.3 and self._take_task(tech, at, until, 0.3):
            return
        length = max(5 * MINUTE, min(between(tech.rng, 8, 26), until - at))
        if length > 15 * MINUTE and tech.rng.random() < 0.35:
            text = tech.rng.choice(pool("internal", "admin"))
            self._sheets.note_internal(tech, at, at + length, WorkType.INTERNAL_ADMIN, text)
        self._next(tech, at + length)

    def task_done(self, at: int, number: int, turn: int, task: int, start: int) -> None:
        """A stretch of project work ends."""
        tech = self._techs[number]
        if turn != self._turn[number]:
            return
        self._projects.worked(task, tech, start, at)
        self._next(tech, at + between(tech.rng, 2, 9))

    # Critical work

    def alarm(self, at: int, number: int, life_id: int) -> None:
        """Critical work interrupts; at night the one on call gets up."""
        tech, life = self._techs[number], self._desk.lives.get(life_id)
        if life is None or self._tickets.current(life) is None or life.in_hands or life.sessions:
            return
        if not tech.hours.is_open(at):
            length = between(life.rng, 25, 80)
            self._desk.set_aside(life)
            self._tickets.move(life, at, int(Status.IN_PROGRESS), tech.id)
            self._outcomes.on_accept(life, at, tech)
            self._desk.agenda.add(at + length, "night_done", tech.id, life.id, at)
            return
        if life_id not in self._desk.ready.get(number, {}):
            return
        under_way = self._work.pop(number, None)
        if under_way is not None:
            self._interrupt(tech, under_way[0], under_way[1], at)
        low, high = life.scenario.minutes
        self._session(tech, life, at, between(life.rng, low, high), None)

    def _interrupt(self, tech: Tech, life_id: int, start: int, at: int) -> None:
        life = self._desk.lives.get(life_id)
        if life is None or self._tickets.current(life) is None or life.in_hands:
            return
        self._desk.make_ready(life, at + HOUR)
        if at - start >= 5 * MINUTE:
            self._sheets.note(tech, life, start, at, self._outcomes.words(life, interrupted=True))

    def night_done(self, at: int, number: int, life_id: int, start: int) -> None:
        """The one on call goes back to bed."""
        self._wrap_up(self._techs[number], life_id, start, at, None)


def _turn_of(life: Life, at: int) -> int:
    """What decides a pile: the next SLA event, a reply that waits five hours, or two days of lying there.

    What was missed before today has lost its claim to go first.
    """
    if life.priority == Priority.CRITICAL:
        return 0
    if life.priority in (Priority.HIGH, Priority.BACKUP):
        patience = HOUR
    else:
        patience = HOUR if life.just_thanks or life.thanked_in else 5 * HOUR if life.replied else 2 * DAY
    due = life.due if life.due > at - 10 * HOUR else life.due + 2 * DAY
    return min(due, life.ready_at + patience)
