"""Answers from kept sums are those of all facts together, whatever became different in between."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.figures.adding import body_of, fact_of, key_of, told_apart
from desk.figures.answering import EVERYBODY, Answers, Question, TooEarly
from desk.figures.upkeep import take
from metrics.contribution import Contribution
from metrics.definitions import FigureDefinition, packaged
from metrics.facts import DayFact, EntryFact, Fact, MilestoneFact, MonthFact, TicketFact, Verdict
from metrics.kpi.contributing import contributions
from metrics.value import Fold, Value, summed, valued
from replica.figures.store import Figures
from sla.instants import DAY, HOUR, MINUTE, Micros
from tests.metrics.kpi.asking import NOON, TODAY, completion, day, entry, ticket

DIMENSIONS = (EVERYBODY, "tech", "team", "company", "contract", "workflow", "role")
FIRST = TODAY - 70

ids = st.integers(1, 3)
hours = st.sampled_from([0.0, 0.25, 1.0, 7.5])
ages = st.integers(0, 70 * 24).map(lambda count: count * HOUR)
milestones = st.builds(
    lambda verdict, ahead: MilestoneFact(verdict, NOON + ahead * HOUR, TODAY + ahead // 24, "autotask"),
    st.sampled_from(list(Verdict)), st.integers(-60 * 24, 60),
)  # fmt: skip


@st.composite
def tickets(draw: st.DrawFn) -> TicketFact:
    age = draw(ages)
    done = None if draw(st.booleans()) else NOON - draw(st.integers(0, age // HOUR)) * HOUR
    left = None if done is None or not draw(st.booleans()) else done + draw(st.integers(1, 20)) * DAY
    return ticket(
        id=draw(ids), age=age, done=done, company_id=draw(ids), queue_id=draw(ids), contract_id=draw(ids),
        assigned_resource_id=draw(ids), completed_by_resource_id=draw(ids), merged=draw(st.booleans()),
        workflow=draw(st.sampled_from(["W01", "W04", "W06"])), family=draw(st.sampled_from(["incident", "request"])),
        business_hours=draw(st.none() | hours), waiting_hours=0.5, first_response=draw(milestones),
        completions=() if done is None else (completion(done, left, by=draw(ids)),),
    )  # fmt: skip


@st.composite
def entries(draw: st.DrawFn) -> EntryFact:
    start = NOON - draw(ages)
    late = draw(st.sampled_from([0, 4, 14, 61])) * MINUTE
    return entry(
        draw(hours), id=draw(ids), resource_id=draw(ids), date_worked=TODAY + (start - NOON) // DAY,
        company_id=draw(ids), team_id=draw(ids), queue_id=draw(ids), billable=draw(st.booleans()),
        start_date_time=start, end_date_time=start + HOUR, saved=start + HOUR + late,
        in_time_until=start + HOUR + 15 * MINUTE, proxy=draw(st.booleans()), cost_rate=draw(st.none() | hours),
    )  # fmt: skip


facts = st.one_of(
    tickets(),
    entries(),
    st.builds(lambda back, off: day(8.0, TODAY - back, off_hours=off), st.integers(-3, 70), hours),
    st.builds(lambda company, count: MonthFact(company, TODAY - TODAY % 28, endpoints=count), ids, st.none() | ids),
)
asked = st.builds(
    lambda first, length, by: Question((first, first + length), NOON, by),
    st.integers(FIRST, TODAY), st.integers(0, 75), st.sampled_from(DIMENSIONS),
)  # fmt: skip


def brute_force(figure: FigureDefinition, all_facts: Mapping[object, Fact], question: Question) -> dict[str, Value]:
    """The plain definition over all that every fact contributes."""
    first, last = question.period
    rows = [
        each
        for fact in all_facts.values()
        for each in contributions(fact)
        if each.measure == figure.measure and (figure.stock or first <= each.day <= last)
    ]
    whole = summed(rows, question.as_of)
    several: dict[str, list[Contribution]] = {"": []} if question.by == EVERYBODY else {}
    for row in rows:
        if row.holds_at(question.as_of):
            of = "" if question.by == EVERYBODY else getattr(row.where, question.by) or ""
            several.setdefault(str(of), []).append(row)
    return {
        of: valued(
            summed(theirs, question.as_of), figure.fold, question.as_of, scale=figure.scale, target=figure.target,
            period=None if figure.stock else question.period, whole=whole if figure.fold is Fold.SHARE else None,
        )
        for of, theirs in several.items()
    }  # fmt: skip


def same(left: Value, right: Value) -> bool:
    numbers = (left.number, right.number)
    close = numbers[0] == numbers[1] or (None not in numbers and numbers[0] == pytest.approx(numbers[1]))
    rest = [
        (each.n, dict(each.excluded), dict(each.unmeasurable), dict(each.sources), each.provisional, each.state)
        for each in (left, right)
    ]
    return close and rest[0] == rest[1]


@settings(max_examples=100, deadline=None)
@given(taken=st.lists(facts | st.integers(-80, 0), max_size=14), question=asked)
def test_an_answer_is_what_all_facts_say_together(taken: Sequence[Fact | int], question: Question) -> None:
    definitions = packaged()
    now: dict[object, Fact] = {}
    with Figures.in_memory(told_apart(definitions)) as figures:
        for step in taken:
            if isinstance(step, int):
                figures.settle(NOON + step * DAY)
            else:
                now[key_of(step)] = step
                take(figures, [step])
        answers = {answer.kpi.id: answer.of for answer in Answers(figures, definitions).ask(question)}
    for kpi in definitions.kpis:
        if question.by not in (EVERYBODY, *kpi.by):
            assert kpi.id not in answers
            continue
        for figure in kpi.figures:
            expected = brute_force(figure, now, question)
            told = {of: values[figure.id] for of, values in answers[kpi.id].items()}
            assert expected.keys() <= told.keys()
            for of, value in told.items():
                plain = expected.get(of)
                assert value.n == 0 if plain is None else same(value, plain), (figure.measure, of, value, plain)


@given(fact=facts)
def test_a_fact_is_kept_whole(fact: Fact) -> None:
    assert fact_of(key_of(fact), body_of(fact)) == fact


def test_what_is_behind_a_number_is_told_by_its_facts() -> None:
    late = MilestoneFact(Verdict.MISSED, NOON - 40 * DAY, TODAY - 40, "autotask")
    worked: list[Fact] = [entry(1.0, id=1), entry(2.0, id=2, client_facing=False), entry(1.0, id=3, resource_id=8)]
    with Figures.in_memory(told_apart(packaged())) as figures:
        take(figures, [*worked, day(8.0), ticket(id=5, age=45 * DAY, first_response=late)])
        figures.settle(NOON - DAY)
        answers = Answers(figures, packaged())
        today = Question((TODAY, TODAY), NOON, "tech")
        client_facing = packaged().kpi("utilisation").figure("client_facing")
        assert [key for key in answers.behind(today, client_facing, "7") if key[0] == "entry"] == [("entry", 1)]
        backlog = packaged().kpi("backlog").figure("incidents")
        assert answers.behind(Question((TODAY, TODAY), NOON), backlog) == [("ticket", 5)]


def test_a_changed_entry_is_taken_once_and_an_unchanged_one_not_at_all() -> None:
    with Figures.in_memory(told_apart(packaged())) as figures:
        assert take(figures, [entry(1.0), day(8.0)], marks={"seq": "1"}) == 2
        assert take(figures, [entry(1.0), day(8.0)], marks={"seq": "2"}) == 0
        assert take(figures, [entry(2.0)]) == 1
        assert take(figures, [], gone=[("entry", 1), ("entry", 99)]) == 1
        assert figures.marks()["seq"] == "2"
        assert figures.ids("entry") == []


def test_nothing_is_answered_as_of_an_instant_before_the_last_settlement() -> None:
    with Figures.in_memory({}) as figures:
        figures.settle(NOON)
        before: Micros = NOON - 1
        with pytest.raises(TooEarly):
            Answers(figures, packaged()).ask(Question((TODAY, TODAY), before))


def test_days_of_people_and_months_of_companies_and_contracts_have_keys_of_their_own() -> None:
    several: list[Fact] = [
        day(8.0, TODAY),
        day(8.0, TODAY + 1),
        DayFact(8, TODAY, NOON, NOON + DAY),
        MonthFact(7, TODAY),
        MonthFact(7, TODAY, contract_id=3),
        MonthFact(8, TODAY, contract_id=4),
    ]
    assert len({key_of(fact) for fact in several}) == len(several)
