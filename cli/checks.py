"""What `doctor` checks on this machine, one by one, without the network.

Each check is a function that gives one finding; none of them raises, and none prints a secret.
"""

import asyncio
import locale
import os
import platform
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.metadata import version

from cli.catalogue import catalogue_in_force
from cli.config import Config, read_config
from cli.exits import Stop
from cli.kept_demo import FOLDER, KeptDemo, kept_demo
from cli.leaving import Left
from cli.log import FILE as LOG_FILE
from cli.on_call_files import rotas_in_force
from cli.outboxes import lies_in, open_to_look
from cli.places import CRASH_FILE, Places
from cli.promised_names import promised_to_nobody
from cli.screens import DUMB
from cli.secrets import SecretSource
from desk.last_look import FILE as LOOK_FILE
from replica.errors import ReplicaError, ReplicaMissing
from replica.files import DATABASE
from replica.outbox.file import DATABASE as OUTBOX
from replica.outbox.journal import JOURNAL
from replica.store import Replica

SMALLEST = (60, 16)
LEAST_FREE = 200
"""MiB: with less, a growing copy may soon find no space left."""

LEAST_SETTLE = 120
"""Seconds: ASP.NET lets a request run for 110."""

OTHERS_MAY = stat.S_IRWXG | stat.S_IRWXO


class Verdict(StrEnum):
    """How a check came out."""

    GOOD = "good"
    WARNING = "warning"
    """It works, with less than it could."""
    BAD = "bad"
    """The desk cannot do its work before this is mended."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check: what was looked at, how it stands, and the next step where there is one."""

    name: str
    verdict: Verdict
    sentence: str


def offline_findings(places: Places, environment: dict[str, str]) -> Iterator[Finding]:
    """Everything that can be known without the network, in the order in which it matters."""
    yield _program()
    yield _terminal(environment)
    yield _encoding()
    yield _data_folder(places)
    yield _kept(places)
    try:
        config = read_config(places)
    except Stop as stop:
        yield Finding("configuration", Verdict.BAD, stop.message)
        return
    yield _configuration(places, config)
    yield _guarded("catalogue", lambda: _catalogue(config))
    yield _guarded("rota", lambda: _rota(config))
    if (kept := kept_demo(places.data_folder)) is not None:
        yield Finding("demo", Verdict.GOOD, _demo(kept, places))
        places = replace(places, data_folder=places.data_folder / FOLDER)
    yield _copy(places)
    yield from _targets(places, config)
    yield _outbox(places, config)
    if config.autotask is not None:
        yield _guarded("secret", lambda: _secret(config, environment))


