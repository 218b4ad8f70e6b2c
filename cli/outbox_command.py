"""`servicedeck outbox list|show|retry|drop`: what was entered here and what became of it.

Works beside a running app, which hears of every decision within a second, and needs neither network nor secret.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cli.config import read_config
from cli.exits import Exit, Stop
from cli.kept_demo import FOLDER as DEMO
from cli.kept_demo import kept_demo
from cli.outbox_words import (
    BY_ITSELF,
    ONLY_WHILE_IT_RUNS,
    Names,
    facts,
    life_facts,
    lines,
    name_of,
    stage_of,
    whole_life,
)
from cli.outboxes import READ_ONLY, lies_in, open_to_look
from cli.places import Places, places_of
from desk.acts.drafts import DRAFTS
from desk.acts.told import Stage
from replica.errors import ReplicaError
from replica.outbox.op import Op
from replica.outbox.outbox import Outbox
from replica.store import Replica

EVERYTHING = 1_000_000
NAMED_AT_MOST = 5
NOT_NOW = {
    Stage.PENDING: "is sent by itself as soon as servicedeck runs",
    Stage.SENDING: "is on its way: servicedeck, as soon as it runs, finds out what came of it",
    Stage.UNKNOWN: "was sent, and nobody knows yet what came of it: wait until it has been looked for",
    Stage.BLOCKED: "tells of another entry, which needs you first: it goes when that one is in Autotask",
    Stage.CONFLICT: "meets another change: choose in the app (L) between yours and theirs",
    Stage.HELD: "was found more than once: look in Autotask, and say in the app (L) which record it is",
    Stage.DONE: "is in Autotask: change it there, or in the app",
    Stage.DROPPED: "was taken back or dropped: enter it anew; what was typed is in: servicedeck outbox show {name}",
}
"""Why an op can be neither sent again nor dropped, by where it stands."""


def run(arguments: argparse.Namespace) -> Exit:
    """Do what `arguments.action` names. Data goes to stdout, talk to stderr."""
    places = places_of(arguments)
    deciding = arguments.action in ("retry", "drop")
    if deciding:
        _may_decide(places, arguments)
    work: dict[str, Callable[[Outbox, Names, argparse.Namespace], Coroutine[None, None, Exit]]] = {
        "list": _list,
        "show": _show,
        "retry": _decide,
        "drop": _decide,
    }
    folder = _folder(places)
    demo = kept_demo(places.data_folder) if folder != places.data_folder else None
    try:
        with _copy(folder) as copy:
            names = Names(copy, _me(places) if demo is None else demo.me, demo=folder != places.data_folder)
            return asyncio.run(_with(folder, deciding, names, arguments, work[arguments.action]))
    except ReplicaError as error:
        raise Stop(Exit.FAILED, str(error)) from None


async def _with(
    folder: Path,
    deciding: bool,
    names: Names,
    arguments: argparse.Namespace,
    work: Callable[[Outbox, Names, argparse.Namespace], Coroutine[None, None, Exit]],
) -> Exit:
    outbox = open_to_look(folder, deciding=deciding)
    try:
        for notice in outbox.notices:
            _say(notice)
        return await work(outbox, names, arguments)
    finally:
        await outbox.close()


def _may_decide(places: Places, arguments: argparse.Namespace) -> None:
    tenant = read_config(places).autotask
    if arguments.read_only or (tenant is not None and tenant.read_only):
        raise Stop(Exit.WRONG_USE, READ_ONLY)


def _me(places: Places) -> str:
    """Who sits at the screen; empty where the configuration does not say, which is no matter for looking."""
    with suppress(Stop):
        return read_config(places).desk.me
    return ""


def _folder(places: Places) -> Path:
    """The folder of the outbox: the data folder, else that of the demo which was kept in it, and that is said."""
    here, of_demo = places.data_folder, places.data_folder / DEMO
    if lies_in(here):
        return here
    kept = kept_demo(here)
    run = "" if kept is None else f" (seed {kept.seed}, opened {kept.at})"
    if lies_in(of_demo):
        _say(f"These are the entries of a demo{run}: its Autotask ends with it, and what waits then is never sent.")
        return of_demo
    if kept is not None:
        raise Stop(Exit.NOTHING, f"Nothing was entered in the demo{run} of this folder: no outbox is in {of_demo}.")
    raise Stop(Exit.NOTHING, f"Nothing was entered yet: there is no outbox in {here}.")


@contextmanager
def _copy(folder: Path) -> Iterator[Replica | None]:
    """The copy beside the outbox, which knows numbers and names; None where it cannot be read."""
    copy = None
    with suppress(ReplicaError):
        copy = Replica.open(folder, read_only=True)
    try:
        yield copy
    finally:
        if copy is not None:
            copy.close()


# list ------------------------------------------------------------------------------------------------------------


async def _list(outbox: Outbox, names: Names, arguments: argparse.Namespace) -> Exit:
    drafts = len(outbox.kept(DRAFTS))
    if drafts:
        _say(f"{drafts} form(s) that were not sent are kept; the app offers them again.")
    ops = await outbox.ops(limit=arguments.count) if arguments.all else tuple(reversed(outbox.live))
    if not ops:
        over = 0 if arguments.all else len(await outbox.ops(limit=EVERYTHING))
        seen = f" See what is over ({over}): servicedeck outbox list --all" if over else ""
        raise Stop(Exit.NOTHING, f"Nothing waits: whatever was entered here is in Autotask, or was dropped.{seen}")
    for op in ops:
        print(json.dumps(facts(op, outbox, names)) if arguments.json else lines(op, outbox, names))
    return Exit.DONE


# show ------------------------------------------------------------------------------------------------------------


async def _show(outbox: Outbox, names: Names, arguments: argparse.Namespace) -> Exit:
    ops = await outbox.ops(limit=EVERYTHING)
    op = _meant(ops, arguments.id)
    log = await outbox.log(op.op_id, limit=EVERYTHING)
    act = [other for other in reversed(ops) if other.act == op.act and other.op_id != op.op_id]
    if arguments.json:
        print(json.dumps({**facts(op, outbox, names), **life_facts(op, log, act)}))
        return Exit.DONE
    for line in whole_life(op, log, act, outbox, names):
        print(line)
    return Exit.DONE


# retry, drop -----------------------------------------------------------------------------------------------------


async def _decide(outbox: Outbox, names: Names, arguments: argparse.Namespace) -> Exit:
    """Send again, or give up, every op that is named; nothing is done where one of them is not known."""
    known = await outbox.ops(limit=EVERYTHING)
    done = Exit.DONE
    for op in [_meant(known, text) for text in arguments.ids]:
        stage = stage_of(op, outbox)
        if not await (outbox.retry(op.op_id) if arguments.action == "retry" else outbox.drop(op.op_id)):
            by_itself = names.demo and stage in BY_ITSELF
            why_not = f"goes on by itself, {ONLY_WHILE_IT_RUNS}" if by_itself else NOT_NOW[stage]
            _say(f"{name_of(op)} {why_not.format(name=name_of(op))}.")
            done = Exit.FAILED
            continue
        now = await outbox.op(op.op_id) or op
        print(json.dumps(facts(now, outbox, names)) if arguments.json else lines(now, outbox, names))
    for op in outbox.live if arguments.action == "drop" else ():
        if waits := outbox.waiting(op):
            _say(f"{name_of(op)}, {names.what(op)}: {waits}")
    return done


# Which op --------------------------------------------------------------------------------------------------------


def _meant(ops: Sequence[Op], text: str) -> Op:
    """The op of this name or id, or the only one whose name or id begins so.

    Raises:
        Stop: none does, or several do.
    """
    wanted = text.strip().casefold()
    exact = [op for op in ops if wanted in (op.op_id, name_of(op).casefold())]
    found = exact or [op for op in ops if wanted and _begins(op, wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        named = ", ".join(name_of(op) for op in found[:NAMED_AT_MOST])
        more = " and more" if len(found) > NAMED_AT_MOST else ""
        raise Stop(Exit.NOTHING, f"Several entries begin with {text!r}: {named}{more}. Write more of the name.")
    raise Stop(Exit.NOTHING, f"No entry is called {text!r}. See their names with: servicedeck outbox list --all")


def _begins(op: Op, wanted: str) -> bool:
    name, bare = name_of(op).casefold(), op.op_id.replace("-", "")
    return name.startswith((wanted, f"sd-{wanted}")) or bare.startswith(wanted.replace("-", ""))


def _say(text: str) -> None:
    print(f"servicedeck: {text}", file=sys.stderr)
