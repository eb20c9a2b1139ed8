"""How well does find_labels tell what an entity is called next to its name? Against mentions labelled by people.

Usage: python benchmarks/labels.py GOLD [even | odd]

GOLD is a JSONL file (also .jsonl.gz), one article a line:
{"text": ..., "mentions": [{"start": ..., "end": ..., "chain": ..., "type": "ACTOR"}, ...]}

Public gold is NewsWCL50 (Hamborg, Zhukova & Gipp 2019, JCDL): chains are what codes and their targets are there, with
character offsets into the text. even and odd take every second article only, from the first or the second.

Read are the chains of single persons (type ACTOR). Their aliases are taken from their mentions: what is left of a
mention without titles and roles, if that looks like a person's name and no possessive "'s" or further noun follows. An
alias in several chains of an article belongs to the one that has it most often.

- occurrences: places where an alias stands, in mentions or not.
- adjacent: mentions of a chain that are more than an alias, an article and Mr. or Ms., and which either hold an alias
  at their end or before a comma or "of", or touch one: nothing but blanks, commas, dashes and one article between them.
- recall: adjacent mentions that share a place, outside the alias, with a label found for an alias of the same chain.
- precision: labels found that share a place, outside aliases, with a mention of the same chain.

Gold marks some descriptions for another chain only ("the F.B.I. director" may stand in the chain of a country): a label
found there counts as wrong, though a reader would call it right.

Intervals are the 2.5 and 97.5 % quantiles of 2,000 bootstrap samples of articles.
"""

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from coverage_kit.text.entities import find_mentions, read_aliases
from coverage_kit.text.entity_labels import find_labels
from coverage_kit.text.names import find_names, is_person, is_title

RESAMPLES = 2000
Span = tuple[int, int]
ARTICLE = r"(?:(?:the|an?|its|his|her|their|our|one) )?"
GAP = re.compile(rf"[\s,–—-]*{ARTICLE}", re.IGNORECASE)
NOTHING = re.compile(r"(?:\b(?:the|an?|mr|mrs|ms|dr)\b|[^\w])*", re.IGNORECASE)
AFTER_ALIAS = re.compile(r"$|,| of ")


def aliases_of(text: str, mentions: list[dict]) -> dict[str, list[str]]:
    """Return the names of each chain."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        written = text[mention["start"] : mention["end"]]
        for name in find_names(written):
            found = " ".join(name.words)
            place = written.rfind(found)
            is_name = is_person(found) and not any(map(is_title, name.words[:-1])) and place >= 0
            if is_name and AFTER_ALIAS.match(written, place + len(found)):
                counts[found][mention["chain"]] += 1
    chains: dict[str, list[str]] = defaultdict(list)
    for found, count in counts.items():
        chains[count.most_common(1)[0][0]].append(found)
    return chains


def outside(span: Span, names: list[Span]) -> list[Span]:
    """Return the parts of a span that no name covers."""
    parts, start = [], span[0]
    for first, last in sorted(names):
        if first < span[1] and last > span[0]:
            parts.append((start, first))
            start = last
    return [(first, last) for first, last in [*parts, (start, span[1])] if first < last]


def is_adjacent(text: str, span: Span, names: list[Span]) -> bool:
    if all(NOTHING.fullmatch(text, *part) for part in outside(span, names)):
        return False
    inside = [name for name in names if span[0] <= name[0] and name[1] <= span[1]]
    if inside:
        return any(AFTER_ALIAS.match(text[name[1] : span[1]]) for name in inside)
    return any(GAP.fullmatch(text, span[1], name[0]) or GAP.fullmatch(text, name[1], span[0]) for name in names)


def touch(spans: list[Span], others: list[Span]) -> bool:
    return any(start < end and first < last for first, end in spans for start, last in others)


def score(article: dict) -> Counter[str]:
    text = article["text"]
    mentions = [mention for mention in article["mentions"] if mention["type"] == "ACTOR"]
    aliases = read_aliases(aliases_of(text, mentions))
    names: dict[str, list[Span]] = defaultdict(list)
    for chain, start, end in find_mentions(text, aliases):
        names[chain].append((start, end))
    gold, near = defaultdict(list), []
    for mention in mentions:
        chain, span = mention["chain"], (mention["start"], mention["end"])
        parts = outside(span, names[chain])
        gold[chain] += parts
        if is_adjacent(text, span, names[chain]):
            near.append((chain, parts))
    found: dict[str, list[Span]] = defaultdict(list)
    for label in find_labels(text, aliases):
        found[label.entity].append(label.span)
    return Counter(
        occurrences=sum(map(len, names.values())),
        found=sum(map(len, found.values())),
        right=sum(touch([span], gold[chain]) for chain, spans in found.items() for span in spans),
        adjacent=len(near),
        recalled=sum(touch(found[chain], parts) for chain, parts in near),
    )


def report(counts: list[Counter[str]]) -> None:
    occurrences = sum(count["occurrences"] for count in counts)
    print(f"{len(counts)} articles, {occurrences:,} occurrences of names")
    rng = np.random.default_rng(0)
    drawn = rng.integers(len(counts), size=(RESAMPLES, len(counts)))
    for title, part, whole in (("precision", "right", "found"), ("recall", "recalled", "adjacent")):
        table = np.array([(count[part], count[whole]) for count in counts])
        hits, total = table.sum(axis=0)
        sums = table[drawn].sum(axis=1)
        low, high = np.nanquantile(sums[:, 0] / sums[:, 1], [0.025, 0.975])
        print(f"{title:9s} {hits / total:.3f} [{low:.3f}, {high:.3f}], n = {total:,}")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or not Path(sys.argv[1]).is_file() or sys.argv[2:] not in ([], ["even"], ["odd"]):
        sys.exit(__doc__)
    data = Path(sys.argv[1]).read_bytes()
    data = gzip.decompress(data) if sys.argv[1].endswith(".gz") else data
    articles = [json.loads(line) for line in data.splitlines()]
    first, step = (("even", "odd").index(sys.argv[2]), 2) if sys.argv[2:] else (0, 1)
    report([score(article) for article in articles[first::step]])
