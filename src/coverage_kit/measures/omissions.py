"""Omissions: who is heard in the others' coverage of a story but not here, and who only here."""

import re
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coverage_kit.corpus import Corpus, quoted
from coverage_kit.figures.matrix import plot_matrix
from coverage_kit.measures.attributions import extents, find_heard, unheard
from coverage_kit.measures.design import (
    check_whole,
    compared,
    find_units,
    group_articles,
    notes_of,
    record,
)
from coverage_kit.result import Result, passages_of
from coverage_kit.text.aliases import is_family_first
from coverage_kit.text.names import is_person

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

COLUMNS = (
    *("speaker", "found", "n_with", "n_others", "n_texts", "n_attributions", "expected", "named", "n_articles"),
    *("source", "cue"),
)
ELSEWHERE, ONLY_HERE = "elsewhere", "only here"


def omissions(corpus: Corpus, *, by: str = "outlet", within: str = "story", min_others: int = 2) -> Result:
    """Who is heard in the others' coverage of the same story but not here, and who only here?

    A list to be read, not a score: an outlet with a short article leaves out more, and who speaks in one article was
    not there to be asked in another. Copies of one text count as one.

    Parameters
    ----------
    corpus : Corpus
        With stories and reprints marked: ``find_stories(find_reprints(clean(corpus)))``.
    by : str
        Column of `corpus.articles` that makes the groups.
    within : str
        Column whose values are compared one by one.
    min_others : int
        How many other groups, and different texts, must let a speaker be heard.

    Returns
    -------
    Result
        ``table``: a row for each speaker that a group does not let be heard though others do (``found`` is
        "elsewhere"), and for each whom it alone does ("only here"; twice or more), within one story:
        ``n_with`` of ``n_others`` other groups have the speaker, in ``n_texts`` different texts and
        ``n_attributions``; ``expected``, the attributions that the group itself would have if it gave the speaker the
        others' share of its own; ``named``, whether it names the speaker at all; ``n_articles`` of the group on the
        story. What most others have comes first. ``evidence``: the attributions. ``plot(story)`` draws one story.

    Raises
    ------
    CorpusError, ValueError
        If a column is not there, or no story is covered by two groups.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> left_out = ck.omissions(ck.clean(ck.datasets.load_summit())).table
    >>> bool((left_out.loc[left_out["found"] == "elsewhere", "n_with"] >= 2).all())
    True
    """
    check_whole("omissions", min_others=min_others)
    groups = group_articles(corpus, by, taken=COLUMNS)
    units = find_units(corpus, cluster=None, within=within)
    kept = compared(groups, units.strata, by=by, within=within)
    article = np.flatnonzero(kept)
    texts = pd.DataFrame({"article": article, within: corpus.articles[within].to_numpy(object)[article]})
    texts["text"], texts[by] = units.clusters[article], np.array(groups.names, object)[groups.codes[article]]
    heard = find_heard(corpus).merge(texts, on="article", suffixes=("_of_text", ""))
    known = heard[heard["speaker"].notna()]
    matrix = _matrix(known, heard, texts, by=by, within=within)
    matrix["named"] = (matrix["n_here"] > 0) | _are_named(corpus, matrix, texts, by=by, within=within)
    table = _listed(matrix, min_others=min_others)[[within, "speaker", by, *COLUMNS[1:-2]]]
    evidence = extents(known, within, by, "speaker")
    return Result(
        "omissions",
        table,
        evidence,
        params=record(corpus, by=by, within=within, min_others=min_others),
        notes=notes_of(
            corpus,
            f"What is heard elsewhere and what only here, within each {within.replace('_', ' ')}: "
            f"{texts[within].nunique():,} that two groups or more have. Not to be heard has many reasons; "
            "read the passages.",
            unheard(corpus),
            "Attributions are found by rules, and some are missed: who is listed may be heard here all the same.",
        ),
        articles=corpus.articles,
        figure=partial(
            _draw, matrix=matrix, evidence=evidence, articles=corpus.articles, by=by, within=within, groups=groups.names
        ),
    )


