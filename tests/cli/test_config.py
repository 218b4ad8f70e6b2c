"""A wrong configuration is refused with file, line, key and next step; a right one reaches its rooms."""

from pathlib import Path

import pytest

from cli.config import parse_config, read_config
from cli.config_command import FIRST_FILE
from cli.exits import Exit, Stop
from cli.main import main
from cli.parser import parse
from cli.places import Places
from cli.tenant import configured, tenant_plan
from metrics.rounding import Rounding

GOOD = """\
[autotask]
user = "api@example.com"
integration_code = "CODE"

[secret]
command = ["op", "read", "op://x"]

[desk]
me = "ana@example.com"

[acts]
undo_seconds = 10
skip_reasons = ["on the road"]

[acts.rounding]
ticket_minutes = 6

[outbox]
settle = 240
"""


def test_each_room_gets_its_part() -> None:
    config = parse_config(GOOD, "config.toml")
    assert config.autotask is not None
    assert config.autotask.user == "api@example.com"
    assert config.secret.command == ("op", "read", "op://x")
    assert config.desk.me == "ana@example.com"
    assert config.acts.undo_seconds == 10
    assert config.acts.skip_reasons == ("on the road",)
    assert config.acts.rounding == Rounding(ticket_minutes=6)
    assert config.outbox.settle == 240


@pytest.mark.parametrize("told", ["", "--read-only", "--read-only sync --once"])
def test_a_session_is_read_only_where_the_command_line_says_so(told: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(GOOD)
    config, places = configured(parse(["--config", str(path), *told.split()]))
    assert tenant_plan(config, places).tenant.read_only is bool(told)


def test_the_first_file_that_we_write_is_valid() -> None:
    assert parse_config(FIRST_FILE, "config.toml").desk.me == "you@your-company.example"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[desk]\nmee = "x"\n', r"config.toml, line 2: desk.mee is not a setting; did you mean me\?$"),
        ("[desk]\nzzz = 1\n", r"config.toml, line 2: desk.zzz is not a setting; there are me, .*[a-z]\.$"),
        ("[dsk]\n", r"config.toml, line 1: dsk is not a setting; did you mean desk\?$"),
        (
            '[autotask]\nuser = "x"\n',
            r"config.toml, line 1: autotask.integration_code is missing. Add it to \[autotask\]",
        ),
        ("[screen]\nascii = 3\n", r"config.toml, line 2: screen.ascii: "),
        ('[screen]\ntheme = "pink"\n', r"config.toml, line 2: screen.theme: .*'dark', 'light'"),
        ("[sync]\ninterval = -1\n", r"config.toml, line 2: sync.interval: "),
        ('[sync]\ninterval = "15"\n', r"config.toml, line 2: sync.interval: .*number"),
        (
            '[autotask]\nuser = "x"\nintegration_code = "y"\n[autotask.timeouts]\nread = "3"\n',
            r"config.toml, line 5: autotask.timeouts.read: .*number",
        ),
        (
            "[desk.interventions]\ntriage_minutes = -1\n",
            r"config.toml, line 2: desk.interventions.triage_minutes: .*equal to 0",
        ),
        (
            "[desk.interventions.workflows.w01]\nsilent_hours = 1\n",
            r'config.toml, line 1: desk.interventions.workflows.w01.*: write a workflow .* such as "W01"',
        ),
        ("[acts]\nundo_seconds = 61\n", r"config.toml, line 2: acts.undo_seconds: .*60"),
        ("[acts]\nundo_secs = 4\n", r"config.toml, line 2: acts.undo_secs is not a setting; did you mean undo_s"),
        (
            "[acts.rounding]\nticket = 6\n",
            r"line 2: acts.rounding.ticket is not a setting; did you mean ticket_m",
        ),
        ("[acts.rounding]\n\nticket_minutes = -6\n", r"line 1: acts.rounding: write minutes from 0 to 1440\.$"),
        ('[acts]\nskip_reasons = ["lunch", ""]\n', r"config.toml, line 2: acts.skip_reasons.1: .*1 character"),
        (
            '[acts]\n\nhold_field = " x"\n',
            r"config.toml, line 3: acts.hold_field: write the name of the field as Autot",
        ),
        ("[outbox]\nsettle = inf\n", r"config.toml, line 2: outbox.settle: .*finite"),
        ("[outbox]\nlooks = [2, -30]\n", r"config.toml, line 2: outbox.looks.1: .*0"),
        ('[autotask]\nuser = "x"\nintegration_code = "y"\nread_only = 1\n', r"line 4: autotask.read_only: .*boolean"),
        ("[desk\n", r"config.toml is not valid TOML: .*line 1"),
    ],
)
def test_an_error_names_file_line_key_and_next_step(text: str, said: str) -> None:
    with pytest.raises(Stop, match=said) as stopped:
        parse_config(text, "config.toml")
    assert stopped.value.code is Exit.WRONG_USE


def test_all_errors_are_told_at_once() -> None:
    with pytest.raises(Stop) as stopped:
        parse_config("[desk]\nmee = 1\n[screen]\nascii = 3\n", "c")
    assert len(stopped.value.message.splitlines()) == 2


def test_a_wrong_value_is_not_repeated_in_the_error() -> None:
    with pytest.raises(Stop) as stopped:
        parse_config('[autotask]\nuser = "x"\nintegration_code = ["very-private"]\n', "c")
    assert "very-private" not in stopped.value.message


def test_without_a_file_the_defaults_are_in_force(tmp_path: Path) -> None:
    config = read_config(Places(tmp_path / "config.toml", tmp_path))
    assert config.autotask is None


def test_a_named_file_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="There is no file"):
        read_config(Places(tmp_path / "config.toml", tmp_path, config_named=True))


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'[desk]\nme = "\xff"\n')
    with pytest.raises(Stop, match="not UTF-8 text"):
        read_config(Places(path, tmp_path))


def test_init_writes_a_private_file_and_never_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new" / "config.toml"
    assert main(["config", "init", "--config", str(path)]) == Exit.DONE
    assert capsys.readouterr().out.strip() == str(path)
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("# mine")
    assert main(["config", "init", "--config", str(path)]) == Exit.WRONG_USE
    assert path.read_text() == "# mine"


def test_the_path_is_printed_where_the_person_named_it_before_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--config", str(tmp_path / "c.toml"), "config", "path"]) == Exit.DONE
    assert capsys.readouterr().out.strip() == str(tmp_path / "c.toml")


def test_validate_says_what_a_good_file_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[desk]\nme = "ana@example.com"\n')
    assert main(["config", "validate", "--config", str(path)]) == Exit.DONE
    assert "no tenant" in capsys.readouterr().err


def test_a_catalogue_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[workflows]\ncatalogue = "nowhere.toml"\n')
    assert main(["config", "validate", "--config", str(path)]) == Exit.WRONG_USE
    assert "nowhere.toml cannot be read" in capsys.readouterr().err
