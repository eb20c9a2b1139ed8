"""find_reprints: which articles are copies of one another."""

from collections.abc import Sequence
from functools import cache
from sys import intern
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.text.quotes import quoted_spans
from coverage_kit.text.shingles import Overlaps, find_overlaps, shared_words
from coverage_kit.text.tokens import find_words

# Shares of the shorter article's own words, set on pairs of real articles, see docs/validation.md. Agency copy in two
# outlets shares seven words in ten and more; so do articles of one outlet that have captions or background in common.
_BETWEEN_OUTLETS, _WITHIN_OUTLET = 0.7, 0.85
_BEGIN_ALIKE = 0.5  # enough if both articles begin alike
_BEGINNING = 60  # own words
_ALIKE = 0.7  # of the beginning of either article
_LEAST_WORDS = 40  # what is shorter may be a formula
_WORTH_READING = 0.4  # containment of shingles below which a pair is not looked at
_RELATED = 0.1  # containment of shingles from which two articles have something to do with each other


class _Reading(NamedTuple):
    """The words of an article's reporting, and which are the outlet's own: not inside quotation marks."""

    words: list[str]
    own: NDArray[np.bool_]


@of_corpus
def find_reprints(corpus: Corpus) -> Corpus:
    """Find articles that are copies of one another: agency copy, syndicated columns, updates, the same story twice.

    Every article is compared with every other by shingles of five words, and nothing is approximated. Two articles are
    copies if 70 % of the shorter one's own words stand in the longer one in runs of five and more; 85 % within one
    outlet, which reuses its captions and background; 50 % if both begin alike. Words inside quotation marks do not
    count, so a quoted speech makes no copy, nor does a passage of a press release. An article that holds several
    unrelated stories joins the one that makes up more than half of it, if any, and never makes two stories one.

    Parameters
    ----------
    corpus : Corpus
        Clean it first: furniture that a site prints under every article would count as shared text. If the articles
        have a column ``reprint_group`` already, yours or from an earlier call, the corpus comes back as it is.

    Returns
    -------
    Corpus
        The same articles with the column ``reprint_group``: the ``article_id`` of the earliest of the copies; missing
        where an article has no copy. Where there are no stories, measures take a group as one observation;
        `find_stories` keeps it in one story. `reprints` shows the groups.

    References
    ----------
    Broder, A. Z. (1997). On the resemblance and containment of documents. *Compression and Complexity of Sequences*.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> corpus = ck.find_reprints(ck.clean(ck.datasets.load_summit()))
    >>> corpus.articles["reprint_group"].value_counts().to_dict()
    {'cedarfork-venue': 3, 'cedarfork-workers': 3}
    """
    articles = corpus.articles
    if "reprint_group" in articles:
        return corpus
    texts = corpus.unmarked_texts()
    overlaps = find_overlaps(texts, containment=_RELATED)
    links = _copies(overlaps, texts, articles["outlet"].tolist())
    links &= ~_mixed(overlaps, links)
    graph = coo_array((links[links], (overlaps.first[links], overlaps.second[links])), shape=(len(texts), len(texts)))
    component = pd.Series(connected_components(graph, directed=False)[1], index=articles.index)
    earliest = articles.sort_values("published", kind="stable") if "published" in articles else articles
    names = earliest["article_id"].groupby(component).first()
    copied = component.duplicated(keep=False)
    return corpus.replace(articles=articles.assign(reprint_group=component.map(names).where(copied).astype("str")))


def _copies(overlaps: Overlaps, texts: Sequence[str], outlets: Sequence[str]) -> NDArray[np.bool_]:
    """Tell which pairs are copies of one another."""
    read = cache(lambda number: _read(texts[number]))
    copies = overlaps.containment >= _WORTH_READING
    for pair in np.flatnonzero(copies):
        one, other = int(overlaps.first[pair]), int(overlaps.second[pair])
        enough = _WITHIN_OUTLET if outlets[one] == outlets[other] else _BETWEEN_OUTLETS
        copies[pair] = _is_copy(read(one), read(other), enough=enough)
    return copies


def _read(text: str) -> _Reading:
    words = find_words(text)
    own = np.ones(len(words), np.bool_)
    starts = np.array([word.start for word in words])
    for start, end in quoted_spans(text):
        own[np.searchsorted(starts, start) : np.searchsorted(starts, end)] = False
    return _Reading([intern(word.form) for word in words], own)  # one string a word, however many articles


def _is_copy(one: _Reading, other: _Reading, *, enough: float) -> bool:
    shorter, longer = sorted((one, other), key=lambda reading: reading.own.sum())
    shared = shared_words(shorter.words, longer.words, own=longer.own)[shorter.own]
    if shared.sum() < _LEAST_WORDS or shared.mean() < _BEGIN_ALIKE:
        return False
    if shared.mean() >= enough:
        return True
    back = shared_words(longer.words, shorter.words, own=shorter.own)[longer.own]
    return bool(min(shared[:_BEGINNING].mean(), back[:_BEGINNING].mean()) >= _ALIKE)


def _mixed(overlaps: Overlaps, links: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which links are no more than a part of an article that holds several unrelated stories, such as a digest.

    An article whose copies have nothing to do with each other is a mixture; it keeps the links that explain more than
    half of it, and two unrelated stories cannot both do that.
    """
    related = set(zip(overlaps.first.tolist(), overlaps.second.tolist(), strict=True))
    copies_of: dict[int, dict[int, int]] = {}
    for pair in np.flatnonzero(links).tolist():
        one, other = int(overlaps.first[pair]), int(overlaps.second[pair])
        copies_of.setdefault(one, {})[other] = pair
        copies_of.setdefault(other, {})[one] = pair
    mixed = np.zeros(len(links), np.bool_)
    for article, copies in copies_of.items():
        others = sorted(copies)
        if any((a, b) not in related for position, a in enumerate(others) for b in others[position + 1 :]):
            pairs = [pair for pair in copies.values() if overlaps.shared[pair] <= overlaps.sizes[article] / 2]
            mixed[pairs] = True
    return mixed
