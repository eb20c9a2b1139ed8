"""One name for one speaker across articles: spellings, nicknames, last names and acronyms are brought together."""

import functools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from coverage_kit.text.grammar import TIMES
from coverage_kit.text.lexicon import word_set
from coverage_kit.text.names import (
    POSSESSIVE,
    drop_opening,
    given_names,
    is_human,
    is_person,
    is_title,
    office_holder,
    places,
    without_titles,
)
from coverage_kit.text.source_types import told_type

_WORD = re.compile(r"[^\W\d_]+")
_UNWRITTEN = re.compile(r"[.,'’‘`‐‑–-]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,6}|[A-Z]o[A-Z]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?|[^\W\d_]")
_PARTY = re.compile(r"[DIR]-[A-Z][\w.]{0,6}")  # "R-Ohio"
_PARTICLES = word_set("al bin da de del der di el la van von")
_ARABIC_ARTICLE = re.compile(r"(?:al|el)[-‐‑ ]", re.IGNORECASE)
_JOINING = _PARTICLES | word_set("of for on and the")
# What is said of an agency or a ministry is no part of its name.
_EPITHETS = word_set("official semiofficial semi-official state-run state-owned state-controlled")
# Chinese, Korean and Vietnamese family names, which stand first.
_FAMILY_FIRST = word_set(
    "kim lee yi ri rhee park pak choi choe jung jeong chong chung kang cho jo yoon yun jang chang lim im rim han oh"
    " suh seo shin sin kwon kwak hwang ahn an song yoo yu ryu hong moon mun ko koh no roh baek bae nam paek thae ju"
    " pae ban hyon xi wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo lin gao luo zheng liang"
    " xie tang deng feng geng hua lu cui fu wen jia bo mao jiang cai pan qin shi xiao zeng cheng yuan dai nguyen tran"
)
# With these last, a name has the Western order: "Sung Kim".
_FAMILY_LAST = word_set("kim lee park choi")
# A given name and what its bearers are called.
_NICKNAMES = """Abraham Abe|Alexander Alex Alec|Andrew Andy|Anthony Tony|Antonio Tony|Barbara Barb|Benjamin Ben
Bernard Bernie|Catherine Cathy Kate|Charles Chuck Charlie|Christina Chris|Christine Chris|Christopher Chris
Cynthia Cindy|Daniel Dan Danny|David Dave|Deborah Deb Debbie|Donald Don|Douglas Doug|Edward Ed Eddie Ted
Elizabeth Liz Beth Betsy|Eugene Gene|Frederick Fred|Gabriel Gabe|Geoffrey Geoff|Gerald Jerry Gerry|Gregory Greg
Harold Hal|Henry Hank|Jacob Jake|James Jim Jimmy|Jefferson Jeff|Jeffrey Jeff|Jennifer Jen Jenny|Jerome Jerry
Jerrold Jerry|John Johnny Jack|Jonathan Jon|Joseph Joe Joey|Joshua Josh|Judith Judy|Katherine Kathy Kate Katie
Kathleen Kathy|Kenneth Ken Kenny|Lawrence Larry|Leonard Len Lenny|Louis Lou|Margaret Maggie Peggy|Martin Marty
Matthew Matt|Michael Mike|Mitchell Mitch|Nathan Nate|Nathaniel Nathan Nate|Nicholas Nick|Pamela Pam
Patricia Pat Patty|Patrick Pat|Peter Pete|Philip Phil|Phillip Phil|Raymond Ray|Rebecca Becky|Richard Rich Rick Dick
Robert Rob Bob Bobby|Ronald Ron|Rudolph Rudy|Russell Russ|Samantha Sam|Samuel Sam|Stanley Stan|Stephen Steve
Steven Steve|Susan Sue|Theodore Ted Teddy|Thomas Tom Tommy|Timothy Tim|Valerie Val|Victor Vic|Vincent Vince
Walter Walt|William Will Bill Billy|Zachary Zach"""
_MAX_WORDS = 8


class _Reading(NamedTuple):
    """What a name says of itself, in small letters and without marks.

    `words` are its words without titles; `first`, `middle` and `last` those of a person's full name in Western order;
    `short` has the last name and the acronym that may stand for it or, if it is one of these itself, what it may be.
    """

    kind: str
    words: tuple[str, ...]
    short: frozenset[str]
    is_plain: bool = True
    first: str = ""
    middle: str = ""
    last: str = ""


