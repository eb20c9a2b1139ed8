"""What to call a topic by: terms that tell it from the others, phrases before bare words."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import chain, count
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from coverage_kit.text.function_words import is_function_word
from coverage_kit.text.topic_engines import Fitted, idf_of, tf_idf
from coverage_kit.text.vocabulary import count_vocabulary
from coverage_kit.text.written import as_written

LISTED = 10  # terms of a topic in its table
LABEL_TERMS = 3
STRONG = 30  # words of a topic that its phrases are made of
LONGEST_PHRASE = 3
INNER = {"of", "and", "a"}  # the small words that phrases may have inside: "bread and salt"
# Titles, the plainest reporting verbs, numbers and order: no words of a topic, and phrases neither begin nor end so.
_PLAIN = (
    "mr mrs ms dr say says said saying told one two three four five six seven eight nine ten eleven twelve fifteen "
    "twenty thirty forty fifty sixty hundred first second third last next former latter"
)
_PLAIN_WORDS = set(_PLAIN.split())
TIED = 0.6  # the share of a word's uses that stand beside the same word: "Moon Jae" is no phrase, "Moon Jae-in" is
FEWEST_ARTICLES = 3  # that a phrase stands in, or 1 in 200
HOLDS_TOGETHER = 0.4  # the share of a word's uses in a topic that are the phrase's
MOST_TEXTS = 5_000  # in which phrases are counted; of more, every second or third is read, to save memory
USUAL_LENGTH = 8  # terms of a sentence
TINY = 1e-12
_HYPHENED = re.compile(r"([^\W\d_]+)[-‐‑]([^\W\d_]+)")
DECIMALS = 9  # what differs less than that between processors counts as equal


class Phrases(NamedTuple):
    """Phrases of the texts, and how much topics have of them."""

    phrases: list[str]
    weights: NDArray[np.float64]  # (n_topics, n_phrases): tf-idf in texts, times the texts' shares; words sum to 1
    word_weights: NDArray[np.float64]  # (n_topics, n_terms): the same of the words
    uses: NDArray[np.float64]  # (n_topics, n_phrases): uses in texts, times the texts' shares
    word_uses: NDArray[np.float64]  # (n_topics, n_terms): the same of the words


def is_empty(word: str) -> bool:
    """Tell whether a word says nothing of a subject: a function word, a title, "said", "two", a single letter.

    >>> [is_empty(word) for word in ("of", "mr", "fire")]
    [True, True, False]
    """
    return len(word) == 1 or word in _PLAIN_WORDS or is_function_word(word)


def relevance(weights: ArrayLike, frequency: ArrayLike, *, lam: float = 0.6) -> NDArray[np.float64]:
    """Return how telling terms are of topics: the logarithm of their weight, and of how far it exceeds their frequency.

    -inf where a topic does not have a term. `frequency`: the term's share of all texts, shape (n_terms,).

    References
    ----------
    Sievert, C. and Shirley, K. (2014). LDAvis. Workshop on Interactive Language Learning, Visualization, and
    Interfaces. The default of `lam` is theirs.

    Examples
    --------
    >>> relevance([[0.5, 0.5, 0.0]], [0.5, 0.25, 0.25], lam=0.5).round(3).tolist()
    [[-0.347, 0.0, -inf]]
    """
    weights, frequency = np.asarray(weights, np.float64), np.asarray(frequency, np.float64)
    found = np.full(weights.shape, -np.inf)
    there = weights > TINY  # less is rounding
    expected = np.maximum(np.broadcast_to(frequency, weights.shape)[there], TINY)  # of a topic that no text has
    found[there] = np.log(weights[there]) - (1 - lam) * np.log(expected)
    return found


def frex(weights: ArrayLike, *, w: float = 0.5) -> NDArray[np.float64]:
    """Return how frequent and exclusive terms are in topics: the harmonic mean of their ranks in both, from 0 to 1.

    `w` is the weight of exclusivity: of a term's weight in the topic over the sum of its weights in all topics.

    References
    ----------
    Bischof, J. M. and Airoldi, E. M. (2012). Summarizing topical content with word frequency and exclusivity. ICML.

    Examples
    --------
    >>> frex([[0.6, 0.4], [0.0, 1.0]]).round(3).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    weights = np.asarray(weights, np.float64)
    total = weights.sum(axis=0)
    own = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return 1 / (w / _ranks(own) + (1 - w) / _ranks(weights))


