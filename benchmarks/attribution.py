"""How well does find_attributions tell who said what? Against articles annotated by people.

Usage: python benchmarks/attribution.py GOLD

GOLD is a JSONL file (also .jsonl.gz), one article a line, spans as character offsets into the text, end excluded:
{"outlet": ..., "text": ..., "attributions": [{"source": [[start, end], ...], "cue": ..., "content": ...}, ...]}

Public gold is PolNeAR (Newell, Margolin & Ruths 2018, LREC), github.com/networkdynamics/PolNeAR. To convert it, make
each E line of a brat .ann file one attribution, with the offsets of the T lines that it names (parts parted by ";"),
and take the text from the .txt file of the same name, the outlet from the name, of several annotators the first.

Counted are words (inner apostrophes and hyphens belong to the word), never punctuation. Gold without content is left
out. Precision is over what was found, recall over gold, both pooled over all articles; 0 where there is nothing.

Where gold labels attributions inside the content of others (5 % of it and more; PolNeAR's does not, but for slips),
those inside quotation marks are looked for too: find_attributions(text, in_quotations=True).

- all: attributions. Found and gold are paired one to one, the largest overlap of contents first (words in both over
  words in either, at least one half). A pair is right if the sources agree too: both are absent; or they share a word
  other than a function word or title; or gold has only such words ("he") and they share a place.
- direct, mixed, indirect: the same by content. At least 80 % of its words, some, or none stand inside double quotation
  marks; quoted is direct and mixed. Precision goes by the form of what was found, recall by the form of gold.
- speech: the same where the cue has a word of saying or is absent. PolNeAR also has thoughts, wishes and plans.
- source words, cue words, content words: words with this role in both, whatever attribution they belong to.
- words to the right source: words that lie in a gold content and in a found one whose sources agree.

Quotation marks, function words and words of saying are read here anew, not by the library. With other lists, of 83
function words and 199 words of saying, F1 of speech on PolNeAR's dev and train parts is 0.9 points higher; no other row
changes by more than 0.1.
"""

import gzip
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from coverage_kit.text.attribution import find_attributions
from coverage_kit.text.cues import inflect
from coverage_kit.text.lexicon import word_set

ROLES = ("source", "cue", "content")
KINDS = ("all", "quoted", "direct", "mixed", "indirect", "speech")
NESTED_SHARE = 0.05
WORD = re.compile(r"\w+(?:['’-]\w+)*")
MARK = re.compile(r"[\"“”„«»]|``|''")
OPENING, CLOSING = word_set("“ „ « ``"), word_set("” »")
FUNCTION_WORDS = word_set(
    "the a an this that these those such i you he she it we they me him her us them my your his its our their mine "
    "yours hers ours theirs himself herself itself themselves who whom whose which what each every any some all both "
    "none few many much more most several other others another one ones and or but nor if as than of in on at by for "
    "from to with about after against among before between during into over through under without not no be am is are "
    "was were been being have has had do does did will would shall should can could may might must "
    "mr mrs ms miss dr prof sir sen rep gov gen"
)
SAYING_VERBS = word_set(
    "accuse acknowledge add allege announce answer argue ask assert assure boast call caution cite claim clarify "
    "comment complain concede conclude confirm contend continue criticize declare decline demand deny describe "
    "disclose dismiss elaborate emphasize exclaim explain inform insist joke lament maintain mention note pledge post "
    "predict promise quote recall reiterate remark repeat reply report respond retort reveal shout state stress "
    "suggest talk testify tweet urge vow warn whisper yell"
)
SAYING = frozenset(form for verb in SAYING_VERBS for form in inflect(verb)) | word_set(
    "say says said saying tell tells told telling write writes wrote written writing speak speaks spoke speaking admit "
    "admits admitted admitting according allegedly reportedly statement"
)


class Reading(NamedTuple):
    """One attribution as sets of word positions, with the rows of KINDS that it counts in."""

    source: set[int]
    cue: set[int]
    content: set[int]
    kinds: set[str]


