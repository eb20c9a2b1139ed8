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
from coverage_kit.text.entities import Entity, find_entities
from coverage_kit.text.facts import Content, alike, content_words, core_of, kin, most_central, weigh_words
from coverage_kit.text.grammar import DETERMINERS, PREPOSITIONS
from coverage_kit.text.names import drop_opening, is_person
from coverage_kit.text.near_names import come_near, family_name, index_words, is_own_name, near_speech
from coverage_kit.text.sentences import sentence_spans

Kind = Literal["speakers", "entities", "terms", "facts"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LEAST = {"speakers": 1, "entities": 2, "terms": 2, "facts": 1}  # mentions that a group must have of something
RARE = 0.05  # the share of the articles on other stories that may have a key term
# How alike sentences are that say the same, and the weight of the words that a sentence shares with these if it comes
# near to it, perhaps in other words. See benchmarks/omissions.py.
SAME, NEAR = 0.19, 0.95
_LOOSE = 0.05  # less alike counts as not alike at all
_FEWEST = 3  # content words of a sentence that tells a fact
_ITEM_LENGTH = 120


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
    """Find who is heard; a group comes near if it bears that name, has a source of it, or may let him be heard."""
    heard = find_heard(corpus).merge(texts, on="article", suffixes=("_of_text", ""))
    has_name = [isinstance(name, str) and name != name.lower() for name in heard["speaker"]]
    known = heard[np.array(has_name, np.bool_) & (heard["naming"] == "named").to_numpy()]  # not "U.S. officials"
    spans = extents(known, "article", "speaker")
    places = [("speakers", row.speaker, row.article, row.start, row.end) for row in spans.itertuples()]
    unmarked, near, named = corpus.derived(Corpus.unmarked_texts), set(), set()
    speakers = known.groupby(within)["speaker"].unique()
    sources = heard.groupby([within, by])["source"].agg("\n".join)
    for (story, group), rows in texts.groupby([within, by])["article"]:
        if story not in speakers:
            continue
        written = "\n".join(unmarked[row] for row in rows)
        spoken = "\n".join([sources.get((story, group), ""), *(near_speech(unmarked[row]) for row in rows)])
        own = [name for name in speakers[story] if isinstance(group, str) and is_own_name(name, group)]
        for name in speakers[story]:
            key, pattern = (story, "speakers", name, group), name_pattern(name)
            if pattern.search(spoken) or any(full.endswith(name) for full in own):
                near.add(key)
            if pattern.search(written):
                named.add(key)
    return Carried(places, near, named)


def _find_entities(corpus: Corpus, texts: pd.DataFrame, *, by: str, within: str) -> Carried:
    """Find who and what is named; a group comes near if a sentence or a title has the words of one of its names."""
    unmarked, titles, rows = corpus.derived(Corpus.unmarked_texts), _titles(corpus), texts["article"].tolist()
    entities = find_entities([unmarked[row] for row in rows], contexts=texts[within].tolist())
    found = dict(zip(rows, entities, strict=True))
    places, forms = [], defaultdict(lambda: defaultdict(set))
    for row, story in zip(rows, texts[within], strict=True):
        for entity in found[row]:
            places.append(("entities", entity.name, row, entity.start, entity.end))
            forms[story][entity.name] |= {entity.written, tuple(entity.name.split())}
    near = set()
    for (story, group), part in texts.groupby([within, by])["article"]:
        parts = [titles[row] for row in part]
        for row in part:
            text = _without_persons(unmarked[row], found[row])
            parts += [text[start:end] for start, end in sentence_spans(unmarked[row])]
        index, written = index_words(parts), "\n".join(parts).lower()
        for name, ways in forms[story].items():
            if any(come_near(index, way, name) or (len(way) > 1 and " ".join(way).lower() in written) for way in ways):
                near.add((story, "entities", name, group))
    return Carried(places, near)


def _without_persons(text: str, entities: Iterable[Entity]) -> str:
    """Blank out the family names of persons named in full somewhere: they are nobody else's."""
    parts, last = [], 0
    for entity in entities:
        if " " in entity.name and is_person(entity.name):
            family = family_name(entity.written)
            start = text.find(family, entity.start, entity.end)
            if start >= last:
                parts += [text[last:start], " " * len(family)]
                last = start + len(family)
    return "".join([*parts, text[last:]])


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
    """Group sentences that say the same; a group comes near with one that shares enough with all of these together."""
    spans, sentences, told = _read_sentences(story)
    articles = [row for row, _, _ in spans]
    weights = weigh_words(sentences, articles, elsewhere=story.elsewhere, n_elsewhere=story.n_elsewhere)
    pairs, similarity = alike(sentences, weights, least=_LOOSE)
    clusters = average_linkage(pairs, similarity, len(sentences), least=SAME)
    places = defaultdict(list)
    for number, (_, words) in enumerate(told):
        for word in words:
            places[word].append(number)
    found = Carried([], set())
    for members in pd.Series(clusters).groupby(clusters).indices.values():
        if len(members) < 2:
            continue
        own = [sentences[number] for number in members]
        row, start, end = spans[members[most_central(own, core_of(own, weights), weights)]]
        item = shorten(" ".join(story.texts[row][start:end].split()), _ITEM_LENGTH)
        found.places.extend(("facts", item, *spans[number]) for number in members)
        shared: Counter[int] = Counter()
        for word in sorted(set().union(*own)):
            if weights[word] > 0:
                shared.update(dict.fromkeys(places[word], weights[word]))
        near = {told[number][0] for number, weight in shared.items() if weight >= NEAR}
        found.near.update((story.name, "facts", item, group) for group in near)
    return found


def _read_sentences(
    story: _Story,
) -> tuple[list[tuple[int, int, int]], list[dict[str, bool]], list[tuple[str, Collection[str]]]]:
    """Return where the sentences that may tell a fact stand, their words, and the words of all, with their groups.

    Titles are among the latter, and sentences of a word or two, which tell no fact.
    """
    spans, sentences, told = [], [], []
    for row, text in story.texts.items():
        group, words = story.groups[row], iter(story.words[row])
        told.append((group, {word.stem for word in story.titles[row]}))
        word = next(words, None)
        for start, end in sentence_spans(text):
            held: dict[str, bool] = {}
            while word is not None and word.start < end:
                held[word.stem] = held.get(word.stem, False) or word.is_telling
                word = next(words, None)
            told.append((group, held))
            if len(held) >= _FEWEST:
                spans.append((row, start, end))
                sentences.append(held)
    return spans, sentences, told


_FINDERS = {"speakers": _find_speakers, "entities": _find_entities}
_READERS = {"terms": _find_terms, "facts": _find_facts}


@lru_cache(maxsize=10_000)
def name_pattern(name: str) -> re.Pattern[str]:
    """Return what finds a name in a text: in full or, of a person named in full, by family name alone.

    "Several" is no part of "several officials".

    >>> bool(name_pattern("Ana Ruiz").search("Ruiz agreed.")), bool(name_pattern("Ana Ruiz").search("Ana agreed."))
    (True, False)
    """
    words = drop_opening(name.split(), only=DETERMINERS) or [name]
    is_full = len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper() and is_person(name)
    is_full = is_full and PREPOSITIONS.isdisjoint(map(str.lower, words))
    forms = [" ".join(words), *([family_name(words)] if is_full else [])]
    flags = re.NOFLAG if is_full else re.IGNORECASE
    return re.compile(r"\b(?:" + "|".join(map(re.escape, forms)) + r")\b", flags)