def _ranks(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of each row's terms that are no stronger."""
    scores = scores.round(DECIMALS)
    ranks = [np.searchsorted(np.sort(row), row, side="right") for row in scores]
    return np.array(ranks) / max(1, scores.shape[1])


def top_terms(scores: ArrayLike, terms: Sequence[str], number: int = LISTED) -> list[list[str]]:
    """Return each topic's strongest terms, at most so many; ties in the order of the alphabet.

    >>> top_terms([[0.2, 0.4, 0.4], [0.5, -np.inf, 0.5]], ["fuel", "trade", "coal"], 3)
    [['coal', 'trade', 'fuel'], ['coal', 'fuel']]
    """
    return [
        [terms[column] for column in np.lexsort((terms, -row))[:number] if row[column] > -np.inf]
        for row in np.round(np.asarray(scores, np.float64), DECIMALS)
    ]


def sentence_scores(counts: csr_array, weights: ArrayLike) -> NDArray[np.float64]:
    """Return how much each sentence speaks of each topic, (n_sentences, n_topics).

    The weights of the terms in it, each once; over the root of their number, lest long sentences always win, and short
    ones count as of usual length, lest headings do.

    >>> sentence_scores(csr_array([[1, 0], [2, 1]]), [[0.75, 0.25]]).round(3).tolist()
    [[0.265], [0.354]]
    """
    there = csr_array(counts > 0, dtype=np.float64)
    length = np.maximum(there.sum(axis=1), USUAL_LENGTH)
    return (there @ np.asarray(weights).T) / np.sqrt(length)[:, None]


def phrases_of(fitted: Fitted, vocabulary: Sequence[str], *, texts: Sequence[tuple[str, str]]) -> Phrases:
    """Count the phrases that words of the vocabulary stand in.

    `texts`: as `count_vocabulary` takes them, in the order of the shares.
    """
    place = {term: number for number, term in enumerate(vocabulary)}
    shares = np.nan_to_num(fitted.shares).T
    fewest = max(FEWEST_ARTICLES, len(texts) // 200)
    counts, terms, _ = count_vocabulary(texts, max_words=LONGEST_PHRASE, min_articles=fewest)
    words = [number for number, term in enumerate(terms) if term in place]
    hyphened = Counter(f"{a} {b}".lower() for text, _ in texts for a, b in _HYPHENED.findall(text))
    kept = _whole_phrases(terms, counts.sum(axis=0).tolist(), known=place, hyphened=hyphened)
    mass, uses = shares @ tf_idf(counts, idf_of(counts)), shares @ counts
    total = np.maximum(mass[:, words].sum(axis=1, keepdims=True), np.finfo(float).tiny)
    word_weights, word_uses = np.zeros((2, len(shares), len(vocabulary)))
    columns = [place[terms[number]] for number in words]
    word_weights[:, columns], word_uses[:, columns] = mass[:, words] / total, uses[:, words]
    return Phrases([terms[number] for number in kept], mass[:, kept] / total, word_weights, uses[:, kept], word_uses)


def _whole_phrases(
    terms: Sequence[str], uses: Sequence[int], *, known: Container[str], hyphened: Counter[str]
) -> list[int]:
    """Return the phrases, by number, that begin and end with words of content, and cut no pair of words apart.

    A small word that a hyphen ties to its neighbour is one of content: "Moon Jae-in".
    """
    used, small = dict(zip(terms, uses, strict=True)), {term for term in terms if is_empty(term)}
    pairs = [term.split() for term in terms if term.count(" ") == 1]
    before = {b for a, b in pairs if used[f"{a} {b}"] >= TIED * used[b] and a not in small}
    after = {a for a, b in pairs if used[f"{a} {b}"] >= TIED * used[a]}
    tied = {f"{a} {b}" for a, b in pairs if hyphened[f"{a} {b}"] >= TIED * used[f"{a} {b}"]}
    kept = []
    for number, term in enumerate(terms):
        words = term.split()
        begins, ends = words[0] not in small, words[-1] not in small or " ".join(words[-2:]) in tied
        inside = set(words[1:-1]) & small <= INNER
        # The longest have nothing longer to give way to: "Ri Yong Ho", even if "Minister" mostly stands before it.
        cut = (words[0] in before and len(words) < LONGEST_PHRASE) or words[-1] in after
        if len(words) > 1 and begins and ends and inside and not cut and any(word in known for word in words):
            kept.append(number)
    return kept


def telling_terms(scores: NDArray[np.float64], vocabulary: Sequence[str], phrases: Phrases) -> list[list[str]]:
    """Return terms to call each topic by, the most telling first; no word stands in two of them.

    The strongest words; instead of a word, the phrase that makes up most of its uses, if the phrase's other words are
    strong too. `scores`: (n_topics, n_terms), of the words.
    """
    found = []
    of_word = defaultdict(list)
    for number, phrase in enumerate(phrases.phrases):
        for word in set(phrase.split()):
            of_word[word].append(number)
    column = {word: number for number, word in enumerate(vocabulary)}
    for topic, strongest in enumerate(top_terms(scores, vocabulary, STRONG)):
        strong, used, telling = set(strongest), set(), []
        for word in [word for word in strongest if any(map(str.isalpha, word))] or strongest:
            if any(_stands_for(part, used) for part in word.split()):
                continue
            uses = phrases.word_uses[topic, column[word]]
            with_word = [(phrases.phrases[number], phrases.uses[topic, number]) for number in of_word[word]]
            fitting = [(phrase, times) for phrase, times in with_word if _fits(phrase, strong, column, used)]
            term = _phrase_for(fitting, least=HOLDS_TOGETHER * uses)
            blocked = [(phrase, times) for phrase, times in with_word if not used.isdisjoint(phrase.split())]
            if term is None and _phrase_for(blocked, least=TIED * uses):
                continue  # half a name: "Sung" of "Kim Il Sung", after "Kim Jong Un"
            telling.append(term or word)
            used |= set(telling[-1].split())
        found.append(telling)
    return found


def _fits(phrase: str, strong: set[str], column: dict[str, int], used: set[str]) -> bool:
    words = [word for word in phrase.split() if word not in INNER]
    return all(word in strong or word not in column for word in words) and not any(_stands_for(w, used) for w in words)


def _phrase_for(fitting: Sequence[tuple[str, float]], *, least: float) -> str | None:
    """Return the longest of the phrases that are used often enough, of these the most frequent."""
    often = [(len(phrase.split()), round(uses, DECIMALS), phrase) for phrase, uses in fitting if uses >= max(least, 1)]
    return max(often)[2] if often else None


def _stands_for(word: str, used: Iterable[str]) -> bool:
    """Tell whether a word, or one like it, is there: "China" says "Chinese" too.

    >>> _stands_for("chinese", ["china"]), _stands_for("train", ["trade"]), _stands_for("xi", ["xi"])
    (True, False, True)
    """
    return any(word == other or _alike(word, other) >= max(4, min(len(word), len(other)) - 1) for other in used)


def _alike(word: str, other: str) -> int:
    """Return how many letters two words begin with in common."""
    return next(
        (n for n, pair in enumerate(zip(word, other, strict=False)) if pair[0] != pair[1]), min(len(word), len(other))
    )


def _given_first(
    scores: NDArray[np.float64], given: Sequence[int], *, amounts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return scores of terms by which a topic begins with the given ones that it has most of, and has no others.

    The fit made given terms as strong as the strongest found, however few texts have them.
    """
    ranks, most = scores.copy(), sorted(given, key=lambda column: (-amounts[column].round(DECIMALS), column))
    ranks[given] = -np.inf
    found = ranks.max(initial=0, where=np.isfinite(ranks))
    for place, column in enumerate(most[:LABEL_TERMS]):
        if amounts[column] > 0 or not place:
            ranks[column] = found + LABEL_TERMS - place
    return ranks


def labels_of(telling: Sequence[Sequence[str]]) -> list[str]:
    """Return a label for each topic: three terms, more where two topics would be called the same.

    >>> labels_of([["coal", "fuel", "trade", "oil"], ["coal", "fuel", "trade", "port"], ["moon"]])
    ['coal, fuel, trade, oil', 'coal, fuel, trade, port', 'moon']
    """
    names = [", ".join(terms[:LABEL_TERMS]) for terms in telling]
    for number in range(LABEL_TERMS + 1, LISTED + 1):
        twice = {name for name in names if names.count(name) > 1}
        names = [", ".join(t[:number]) if n in twice else n for n, t in zip(names, telling, strict=True)]
    return _differing(names)


def _differing(names: Iterable[str], *, taken: Iterable[str] = ()) -> list[str]:
    """Return the names, with a number behind those that are taken.

    >>> _differing(["coal", "coal", "coal (2)"], taken=["fuel"])
    ['coal', 'coal (2)', 'coal (2) (2)']
    """
    found, used = [], set(taken)
    for name in names:
        numbered = chain([name], (f"{name} ({number})" for number in count(2)))
        found.append(next(candidate for candidate in numbered if candidate not in used))
        used.add(found[-1])
    return found


def describe(
    fitted: Fitted,
    vocabulary: Sequence[str],
    *,
    texts: Sequence[tuple[str, str]],
    read: Sequence[int],
    seeds: Mapping[str, Sequence[int]] | None = None,
) -> pd.DataFrame:
    """Return the terms of each topic, as written, the most telling first: ``number, topic, term, weight, relevance``.

    `texts`: as `count_vocabulary` takes them, in the order of the shares. `read`: the numbers of those that phrases are
    sought in, none a copy of another: what one text alone has is no phrase. A seeded topic has the name of its
    seed, and begins with its words; `seeds`: their columns.
    """
    names, columns = list(seeds or {}), list((seeds or {}).values())
    read = read[:: -(-len(read) // MOST_TEXTS) or 1]
    some = [texts[number] for number in read]
    size = np.nan_to_num(fitted.shares).sum(axis=0) / max(1, np.nan_to_num(fitted.shares).sum())
    phrases = phrases_of(fitted._replace(shares=fitted.shares[read]), vocabulary, texts=some)
    scores = relevance(fitted.weights, size @ fitted.weights)
    ranks = scores.copy()
    for topic in np.flatnonzero(fitted.seeded >= 0) if seeds else ():
        own = columns[fitted.seeded[topic]]
        ranks[topic] = _given_first(scores[topic], own, amounts=phrases.word_weights[topic])
    of_phrases = relevance(phrases.weights, size @ phrases.weights)
    telling = [terms[:LISTED] for terms in telling_terms(ranks, vocabulary, phrases)]
    written = as_written(chain(*telling), (text for _, text in some))
    labels = labels_of([[written[term] for term in terms] for terms in telling])
    seeded = [names[seed] if seed >= 0 and names else None for seed in fitted.seeded.tolist()]
    free = iter(_differing((label for label, name in zip(labels, seeded, strict=True) if name is None), taken=names))
    names = [next(free) if name is None else name for name in seeded]
    words = {term: (phrases.weights[:, n], of_phrases[:, n]) for n, term in enumerate(phrases.phrases)}
    words |= {term: (fitted.weights[:, n], scores[:, n]) for n, term in enumerate(vocabulary)}
    rows = [
        (topic + 1, names[topic], written[term], words[term][0][topic], words[term][1][topic])
        for topic, terms in enumerate(telling)
        for term in terms
    ]
    return pd.DataFrame(rows, columns=["number", "topic", "term", "weight", "relevance"])
