"""The plan of a house for the configured tenant."""

import argparse
import os

from cli.catalogue import catalogue_to_come
from cli.config import Config, read_config
from cli.exits import Exit, Stop
from cli.on_call_files import rotas_in_force
from cli.places import CRASH_FILE, Places, places_of
from cli.plan import Plan, utc_now
from cli.secrets import SecretSource
from desk.clocks import SystemClock

WELCOME = """\
There is no tenant to show yet.

  See it live first:      servicedeck demo
  Connect to Autotask:    servicedeck config init   (writes {path})
                          then edit that file, and check it with: servicedeck doctor"""


def configured(arguments: argparse.Namespace) -> tuple[Config, Places]:
    """The configuration and the places of a command that needs a tenant. Raises `Stop` where there is none."""
    places = places_of(arguments)
    config = read_config(places)
    if config.autotask is None:
        raise Stop(Exit.WRONG_USE, WELCOME.format(path=places.config_file))
    if arguments.read_only:
        config = config.model_copy(update={"autotask": config.autotask.model_copy(update={"read_only": True})})
    return config, places


def reaching_plan(config: Config, places: Places) -> Plan:
    """As `tenant_plan`, for a command that asks Autotask. Raises `Stop` where the secret is missing."""
    plan = tenant_plan(config, places)
    plan.secret()
    return plan


def tenant_plan(config: Config, places: Places) -> Plan:
    """A house for the tenant in the configuration. Its secret is not asked for here: who only reads needs none."""
    assert config.autotask is not None  # noqa: S101 - `configured` has seen to it
    source = SecretSource(config.autotask.user, config.secret.command, dict(os.environ))
    return Plan(
        tenant=config.autotask,
        secret=source.read,
        catalogue=catalogue_to_come(config),
        desk=config.desk,
        sync=config.sync,
        acts=config.acts,
        outbox=config.outbox,
        rotas=rotas_in_force(config),
        clock=SystemClock(),
        folder=places.data_folder,
        owner=f"{config.autotask.user} at {config.autotask.base_url or 'its zone'}",
        server_wall=utc_now,
        wall=utc_now,
        crash_file=places.data_folder / CRASH_FILE,
    )
