"""Are all words and phrases counted, and how fast?

Usage: python benchmarks/counting.py ARTICLES

ARTICLES is any file that read_corpus reads, with some thousand articles; nothing in them is marked. The peer is
scikit-learn's CountVectorizer, given the same rule for words and phrases as a function.

- Words: every count, term by term, against the peer's.
- Time and memory: terms in at least five articles, words alone and phrases of up to three words, each run in a process
  of its own: CPU seconds of the counting, texts already read, and the peak memory of the process, before it too. All
  counts of both are compared.
"""

import hashlib
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import CountVectorizer

import coverage_kit as ck
from coverage_kit.text.tokens import find_words, stand_together
from coverage_kit.text.vocabulary import count_vocabulary

MIN_ARTICLES = 5


def ours(texts: list[str], max_words: int, min_articles: int = MIN_ARTICLES) -> tuple[csr_array, list[str]]:
    return count_vocabulary(zip(texts, texts, strict=True), max_words=max_words, min_articles=min_articles)[:2]


def peer(texts: list[str], max_words: int, min_articles: int = MIN_ARTICLES) -> tuple[csr_array, list[str]]:
    vectorizer = CountVectorizer(analyzer=partial(phrases, max_words=max_words), min_df=min_articles, dtype=np.int64)
    counts = csr_array(vectorizer.fit_transform(texts))
    return counts, vectorizer.get_feature_names_out().tolist()


def phrases(text: str, max_words: int) -> list[str]:
    words = find_words(text)
    forms = [word.form for word in words]
    if max_words == 1:
        return forms
    joined = [stand_together(text[before.end : after.start]) for before, after in pairwise(words)]
    return forms + [
        " ".join(forms[first : first + length])
        for length in range(2, max_words + 1)
        for first in range(len(forms) - length + 1)
        if all(joined[first : first + length - 1])
    ]


def compare_words(path: str) -> None:
    texts = read(path)
    print(f"{len(texts):,} articles")
    (mine, my_terms), (theirs, their_terms) = (count(texts, 1, min_articles=1) for count in (ours, peer))
    different = len(set(my_terms) ^ set(their_terms))
    if my_terms == their_terms:
        different = len(np.unique((mine != theirs).tocoo().col))
    print(f"words: {len(my_terms):,} terms, {int(mine.sum()):,} words; terms with a different count: {different}")


def measure(path: str, name: str, max_words: int) -> tuple[float, str]:
    """Count in one way; return the CPU seconds and a digest of all counts."""
    texts = read(path)
    before, start = peak_memory(), time.process_time()
    counts, terms = {"ours": ours, "peer": peer}[name](texts, max_words)
    seconds = time.process_time() - start
    memory = f"{peak_memory():.2f} GB (before: {before:.2f} GB)"
    print(f"up to {max_words} words, {name}: {len(terms):,} terms, {seconds:.1f} s CPU, peak {memory}", flush=True)
    return seconds, digest(counts, terms)


def digest(counts: csr_array, terms: list[str]) -> str:
    counts.sort_indices()
    arrays = [np.asarray(part, np.int64) for part in (counts.indptr, counts.indices, counts.data)]
    return hashlib.sha256(b"".join(["\n".join(terms).encode(), *(part.tobytes() for part in arrays)])).hexdigest()


def read(path: str) -> list[str]:
    return ck.read_corpus(path, on_error="collect").articles["text"].tolist()


def peak_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def alone(function: Any, *arguments: Any) -> Any:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def main(path: str) -> None:
    alone(compare_words, path)
    for max_words in (1, 3):
        (mine, my_digest), (theirs, their_digest) = (alone(measure, path, name, max_words) for name in ("ours", "peer"))
        same = "equal" if my_digest == their_digest else "DIFFERENT"
        print(f"up to {max_words} words: {theirs / mine:.1f} times the peer's speed; all counts {same}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
