"""The configuration file: TOML, unknown keys refused, every error with its file, line, key and next step.

Each room owns the settings it reads; this module reads the file and hands each room its part.
"""

import difflib
import json
import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from autotask.settings import AutotaskSettings
from cli.exits import Exit, Stop
from cli.places import Places
from cli.toml_lines import line_of
from desk.acts.settings import ActSettings
from desk.settings import DeskSettings
from replica.outbox.settings import OutboxSettings
from replica.rhythm import PullSettings
from tui.settings import ScreenSettings

UNKNOWN_KEY = ("extra_forbidden", "unexpected_keyword_argument")
"""What pydantic calls a key that a model, or a dataclass, does not have."""


class Section(BaseModel):
    """A table of the file that the front door itself reads."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Secrets(Section):
    """Where the API secret comes from, if not from the environment or the keyring."""

    command: tuple[str, ...] = ()
    """A program and its arguments, run without a shell, that prints the secret: ["op", "read", "op://..."]."""


class Workflows(Section):
    """The workflows that are in force."""

    catalogue: Path | None = None
    """A TOML file laid over the packaged catalogue."""


class OnCall(Section):
    """Who is called outside business hours."""

    rotas: tuple[Path, ...] = ()
    """A TOML file for each team, beside the configuration unless it is named from the root on."""

    def beside(self, folder: Path) -> "OnCall":
        """The same, files that are named without their folder looked for in this one."""
        return OnCall(rotas=tuple(folder / rota.expanduser() for rota in self.rotas))


class Config(Section):
    """The whole file. Without an [autotask] table there is no tenant to speak to."""

    autotask: AutotaskSettings | None = None
    secret: Secrets = Field(default_factory=Secrets)
    desk: DeskSettings = Field(default_factory=DeskSettings)
    sync: PullSettings = Field(default_factory=PullSettings)
    acts: ActSettings = Field(default_factory=ActSettings)
    outbox: OutboxSettings = Field(default_factory=OutboxSettings)
    workflows: Workflows = Field(default_factory=Workflows)
    on_call: OnCall = Field(default_factory=OnCall)
    screen: ScreenSettings = Field(default_factory=ScreenSettings)


def read_config(places: Places) -> Config:
    """The configuration in force: the file if there is one, else the defaults.

    Raises:
        Stop: The file cannot be read or something in it is wrong; the message lists every error with its line.
    """
    path = places.config_file
    if not path.exists():
        if places.config_named:
            raise Stop(Exit.WRONG_USE, f"There is no file {path}. Name another with --config, or make one there.")
        return Config()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Stop(Exit.WRONG_USE, f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise Stop(Exit.WRONG_USE, f"{path} is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None
    config = parse_config(text, str(path))
    return config.model_copy(update={"on_call": config.on_call.beside(path.parent)})


def parse_config(text: str, name: str) -> Config:
    """Read the text of a configuration file; `name` is what errors call it. Raises `Stop`."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Stop(Exit.WRONG_USE, f"{name} is not valid TOML: {error}.") from None
    try:
        # By way of JSON, where strict reading still takes an array for a tuple and a text for a path.
        return Config.model_validate_json(json.dumps(values, default=str), strict=True)
    except ValidationError as error:
        found = [_sentence(detail, text, name) for detail in error.errors(include_url=False, include_input=False)]
        raise Stop(Exit.WRONG_USE, "\n".join(found)) from None


def _sentence(detail: ErrorDetails, text: str, name: str) -> str:
    path = detail["loc"]
    line = line_of(text, path)
    place = f"{name}, line {line}" if line else name
    key = ".".join(str(part) for part in path)
    if detail["type"] in UNKNOWN_KEY:
        return f"{place}: {key} is not a setting{_nearest(path)}"
    if detail["type"] == "missing":
        return f"{place}: {key} is missing. Add it to [{'.'.join(str(part) for part in path[:-1])}]."
    return f"{place}: {key}: {detail['msg'].removeprefix('Value error, ')}."


def _nearest(path: tuple[int | str, ...]) -> str:
    known = known_keys(path[:-1])
    if close := difflib.get_close_matches(str(path[-1]), known, n=1):
        return f"; did you mean {close[0]}?"
    return f"; there are {', '.join(known)}." if known else "."


def known_keys(table: tuple[int | str, ...]) -> list[str]:
    """The settings of a table, given by its path; none where there is no such table."""
    known = _fields_of(Config)
    for part in table:
        known = _fields_of(known.get(str(part)))
    return list(known)


def _fields_of(annotation: Any) -> dict[str, Any]:
    """The fields of the first type in an annotation that has some, with their own annotations."""
    for each in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(each, type) and issubclass(each, BaseModel):
            return {name: field.annotation for name, field in each.model_fields.items()}
        if isinstance(each, type) and is_dataclass(each):
            return {field.name: field.type for field in fields(each)}
    return {}
