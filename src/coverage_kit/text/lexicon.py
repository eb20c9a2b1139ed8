"""The library's own word lists: small CSV files, each row with its class and its reference."""

import csv
import functools
from importlib import resources


@functools.cache
def read_lexicon(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one lexicon, in file order.

    Parameters
    ----------
    name : str
        File name without its ending, such as ``"cues"`` or ``"source_types"``.

    Returns
    -------
    tuple of dict
        One dict a row, keyed by column.

    Raises
    ------
    ValueError
        If there is no lexicon of this name.

    Examples
    --------
    >>> next(row["stance"] for row in read_lexicon("cues") if row["verb"] == "allege")
    'distancing'
    """
    folder = resources.files("coverage_kit").joinpath("lexicons")
    names = sorted(entry.name.removesuffix(".csv") for entry in folder.iterdir() if entry.name.endswith(".csv"))
    if name not in names:
        raise ValueError(f"No lexicon is called {name!r}. Choose one of: {', '.join(names)}.")
    lines = folder.joinpath(f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return tuple(csv.DictReader(lines))


def word_set(words: str) -> frozenset[str]:
    """Return the words of a string as a set.

    >>> sorted(word_set("or and"))
    ['and', 'or']
    """
    return frozenset(words.split())
