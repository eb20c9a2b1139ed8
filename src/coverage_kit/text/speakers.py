"""One name for one speaker: last names and pronouns are traced back within the article."""

import functools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coverage_kit.text.attribution import Attribution
from coverage_kit.text.cues import cue_forms
from coverage_kit.text.grammar import DETERMINERS, PREPOSITIONS, SUBORDINATORS, TIMES, is_adverb, looks_finite
from coverage_kit.text.lexicon import word_set
from coverage_kit.text.names import (
    NAME,
    NAME_WORD,
    POSSESSIVE,
    TITLES,
    TOKEN,
    Name,
    drop_opening,
    find_names,
    is_human,
    is_person,
    person_name,
    role_nouns,
    without_titles,
)
from coverage_kit.text.sentences import sentence_spans

_CONTRACTION = re.compile(r"['’](?:s|d|re|ve|ll|m)$")
_TITLED = re.compile(rf"\b(Mr|Mrs|Ms|Sir|Lord|Lady|King|Queen|Prince|Princess)\.? ({NAME_WORD}(?: {NAME_WORD}){{0,2}})")
# How many characters back a pronoun may find its speaker, and "who" the name it belongs to.
_REACH = 1500
_RELATIVE_REACH = 120
_OPENING_REACH = 60
# So many attributions before and after one are looked at.
_WINDOW = 40
_INDEFINITE = DETERMINERS | word_set(
    "i we you that which there others nobody everyone someone two three more less much one ones none half whatever"
)
_OPENING = re.compile(
    r"[\"“‘'(]*(?:(?:but|and|so|yet|then|still|later|earlier|afterwards?|meanwhile|however|what|when|while|as|after|before"
    r"|although|though|if|because|since|where|also|instead),? )*(?:it (?:was|is) )?",
    re.IGNORECASE,
)
_CLAUSE_OPENING = re.compile(r"(?:[,;—–] |\b(?:and|but|while|as|when|where|because|after|before|that|until|if) )$")
_ABBREVIATED_TITLE = re.compile(r"\b[A-Z][a-z]{1,4}\.? $")
_ROLE = re.compile(r"((?:an?|one|the) |(?:[\w.-]+ ){0,2}[\w-]+['’]s? )((?:[\w.-]+ ){1,5})", re.IGNORECASE)
_FEMALE = word_set("widow mother daughter sister wife queen girl grandmother aunt niece actress princess")
_MALE = word_set("widower father son brother husband king boy grandfather uncle nephew actor waiter prince")
_OF = re.compile(r" of (?:the )?(?:[\w.’'-]+)(?: [\w.’'-]+){0,2}?(?=[,.]| who\b| [a-z]+(?:ed|s) )")
# "WATCHED Ito", "RuizMore": what a page scraper leaves.
_RUN_TOGETHER = re.compile(r"\b[A-Z]{4,} \w*[a-z]|[a-z]{4}[A-Z]")
_NEXT = re.compile(r"[”\"]? ([\w'’-]+)")
_AGE = re.compile(r",? ?\(?\d{1,3}\)?,?$")


class _Speaker(NamedTuple):
    """Somebody who speaks or acts at a place; "he" and "she" may go back to a human, "it" and "they" to others."""

    name: str
    is_human: bool
    position: int


