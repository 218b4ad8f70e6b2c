"""A ticket page in words: its facts, its service level, its time, its checklist."""

from desk.durations import clock_text
from desk.model import MilestoneState
from desk.pages import ChecklistLine, MilestoneLine, TicketDetail, TimeLine
from tui.widgets.cells import fit
from tui.widgets.parts import Part, Parts, flowing, joined, paragraph, parts, spread
from tui.words.pending import signed
from tui.words.reader import Reader

LABEL = 11
MILESTONE = 16


def summary(detail: TicketDetail, reader: Reader, width: int) -> list[Parts]:
    """Where the ticket stands, on a line or two."""
    facts, item = detail.facts, detail.item
    return flowing(
        (
            Part(facts.status, "strong"),
            Part(item.priority_mark),
            Part(f"{item.workflow} {item.workflow_name}".strip()),
            Part(facts.company),
            Part(f"{facts.contact} {facts.contact_phone}".strip()),
            Part(facts.owner or "nobody"),
            Part(f"opened {reader.moment(facts.opened)}", "quiet"),
        ),
        width,
    )


def milestone_line(detail: TicketDetail) -> Parts:
    """The three milestones in one line, the ones that say nothing left out."""
    shown = [line for line in detail.milestones if line.state is not MilestoneState.NOT_APPLICABLE]
    if not shown:
        return parts(("no service level applies", "quiet"))
    return joined(Part(f"{line.label.lower()} {line.text}", _tone(line)) for line in shown)


def service_level(detail: TicketDetail, reader: Reader, width: int) -> list[Parts]:
    """Each milestone on a line, then pauses and the calendar they are reckoned on."""
    lines: list[Parts] = [
        parts((fit(line.label, MILESTONE), "quiet"), (line.text, _tone(line))) for line in detail.milestones
    ]
    for pause in detail.pauses:
        until = reader.moment(pause.end) if pause.end is not None else "now"
        lines.append(parts((fit("Paused", MILESTONE), "quiet"), f"{reader.moment(pause.start)} – {until}"))
    for label, text in (("Service level", detail.facts.service_level), ("Calendar", detail.facts.calendar)):
        if text:
            lines.append(parts((fit(label, MILESTONE), "quiet"), text))
    return [row for line in lines for row in _folded(line, width)]


def facts(detail: TicketDetail, reader: Reader, width: int) -> list[Parts]:
    """The labels of the ticket, those it has."""
    known, item = detail.facts, detail.item
    pairs = (
        ("Status", known.status),
        ("", known.hold),
        ("Skipped", f"{reader.moment(item.place.since)} by you: {item.place.what}" if item.skipped else ""),
        ("Priority", f"{item.priority_mark} {known.priority}".strip()),
        ("Workflow", f"{item.workflow} {item.workflow_name}".strip()),
        ("Queue", known.queue),
        ("Owner", f"{known.owner} ({known.role})" if known.owner and known.role else known.owner or "nobody"),
        ("Also", ", ".join(person.name for person in detail.secondary)),
        ("Company", known.company),
        ("Location", known.location),
        ("Contact", f"{known.contact}{' · VIP' if known.vip else ''}"),
        ("", known.contact_phone),
        ("", known.contact_email),
        ("Further", ", ".join(detail.further_contacts)),
        ("Contract", f"{known.contract} ({known.contract_kind})" if known.contract_kind else known.contract),
        ("Category", known.category),
        ("Type", known.kind),
        ("Issue", " / ".join(part for part in (known.issue, known.sub_issue) if part)),
        ("Source", known.source),
        ("Opened", reader.moment(known.opened)),
        ("Due", reader.moment(known.due)),
        ("Touched", f"{reader.moment(known.touched)} {known.touched_by}".strip()),
        ("Completed", reader.moment(known.completed)),
        ("Time", worked(detail)),
        *(
            (("Devices" if at == 0 else ""), f"{device.name} {device.kind}".strip())
            for at, device in enumerate(detail.devices)
        ),
        ("Files", f"{len(detail.files)}, named among the notes; o opens the browser" if detail.files else ""),
        *(
            (("Booked" if at == 0 else ""), f"{reader.moment(call.start)} {', '.join(call.who)}")
            for at, call in enumerate(detail.calls)
        ),
    )
    lines: list[Parts] = []
    for label, text in pairs:
        if text.strip():
            rows = paragraph(text, width, indent=LABEL)
            lines.append(parts((fit(label, LABEL), "quiet"), rows[0][0].text[LABEL:]))
            lines += rows[1:]
    return lines


