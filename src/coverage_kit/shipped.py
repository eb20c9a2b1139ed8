"""Where the notebooks and the data that travel with the library are."""

from importlib import resources
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def shipped(*parts: str) -> Path:
    """Return the path of a shipped file or folder: inside the installed library, else in the repository.

    Parameters
    ----------
    *parts : str
        The path's parts, seen from the repository: ``"data", "summit"``.

    Returns
    -------
    Path

    Raises
    ------
    FileNotFoundError
        If it is in neither place.

    Examples
    --------
    >>> from coverage_kit.shipped import shipped
    >>> shipped("data", "summit").name
    'summit'
    """
    installed = Path(str(resources.files("coverage_kit"))) / "_shipped"
    for root in (installed, REPOSITORY):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(
        f"{'/'.join(parts)} is neither in {installed} nor in {REPOSITORY}. Install coverage-kit again from its wheel"
    )
