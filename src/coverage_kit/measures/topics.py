"""Topics: which agenda each outlet set, and on the same story, what it made more of."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.figures.heat_map import plot_heat_map
from coverage_kit.figures.intervals import plot_intervals
from coverage_kit.figures.theme import empty_figure
from coverage_kit.figures.topic_cards import plot_topic_cards
from coverage_kit.figures.topic_map import plot_topic_map
from coverage_kit.measures.design import (
    Groups,
    cells_of,
    copies_of,
    find_units,
    no_interval,
    notes_of,
    record,
    within_note,
)
from coverage_kit.measures.shares import ESTIMATES, Comparison, plan_comparison
from coverage_kit.measures.topic_fits import model_of
from coverage_kit.measures.topic_models import TopicModel, unassigned, unknown_to
from coverage_kit.measures.topic_vocabulary import TooLittleText, count_words_of
from coverage_kit.result import Result, passages_of
from coverage_kit.stats.intervals import Intervals, share_intervals
from coverage_kit.stats.paired import paired_differences
from coverage_kit.stats.score import q_values, score_test
from coverage_kit.stats.sign_flips import sign_flip_test
from coverage_kit.stats.topic_quality import UNSTABLE, is_house_style
from coverage_kit.text.sentences import sentence_spans
from coverage_kit.text.topic_terms import sentence_scores

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PASSAGES = 5
PASSAGES_OF_GROUP, GROUPS_QUOTED = 2, 12
LOOKED_THROUGH = 50  # articles of a topic, among which all but five may be copies
COLUMNS = (
    *("number", "topic", "terms", *ESTIMATES, "p_value", "q_value", "house_style", "unstable"),
    *("n_articles", "n_shared"),
)
KEYS = ("number", "topic")
Shown = Literal["cards", "heat map", "map"]


@of_corpus
def topics(
    corpus: Corpus,
    *,
    n_topics: int | None = None,
    engine: Any = "nmf",
    seeds: Mapping[str, Sequence[str]] | None = None,
    by: str = "outlet",
    within: str | None = None,
    cluster: str | None = None,
    level: float = 0.95,
    n_resamples: int = 9_999,
    rng: int | np.random.Generator = 0,
) -> Result:
    """Which topics does the coverage have, and how large is each in each outlet?

    Two questions are kept apart: the *agenda*, how large a topic is in all that an outlet published; and, with
    ``within="story"``, what it made more of than the others *on the same stories*.

    Parameters
    ----------
    corpus : Corpus
        Clean it first: an outlet's furniture makes a topic of its own.
    n_topics, engine, seeds
        As in `fit_topics`. `engine` may be a `TopicModel` that is fitted already.
    by : str
        Column of `corpus.articles` that makes the groups; articles without a value are one, "(missing)".
    within : str, optional
        Column whose values are compared one by one, for instance ``"story"``.
    cluster : str, optional
        Column that makes the independent units; as in `salience`. Not with `within`, whose values are the units.
    level : float
        Confidence level of the intervals.
    n_resamples : int
        Resamples of the test, as in `salience`.
    rng : int or numpy.random.Generator
        Seed of the model and of the resampling.

    Returns
    -------
    Result
        ``table``: a row for each topic and group: its ``number`` (1 is the largest), ``topic`` (its name), ``terms``
        (its ten most telling), ``estimate, conf_low, conf_high`` (mean topic share of the group's articles; normalised
        weights, not probabilities), ``p_value, q_value`` (one share in all groups? the same on every row),
        ``house_style`` (the group explains more of the topic than the story does: perhaps no subject but a way of
        writing), ``unstable`` (fewer than five of its ten strongest words come again when topics are sought in half of
        the articles; missing if the model was not asked), ``n_articles``. With `within`, ``estimate`` is the mean
        difference to the other groups' share on the same stories, each of ``n_shared`` stories counting alike.
        ``evidence``: each topic's most typical sentence in the five articles where it is largest, and in two of each of
        the twelve largest groups, if it is at least half as large there as in the first; copies once. With too little
        text, the table is empty and a note says why. ``plot(of="cards", max_topics=6)``, ``"heat map"`` or ``"map"``:
        topics with their terms and passages, by group, or by how alike their words are; within stories, the
        differences.

    Raises
    ------
    CorpusError, ValueError
        If a column is not there, `n_topics` is not between 2 and half the number of articles, or `cluster` and `within`
        are both given.

    References
    ----------
    Lee, D. D. and Seung, H. S. (1999). Learning the parts of objects by non-negative matrix factorization. Nature 401.
    Kline, P. and Santos, A. (2012). A score based approach to wild bootstrap inference. J. Econometric Methods 1(1).

    Examples
    --------
    >>> import coverage_kit as ck
    >>> found = ck.topics(ck.clean(ck.datasets.load_summit()), n_topics=3)
    >>> found.table.groupby("outlet")["estimate"].sum().round(6).unique().tolist()
    [1.0]
    """
    if within is not None and cluster is not None:
        raise ValueError(f"cluster: within {within}, each {within} is one observation. Leave out cluster, or within")
    comparison = plan_comparison(
        corpus, by=by, within=within, cluster=cluster, level=level, n_resamples=n_resamples, rng=rng, taken=COLUMNS
    )
    arguments = {"by": by, "within": within, "cluster": within or comparison.units.name, "level": level}
    arguments |= {"n_resamples": n_resamples, "rng": str(rng)}
    try:
        model = model_of(corpus, n_topics=n_topics, engine=engine, seeds=seeds, rng=rng)
    except TooLittleText as reason:
        return _nothing(corpus, comparison, f"No topics: {reason}.", record(corpus, **arguments))
    shares = model.shares(corpus).to_numpy()
    held = ~np.isnan(shares).any(axis=1)
    known = comparison.kept & held
    table = _compare(model, shares, known, comparison)
    table["house_style"] = _house_style(corpus, shares, held, comparison.groups)[table["number"] - 1]
    unstable = pd.array(model.stability < UNSTABLE, dtype="boolean")
    unstable[np.isnan(model.stability)] = pd.NA
    table["unstable"] = unstable[table["number"] - 1]
    evidence = _Passages(model, shares, corpus, comparison.groups, by)
    return Result(
        "topics",
        table[[*COLUMNS[:3], by, *(name for name in COLUMNS[3:] if name in table)]],
        evidence,
        params=record(corpus, model=model.params, **arguments),
        notes=notes_of(
            corpus,
            *_notes(model, comparison, table),
            unassigned(int((comparison.kept & ~known).sum())),
            unknown_to(model, corpus),
            _unheard_of(model, corpus),
        ),
        articles=corpus.articles,
        figure=partial(
            _draw,
            by=by,
            groups=comparison.groups.names,
            within=within,
            model=model,
            passages=evidence,
            articles=corpus.articles,
        ),
    )


def _nothing(corpus: Corpus, comparison: Comparison, reason: str, params: dict[str, Any]) -> Result:
    """Return an empty result that says why it is empty."""
    columns = [*COLUMNS[:3], comparison.by, *COLUMNS[3 : None if comparison.within else -1]]
    return Result(
        "topics",
        pd.DataFrame(columns=columns),
        pd.DataFrame(columns=[*KEYS, comparison.by, "article_id", "start", "end"]),
        params=params,
        notes=notes_of(corpus, reason),
        articles=corpus.articles,
        figure=partial(_draw_nothing, reason=reason),
    )


def _draw_nothing(table: pd.DataFrame, *, reason: str, **options: Any) -> "Figure":
    """Say why there is nothing to draw, whatever was to be drawn of it."""
    return empty_figure(reason)


def _house_style(
    corpus: Corpus, shares: NDArray[np.float64], held: NDArray[np.bool_], groups: Groups
) -> NDArray[np.bool_]:
    """Tell which topics are a group's way of writing rather than a subject; without stories that cannot be told.

    That is seen in all articles, also where stories are compared one by one.
    """
    if "story" not in corpus.articles:
        return np.zeros(shares.shape[1], np.bool_)
    stories = find_units(corpus, cluster=None).clusters
    return is_house_style(shares[held], groups.codes[held], stories[held])


def _draw(
    table: pd.DataFrame,
    *,
    of: Shown = "cards",
    by: str,
    groups: list[str],
    within: str | None,
    model: TopicModel,
    passages: "_Passages",
    articles: pd.DataFrame,
    **options: Any,
) -> "Figure":
    """Draw cards of the topics, their shares by group, or a map of them; within strata, the differences."""
    if of not in get_args(Shown):
        raise ValueError(f"of: '{of}' is not known. Choose from {', '.join(get_args(Shown))}")
    title = f"Topics by {by}"
    if within:
        shown = table.assign(
            topic=table["number"].astype(str) + " " + table["topic"], **{e: 100 * table[e] for e in ESTIMATES}
        )
        shown = shown.drop(columns="p_value")  # of several topics, the q-value is told
        unit = f"percentage points, against the others on the same {within}"
        return plot_intervals(
            shown, by=by, panel="topic", groups=groups, title=f"{title}, within each {within}", unit=unit, **options
        )
    if of == "map":
        return plot_topic_map(
            table, weights=model.fitted.weights, title="Topics by how alike their words are", **options
        )
    if of == "heat map":
        return plot_heat_map(table, by=by, groups=groups, title=title, **options)
    found = passages()
    found = found.assign(passage=passages_of(articles, found))
    return plot_topic_cards(table, by=by, groups=groups, terms=model.terms, passages=found, title=title, **options)


def _compare(
    model: TopicModel, shares: NDArray[np.float64], known: NDArray[np.bool_], comparison: Comparison
) -> pd.DataFrame:
    """Return a row for each topic and group: its share or its difference, with interval and test."""
    groups, by = comparison.groups, comparison.by
    found = _differences(shares, known, comparison) if comparison.within else _agenda(shares, known, comparison)
    intervals, p_value, numbers = found
    n_topics, n_groups = shares.shape[1], len(groups.names)
    topic, group = np.repeat(range(n_topics), n_groups), np.tile(range(n_groups), n_topics)
    terms = model.terms.groupby("number")["term"].agg(", ".join)
    return pd.DataFrame(
        {"number": topic + 1, "topic": np.array(model.names, object)[topic], "terms": terms.to_numpy(object)[topic]}
        | {by: np.array(groups.names, object)[group]}
        | {name: part[group, topic] for name, part in zip(ESTIMATES, intervals, strict=True)}
        | {"p_value": p_value[topic], "q_value": q_values(p_value)[topic]}
        | {name: part[group] for name, part in numbers.items()}
    )


_Found = tuple[Intervals, NDArray[np.float64], dict[str, NDArray[np.int64]]]


def _agenda(shares: NDArray[np.float64], known: NDArray[np.bool_], comparison: Comparison) -> _Found:
    """Return the mean share of each topic in each group's articles, the stories being the independent units."""
    names, codes = comparison.groups.names, comparison.groups.codes[known]
    clusters = comparison.units.clusters[known]
    cells, ones, own = cells_of(Groups(names, codes), clusters), np.ones(known.sum()), shares[known]
    sizes = cells.sum(ones)
    columns = [
        share_intervals(
            cells.sum(column), sizes, cells.group, n_groups=len(names), level=comparison.level, fractional=True
        )
        for column in own.T
    ]
    intervals = Intervals(*(np.stack(part, axis=1) for part in zip(*columns, strict=True)))
    p_value = sign_flip_test(own, codes, clusters=clusters, n_resamples=comparison.n_resamples, rng=comparison.rng)
    return intervals, p_value, {"n_articles": np.bincount(codes, minlength=len(names))}


