"""Topic quality: which number of topics suits the articles."""

from collections.abc import Iterable
from functools import partial
from numbers import Integral
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from scipy.sparse import csr_array

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.figures.theme import plural
from coverage_kit.figures.topic_quality import plot_topic_quality
from coverage_kit.measures.design import Units, check_whole, notes_of, record, seeded, unit_name
from coverage_kit.measures.topic_vocabulary import (
    FEWEST_ARTICLES,
    TooLittleText,
    resampling_units,
    vocabulary_of,
    weights_of_part,
)
from coverage_kit.result import Result
from coverage_kit.stats.topic_quality import (
    UNSTABLE,
    exclusivity,
    halves,
    npmi,
    recommended,
    refit_stability,
    split_error,
    strongest,
)
from coverage_kit.text.topic_engines import fit

STEPS = 6  # numbers that are tried by default
FEW = 200  # articles, of which fits are quick: twice as many numbers are tried
MOST_ARTICLES = 5_000  # more articles than that are sampled: quality is a matter of shares, and fits take minutes
LEVEL = 0.95
COLUMNS = ("coherence", "conf_low", "conf_high", "exclusivity", "stability", "n_unstable", "n_articles", "recommended")


class _Tried(NamedTuple):
    """What one number of topics comes to."""

    coherence: NDArray[np.float64]  # (n_splits,)
    exclusivity: float
    stability: NDArray[np.float64]  # (n_found,)


@of_corpus
def topic_quality(
    corpus: Corpus,
    n_topics: Iterable[int] | None = None,
    *,
    engine: Any = "nmf",
    cluster: str | None = None,
    n_refits: int | None = None,
    rng: int | np.random.Generator = 0,
) -> Result:
    """Which number of topics suits the articles?

    Each number is tried on all articles and on random halves of them: do the strongest terms of the topics found in
    one half stand together in the articles of the other (coherence), has each topic its terms for itself (exclusivity),
    and do the topics come again in either half (stability)? There is no true number; this says which are worse.

    Parameters
    ----------
    corpus : Corpus
        Clean it first: an outlet's furniture makes a topic of its own.
    n_topics : iterable of int, optional
        Numbers to try, from 2 to a quarter of the number of articles. Default: six numbers or more, 2 to 7 for 30
        articles, from 5 to 30 for 500, from 10 to 83 for 5,000.
    engine : {"nmf", "lsa-kmeans"} or a decomposition of scikit-learn
        As in `topics`.
    cluster : str, optional
        Column that makes the units of which a half is made. Default: the story, where there are three stories for each
        topic of the largest number; else the group of copies, else the article.
    n_refits : int, optional
        Refits for each number, 4 or more; halves come in pairs. Default: 10, and up to 40 where articles are few.
    rng : int or numpy.random.Generator
        Seed of the random numbers.

    Returns
    -------
    Result
        ``table``: a row for each number, ``n_topics``: ``coherence, conf_low, conf_high`` (held-out NPMI of the ten
        strongest terms, mean over topics, and 95 % interval over splits), ``exclusivity`` (share of their weight that
        is the topic's own), ``stability`` (Jaccard of the ten strongest terms in all articles and in half of them, mean
        over topics and refits), ``n_unstable`` (topics where that is under 1/3, fewer than five terms of ten),
        ``n_articles``, ``recommended``. The first note is the recommendation. Too little text: the table is empty and
        a note says why. Of more than 5,000 articles, 5,000 are drawn.

    Raises
    ------
    CorpusError, ValueError
        If a number does not suit the articles, or there is no such column or engine.

    Notes
    -----
    Recommended are the numbers that are not less coherent than the best by more than one standard error of the paired
    difference over splits (Nadeau and Bengio 2003), and of whose topics at most one in five is unstable; in one stretch
    around the most coherent of them. Pairs of terms that never stand together count as 0.

    References
    ----------
    Lau, J. H., Newman, D. and Baldwin, T. (2014). Machine reading tea leaves. Proc. of EACL. (Coherence.)
    Bischof, J. M. and Airoldi, E. M. (2012). Summarizing topical content with word frequency and exclusivity. ICML.
    Greene, D., O'Callaghan, D. and Cunningham, P. (2014). How many topics? ECML. (Stability.)
    Nadeau, C. and Bengio, Y. (2003). Inference for the generalization error. Machine Learning 52(3).

    Examples
    --------
    >>> import coverage_kit as ck
    >>> found = ck.topic_quality(ck.clean(ck.datasets.load_summit()), (4, 8), n_refits=4)
    >>> found.table["n_topics"].tolist()
    [4, 8]
    """
    n_refits = default_refits(len(corpus)) if n_refits is None else n_refits
    check_whole("topic_quality", n_refits=n_refits)
    if n_refits < 4:
        raise ValueError(f"n_refits: {n_refits} is too few for an interval. Choose 4 or more")
    seed = int(rng) if isinstance(rng, Integral) else int(seeded(rng).integers(2**31))
    numbers = _numbers(n_topics, len(corpus))
    units = resampling_units(corpus, max(numbers, default=0), cluster=cluster)
    name = engine if isinstance(engine, str) else type(engine).__name__
    params = record(corpus, n_topics=numbers, engine=name, cluster=units.name, n_refits=n_refits, rng=seed)
    part, units = _sampled(corpus, units, seed)
    try:
        counts = vocabulary_of(part)[0]
        tried = [_try(counts, number, units=units, engine=engine, n_refits=n_refits, rng=seed) for number in numbers]
    except TooLittleText as reason:
        numbers, tried, notes = [], [], [f"No topics: {reason}."]
    else:
        notes = []
    table = _table(numbers, tried, len(part))
    if len(table):
        notes = [_advice(table), *_notes(table, tried, units.name, len(corpus))]
    return Result(
        "topic_quality",
        table,
        pd.DataFrame({"article_id": pd.Series(dtype="str"), "start": [], "end": []}),
        params=params,
        notes=notes_of(corpus, *notes),
        articles=corpus.articles,
        figure=partial(plot_topic_quality, title="How many topics?"),
    )