def _draw(
    table: pd.DataFrame,
    *,
    of: str | None = None,
    matrix: pd.DataFrame,
    evidence: pd.DataFrame,
    articles: pd.DataFrame,
    by: str,
    within: str,
    groups: list[str],
) -> "Figure":
    """Draw one story, by default the one in which most is heard elsewhere; what hovers is the first passage of each."""
    listed = table.loc[table["found"] == ELSEWHERE, within].value_counts()
    of = of or (listed.index[0] if len(listed) else matrix[within].iloc[0])
    if not (matrix[within] == of).any():
        raise ValueError(
            f"of: there is no {within} '{of}' that two have in common. There are {quoted(matrix[within].unique())}"
        )
    first = evidence[evidence[within] == of].drop_duplicates([by, "speaker"])
    passages = first.assign(passage=passages_of(articles, first))[[by, "speaker", "passage"]]
    drawn = matrix[matrix[within] == of].merge(passages, on=[by, "speaker"], how="left")
    return plot_matrix(drawn, row="speaker", by=by, groups=groups, title=f"Who is heard, {within} “{of}”")


def _matrix(known: pd.DataFrame, heard: pd.DataFrame, texts: pd.DataFrame, *, by: str, within: str) -> pd.DataFrame:
    """Return a row for each stratum, speaker and group that covers it; copies of one text count once."""
    in_text = known.groupby([within, "speaker", "text", by]).size()
    here = in_text.groupby([within, "speaker", by]).sum().rename("n_here")
    once = in_text.groupby([within, "speaker", "text"]).max()
    of_speaker = once.groupby([within, "speaker"]).agg(n_texts="size", n_attributions="sum")
    of_speaker["n_having"] = here.groupby([within, "speaker"]).size()
    of_group = texts.groupby([within, by]).size().rename("n_articles").to_frame()
    of_group["n_group"] = heard.groupby([within, by]).size()
    of_group = of_group.fillna({"n_group": 0}).reset_index()
    of_stratum = of_group.groupby(within)
    of_group["n_others"] = of_stratum[by].transform("size") - 1
    of_group["n_elsewhere"] = of_stratum["n_group"].transform("sum") - of_group["n_group"]
    matrix = (
        of_speaker.reset_index()
        .merge(of_group, on=within)
        .merge(here.reset_index(), on=[within, "speaker", by], how="left")
    )
    return matrix.fillna({"n_here": 0})


def _listed(matrix: pd.DataFrame, *, min_others: int) -> pd.DataFrame:
    """Return what a group lacks though others have it, and what it alone has, what most others have first."""
    here, enough = matrix["n_here"] > 0, matrix["n_others"] >= min_others
    lacking = ~here & (matrix["n_having"] >= min_others) & (matrix["n_texts"] >= min_others)
    alone = here & enough & (matrix["n_having"] == 1) & (matrix["n_attributions"] >= 2)
    parts = matrix[lacking | alone]
    parts = parts.assign(
        found=np.where(parts["n_here"] > 0, ONLY_HERE, ELSEWHERE),
        n_with=parts["n_having"] - (parts["n_here"] > 0),
        expected=np.where(
            parts["n_here"] > 0, np.nan, parts["n_attributions"] * parts["n_group"] / parts["n_elsewhere"].clip(lower=1)
        ),
    )
    share = parts["n_with"] / parts["n_others"]
    order = parts.assign(share=share).sort_values(
        ["found", "share", "expected", "n_attributions"], ascending=[True, False, False, False], kind="stable"
    )
    return order.reset_index(drop=True)


def _are_named(corpus: Corpus, matrix: pd.DataFrame, texts: pd.DataFrame, *, by: str, within: str) -> NDArray[np.bool_]:
    """Tell whether a group's articles on a story name a speaker, in full or by last name."""
    unmarked = corpus.derived(Corpus.unmarked_texts)
    written = {key: "\n".join(unmarked[row] for row in rows) for key, rows in texts.groupby([within, by])["article"]}
    forms = {name: name_pattern(name) for name in matrix["speaker"].unique()}
    rows = zip(matrix["speaker"], matrix[within], matrix[by], strict=True)
    return np.array([bool(forms[name].search(written[stratum, group])) for name, stratum, group in rows], np.bool_)


def name_pattern(name: str) -> re.Pattern[str]:
    """Return what finds a name in a text: in full or, of a person, by family name alone.

    >>> bool(name_pattern("Ana Ruiz").search("Ruiz agreed.")), bool(name_pattern("Ana Ruiz").search("Ana agreed."))
    (True, False)
    """
    words = name.split()
    is_full = len(words) > 1 and name[0].isupper() and is_person(name)
    forms = [name, words[0] if is_family_first(words) else words[-1]] if is_full else [name]
    flags = re.NOFLAG if is_full else re.IGNORECASE
    return re.compile(r"\b(?:" + "|".join(map(re.escape, forms)) + r")\b", flags)
