"""One name for one speaker: last names, pronouns and roles are traced back within the article."""

import re
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterable
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from coverage_kit.text.attribution import Attribution
from coverage_kit.text.grammar import DETERMINERS
from coverage_kit.text.lexicon import word_set
from coverage_kit.text.names import (
    NAME,
    Name,
    drop_opening,
    find_names,
    is_person,
    office_holder,
    person_name,
    role_nouns,
    without_titles,
)
from coverage_kit.text.people import FEMALE, MALE, People, candidates, fullest, read_people, usual_pronoun
from coverage_kit.text.roles import Role, bare_role, find_roles, head_noun, is_subject, without_opening
from coverage_kit.text.sentences import sentence_spans

# So many mentions before a pronoun are looked at, and so many characters; "who" looks less far.
_WINDOW = 40
_REACH = 1500
_RELATIVE_REACH = 120
_MAX_BEARERS = 50
# How much a mention counts towards a pronoun, after Lappin and Leass (1994), and how it fades with each sentence.
_SUBJECT, _OTHER, _OWNER, _SPEAKER = 3.0, 2.0, 1.0, 4.0
_FADING = 0.5
_FORGOTTEN = 8
_IN_OTHER_WORDS = 0.3
_UNSURE = 0.7
_ROLE = 1.0
_MARGIN = 1.25
_SURE = 3

_PRONOUNS = {"he": "he", "him": "he", "his": "he", "himself": "he"}
_PRONOUNS |= {"she": "she", "her": "she", "hers": "she", "herself": "she"}
_FIRST_PERSON = word_set("i we me us my our mine myself")
_GROUPS = {"it": "it", "its": "it", "they": "they", "their": "they", "them": "they"}
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_CONTRACTION = re.compile(r"['’](?:s|d|re|ve|ll|m)$")
_INDEFINITE = DETERMINERS | word_set(
    "i we you that which there others nobody everyone someone anyone anybody somebody everybody two three more less"
    " much one ones none half whatever neither either"
)
_NOBODY = re.compile(r"(?:neither|none|nobody|no one|no-one|not one)\b", re.IGNORECASE)
_AGED = re.compile(r", \d\d,")
_AGE = re.compile(r",? ?\(?\d{1,3}\)?,?$")


class _Mention(NamedTuple):
    """Somebody who is named or meant at a place; `holders` are the attributions in whose words the place lies."""

    name: str
    position: int
    age: int
    weight: float
    holders: tuple[int, ...]


class _Article(NamedTuple):
    """What a text tells about its names, and who was mentioned so far."""

    text: str
    words: frozenset[str]
    sentences: list[int]
    ages: list[int]
    people: People
    bearers: dict[str, list[str]]
    heads: dict[str, str]
    offices: dict[str, str]
    recent: deque[_Mention]
    owners: list[str | None]
    attributions: list[Attribution]
    waiting: list[tuple[int, int, int]]
    open: list[tuple[int, int, int]]


def resolve_speakers(text: str, attributions: Iterable[Attribution]) -> list[str | None]:
    """Return the canonical name of each attribution's speaker.

    Parameters
    ----------
    text : str
        The article.
    attributions : iterable of Attribution
        Its attributions in text order, as `find_attributions` returns them.

    Returns
    -------
    list of str or None
        For a person the fullest form of the name in the article, without titles, "Jr." and middle initials, so that
        one person has one name in all articles ("George W. Bush" is "George Bush"). For a role or an organisation what
        is written, up to the first comma and without the article before it. "he", "she" and "the minister" stand for
        the person, or the single human role, that fits and was mentioned last and most as a subject or a speaker; for
        nobody if two fit about equally well. "it" and "they" stand for the last office or group that spoke, "I" for
        the speaker in whose words it stands. None where nothing is known: no name is better than a wrong one.

    References
    ----------
    Lappin, S. and Leass, H. J. (1994). An algorithm for pronominal anaphora resolution. Computational Linguistics
    20(4): mentions are weighed by their role in the sentence, and count half with each sentence that follows.

    Examples
    --------
    >>> from coverage_kit.text.attribution import find_attributions
    >>> text = "The plan is sound, said Prof. Ana Ruiz. Ruiz added that it is late. She said it would rain."
    >>> resolve_speakers(text, find_attributions(text))
    ['Ana Ruiz', 'Ana Ruiz', 'Ana Ruiz']
    """
    attributions = list(attributions)
    names = list(find_names(text))
    article = _read_article(text, attributions, names)
    covered = 0
    for position, _, event in _events(article, names):
        holders = _holders(article, position)
        if isinstance(event, int):
            article.owners[event] = _speaker(article, event, holders)
            covered = attributions[event].source_spans[0][1]
            if article.owners[event]:
                _mention(article, article.owners[event], position, weight=_SPEAKER, holders=holders)
        elif position >= covered:
            _read_mention(article, position, event, holders=holders)
    for number, attribution in enumerate(attributions):
        if attribution.source_spans and article.owners[number] is None:
            article.owners[number] = _self(article, number)
    return article.owners


