"""Source framing: who is heard in each outlet, and in whose voice a passage stands."""

from collections.abc import Iterable
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from coverage_kit.corpus import Corpus
from coverage_kit.figures.intervals import plot_intervals
from coverage_kit.measures.design import (
    Groups,
    cells_of,
    check_level,
    cluster_articles,
    group_articles,
    notes_of,
    record,
    without_interval,
)
from coverage_kit.result import Result
from coverage_kit.stats.intervals import share_intervals
from coverage_kit.text.attribution import Attribution, find_attributions
from coverage_kit.text.sources import number, speaker_namings, speaker_types, stance
from coverage_kit.text.speakers import resolve_speakers
from coverage_kit.text.tokens import count_words

Characteristic = Literal["source_type", "naming", "number", "form", "stance", "speaker"]
CHARACTERISTICS = ("source_type", "naming", "number", "form", "stance", "speaker")
TABLE_COLUMNS = ("estimate", "conf_low", "conf_high", "word_share", "n_attributions", "n_articles")
PARTS = ("source", "cue", "content")
_CLASSES = ("speaker", "form", "stance", "source_type", "naming", "number")
_COLUMNS = ("article_id", "outlet", *(f"{part}_spans" for part in PARTS), *PARTS, *_CLASSES)


def attributions(corpus: Corpus) -> pd.DataFrame:
    """Who is quoted or paraphrased, in which words, in every article?

    Found by rules, without a model: direct, mixed and indirect speech. docs/validation.md says how well.

    Parameters
    ----------
    corpus : Corpus
        Clean it first, so that teasers of other stories are not read.

    Returns
    -------
    DataFrame
        One row an attribution: ``article_id, outlet``; ``source_spans, cue_spans, content_spans`` (lists of character
        offsets into the article's text, possibly empty); ``source, cue, content`` (their text);
        ``speaker`` (the fullest name in the article; None if unknown), ``form`` (direct, mixed, indirect), ``stance``
        (class of the cue), ``source_type``, ``naming`` (of the speaker in the article: named, role, anonymous),
        ``number`` (individual, collective).

    Examples
    --------
    >>> import coverage_kit as ck
    >>> found = ck.attributions(ck.clean(ck.datasets.load_summit()))
    >>> sorted(set(found["form"]))
    ['direct', 'indirect', 'mixed']
    """
    found = corpus.derived(find_all)
    return found.assign(**{f"{part}_spans": found[f"{part}_spans"].map(list) for part in PARTS})


def find_all(corpus: Corpus) -> pd.DataFrame:
    """Return what `attributions` does, with the spans in tuples, which nobody can change."""
    return find_in(corpus, range(len(corpus)))


def find_in(corpus: Corpus, numbers: Iterable[int]) -> pd.DataFrame:
    """Return the attributions of some articles, by row number; each article is read once, when it is asked for."""
    known, unmarked = corpus.derived(_Readings), corpus.derived(Corpus.unmarked_texts)
    columns = corpus.articles[["article_id", "outlet", "text"]]
    rows = []
    for article in numbers:
        if article not in known:
            known[article] = _read(*columns.iloc[article], unmarked=unmarked[article])
        rows += known[article]
    return pd.DataFrame(rows, columns=_COLUMNS)


class _Readings(dict[int, list[tuple]]):
    """The attributions found so far in a corpus, by the row number of the article."""

    def __init__(self, _: Corpus) -> None:
        super().__init__()


def _read(article_id: str, outlet: str, text: str, *, unmarked: str) -> list[tuple]:
    found = find_attributions(unmarked)
    speakers = resolve_speakers(unmarked, found)
    parts = [_parts(text, attribution) for attribution in found]
    sources = [source for _, _, _, source, _, _ in parts]
    kinds, namings = speaker_types(unmarked, speakers, sources), speaker_namings(unmarked, speakers, sources)
    rows = []
    for attribution, speaker, part, kind, naming in zip(found, speakers, parts, kinds, namings, strict=True):
        *_, source, cue, _ = part
        classes = (speaker, attribution.form, stance(cue), kind, naming, number(speaker, source))
        rows.append((article_id, outlet, *part, *classes))
    return rows


def _parts(text: str, found: Attribution) -> tuple:
    """Return the spans of source, cue and content, and their text."""
    spans = (found.source_spans, found.cue_spans, found.content_spans)
    return (*spans, *(" … ".join(text[start:end] for start, end in part) for part in spans))


def voice_of_hits(hits: pd.DataFrame, found: pd.DataFrame, article_ids: pd.Series) -> pd.DataFrame:
    """Return `voice` ("own" or "attributed") and `speaker` for each hit (`article` row number, `start`).

    Where one attribution stands inside another, the inner one speaks. What is attributed to nobody ("is expected
    to", "reportedly") and what somebody wants or plans without saying so stays in the outlet's own voice.
    """
    found = found[(found["source"] != "") & (found["stance"] != "attitude")]
    position = {article_id: number for number, article_id in enumerate(article_ids)}
    contents: dict[int, list[tuple[int, int, str | None]]] = {}
    for article_id, spans, speaker in found[["article_id", "content_spans", "speaker"]].itertuples(index=False):
        contents.setdefault(position[article_id], []).extend((start, end, speaker) for start, end in spans)
    voices: list[tuple[str, str | None]] = [("own", None)] * len(hits)
    for article, places in hits.reset_index(drop=True).groupby("article")["start"]:
        waiting = sorted(contents.get(article, ()), key=lambda span: span[0], reverse=True)
        around: list[tuple[int, int, str | None]] = []
        for row, start in places.sort_values().items():
            while waiting and waiting[-1][0] <= start:
                around.append(waiting.pop())
            around = [span for span in around if span[1] > start]
            if around:
                voices[row] = ("attributed", min(around, key=lambda span: span[1] - span[0])[2])
    return pd.DataFrame(voices, columns=["voice", "speaker"], index=hits.index, dtype="object")


