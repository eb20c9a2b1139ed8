"""Omissions: what the others' coverage of a story has and one outlet's has not, and what only one outlet's has."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from coverage_kit.corpus import Corpus, of_corpus, quoted
from coverage_kit.figures.matrix import plot_matrix
from coverage_kit.measures.attributions import unheard
from coverage_kit.measures.carried import KINDS, LEAST, Carried, Kind, find_carried
from coverage_kit.measures.design import check_whole, compared, find_units, group_articles, notes_of, record
from coverage_kit.result import Result, passages_of
from coverage_kit.stats.absence import absence_p_values
from coverage_kit.stats.score import q_values
from coverage_kit.text.tokens import count_words

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

COLUMNS = (
    *("kind", "item", "found", "n_with", "n_others", "n_texts", "n_mentions", "named", "n_articles"),
    *("p_value", "q_value"),
)
ELSEWHERE, ONLY_HERE = "elsewhere", "only here"
MISSED = {
    "speakers": "Speakers: attributions are found by rules, and some are missed: who is listed may be heard here all "
    "the same. Who has no name is left out.",
    "entities": "Entities: what is meant but not named, or named in a way that no rule knows, counts as absent.",
    "terms": "Terms: another word for the same thing counts as absent.",
    "facts": "Facts: sentences that share many of their rarer words. The same told in other words is not seen, and "
    "like words can tell different things.",
}


@of_corpus
def omissions(
    corpus: Corpus,
    *,
    of: Kind | Sequence[Kind] = KINDS,
    by: str = "outlet",
    within: str = "story",
    min_others: int = 2,
) -> Result:
    """What stands in the others' coverage of the same story but not here, and what only here?

    A list to be read, not a score: an outlet with a short article leaves out more, and who speaks in one article was
    not there to be asked in another. Copies of one text count as one.

    Parameters
    ----------
    corpus : Corpus
        With stories and reprints marked: ``find_stories(find_reprints(clean(corpus)))``.
    of : {"speakers", "entities", "terms", "facts"} or several of these
        What to look for: named speakers who are quoted or paraphrased; persons, places and organisations that are
        named; words that few articles on other stories have; sentences that say the same.
    by : str
        Column of `corpus.articles` that makes the groups; articles without a value are one, "(missing)".
    within : str
        Column whose values are compared one by one.
    min_others : int
        How many other groups, and different texts, must have something. Each of them has a speaker or a fact at least
        once, an entity or a term at least twice.

    Returns
    -------
    Result
        ``table``: a row for each `item` that a group does not have though others do (``found`` is "elsewhere"), and
        for each that it alone has ("only here"; as often as the others would have to have it), within one story:
        ``n_with`` of ``n_others`` other groups have it, in ``n_texts`` different texts, ``n_mentions`` times;
        ``named``, whether the group names the speaker at all; ``n_articles`` of the group on the story; ``p_value``,
        how probable it is that the group has it nowhere, were it chance which of the story's texts have it (a text
        four times as long is twice as likely to), and ``q_value`` over all of its kind that so many have. Of a story
        with few articles nothing can be improbable. An entity, a term or a fact is absent only if nothing like it
        stands there, the title included. What most others have comes first. ``evidence``: the passages.
        ``plot(of=story, kind=...)`` draws one story.

    Raises
    ------
    CorpusError, ValueError
        If a column or a kind is not there, or no story is covered by two groups.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> left_out = ck.omissions(ck.clean(ck.datasets.load_summit())).table
    >>> bool((left_out.loc[left_out["found"] == "elsewhere", "n_with"] >= 2).all())
    True
    """
    check_whole("omissions", min_others=min_others)
    kinds = [of] if isinstance(of, str) else list(of)
    for kind in [*kinds, *([] if kinds else [""])]:
        if kind not in KINDS:
            raise ValueError(f"of: '{kind}' is not known. Choose from {', '.join(KINDS)}")
    groups = group_articles(corpus, by, taken=COLUMNS)
    units = find_units(corpus, cluster=None, within=within)
    kept = compared(groups, units.strata, by=by, within=within)
    article = np.flatnonzero(kept)
    texts = pd.DataFrame({"article": article, within: corpus.articles[within].to_numpy(object)[article]})
    texts["text"], texts[by] = units.clusters[article], np.array(groups.names, object)[groups.codes[article]]
    found = find_carried(corpus, texts, kinds, by=by, within=within)
    matrix, evidence = _matrix(corpus, texts, found, by=by, within=within)
    table = _listed(matrix, by=by, within=within, min_others=min_others)
    keys = [within, "kind", "item", by]
    matrix = matrix.merge(table[keys].assign(listed=True), on=keys, how="left").fillna({"listed": False})
    return Result(
        "omissions",
        table,
        evidence[[*keys, "article_id", "start", "end"]],
        params=record(corpus, of=tuple(kinds), by=by, within=within, min_others=min_others),
        notes=notes_of(
            corpus,
            *_notes(texts, by=by, within=within, min_others=min_others),
            _chance_note(table),
            unheard(corpus) if "speakers" in kinds else None,
            *(MISSED[kind] for kind in kinds),
        ),
        articles=corpus.articles,
        figure=partial(
            _draw, matrix=matrix, evidence=evidence, articles=corpus.articles, by=by, within=within, groups=groups.names
        ),
    )


def _notes(texts: pd.DataFrame, *, by: str, within: str, min_others: int) -> Iterator[str]:
    """Say in words what was compared."""
    n_groups, noun = texts.groupby(within)[by].nunique(), within.replace("_", " ")
    yield (
        f"What stands elsewhere and what only here, within each {noun}: {len(n_groups):,} that two groups or more have."
        " That something is absent has many reasons; read the passages."
    )
    small = (n_groups <= min_others).sum()
    if small:
        yield f"Nothing can be listed for {small:,} of them: fewer than {min_others + 1} groups have them."


def _chance_note(table: pd.DataFrame) -> str | None:
    """Say in words that nothing absent is improbable, if so."""
    least = table["p_value"].min()
    if not least >= 0.05:
        return None
    return (
        f"No absence is improbable in itself (least p-value {least:.2f}): with so few articles on a story, somebody "
        "has not what the others have."
    )


def _draw(
    table: pd.DataFrame,
    *,
    of: str | None = None,
    kind: Kind | None = None,
    matrix: pd.DataFrame,
    evidence: pd.DataFrame,
    articles: pd.DataFrame,
    by: str,
    within: str,
    groups: list[str],
) -> "Figure":
    """Draw one story, by default the one in which most stands elsewhere; what hovers is the first passage of each."""
    listed = table.loc[table["found"] == ELSEWHERE, within].value_counts()
    of = of or (listed.index[0] if len(listed) else next(iter(matrix[within]), None))
    drawn, first = matrix[matrix[within] == of], evidence[evidence[within] == of]
    if not len(drawn) and of is not None:
        known = quoted(matrix[within].unique())
        raise ValueError(f"of: there is no {within} '{of}' that two have in common. There are {known}")
    if kind is not None:
        drawn, first = drawn[drawn["kind"] == kind], first[first["kind"] == kind]
    keys = ["kind", "item", by]
    first = first.drop_duplicates(keys)
    passages = first.assign(passage=passages_of(articles, first))[[*keys, "passage"]]
    drawn = drawn.merge(passages, on=keys, how="left").sort_values(
        "kind", key=lambda kinds: kinds.map({kind: rank for rank, kind in enumerate(KINDS)}), kind="stable"
    )
    return plot_matrix(drawn, by=by, groups=groups, title=f"Who has what, {within} “{of}”")


def _matrix(
    corpus: Corpus, texts: pd.DataFrame, found: Carried, *, by: str, within: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a row for each stratum, item and group (copies of one text count once), and the passages."""
    thing = [within, "kind", "item"]
    evidence = pd.DataFrame(found.places, columns=["kind", "item", "article", "start", "end"]).merge(
        texts, on="article"
    )
    evidence["article_id"] = corpus.articles["article_id"].to_numpy(object)[evidence["article"].astype(int)]
    in_text = evidence.groupby([*thing, by, "text"], sort=False).size().rename("n").reset_index()
    here = in_text.groupby([*thing, by], sort=False)["n"].sum().rename("n_here").reset_index()
    here["has"] = here["n_here"] >= here["kind"].map(LEAST)
    once = in_text.merge(here[here["has"]], on=[*thing, by]).groupby([*thing, "text"])["n"].max()
    of_thing = once.groupby(thing).agg(n_texts="size", n_mentions="sum")
    of_thing["n_having"] = here.groupby(thing)["has"].sum()
    matrix = of_thing.reset_index().merge(_sizes(corpus, texts, by=by, within=within), on=within)
    matrix = matrix.merge(here, on=[*thing, by], how="left").fillna({"n_here": 0, "has": False}).astype({"has": bool})
    keys = list(zip(*(matrix[column] for column in [*thing, by]), strict=True))
    matrix["near"] = (matrix["n_here"] > 0) | np.array([key in found.near for key in keys], np.bool_)
    matrix["named"] = matrix["near"] | np.array([key in found.named for key in keys], np.bool_)
    matrix["p_value"] = absence_p_values(matrix["n_texts"], matrix["n_texts_elsewhere"], matrix["share"])
    return matrix, evidence.merge(of_thing.reset_index()[thing], on=thing)


