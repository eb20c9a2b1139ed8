"""Are copies found, and nothing else?

Usage: python benchmarks/reprints.py ARTICLES

ARTICLES is any file that read_corpus reads with some thousand dated articles of several outlets; the judged pairs are
of the collection of Baly et al. (2020), github.com/ramybaly/Article-Bias-Prediction.

- Whole file: time and peak memory of find_reprints, after cleaning.
- Judged pairs (reprints_judged.csv): all pairs that were grouped; of those that were not, with articles at most a week
  apart or undated, the 47 that share most shingles, each article once. One person read them, the shared words in
  capitals. copy: one text in both, edited; update: an outlet's later version or next story, more than half of it the
  same; background: likewise, less than half; quotation: one quotes the other, or both a third; template: standing text.
  The thresholds were set on these pairs, and whoever judged them saw their scores: no held-out measure.
- Planted copies: 300 articles an edit, printed once by another outlet and once by the same: the share that is grouped
  with its original, and the groups that hold two different stories. The last two edits are more than the rule promises.
- Brute force: in 3,000 articles of the largest outlets, not cleaned, since more is alike then, the pairs with a Jaccard
  index of .3 or a containment of .5, by sets of word tuples.
"""

import resource
import sys
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

import coverage_kit as ck
from coverage_kit.prepare.reprints import find_reprints
from coverage_kit.text.shingles import WIDTH, find_overlaps
from coverage_kit.text.tokens import find_words

JUDGED = Path(__file__).with_name("reprints_judged.csv")
BRUTE, PLANTED = 3_000, 300
DAYS = 7


def print_whole(corpus: ck.Corpus) -> ck.Corpus:
    before, start = peak_memory(), time.perf_counter()
    found = find_reprints(corpus)
    seconds = time.perf_counter() - start
    groups = found.articles["reprint_group"].value_counts()
    print(f"{len(corpus):,} articles: {seconds:.0f} s, peak memory {peak_memory():.2f} GB (before: {before:.2f} GB)")
    print(f"{len(groups)} groups of {groups.sum()} articles, the largest of {groups.max()}")
    return found


def peak_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def print_judged(found: ck.Corpus) -> None:
    articles = found.articles.set_index("article_id")
    judged = pd.read_csv(JUDGED)
    known = judged["article_id"].isin(articles.index) & judged["other_id"].isin(articles.index)
    group = articles["reprint_group"]
    one, other = (group.reindex(judged[column]).to_numpy() for column in ("article_id", "other_id"))
    judged["grouped"] = pd.notna(one) & (one == other)
    print(judged[known].groupby(["grouped", "verdict"]).size().to_string())
    members = articles.groupby("reprint_group").groups.values()
    pairs = {tuple(sorted(pair)) for ids in members for pair in combinations(ids, 2)}
    unread = pairs - {tuple(sorted(pair)) for pair in zip(judged["article_id"], judged["other_id"], strict=True)}
    day = articles["published"].dropna().sort_values().astype("datetime64[s]").astype("int64").to_numpy() // 86_400
    near = (np.searchsorted(day, day + DAYS, side="right") - np.arange(len(day)) - 1).sum()
    print(f"{len(pairs)} pairs are grouped, {len(unread)} of them not judged; {near:,} pairs lie within {DAYS} days")


def print_brute_force(corpus: ck.Corpus) -> None:
    articles = corpus.articles
    order = articles["outlet"].map(articles["outlet"].value_counts())
    texts = articles.loc[order.sort_values(ascending=False, kind="stable").index, "text"].tolist()[:BRUTE]
    words = [[word.form for word in find_words(text)] for text in texts]
    sets = [{tuple(w[i : i + WIDTH]) for i in range(len(w) - WIDTH + 1)} for w in words]
    wanted = set()
    for (i, a), (j, b) in combinations(enumerate(sets), 2):
        shared = len(a & b)
        if shared and (shared / len(a | b) >= 0.3 or shared / min(len(a), len(b)) >= 0.5):
            wanted.add((i, j, shared))
    overlaps = find_overlaps(texts, containment=0.3)
    chosen = (overlaps.jaccard >= 0.3) | (overlaps.containment >= 0.5)
    found = set(zip(*(part[chosen].tolist() for part in overlaps[:3]), strict=True))
    differences = f"missing {len(wanted - found)}, extra {len(found - wanted)}"
    print(f"{len(texts):,} articles: {len(wanted)} pairs by brute force, {differences}")


