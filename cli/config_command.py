"""`servicedeck config path|show|init|validate`."""

import argparse
import os
import sys

from cli.catalogue import catalogue_in_force
from cli.config import Config, read_config
from cli.exits import Exit, Stop
from cli.on_call_files import rotas_in_force
from cli.places import Places, places_of

FIRST_FILE = """\
# servicedeck: the service desk in your terminal. Check this file with: servicedeck config validate

[autotask]
# An API-only user of your Autotask tenant, and the tracking identifier of the integration.
user = "api-user@your-company.example"
integration_code = "YOUR-TRACKING-IDENTIFIER"
# read_only = true                 # enter nothing and send nothing; --read-only does it for one session

# The API secret is never written here. Set the environment variable SERVICEDECK_SECRET,
# or let a command of yours print it, or store it in the keyring: keyring set servicedeck <user>
# [secret]
# command = ["op", "read", "op://Private/Autotask/secret"]

[desk]
# Who you are in Autotask: e-mail, user name, "First Last" or resource id.
me = "you@your-company.example"

# [acts]
# undo_seconds = 4                 # for so long u takes back whatever was entered, before it leaves
# customer_seconds = 8             # the same for what a customer reads
# idle_minutes = 20                # without a key for so long, a running timer is asked about; 0 never
# [acts.rounding]                  # the tenant's own, which the API does not tell
# ticket_minutes = 15
# task_minutes = 15
# minimum_minutes = 0

# [workflows]
# catalogue = "workflows.toml"     # laid over the packaged catalogue

# [on_call]
# rotas = ["on-call.toml"]         # who is called outside business hours, a file for each team

# [screen]
# theme = "dark"                   # dark, light, mono, contrast
"""


def run(arguments: argparse.Namespace) -> Exit:
    """Do what `arguments.action` names. Data goes to stdout, talk to stderr."""
    places = places_of(arguments)
    match arguments.action:
        case "path":
            print(places.config_file)
        case "init":
            _init(places)
        case "show":
            print(read_config(places).model_dump_json(indent=2))
        case "validate":
            _validate(places)
    return Exit.DONE


def _init(places: Places) -> None:
    path = places.config_file
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Stop(Exit.WRONG_USE, f"{path} is there already and stays as it is. Edit it, or name another.") from None
    except OSError as error:
        raise Stop(Exit.FAILED, f"{path} cannot be written: {error.strerror}. Name another with --config.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(FIRST_FILE)
    print(path)
    print("Edit it, then check it with: servicedeck config validate", file=sys.stderr)


def _validate(places: Places) -> None:
    if not places.config_file.exists():
        raise Stop(Exit.WRONG_USE, f"There is no {places.config_file}. Make a first one with: servicedeck config init")
    config: Config = read_config(places)
    catalogue_in_force(config)
    rotas_in_force(config)
    tenant = "a tenant" if config.autotask else "no tenant: add an [autotask] table"
    print(f"{places.config_file}: good, with {tenant}.", file=sys.stderr)
