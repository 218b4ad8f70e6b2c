"""Which workflow a ticket belongs to, and what says so.

Evidence is read in a fixed order: the desk's explicit map, then what each label means (priority, category, type,
issue and sub-issue, queue, source), links to a project or a recurring master, then the cues in title and text and,
last and weakest, the lean of all their words. An explicit map decides outright. Everything else gives points to
workflows; the most points win, so that a label and a text that agree are surer than either, and a default priority
does not silence "nobody can work".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

from workflows.catalog import UNCLASSIFIED, Catalogue, Cue
from workflows.phrases import QUESTION, REPORT, START, STOP, Match, label_key, words
from workflows.shape import is_question, is_report
from workflows.thread import bare_title, is_reply, own_words

#: A cue in the title speaks louder than one in the text below it.
TITLE = 1.4
#: The title of a reply speaks of what went before.
REPLY_TITLE = 0.4
#: Of several labels, or cues, for one workflow the strongest counts whole, each other one this much.
FURTHER = 0.35
#: The workflows that a priority tells apart, and the share of its points left where they are not meant.
RANKED_BY_PRIORITY = frozenset({"W01", "W02", "W04", "W05"})
CALMED = 0.25
#: A stated priority of these meanings says that nobody needs to be interrupted. Then a critical incident takes two
#: strong cues that lean on different words, and is never surer than this.
CRITICAL = "W01"
CALM = frozenset({"priority.medium", "priority.normal", "priority.low"})
DOUBTED = 0.6
#: A cue with so much urgency is strong; "down" is so where "server" or the like is named.
STRONG = 1.0
_CORE, _DOWN = "core", "outage"
#: What an incident is taken for that is not critical.
_NEXT_BEST = ("W02", "W04")
#: A negation reaches this many words ahead.
REACH = 3

_LINK_POINTS = 9.0
_ALERT_POINTS = 3.0
_QUOTE_POINTS = 1.5
_HOURS_POINTS = 3.0
#: Requests above this do not get done from a queue (domain 1.1), up to this one they are quick hits (1.3).
_MAJOR_HOURS = 3.0
_QUICK_HOURS = 0.5

_NEGATIONS = frozenset(
    (
        *("not", "no", "isnt", "arent", "wasnt", "werent", "dont", "doesnt", "didnt", "havent", "hasnt"),
        *("without", "never", "nothing", "neither", "nor"),
        *("kein", "keine", "keinen", "keiner", "keinem", "nicht", "ohne", "nie", "nichts"),
        *("geen", "niet", "zonder", "nooit"),
        *("pas", "aucun", "aucune", "sans", "jamais"),
        *("sin", "nunca", "ningun", "ninguna", "nada", "nao", "sem", "nenhum", "nenhuma"),
    )
)
_OFFBOARDING_CUES = frozenset({"leaver"})
_SECURITY_CUES = frozenset({"intrusion", "suspicion"})
_ATTACK = "intrusion"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFacts:
    """What the classifier reads of a ticket. Picklist values come as the tenant's own labels, "" where empty.

    Attributes:
        first_note: text of the first note a customer or a monitor wrote.
        project: the ticket has a project.
        recurring: the ticket comes from a recurring ticket master.
        rmm_alert: the ticket carries the id of an RMM alert.
        estimated_hours: hours of work, None when not estimated.
        has_quote_or_charge: a quote, charge or purchase order hangs on it.
    """

    id: int = 0
    title: str = ""
    description: str = ""
    first_note: str = ""
    source: str = ""
    priority: str = ""
    category: str = ""
    type: str = ""
    issue: str = ""
    sub_issue: str = ""
    queue: str = ""
    project: bool = False
    recurring: bool = False
    rmm_alert: bool = False
    estimated_hours: float | None = None
    has_quote_or_charge: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing read: where, what, what it says, and its weight for the outcome (negative when against it)."""

    field: str
    value: str
    says: str
    weight: float