class _Article(NamedTuple):
    """What a text tells about its names, and who speaks so far.

    `mentions` and `speakers` go by sentence; the flag of a mention, which stands outside of sources, tells a subject.
    """

    text: str
    words: frozenset[str]
    sentences: list[int]
    full_names: dict[str, Counter[str]]
    genders: dict[str, str]
    persons: set[str]
    mentions: dict[int, list[tuple[_Speaker, bool]]]
    speakers: dict[int, list[_Speaker]]
    owners: list[tuple[Attribution, _Speaker | None]]


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
        is written, up to the first comma and without the article before it. "he" and "she" stand for the person or
        the single human role that speaks or is a subject in the nearest sentence with one; for nobody, if two there
        fit or another person who fits is named in between. "it" and "they" stand for the last office or group that
        spoke. None where nothing is known: no name is better than a wrong one.

    Examples
    --------
    >>> from coverage_kit.text.attribution import find_attributions
    >>> text = "The plan is sound, said Prof. Ana Ruiz. Ruiz added that it is late. She said it would rain."
    >>> resolve_speakers(text, find_attributions(text))
    ['Ana Ruiz', 'Ana Ruiz', 'Ana Ruiz']
    """
    attributions = list(attributions)
    article = _read_article(text, attributions)
    for number, attribution in enumerate(attributions):
        speaker = _speaker(article, number) if attribution.source_spans else None
        if speaker:
            article.speakers.setdefault(_sentence_at(article, speaker.position), []).append(speaker)
        article.owners[number] = (attribution, speaker)
    return [speaker.name if speaker else None for _, speaker in article.owners]


def _sentence_at(article: _Article, position: int) -> int:
    return bisect_right(article.sentences, position) - 1


def _speaker(article: _Article, number: int) -> _Speaker | None:
    """Return the speaker that the source of an attribution stands for, or None."""
    attribution, _ = article.owners[number]
    start, end = attribution.source_spans[0][0], attribution.source_spans[-1][1]
    source = _without_opening(" ".join(article.text[start:end].split()))
    word = _CONTRACTION.sub("", source.lower())
    if word in ("he", "she"):
        return _person_before(article, word, number)
    if word in ("it", "they"):
        return _group_before(article, word, number)
    if word == "who" or source[:1].isdigit():
        return _before_relative(article, start)
    if word in _INDEFINITE or not any(character.isalpha() for character in source):
        return None
    name = person_name(source)
    if name and (" " in name or name.lower() not in article.words):
        name = _fullest(name, article.full_names)
        return _Speaker(name, name in article.persons or (" " in name and is_person(name)), start)
    return _role(article, source, number)


def _without_opening(source: str) -> str:
    """Drop what opens the sentence before a source: "on Friday Mr. Ito", "whether Ito"."""
    words = source.split()
    first = 0
    while first < len(words) - 1:
        word = words[first].lower().rstrip(",")
        is_time = any(following.lower().rstrip(",") in TIMES for following in words[first + 1 : first + 3])
        if not (word in SUBORDINATORS - {"who"} or word in TIMES or (word in PREPOSITIONS and is_time)):
            break
        first += 1
    return " ".join(words[first:])


def _role(article: _Article, source: str, number: int) -> _Speaker | None:
    """Return a role, an office or a group as it is written; "the official" is the last official who spoke."""
    position = article.owners[number][0].source_spans[0][0]
    phrase = re.split(r"[,—–(]| who\b", source)[0].strip()
    role = _without_article(phrase)
    if not role or role.lower() in _INDEFINITE:
        return None
    if role == phrase and re.search(r"\b(?:that|this) $", article.text[max(0, position - 6) : position], re.IGNORECASE):
        return None  # "That | deadline helps | explain": cut out of something that is no source
    noun = _human_head(role.split())
    is_bare = role == phrase and " " not in role and (role.islower() or role.lower() in article.words)
    if is_bare and not (noun or role.lower() in role_nouns()[1] or role.endswith(("s", "men"))):
        return None  # "even", "left"
    if noun == role.lower() and phrase.lower().startswith("the "):
        for speaker in _speakers_before(article, number):
            if speaker.is_human and _human_head(speaker.name.split()) == noun:
                return speaker._replace(position=position)
    first, _, rest = role.partition(" ")
    is_noun = first.lower() in article.words or first.lower() in _plural_roles()
    if role == phrase and is_noun and not rest[:1].isupper():
        role = f"{first.lower()} {rest}".rstrip()
    return _Speaker(role, noun is not None, position)


def _speakers_before(article: _Article, number: int) -> Iterator[_Speaker]:
    """Yield the speakers before an attribution, the last first, as far as a pronoun reaches."""
    position = article.owners[number][0].source_spans[0][0]
    for _, speaker in reversed(article.owners[max(0, number - _WINDOW) : number]):
        if speaker and 0 < position - speaker.position <= _REACH:
            yield speaker


def _human_head(words: list[str]) -> str | None:
    """Return the noun of a phrase, in small letters, if it is a single human being.

    >>> _human_head("senior official in the port".split()), _human_head("port officials".split())
    ('official', None)
    """
    end = next((number for number, word in enumerate(words) if number and word.lower() in PREPOSITIONS), len(words))
    while end > 1 and (words[end - 1] in ("there", "here") or words[end - 1].endswith(("ed", "ing"))):
        end -= 1
    word = words[end - 1].lower() if words else ""
    return word if is_human(word) else None


@functools.cache
def _plural_roles() -> frozenset[str]:
    return frozenset(noun + "s" for noun in role_nouns()[0])


def _group_before(article: _Article, pronoun: str, number: int) -> _Speaker | None:
    """Return the last office ("it") or group ("they") that spoke."""
    for speaker in _speakers_before(article, number):
        is_plural = speaker.name.split()[-1].endswith("s") or " and " in speaker.name
        if not speaker.is_human and is_plural == (pronoun == "they"):
            return speaker._replace(position=article.owners[number][0].source_spans[0][0])
    return None


def _holds(attribution: Attribution, position: int) -> bool:
    return any(start <= position < end for start, end in attribution.content_spans)


def _person_before(article: _Article, pronoun: str, number: int) -> _Speaker | None:
    """Return the one person or role that "he" or "she" may stand for, searched sentence by sentence.

    Who is named inside somebody else's words is no candidate for what is said outside of them.
    """
    attribution = article.owners[number][0]
    position = attribution.source_spans[0][0]
    near = article.owners[max(0, number - _WINDOW) : number + _WINDOW]
    # Who is quoted does not call himself "he".
    around = [owner for owner in near if _holds(owner[0], position)]
    silent = {speaker.name for owner, speaker in around if speaker and owner.form == "direct"}
    here = _sentence_at(article, position)
    others: list[set[str]] = []
    for sentence in range(here, -1, -1):
        if sentence < here and position - article.sentences[sentence + 1] > _REACH:
            return None
        known = article.speakers.get(sentence, [])[-_WINDOW:]
        found = {speaker.name: speaker for speaker in known if speaker.is_human and speaker.position < position}
        passing: list[set[str]] = []
        for mention, is_subject in _mentions_before(article, sentence, position):
            owners = [owner for owner in near if _holds(owner[0], mention.position)]
            if (attribution, None) in owners:
                continue
            if is_subject and all(owner in around for owner in owners):
                found.setdefault(mention.name, mention)
            elif mention.name in article.persons and _fits(article, mention, pronoun):
                passing.append({mention.name, *(speaker.name for _, speaker in owners if speaker)})
        fitting = [speaker for speaker in found.values() if _fits(article, speaker, pronoun)]
        fitting = [speaker for speaker in fitting if speaker.name not in silent]
        if fitting:
            # Another person who is named since then makes it unclear, unless the candidate spoke of that person.
            if len(fitting) > 1 or any(fitting[0].name not in names for names in others):
                return None
            article.genders.setdefault(fitting[0].name.split()[-1], pronoun)
            return fitting[0]._replace(position=position)
        others += passing
    return None


def _mentions_before(article: _Article, sentence: int, position: int) -> list[tuple[_Speaker, bool]]:
    """Return the mentions of a sentence that stand before a position, as far as a pronoun reaches."""
    mentions = article.mentions.get(sentence, [])
    first, last = (bisect_left(mentions, edge, key=_position) for edge in (position - _REACH, position))
    return mentions[first:last]


def _position(mention: tuple[_Speaker, bool]) -> int:
    return mention[0].position


def _fits(article: _Article, speaker: _Speaker, pronoun: str) -> bool:
    noun = speaker.name.split()[-1]
    if noun.endswith("woman") or noun in _FEMALE:
        return pronoun == "she"
    if (noun.endswith("man") and noun.islower()) or noun in _MALE:
        return pronoun == "he"
    return article.genders.get(noun, pronoun) == pronoun


def _before_relative(article: _Article, position: int) -> _Speaker | None:
    """Return whom "who", or an age, follows: a person's name, or else a single human role."""
    start = max(0, position - _RELATIVE_REACH)
    before = _AGE.sub("", article.text[start:position].rstrip(" ,("))
    names = [match for match in NAME.finditer(before) if match.end() == len(before)]
    if names:
        words = without_titles(drop_opening(names[0].group().split()))
        name = _fullest(" ".join(words), article.full_names)
        is_named = " " in name or len(words) < len(names[0].group().split())
        if words and is_named and is_person(name):
            return _Speaker(name, True, position)
    for match in re.finditer(r"\b(?:an?|the|one) ", before, re.IGNORECASE):
        phrase = before[match.end() :].split()
        if _human_head(phrase) and not any(looks_finite(word) or word[-1] in '.,;:”"' for word in phrase):
            return _Speaker(" ".join(phrase), True, position)
    return None


