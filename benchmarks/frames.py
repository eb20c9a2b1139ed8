"""How well does the lexicon of generic frames tell the frame of a sentence?

Usage: python benchmarks/frames.py FILE [ARTICLES]

FILE: JSON Lines with sentence and label, a code of the Policy Frames Codebook (Boydstun et al. 2014) as used for
single sentences: 1 economic, 3 morality, 4 fairness and equality, 5 law and crime, 6 policy and politics, 8 security
and defence, 9 health and safety, 11 cultural identity, 12 public opinion, 15 other or none.

Printed: macro-F1 over the ten classes (classes that the file lacks left out), with the 95 % interval of 2,000 bootstrap
samples of sentences, and accuracy; the same for the most frequent class everywhere and for TF-IDF with logistic
regression, which learns from four fifths of the same file what it tells of the last fifth (five-fold cross-validation);
and precision, recall and F1 of the lexicon by class. The lexicon learns nothing.

Three of our frames have no code there. Armed conflict is our conflict and security: 8. Diplomacy is what governments do
about each other, and the codebook has it beside policy and politics: 6. Human interest is a way to tell a story rather
than a side of an issue, and the codebook leaves it to "other": 15, as a sentence without a cue.

ARTICLES: any file that read_corpus reads; how long the lexicon takes for its articles, and the share of sentences of
each frame.
"""

import json
import sys
import time
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_recall_fscore_support
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline, make_union

import coverage_kit as ck
from coverage_kit.text.frames import FrameFinder, generic_frames
from coverage_kit.text.sentences import sentence_spans

CODES = {
    "economic": 1,
    "morality": 3,
    "fairness": 4,
    "law": 5,
    "politics": 6,
    "diplomacy": 6,
    "conflict_security": 8,
    "health": 9,
    "cultural_identity": 11,
    "public_opinion": 12,
    "human_interest": 15,
    None: 15,
}


def tell(sentences: list[str]) -> np.ndarray:
    finder = FrameFinder(generic_frames())
    return np.array([CODES[finder.frames(finder.cues(text), [(0, len(text))])[0]] for text in sentences])


def learn(sentences: list[str], labels: np.ndarray) -> np.ndarray:
    """Return what a classifier, trained on the other folds, tells of each sentence."""
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    model = make_pipeline(features, LogisticRegression(C=10, class_weight="balanced", max_iter=2000))
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return cross_val_predict(model, sentences, labels, cv=folds)


def score(labels: np.ndarray, told: np.ndarray) -> str:
    classes, draws = np.unique(labels), np.random.default_rng(0).integers(0, len(labels), (2000, len(labels)))
    f1 = [f1_score(labels[i], told[i], labels=classes, average="macro", zero_division=0) for i in draws]
    low, high = np.percentile(f1, [2.5, 97.5])
    macro = f1_score(labels, told, labels=classes, average="macro", zero_division=0)
    return f"macro-F1 {macro:.3f} [{low:.3f}, {high:.3f}]  accuracy {(labels == told).mean():.3f}"


def by_class(labels: np.ndarray, told: np.ndarray) -> None:
    classes = np.unique(labels)
    table = precision_recall_fscore_support(labels, told, labels=classes, zero_division=0)
    print(f"{'':33s}precision  recall      F1       n")
    for code, *figures, n in zip(classes, *table, strict=True):
        names = ", ".join(name or "no cue" for name, of in CODES.items() if of == code)
        print(f"{code:2d} {names:30s}", *(f"{figure:8.2f}" for figure in figures), f"{n:7d}")


def time_articles(path: str) -> None:
    texts = ck.read_corpus(path, on_error="collect").articles["text"].tolist()
    start = time.perf_counter()
    finder, counts = FrameFinder(generic_frames()), Counter()
    for text in texts:
        counts.update(finder.frames(finder.cues(text), sentence_spans(text)))
    seconds = time.perf_counter() - start
    print(f"{len(texts):,} articles, {counts.total():,} sentences: {seconds:.0f} s")
    for frame, n in counts.most_common():
        print(f"{frame or 'no cue':20s}{100 * n / counts.total():6.1f} %")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or not all(Path(name).is_file() for name in sys.argv[1:]):
        sys.exit(__doc__)
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if line.strip()]
    texts, gold = [row["sentence"] for row in rows], np.array([row["label"] for row in rows])
    answers = tell(texts)
    print(f"{len(rows)} sentences, {len(generic_frames()):,} patterns")
    print("lexicon             ", score(gold, answers))
    print("TF-IDF, 5-fold      ", score(gold, learn(texts, gold)))
    print("most frequent class ", score(gold, np.full(len(gold), Counter(gold.tolist()).most_common(1)[0][0])))
    by_class(gold, answers)
    for articles in sys.argv[2:]:
        time_articles(articles)
