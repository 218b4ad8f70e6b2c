"""What became of tickets: time to resolve, re-opens, escalations, first contacts."""

import pytest

from metrics.contribution import Contribution
from metrics.facts import Channel, Completion, Known, LeftBecause, Move, MoveBecause, TicketFact
from metrics.kpi.reopen_rate import of_ticket
from sla.instants import DAY, HOUR, MINUTE
from tests.metrics.kpi.asking import NOON, TODAY, ask, completion, ticket

LONG_AGO = NOON - 60 * DAY


def done(*completions: Completion, **facts: object) -> TicketFact:
    return ticket(age=90 * DAY, done=completions[-1].at, completions=completions, **facts)


class TestTimeToResolve:
    def test_median_first_then_mean_and_p90_and_net_of_waiting(self) -> None:
        solved = [ticket(done=NOON, business_hours=float(hours), waiting_hours=1.0) for hours in (1, 2, 3, 4, 90)]
        told = {
            name: ask(f"mttr.{name}", *solved).number for name in ("median", "mean", "p90", "net_median", "net_p90")
        }
        assert told == {
            "median": 3.0,
            "mean": 20.0,
            "p90": pytest.approx(55.6),
            "net_median": 2.0,
            "net_p90": pytest.approx(54.6),
        }

    def test_only_incidents_that_are_complete_count(self) -> None:
        facts = [
            ticket(business_hours=1.0),
            ticket(done=NOON, business_hours=1.0, family="request"),
            ticket(done=NOON, business_hours=1.0, family="alert", auto_closed=True),
            ticket(done=NOON, business_hours=5.0),
        ]
        assert (ask("mttr.mean", *facts).number, ask("mttr.mean", *facts).n) == (5.0, 1)

    def test_merged_and_internal_are_left_out_and_no_calendar_is_told(self) -> None:
        told = ask(
            "mttr.median",
            ticket(done=NOON, business_hours=0.1, merged=True),
            ticket(done=NOON, business_hours=0.1, internal=True),
            ticket(done=NOON),
        )
        assert (told.number, told.excluded, told.unmeasurable) == (
            None, {"merged": 1, "own company": 1}, {"no business hours known": 1},
        )  # fmt: skip

    def test_waiting_longer_than_open_is_no_time_below_zero(self) -> None:
        assert ask("mttr.net_median", ticket(done=NOON, business_hours=1.0, waiting_hours=2.0)).number == 0.0


class TestReopenRate:
    @pytest.mark.parametrize(
        ("after", "rate"),
        [(1, 100.0), (14 * DAY, 100.0), (14 * DAY + 1, 0.0)],
        ids=["at once", "on the last instant of the window", "after it"],
    )
    def test_a_completion_has_to_hold_for_fourteen_days(self, after: int, rate: float) -> None:
        assert ask("reopen_rate.tickets", done(completion(LONG_AGO, LONG_AGO + after))).number == rate

    @pytest.mark.parametrize(
        "because", [LeftBecause.THANKS, LeftBecause.MERGE, LeftBecause.ADMIN], ids=["thanks", "merge", "admin"]
    )
    def test_a_return_that_is_none_is_told_and_the_ticket_stays_in(self, because: LeftBecause) -> None:
        told = ask("reopen_rate.tickets", done(completion(LONG_AGO, LONG_AGO + HOUR, because=because)))
        assert (told.number, told.n, told.excluded) == (0.0, 1, {because.value: 1})

    @pytest.mark.parametrize(
        ("after", "left_by", "rate"),
        [(10 * MINUTE, 7, 0.0), (10 * MINUTE + 1, 7, 100.0), (MINUTE, 8, 100.0), (MINUTE, 0, 100.0)],
        ids=["own, in ten minutes", "own, later", "a colleague", "a customer"],
    )
    def test_who_takes_their_own_completion_back_at_once_corrects_it(
        self, after: int, left_by: int, rate: float
    ) -> None:
        assert ask("reopen_rate.tickets", done(completion(LONG_AGO, LONG_AGO + after, left_by=left_by))).number == rate

    def test_a_ticket_that_is_closed_three_times_in_a_week_is_one_ticket_completed(self) -> None:
        thanks = completion(LONG_AGO, LONG_AGO + HOUR, because=LeftBecause.THANKS)
        broken = completion(LONG_AGO + DAY, LONG_AGO + 2 * DAY, by=8)
        (row, beside) = _rows(done(thanks, broken, completion(LONG_AGO + 3 * DAY)))
        assert (row.numerator, row.denominator, row.n, row.where.tech) == (10_000, 10_000, 1, 8)
        assert (row.day, beside.reason) == (thanks.day, "thank-you only")

    def test_a_ticket_that_comes_back_late_and_is_completed_again_is_completed_twice(self) -> None:
        told = ask("reopen_rate.tickets", done(completion(LONG_AGO, LONG_AGO + 20 * DAY), completion(NOON - 20 * DAY)))
        assert (told.number, told.n, told.provisional) == (0.0, 2, False)

    def test_the_last_fourteen_days_are_provisional_unless_it_came_back_already(self) -> None:
        fresh, back = completion(NOON - DAY), completion(NOON - DAY, NOON - HOUR)
        assert ask("reopen_rate.tickets", done(fresh)).provisional
        assert not ask("reopen_rate.tickets", done(fresh), as_of=NOON + 13 * DAY).provisional
        assert not ask("reopen_rate.tickets", done(back)).provisional

    def test_a_ticket_that_is_open_again_counts_where_it_was_completed(self) -> None:
        again = ticket(age=9 * DAY, completions=(completion(NOON - 5 * DAY, NOON - DAY),))
        assert ask("reopen_rate.tickets", again).number == 100.0

    def test_without_history_nothing_is_guessed(self) -> None:
        told = ask("reopen_rate.tickets", done(completion(LONG_AGO), known=Known.NOT))
        assert (told.number, told.unmeasurable) == (None, {"history not known": 1})

    @pytest.mark.parametrize(
        ("facts", "reason"),
        [
            ({"merged": True}, "merged"),
            ({"internal": True}, "own company"),
            ({"family": "recurring"}, "recurring visit"),
            ({"family": "project"}, "project work"),
            ({"family": "alert", "auto_closed": True}, "alert that closed by itself"),
        ],
    )
    def test_what_has_no_outcome_is_left_out(self, facts: dict[str, object], reason: str) -> None:
        told = ask("reopen_rate.tickets", done(completion(LONG_AGO, LONG_AGO + HOUR), **facts))
        assert (told.number, told.excluded) == (None, {reason: 1})

    def test_it_is_said_from_where_it_is_known(self) -> None:
        told = ask("reopen_rate.tickets", done(completion(LONG_AGO)), done(completion(LONG_AGO), known=Known.TRAIL))
        assert told.sources == {"ticket history": 1, "our own trail": 1}