def _without_article(source: str) -> str:
    return re.sub(r"^(?:the|an?|one(?! of)) ", "", source, flags=re.IGNORECASE)


def _fullest(name: str, full_names: dict[str, Counter[str]]) -> str:
    """Return the full name most often given for a single name: by last name first, then by first name."""
    if " " in name:
        return name
    candidates = full_names.get(name) or full_names.get(name + " ")
    return candidates.most_common(1)[0][0] if candidates else name


def _genders(text: str) -> dict[str, str]:
    """Return the pronoun that goes with a last name, as told by a title: "Ms. Ruiz" is "she"."""
    found: dict[str, str] = {}
    for title, name in _TITLED.findall(text):
        is_male = title in ("Mr", "Sir", "Lord", "King", "Prince")
        found.setdefault(POSSESSIVE.sub("", name).split()[-1], "he" if is_male else "she")
    return found


def _read_article(text: str, attributions: list[Attribution]) -> _Article:
    sentences = [start for start, _ in sentence_spans(text)] or [0]
    names = list(find_names(text))
    full_names = _full_names(text, names, frozenset(sentences))
    persons = {_fullest(" ".join(name.words), full_names) for name in names if name.titled}
    sources = sorted(span for attribution in attributions for span in attribution.source_spans)
    for start, end in sources:
        name = person_name(text[start:end])
        if name and " " in _fullest(name, full_names) and is_person(_fullest(name, full_names)):
            persons.add(_fullest(name, full_names))
    owners = [(attribution, None) for attribution in attributions]
    words = frozenset(TOKEN.findall(text))
    article = _Article(text, words, sentences, full_names, _genders(text), persons, {}, {}, owners)
    starts = [start for start, _ in sources]
    for mention, is_subject in sorted((*_named(article, names), *_roles(article)), key=_position):
        number = bisect_right(starts, mention.position) - 1
        if number < 0 or mention.position >= sources[number][1]:
            article.mentions.setdefault(_sentence_at(article, mention.position), []).append((mention, is_subject))
    return article