def cut(text: str, share: float) -> str:
    """Return the first words of a text, its paragraphs kept."""
    words = find_words(text)
    return text[: words[max(1, round(share * len(words))) - 1].end]


def tail(text: str, n_words: int = 150) -> str:
    return text[find_words(text)[-n_words].start :]


def change_words(text: str, other: str, rng: np.random.Generator, share: float = 0.08) -> str:
    """Replace words here and there by those of another article."""
    words, donor = find_words(text), find_words(other)
    parts, position = [], 0
    for number in sorted(rng.choice(len(words), round(share * len(words)), replace=False)):
        parts += [text[position : words[number].start], donor[rng.integers(len(donor))].form]
        position = words[number].end
    return "".join([*parts, text[position:]])


def merge(text: str, other: str, rng: np.random.Generator) -> str:
    halves = [cut(text, 0.5), cut(other, 0.5)]
    return "\n\n".join(rng.permutation(halves))


EDITS: dict[str, Callable[[str, str, np.random.Generator], str]] = {
    "dateline changed": lambda text, other, rng: "SPRINGFIELD, Oct. 3 (AP) — " + text,
    "cut to 60 %": lambda text, other, rng: cut(text, 0.6),
    "cut to 35 %": lambda text, other, rng: cut(text, 0.35),
    "8 % of words changed": change_words,
    "another site's tail added": lambda text, other, rng: text + "\n\n" + tail(other),
    "cut to 60 %, another site's tail": lambda text, other, rng: cut(text, 0.6) + "\n\n" + tail(other),
    "half merged with another story": merge,
}


def print_planted(corpus: ck.Corpus, rng: np.random.Generator) -> None:
    articles = corpus.articles[["article_id", "outlet", "text", "published"]]
    articles = articles[articles["text"].str.split().str.len() >= 200]
    drawn = articles.sample(2 * PLANTED * len(EDITS), random_state=rng).reset_index(drop=True)
    originals, others = drawn[: PLANTED * len(EDITS)], drawn[PLANTED * len(EDITS) :].reset_index(drop=True)
    copies = originals.assign(article_id="copy " + originals["article_id"])
    names = np.repeat(list(EDITS), PLANTED)
    edited = zip(names, originals["text"], others["text"], strict=True)
    copies["text"] = [EDITS[name](text, other, rng) for name, text, other in edited]
    print(f"{'share found':34} another outlet  same outlet  other stories joined")
    shares, joined = [], []
    for outlets in ("Planted", originals["outlet"]):
        together = pd.concat([originals, others, copies.assign(outlet=outlets)], ignore_index=True)
        groups = find_reprints(ck.clean(ck.Corpus(together))).articles.set_index("article_id")["reprint_group"]
        before = corpus.articles.set_index("article_id")["reprint_group"]
        group, copied = groups.loc[originals["article_id"]].to_numpy(), groups.loc[copies["article_id"]].to_numpy()
        shares.append(pd.Series(pd.notna(group) & (group == copied)).groupby(names, sort=False).mean())
        members = groups.dropna()[lambda g: ~g.index.str.startswith("copy ")].reset_index()
        sizes = members[before.loc[members["article_id"]].isna().to_numpy()].groupby("reprint_group").size()
        joined.append(int((sizes > 1).sum()))
    for name in EDITS:
        print(f"{name:34} {shares[0][name]:14.3f} {shares[1][name]:12.3f}")
    print(f"{'other stories joined':34} {joined[0]:14} {joined[1]:12}")


def main(path: str) -> None:
    corpus = ck.clean(ck.read_corpus(path, on_error="collect"))
    found = print_whole(corpus)
    print_judged(found)
    print_planted(found, np.random.default_rng(0))
    print_brute_force(corpus)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