def default_numbers(n_articles: int) -> list[int]:
    """Return numbers of topics to try: few articles can have few topics.

    >>> default_numbers(30), default_numbers(500)
    ([2, 3, 4, 5, 6, 7], [5, 7, 10, 15, 21, 30])
    >>> default_numbers(20_000)
    [10, 16, 25, 40, 63, 100]
    """
    low = min(10, max(2, round(0.22 * n_articles**0.5)))
    high = max(low, min(100, round(1.1 * n_articles**0.5 + 5), n_articles // 4))
    steps = STEPS if n_articles > FEW else 2 * STEPS
    return sorted({int(number) for number in np.geomspace(low, high, steps).round()})


def default_refits(n_articles: int) -> int:
    """Return how many halves to try: where articles are few, halves differ more, and cost less.

    >>> default_refits(60), default_refits(250), default_refits(5_000)
    (40, 16, 10)
    """
    return 2 * round(min(40, max(10, 4_000 / n_articles)) / 2)


def _numbers(n_topics: Iterable[int] | None, n_articles: int) -> list[int]:
    if n_articles < FEWEST_ARTICLES:
        return []  # which the table's note explains
    if n_topics is None:
        return default_numbers(n_articles)
    if not isinstance(n_topics, Iterable) or isinstance(n_topics, str):
        raise ValueError(f"n_topics: {n_topics!r} is no list of numbers. Give several, such as (5, 10, 15)")
    numbers = list(n_topics)
    if not numbers:
        raise ValueError("n_topics: there is no number. Give several, such as (5, 10, 15)")
    for number in numbers:
        check_whole("topic_quality", n_topics=number)
        most = min(n_articles, MOST_ARTICLES) // 4
        if not 2 <= number <= most:
            reason = f"{number} does not suit {n_articles:,} articles, as each half must have two a topic"
            raise ValueError(f"n_topics: {reason}. Choose 2 to {most}")
    return sorted({int(number) for number in numbers})


def _sampled(corpus: Corpus, units: Units, seed: int) -> tuple[Corpus, Units]:
    """Draw whole units, if there are more articles than can be fitted in a reasonable time; of large units, a part."""
    if len(corpus) <= MOST_ARTICLES:
        return corpus, units
    generator, sizes = np.random.default_rng(seed), np.bincount(units.clusters)
    order = generator.permutation(len(sizes))
    kept = np.isin(units.clusters, order[np.cumsum(sizes[order]) <= MOST_ARTICLES])
    if 2 * kept.sum() < MOST_ARTICLES:
        kept = generator.permutation(len(corpus)) < MOST_ARTICLES
    part = corpus.filter(article_id=corpus.articles["article_id"][kept])
    return part, units._replace(clusters=units.clusters[kept])


def _try(counts: csr_array, number: int, *, units: Units, engine: Any, n_refits: int, rng: int) -> _Tried:
    refit = partial(fit, n_topics=number, engine=engine, rng=rng)
    weights = refit(counts).weights
    presence = csr_array(counts > 0, dtype=np.float64)
    refits, coherence = [], []
    for kept in halves(units.clusters, 2 * (n_refits // 2), rng=rng):
        refits.append(weights_of_part(counts, kept, refit))
        coherence.append(npmi(strongest(refits[-1]), presence[~kept]).mean() if len(refits[-1]) else 0.0)
    of_splits = np.reshape(coherence, (-1, 2)).mean(axis=1)  # a half and the other
    return _Tried(of_splits, exclusivity(weights, strongest(weights)).mean(), refit_stability(weights, refits))


def _table(numbers: list[int], tried: list[_Tried], n_articles: int) -> pd.DataFrame:
    if not tried:
        return pd.DataFrame(columns=["n_topics", *COLUMNS])
    coherence = np.stack([one.coherence for one in tried])
    mean = coherence.mean(axis=1)
    margin = stats.t.ppf((1 + LEVEL) / 2, coherence.shape[1] - 1) * split_error(coherence)
    unstable = np.array([(one.stability < UNSTABLE).sum() for one in tried])
    found = np.array([len(one.stability) for one in tried])
    columns = {
        "n_topics": numbers,
        "coherence": mean,
        "conf_low": np.maximum(mean - margin, -1),
        "conf_high": np.minimum(mean + margin, 1),
        "exclusivity": [one.exclusivity for one in tried],
        "stability": [one.stability.mean() for one in tried],
        "n_unstable": unstable,
        "n_articles": n_articles,
        "recommended": recommended(coherence, unstable / found),
    }
    return pd.DataFrame(columns)


def _advice(table: pd.DataFrame) -> str:
    """Say in words which number of topics suits the articles, and what that rests on."""
    half = "half of the articles"
    best = table.loc[table["coherence"].idxmax()]
    numbers = table["n_topics"][table["recommended"]]
    if not len(numbers):
        lost = (
            f"{best['n_unstable']} of its topics {'does' if best['n_unstable'] == 1 else 'do'} not come again in {half}"
        )
        return f"No number of topics recommends itself: the most coherent is {best['n_topics']}, but {lost}."
    low, high = numbers.min(), numbers.max()
    edge = [
        f"{word} than {number} were not tried."
        for word, number, last in (("More", high, table["n_topics"].max()), ("Fewer", low, table["n_topics"].min()))
        if number == last and number > 2
    ]
    advice = f"{low} to {high} topics" if low < high else f"{low} topics"
    reason = f"no other number is clearly more coherent, and at least four topics in five come again in {half}"
    return " ".join([f"{advice}: {reason}.", *edge])


def _notes(table: pd.DataFrame, tried: list[_Tried], unit: str, n_articles: int) -> list[str | None]:
    fewer = [
        f"{len(one.stability)} for {number}"
        for number, one in zip(table["n_topics"], tried, strict=True)
        if len(one.stability) < number
    ]
    sample = table["n_articles"].iloc[0]
    return [
        "Coherence: 1 if a topic's terms always stand in the same articles, 0 if as often as by chance. Unstable: "
        "fewer than five of its ten strongest terms come again."
        + (f" Halves are made of whole {plural(unit_name(unit))}." if unit != "article_id" else ""),
        f"Fewer topics were found than asked for: {', '.join(fewer)}." if fewer else None,
        f"From {sample:,} articles drawn of {n_articles:,}." if sample < n_articles else None,
    ]