def _differences(shares: NDArray[np.float64], known: NDArray[np.bool_], comparison: Comparison) -> _Found:
    """Return how much more of each topic each group has than the others on the same stories.

    Observed is each group's mean share in each story; the test exchanges the groups' names inside stories.
    """
    names, codes, strata = comparison.groups.names, comparison.groups.codes[known], comparison.units.strata[known]
    pairs, of_article = np.unique(np.stack([strata, codes]), axis=1, return_inverse=True)
    number = np.bincount(of_article.ravel())
    means = np.stack([np.bincount(of_article.ravel(), column) / number for column in shares[known].T], axis=1)
    stratum, group = np.unique(pairs[0], return_inverse=True)[1], pairs[1]
    intervals = paired_differences(means, group, stratum, n_groups=len(names), level=comparison.level)
    p_value = score_test(
        means,
        np.ones(len(means)),
        group,
        clusters=np.arange(len(means)),
        strata=stratum,
        n_resamples=comparison.n_resamples,
        rng=comparison.rng,
    )
    shared = np.bincount(stratum)[stratum] > 1
    numbers = {"n_articles": np.bincount(codes, minlength=len(names))}
    numbers["n_shared"] = np.bincount(group[shared], minlength=len(names))
    return intervals, p_value, numbers


class _Passages:
    """Typical sentences, sought when they are asked for, and once."""

    def __init__(self, *given: Any) -> None:
        self._given, self._found = given, None

    def __call__(self) -> pd.DataFrame:
        if self._found is None:
            self._found = _typical_sentences(*self._given)
        return self._found


