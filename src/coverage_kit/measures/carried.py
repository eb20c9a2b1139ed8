"""What articles on one story carry: speakers, entities, key terms, facts; where it stands, and who comes near to it."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from coverage_kit.corpus import Corpus
from coverage_kit.figures.theme import shorten
from coverage_kit.measures.attributions import extents, find_heard
from coverage_kit.stats.linkage import average_linkage
from coverage_kit.text.aliases import is_family_first
from coverage_kit.text.facts import Content, alike, content_words, core_of, kin, most_central, share_of, weigh_words
from coverage_kit.text.named import find_entities, keys_of, keys_of_name
from coverage_kit.text.names import is_person
from coverage_kit.text.sentences import sentence_spans

Kind = Literal["speakers", "entities", "terms", "facts"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LEAST = {"speakers": 1, "entities": 2, "terms": 2, "facts": 1}  # mentions that a group must have of something
RARE = 0.05  # the share of the articles on other stories that may have a key term
# How alike sentences are that say the same; and how alike, or how much of what those share, comes near to saying it.
SAME, ALIKE, SHARE = 0.19, 0.12, 0.5  # see benchmarks/omissions.py
_LOOSE = 0.05  # less alike counts as not alike at all
_FEWEST = 3  # content words of a sentence that tells a fact
_ITEM_LENGTH = 120
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w'’.-]*\w")


class _Story(NamedTuple):
    """The words of one story's articles, by row number, and in how many articles on other stories a stem stands."""

    name: object
    groups: dict[int, str]
    texts: dict[int, str]
    words: dict[int, list[Content]]
    titles: dict[int, list[Content]]
    elsewhere: Counter[str]
    n_elsewhere: int


class Carried(NamedTuple):
    """What stands where, and which groups may have it all the same.

    `places` are kind, item, article, start and end; `near` and `named` story, kind, item and group: a group that comes
    near to having something, and one that names a speaker whom it does not let be heard.
    """

    places: list[tuple[str, str, int, int, int]]
    near: set[tuple[object, str, str, str]]
    named: set[tuple[object, str, str, str]] = frozenset()


def find_carried(corpus: Corpus, texts: pd.DataFrame, kinds: Iterable[Kind], *, by: str, within: str) -> Carried:
    """Find everything of the kinds wanted; what rests on all words is found story by story, to save memory."""
    parts = [_FINDERS[kind](corpus, texts, by=by, within=within) for kind in kinds if kind in _FINDERS]
    readers = [_READERS[kind] for kind in kinds if kind in _READERS]
    if readers:
        parts += [read(story) for story in _read_stories(corpus, texts, by=by, within=within) for read in readers]
    near, named = (set().union(*(getattr(part, name) for part in parts)) for name in ("near", "named"))
    return Carried([place for part in parts for place in part.places], near, named)


def _find_speakers(corpus: Corpus, texts: pd.DataFrame, *, by: str, within: str) -> Carried:
    """Find who is heard; a group comes near if somebody of that name, or somebody's office, is a source of it."""
    heard = find_heard(corpus).merge(texts, on="article", suffixes=("_of_text", ""))
    named_ones = [isinstance(name, str) and name != name.lower() for name in heard["speaker"]]
    known = heard[np.array(named_ones, np.bool_)]
    spans = extents(known, "article", "speaker")
    places = [("speakers", row.speaker, row.article, row.start, row.end) for row in spans.itertuples()]
    unmarked, near, named = corpus.derived(Corpus.unmarked_texts), set(), set()
    speakers = known.groupby(within)["speaker"].unique()
    sources = heard.groupby([within, by])["source"].agg("\n".join)
    for (story, group), rows in texts.groupby([within, by])["article"]:
        told, written = sources.get((story, group), ""), "\n".join(unmarked[row] for row in rows)
        for name in speakers.get(story, ()):
            pattern = name_pattern(name)
            if pattern.search(written):
                named.add((story, "speakers", name, group))
                if pattern.search(told):
                    near.add((story, "speakers", name, group))
    return Carried(places, near, named)


def _find_entities(corpus: Corpus, texts: pd.DataFrame, *, by: str, within: str) -> Carried:
    """Find who and what is named; a group comes near if a sentence or a title has the words of one of its names."""
    unmarked, titles, rows = corpus.derived(Corpus.unmarked_texts), _titles(corpus), texts["article"].tolist()
    found = find_entities([unmarked[row] for row in rows], contexts=texts[within].tolist())
    places, forms = [], defaultdict(lambda: defaultdict(set))
    for row, story, entities in zip(rows, texts[within], found, strict=True):
        for entity in entities:
            places.append(("entities", entity.name, row, entity.start, entity.end))
            forms[story][entity.name] |= {entity.written, tuple(entity.name.split())}
    near = set()
    for (story, group), part in texts.groupby([within, by])["article"]:
        parts = [titles[row] for row in part]
        parts += [unmarked[row][start:end] for row in part for start, end in sentence_spans(unmarked[row])]
        written, held = "\n".join(parts).lower(), defaultdict(set)
        for number, sentence in enumerate(parts):
            for word in _CAPITALISED.findall(sentence):
                for key in keys_of(word):
                    held[key].add(number)
        for name, ways in forms[story].items():
            for words in ways:
                together = set.intersection(*(held.get(key, set()) for key in keys_of_name(words, name)))
                if together or (len(words) > 1 and " ".join(words).lower() in written):
                    near.add((story, "entities", name, group))
    return Carried(places, near)


