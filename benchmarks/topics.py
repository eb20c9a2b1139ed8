"""How good, stable and fast are the topics, against those of other libraries?

Usage: python benchmarks/topics.py ARTICLES [N_ARTICLES N_TOPICS]

ARTICLES: a Parquet file with the columns text and topic, a label that readers gave, such as a part of the collection of
Baly et al. (2020), github.com/ramybaly/Article-Bias-Prediction. Default: 5,000 articles and 20 topics. For the rows of
two peers: pip install gensim tomotopy; they are no requirements, and without them their rows are left out.

Every method sees the same articles and the same words: no stop words, none that stand in fewer than 10 articles or in
more than half. Equal texts count once.

- NPMI: coherence of the ten strongest terms of each topic, by the articles they share among 10,000 others (Bouma 2009;
  a pair that never meets counts -1). Where fewer are left, the last 10,000 of the same articles.
- CPU: seconds of processor time, and their ratio to batch LDA's (scikit-learn, ten rounds).
- Seeds, resamples: how many of a topic's ten strongest terms come again (Jaccard, topics matched by the cosines of
  their weights) with another seed, and in another random 90 % of the articles: means of the pairs of three seeds and
  of six resamples, the lowest pair in brackets. Ours need no seed. Of peers, which take long, one pair of seeds; of
  more than 10,000 articles, none.
- F1: macro-F1 of a logistic regression that tells labels (of 1 % of articles and more) from the roots of topic shares,
  five-fold. NMI: between an article's strongest topic and its label.
- Memory: the most that a process with this method alone held, the articles' words included.
"""

import importlib.util
import itertools
import multiprocessing
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, normalized_mutual_info_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from threadpoolctl import threadpool_limits

from coverage_kit.stats.topic_quality import npmi, overlap, strongest
from coverage_kit.text.topic_engines import fit
from coverage_kit.text.vocabulary import count_vocabulary

HELD_OUT = 10_000
Topics = tuple[np.ndarray, np.ndarray]  # weights (n_topics, n_terms), shares (n_texts, n_topics)


def ours(counts: csr_array, n_topics: int, *, seed: int, engine: str) -> Topics:
    found = fit(counts, n_topics, engine=engine, rng=seed)
    return found.weights, np.nan_to_num(found.shares)


def scikit_learn(counts: csr_array, n_topics: int, *, seed: int) -> Topics:
    model = LatentDirichletAllocation(n_topics, random_state=seed)
    shares = model.fit_transform(counts)
    return model.components_ / model.components_.sum(axis=1, keepdims=True), shares


def gensim(counts: csr_array, n_topics: int, *, seed: int) -> Topics:
    from gensim.matutils import Sparse2Corpus, corpus2dense
    from gensim.models import LdaModel

    words = Sparse2Corpus(counts, documents_columns=False)
    names = {number: str(number) for number in range(counts.shape[1])}
    model = LdaModel(words, n_topics, id2word=names, passes=10, random_state=seed, minimum_probability=0)
    return model.get_topics(), corpus2dense(model[words], n_topics).T


def tomotopy(counts: csr_array, n_topics: int, *, seed: int) -> Topics:
    import tomotopy as tp

    model = tp.LDAModel(k=n_topics, seed=seed)
    edges = list(itertools.pairwise(counts.indptr))
    for a, b in edges:
        if b > a:
            model.add_doc([str(column) for column in np.repeat(counts.indices[a:b], counts.data[a:b])])
    model.train(300, workers=1)
    weights = np.zeros((n_topics, counts.shape[1]))
    for topic in range(n_topics):
        weights[topic, [int(word) for word in model.used_vocabs]] = model.get_topic_word_dist(topic)
    shares = np.zeros((counts.shape[0], n_topics))
    shares[np.diff(counts.indptr) > 0] = [doc.get_topic_dist() for doc in model.docs]
    return weights, shares


def methods() -> dict[str, Callable[..., Topics]]:
    found = {
        "LDA, scikit-learn": scikit_learn,
        "nmf": lambda counts, n_topics, *, seed: ours(counts, n_topics, seed=seed, engine="nmf"),
        "lsa-kmeans": lambda counts, n_topics, *, seed: ours(counts, n_topics, seed=seed, engine="lsa-kmeans"),
    }
    for name, method in (("gensim", gensim), ("tomotopy", tomotopy)):
        if importlib.util.find_spec(name):
            found[f"LDA, {name}"] = method
    return found


