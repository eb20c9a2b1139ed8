"""Persons, places and organisations with all their names: where they are mentioned, and who is mentioned most."""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from coverage_kit.text.aliases import is_family_first, merge_aliases
from coverage_kit.text.grammar import AUXILIARIES, TIMES, is_adverb, looks_finite
from coverage_kit.text.lexicon import read_lexicon, word_set
from coverage_kit.text.names import (
    NOT_NAMES,
    POSSESSIVE,
    Name,
    find_names,
    given_names,
    is_human,
    is_person,
    is_title,
    office_holder,
    places,
    role_nouns,
)
from coverage_kit.text.people import fullest, read_people
from coverage_kit.text.sentences import sentence_spans

_WORD_BEFORE = re.compile(r"([^\W\d_][\w.'’-]*) $")
_WORD_AFTER = re.compile(r"[ \n]([^\W\d_][\w'’-]*)")
_OFFICE_BEFORE = re.compile(r"\b([\w-]+) of (?:the )?(?:[A-Z][\w-]* |and )*$")
# "the Bank of Larchia"
_NAME_BEFORE = re.compile(r"[\w,] ([A-Z][\w’'-]+) (?:of|for) $")
_REACH = 60
_INITIAL = re.compile(r"\s[A-Z]\.(?=\s)")
_CONTRACTION = re.compile(r"\w+['’](?:m|ve|ll|re|d|t)|[\w'’]*['’]")
_COMPASS = word_set("north south east west northern southern eastern western")
_OTHER_NATIONS = word_set(
    "republican democrat democratic christian muslim jewish islamic catholic european arab asian african korean latin"
    " irish scottish welsh finnish swedish swiss austrian belgian czech romanian bulgarian serbian latvian"
    " lithuanian estonian chilean peruvian ethiopian somali sudanese lebanese jordanian yemeni kuwaiti qatari emirati"
    " kurdish filipino mongolian cambodian laotian bangladeshi nepali georgian armenian kazakh tunisian moroccan"
)
_NATION = re.compile(r"(?!civil|guard).{3,}(?:ian|ean|ese|ican)")
_PARTIES = frozenset({"Democrats", "Republicans"})
_OWN_COUNTRY = ("U.S.", "US", "U.K.", "UK")
_OPENING_MARKS = re.compile(r"[ \"'“‘«(\[—–-]*")
_QUOTES = ("“", "‘", '"', "'", "(", "«")
_SMALL = re.compile(r"(?<![\w'’-])[a-z]{3,}")
_MIN_SHARE = 0.01
# A given name alone may be somebody else's.
_MIN_GIVEN_SHARE = 0.05
_MIN_SURE = 0.9


class Entity(NamedTuple):
    """Somebody or something named: where it stands, as written, and the one name it has in all texts."""

    start: int
    end: int
    written: tuple[str, ...]
    name: str


class Aliases(NamedTuple):
    """The names of all entities as one pattern, and whose name each is."""

    pattern: re.Pattern[str]
    entities: dict[str, str]


class Mention(NamedTuple):
    """A place where an entity is named; a possessive "'s" is no part of it."""

    entity: str
    start: int
    end: int


def read_aliases(entities: Mapping[str, Sequence[str]]) -> Aliases:
    """Make a pattern of the names of entities: what each is called by, and its aliases.

    >>> read_aliases({"Igor Belov": ["Belov"], "Ida Ito": []}).entities
    {'Igor Belov': 'Igor Belov', 'Belov': 'Igor Belov', 'Ida Ito': 'Ida Ito'}
    """
    owners: dict[str, str] = {}
    for entity, aliases in entities.items():
        for alias in (entity, *aliases):
            written = _as_compared(alias).strip()
            if not written:
                raise ValueError(f"entities: {entity!r} has an empty alias. Leave it out.")
            if owners.setdefault(written, entity) != entity:
                raise ValueError(
                    f"entities: {alias!r} is an alias of {owners[written]!r} and of {entity!r}. Give it to one of them."
                )
    longest = sorted(owners, key=lambda alias: (-len(alias), alias))
    forms = "|".join(re.escape(alias).replace(r"\ ", r"(?:\s[A-Z]\.)?\s").replace("'", "['’]") for alias in longest)
    return Aliases(re.compile(rf"(?<![\w’'-])(?:{forms or '(?!)'})(?![\w-]|['’](?!s\b)\w)"), owners)


def _as_compared(alias: str) -> str:
    return re.sub(r"\s+", " ", alias).replace("’", "'")