class Article:
    """The words of a text, by their places."""

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in WORD.finditer(text)]
        self.starts, self.ends = np.array(spans, dtype=int).reshape(-1, 2).T
        self.words = [text[start:end].lower() for start, end in spans]
        self.quoted = self.positions(quoted_spans(text))

    def positions(self, spans: Iterable[Sequence[int]]) -> set[int]:
        """Return the positions of the words that the spans touch."""
        found: set[int] = set()
        for start, end in spans:
            found.update(np.flatnonzero((self.starts < end) & (self.ends > start)).tolist())
        return found

    def read(self, attributions: Iterable[dict]) -> list[Reading]:
        """Return the attributions that have a content."""
        readings = []
        for attribution in attributions:
            source, cue, content = (self.positions(attribution[role]) for role in ROLES)
            if content:
                share = len(content & self.quoted) / len(content)
                kinds = {"all", "direct" if share >= 0.8 else "mixed" if share else "indirect"}
                if share:
                    kinds.add("quoted")
                if not cue or any(self.words[position] in SAYING for position in cue):
                    kinds.add("speech")
                readings.append(Reading(source, cue, content, kinds))
        return readings

    def sources_agree(self, gold: set[int], found: set[int]) -> bool:
        if not gold or not found:
            return not gold and not found
        telling = {self.words[position] for position in gold} - FUNCTION_WORDS
        if telling:
            return not telling.isdisjoint(self.words[position] for position in found)
        return not gold.isdisjoint(found)


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Return what stands inside double quotation marks; one left open closes at the end of its line."""
    spans = []
    for line in re.finditer(r".+", text):
        opened = None
        for mark in MARK.finditer(text, *line.span()):
            if opened is None and mark.group() not in CLOSING:
                opened = mark.end()
            elif opened is not None and mark.group() not in OPENING:
                spans.append((opened, mark.start()))
                opened = None
        if opened is not None:
            spans.append((opened, line.end()))
    return spans


def pairs(gold: list[Reading], found: list[Reading]) -> list[tuple[Reading, Reading]]:
    """Pair gold with found one to one, the largest overlap of contents first."""
    overlaps = sorted(
        (-len(wanted.content & got.content) / len(wanted.content | got.content), i, j)
        for i, wanted in enumerate(gold)
        for j, got in enumerate(found)
    )
    partner: dict[int, int] = {}
    for overlap, i, j in overlaps:
        if -overlap >= 0.5 and i not in partner and j not in partner.values():
            partner[i] = j
    return [(gold[i], found[j]) for i, j in partner.items()]


def count(article: Article, gold: list[Reading], found: list[Reading]) -> dict[str, tuple[int, int, int, int]]:
    """Return for each row: found and right, found, gold and met, gold."""
    right = [pair for pair in pairs(gold, found) if article.sources_agree(pair[0].source, pair[1].source)]
    rows = {}
    for kind in KINDS:
        counted = ([got for _, got in right], found, [wanted for wanted, _ in right], gold)
        rows[kind] = tuple(sum(kind in reading.kinds for reading in readings) for readings in counted)
    for role in ROLES:
        wanted, got = (set().union(*(getattr(reading, role) for reading in part)) for part in (gold, found))
        rows[f"{role} words"] = (len(wanted & got), len(got), len(wanted & got), len(wanted))
    agreeing = (a.content & b.content for a in gold for b in found if article.sources_agree(a.source, b.source))
    met = len(set().union(*agreeing))
    rows["words to the right source"] = (met, rows["content words"][1], met, rows["content words"][3])
    return rows


def nested_inside(gold: dict) -> list[bool]:
    """Tell of each labelled attribution whether its content lies inside that of another."""
    contents = [reading.content for reading in Article(gold["text"]).read(gold["attributions"])]
    return [any(inner < outer for outer in contents) for inner in contents]


def percentages(counts: np.ndarray) -> tuple[float, float, float]:
    """Return precision, recall and F1 in percent."""
    right, found, met, gold = counts
    precision, recall = 100 * right / max(found, 1), 100 * met / max(gold, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def score(golds: Iterable[dict]) -> None:
    """Find the attributions of each article and print how they compare with its gold ones."""
    totals: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(4))
    golds = list(golds)
    nested = np.mean([inside for gold in golds for inside in nested_inside(gold)] or [0]) > NESTED_SHARE
    seconds, n_words = 0.0, 0
    for gold in golds:
        begun = time.process_time()
        attributions = find_attributions(gold["text"], in_quotations=nested)
        seconds += time.process_time() - begun
        article = Article(gold["text"])
        n_words += len(article.words)
        found = article.read({role: getattr(a, f"{role}_spans") for role in ROLES} for a in attributions)
        rows = count(article, article.read(gold["attributions"]), found)
        for name, counts in (rows | {f"all, {gold['outlet']}": rows["all"]}).items():
            totals[name] += counts
    print(f"{'':30s} precision  recall      F1    found     gold")
    for name, counts in totals.items():
        precision, recall, f1 = percentages(counts)
        print(f"{name:30s} {precision:9.1f} {recall:7.1f} {f1:7.1f} {counts[1]:8,.0f} {counts[3]:8,.0f}")
    print(f"{n_words:,} words, {n_words / seconds:,.0f} a second of CPU time")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        sys.exit(__doc__)
    file = Path(sys.argv[1])
    lines = (gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()).splitlines()
    score(map(json.loads, filter(bytes.strip, lines)))