def macro_f1(shares: np.ndarray, labels: np.ndarray) -> float:
    frequent = pd.Series(labels).groupby(labels).transform("size").to_numpy() >= 0.01 * len(labels)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        told = cross_val_predict(
            LogisticRegression(C=10, max_iter=500), np.sqrt(shares[frequent]), labels[frequent], cv=folds
        )
    return f1_score(labels[frequent], told, average="macro", zero_division=0)


def stability(method: Callable[..., Topics], counts: csr_array, n_topics: int, *, n_resamples: int) -> list[str]:
    """Return the mean overlap, and the lowest, of pairs of seeds and of pairs of resamples."""
    rng = np.random.default_rng(0)
    seeded = [method(counts, n_topics, seed=seed)[0] for seed in range(3 if n_resamples else 2)]
    size = int(0.9 * counts.shape[0])
    parts = [np.sort(rng.permutation(counts.shape[0])[:size]) for _ in range(n_resamples)]
    resampled = [method(csr_array(counts[part]), n_topics, seed=0)[0] for part in parts]
    shown = []
    for weights in (seeded, resampled):
        overlaps = [overlap(a, b).mean() for a, b in itertools.combinations(weights, 2)]
        shown.append(f"{np.mean(overlaps):.3f} ({min(overlaps):.3f})" if overlaps else "-")
    return shown


def peak_memory() -> float:
    """Return the most memory this process held, in GB; NaN where the system does not tell (Linux does)."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1e6 for line in lines if line.startswith("VmHWM")), float("nan"))


def measure(name: str, counts: csr_array, n_topics: int, *, others: csr_array, labels: np.ndarray) -> list:
    """Return what is told of one method; in a process of its own, for its memory."""
    method, own = methods()[name], name in ("nmf", "lsa-kmeans")
    with threadpool_limits(1):
        start = time.process_time()
        weights, shares = method(counts, n_topics, seed=0)
        seconds = time.process_time() - start
        memory = peak_memory()
        coherence = npmi(strongest(weights), others, never=-1).mean()
        agreement = normalized_mutual_info_score(labels, shares.argmax(axis=1))
        f1 = macro_f1(shares, labels)
        large = counts.shape[0] > 10_000
        stable = ["-", "-"] if large else stability(method, counts, n_topics, n_resamples=6 if own else 0)
    return [name, seconds, coherence, *stable, f1, agreement, memory]


def read(path: str, n_articles: int) -> tuple[csr_array, csr_array, np.ndarray]:
    articles = pd.read_parquet(path, columns=["text", "topic"]).drop_duplicates("text")
    articles = articles.sample(frac=1, random_state=0)
    counts, terms, _ = count_vocabulary(((text, text) for text in articles["text"]), max_words=1, min_articles=10)
    own, rest = csr_array(counts[:n_articles]), csr_array(counts[n_articles:])
    others = csr_array(rest[:HELD_OUT]) if rest.shape[0] >= HELD_OUT else csr_array(counts[-HELD_OUT:])
    holding = np.bincount(own.indices, minlength=len(terms))
    plain = ~np.isin(terms, list(ENGLISH_STOP_WORDS))
    kept = np.flatnonzero((holding >= 10) & (holding <= n_articles / 2) & plain)
    return csr_array(own[:, kept]), csr_array(others[:, kept]), articles["topic"].astype(str).to_numpy()[:n_articles]


def main(path: str, n_articles: int = 5_000, n_topics: int = 20) -> None:
    counts, others, labels = read(path, n_articles)
    print(f"{counts.shape[0]:,} articles, {counts.shape[1]:,} words, {n_topics} topics, {others.shape[0]:,} others")
    print(
        f"{'':18}{'CPU':>7}{'ratio':>7}{'NPMI':>7}{'seeds':>15}{'resamples':>15}{'F1':>7}{'NMI':>7}{'memory':>8}",
        flush=True,
    )
    for name in ("gensim", "tomotopy"):
        if importlib.util.find_spec(name) is None:
            print(f"{name} is not installed: its row is left out")
    base = None
    for name in methods():
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            row = pool.apply(measure, (name, counts, n_topics), {"others": others, "labels": labels})
        base = base or row[1]
        _, seconds, coherence, seeds, resamples, f1, agreement, memory = row
        print(
            f"{name:18}{seconds:7.1f}{seconds / base:7.2f}{coherence:7.3f}{seeds:>15}{resamples:>15}"
            f"{f1:7.3f}{agreement:7.3f}{memory:7.2f}G",
            flush=True,
        )


if __name__ == "__main__":
    if len(sys.argv) not in (2, 4) or not Path(sys.argv[1]).is_file():
        sys.exit(__doc__)
    main(sys.argv[1], *map(int, sys.argv[2:]))
