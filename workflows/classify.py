"""Which workflow a ticket belongs to, and what says so.

Evidence is read in a fixed order: the desk's explicit map, then what each label means (priority, category, type,
issue and sub-issue, queue, source), links to a project or a recurring master, then the cues in title and text and,
last and weakest, the lean of all their words. An explicit map decides outright. Everything else gives points to
workflows; the most points win, so that a label and a text that agree are surer than either, and a default priority
does not silence "nobody can work".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflows.catalog import Catalogue, Cue
from workflows.outcome import ATTACKS, CALM, CALMING, CRITICAL, Doubt, Sign, Tally, calm_priority, decide, is_given
from workflows.phrases import QUESTION, REPORT, START, STOP, Match, label_key, words
from workflows.shape import is_question, is_report
from workflows.thread import bare_title, is_reply, own_words

#: A cue in the title speaks louder than one in the text below it.
TITLE = 1.4
#: The title of a reply speaks of what went before.
REPLY_TITLE = 0.4
#: A cue with so much urgency is strong; "down" is so where "server" or the like is named.
STRONG = 1.0
_CORE, _DOWN = "core", "outage"
#: What comes before a medium incident is never told by the lean of the words alone.
_NOT_BY_WORDS = (CRITICAL, "W02", "W03")
#: Points up to this say nothing by themselves, such as the mere name of a server.
_FAINT = 0.25
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
    tally = Tally()
    labels = _read_labels(facts, catalogue, tally)
    _read_links(facts, catalogue, tally)
    given = is_given(tally)
    cues, strong = _read_text(facts, catalogue, tally)
    _read_combinations(catalogue, labels | cues, tally)
    if not given:
        calm_priority(catalogue, tally)
    mapped = _mapped(facts, catalogue)
    if mapped is not None:
        workflow, evidence = mapped
        rule, confidence, read = f"map.{evidence.field}", 1.0, (evidence, *_evidence(tally, workflow))
    else:
        doubt = Doubt(
            calm=not CALM.isdisjoint(labels),
            independent=_are_independent(strong),
            given=given,
            lowered=not strong and not CALMING.isdisjoint(cues),
        )
        workflow, rule, confidence = decide(tally, catalogue, doubt)
        read = _evidence(tally, workflow)
    offboarding = workflow == "W07" and not cues.isdisjoint(_OFFBOARDING_CUES)
    security = not cues.isdisjoint(_SECURITY_CUES) or any(sign.rule in ATTACKS for sign in tally.signs)
    return Classification(workflow, rule, confidence, read, offboarding, security)


def _evidence(tally: Tally, workflow: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(sign.field, sign.value, sign.says, round(sign.weight(workflow), 2)) for sign in tally.signs)


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


def _read_labels(facts: TicketFacts, catalogue: Catalogue, tally: Tally) -> frozenset[str]:
    """Add what the labels mean; return the names of the meanings, such as "priority.high"."""
    signs = []
    for name, table, label in _labels(facts):
        phrases = catalogue.labels.get(table)
        if not label or phrases is None:
            continue
        cue = phrases.longest(label)
        if cue is not None:
            signs.append(Sign(f"{name}.{cue.name}", name, label, cue.says, cue.points, 1.0))
    tally.add_damped(signs)
    return frozenset(sign.rule for sign in signs)


def _read_links(facts: TicketFacts, catalogue: Catalogue, tally: Tally) -> None:
    def link(name: str, workflow: str, says: str, points: float) -> None:
        if workflow in catalogue.workflows and catalogue.workflows[workflow].enabled:
            tally.add(Sign(f"link.{name}", name, "yes", says, {workflow: points}, 1.0))

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
    facts: TicketFacts, catalogue: Catalogue, tally: Tally
) -> tuple[frozenset[str], list[tuple[str, frozenset[str]]]]:
    """Add the cues of title and text; return the names of those found, and name and words of each strong one."""
    reply = is_reply(facts.title)
    heard: list[str] = []
    body = own_words(facts.description)
    if facts.first_note:
        body = f"{body}\n\n{own_words(facts.first_note)}"
    found: dict[str, Sign] = {}
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
                found[cue.name] = Sign(f"text.{cue.name}", name, value, cue.says, cue.points, factor)
    tally.add_damped([sign for sign in found.values() if sign.points])
    lean = catalogue.leaning.lean(heard, max(tally.totals.values(), default=0.0))
    if lean is not None:
        value, points = ", ".join(lean.words), dict(lean.points)
        for id_ in _NOT_BY_WORDS:
            if not any(_speaks(each.points, id_) for each in tally.signs):
                points[id_] = min(points.get(id_, 0.0), points.get("W04", 0.0), 0.0)
        tally.add(Sign("text.words", "text", value, "the words lean this way", points, 1.0))
    # What a reply's title says was said before; it does not combine with what is said now.
    names = frozenset(name for name, sign in found.items() if sign.factor != REPLY_TITLE)
    if _CORE not in names:
        strong = [each for each in strong if each[0] != _DOWN]
    return names, [each for each in strong if each[0] in names]


def _speaks(points: Mapping[str, float], workflow: str) -> bool:
    if workflow == CRITICAL:
        return _urgency(points) > 0
    return points.get(workflow, 0.0) > _FAINT


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


def _read_combinations(catalogue: Catalogue, cues: frozenset[str], tally: Tally) -> None:
    for each in catalogue.combinations:
        if each.when <= cues and each.unless.isdisjoint(cues):
            value = " + ".join(sorted(each.when))
            tally.add(Sign(f"together.{each.name}", "text", value, each.says, each.points, 1.0))
