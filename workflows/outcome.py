"""What was read of a ticket, the points it gives, and the workflow that follows.

The most points win, with two bounds on what words may do. Against a priority that calls a ticket calm they interrupt
nobody unless two of them agree; against a Critical that a person gave they lower it to High at most (domain 1.4: the
priority carries the workflow, the rest verifies it).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from workflows.catalog import UNCLASSIFIED, Catalogue

CRITICAL, HIGH = "W01", "W02"
#: Of several labels, or cues, for one workflow the strongest counts whole, each other one this much.
FURTHER = 0.35
#: The workflows that a priority tells apart, and the share of its points left where they are not meant.
RANKED_BY_PRIORITY = frozenset({CRITICAL, HIGH, "W04", "W05"})
CALMED = 0.25
#: A stated priority of these meanings says that nobody needs to be interrupted. Then a critical incident takes two
#: strong cues that lean on different words.
CALM = frozenset({"priority.medium", "priority.normal", "priority.low"})
#: An outcome against which the stated priority, or all the words, speak is never surer than this.
DOUBTED = 0.6
#: The highest priority, and the sources where somebody at the desk heard the client and chose it. What comes by mail or
#: from the portal has a default, or what its writer ticked; a monitor's is its own.
_HIGHEST, _HEARD = "priority.critical", "source.live"
#: Cues by which a Critical that a person gave is lowered: one person, a way around, a question, a small errand.
CALMING = frozenset(
    (
        *("workaround", "nuisance", "unimportant", "others_spared", "one_person", "recovered", "untouched"),
        *("how_to", "asked_question", "quick"),
    )
)
#: Traces of an attack: against a calm priority they make it high at least.
ATTACKS = frozenset(
    ("text.intrusion", "together.attack_not_stopped", "together.attack_answered", "together.malware_answered")
)
#: What an incident is taken for that is not critical.
_NEXT_BEST = (HIGH, "W04")


@dataclass(slots=True)
class Sign:
    """Something read that speaks for workflows."""

    rule: str
    field: str
    value: str
    says: str
    points: Mapping[str, float]
    factor: float

    def weight(self, workflow: str) -> float:
        return self.points.get(workflow, 0.0) * self.factor


@dataclass(slots=True)
class Tally:
    """What was read so far, and the points it gave."""

    signs: list[Sign] = field(default_factory=list)
    totals: dict[str, float] = field(default_factory=dict)

    def add(self, sign: Sign) -> None:
        self.signs.append(sign)
        for workflow, points in sign.points.items():
            self.totals[workflow] = self.totals.get(workflow, 0.0) + points * sign.factor

    def add_damped(self, signs: Sequence[Sign]) -> None:
        """Add signs of one kind, the strongest for each workflow whole, the others in part: they often say the same."""
        strongest: dict[str, tuple[float, int]] = {}
        for number, sign in enumerate(signs):
            for workflow, weight in sign.points.items():
                points = weight * sign.factor
                if points > 0 and points > strongest.get(workflow, (0.0, -1))[0]:
                    strongest[workflow] = (points, number)
        for number, sign in enumerate(signs):
            sign.points = {
                workflow: points if points < 0 or strongest[workflow][1] == number else points * FURTHER
                for workflow, points in sign.points.items()
            }
            self.add(sign)

    def of(self, name: str) -> Sign | None:
        """The sign of a label, by its field."""
        return next((sign for sign in self.signs if sign.field == name), None)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What else decides about a critical incident.

    Attributes:
        calm: the stated priority is a calm one.
        independent: two strong cues that lean on different words speak for a critical incident.
        given: a person gave the highest priority.
        lowered: something calming is said, and nothing that speaks strongly for a critical incident.
    """

    calm: bool
    independent: bool
    given: bool
    lowered: bool


def is_given(tally: Tally) -> bool:
    """Whether a person gave an incident the highest priority. To be asked when labels and links are read, and no text.

    What its type, its other labels or its links make a request, an alert or project work is none.
    """
    rules = {sign.rule for sign in tally.signs}
    if not {_HIGHEST, _HEARD} <= rules:
        return False
    kind, priority = tally.of("type"), tally.of("priority")
    if priority is None or (kind is not None and kind.weight(CRITICAL) <= 0):
        return False
    rest = {id_: points - priority.weight(id_) for id_, points in tally.totals.items()}
    best = max(rest, key=rest.__getitem__)
    return rest[best] <= 0 or best in RANKED_BY_PRIORITY


def calm_priority(catalogue: Catalogue, tally: Tally) -> None:
    """A priority ranks incidents. Where all the rest speaks for something else, such as a request marked urgent, it
    must not make an incident of it: its points for incidents then count in part.
    """
    sign = tally.of("priority")
    if sign is None:
        return
    ranks = {id_: points for id_, points in sign.points.items() if id_ in RANKED_BY_PRIORITY}
    rest = {id_: catalogue.priors.get(id_, 0.0) + points for id_, points in tally.totals.items()}
    for id_, points in ranks.items():
        rest[id_] -= points
    if ranks and max(rest, key=lambda id_: rest[id_]) not in RANKED_BY_PRIORITY:
        for id_, points in ranks.items():
            tally.totals[id_] -= points * (1 - CALMED)
        sign.points = {**sign.points, **{id_: points * CALMED for id_, points in ranks.items()}}


def decide(tally: Tally, catalogue: Catalogue, doubt: Doubt) -> tuple[str, str, float]:
    """Workflow, rule, confidence."""
    if not any(points > 0 for points in tally.totals.values()):
        return UNCLASSIFIED, "nothing.known", 0.0
    totals = {
        id_: tally.totals.get(id_, 0.0) + catalogue.priors.get(id_, 0.0)
        for id_, workflow in catalogue.workflows.items()
        if workflow.enabled
    }
    best = max(totals, key=lambda id_: totals[id_])
    if doubt.given:
        stated = HIGH if doubt.lowered else CRITICAL
        if stated in totals and best not in (CRITICAL, stated):
            return stated, _HIGHEST, DOUBTED
    doubted = doubt.calm and best == CRITICAL
    if doubted and not doubt.independent:
        del totals[CRITICAL]
        below = _NEXT_BEST[:1] if any(sign.rule in ATTACKS for sign in tally.signs) else _NEXT_BEST
        best = max([id_ for id_ in below if id_ in totals] or totals, key=lambda id_: totals[id_])
    confidence = 1.0 / sum(exp(points - totals[best]) for points in totals.values())
    if doubted:
        confidence = min(confidence, DOUBTED)
    return best, _rule(tally, best, totals, catalogue), round(confidence, 3)


def _rule(tally: Tally, best: str, totals: Mapping[str, float], catalogue: Catalogue) -> str:
    """The sign that did most to set the outcome apart from the next best one."""
    second = max((id_ for id_ in totals if id_ != best), key=lambda id_: totals[id_])
    apart = [sign.weight(best) - sign.weight(second) for sign in tally.signs]
    if not apart or max(apart) <= 0:
        return f"default.{catalogue.workflows[best].family}"
    return tally.signs[apart.index(max(apart))].rule
