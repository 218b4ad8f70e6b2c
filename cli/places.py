"""Where things lie on this machine, in the platform's own folders unless the person says otherwise."""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

APP = "servicedeck"
CRASH_FILE = "crash.txt"
"""In the data folder: where and how the program failed the last time, without anybody's data."""


@dataclass(frozen=True, slots=True)
class Places:
    """The files and folders of one run."""

    config_file: Path
    data_folder: Path
    config_named: bool = False
    """The person named the file, so that it must be there."""

    @classmethod
    def of(cls, config: Path | None, data: Path | None, environment: dict[str, str]) -> "Places":
        """What the person named, else what the environment names, else the platform's folders."""
        named_config = config or _from(environment, "SERVICEDECK_CONFIG")
        named_data = data or _from(environment, "SERVICEDECK_DATA")
        return cls(
            config_file=(named_config or _platform_config()).expanduser(),
            data_folder=(named_data or _platform_data()).expanduser(),
            config_named=named_config is not None,
        )


def places_of(arguments: argparse.Namespace) -> Places:
    """The places of one command line."""
    return Places.of(arguments.config, arguments.data, dict(os.environ))


def crash_file(arguments: argparse.Namespace) -> Path | None:
    """Where the report of a fault is kept; None for a demo without a folder of its own, which keeps nothing."""
    if arguments.passing and arguments.data is None:
        return None
    return places_of(arguments).data_folder / CRASH_FILE


def _from(environment: dict[str, str], name: str) -> Path | None:
    value = environment.get(name, "")
    return Path(value) if value else None


def _platform_config() -> Path:
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False) / "config.toml"


def _platform_data() -> Path:
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)