def _titles(corpus: Corpus) -> list[str]:
    return corpus.articles["title"].fillna("").tolist() if "title" in corpus.articles else [""] * len(corpus)


def _read_stories(corpus: Corpus, texts: pd.DataFrame, *, by: str, within: str) -> Iterator[_Story]:
    unmarked, titles = corpus.derived(Corpus.unmarked_texts), _titles(corpus)
    holding: Counter[str] = Counter()
    for row in texts["article"]:
        holding.update({word.stem for word in content_words(unmarked[row])})
    for story, part in texts.groupby(within):
        rows = part["article"].tolist()
        words = {row: content_words(unmarked[row]) for row in rows}
        here = Counter(form for row in rows for form in {word.stem for word in words[row]})
        yield _Story(
            story,
            dict(zip(rows, part[by], strict=True)),
            {row: unmarked[row] for row in rows},
            words,
            {row: content_words(titles[row]) for row in rows},
            elsewhere=holding - here,
            n_elsewhere=len(texts) - len(rows),
        )


def _find_terms(story: _Story) -> Carried:
    """Find words of the story that other stories seldom have; a group comes near with a word that begins alike."""
    places, telling, beginnings = defaultdict(list), Counter(), defaultdict(set)
    for row, words in story.words.items():
        beginnings[story.groups[row]].update(kin(word.stem) for word in [*words, *story.titles[row]])
        for word in words:
            places[word.stem].append(("terms", row, word.start, word.end))
            telling[word.stem] += word.is_telling
    found = Carried([], set())
    for form, where in places.items():
        is_name = 3 * telling[form] > len(where)
        most = max(Counter(story.groups[row] for _, row, _, _ in where).values())
        if is_name or most < LEAST["terms"] or story.elsewhere[form] > RARE * story.n_elsewhere:
            continue
        item = Counter(story.texts[row][start:end].lower() for _, row, start, end in where).most_common(1)[0][0]
        found.places.extend((kind, item, *place) for kind, *place in where)
        found.near.update((story.name, "terms", item, group) for group, held in beginnings.items() if kin(form) in held)
    return found


def _find_facts(story: _Story) -> Carried:
    """Group sentences that say the same; a group comes near with one rather like these, or two that have half of it."""
    spans, sentences, windows = _read_sentences(story)
    articles = [row for row, _, _ in spans]
    weights = weigh_words(sentences, articles, elsewhere=story.elsewhere, n_elsewhere=story.n_elsewhere)
    pairs, similarity = alike(sentences, weights, least=_LOOSE)
    clusters = average_linkage(pairs, similarity, len(sentences), least=SAME)
    like = defaultdict(set)
    for first, second in pairs[similarity >= ALIKE].tolist():
        like[clusters[first]].add(story.groups[articles[second]])
        like[clusters[second]].add(story.groups[articles[first]])
    found = Carried([], set())
    for cluster, members in pd.Series(clusters).groupby(clusters).indices.items():
        if len(members) < 2:
            continue
        own = [sentences[number] for number in members]
        core = core_of(own, weights)
        row, start, end = spans[members[most_central(own, core, weights)]]
        item = shorten(" ".join(story.texts[row][start:end].split()), _ITEM_LENGTH)
        found.places.extend(("facts", item, *spans[number]) for number in members)
        found.near.update(
            (story.name, "facts", item, group)
            for group, held in windows.items()
            if group in like[cluster] or any(share_of(core, words) >= SHARE for words in held)
        )
    return found


def _read_sentences(
    story: _Story,
) -> tuple[list[tuple[int, int, int]], list[dict[str, bool]], dict[str, list[Collection[str]]]]:
    """Return where sentences stand, their words, and the words of each two neighbouring ones, by group.

    Sentences of a word or two tell no fact; they are among the neighbours.
    """
    spans, sentences, windows = [], [], defaultdict(list)
    for row, text in story.texts.items():
        words, before = iter(story.words[row]), {}
        windows[story.groups[row]].append({word.stem for word in story.titles[row]})
        word = next(words, None)
        for start, end in sentence_spans(text):
            held: dict[str, bool] = {}
            while word is not None and word.start < end:
                held[word.stem] = held.get(word.stem, False) or word.is_telling
                word = next(words, None)
            windows[story.groups[row]].append(held.keys() | before.keys())
            before = held
            if len(held) >= _FEWEST:
                spans.append((row, start, end))
                sentences.append(held)
    return spans, sentences, windows


_FINDERS = {"speakers": _find_speakers, "entities": _find_entities}
_READERS = {"terms": _find_terms, "facts": _find_facts}


@lru_cache(maxsize=10_000)
def name_pattern(name: str) -> re.Pattern[str]:
    """Return what finds a name in a text: in full or, of a person, by family name alone.

    >>> bool(name_pattern("Ana Ruiz").search("Ruiz agreed.")), bool(name_pattern("Ana Ruiz").search("Ana agreed."))
    (True, False)
    """
    words = name.split()
    is_full = len(words) > 1 and name[0].isupper() and is_person(name)
    forms = [name, words[0] if is_family_first(words) else words[-1]] if is_full else [name]
    flags = re.NOFLAG if is_full else re.IGNORECASE
    return re.compile(r"\b(?:" + "|".join(map(re.escape, forms)) + r")\b", flags)
