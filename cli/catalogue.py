"""The catalogue of workflows that is in force: the packaged one, with the person's own file laid over it."""

from collections.abc import Callable

from cli.config import Config
from cli.exits import Exit, Stop
from workflows.catalog import Catalogue, CatalogueError, load, packaged


def catalogue_to_come(config: Config) -> Callable[[], Catalogue]:
    """How to get the catalogue later. A person's own file is read now, so that they hear of an error at once."""
    if config.workflows.catalogue is None:
        return packaged
    own = catalogue_in_force(config)
    return lambda: own


def catalogue_in_force(config: Config) -> Catalogue:
    """Read `workflows.catalogue` of the configuration, if it is set. Raises `Stop` with file, line and key."""
    path = config.workflows.catalogue
    if path is None:
        return packaged()
    try:
        return load(path.expanduser().read_text(encoding="utf-8"), name=str(path))
    except OSError as error:
        raise Stop(
            Exit.WRONG_USE,
            f"The catalogue {path} cannot be read: {error.strerror}. Correct workflows.catalogue in the configuration.",
        ) from None
    except UnicodeDecodeError:
        raise Stop(Exit.WRONG_USE, f"The catalogue {path} is not UTF-8 text. Save it as UTF-8.") from None
    except CatalogueError as error:
        raise Stop(Exit.WRONG_USE, str(error)) from None
