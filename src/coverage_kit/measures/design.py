"""Which articles are compared: groups, clusters and the record of how a result was made."""

from collections.abc import Collection
from importlib.metadata import version
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coverage_kit.corpus import Corpus, CorpusError, quoted

MISSING = "(missing)"


class Groups(NamedTuple):
    """The groups of a comparison, the one with most articles first, and each article's group."""

    names: list[str]
    codes: NDArray[np.int64]


def group_articles(corpus: Corpus, by: str, *, taken: Collection[str], argument: str = "by") -> Groups:
    """Return the groups that the column `by` makes; articles without a value form a group of their own.

    `taken` are the names of the result's own columns, which a group column may not have; `argument` is what the
    user calls the column.
    """
    articles = corpus.articles
    if not isinstance(by, str):
        raise CorpusError(f"{argument}: {by!r} is not the name of a column. Give one name, for instance 'outlet'")
    if by not in articles:
        raise CorpusError(f"{argument}: there is no column '{by}'. Columns are {quoted(articles.columns)}")
    if by in {*taken, "article_id", "text", "start", "end", "passage"}:
        raise CorpusError(
            f"{argument}: '{by}' is a column of the result too. Rename yours before you read the articles"
        )
    values = articles[by].astype("str")
    values = values.where(articles[by].notna() & (values.str.strip() != ""), MISSING)
    sizes = values.value_counts()
    names = sorted(sizes.index, key=lambda name: (-sizes[name], name))
    return Groups(names, values.map({name: code for code, name in enumerate(names)}).to_numpy(np.int64))


def cluster_articles(corpus: Corpus, cluster: str | None) -> tuple[str, NDArray[np.int64]]:
    """Return the name of the independent unit and each article's cluster.

    By default the story where the corpus has one, else the reprint group, else the article. An article without
    a value is a cluster of its own.
    """
    articles = corpus.articles
    if cluster is None:
        cluster = next((column for column in ("story", "reprint_group") if column in articles), "article_id")
    elif cluster not in articles:
        raise CorpusError(f"cluster: there is no column '{cluster}'. Columns are {quoted(articles.columns)}")
    values = articles[cluster].astype("str")
    known = articles[cluster].notna() & (values.str.strip() != "")
    return cluster, pd.factorize(values.where(known, "\0" + articles["article_id"]))[0]


def check_level(level: float) -> None:
    """Refuse a confidence level that is none, such as 95."""
    if not 0 < level < 1:
        raise ValueError(f"level: {level} is not a share. Write 95 % as 0.95")


class Cells(NamedTuple):
    """The articles of one cluster in one group, taken together: the unit that intervals are made from."""

    of_article: NDArray[np.int64]  # (n_articles,): each article's cell
    group: NDArray[np.int64]  # (n_cells,): each cell's group

    def sum(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Sum what articles hold, by cell."""
        return np.bincount(self.of_article, values, minlength=len(self.group))


def cells_of(groups: Groups, clusters: NDArray[np.int64]) -> Cells:
    """Cross groups and clusters."""
    pairs, of_article = np.unique(np.stack([groups.codes, clusters]), axis=1, return_inverse=True)
    return Cells(of_article.ravel(), pairs[0])


def record(corpus: Corpus, **arguments: Any) -> dict[str, Any]:
    """Return a result's params: the arguments, the library's version and the corpus' fingerprint."""
    return {**arguments, "version": version("coverage-kit"), "corpus": corpus.fingerprint}


def notes_of(corpus: Corpus, *notes: str | None) -> tuple[str, ...]:
    """Return the notes that apply, the corpus' own last."""
    cells = len(corpus.rejected)
    left_out = f"{cells} cells or files of the input could not be used; see corpus.rejected." if cells else None
    return tuple(note for note in (*notes, left_out, corpus.note) if note)


def unit_name(cluster: str) -> str:
    """Return what the independent unit is called in a sentence."""
    return cluster.removesuffix("_id").replace("_", " ")


def some(names: list[str]) -> str:
    """Return the first three names, and how many more there are."""
    return quoted(names) if len(names) <= 3 else f"{quoted(names[:3])} and {len(names) - 3} more"


def without_interval(groups: Groups, clusters: NDArray[np.int64], unit: str) -> str | None:
    """Say in words which groups have no interval, and why."""
    pairs = pd.DataFrame({"group": groups.codes, "cluster": clusters}).drop_duplicates()
    single = pairs["group"].value_counts().reindex(range(len(groups.names))).eq(1)
    names = [name for name, alone in zip(groups.names, single, strict=True) if alone]
    if not names:
        return None
    unit, which = unit_name(unit), some(names)
    return f"No interval for {which}: with one {unit}, how much {unit} differs from {unit} cannot be known."