_Readings = Mapping[str, _Reading]
_FULL = ("person", "group")


class _Known(NamedTuple):
    """The names of all articles: how often, and in which contexts."""

    counts: Counter[str]
    contexts: Mapping[str, set[Hashable]]
    readings: _Readings


def merge_aliases(
    names: Sequence[Iterable[str]], *, contexts: Sequence[Hashable] | None = None
) -> list[dict[str, str]]:
    """Return one name for each person, organisation or role over all articles.

    Parameters
    ----------
    names : sequence of iterables of str
        The names found in each article, one for each mention; within an article they should be resolved already, as
        `resolve_speakers` does.
    contexts : sequence of hashables or None, optional
        What each article is about, such as its story; None for an article that has none.

    Returns
    -------
    list of dict
        For each article the name to show for each of its names: of the forms found, the one used most.

        - Case, hyphens, diacritics, dots, middle names and initials, titles, "Jr." and "the" make no other name, nor
          does a usual nickname ("Bob" for "Robert"); but names that contradict each other in the middle are two.
        - A last name stands for the only person who has it in the article, else in the context, else in all articles
          (if two of them give the full name); if several have it, for the one who needs no introduction (lexicon
          ``office_holders``), or else for itself.
        - An acronym stands for the only organisation with these initials, looked for in the same way.
        - Roles ("senior official") are kinds, not persons: only case and article are levelled.

        Two persons of one name are not told apart, and misspelt names stay as they are.

    Raises
    ------
    ValueError
        If there are not as many contexts as articles.

    Examples
    --------
    >>> merge_aliases([["Igor Belov", "the Elm Bank"], ["Mr. Belov", "EB"]], contexts=["port", "port"])[1]
    {'Mr. Belov': 'Igor Belov', 'EB': 'the Elm Bank'}
    """
    articles = [Counter(found) for found in names]
    contexts = [None] * len(articles) if contexts is None else list(contexts)
    if len(contexts) != len(articles):
        raise ValueError(f"contexts: {len(contexts)} for {len(articles)} articles. Give one for each article, or None.")
    readings = {name: _read(name) for name in sorted(set().union(*articles))}
    shown = [{name: name for name in found} for found in articles]
    is_open = True
    while is_open:  # A merger may leave only one candidate for another name.
        full = _merge_full_names(articles, readings, contexts=contexts)
        articles = [_renamed(found, full) for found in articles]
        short = _resolve_short_names(articles, readings, contexts=contexts)
        articles = [_renamed(found, step) for found, step in zip(articles, short, strict=True)]
        is_open = any(name != new for name, new in full.items()) or any(short)
        for table, step in zip(shown, short, strict=True):
            table.update({name: step.get(full[new], full[new]) for name, new in table.items()})
    return shown


def _renamed(counts: Counter[str], table: Mapping[str, str]) -> Counter[str]:
    renamed: Counter[str] = Counter()
    for name, count in counts.items():
        renamed[table.get(name, name)] += count
    return renamed


def _fold(text: str) -> str:
    """Return a text in small letters, without marks, hyphens, dots and apostrophes.

    >>> _fold("Peña-O’Hara Jr.")
    'penaohara jr'
    """
    text = _UNWRITTEN.sub("", text.casefold())
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(mark for mark in text if not unicodedata.combining(mark))
    return text


def _read(name: str) -> _Reading:
    """Tell persons, short names, organisations ("group") and roles apart."""
    words = name.split()
    while len(words) > 1 and (words[0].lower() == "the" or (words[0] in _EPITHETS and words[1][0].isupper())):
        words = words[1:]
    if _PARTY.fullmatch(name):
        return _Reading("role", (name.casefold(),), frozenset())
    if not words or len(words) > _MAX_WORDS:
        return _Reading("role", tuple(map(_fold, words)), frozenset())
    if len(words) == 1 and _ACRONYM.fullmatch(words[0]):
        letters = _fold(words[0])
        is_name = words[0].isalpha() and len(letters) > 3  # "TRUMP" may be one.
        is_role = is_human(letters)  # "CEO"
        short = {letters} if is_role else {letters, letters.upper()} if is_name else {letters.upper()}
        return _Reading("short", (letters,), frozenset(short))
    bare = _person_words(words)
    if bare:
        return _read_person(words, bare)
    folded = tuple(map(_fold, [*words[:-1], POSSESSIVE.sub("", words[-1]) or words[-1]]))
    is_name = all(word in _JOINING or not word[0].islower() for word in words) and words[-1] not in _JOINING
    is_group = is_name and len(words) > 1
    return _Reading("group" if is_group else "role", folded, _acronyms(words) if is_group else frozenset())


