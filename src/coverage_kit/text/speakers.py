"""One name for one speaker: last names and pronouns are traced back within the article."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from coverage_kit.text.attribution import Attribution
from coverage_kit.text.grammar import DETERMINERS, PREPOSITIONS
from coverage_kit.text.lexicon import word_set

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_NAME_WORD = rf"(?:(?:{_CAPITAL}\.){{2,}}|{_CAPITAL}(?:\.(?= {_CAPITAL})|[\w'’-]*\w)?)"
_NAME = re.compile(rf"{_NAME_WORD}(?: (?:(?:al|bin|da|de|del|der|di|la|van|von) )?{_NAME_WORD})*")
_WORD = re.compile(r"\b[^\W\d_]\.(?= )|[\w.'’-]*\w|[,—–(]")
_CONTRACTION = re.compile(r"['’](?:s|d|re|ve|ll|m)$")
_POSSESSIVE = re.compile(r"['’]s?$")
_TITLES = word_set(
    "mr mrs ms mx dr sen rep gov gen lt col sgt capt prof rev hon adm president vice professor senator representative"
    " congressman congresswoman governor mayor secretary minister prime chancellor king queen pope judge justice sir"
    " lord lady chief director general colonel captain sergeant ambassador chairman chairwoman speaker leader premier"
    " commissioner officer detective reverend father sister imam rabbi attorney prince princess first aunt uncle"
)
_NOT_NAMES = word_set(
    "the a an this that these those he she it they we i you his her its their our my but and or so yet in on at by for"
    " from to with as if when while after before since until although though because however meanwhile there here what"
    " who why how where both many some most several no not one now then still also another according monday tuesday"
    " wednesday thursday friday saturday sunday january february march april may june july august september october"
    " november december asked last next under over during even whether unlike despite without amid like"
)
_ORGANISATIONS = word_set(
    "house news university party ministry department times post journal committee council agency institute court bank"
    " group inc corp co company union nations states korea senate congress campaign press association center centre"
    " foundation college school church office bureau service force army navy police board commission organization"
    " organisation embassy pentagon kremlin government administration network hospital fund league federation"
)
_TITLED = re.compile(
    rf"\b(Mr|Mrs|Ms|Sir|Lord|Lady|King|Queen|Prince|Princess)\.? ({_NAME_WORD}(?: {_NAME_WORD}){{0,2}})"
)
_MALE = word_set("Mr Sir Lord King Prince")
# A pronoun further than this many characters from the last statement of its speaker stays unresolved.
_REACH = 1500
_RELATIVE_REACH = 120
_INDEFINITE = DETERMINERS | word_set("i we you that which who there others nobody everyone someone two three")


class _Speaker(NamedTuple):
    name: str
    is_person: bool
    position: int


class _Article(NamedTuple):
    """What the text tells about its names: all words, full names by first and last name, pronouns by last name."""

    text: str
    words: frozenset[str]
    full_names: dict[str, Counter[str]]
    genders: dict[str, str]


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
        For a person the fullest form of the name in the article, without titles; for a role or an organisation what is
        written, without the article before it; for "he", "she", "it", "they" the last speaker that fits; None where
        nothing is known.

    Examples
    --------
    >>> from coverage_kit.text.attribution import find_attributions
    >>> text = "The plan is sound, said Prof. Ana Ruiz. Ruiz added that it is late. She said it would rain."
    >>> resolve_speakers(text, find_attributions(text))
    ['Ana Ruiz', 'Ana Ruiz', 'Ana Ruiz']
    """
    article = _Article(text, frozenset(_WORD.findall(text)), _full_names(text), _genders(text))
    speakers: list[_Speaker] = []
    names = []
    for attribution in attributions:
        speaker = None
        if attribution.source_spans:
            start, end = attribution.source_spans[0][0], attribution.source_spans[-1][1]
            speaker = _speaker(article, (start, end), speakers)
        if speaker:
            speakers.append(speaker)
        names.append(speaker.name if speaker else None)
    return names


def _speaker(article: _Article, span: tuple[int, int], speakers: list[_Speaker]) -> _Speaker | None:
    """Return the speaker that a source span stands for, or None."""
    source = " ".join(article.text[span[0] : span[1]].split())
    word = _CONTRACTION.sub("", source.lower())
    if word == "who":
        source = _name_before(article.text, span[0])
    elif word in ("he", "she", "it", "they"):
        return _antecedent(article, word, span[0], speakers=speakers)
    elif word in _INDEFINITE or not any(character.isalpha() for character in source):
        return None
    name = person_name(source)
    if name and (" " in name or name.lower() not in article.words):
        name = _fullest(name, article.full_names)
        is_person = " " in name and not any(part.lower() in _ORGANISATIONS for part in name.split())
        return _Speaker(name, is_person, span[1])
    role = _as_inside_sentence(_without_article(source), article.words)
    return _Speaker(role, False, span[1]) if role else None


