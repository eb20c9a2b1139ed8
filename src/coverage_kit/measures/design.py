"""Which articles are compared: groups, clusters and the record of how a result was made."""

from collections.abc import Collection
from importlib.metadata import version
from numbers import Integral, Real
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coverage_kit.corpus import Corpus, CorpusError, quoted
from coverage_kit.stats.adjustment import comparable

MISSING = "(missing)"
FOUND_BY = {"story": "find_stories", "reprint_group": "find_reprints"}


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
    _check_column(corpus, by, argument=argument)
    if by in {*taken, "article_id", "text", "start", "end", "passage", "zone"}:
        raise CorpusError(
            f"{argument}: '{by}' is a column of the result too. Rename yours before you read the articles"
        )
    values = articles[by]
    if (
        pd.api.types.is_float_dtype(values)
        and values.dropna().map(lambda number: number % 1 == 0 and abs(number) < 1e15).all()
    ):
        values = values.astype("Int64")  # years, of which some are missing
    values = values.astype("str")
    values = values.where(articles[by].notna() & (values.str.strip() != ""), MISSING)
    sizes = values.value_counts()
    names = sorted(sizes.index, key=lambda name: (-sizes[name], name))
    return Groups(names, values.map({name: code for code, name in enumerate(names)}).to_numpy(np.int64))


def _check_column(corpus: Corpus, name: str, *, argument: str) -> None:
    if not isinstance(name, str):
        example = "outlet" if argument == "by" else "story"
        raise CorpusError(f"{argument}: {name!r} is not the name of a column. Give one name, for instance '{example}'")
    if name not in corpus.articles:
        remedy = f"Run {FOUND_BY[name]}(corpus) first" if name in FOUND_BY else ""
        remedy = remedy or f"Columns are {quoted(corpus.articles.columns)}"
        raise CorpusError(f"{argument}: there is no column '{name}'. {remedy}")


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


def copies_of(corpus: Corpus) -> NDArray[np.int64]:
    """Number the groups of copies; an article without copies is a group of its own."""
    columns = ["reprint_group"] if "reprint_group" in corpus.articles else []
    return _codes(corpus, *columns, argument="cluster")


def _codes(corpus: Corpus, *columns: str, argument: str) -> NDArray[np.int64]:
    """Number the values of the first column that has one; an article without any has a number of its own."""
    articles = corpus.articles
    values = pd.Series(pd.NA, articles.index, dtype="str")
    for column in columns:
        _check_column(corpus, column, argument=argument)
        known = articles[column].notna() & (articles[column].astype("str").str.strip() != "")
        values = values.fillna((column + "\0" + articles[column].astype("str")).where(known))
    # Numbered by name: what is drawn at random is the same, in whatever order the articles were read.
    return pd.factorize(values.fillna("\0" + articles["article_id"]), sort=True)[0]


def compared(groups: Groups, strata: NDArray[np.int64] | None, *, by: str, within: str | None) -> NDArray[np.bool_]:
    """Tell which articles are compared: all, or those in a stratum that two groups or more have."""
    if strata is None or within is None:
        return np.ones(len(groups.codes), np.bool_)
    if within == by:
        raise CorpusError(f"within: '{within}' makes the groups already. Give the column that tells what was covered")
    kept = comparable(groups.codes, strata)
    if not kept.any():
        reason = f"there is no {within} that two of {some(groups.names)} have in common"
        raise CorpusError(f"within: {reason}. Choose another column, or leave within out")
    return kept


def cluster_articles(corpus: Corpus, cluster: str | None) -> tuple[str, NDArray[np.int64]]:
    """Return the name of the independent unit and each article's."""
    units = find_units(corpus, cluster=cluster)
    return units.name, units.clusters


def check_level(level: float) -> None:
    """Refuse a confidence level that is none, such as 95."""
    if not isinstance(level, Real) or not 0 < level < 1:
        raise ValueError(f"level: {level!r} is not a share. Write 95 % as 0.95")


def check_resamples(n_resamples: int) -> None:
    """Refuse a number of resamples that is none."""
    if not isinstance(n_resamples, Integral) or isinstance(n_resamples, bool):
        raise ValueError(f"n_resamples: {n_resamples!r} is no whole number. Draw 999 or more")
    if n_resamples < 1:
        raise ValueError(f"n_resamples: {n_resamples} is too few. Draw 999 or more")


def seeded(rng: int | np.random.Generator) -> np.random.Generator:
    """Return the generator of random numbers that a seed stands for."""
    if isinstance(rng, np.random.Generator):
        return rng
    if not isinstance(rng, Integral) or isinstance(rng, bool) or rng < 0:
        raise ValueError(f"rng: {rng!r} is no seed. Give a whole number from 0 on, so that the result can be had again")
    return np.random.default_rng(int(rng))


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
    return no_interval(names, unit)


def no_interval(names: list[str], unit: str) -> str | None:
    """Say in words that these have no interval, if there are any, and why."""
    if not names:
        return None
    noun = unit_name(unit)
    return f"No interval for {some(names)}: with one {noun}, how much {noun} differs from {noun} cannot be known."


def within_note(groups: Groups, strata: NDArray[np.int64] | None, within: str | None) -> str | None:
    """Say in words what is compared within strata, and which groups have nothing to be compared with."""
    if strata is None or within is None:
        return None
    kept = comparable(groups.codes, strata)
    number, noun = len(np.unique(strata[kept])), within.replace("_", " ")
    left = [name for code, name in enumerate(groups.names) if not kept[groups.codes == code].any()]
    alone = f" Nothing to compare for {some(left)}." if left else ""
    return f"Compared within {noun}: {number:,} that two groups or more have, {kept.sum():,} articles.{alone}"