def _read_article(text: str, attributions: list[Attribution], names: list[Name]) -> _Article:
    sentences = [start for start, _ in sentence_spans(text)] or [0]
    people = read_people(text, names, frozenset(sentences) | {start + 1 for start in sentences})
    for start, end in (span for attribution in attributions for span in attribution.source_spans[:1]):
        name = person_name(text[start:end])
        full = fullest(people, name.split()) if name else ""
        if " " in full and is_person(full):
            people.persons.add(full)
    bearers: dict[str, list[str]] = {}
    for person in sorted(people.persons):
        for word in people.called.get(person, ()):
            bearers.setdefault(word, []).append(person)
    contents = [(*span, number) for number, found in enumerate(attributions) for span in found.content_spans]
    return _Article(
        text=text,
        words=frozenset(text.split()),
        sentences=sentences,
        ages=list(accumulate(1 + (text[start - 1 : start] == "\n") for start in sentences)),
        people=people,
        bearers=bearers,
        heads={},
        offices={_initials(name.words): " ".join(name.words) for name in names if 2 < len(name.words) < 7},
        recent=deque(maxlen=_WINDOW),
        owners=[None] * len(attributions),
        attributions=attributions,
        waiting=sorted(contents, reverse=True),
        open=[],
    )


def _initials(words: Iterable[str]) -> str:
    return ".".join(word[0] for word in words).lower()


def _events(article: _Article, names: list[Name]) -> list[tuple[int, int, int | str | Name | Role]]:
    """Return what matters up to the last source, in text order: sources (by number), pronouns, roles and names."""
    numbered = enumerate(article.attributions)
    sources = [(found.source_spans[0][0], 0, number) for number, found in numbered if found.source_spans]
    if not sources:
        return []
    end = max(sources)[0]
    pronouns = [(match.start(), 1, match.group().lower()) for match in _PRONOUN.finditer(article.text, 0, end)]
    roles = [(role.start, 2, role) for role in find_roles(article.text[:end])]
    named = [(name.start, 3, name) for name in names if name.start < end]
    return sorted([*sources, *pronouns, *roles, *named], key=itemgetter(0, 1))


def _holders(article: _Article, position: int) -> tuple[int, ...]:
    """Return the attributions in whose content a place lies, the innermost last; called from left to right."""
    if not article.open and not (article.waiting and article.waiting[-1][0] <= position):
        return ()
    while article.waiting and article.waiting[-1][0] <= position:
        article.open.append(article.waiting.pop())
    article.open[:] = [span for span in article.open if span[1] > position][-8:]
    return tuple(number for _, _, number in article.open)


def _mention(article: _Article, name: str, position: int, *, weight: float, holders: tuple[int, ...]) -> None:
    age = article.ages[bisect_right(article.sentences, position) - 1]
    article.recent.append(_Mention(name, position, age, weight, holders))


def _read_mention(article: _Article, position: int, event: str | Name | Role, *, holders: tuple[int, ...]) -> None:
    """Note whom a pronoun, a role or a name outside of sources stands for, and how prominently."""
    if isinstance(event, str):
        name, weight = _antecedent(article, event, position, holders=holders), _SUBJECT
    elif isinstance(event, Role):
        name, weight = _role_mention(article, event, position)
    else:
        name = _nearest(article, event.words, event.titles)
        weight = _weight(article, event, name)
        if not weight and " " in name:
            article.offices[name.rpartition(" ")[2].lower()] = name  # "the Elm Fund": "the fund"
    if name and weight:
        _mention(article, name, position, weight=weight, holders=holders)


def _role_mention(article: _Article, role: Role, position: int) -> tuple[str, float]:
    if role.determiner == "the":
        name = _bearer(article, role.head, role.before, position=position)
        if name is None and _AGED.match(article.text, role.end):  # "The retired sailor, 69,"
            persons = (mention.name for mention in reversed(article.recent) if mention.name in article.people.persons)
            name = next(persons, None)
    elif role.owner:
        name = _bearer(article, role.head, (*role.before, role.owner), position=position)
    else:
        name = None
    weight = _SUBJECT if _is_subject(article, role.start, role.end) else _OTHER if name else _ROLE
    if name is None:
        name = role.text
        article.heads.setdefault(name, role.head)
    return name, weight


