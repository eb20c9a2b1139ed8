"""Labels: what each outlet calls a person, a country or an organisation, next to the name."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.figures.called import plot_called
from coverage_kit.figures.theme import empty_figure
from coverage_kit.measures.attributions import find_in, voice_of_hits
from coverage_kit.measures.design import check_whole, notes_of, record, some
from coverage_kit.measures.shares import ESTIMATES, TESTS, Comparison, Kinds, compare_shares, plan_comparison, untested
from coverage_kit.result import Result, passages_of
from coverage_kit.stats.score import q_values
from coverage_kit.text.entities import find_mentions, propose_entities, read_aliases
from coverage_kit.text.entity_labels import find_labels

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PROPOSED = 6
NO_LABEL = "(name alone)"
COLUMNS = (
    *("entity", "label", *ESTIMATES, *TESTS, "n_labels", "n_mentions", "n_articles", "n_shared"),
    *("written", "voice", "speaker", "source_type"),
)


@of_corpus
def labels(
    corpus: Corpus,
    entities: Mapping[str, Sequence[str]] | None = None,
    *,
    by: str = "outlet",
    within: str | None = None,
    n_entities: int = PROPOSED,
    cluster: str | None = None,
    level: float = 0.95,
    n_resamples: int = 9_999,
    rng: int | np.random.Generator = 0,
) -> Result:
    """What does each outlet call a person, a country or an organisation, where it names them?

    A label is a title or role before the name ("North Korean leader"), or an appositive beside it ("its young ruler").
    What stands apart from the name ("the regime") is not read, nor what is said of somebody ("is a dictator").

    Parameters
    ----------
    corpus : Corpus
        Clean it first.
    entities : mapping, optional
        Names to look for, each with its other forms: ``{"Kim Jong Un": ["Kim"]}``. By default the names that are
        mentioned most, forms of one name taken together; look at them in ``params["entities"]``, and hand in your own.
    by : str
        Column of `corpus.articles` that makes the groups; articles without a value are one, "(missing)".
    within : str, optional
        Column whose values are compared one by one, for instance ``"story"``; as in `salience`.
    n_entities : int
        How many names are proposed if none are given.
    cluster : str, optional
        Column that makes the independent units; as in `salience`.
    level : float
        Confidence level of the intervals.
    n_resamples : int
        Resamples of the test, as in `salience`.
    rng : int or numpy.random.Generator
        Seed of the resampling.

    Returns
    -------
    Result
        ``table``: a row for each entity, label and group that uses it: ``estimate, conf_low, conf_high`` (share of the
        group's mentions of the entity that have the label; one may have two), ``p_value`` (one share in all groups?),
        ``q_value`` (over all entities and labels), ``n_labels`` (mentions that have it), ``n_mentions``,
        ``n_articles``; with `within` also ``n_shared``. Labels are counted without article and owner; "(name alone)" is
        what has none. ``evidence``: each label as written, with its voice and speaker. ``plot(entity="Kim Jong Un")``
        draws one entity.

    Raises
    ------
    CorpusError, ValueError
        If a column is not there, or a name belongs to two entities.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> called = ck.labels(ck.clean(ck.datasets.load_summit()), {"Kim Jong Un": ["Kim"]})
    >>> "north korean leader" in set(called.table["label"].str.lower())
    True
    """
    check_whole("labels", n_entities=n_entities)
    comparison = plan_comparison(
        corpus, by=by, within=within, cluster=cluster, level=level, n_resamples=n_resamples, rng=rng, taken=COLUMNS
    )
    if entities is None:
        entities = propose_entities(corpus.derived(Corpus.unmarked_texts), n=n_entities)
    entities = {name: list(aliases) for name, aliases in entities.items()}
    mentions, found = (frame[comparison.kept[frame["article"]]] for frame in _find(corpus, entities))
    table = _tables(mentions, found, comparison, entities=list(entities))
    never = [name for name in entities if name not in set(mentions["entity"])]
    tests = pd.DataFrame({"label": table["entity"] + "\0" + table["label"], "p_value": table["p_value"]})
    evidence = _evidence(corpus, found, comparison)
    arguments = {"entities": entities, "by": by, "within": within, "cluster": comparison.units.name, "level": level}
    return Result(
        "labels",
        table,
        evidence,
        params=record(corpus, **arguments, n_resamples=n_resamples, rng=str(rng)),
        notes=notes_of(
            corpus,
            *comparison.notes("mentions by name"),
            f"Never mentioned: {some(never)}." if never else None,
            untested(tests, comparison) if len(table) else None,
            "Labels are found by rules, next to a name only.",
        ),
        articles=corpus.articles,
        figure=partial(
            _draw, evidence=evidence, articles=corpus.articles, by=by, groups=comparison.groups.names, within=within
        ),
    )


def _find(corpus: Corpus, entities: dict[str, list[str]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the mentions of the entities and their labels, with the row number of the article."""
    aliases = read_aliases(entities)
    mentions, found = [], []
    for article, text in enumerate(corpus.derived(Corpus.unmarked_texts)):
        mentions += [(article, mention.entity, mention.start) for mention in find_mentions(text, aliases)]
        found += [
            (article, label.entity, label.mention[0], label.form, label.text, *label.span)
            for label in find_labels(text, aliases)
        ]
    columns = ["article", "entity", "mention", "label", "written", "start", "end"]
    return pd.DataFrame(mentions, columns=columns[:3]), pd.DataFrame(found, columns=columns)


def _tables(
    mentions: pd.DataFrame, found: pd.DataFrame, comparison: Comparison, *, entities: list[str]
) -> pd.DataFrame:
    """Compare the shares of labels, entity by entity."""
    by, groups, tables = comparison.by, comparison.groups, []
    for entity in entities:
        own, called = mentions[mentions["entity"] == entity], found[found["entity"] == entity]
        if own.empty:
            continue
        kinds = _count(own, called, n_articles=len(groups.codes))
        table = compare_shares(kinds, comparison, only_held=True)
        total = np.bincount(groups.codes, kinds.totals, len(groups.names)).astype(np.int64)
        place = table.columns.get_loc("n_articles")
        table.insert(place, "n_mentions", table[by].map(dict(zip(groups.names, total, strict=True))))
        table.insert(0, "entity", entity)
        tables.append(table)
    if not tables:
        return pd.DataFrame(columns=["entity", "label", by, *COLUMNS[2:-5]])
    table = pd.concat(tables, ignore_index=True)
    tests = table.drop_duplicates(["entity", "label"])
    adjusted = pd.Series(q_values(tests["p_value"]), pd.MultiIndex.from_frame(tests[["entity", "label"]]))
    return table.assign(q_value=adjusted.reindex(pd.MultiIndex.from_frame(table[["entity", "label"]])).to_numpy())


def _count(mentions: pd.DataFrame, found: pd.DataFrame, *, n_articles: int) -> Kinds:
    """Count by article the mentions that have each label; one with labels on both sides has both."""
    held = found[["article", "mention", "label"]].drop_duplicates()
    names = [*held["label"].value_counts().index, NO_LABEL]
    number = {name: position for position, name in enumerate(names)}
    places = mentions[["article", "mention"]].merge(held, how="left").fillna({"label": NO_LABEL})
    article, column = places["article"].to_numpy(np.int64), places["label"].map(number).to_numpy(np.int64)
    counts = csc_array((np.ones(len(places)), (article, column)), shape=(n_articles, len(names)))
    totals = np.bincount(mentions["article"].to_numpy(np.int64), minlength=n_articles).astype(np.float64)
    return Kinds("label", names, counts, totals, {"n_labels": counts})


def _evidence(corpus: Corpus, found: pd.DataFrame, comparison: Comparison) -> pd.DataFrame:
    """Return where each label stands, with its voice and speaker."""
    article = found["article"].to_numpy(np.int64)
    voices = voice_of_hits(found, find_in(corpus, np.unique(article).tolist()), corpus.articles["article_id"])
    keys = found[["entity", "label", "written"]].assign(**{comparison.by: comparison.group_names(article)})
    keys["article_id"] = corpus.articles["article_id"].to_numpy()[article]
    return keys.join(voices).assign(start=found["start"], end=found["end"]).reset_index(drop=True)


def _draw(
    table: pd.DataFrame,
    *,
    entity: str | None = None,
    evidence: pd.DataFrame,
    articles: pd.DataFrame,
    by: str,
    groups: list[str],
    within: str | None,
) -> "Figure":
    """Draw the labels of one entity, by default the most mentioned; what hovers is the first passage of each."""
    sizes = table.drop_duplicates(["entity", by]).set_index(["entity", by])["n_mentions"].astype(np.int64)
    totals = sizes.groupby("entity", sort=False).sum()
    if entity is not None and entity not in totals:
        raise ValueError(f"entity: there is no '{entity}'. There are {', '.join(totals.index)}")
    if totals.empty:
        return empty_figure("None of the entities is mentioned.")
    entity = entity or totals.idxmax()
    keys = ["label", by]
    first = evidence[evidence["entity"] == entity].drop_duplicates(keys)
    passages = first[keys].assign(passage=passages_of(articles, first))
    own = table[(table["entity"] == entity) & (table["label"] != NO_LABEL)].merge(passages, on=keys, how="left")
    title = f"What {entity} is called, by {by}" + (f", within each {within}" if within else "")
    return plot_called(own, by=by, groups=groups, sizes=sizes[entity].to_dict(), title=title)
