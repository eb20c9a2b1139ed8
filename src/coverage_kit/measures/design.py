"""Which articles are compared: groups, clusters and the record of how a result was made."""

from collections.abc import Collection
from importlib.metadata import version
from numbers import Integral
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coverage_kit.corpus import Corpus, CorpusError, quoted
from coverage_kit.stats.adjustment import comparable

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
    if by in {*taken, "article_id", "text", "start", "end", "passage", "zone"}:
        raise CorpusError(
            f"{argument}: '{by}' is a column of the result too. Rename yours before you read the articles"
        )
    values = articles[by].astype("str")
    values = values.where(articles[by].notna() & (values.str.strip() != ""), MISSING)
    sizes = values.value_counts()
    names = sorted(sizes.index, key=lambda name: (-sizes[name], name))
    return Groups(names, values.map({name: code for code, name in enumerate(names)}).to_numpy(np.int64))


class Units(NamedTuple):
    """What is compared with what, and what counts as one observation."""

    name: str  # of the column that makes the independent units
    clusters: NDArray[np.int64]  # (n_articles,)
    strata: NDArray[np.int64] | None  # (n_articles,)


def find_units(corpus: Corpus, *, cluster: str | None, within: str | None = None) -> Units:
    """Return each article's independent unit, and the stratum it is compared in.

    By default, an article's unit is its story where it has one, else the group of copies it belongs to, else itself;
    within stories, it is the group of copies or itself. An article without a stratum is a stratum of its own, which is
    compared with nothing.
    """
    strata = None if within is None else _codes(corpus, within, argument="within")
    if cluster is not None:
        return Units(cluster, _codes(corpus, cluster, argument="cluster"), strata)
    columns = [column for column in ("story", "reprint_group") if column in corpus.articles and column != within]
    return Units(columns[0] if columns else "article_id", _codes(corpus, *columns, argument="cluster"), strata)


def _codes(corpus: Corpus, *columns: str, argument: str) -> NDArray[np.int64]:
    """Number the values of the first column that has one; an article without any has a number of its own."""
    articles = corpus.articles
    values = pd.Series(pd.NA, articles.index, dtype="str")
    for column in columns:
        if column not in articles:
            raise CorpusError(f"{argument}: there is no column '{column}'. Columns are {quoted(articles.columns)}")
        known = articles[column].notna() & (articles[column].astype("str").str.strip() != "")
        values = values.fillna((column + "\0" + articles[column].astype("str")).where(known))
    return pd.factorize(values.fillna("\0" + articles["article_id"]))[0]


def cluster_articles(corpus: Corpus, cluster: str | None) -> tuple[str, NDArray[np.int64]]:
    """Return the name of the independent unit and each article's."""
    units = find_units(corpus, cluster=cluster)
    return units.name, units.clusters


def check_level(level: float) -> None:
    """Refuse a confidence level that is none, such as 95."""
    if not 0 < level < 1:
        raise ValueError(f"level: {level} is not a share. Write 95 % as 0.95")


def check_resamples(n_resamples: int) -> None:
    """Refuse a number of resamples that is none."""
    if n_resamples < 1:
        raise ValueError(f"n_resamples: {n_resamples} is too few. Draw 999 or more")


def check_whole(measure: str, **values: int) -> None:
    """Refuse what is no whole number from 1 on."""
    for name, value in values.items():
        if not isinstance(value, Integral) or isinstance(value, bool) or value < 1:
            raise ValueError(f"{measure}: {name} is {value!r}. Give a whole number from 1 on")


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


def within_note(groups: Groups, units: Units, within: str | None) -> str | None:
    """Say in words what is compared within strata, and which groups have nothing to be compared with."""
    if units.strata is None or within is None:
        return None
    kept = comparable(groups.codes, units.strata)
    number, noun = len(np.unique(units.strata[kept])), within.replace("_", " ")
    left = [name for code, name in enumerate(groups.names) if not kept[groups.codes == code].any()]
    alone = f" Nothing to compare for {some(left)}." if left else ""
    return f"Compared within {noun}: {number:,} that two groups or more have, {kept.sum():,} articles.{alone}"
