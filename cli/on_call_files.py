"""The rotas that are in force: a TOML file for each team that the configuration names."""

from typing import TYPE_CHECKING

from cli.config import Config
from cli.exits import Exit, Stop

if TYPE_CHECKING:
    from workflows.on_call import Rota


def rotas_in_force(config: Config) -> tuple["Rota", ...]:
    """Read `on_call.rotas` of the configuration. Raises `Stop` with file, line and key."""
    if not config.on_call.rotas:
        return ()
    # Who has no rota need not wait for the reading of one before the first picture.
    from workflows.on_call_file import RotaError, read_rota

    rotas = []
    for path in config.on_call.rotas:
        try:
            rotas.append(read_rota(path.read_text(encoding="utf-8-sig"), name=str(path)))
        except OSError as error:
            raise Stop(
                Exit.WRONG_USE,
                f"The rota {path} cannot be read: {error.strerror}. Correct on_call.rotas in the configuration.",
            ) from None
        except UnicodeDecodeError:
            raise Stop(Exit.WRONG_USE, f"The rota {path} is not UTF-8 text. Save it as UTF-8.") from None
        except RotaError as error:
            raise Stop(Exit.WRONG_USE, str(error)) from None
    return tuple(rotas)