@dataclass(frozen=True, slots=True)
class Classification:
    """The outcome.

    Attributes:
        workflow: id of the workflow; "U" where nothing is known.
        rule: short, stable name of what decided: `map.priority`, `priority.high`, `text.everybody`,
            `together.core_down`, `link.project`, or `default.incident` where only the family is known.
        confidence: 0 to 1: how far the outcome leads.
        evidence: everything read, in the order it is read.
        offboarding: a person's access is to end (domain 1.5, rung 5).
        security: an active or suspected security event; such tickets are never closed by themselves.
    """

    workflow: str
    rule: str
    confidence: float
    evidence: tuple[Evidence, ...]
    offboarding: bool = False
    security: bool = False


def classify(facts: TicketFacts, catalogue: Catalogue) -> Classification:
    """The workflow of a ticket. Pure: the same facts and catalogue give the same outcome."""
    tally = _Tally()
    labels = _read_labels(facts, catalogue, tally)
    _read_links(facts, catalogue, tally)
    cues, strong = _read_text(facts, catalogue, tally)
    _read_combinations(catalogue, labels | cues, tally)
    _calm_priority(catalogue, tally)
    mapped = _mapped(facts, catalogue)
    if mapped is not None:
        workflow, evidence = mapped
        rule, confidence, read = f"map.{evidence.field}", 1.0, (evidence, *tally.evidence(workflow))
    else:
        doubted = not CALM.isdisjoint(labels)
        workflow, rule, confidence = _outcome(tally, catalogue, doubted, _are_independent(strong))
        read = tally.evidence(workflow)
    offboarding = workflow == "W07" and not cues.isdisjoint(_OFFBOARDING_CUES)
    return Classification(workflow, rule, confidence, read, offboarding, not cues.isdisjoint(_SECURITY_CUES))


@dataclass(slots=True)
class _Sign:
    """Something read that speaks for workflows."""

    rule: str
    field: str
    value: str
    says: str
    points: Mapping[str, float]
    factor: float


@dataclass(slots=True)
class _Tally:
    """What was read so far, and the points it gave."""

    signs: list[_Sign] = field(default_factory=list)
    totals: dict[str, float] = field(default_factory=dict)

    def add(self, sign: _Sign) -> None:
        self.signs.append(sign)
        for workflow, points in sign.points.items():
            self.totals[workflow] = self.totals.get(workflow, 0.0) + points * sign.factor

    def evidence(self, workflow: str) -> tuple[Evidence, ...]:
        return tuple(
            Evidence(sign.field, sign.value, sign.says, round(sign.points.get(workflow, 0.0) * sign.factor, 2))
            for sign in self.signs
        )


def _labels(facts: TicketFacts) -> Iterator[tuple[str, str, str]]:
    """Field, name of its tables, label; in the order they are read."""
    yield "priority", "priority", facts.priority
    yield "category", "category", facts.category
    yield "type", "type", facts.type
    yield "issue", "issue", facts.issue
    yield "sub_issue", "issue", facts.sub_issue
    yield "queue", "queue", facts.queue
    yield "source", "source", facts.source


def _mapped(facts: TicketFacts, catalogue: Catalogue) -> tuple[str, Evidence] | None:
    """The first label that a map gives to a workflow."""
    for name, table, label in _labels(facts):
        entries = catalogue.maps.get(table)
        if label and entries:
            workflow = entries.get(label_key(label))
            if workflow is not None and catalogue.workflows[workflow].enabled:
                says = f"is mapped to {catalogue.workflows[workflow].name}"
                return workflow, Evidence(name, label, says, 1.0)
    return None


def _read_labels(facts: TicketFacts, catalogue: Catalogue, tally: _Tally) -> frozenset[str]:
    """Add what the labels mean; return the names of the meanings, such as "priority.high"."""
    signs = []
    for name, table, label in _labels(facts):
        phrases = catalogue.labels.get(table)
        if not label or phrases is None:
            continue
        cue = phrases.longest(label)
        if cue is not None:
            signs.append(_Sign(f"{name}.{cue.name}", name, label, cue.says, cue.points, 1.0))
    _damp(signs, tally)
    return frozenset(sign.rule for sign in signs)


