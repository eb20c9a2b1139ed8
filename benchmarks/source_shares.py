"""How far can the extractor's errors move the shares that `sources` compares? Against articles annotated by people.

Usage: python benchmarks/source_shares.py [--summit] [GOLD ...]

GOLD are files as benchmarks/attribution.py reads them; --summit takes the shipped corpus and its labels too. Shares of
what the extractor finds are compared with shares of what people labelled, outlet by outlet; kinds of source are told by
the library in both, so that only what was missed, found wrongly or cut differently counts (on the shipped corpus, the
labelled kinds are taken, so that errors of kind count too).

An outlet's error is the log of the odds of a kind's share as found over the odds as labelled. What all outlets have in
common of it does no harm to a comparison. What differs does: "spread" is how far a further outlet's error would be from
the average, at most, in 95 of 100 cases (Student's t times the standard deviation over outlets, times the root of
1 + 1/n). It contains the chance of few articles, and so is rather too wide. Printed as rows of lexicons/
extraction_error.csv, then: the share as labelled, and the same spread in percentage points at that share.

Speakers are taken together: the spread is that of the persons with 1 % and more of a collection's attributions.
"""

import gzip
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
from attribution import Article
from scipy import stats

import coverage_kit as ck
from coverage_kit.measures.attributions import are_heard, attributed_words
from coverage_kit.text.attribution import Attribution, find_attributions
from coverage_kit.text.sources import number, speaker_namings, speaker_types, stance
from coverage_kit.text.speakers import resolve_speakers

KINDS = ("source_type", "naming", "number", "form", "stance")
LEAST = 0.01
REFERENCE = "benchmarks/source_shares.py on PolNeAR (train and dev)"


def classified(text: str, found: list[Attribution]) -> pd.DataFrame:
    """Return what `attributions` tells of each attribution, whoever found it."""
    found = sorted(found, key=lambda one: min(one.cue_spans + one.content_spans))
    sources, cues = (
        [" … ".join(text[start:end] for start, end in getattr(one, part)) for one in found]
        for part in ("source_spans", "cue_spans")
    )
    speakers = resolve_speakers(text, found)
    columns = {
        "source": sources,
        "speaker": [(speaker or "").split(" ")[-1] for speaker in speakers],
        "source_type": speaker_types(text, speakers, sources),
        "naming": speaker_namings(text, speakers, sources),
        "number": [number(*pair) for pair in zip(speakers, sources, strict=True)],
        "form": [one.form for one in found],
        "stance": [stance(cue) for cue in cues],
        "words": attributed_words(text, [one.content_spans for one in found]),
    }
    return pd.DataFrame(columns)


def labelled(gold: dict) -> list[Attribution]:
    """Return the labelled attributions that have a content."""
    article = Article(gold["text"])
    found = []
    for row in gold["attributions"]:
        spans = [tuple(map(tuple, row[part])) for part in ("source", "cue", "content")]
        if spans[2]:
            (reading,) = article.read([row])
            form = next(form for form in ("direct", "mixed", "indirect") if form in reading.kinds)
            found.append(Attribution(*spans, form))
    return found


def read(path: Path) -> Iterable[dict]:
    lines = (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()).splitlines()
    return map(json.loads, filter(bytes.strip, lines))


def both_readings(golds: Iterable[dict]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return who is heard as labelled and as found."""
    readings = ([], [])
    for gold in golds:
        for part, found in zip(readings, (labelled(gold), find_attributions(gold["text"])), strict=True):
            part.append(classified(gold["text"], found).assign(outlet=gold["outlet"]))
    wanted, got = (pd.concat(part, ignore_index=True) for part in readings)
    return wanted[are_heard(wanted)], got[are_heard(got)]


def of_summit() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return who is heard in the shipped corpus as labelled and as found."""
    corpus, gold = ck.datasets.load_summit(), ck.datasets.gold()
    corpus = corpus.replace(spans=gold["spans"].assign(rule="labelled"))
    readings = []
    for rows in (gold["attributions"], ck.attributions(corpus)):
        rows = rows.merge(corpus.articles[["article_id", "outlet"]])
        spans = {key: part["content_spans"].tolist() for key, part in rows.groupby("article_id", sort=False)}
        texts = dict(zip(corpus.articles["article_id"], corpus.unmarked_texts(), strict=True))
        words = [attributed_words(texts[key], contents) for key, contents in spans.items()]
        rows = rows.sort_values("article_id", key=lambda ids: ids.map(list(spans).index), kind="stable")
        rows = rows.assign(words=np.concatenate(words), speaker=rows["speaker"].fillna(""))
        readings.append(rows[rows["kind"] != "attitude"] if "kind" in rows else rows[are_heard(rows)])
    return readings[0], readings[1]


def shares(rows: pd.DataFrame, of: str, count: str) -> pd.DataFrame:
    weights = rows.assign(weight=rows["words"] if count == "words" else 1)
    table = weights.pivot_table(index="outlet", columns=of, values="weight", aggfunc="sum", fill_value=0)
    return table.div(table.sum(axis="columns"), axis="index")


def errors(wanted: pd.DataFrame, got: pd.DataFrame, of: str, count: str) -> tuple[pd.Series, pd.DataFrame]:
    """Return each kind's labelled share, and each outlet's error by kind as the log of an odds ratio."""
    true = shares(wanted, of, count)
    found = shares(got, of, count).reindex(columns=true.columns, fill_value=0)
    kept = (true > 0).all() & (found > 0).all()
    if of == "speaker":
        kept &= (true.mean() >= LEAST) & (true.columns != "")
    true, found = true.loc[:, kept], found.loc[:, kept]
    return true.mean(), np.log(found / (1 - found)) - np.log(true / (1 - true))


def spread(error: pd.DataFrame) -> pd.Series:
    n = len(error)
    return stats.t.ppf(0.975, n - 1) * np.sqrt(1 + 1 / n) * error.std()


def print_spreads(wanted: pd.DataFrame, got: pd.DataFrame) -> None:
    print("of,kind,count,spread,reference  | labelled share, points")
    for of in (*KINDS, "speaker"):
        for count in ("attributions", "words"):
            if of not in wanted:
                continue
            share, error = errors(wanted, got, of, count)
            by_kind = spread(error)
            if of == "speaker":
                pooled = pd.Series({"*": np.sqrt((by_kind**2).mean())})
                share, by_kind = pd.Series({"*": share.mean()}), pooled
            for kind, value in by_kind.items():
                odds = share[kind] / (1 - share[kind]) * np.exp(value)
                points = 100 * (odds / (1 + odds) - share[kind])
                row = f"{of},{kind},{count},{value:.2f},{REFERENCE}"
                print(f"{row}  | {100 * share[kind]:.1f} %, {points:.1f}")


if __name__ == "__main__":
    paths = [Path(name) for name in sys.argv[1:] if name != "--summit"]
    if len(sys.argv) < 2 or not all(path.is_file() for path in paths):
        sys.exit(__doc__)
    if paths:
        print_spreads(*both_readings(gold for path in paths for gold in read(path)))
    if "--summit" in sys.argv:
        print_spreads(*of_summit())