def _name_before(text: str, position: int) -> str:
    """Return the name that ends just before a relative pronoun, or nothing."""
    before = text[max(0, position - _RELATIVE_REACH) : position].rstrip(" ,")
    found = [match.group() for match in _NAME.finditer(before) if match.end() == len(before)]
    return found[0] if found else ""


def _as_inside_sentence(role: str, words: frozenset[str]) -> str:
    """Return a role with a small first letter, where the article writes its first word so elsewhere."""
    first, _, rest = role.partition(" ")
    return f"{first.lower()} {rest}".rstrip() if first.lower() in words else role


def _antecedent(article: _Article, pronoun: str, position: int, *, speakers: list[_Speaker]) -> _Speaker | None:
    """Return the last speaker near enough that a pronoun may stand for."""
    genders = article.genders
    for speaker in reversed(speakers):
        if position - speaker.position > _REACH:
            return None
        last_word = speaker.name.split()[-1]
        is_plural = last_word.endswith("s") or " and " in speaker.name
        fits = {
            "he": speaker.is_person and genders.get(last_word, "he") == "he",
            "she": speaker.is_person and genders.get(last_word, "she") == "she",
            "they": not speaker.is_person and is_plural,
            "it": not speaker.is_person and not is_plural,
        }
        if fits[pronoun]:
            if speaker.is_person:
                genders.setdefault(last_word, pronoun)
            return speaker._replace(position=position)
    return None


def person_name(source: str) -> str | None:
    """Return the person's name in a source phrase, without titles and roles, or None if there is none.

    >>> person_name("Kremlin spokesman Igor Belov, a former diplomat")
    'Igor Belov'
    >>> person_name("a senior official") is None
    True
    """
    words = [word for word in (_POSSESSIVE.sub("", word) for word in _WORD.findall(source)) if word]
    comma = next((number for number, word in enumerate(words) if word in ",—–("), len(words))
    head, rest = words[:comma], words[comma + 1 :]
    if not head:
        return None
    name = _name_after_role(head)
    if name is None and head[0].lower() not in DETERMINERS:
        name = _leading_name(head)
    if name is None and rest and len(rest) <= 4 and all(_is_name_word(word) for word in rest):
        name = rest
    name = _without_titles(name) if name else None
    return " ".join(name) if name else None


def _name_after_role(words: list[str]) -> list[str] | None:
    """Return the capitalised words that follow a lower-case role noun: "party spokesman Igor Belov"."""
    for number in range(len(words) - 1, 0, -1):
        before = words[number - 1]
        if _is_name_word(words[number]) and before.islower() and before not in PREPOSITIONS | DETERMINERS | {"and"}:
            end = number
            while end < len(words) and _is_name_word(words[end]):
                end += 1
            return words[number:end] if end - number > 1 else None
    return None


def _leading_name(words: list[str]) -> list[str] | None:
    """Return the capitalised words at the start, unless they name a role or an organisation."""
    end = 0
    while end < len(words) and (_is_name_word(words[end]) or (end and words[end] in ("de", "van", "von", "al", "bin"))):
        end += 1
    if end == 0 or (end < len(words) and (words[end] not in PREPOSITIONS or end == 1)):
        return None
    return words[:end]


def _is_name_word(word: str) -> bool:
    return word[0].isupper() and word.lower() not in _NOT_NAMES


def _without_titles(words: list[str]) -> list[str]:
    """Drop everything up to the last title, if a name is left."""
    titles = [number for number, word in enumerate(words) if word.lower().rstrip(".") in _TITLES]
    return words[titles[-1] + 1 :] if titles else words


def _without_article(source: str) -> str:
    first, _, rest = source.partition(" ")
    return rest if first.lower() in ("the", "a", "an") else source


def _full_names(text: str) -> dict[str, Counter[str]]:
    """Count the names of two words or more, by their last and by their first word."""
    table: dict[str, Counter[str]] = {}
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and words[0].lower() in _NOT_NAMES:
            del words[0]
        words = _without_titles([_POSSESSIVE.sub("", word) for word in words])
        if 2 <= len(words) <= 5:
            for key in {words[-1], words[0] + " "}:
                table.setdefault(key, Counter())[" ".join(words)] += 1
    return table


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
        found.setdefault(_POSSESSIVE.sub("", name).split()[-1], "he" if title in _MALE else "she")
    return found