def _read_links(facts: TicketFacts, catalogue: Catalogue, tally: _Tally) -> None:
    def link(name: str, workflow: str, says: str, points: float) -> None:
        if workflow in catalogue.workflows and catalogue.workflows[workflow].enabled:
            tally.add(_Sign(f"link.{name}", name, "yes", says, {workflow: points}, 1.0))

    if facts.project:
        link("project", "W11", "belongs to a project", _LINK_POINTS)
    if facts.recurring:
        link("recurring", "W10", "made by a recurring ticket", _LINK_POINTS)
    if facts.rmm_alert:
        link("rmm_alert", "A", "carries an RMM alert", _ALERT_POINTS)
    if facts.has_quote_or_charge:
        link("quote", "W09", "a quote or charge hangs on it", _QUOTE_POINTS)
    hours = facts.estimated_hours
    if hours is not None and hours > _MAJOR_HOURS:
        link("estimate", "W08", f"{hours:g} hours estimated", _HOURS_POINTS)
    elif hours is not None and 0 < hours <= _QUICK_HOURS:
        link("estimate", "W06", f"{hours:g} hours estimated", _HOURS_POINTS / 3)


def _read_text(
    facts: TicketFacts, catalogue: Catalogue, tally: _Tally
) -> tuple[frozenset[str], list[tuple[str, frozenset[str]]]]:
    """Add the cues of title and text; return the names of those found, and name and words of each strong one."""
    reply = is_reply(facts.title)
    heard: list[str] = []
    body = own_words(facts.description)
    if facts.first_note:
        body = f"{body}\n\n{own_words(facts.first_note)}"
    found: dict[str, _Sign] = {}
    strong: list[tuple[str, frozenset[str]]] = []
    title = bare_title(facts.title)
    for name, text, factor in (("title", title, REPLY_TITLE if reply else TITLE), ("text", body, 1.0)):
        spoken = words(text)
        heard += spoken
        if name == "title":
            spoken.insert(0, START)
            if is_question(title):
                spoken += (STOP, QUESTION)
        elif is_report(title, body):
            spoken += (STOP, REPORT)
        for match in _unnegated(_uncovered(list(catalogue.cues.find(spoken))), spoken):
            cue = match.value
            if _urgency(cue.points) >= STRONG or cue.name == _DOWN:
                strong.append((cue.name, frozenset(spoken[match.start : match.end])))
            known = found.get(cue.name)
            if known is None or factor > known.factor:
                value = " ".join(spoken[match.start : match.end]).removeprefix(START).lstrip()
                found[cue.name] = _Sign(f"text.{cue.name}", name, value, cue.says, cue.points, factor)
    _damp([sign for sign in found.values() if sign.points], tally)
    lean = catalogue.leaning.lean(heard, max(tally.totals.values(), default=0.0))
    if lean is not None:
        value, points = ", ".join(lean.words), dict(lean.points)
        if all(_urgency(each.points) <= 0 for each in tally.signs):
            # The lean alone interrupts nobody.
            points[CRITICAL] = min(points.get(CRITICAL, 0.0), 0.0)
        tally.add(_Sign("text.words", "text", value, "the words lean this way", points, 1.0))
    # What a reply's title says was said before; it does not combine with what is said now.
    names = frozenset(name for name, sign in found.items() if sign.factor != REPLY_TITLE)
    if _CORE not in names:
        strong = [each for each in strong if each[0] != _DOWN]
    return names, [each for each in strong if each[0] in names]


def _urgency(points: Mapping[str, float]) -> float:
    """How much more points speak for a critical incident than for a medium one."""
    return points.get(CRITICAL, 0.0) - points.get("W04", 0.0)


def _are_independent(strong: list[tuple[str, frozenset[str]]]) -> bool:
    """Whether two strong cues, or two traces of an attack, lean on different words."""
    return any(
        one[1].isdisjoint(other[1]) and (one[0] != other[0] or one[0] == _ATTACK) for one in strong for other in strong
    )


