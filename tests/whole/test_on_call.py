"""`servicedeck on-call`: the rota of each team, from the file that the configuration names."""

import json
import shutil

from autotask.entities import Resource
from replica.store import Replica
from tests.whole.program import Asked, Program

ROTA = """\
team = "Service desk"
zone = "UTC"

[[weekly]]
days = "mon-sun"
from = "18:00"
to = "08:00"
who = "{who}"
backup = "{backup}"
"""


def test_it_tells_who_is_on_call_until_when_and_who_follows(filled: Program, program: Program, ask: Asked) -> None:
    config = filled.config.read_text(encoding="utf-8")
    program.environment.update(filled.environment)
    shutil.copytree(filled.data, program.data)
    program.config.write_text(config, encoding="utf-8")
    assert ask(program, "on-call").code == 3

    program.config.write_text(f'{config}\n[on_call]\nrotas = ["night.toml"]\n', encoding="utf-8")
    rota = program.config.parent / "night.toml"
    missing = ask(program, "on-call")
    assert (missing.code, "night.toml cannot be read" in missing.err, "on_call.rotas" in missing.err) == (2, True, True)

    with Replica.open(program.data, read_only=True) as copy:
        first, second = sorted(copy.rows(Resource), key=lambda row: row.id)[:2]
    rota.write_text(ROTA.format(who=first.email, backup=second.id), encoding="utf-8")
    names = [f"{one.first_name} {one.last_name}" for one in (first, second)]
    # Eight in the morning by the rota, nine where the reader is.
    told = ask(program, "on-call", "--at", "2026-11-24T21:00Z")
    assert told.out == f"Service desk: {names[0]} until Wed 09:00, backup {names[1]}; then nobody\n"
    facts = json.loads(ask(program, "on-call", "--at", "2026-11-24T12:00Z", "--json").out)
    assert (facts["on_call"], facts["until"]) == (None, "2026-11-24T18:00:00Z")
    assert facts["then"] == {"id": first.id, "name": names[0], "email": first.email}

    rota.write_text(ROTA.format(who="Nobody Here", backup=second.id), encoding="utf-8")
    unknown = ask(program, "on-call", "--at", "2026-11-24T21:00Z")
    assert unknown.code == 2
    assert "night.toml, line 8: No resource is called" in unknown.err
    rota.write_text(ROTA.replace("who", "woh"), encoding="utf-8")
    assert "night.toml, line 8: weekly.0.woh: unknown key" in ask(program, "config", "validate").err