class TestEscalationRate:
    @pytest.mark.parametrize(
        ("move", "rate"),
        [
            (Move(NOON, 1, 2), 100.0),
            (Move(NOON, extra=True), 100.0),
            (Move(NOON, 2, 1), 0.0),
            (Move(NOON, 2, 2), 0.0),
            (Move(NOON, 1, 2, because=MoveBecause.COVER), 0.0),
            (Move(NOON, extra=True, because=MoveBecause.HELPER), 0.0),
            (Move(NOON, 1, 3, because=MoveBecause.PROCUREMENT), 0.0),
            (Move(NOON - 2 * HOUR, 1, 2), 0.0),
            (Move(NOON, 0, 2), None),
        ],
        ids=["up", "another besides", "down", "beside", "cover", "helper", "procurement", "before", "tier not known"],
    )
    def test_what_an_escalation_is(self, move: Move, rate: float | None) -> None:
        engaged = {"engaged": NOON - HOUR, "engaged_day": TODAY}
        assert ask("escalation_rate.tickets", ticket(moves=(move,), **engaged)).number == rate

    def test_one_move_that_is_certain_settles_it(self) -> None:
        moves = (Move(NOON, 0, 0), Move(NOON + 1, 1, 2))
        assert ask("escalation_rate.tickets", ticket(moves=moves, engaged=NOON - HOUR)).number == 100.0

    def test_a_referral_to_a_vendor_stands_apart(self) -> None:
        referred = ticket(moves=(Move(NOON, because=MoveBecause.VENDOR),), engaged=NOON - HOUR)
        assert (ask("escalation_rate.tickets", referred).number, ask("escalation_rate.vendor", referred).number) == (
            0,
            100,
        )

    def test_who_took_it_up_is_told_and_what_nobody_took_up_does_not_count(self) -> None:
        assert ask("escalation_rate.tickets", ticket()).n == 0
        told = ask(
            "escalation_rate.tickets", ticket(engaged=NOON, known=Known.NOT), ticket(engaged=NOON, family="project")
        )
        assert (told.unmeasurable, told.excluded) == ({"history not known": 1}, {"project work": 1})


class TestFirstContact:
    @pytest.mark.parametrize(
        ("facts", "rate"),
        [
            ({"channel": Channel.PHONE}, 100.0),
            ({"channel": Channel.PHONE, "contacts": 2}, 0.0),
            ({"channel": Channel.PHONE, "contacts": 0}, 0.0),
            ({"channel": Channel.CHAT, "reassigned": 1}, 0.0),
            ({"channel": Channel.MAIL, "business_hours": 1.0}, 100.0),
            ({"channel": Channel.MAIL, "business_hours": 1.01}, 0.0),
            ({"channel": Channel.PORTAL, "business_hours": 3.0}, 0.0),
            ({"channel": Channel.MAIL}, None),
            ({"channel": Channel.PHONE, "contacts": None}, None),
            ({"channel": Channel.PHONE, "known": Known.NOT}, None),
            ({"channel": Channel.PHONE, "workflow": "W02"}, None),
            ({"channel": Channel.MONITORING}, None),
            ({"channel": Channel.PHONE, "workflow": "W06", "family": "request"}, 100.0),
        ],
    )
    def test_what_a_first_contact_is(self, facts: dict[str, object], rate: float | None) -> None:
        told = {"contacts": 1, **facts}
        assert ask("first_contact.tickets", done(completion(LONG_AGO), **told)).number == rate

    def test_it_counts_for_a_team_and_for_no_person_and_can_still_come_back(self) -> None:
        fresh = done(completion(NOON - DAY), contacts=1, channel=Channel.PHONE, queue_id=5)
        assert ask("first_contact.tickets", fresh).provisional
        back = done(completion(NOON - DAY, NOON - HOUR), completion(NOON), contacts=1, channel=Channel.PHONE)
        assert (ask("first_contact.tickets", back).number, ask("first_contact.tickets", back).provisional) == (0, False)


def _rows(fact: TicketFact) -> list[Contribution]:
    return list(of_ticket(fact))