def sources(
    corpus: Corpus,
    *,
    of: Characteristic = "source_type",
    by: str = "outlet",
    cluster: str | None = None,
    level: float = 0.95,
) -> Result:
    """Who is heard in each outlet: what share of its attributions goes to which sources?

    Parameters
    ----------
    corpus : Corpus
        Clean it first.
    of : {"source_type", "naming", "number", "form", "stance", "speaker"}
        What to tell attributions apart by.
    by : str
        Column of `corpus.articles` that makes the groups.
    cluster : str, optional
        Column that makes the independent units; as in `salience`.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    Result
        ``table``: a row for each kind and group with ``estimate, conf_low, conf_high`` (share of the group's
        attributions), ``word_share`` (share of its attributed words), ``n_attributions``, ``n_articles``; a kind that
        is never heard has a row too (not for speakers). ``evidence``: each attribution, from its first word to its
        last.

    Raises
    ------
    CorpusError, ValueError
        If a column or a characteristic is not there.

    References
    ----------
    Korn, E. L. and Graubard, B. I. (1998). Survey Methodology 24(2); the source types follow Larsen (2019), DOCA.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> heard = ck.sources(ck.clean(ck.datasets.load_summit()))
    >>> heard.table.groupby("outlet")["estimate"].sum().round(6).unique().tolist()
    [1.0]
    """
    if of not in CHARACTERISTICS:
        raise ValueError(f"of: '{of}' is not known. Choose from {', '.join(CHARACTERISTICS)}")
    groups = group_articles(corpus, by, taken=(*_COLUMNS[2:], *TABLE_COLUMNS))
    unit, clusters = cluster_articles(corpus, cluster)
    check_level(level)
    found = corpus.derived(find_all)
    position = {article_id: row for row, article_id in enumerate(corpus.articles["article_id"])}
    articles = found["article_id"].map(position).to_numpy(np.int64)
    known = found.assign(
        article=articles,
        group=groups.codes[articles],
        words=[count_words(content) for content in found["content"]],
        **{of: found[of].astype("object").where(found[of].notna(), "unknown")},
    )
    return Result(
        "sources",
        _shares(known, groups, clusters, of=of, by=by, level=level),
        _evidence(known, groups, of=of, by=by),
        params=record(corpus, of=of, by=by, cluster=unit, level=level),
        notes=notes_of(
            corpus,
            "Attributions are found by rules and some are missed or wrong; docs/validation.md has the measured error. "
            "Read the passages before you rely on a small share.",
            without_interval(groups, clusters, unit),
        ),
        articles=corpus.articles,
        figure=partial(
            plot_intervals,
            by=by,
            panel=of,
            groups=groups.names,
            title=f"Who is heard, by {by}",
            unit="share of attributions",
        ),
    )


def _shares(
    known: pd.DataFrame, groups: Groups, clusters: np.ndarray, *, of: str, by: str, level: float
) -> pd.DataFrame:
    cells, n_articles, n_groups = cells_of(groups, clusters), np.bincount(groups.codes), len(groups.names)
    sizes = cells.sum(np.bincount(known["article"], minlength=len(groups.codes)))
    all_words = np.bincount(known["group"], known["words"], n_groups)
    tables = []
    for kind in known[of].value_counts().index:
        own = known[known[of] == kind]
        shares = share_intervals(
            cells.sum(np.bincount(own["article"], minlength=len(groups.codes))), sizes, cells.group, level=level
        )
        words = np.bincount(own["group"], own["words"], n_groups)
        columns = {
            of: kind,
            by: groups.names,
            "estimate": shares.estimate,
            "conf_low": shares.low,
            "conf_high": shares.high,
            "word_share": np.divide(words, all_words, out=np.full(n_groups, np.nan), where=all_words > 0),
            "n_attributions": np.bincount(own["group"], minlength=n_groups),
            "n_articles": n_articles,
        }
        tables.append(pd.DataFrame(columns))
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=[of, by, *TABLE_COLUMNS])
    # A source type that is never heard is a finding; that an outlet lacks another's speaker is the rule.
    return table if of != "speaker" else table[table["n_attributions"] > 0].reset_index(drop=True)


def _evidence(known: pd.DataFrame, groups: Groups, *, of: str, by: str) -> pd.DataFrame:
    """Return each attribution's whole extent: from its first to its last word."""
    parts = [
        [span for part in row for span in part]
        for row in known[["source_spans", "cue_spans", "content_spans"]].itertuples(index=False)
    ]
    keys = known[list(dict.fromkeys((of, "article_id", "speaker", "source", "cue")))]
    return keys.assign(
        **{by: [groups.names[code] for code in known["group"]]},
        start=[min(start for start, _ in spans) for spans in parts],
        end=[max(end for _, end in spans) for spans in parts],
    )
