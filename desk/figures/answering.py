"""Values of KPIs from the kept sums: for a period, and by a dimension.

A period is answered from cells of months and weeks, from the facts of the single days at its ends, and from what is not
settled. A stock, which tells how things stand, is answered from all cells. Nothing can be answered as of an instant
before the figures were settled last: they would have to be taken back to it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from desk.figures.adding import addends_of, fact_of
from desk.figures.tally import Tallies, line_of, tallies
from metrics.definitions import Definition, Definitions, FigureDefinition
from metrics.facts import Day
from metrics.value import NOTHING, Fold, Period, Sums, Value, valued
from replica.figures.addend import ALL, Addend
from replica.figures.cells import Part, Span, amounts, month_end, parts
from replica.figures.store import FactKey, Figures
from sla.instants import Micros

EVERYBODY = ALL
_EVER: Period = (date.min.toordinal(), date.max.toordinal())


class TooEarly(ValueError):
    """Figures were asked for as of an instant before they were settled last."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    Attributes:
        period: of what happened; how things stand is told as of `as_of`.
        by: a dimension, or `EVERYBODY`.
    """

    period: Period
    as_of: Micros
    by: str = EVERYBODY


@dataclass(frozen=True, slots=True)
class Answer:
    """A KPI: the values of its figures by their ids, for each of the dimension.

    Attributes:
        of: by the id in the dimension, as text; "" for everybody, and for what cannot be told apart.
    """

    kpi: Definition
    of: Mapping[str, Mapping[str, Value]]


class Answers:
    """Answers from the figures of one copy. Synchronous: belongs to a thread that may wait."""

    def __init__(self, figures: Figures, definitions: Definitions) -> None:
        self._figures = figures
        self._definitions = definitions

    def ask(self, question: Question, kpis: Collection[str] = ()) -> list[Answer]:
        """Some KPIs, or all, in the order of their numbers; those that make no sense by the dimension are left out.

        Raises:
            TooEarly: `as_of` lies before what was settled last.
        """
        wanted = [
            kpi
            for kpi in self._definitions.kpis
            if (not kpis or kpi.id in kpis) and (question.by == EVERYBODY or question.by in kpi.by)
        ]
        figures = [figure for kpi in wanted for figure in kpi.figures]
        reader = _Reader(self._figures, question)
        with_values = {figure.measure for figure in figures if figure.needs_values}
        happened = reader.flows({figure.measure for figure in figures if not figure.stock}, with_values)
        stand = reader.stocks({figure.measure for figure in figures if figure.stock}, with_values)
        return [Answer(kpi, _values(kpi, question, happened, stand)) for kpi in wanted]

    def behind(self, question: Question, figure: FigureDefinition, of: str = "") -> list[FactKey]:
        """The facts that a number counts, by kind and id: what a drill-down shows.

        Raises:
            TooEarly: as `ask`.
        """
        reader = _Reader(self._figures, question)
        return sorted(
            {
                key
                for key, addend in reader.addends(figure.measure, stock=figure.stock)
                if addend.of(question.by) == of and (addend.n or addend.numerator or addend.denominator)
            }
        )


class _Reader:
    """Reads what a question needs, all as of its instant."""

    def __init__(self, figures: Figures, question: Question) -> None:
        self._figures = figures
        self._period, self._by = question.period, question.by
        self._settled = figures.settled_at()
        if question.as_of < self._settled:
            raise TooEarly("the figures were settled later than the instant that is asked about")
        self._moving = figures.moving(question.as_of)

    def flows(self, measures: Collection[str], with_values: Collection[str]) -> Tallies:
        """What happened in the period."""
        whole = list(parts(*self._period))
        single: list[Day] = []
        if self._by != EVERYBODY:
            single = [bucket for span, bucket in whole if span is Span.DAY]
            whole = [part for part in whole if part.span is not Span.DAY]
        found = self._summed(whole, measures, self._period, with_values)
        for _, addend in self._on_days(single):
            if addend.measure in measures:
                found[addend.measure, addend.of(self._by)].add(line_of(addend), amounts(addend))
        return found

    def stocks(self, measures: Collection[str], with_values: Collection[str]) -> Tallies:
        """How things stand."""
        return self._summed(self._figures.months(), measures, _EVER, with_values)

    def _summed(
        self, whole: Collection[Part], measures: Collection[str], period: Period, with_values: Collection[str]
    ) -> Tallies:
        found = tallies()
        if not measures:
            return found
        for _, of, sums in self._figures.cells(self._by, whole):
            for line, more in sums.items():
                if line.measure in measures:
                    found[line.measure, of].add(line, more)
        for _, addend in self._moving:
            if addend.measure in measures and period[0] <= addend.day <= period[1]:
                found[addend.measure, addend.of(self._by)].add_moving(addend)
        for _, value in self._figures.values(set(measures).intersection(with_values), *period):
            found[value.measure, value.of(self._by)].values.append(value.value)
        return found

    def addends(self, measure: str, *, stock: bool) -> Iterator[tuple[FactKey, Addend]]:
        """The single addends to a measure, of the period or of all days."""
        first, last = _EVER if stock else self._period
        days = self._days_with(measure) if stock else range(first, last + 1)
        for key, addend in [*self._on_days(days), *self._moving]:
            if addend.measure == measure and first <= addend.day <= last:
                yield key, addend

    def _days_with(self, measure: str) -> list[Day]:
        """The days of the months in which anything is summed of a measure."""
        return [
            day
            for part, _, sums in self._figures.cells(EVERYBODY, self._figures.months())
            if any(line.measure == measure for line in sums)
            for day in range(part.bucket, month_end(part.bucket) + 1)
        ]

    def _on_days(self, days: Collection[Day]) -> Iterator[tuple[FactKey, Addend]]:
        """The settled addends of some days, one by one."""
        wanted = set(days)
        for key, body in self._figures.on_days(wanted).items():
            for addend in addends_of(fact_of(key, body)):
                if addend.day in wanted and addend.settled(self._settled):
                    yield key, addend


def _values(kpi: Definition, question: Question, happened: Tallies, stand: Tallies) -> dict[str, dict[str, Value]]:
    measures = {figure.measure for figure in kpi.figures}
    several = {of for tallied in (happened, stand) for measure, of in tallied if measure in measures}
    if question.by == EVERYBODY:
        several.add("")
    found: dict[str, dict[str, Value]] = {of: {} for of in several}
    for figure in kpi.figures:
        tallied = stand if figure.stock else happened
        whole = _whole(figure, tallied)
        for of in several:
            kept = tallied.get((figure.measure, of))
            found[of][figure.id] = valued(
                NOTHING if kept is None else kept.sums(),
                figure.fold,
                question.as_of,
                scale=figure.scale,
                target=figure.target,
                period=None if figure.stock else question.period,
                whole=whole,
            )
    return found


def _whole(figure: FigureDefinition, tallied: Tallies) -> Sums | None:
    """The sums of all that a share is one of."""
    if figure.fold is not Fold.SHARE:
        return None
    return sum((kept.sums() for (measure, _), kept in tallied.items() if measure == figure.measure), NOTHING)