def _weight(article: _Article, name: Name, full: str) -> float:
    """Return how much a named person counts where the name stands; 0 for what is no person."""
    text = article.text
    is_known = full in article.people.persons
    if not is_known and (" " not in full or not is_person(full)):
        return 0.0
    article.people.pronouns.setdefault(full, usual_pronoun(full))
    if text[name.end - 2 : name.end] in ("'s", "’s", "s'", "s’"):
        return _OWNER
    weight = _SUBJECT if _is_subject(article, name.start, name.end) else _OTHER
    return weight if is_known else weight * _UNSURE


def _is_subject(article: _Article, start: int, end: int) -> bool:
    sentence = article.sentences[max(0, bisect_right(article.sentences, start) - 1)]
    return is_subject(article.text, sentence, start, end=end)


def _nearest(article: _Article, words: tuple[str, ...], titles: Iterable[str] = ()) -> str:
    """Return the full name for a name as written: of several, the one mentioned most and last, else most often."""
    name = fullest(article.people, words, titles)
    options = candidates(article.people, " ".join(words))
    if len(options) > 1 and not titles:
        scores: Counter[str] = Counter()
        for mention in article.recent:
            if mention.name in options:
                scores[mention.name] += mention.weight
        return scores.most_common(1)[0][0] if scores else name
    return name


def _antecedent(
    article: _Article, pronoun: str, position: int, *, holders: tuple[int, ...], own: int | None = None
) -> str | None:
    """Return whom "he" or "she" stands for: the fitting person or role with the most weight, if clearly the most.

    Who is quoted does not call himself "he"; what is mentioned inside other people's words counts less.
    """
    age = article.ages[bisect_right(article.sentences, position) - 1]
    silent = {article.owners[number] for number in holders if article.attributions[number].form == "direct"}
    weights: dict[tuple[str, int], float] = {}
    fitting: dict[str, bool] = {}
    for mention in reversed(article.recent):
        faded = age - mention.age
        if faded > _FORGOTTEN or position - mention.position > _REACH:
            break
        name = mention.name
        if name not in fitting:
            fitting[name] = name not in silent and _fits(article, name, pronoun)
        if fitting[name] and own not in mention.holders:
            weight = mention.weight * _FADING**faded
            if not holders and mention.holders:
                weight *= _IN_OTHER_WORDS
            weights[name, faded] = max(weight, weights.get((name, faded), 0.0))
    scores: Counter[str] = Counter()
    for (name, _), weight in weights.items():
        scores[name] += weight
    best = scores.most_common(2)
    if not best or (len(best) > 1 and best[0][1] < _MARGIN * best[1][1]):
        return None
    name = best[0][0]
    if (len(best) == 1 or best[0][1] > _SURE * best[1][1]) and not article.people.pronouns.get(name):
        article.people.pronouns[name] = pronoun
    return name


def _fits(article: _Article, name: str, pronoun: str) -> bool:
    """Tell whether a pronoun may stand for a name or a role; groups, offices and things have none."""
    head = article.heads.get(name)
    if head is None:
        return article.people.pronouns.get(name, "") in ("", pronoun) and name in article.people.pronouns
    if head.endswith("woman") or head in FEMALE:
        return pronoun == "she"
    if head.endswith("man") or head in MALE:
        return pronoun == "he"
    return article.people.pronouns.get(name, "") in ("", pronoun)


def _speaker(article: _Article, number: int, holders: tuple[int, ...]) -> str | None:
    """Return the speaker that the source of an attribution stands for, or None."""
    spans = article.attributions[number].source_spans
    start, end = spans[0][0], spans[-1][1]
    source = without_opening(" ".join(article.text[start:end].split()))
    word = _CONTRACTION.sub("", source.lower())
    if word in _PRONOUNS:
        return _antecedent(article, _PRONOUNS[word], start, holders=holders, own=number)
    if word in _GROUPS:
        return _group_before(article, _GROUPS[word], start)
    if word == "who" or source[:1].isdigit():
        return _before_relative(article, start)
    if word in _INDEFINITE or _NOBODY.match(source) or not any(character.isalpha() for character in source):
        return None
    name = person_name(source)
    if name and is_person(name) and (" " in name or name.lower() not in article.words):
        if " " not in name and name.isupper():
            return article.offices.get(_initials(name.replace(".", "")), name)
        name = _nearest(article, tuple(name.split()))
        if " " in name:
            article.people.persons.add(name)
            article.people.pronouns.setdefault(name, "")
        return name
    return _role(article, source, start)