def _typical_sentences(
    model: TopicModel, shares: NDArray[np.float64], corpus: Corpus, groups: Groups, by: str
) -> pd.DataFrame:
    """Return, for the articles where a topic is largest, the sentence whose words speak most for it; no copies."""
    texts, ids, copies = corpus.unmarked_texts(), corpus.articles["article_id"].tolist(), copies_of(corpus)
    vocabulary, rows = tuple(model.vocabulary), []
    for topic, name in enumerate(model.names):
        held = np.nan_to_num(shares[:, topic]).round(9)
        order = np.lexsort((np.array(ids, object), -held))
        order = order[(held[order] > 0) & (held[order] >= held.max() / 2)]
        weights, seen = model.fitted.weights[[topic]], set()
        for own, wanted in _quoted(order, groups):
            found = 0
            for number in own[:LOOKED_THROUGH]:
                span = _most_telling(texts[number], vocabulary, weights) if copies[number] not in seen else None
                if span is None or texts[number][slice(*span)] in seen:
                    continue  # a copy of what is there, or nothing to quote
                seen |= {texts[number][slice(*span)], copies[number]}
                rows.append((topic + 1, name, groups.names[groups.codes[number]], ids[number], *span))
                found += 1
                if found == wanted:
                    break
    return pd.DataFrame(rows, columns=[*KEYS, by, "article_id", "start", "end"])