def _guarded(name: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Stop as stop:
        return Finding(name, Verdict.BAD, stop.message)


def _program() -> Finding:
    parts = f"servicedeck {version('servicedeck')}, Python {platform.python_version()}"
    return Finding("program", Verdict.GOOD, f"{parts}, {platform.system()} {platform.machine()}.")


def _terminal(environment: dict[str, str]) -> Finding:
    if not sys.stdout.isatty():
        return Finding("terminal", Verdict.GOOD, "Output goes to a file or a pipe; size and colours are not checked.")
    if environment.get("TERM") == DUMB:
        sentence = f"TERM={DUMB}: no screens can be drawn here, but servicedeck next answers."
        return Finding("terminal", Verdict.WARNING, sentence)
    columns, rows = shutil.get_terminal_size()
    size = f"{columns}x{rows}, TERM={environment.get('TERM', '')}"
    if columns < SMALLEST[0] or rows < SMALLEST[1]:
        smallest = "x".join(map(str, SMALLEST))
        return Finding("terminal", Verdict.WARNING, f"{size}: make the window at least {smallest}.")
    return Finding("terminal", Verdict.GOOD, f"{size}.")


def _encoding() -> Finding:
    name = locale.getpreferredencoding(do_setlocale=False)
    if name.lower().replace("-", "") == "utf8":
        return Finding("encoding", Verdict.GOOD, "UTF-8.")
    return Finding("encoding", Verdict.WARNING, f"{name}, not UTF-8: frames are drawn with ASCII. Set LANG=C.UTF-8.")


def _data_folder(places: Places) -> Finding:
    folder = places.data_folder
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        what = "a file lies there, not a folder" if folder.exists() and not folder.is_dir() else error.strerror
        next_step = "Give yourself write access to it, or name another with --data."
        return Finding("data folder", Verdict.BAD, f"{folder}: {what}. {next_step}")
    if os.name == "posix" and folder.stat().st_mode & OTHERS_MAY:
        return Finding("data folder", Verdict.WARNING, f"{folder} is open to others. Close it with: chmod 700 {folder}")
    free = shutil.disk_usage(folder).free // 2**20
    if free < LEAST_FREE:
        return Finding("data folder", Verdict.WARNING, f"{folder}: only {free} MiB are free there. Free some space.")
    return Finding("data folder", Verdict.GOOD, f"{folder}, {free:,} MiB free.")


def _kept(places: Places) -> Finding:
    """Where everything lies that we write, so that a person can look at it, send it, or delete it."""
    names = {
        "copy": DATABASE,
        "outbox": OUTBOX,
        "its second copy": JOURNAL,
        "last look": LOOK_FILE,
        "log": LOG_FILE,
        "crash report": CRASH_FILE,
    }
    paths = {what: places.data_folder / name for what, name in names.items()}
    told = [f"{what} {path}{'' if path.exists() else ' (none yet)'}" for what, path in paths.items()]
    aside = sorted(places.data_folder.glob(f"{DATABASE}.corrupt-*"))
    told += [f"damaged copy, kept aside {path}" for path in aside]
    return Finding("kept files", Verdict.GOOD, f"{'; '.join(told)}.")


def _configuration(places: Places, config: Config) -> Finding:
    if not places.config_file.exists():
        sentence = f"None at {places.config_file}. Make one with: servicedeck config init. Or try: servicedeck demo"
        return Finding("configuration", Verdict.WARNING, sentence)
    if config.autotask is None:
        sentence = f"{places.config_file} names no tenant. Add an [autotask] table; servicedeck config init shows one."
        return Finding("configuration", Verdict.WARNING, sentence)
    me = config.desk.me or "nobody: set desk.me to see your own queue"
    return Finding("configuration", Verdict.GOOD, f"{places.config_file}, user {config.autotask.user}, me {me}.")


def _catalogue(config: Config) -> Finding:
    catalogue = catalogue_in_force(config)
    enabled = sum(workflow.enabled for workflow in catalogue.workflows.values())
    origin = config.workflows.catalogue or "the packaged one"
    return Finding("catalogue", Verdict.GOOD, f"{enabled} workflows from {origin}, version {catalogue.hash[:8]}.")


def _rota(config: Config) -> Finding:
    teams = [rota.team for rota in rotas_in_force(config)]
    named = f"For {', '.join(teams)}." if teams else "None: a critical incident interrupts everybody at any hour."
    return Finding("rota", Verdict.GOOD, named)


def _demo(kept: KeptDemo, places: Places) -> str:
    opened = f"seed {kept.seed}, opened {kept.at}"
    return (
        f"The data are those of a demo ({opened}), kept in {places.data_folder / FOLDER}; next and why answer from it."
    )


def _copy(places: Places) -> Finding:
    try:
        with Replica.open(places.data_folder, read_only=True) as replica:
            odd = replica.quarantined()
    except ReplicaMissing:
        return Finding("copy", Verdict.GOOD, "None yet; the first start fills it.")
    except ReplicaError as error:
        return Finding("copy", Verdict.BAD, str(error))
    if odd:
        first = f"the first: {odd[0].kind} {odd[0].id}, {odd[0].reason}"
        return Finding(
            "copy", Verdict.WARNING, f"Readable; {len(odd)} odd row(s) from Autotask are left out ({first})."
        )
    return Finding("copy", Verdict.GOOD, "Readable, no odd rows.")


def _targets(places: Places, config: Config) -> Iterator[Finding]:
    """Whether everybody exists to whom the catalogue promises targets of their own."""
    try:
        promises = catalogue_in_force(config).overrides
        if not promises.scopes:
            return
        with Replica.open(places.data_folder, read_only=True) as replica:
            nobody = promised_to_nobody(promises, replica)
    except (Stop, ReplicaError):
        return  # which is told as a finding of the catalogue, or of the copy
    if nobody:
        sentence = f"The copy knows no {', no '.join(nobody)}: correct the name in [[targets]] of the catalogue."
        yield Finding("targets", Verdict.WARNING, sentence)
    else:
        yield Finding("targets", Verdict.GOOD, f"{len(promises.scopes)} beside those of the workflows.")


def _outbox(places: Places, config: Config) -> Finding:
    """What was entered here and is not in Autotask yet."""
    if config.outbox.settle < LEAST_SETTLE:
        sentence = f"outbox.settle is {config.outbox.settle:g} s: below {LEAST_SETTLE} s a write may be entered twice."
        return Finding("outbox", Verdict.WARNING, f"{sentence} Leave it out of the configuration.")
    if not lies_in(places.data_folder):
        return Finding("outbox", Verdict.GOOD, "None yet; nothing was entered here.")
    left = Left()
    try:
        outbox = open_to_look(places.data_folder)
        left.look(outbox)
        notices = outbox.notices
        asyncio.run(outbox.close())
    except ReplicaError as error:
        return Finding("outbox", Verdict.BAD, str(error))
    if waits := left.sentence(read_only=False):
        return Finding("outbox", Verdict.WARNING, " ".join([*notices, waits]))
    if notices:
        return Finding("outbox", Verdict.WARNING, " ".join(notices))
    return Finding("outbox", Verdict.GOOD, "Readable, nothing waits.")


def _secret(config: Config, environment: dict[str, str]) -> Finding:
    assert config.autotask is not None  # noqa: S101 - asked only then
    source = SecretSource(config.autotask.user, config.secret.command, environment)
    source.read()
    return Finding("secret", Verdict.GOOD, f"Found in {source.describe()}.")
