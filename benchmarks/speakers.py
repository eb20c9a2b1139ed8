"""How well does resolve_speakers tell whose words these are? Against sources whose full names a reader looked up.

Usage: python benchmarks/speakers.py GOLD

GOLD is PolNeAR's dev part, as benchmarks/attribution.py describes it.
benchmarks/speakers_gold.csv tells, for every source of 42 of its 84 articles (each second one), where the person's
fullest name first stands in the article, or nothing if the source is no person, several persons, or nowhere named. One
reader labelled them from the texts, before the library's answers were seen. An article is known by the SHA-256 of its
text.

- as labelled: the sources and contents are PolNeAR's own. as found: those of find_attributions, where it has a source
  that shares a place with the labelled one.
- right: the same last word, at least two words if the name has two, and no word that the name has not ("Annie Ruiz"
  is right for 'Ana B. "Annie" Ruiz'). missing: no speaker, or one that is a phrase without a name. wrong: another.
- The kind is that of the source as written: with the full name, with the last name, a pronoun, or else a role.
- nobody named: sources without a name; wrong are those that are given the name of a person labelled elsewhere.
"""

import csv
import gzip
import hashlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from attribution import ROLES, Article

from coverage_kit.text.attribution import Attribution, find_attributions
from coverage_kit.text.lexicon import word_set
from coverage_kit.text.speakers import resolve_speakers

LABELS = Path(__file__).with_name("speakers_gold.csv")
KINDS = ("full name", "last name", "pronoun", "role", "all named", "nobody named")
PRONOUNS = word_set("he she it they who which him her his its their i we you")
Span = tuple[int, int]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def words(name: str) -> list[str]:
    return re.findall(r"\w[\w’'.-]*\w|\w", name.lower().replace("’", "'"))


def is_right(found: str, name: str) -> bool:
    got, wanted = words(found), words(name)
    return got[-1:] == wanted[-1:] and set(got) <= set(wanted) and len(got) >= min(2, len(wanted))


def kind_of(source: str, name: str) -> str:
    if not name:
        return "nobody named"
    written = words(re.sub(r"['’]s\b", "", source))
    if len(written) == 1 and written[0].partition("'")[0] in PRONOUNS:
        return "pronoun"
    if words(name)[-1] not in written:
        return "role"
    return "full name" if words(name)[0] in written else "last name"


def labelled(gold: dict) -> Iterator[Attribution]:
    """Yield the attributions of a gold article that have a content."""
    article = Article(gold["text"])
    for row in gold["attributions"]:
        if row["content"]:
            (reading,) = article.read([row])
            form = next(form for form in ("direct", "mixed", "indirect") if form in reading.kinds)
            spans = ([tuple(span) for span in row[role]] for role in ROLES)
            yield Attribution(*(tuple(part) for part in spans), form)


def answers(text: str, attributions: list[Attribution], sources: list[Span]) -> Iterator[tuple[Span, str]]:
    """Yield each labelled source that an attribution has, with its speaker."""
    speakers = resolve_speakers(text, attributions)
    seen = set()
    for attribution, speaker in zip(attributions, speakers, strict=True):
        for span in sources:
            touches = any(start < span[1] and end > span[0] for start, end in attribution.source_spans)
            if touches and span not in seen:
                seen.add(span)
                yield span, speaker or ""


def verdict(speaker: str, name: str, persons: set[str]) -> str:
    if not name:
        return "wrong" if any(is_right(speaker, person) for person in persons if speaker) else "right"
    if speaker and is_right(speaker, name):
        return "right"
    is_name = speaker[:1].isupper() and any(word[0].isupper() for word in speaker.split()[1:] or [speaker])
    return "wrong" if is_name else "missing"


def score(golds: list[dict], labels: dict[str, dict[Span, Span | None]]) -> None:
    counts: dict[str, Counter[tuple[str, str]]] = {"as labelled": Counter(), "as found": Counter()}
    for gold in golds:
        text, spans = gold["text"], labels[digest(gold["text"])]
        names = {source: text[slice(*span)] if span else "" for source, span in spans.items()}
        persons = set(names.values()) - {""}
        readings = (sorted(labelled(gold), key=lambda a: min(a.cue_spans + a.content_spans)), find_attributions(text))
        for count, attributions in zip(counts.values(), readings, strict=True):
            for source, speaker in answers(text, attributions, list(spans)):
                name = names[source]
                kinds = [kind_of(text[slice(*source)], name)] + ["all named"] * bool(name)
                count.update((kind, verdict(speaker, name, persons)) for kind in kinds)
    for title, count in counts.items():
        print(f"{title:20s}   right   wrong missing       of")
        for kind in KINDS:
            row = [count[kind, which] for which in ("right", "wrong", "missing")]
            print(f"{kind:20s}", *(f"{100 * n / max(sum(row), 1):7.1f}" for n in row), f"{sum(row):8,}")


def read_labels() -> dict[str, dict[Span, Span | None]]:
    labels: dict[str, dict[Span, Span | None]] = defaultdict(dict)
    with LABELS.open() as file:
        for article, *offsets in list(csv.reader(file))[1:]:
            start, end, *name = (int(offset) for offset in offsets if offset)
            labels[article][start, end] = (name[0], name[1]) if name else None
    return labels


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        sys.exit(__doc__)
    data = Path(sys.argv[1]).read_bytes()
    data = gzip.decompress(data) if sys.argv[1].endswith(".gz") else data
    known = read_labels()
    score([gold for gold in map(json.loads, data.splitlines()) if digest(gold["text"]) in known], known)