def _labelled(label: str, texts: list[str]) -> list[tuple[str, str]]:
    return [(label if at == 0 else "", text) for at, text in enumerate(texts)]


def time_entries(detail: TicketDetail, reader: Reader, width: int) -> list[Parts]:
    """Every entry, newest first."""
    if not detail.time_entries:
        return [parts(("No time is entered on this ticket.", "quiet"))]
    return [line for entry in detail.time_entries for line in entry_lines(entry, reader, width)]


def entry_lines(entry: TimeLine, reader: Reader, width: int) -> list[Parts]:
    """An entry with what was said in it."""
    return [
        _time_line(entry, reader, width),
        *paragraph(entry.summary, width, indent=2),
        *paragraph(entry.internal, width, indent=2, tone="quiet"),
    ]


def checklist(detail: TicketDetail, reader: Reader, width: int) -> list[Parts]:
    """Every item with its box."""
    if not detail.checklist:
        return [parts(("This ticket has no checklist.", "quiet"))]
    return [row for line in detail.checklist for row in checklist_line(line, reader, width)]


def checklist_line(line: ChecklistLine, reader: Reader, width: int) -> list[Parts]:
    """An item with its box, and who ticked it when."""
    sent = signed(reader.mark("TicketChecklistItems", line.id))
    by = f"{sent.text} {line.by} {reader.moment(line.at) if line.at is not None else ''}".strip()
    rows = paragraph(("! " if line.important else "") + line.text, width - len(by) - 1, indent=4)
    box = "[x] " if line.done else "[ ] "
    words = rows[0][0].text[4:] if rows else ""
    head = parts((box, "active" if line.done else "strong"), (words, "quiet" if line.done else ""))
    return [spread(head, parts((by, sent.tone or "quiet")), width), *rows[1:]]


def beside(detail: TicketDetail, reader: Reader, width: int) -> list[Parts]:
    """What stands beside the page on a wide screen: the checklist, then what is booked."""
    lines = checklist(detail, reader, width)
    if detail.calls:
        lines += [(), parts(("Booked", "quiet"))]
    for call in detail.calls:
        who = ", ".join(call.who) or "nobody"
        state = "done" if call.complete else call.status
        times = f"{reader.moment(call.start)}–{reader.time(call.end)} "
        lines.append(spread(parts((times, "strong"), who), parts((state, "quiet")), width))
        lines += paragraph(call.description, width, indent=2, tone="quiet")
    return lines


def resolution(detail: TicketDetail, width: int) -> list[Parts]:
    """How it was solved, where somebody wrote that."""
    if not detail.resolution:
        return []
    return [parts(("Resolution", "quiet")), *paragraph(detail.resolution, width, indent=2)]


def worked(detail: TicketDetail) -> str:
    """ "1:10 worked, 0:25 by you, 2:00 estimated"."""
    sums = detail.sums
    text = f"{clock_text(sums.worked)} worked"
    if sums.mine and sums.mine != sums.worked:
        text += f", {clock_text(sums.mine)} by you"
    return f"{text}, {clock_text(sums.estimated)} estimated" if sums.estimated else text


def _time_line(entry: TimeLine, reader: Reader, width: int) -> Parts:
    billed = ""
    if entry.billed_minutes is not None and entry.billed_minutes != entry.minutes:
        billed = f", {clock_text(entry.billed_minutes)} billed"
    worked = f" {clock_text(entry.minutes)}{billed}"
    when = entry.day
    if entry.start is not None and entry.end is not None:
        when = f"{reader.moment(entry.start)}–{reader.time(entry.end)}"
    left = parts((f"{when} ", "quiet"), (entry.who, "strong"), worked, (f" {entry.work_type}", "quiet"))
    sent = signed(reader.mark("TimeEntries", entry.id))
    said = parts(sent, "  " if sent.text else "", ("billable" if entry.billable else "not billable", "quiet"))
    return spread(left, said, width)


def _tone(line: MilestoneLine) -> str:
    if line.late or line.state is MilestoneState.BREACHED:
        return "late"
    return {MilestoneState.RUNNING: "strong", MilestoneState.MET: "active"}.get(line.state, "quiet")


def _folded(line: Parts, width: int) -> list[Parts]:
    label, value = line
    rows = paragraph(value.text, width, indent=MILESTONE, tone=value.tone) or [parts("")]
    return [(label, Part(rows[0][0].text[MILESTONE:], value.tone)), *rows[1:]]