def _acronyms(words: Sequence[str]) -> frozenset[str]:
    """Return the initials of an organisation, with and without those of small words.

    >>> sorted(_acronyms("Ministry of River Works".split())), sorted(_acronyms("Lima's U.N. Post".split()))
    (['MORW', 'MRW'], ['LUNP'])
    """
    parts = [part for word in words for part in _WORD.findall(word) if part != "s"]
    initials = ("".join(part[0] for part in parts if part[0].isupper()), "".join(part[0] for part in parts).upper())
    return frozenset(letters for letters in initials if 1 < len(letters) < 7)


def _person_words(words: list[str]) -> list[str]:
    """Return a person's name without what opens the sentence, titles, initials and days; empty if it is none."""
    words = drop_opening(words) if words[0] != "of" and "and" not in words else []  # "he and Ruiz" are two
    if len(words) > 2 and words[0] == "Will":  # "Will Ana Ruiz win?"
        words = words[1:]
    while len(words) > 1 and words[-1].endswith("day") and words[-1].lower() in TIMES:
        words = words[:-1]
    if not words or not all(word[0].isupper() or _is_particle(word) for word in words):
        return []
    words = [*words[:-1], POSSESSIVE.sub("", words[-1]) or words[-1]]
    bare = without_titles(words)
    if len(bare) == 1 and len(words) > 1 and words[-2] in given_names():
        bare = words[-2:]  # "Guy" is a role too.
    has_digit = any(map(str.isdigit, "".join(bare)))
    if is_title(bare[-1]) or has_digit or not (bare == ["Park"] or is_person(" ".join(bare))):
        return []
    if len(bare) == 1 and (told_type(bare[0]) or bare[0].lower() in places()):
        return []
    return bare


def _is_particle(word: str) -> bool:
    return word in _PARTICLES or bool(_ARABIC_ARTICLE.match(word))


def _read_person(words: list[str], bare: list[str]) -> _Reading:
    if len(bare) == 2 and "-" in bare[0] and bare[1].lower() in _FAMILY_FIRST:
        bare = bare[::-1]  # "Sung-yoon Lee"
    folded = tuple(map(_fold, bare))
    is_plain = {words[0], words[-1]} == {bare[0], bare[-1]}
    short = frozenset({_family(bare)} if len(folded[0]) > 1 or len(bare) == 1 else ())  # "K Ruiz" tells nobody
    if len(bare) == 1 or _is_particle(bare[0]):
        return _Reading("short", folded, short, is_plain)
    if is_family_first(bare):
        return _Reading("person", folded, short, is_plain)
    first = words.index(bare[0]) if bare[0] in words else 0
    initials = [_fold(word) for word in words[first + 1 : -1] if _INITIALS.fullmatch(word)]
    middle = " ".join(initials or folded[1:-1])
    if any(len(word) > 1 for word in initials):  # "George H.W. Bush" is not just any George Bush.
        return _Reading("person", folded, short, is_plain, f"{folded[0]} {middle}", "", folded[-1])
    return _Reading("person", folded, short, is_plain, folded[0], middle, folded[-1])


def _family(words: Sequence[str]) -> str:
    """Return the family name, in small letters and without marks.

    >>> [_family(name.split()) for name in ("Moon Jae-in", "Ana de Ruiz", "Bashar al-Assad", "Jim Yong Kim")]
    ['moon', 'deruiz', 'assad', 'kim']
    """
    row = office_holder(" ".join(words)) if len(words) > 1 else None
    if row:
        family = row["surname"]
    elif is_family_first(words):
        family = words[0]
    else:
        particles = (number for number, word in enumerate(words) if number and word.lower() in _PARTICLES)
        family = " ".join(words[0 if _is_particle(words[0]) else next(particles, -1) :])
    return _fold(_ARABIC_ARTICLE.sub("", family, count=1)).replace(" ", "")


