"""How well does `clean` tell furniture, bylines, credits and datelines from reporting in scraped articles?

Usage: python benchmarks/cleaning.py ARTICLES

ARTICLES is any file that read_corpus reads with the articles of the collection of Baly et al. (2020),
github.com/ramybaly/Article-Bias-Prediction. cleaning_gold.csv says, for 200 of them (60 from outlets with fewer than
60 articles), where one reader found what is not reporting: the rules were made on half a, half b tells how good they
are. A row without offsets is an article with nothing of the kind.

A line is a paragraph with a word in it; it is marked or it is not. Labelled as furniture were advertisements, links,
sign-ups, stamps, labels of sections, captions with a photographer's name, what is printed twice, notes on authors and
notices of the house. Not labelled were headings, captions without a name, corrections, tweets, and quotations with
their sources.
"""

import resource
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

import coverage_kit as ck
from coverage_kit.text.furniture import split_lines
from coverage_kit.text.marked import blank_out
from coverage_kit.text.tokens import count_words

GOLD = Path(__file__).with_name("cleaning_gold.csv")
Spans = set[tuple[str, int, int]]


def lines_of(corpus: ck.Corpus) -> Spans:
    """All lines with a word in them."""
    texts = zip(corpus.articles["article_id"], corpus.articles["text"], strict=True)
    return {(i, *line) for i, text in texts for line in split_lines(text) if count_words(text[slice(*line)])}


def spans_of(marks: pd.DataFrame, kinds: Iterable[str]) -> Spans:
    chosen = marks[marks["kind"].isin(list(kinds))]
    return set(chosen[["article_id", "start", "end"]].itertuples(index=False, name=None))


def shares(found: Spans, gold: Spans) -> str:
    right = len(found & gold)
    precision, recall = right / max(len(found), 1), right / max(len(gold), 1)
    f1 = 2 * right / max(len(found) + len(gold), 1)
    return f"{precision:9.3f} {recall:7.3f} {f1:7.3f} {len(found):7,} {len(gold):7,}"


def count_unmarked(corpus: ck.Corpus, *marks: pd.DataFrame) -> int:
    """Words of the corpus that no one of the marks covers."""
    spans = dict(iter(pd.concat([frame[["article_id", "start", "end"]] for frame in marks]).groupby("article_id")))
    total = 0
    for i, text in zip(corpus.articles["article_id"], corpus.articles["text"], strict=True):
        total += count_words(
            blank_out(text, zip(spans[i]["start"], spans[i]["end"], strict=True)) if i in spans else text
        )
    return total


def print_half(corpus: ck.Corpus, found: pd.DataFrame, gold: pd.DataFrame) -> None:
    print(f"{'':30s} precision  recall      F1   found    gold")
    lines = lines_of(corpus)
    whole = ("furniture", "byline", "credit")
    wanted = spans_of(gold, whole)
    if wanted - lines:
        sys.exit(f"{len(wanted - lines)} of {len(wanted)} labelled lines are not there: is this another edition?")
    for name, marks in (("lines", found), ("lines, rules on one article", found[found["rule"] != "recurring"])):
        print(f"{name:30s} {shares(spans_of(marks, whole) & lines, wanted)}")
    for kind in ("furniture", "byline", "credit", "dateline"):
        print(f"{kind + 's, kind and place':30s} {shares(spans_of(found, [kind]), spans_of(gold, [kind]))}")
    body = count_unmarked(corpus, gold)
    lost = body - count_unmarked(corpus, gold, found)
    print(f"{lost:,} of {body:,} words of reporting are marked: {100 * lost / body:.2f} %\n")


def main(path: str) -> None:
    corpus = ck.read_corpus(path, on_error="collect")
    begun = time.process_time()
    cleaned = ck.clean(corpus)
    seconds = time.process_time() - begun
    gold = pd.read_csv(GOLD, dtype={"article_id": str, "start": "Int64", "end": "Int64"})
    for half, labelled in gold.groupby("half"):
        chosen = cleaned.filter(article_id=labelled["article_id"].unique())
        print(f"half {half}: {len(chosen)} articles of {len(chosen.outlets)} outlets")
        print_half(chosen, chosen.spans, labelled.dropna(subset="kind"))
    marks, unmarked, words = cleaned.spans, count_unmarked(corpus, cleaned.spans), count_unmarked(corpus, corpus.spans)
    table = marks.groupby(["kind", "rule"]).agg(marks=("start", "size"), articles=("article_id", "nunique"))
    print(table.to_string())
    hit = marks["article_id"].nunique()
    print(f"{hit:,} of {len(corpus):,} articles hold a mark ({100 * hit / len(corpus):.1f} %)")
    print(f"{words - unmarked:,} of {words:,} words are marked ({100 * (words - unmarked) / words:.2f} %)")
    if "agency" in cleaned.articles:
        print(cleaned.articles["agency"].value_counts().to_string())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{seconds:.0f} s of CPU time, {words / seconds:,.0f} words a second, at most {peak:.1f} GB of memory")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