def _role(article: _Article, source: str, position: int) -> str | None:
    """Return a role, an office or a group as it is written; "the official" is the last official."""
    phrase = source.split(",")[0].strip()
    role = bare_role(source)
    if not role or role.lower() in _INDEFINITE or _is_cut_off(article, role, phrase, position):
        return None
    noun = head_noun(role.split())
    words = role.split()
    if phrase.lower().startswith("the ") and not any(word.endswith(("'s", "’s")) for word in words):
        found = _definite(article, noun, words, position=position)
        if found:
            return found
    first, _, rest = role.partition(" ")
    is_noun = first.lower() in article.words or (first.endswith("s") and first[:-1].lower() in role_nouns()[0])
    if phrase.startswith(role) and is_noun and not rest[:1].isupper():
        role = f"{first.lower()} {rest}".rstrip()
    if noun:
        article.heads.setdefault(role, noun)
    return role


def _definite(article: _Article, noun: str | None, words: list[str], *, position: int) -> str | None:
    """Return whom "the mayor", "the Freedonian" or "the fund" means, if somebody was named so."""
    if noun:
        return _bearer(article, noun, words[: [word.lower() for word in words].index(noun)], position=position)
    phrase = " ".join(words).lower()
    for mention in reversed(article.recent):
        row = office_holder(mention.name)
        if row and row["of"].lower() == phrase:
            return mention.name
    return article.offices.get(phrase)


def _is_cut_off(article: _Article, role: str, phrase: str, position: int) -> bool:
    """Tell what is no source: "That | deadline helps | explain", "even"."""
    before = article.text[max(0, position - 5) : position].lower()
    if phrase.startswith(role) and role[0].islower() and before in ("that ", "this "):
        return True
    is_bare = phrase == role and " " not in role and (role.islower() or role.lower() in article.words)
    is_noun = head_noun([role]) or role.lower() in role_nouns()[1] or role.endswith(("s", "men"))
    return is_bare and not is_noun


def _bearer(article: _Article, noun: str, modifiers: Iterable[str], *, position: int) -> str | None:
    """Return whom "the mayor" means: the person called so, or else the role with this noun that was mentioned last.

    Of several persons, the ones that share the most of what stands before the noun, then the last one mentioned.
    """
    modifiers = list(modifiers)
    lower = {word.lower() for word in modifiers}
    proper = {word.lower() for word in modifiers if word[0].isupper()}
    called = article.people.called
    recent = {mention.name: order for order, mention in enumerate(article.recent)}
    ranked = sorted(
        (len(lower & called[person]), recent.get(person, -1), person)
        for person in article.bearers.get(noun, ())[:_MAX_BEARERS]
        if proper <= called[person] and ("vice" in lower) == ("vice" in called[person])
    )
    if ranked and (len(ranked) == 1 or ranked[-1][:2] > ranked[-2][:2]):
        return ranked[-1][2]
    for mention in reversed(article.recent):
        is_near = article.heads.get(mention.name) == noun and position - mention.position <= _REACH
        if is_near and lower <= set(mention.name.lower().split()):
            return mention.name
    return None


def _group_before(article: _Article, pronoun: str, position: int) -> str | None:
    """Return the last office ("it") or group ("they") that spoke."""
    for mention in reversed(article.recent):
        is_human_being = mention.name in article.heads or mention.name in article.people.persons
        is_plural = mention.name.split()[-1].endswith("s") or " and " in mention.name
        if mention.weight == _SPEAKER and not is_human_being and is_plural == (pronoun == "they"):
            return mention.name if position - mention.position <= _REACH else None
    return None


def _before_relative(article: _Article, position: int) -> str | None:
    """Return whom "who", or an age, follows: a person's name, or else a single human role."""
    start = max(0, position - _RELATIVE_REACH)
    before = _AGE.sub("", article.text[start:position].rstrip(" ,("))
    names = [match for match in NAME.finditer(before) if match.end() == len(before)]
    if names:
        written = drop_opening(names[0].group().split())
        words = without_titles(written) if written else []
        name = _nearest(article, tuple(words))
        if words and (" " in name or len(words) < len(written)) and is_person(name):
            return name
    for role in find_roles(before):
        if (
            start + role.end == start + len(before)
            or len(before) - len(role.text) == role.start + len(role.determiner) + 1
        ):
            article.heads.setdefault(role.text, role.head)
            return role.text
    return None


def _self(article: _Article, number: int) -> str | None:
    """Return the speaker in whose words "I" or "we" stands."""
    start, end = article.attributions[number].source_spans[0]
    words = _CONTRACTION.sub("", article.text[start:end].lower()).split()
    if not words or words[0] not in _FIRST_PERSON or len(words) > 2:
        return None
    around = [
        (first, other)
        for other, found in enumerate(
            article.attributions[max(0, number - _WINDOW) : number + _WINDOW], max(0, number - _WINDOW)
        )
        if other != number and article.owners[other]
        for first, last in found.content_spans
        if first <= start < last
    ]
    return article.owners[max(around)[1]] if around else None