def _full_names(text: str, names: list[Name], sentences: frozenset[int]) -> dict[str, Counter[str]]:
    """Count the names of two words or more, by their last and by their first word.

    A sentence may begin with a capital that is no name ("Internal Obama papers"): a name that opens one counts only
    if a verb, a preposition or a pause follows.
    """
    table: dict[str, Counter[str]] = {}
    for name in names:
        if 2 <= len(name.words) <= 5 and not _RUN_TOGETHER.search(" ".join(name.words)):
            opens = name.start in sentences or name.start - 1 in sentences
            if not opens or name.titled or _ends_subject(text, name.end):
                for key in {name.words[-1], name.words[0] + " "}:
                    table.setdefault(key, Counter())[" ".join(name.words)] += 1
    return table


def _ends_subject(text: str, position: int, *, finite: bool = False) -> bool:
    """Tell whether a verb follows, or (unless `finite`) a preposition, "who" or a pause."""
    match = _NEXT.match(text, position)
    word = match[1] if match else ""
    if looks_finite(word) or word in cue_forms():
        return True
    if finite:
        return bool(word) and is_adverb(word)
    return not word or word in PREPOSITIONS or word in ("who", "and", "or") or is_adverb(word)


def _named(article: _Article, names: list[Name]) -> Iterator[tuple[_Speaker, bool]]:
    """Yield the persons that are named in a text; the flag tells whether the name is the subject of a clause."""
    text = article.text
    joined = len(text)
    for name in names:
        person = _fullest(" ".join(name.words), article.full_names)
        if person not in article.persons and (" " not in person or not is_person(person)):
            continue
        if POSSESSIVE.search(text[name.end - 2 : name.end]):
            yield _Speaker(person, True, name.start), False
            continue
        sentence = article.sentences[_sentence_at(article, name.start)]
        before = text[max(sentence, name.start - _OPENING_REACH) : name.start]
        if name.start - sentence < _OPENING_REACH and _opens_sentence(before):
            is_subject = _ends_subject(text, name.end)
        else:
            is_subject = (
                0 <= name.start - joined < len("Mrs. ")
                or before.endswith((" said ", " says "))
                or (
                    bool(_CLAUSE_OPENING.search(_ABBREVIATED_TITLE.sub("", before)))
                    and _ends_subject(text, name.end, finite=True)
                )
            )
        joined = name.end + 5 if is_subject and text.startswith(" and ", name.end) else len(text)
        yield _Speaker(person, True, name.start), is_subject


def _opens_sentence(before: str) -> bool:
    """Tell whether nothing but an opening and a title or a role stands before a name in its sentence."""
    words = before[_OPENING.match(before).end() :].split()
    if not words:
        return True
    last = words[-1].lower().rstrip(".")
    is_role = last in TITLES or is_human(last)
    return is_role and len(words) < 5 and not any(word in PREPOSITIONS or looks_finite(word) for word in words)


def _roles(article: _Article) -> Iterator[tuple[_Speaker, bool]]:
    """Yield the single human roles that open a sentence: "A western diplomat put it mildly"."""
    for start in article.sentences:
        position = _OPENING.match(article.text, start).end()
        match = _ROLE.match(article.text, position)
        if not match:
            continue
        end = position + len(match[1])
        for word in match[2].split():
            end += len(word)
            if word.lower() in PREPOSITIONS or looks_finite(word):
                break
            if is_human(word.lower()):
                if not article.text[end + 1 : end + 2].isupper():
                    tail = _OF.match(article.text, end)
                    role = _without_article(article.text[position : tail.end() if tail else end])
                    yield _Speaker(role, True, position), True
                break
            end += 1