def is_family_first(words: Sequence[str]) -> bool:
    """Tell whether the family name stands first.

    >>> [is_family_first(name.split()) for name in ("Wang Yi", "Lee Sung-yoon", "Lee Cheol Woo", "Lee Harvey Ito")]
    [True, True, True, False]
    """
    first, *rest = words
    if first.lower() not in _FAMILY_FIRST or not rest or any(word in given_names() for word in rest):
        return False
    if first.lower() not in _FAMILY_LAST and rest[-1].lower() in _FAMILY_LAST:
        return False
    return "-" in rest[0] or first not in given_names() or (len(rest) == 2 and max(map(len, rest)) < 7)


def _merge_full_names(
    articles: Sequence[Counter[str]], readings: _Readings, *, contexts: Sequence[Hashable]
) -> dict[str, str]:
    """Return for each name the one to show, as far as the names themselves tell."""
    known = _Known(Counter(), defaultdict(set), readings)
    for found, context in zip(articles, contexts, strict=True):
        known.counts.update(found)
        for name in found if context is not None else ():
            known.contexts[name].add(context)
    table = {name: name for name in known.counts}
    for rule in (_by_spelling, _by_middle_name, _by_nickname, _by_ending):
        step = rule(known)
        met: dict[str, set[Hashable]] = defaultdict(set)
        for name, found in known.contexts.items():
            met[step.get(name, name)] |= found
        known = known._replace(counts=_renamed(known.counts, step), contexts=met)
        table = {name: step.get(new, new) for name, new in table.items()}
    return table


def _merged(known: _Known, keys: Iterable[tuple[Hashable, str]]) -> dict[str, str]:
    """Return the most used name of each group with one key, if the middle names in it can be those of one person."""
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for key, name in keys:
        groups[key].append(name)
    table = {}
    for group in groups.values():
        middles = sorted({known.readings[name].middle for name in group}, key=len)
        if len(group) > 1 and all(middles[-1].startswith(middle) for middle in middles):
            best = min(
                group, key=lambda name: (not known.readings[name].is_plain, -known.counts[name], -len(name), name)
            )
            table |= dict.fromkeys(group, best)
    return table


def _by_spelling(known: _Known) -> dict[str, str]:
    """Merge "Ana-Lu Ruiz", "ANA LU RUÍZ" and "Judge Ana Lu Ruiz"."""
    keys = []
    for name in known.counts:
        reading = known.readings[name]
        initials = reading.middle if len(reading.words) == 2 else ""
        keys.append((("".join(reading.words) or name, initials), name))
    return _merged(known, keys)


def _by_middle_name(known: _Known) -> dict[str, str]:
    """Merge "Ana B. Ruiz", "Ana Belén Ruiz" and "Ana Ruiz"."""
    persons = [(found, name) for name in known.counts if (found := known.readings[name]).first and len(found.words) < 5]
    return _merged(known, (((found.first, found.last), name) for found, name in persons))


def _by_nickname(known: _Known) -> dict[str, str]:
    """Merge "Bob Ruiz" and "Robert Ruiz", but not "Chris Ruiz" if there are a Christine and a Christopher.

    Two persons of a frequent last name may well be called so: if others bear it, the two must share a context, or one
    must be known well.
    """
    groups: dict[Hashable, list[str]] = defaultdict(list)
    bearers: dict[str, set[str]] = defaultdict(set)
    for name in known.counts:
        found = known.readings[name]
        for line in _nicknames().get(found.first, ()):
            groups[line, found.last].append(name)
        if found.first in _given():
            bearers[found.last].add(name)
    groups = {key: group for key, group in groups.items() if len(group) > 1}
    times = Counter(name for group in groups.values() for name in group)
    sure = []
    for key, group in groups.items():
        met = Counter(context for name in group for context in known.contexts.get(name, ()))
        is_known = any(office_holder(office_holder(name)["surname"]) for name in group if office_holder(name))
        if is_known or bearers[key[1]] <= set(group) or max(met.values(), default=0) > 1:
            sure += [(key, name) for name in group if times[name] == 1]
    return _merged(known, sure)