def find_mentions(text: str, aliases: Aliases) -> Iterator[Mention]:
    """Yield the mentions of entities, the longest alias first, but no parts of other names ("Belov Street").

    >>> text = "Igor B. Belov met Ida Belov in Belov’s Belov Street."
    >>> aliases = read_aliases({"Igor Belov": ["Belov"]})
    >>> [text[start:end] for _, start, end in find_mentions(text, aliases)]
    ['Igor B. Belov', 'Belov']
    """
    for match in aliases.pattern.finditer(text):
        start, end = match.span()
        written = _as_compared(match[0])
        entity = aliases.entities.get(written) or aliases.entities[_INITIAL.sub("", written)]
        if not _is_part_of_name(text, start, end):
            yield Mention(entity, start, end)


def _is_part_of_name(text: str, start: int, end: int) -> bool:
    """Tell whether another name runs on over an alias: a capital after it, or a given name before it."""
    after = _WORD_AFTER.match(text, end)
    word = POSSESSIVE.sub("", after[1]) if after else ""
    if word[:1].isupper() and not word.isupper():
        lower = word.lower()
        if not (lower in NOT_NAMES or lower in TIMES or looks_finite(lower) or _is_role(word)):
            return True
    if start == 0 or not text[start - 1].isspace():
        return False
    if not is_person(text[start:end]):
        name = _NAME_BEFORE.search(text, max(0, start - _REACH), start)
        return name is not None and not _is_role(name[1])
    if " " in text[start:end]:
        return False
    before = _WORD_BEFORE.search(text, max(0, start - _REACH // 2), start)
    word = before[1] if before else ""
    lower = word.lower()
    if not word[:1].isupper() or word.isupper() or lower in NOT_NAMES or _is_role(word):
        return False
    if word.endswith((".", "'s", "’s")) or looks_finite(lower):
        return False
    if lower in AUXILIARIES or is_adverb(lower) or lower.endswith("ing"):
        return False
    if word in given_names():
        return True
    office = _OFFICE_BEFORE.search(text, max(0, start - _REACH), start)
    is_office = office and _is_role(office[1]) and given_names().keys().isdisjoint(office[0].split())
    return not is_proper(lower) and not is_office


def _is_role(word: str) -> bool:
    """Tell whether a word with a capital is a title or a noun of the lexicon: "Jasper" only looks like one."""
    return is_title(word) or word.lower() in role_nouns()[0]


def is_proper(lower: str) -> bool:
    """Tell whether a word in small letters is written with a capital: a nation, a country, a party, a known surname.

    >>> [is_proper(word) for word in ("freedonian", "japan", "senate", "minister", "civilian")]
    [True, True, True, False, False]
    """
    return lower in _proper_words() or (_NATION.fullmatch(lower) is not None and not is_human(lower))


@functools.cache
def _proper_words() -> frozenset[str]:
    rows = read_lexicon("office_holders")
    surnames = {row["surname"].lower() for row in rows if row["alone"] == "yes"}
    words = {word for place in places() for word in place.split()} | surnames | _nations()
    return frozenset(words | word_set("house senate congress wall street")) - _COMPASS - {"new", "united", "us"}


@functools.cache
def _nations() -> frozenset[str]:
    """Return adjectives of nations and creeds, and the words of those that have two."""
    nations = {row["of"].lower() for row in read_lexicon("office_holders")}
    return frozenset(nations | {word for nation in nations for word in nation.split()} | _OTHER_NATIONS)


def find_entities(texts: Sequence[str], *, contexts: Sequence[Hashable] | None = None) -> list[list[Entity]]:
    """Return the persons, places and organisations that each text names, under one name in all texts.

    `contexts` is what each text is about, such as its story. What only opens sentences, or mostly has a small letter,
    is no name; nor is a title, a role or a nation's adjective alone.

    >>> texts = ["Then Ana Ruiz left. Lima slept.", "It was Ruiz. Nobody in Lima slept."]
    >>> [[entity.name for entity in found] for found in find_entities(texts, contexts=["a", "a"])]
    [['Ana Ruiz', 'Lima'], ['Ana Ruiz', 'Lima']]
    """
    read = [_read_names(text) for text in texts]
    inside = Counter(name.words for names in read for name, opens, _ in names if not opens)
    small = Counter(word for text in texts for word in _SMALL.findall(text))
    found = [
        [
            (name, full)
            for name, opens, full in names
            if len(name.words) > 1 or inside[name.words] >= max(opens, small[name.words[0].lower()])
        ]
        for names in read
    ]
    tables = merge_aliases([[full for _, full in names] for names in found], contexts=contexts)
    return [
        [Entity(name.start, name.end, name.words, table[full]) for name, full in names]
        for names, table in zip(found, tables, strict=True)
    ]


def _read_names(text: str) -> list[tuple[Name, bool, str]]:
    """Return the names in a text, whether each opens a sentence or a quotation, and its fullest form in the text."""
    openings = frozenset(_OPENING_MARKS.match(text, start).end() for start, _ in sentence_spans(text))
    names = list(find_names(text))
    people = read_people(text, names, openings)
    read = []
    for name in names:
        if name.words[0] in _OWN_COUNTRY and len(name.words) > 1:  # "the U.S. Supreme Court"
            name = name._replace(words=name.words[1:])
        elif len(name.words) > 1 and name.words[-1].lower() in TIMES and " " in fullest(people, name.words[:-1]):
            name = name._replace(words=name.words[:-1])  # "Ruiz Monday"
        form = " ".join(name.words)
        full = fullest(people, name.words, name.titles)
        is_whole = " " in form or form.isupper()  # "Save Elm Bank" is not "Elm Bank", nor "UN" "Kim Jong Un"
        if not (is_person(form) and is_person(full)) or (is_whole and not _is_alias(form, full)):
            full = form
        if full != form or _is_entity(form):
            opens = not name.titles and (name.start in openings or text[name.start - 1 : name.start] in _QUOTES)
            read.append((name, opens, full))
    return read


def _is_entity(form: str) -> bool:
    """Tell whether a name is that of a person, a place or an organisation: not "Korean", "West", "President", "I'm"."""
    lower = form.lower()
    if len(form) < 2 or form == "State" or _is_nation(form) or _CONTRACTION.fullmatch(form):
        return False
    is_word = lower in NOT_NAMES or lower in TIMES or lower in _COMPASS or any(map(str.isdigit, form))
    return " " in form or not (is_word or is_title(form) or is_human(lower))


def _is_nation(form: str) -> bool:
    """Tell whether a name is that of a nation's members, or its adjective: "North Korean", "Freedonians"."""
    if form in given_names() or form in _PARTIES:
        return False
    first, *rest = words = form.lower().split()
    return all(
        not _nations().isdisjoint((word, word.removesuffix("s"))) or _NATION.fullmatch(word.removesuffix("s"))
        for word in (rest if first in _COMPASS and rest else words)
    )


def propose_entities(texts: Sequence[str], n: int = 10) -> dict[str, list[str]]:
    """Return the persons, places and organisations named most often in a set of texts, each with its aliases.

    Last names are those of persons named in full, in the same text or in the others; an alias that several could have
    is that of the one meant most often. Aliases with less than a hundredth of an entity's mentions are left out.

    >>> propose_entities(["Igor Belov met Ida Ito in Larchia.", "Then Igor Belov left. Mr. Belov smiled."], n=1)
    {'Igor Belov': ['Belov', 'Igor Belov']}
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for found in find_entities(texts):
        for entity in found:
            forms[" ".join(entity.written)][entity.name] += 1
    aliases: dict[str, Counter[str]] = defaultdict(Counter)
    for form, count in forms.items():
        entity, most = min(count.items(), key=lambda item: (-item[1], item[0]))
        is_sure = not _is_given(form, entity) or most >= _MIN_SURE * count.total()
        if form == entity or (is_sure and _is_alias(form, entity)):
            aliases[entity][form] += most
    ranked = sorted(aliases, key=lambda entity: (-aliases[entity].total(), entity))
    return dict(_with_aliases(entity, aliases[entity]) for entity in ranked[:n])


def _with_aliases(entity: str, counts: Counter[str]) -> tuple[str, list[str]]:
    """Return an entity with its usual aliases; one that is hardly ever named so has its most frequent alias as name."""
    least = {form: (_MIN_GIVEN_SHARE if _is_given(form, entity) else _MIN_SHARE) * counts.total() for form in counts}
    usual = sorted(form for form, count in counts.items() if count >= least[form])
    return (entity if entity in usual else min(usual, key=lambda form: (-counts[form], form))), usual


def _is_alias(form: str, entity: str) -> bool:
    """Tell whether a form is a name of its own: "Ruiz" or "Bob Ruiz" for "Robert Ruiz", not "Poor Robert Ruiz"."""
    words, full = _folded(form), _folded(entity)
    if words == full or _is_acronym(form, entity) or _is_acronym(entity, form):
        return True
    if not is_person(entity) or len(words) > len(full):
        return is_person(entity) and words[-1] == full[-1] and form.split()[0] in given_names() and len(words) < 4
    if len(words) == 1:
        row = office_holder(entity)
        return words == (_folded(row["surname"]) if row else [_family(full)]) or _is_given(form, entity)
    return words[-1] == full[-1] and (words[0] == full[0] or form.split()[0] in given_names())


def _family(words: Sequence[str]) -> str:
    return words[0] if is_family_first(words) else words[-1]


def _is_given(form: str, entity: str) -> bool:
    words = entity.split()
    return len(words) > 1 and form == words[0] and form in given_names() and not is_family_first(words)


def _folded(name: str) -> list[str]:
    return name.lower().replace("-", " ").replace(".", "").replace("’", "'").split()


def _is_acronym(short: str, name: str) -> bool:
    letters = short.replace(".", "").replace(" ", "")
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    return len(letters) > 1 and letters == initials and " " in name