def _quoted(order: NDArray[np.int64], groups: Groups) -> Iterator[tuple[NDArray[np.int64], int]]:
    """Yield the articles to quote from, and how many: first all, then those of each large group."""
    yield order, PASSAGES
    for code in range(min(len(groups.names), GROUPS_QUOTED)):
        yield order[groups.codes[order] == code], PASSAGES_OF_GROUP


def _most_telling(text: str, vocabulary: tuple[str, ...], weights: NDArray[np.float64]) -> tuple[int, int] | None:
    """Return where the sentence stands whose words speak most for a topic, if one does."""
    if not (spans := sentence_spans(text)):
        return None  # a model from elsewhere may have read what is marked
    counts = count_words_of([text[start:end] for start, end in spans], vocabulary)
    scores = sentence_scores(counts, weights)[:, 0].round(9)
    return spans[int(np.argmax(scores))] if scores.max() > 0 else None


def _notes(model: TopicModel, comparison: Comparison, table: pd.DataFrame) -> list[str | None]:
    """Say in words what the figures are, and what there is no interval of."""
    within, by, noun = comparison.within, comparison.by, comparison.by.replace("_", " ")
    known = table[table["estimate"].notna()].drop_duplicates(by)
    single = known.loc[known["n_shared"] == 1 if within else known["conf_low"].isna(), by].tolist()
    method = "factorisation" if model.fitted.engine == "nmf" else "model"
    what = f"A topic share is the normalised weight of the {method}, averaged over articles"
    found, asked_for = len(model.names), model.params.get("n_topics", 0)
    return [
        f"{what}; the estimate is the mean difference to the other groups on the same {within}."
        if within
        else f"{what}.",
        within_note(comparison.groups, comparison.units.strata, within),
        None if model.fitted.settled else f"The {method} had not settled after its last round: take it as a sketch.",
        f"{asked_for} topics were asked for, and {found} found: the articles have no more."
        if found < asked_for
        else None,
        no_interval(single, within or comparison.units.name),
        f"All articles are of one {noun}: there is nothing to compare." if len(comparison.groups.names) == 1 else None,
        "Whether topics come again in half of the articles was not asked of this model."
        if np.isnan(model.stability).all()
        else None,
        *_flags(table, by),
    ]


def _unheard_of(model: TopicModel, corpus: Corpus) -> str | None:
    """Say in words that the terms of a model from elsewhere are none of the articles'."""
    if model.fitted.engine != "arrays" or count_words_of(corpus.unmarked_texts()[:100], model.vocabulary).nnz:
        return None
    return "No term stands in the articles as the model has it (stems?): no passages."


def _flags(table: pd.DataFrame, by: str) -> list[str]:
    """Say in words which topics to take with care."""
    topics_, found = table.drop_duplicates("number"), []
    noun = by.replace("_", " ")
    reasons = {
        "house_style": (
            "is",
            "are",
            f"explained by the {noun} more than by the story: perhaps a way of writing, no subject",
        ),
        "unstable": ("does", "do", "not come again when topics are sought in half of the articles"),
    }
    for flag, (one, several, reason) in reasons.items():
        numbers = topics_.loc[topics_[flag].fillna(False).astype(bool), "number"].astype(str).tolist()
        if numbers:
            subject = f"Topics {', '.join(numbers)} {several}" if len(numbers) > 1 else f"Topic {numbers[0]} {one}"
            found.append(f"{subject} {reason}.")
    return found