@functools.cache
def _nicknames() -> dict[str, frozenset[int]]:
    """Return for each form of a given name the numbers of the names that it stands for."""
    table: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(_NICKNAMES.replace("\n", "|").split("|")):
        for form in line.split():
            table[form.lower()].add(number)
    return {form: frozenset(numbers) for form, numbers in table.items()}


def _by_ending(known: _Known) -> dict[str, str]:
    """Drop what stands before a full name ("Delegate Team Ana Ruiz"); merge "Ruiz Soto" and "Ana Ruiz Soto"."""
    longer: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in sorted(known.counts):
        words = known.readings[name].words
        if known.readings[name].kind in _FULL and _JOINING.isdisjoint(words):
            for number in range(1, len(words) - 1):
                longer[words[number:]].append(name)
    table: dict[str, str] = {}
    for name in sorted(known.counts, key=lambda name: (-len(known.readings[name].words), name)):
        reading = known.readings[name]
        names = longer.get(reading.words, []) if reading.kind == "person" else []
        if _is_full(name, reading):
            for long in names:
                if not _is_full(long, known.readings[long]):
                    table.setdefault(long, name)
        elif len(names) == 1 and _is_full(names[0], known.readings[names[0]]):
            table.setdefault(name, names[0])
    return table


def _is_full(name: str, reading: _Reading) -> bool:
    """Tell whether a name begins with a given name, or is that of somebody known."""
    row = office_holder(name)
    return not _given().isdisjoint(reading.words[:1]) or (row is not None and row["surname"] != name)


@functools.cache
def _given() -> frozenset[str]:
    return frozenset(map(_fold, given_names()))


def _resolve_short_names(
    articles: Sequence[Iterable[str]], readings: _Readings, *, contexts: Sequence[Hashable]
) -> list[dict[str, str]]:
    """Return for each article the full names for those of its last names and acronyms that can be told."""
    bearers: dict[Hashable, Counter[str]] = {}
    scopes = [
        (("article", number), *([] if context is None else [("context", context)]), ("all", None))
        for number, context in enumerate(contexts)
    ]
    for found, around in zip(articles, scopes, strict=True):
        for name in found:
            if readings[name].kind in _FULL:
                for key in readings[name].short:
                    for scope in around:
                        bearers.setdefault((scope, key), Counter())[name] += 1
    known: dict[Hashable, str | None] = {}
    steps = []
    for found, around in zip(articles, scopes, strict=True):
        step = {}
        for name in found:
            keys = readings[name].short if readings[name].kind == "short" else ()
            scope = next((scope for scope in around if any((scope, key) in bearers for key in keys)), None)
            if scope and (name, scope) not in known:
                options = sum((bearers.get((scope, key), Counter()) for key in keys), Counter())
                known[name, scope] = _bearer(name, options, readings, scope=scope[0])
            if scope and known[name, scope]:
                step[name] = known[name, scope]
        steps.append(step)
    return steps


def _bearer(name: str, options: Counter[str], readings: _Readings, *, scope: str) -> str | None:
    """Return which one of the full names in a scope, with their number of articles, a short name stands for."""
    row = office_holder(name.capitalize() if name.isupper() and "." not in name else name)
    fitting = [full for full in options if row is None or _is_holder(readings[full], row)]
    if len(fitting) != 1:
        return None
    full = fitting[0]
    is_sure = scope != "all" or row is not None or options[full] > 1  # Named once, he is hardly known by last name.
    if readings[full].kind == "group":
        own, other = told_type(name), told_type(full)  # A radio is no review.
        is_alike = scope == "article" or own == other or None in (own, other)
        return full if is_alike and (is_sure or own == other is not None) else None
    is_given = scope == "all" and row is None and readings[name].words[0] in _given()
    return full if is_sure and not is_given else None


def _is_holder(reading: _Reading, row: Mapping[str, str]) -> bool:
    """Tell whether a full name is that of an office holder, in whatever spelling."""
    holder = _read(row["name"])
    if "".join(reading.words) == "".join(holder.words):
        return True
    numbers = _nicknames().get(holder.first, frozenset())
    is_called = reading.first == holder.first or not numbers.isdisjoint(_nicknames().get(reading.first, ()))
    is_contained = holder.first in reading.words  # "Recep Tayyip Erdogan"
    return reading.short == holder.short and (is_called or is_contained) and bool(holder.first)