def _sizes(corpus: Corpus, texts: pd.DataFrame, *, by: str, within: str) -> pd.DataFrame:
    """Return how much each group has on a stratum, and the other groups."""
    unmarked = corpus.derived(Corpus.unmarked_texts)
    # A text twice as long does not have twice as much of what others have; see benchmarks/absence_calibration.py.
    sizes = texts.assign(size=[count_words(unmarked[row]) ** 0.5 for row in texts["article"]])
    sizes = (
        sizes.groupby([within, by])
        .agg(n_articles=("article", "size"), n_group_texts=("text", "nunique"), size=("size", "sum"))
        .reset_index()
    )
    of_stratum = sizes.groupby(within)
    sizes["n_others"] = of_stratum[by].transform("size") - 1
    sizes["n_texts_elsewhere"] = sizes[within].map(texts.groupby(within)["text"].nunique()) - sizes["n_group_texts"]
    elsewhere = of_stratum["size"].transform("sum") - sizes["size"]
    sizes["share"] = sizes["size"] / elsewhere.clip(lower=1)
    return sizes


def _listed(matrix: pd.DataFrame, *, by: str, within: str, min_others: int) -> pd.DataFrame:
    """Return what a group lacks though others have it, and what it alone has, what most others have first."""
    least = matrix["kind"].map(LEAST)
    enough = (matrix["n_having"] >= min_others) & (matrix["n_texts"] >= min_others)
    lacking = ~matrix["near"] & enough
    q_value = matrix["p_value"].mask(matrix["near"], 1).where(enough).groupby(matrix["kind"]).transform(q_values)
    others_near = matrix.groupby([within, "kind", "item"])["near"].transform("sum") - matrix["near"]
    alone = matrix["has"] & (others_near == 0) & (matrix["n_mentions"] >= min_others * least)
    alone &= (matrix["n_others"] >= min_others) & ((matrix["kind"] != "facts") | (matrix["n_texts"] >= min_others))
    parts = matrix.assign(q_value=q_value)[lacking | alone]
    is_alone = parts["n_here"] > 0
    parts = parts.assign(
        found=np.where(is_alone, ONLY_HERE, ELSEWHERE),
        n_with=parts["n_having"] - is_alone,
        p_value=parts["p_value"].mask(is_alone),
        q_value=parts["q_value"].mask(is_alone),
        named=parts["named"] & (parts["kind"] == "speakers"),
    )
    order = parts.assign(
        rank=parts["kind"].map({kind: rank for rank, kind in enumerate(KINDS)}),
        share=parts["n_with"] / parts["n_others"],
    )
    order = order.sort_values(
        ["found", "rank", "share", "p_value", "n_mentions"], ascending=[True, True, False, True, False], kind="stable"
    )
    return order[[within, "kind", "item", by, *COLUMNS[2:]]].reset_index(drop=True)
