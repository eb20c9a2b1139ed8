"""How well does the library find what readers found in the shipped corpus?

Usage: python benchmarks/summit.py

- Marks: spans that `clean` marks exactly as they were labelled, by kind.
- Attributions: as benchmarks/attribution.py counts them, with the labelled furniture, datelines, bylines and credits
  taken out; "kind" gives the share found of what was labelled as speech, thought and attitude.
- Classes: of the attributions found with the right source, how many have the labelled speaker, form, type and naming.
"""

from collections import Counter

import pandas as pd
from attribution import ROLES, Article, pairs, score

import coverage_kit as ck

CLASSES = ("speaker", "form", "source_type", "naming")


def print_marks(corpus: ck.Corpus, labelled: pd.DataFrame) -> None:
    columns = ["article_id", "start", "end", "kind"]
    found = ck.clean(corpus).spans[columns]
    right = found.merge(labelled[columns])
    print(f"{'marked span':30s} precision  recall    found     gold")
    for kind, wanted in labelled.groupby("kind"):
        n_right, n_found = (right["kind"] == kind).sum(), (found["kind"] == kind).sum()
        shares = f"{100 * n_right / max(n_found, 1):9.1f} {100 * n_right / len(wanted):7.1f}"
        print(f"{kind:30s} {shares} {n_found:8,} {len(wanted):8,}")


def print_attributions(corpus: ck.Corpus, labelled: pd.DataFrame) -> None:
    texts = zip(corpus.articles["article_id"], corpus.articles["outlet"], corpus.unmarked_texts(), strict=True)
    golds = [
        {"outlet": outlet, "text": text, "attributions": as_spans(labelled[labelled["article_id"] == article_id])}
        for article_id, outlet, text in texts
    ]
    score(golds)


def as_spans(rows: pd.DataFrame) -> list[dict]:
    return [{role: row[f"{role}_spans"] for role in ROLES} for row in rows.to_dict("records")]


def print_classes(corpus: ck.Corpus, labelled: pd.DataFrame) -> None:
    found = ck.attributions(corpus)
    counts: Counter[tuple[str, bool]] = Counter()
    for article_id, text in zip(corpus.articles["article_id"], corpus.unmarked_texts(), strict=True):
        article = Article(text)
        wanted, got = (frame[frame["article_id"] == article_id] for frame in (labelled, found))
        met = set()
        readings = [[article.read([spans])[0] for spans in as_spans(rows)] for rows in (wanted, got)]
        for gold, hit in pairs(*readings):
            if article.sources_agree(gold.source, hit.source):
                row, other = wanted.iloc[index_of(gold, readings[0])], got.iloc[index_of(hit, readings[1])]
                met.add(row.name)
                counts.update((name, same(row[name], other[name])) for name in CLASSES)
        counts.update((f"kind: {row.kind}", row.Index in met) for row in wanted.itertuples())
    print(f"{'':30s}   right       of")
    for name in sorted({name for name, _ in counts}):
        total = counts[name, True] + counts[name, False]
        print(f"{name:30s} {100 * counts[name, True] / total:7.1f} {total:8,}")


def index_of(reading: object, readings: list) -> int:
    return next(i for i, other in enumerate(readings) if other is reading)


def same(labelled: object, found: object) -> bool:
    return str("" if pd.isna(labelled) else labelled).lower() == str("" if pd.isna(found) else found).lower()


if __name__ == "__main__":
    gold = ck.datasets.gold()
    summit = ck.datasets.load_summit()
    print_marks(summit, gold["spans"])
    marked = summit.replace(spans=gold["spans"].assign(rule="labelled"))
    print_attributions(marked, gold["attributions"])
    print_classes(marked, gold["attributions"])
