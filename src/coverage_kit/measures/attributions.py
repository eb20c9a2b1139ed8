"""Attributions: who is quoted or paraphrased where, and in whose voice a passage stands."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.text.aliases import merge_aliases
from coverage_kit.text.attribution import Attribution, find_attributions
from coverage_kit.text.sources import is_contested, number, speaker_namings, speaker_types, stance
from coverage_kit.text.speakers import resolve_speakers
from coverage_kit.text.tokens import find_words

PARTS = ("source", "cue", "content")
CLASSES = ("speaker", "form", "stance", "contested", "source_type", "naming", "number")
COLUMNS = ("article_id", "outlet", *(f"{part}_spans" for part in PARTS), *PARTS, *CLASSES)
NOBODY = -1


@of_corpus
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
        (class of the cue), ``contested`` (whether the literature disagrees on that class), ``source_type``, ``naming``
        (of the speaker in the article: named, role, anonymous), ``number`` (individual, collective).

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
    return pd.DataFrame(rows, columns=COLUMNS)


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
        classes = (speaker, attribution.form, stance(cue), is_contested(cue), kind, naming, number(speaker, source))
        rows.append((article_id, outlet, *part, *classes))
    return rows


def _parts(text: str, found: Attribution) -> tuple:
    """Return the spans of source, cue and content, and their text."""
    spans = (found.source_spans, found.cue_spans, found.content_spans)
    return (*spans, *(" … ".join(text[start:end] for start, end in part) for part in spans))


def are_heard(found: pd.DataFrame) -> pd.Series:
    """Tell which attributions let somebody be heard.

    What is attributed to nobody ("is expected to", "reportedly") and what somebody wants or plans without saying so
    stays in the outlet's own voice.
    """
    return (found["source"] != "") & (found["stance"] != "attitude")


def find_heard(corpus: Corpus, *, contested: bool = True) -> pd.DataFrame:
    """Return the attributions that let somebody be heard, with ``article`` (row number) and ``n_words`` (attributed).

    One speaker has one name in all articles.
    """
    heard = corpus.derived(_heard)
    return heard if contested else heard[~heard["contested"].astype(bool)]


def _heard(corpus: Corpus) -> pd.DataFrame:
    found = corpus.derived(find_all)
    found = found[are_heard(found)].reset_index(drop=True)
    position = {article_id: row for row, article_id in enumerate(corpus.articles["article_id"])}
    article = found["article_id"].map(position).to_numpy(np.int64)
    texts, n_words = corpus.derived(Corpus.unmarked_texts), np.zeros(len(found), np.int64)
    for row, held in found.groupby(article).indices.items():
        n_words[held] = attributed_words(texts[row], found["content_spans"].iloc[held].tolist())
    return found.assign(article=article, n_words=n_words, speaker=_one_name(corpus, found["speaker"], article))


def _one_name(corpus: Corpus, speakers: pd.Series, article: NDArray[np.int64]) -> list[str | None]:
    """Return each speaker's name in all articles; who is meant by a last name, the story tells first."""
    known = speakers[speakers.notna()].groupby(article[speakers.notna()]).agg(list)
    stories = corpus.articles["story"] if "story" in corpus.articles else pd.Series(pd.NA, corpus.articles.index)
    contexts = [None if pd.isna(story) else story for story in stories.iloc[known.index]]
    names = dict(zip(known.index, merge_aliases(known.tolist(), contexts=contexts), strict=True))
    return [names[row][name] if isinstance(name, str) else None for row, name in zip(article, speakers, strict=True)]


def extents(found: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Return where each attribution stands, from its first word to its last, with columns of `found` as keys."""
    columns = found[[f"{part}_spans" for part in PARTS]].itertuples(index=False)
    spans = [[span for part in row for span in part] for row in columns]
    kept = found[list(dict.fromkeys((*keys, "article_id", "speaker", "source", "cue")))].reset_index(drop=True)
    return kept.assign(
        start=[min(start for start, _ in part) for part in spans], end=[max(end for _, end in part) for part in spans]
    )


def unheard(corpus: Corpus, *, contested: bool = True) -> str | None:
    """Say in words which attributions let nobody be heard."""
    found = corpus.derived(find_all)
    nobody, wishes = (found["source"] == "").sum(), (~are_heard(found) & (found["source"] != "")).sum()
    disputed = 0 if contested else (are_heard(found) & found["contested"].astype(bool)).sum()
    parts = [
        f'{nobody:,} to nobody ("reportedly")' if nobody else "",
        f'{wishes:,} of wishes and plans ("wants to")' if wishes else "",
        f'{disputed:,} with a contested cue ("argue")' if disputed else "",
    ]
    left = ", ".join(part for part in parts if part)
    return f"Attributions left out: {left}." if left else None


def voice_of_hits(hits: pd.DataFrame, found: pd.DataFrame, article_ids: pd.Series) -> pd.DataFrame:
    """Return `voice` ("own" or "attributed"), `speaker` and `source_type` for each hit (`article` number, `start`)."""
    heard = dict(iter(found[are_heard(found)].groupby("article_id")))
    voices = pd.DataFrame({"voice": "own", "speaker": None, "source_type": None}, index=hits.index, dtype="object")
    for article, starts in hits.groupby("article")["start"]:
        if article_ids.iloc[article] in heard:
            own = heard[article_ids.iloc[article]]
            speaks = innermost(starts.to_numpy(), own["content_spans"].tolist())
            inside = starts.index[speaks != NOBODY]
            voices.loc[inside, "voice"] = "attributed"
            for column in ("speaker", "source_type"):
                voices.loc[inside, column] = own[column].to_numpy(object)[speaks[speaks != NOBODY]]
    return voices


def attributed_words(text: str, contents: Sequence[Iterable[tuple[int, int]]]) -> NDArray[np.int64]:
    """Return how many words each attribution of a text holds; a word inside two belongs to the inner one.

    >>> attributed_words("Lee said that Ito wants rain.", [[(9, 28)], [(18, 28)]]).tolist()
    [2, 2]
    """
    speaks = innermost(np.array([word.start for word in find_words(text)], np.int64), contents)
    return np.bincount(speaks[speaks != NOBODY], minlength=len(contents))


def innermost(places: NDArray[np.int64], contents: Sequence[Iterable[tuple[int, int]]]) -> NDArray[np.int64]:
    """Return the number of the attribution whose content lies closest around each place, or `NOBODY`.

    >>> innermost(np.array([5, 25, 60]), [[(0, 50)], [(20, 40)]]).tolist()
    [0, 1, -1]
    """
    order = np.argsort(places, kind="stable")
    ordered, speaks = places[order], np.full(len(places), NOBODY)
    spans = [(end - start, which, start, end) for which, part in enumerate(contents) for start, end in part]
    for _, which, start, end in sorted(spans, reverse=True):  # the shortest is written last
        first, last = np.searchsorted(ordered, (start, end))
        speaks[order[first:last]] = which
    return speaks