def _uncovered(matches: list[Match[Cue]]) -> list[Match[Cue]]:
    """The matches without those that would speak for a critical incident by the words of a manner of speaking."""
    covered = {place for each in matches if each.value.covers for place in range(each.start, each.end)}
    if not covered:
        return matches
    return [
        each for each in matches if _urgency(each.value.points) <= 0 or covered.isdisjoint((each.start, each.end - 1))
    ]


def _unnegated(matches: list[Match[Cue]], spoken: Sequence[str]) -> Iterator[Match[Cue]]:
    """The matches that no "not", "no" or "without" just before them takes away."""
    taken: set[int] | None = None
    for match in matches:
        if not match.value.negatable:
            yield match
            continue
        negated = False
        for at in range(match.start - 1, max(-1, match.start - 1 - REACH), -1):
            if spoken[at] == STOP:
                break
            if spoken[at] in _NEGATIONS:
                # A "not" that is part of another sign ("not working") is used up there, unless that sign says so of
                # this very one ("no workaround").
                if taken is None:
                    taken = {place for each in matches for place in range(each.start, each.end)}
                negated = at not in taken or any(each.start == at and each.end == match.end for each in matches)
                break
        if not negated:
            yield match


def _damp(signs: list[_Sign], tally: _Tally) -> None:
    """Add signs of one kind, the strongest for each workflow whole and the others in part: they often say the same."""
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
        tally.add(sign)


def _read_combinations(catalogue: Catalogue, cues: frozenset[str], tally: _Tally) -> None:
    for each in catalogue.combinations:
        if each.when <= cues and each.unless.isdisjoint(cues):
            value = " + ".join(sorted(each.when))
            tally.add(_Sign(f"together.{each.name}", "text", value, each.says, each.points, 1.0))


def _calm_priority(catalogue: Catalogue, tally: _Tally) -> None:
    """A priority ranks incidents. Where all the rest speaks for something else, such as a request marked urgent, it
    must not make an incident of it: its points for incidents then count in part.
    """
    sign = next((each for each in tally.signs if each.field == "priority"), None)
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


def _outcome(tally: _Tally, catalogue: Catalogue, doubted: bool, independent: bool) -> tuple[str, str, float]:
    """Workflow, rule, confidence.

    Args:
        doubted: the stated priority is a calm one.
        independent: two strong cues speak for a critical incident.
    """
    if not any(points > 0 for points in tally.totals.values()):
        return UNCLASSIFIED, "nothing.known", 0.0
    totals = {
        id_: tally.totals.get(id_, 0.0) + catalogue.priors.get(id_, 0.0)
        for id_, workflow in catalogue.workflows.items()
        if workflow.enabled
    }
    best = max(totals, key=lambda id_: totals[id_])
    doubted = doubted and best == CRITICAL
    if doubted and not independent:
        del totals[CRITICAL]
        below = _NEXT_BEST[:1] if any(sign.rule == f"text.{_ATTACK}" for sign in tally.signs) else _NEXT_BEST
        best = max([id_ for id_ in below if id_ in totals] or totals, key=lambda id_: totals[id_])
    confidence = 1.0 / sum(exp(points - totals[best]) for points in totals.values())
    if doubted:
        confidence = min(confidence, DOUBTED)
    return best, _rule(tally, best, totals, catalogue), round(confidence, 3)


def _rule(tally: _Tally, best: str, totals: Mapping[str, float], catalogue: Catalogue) -> str:
    """The sign that did most to set the outcome apart from the next best one."""
    second = max((id_ for id_ in totals if id_ != best), key=lambda id_: totals[id_])
    apart = [(sign.points.get(best, 0.0) - sign.points.get(second, 0.0)) * sign.factor for sign in tally.signs]
    if not apart or max(apart) <= 0:
        return f"default.{catalogue.workflows[best].family}"
    return tally.signs[apart.index(max(apart))].rule
