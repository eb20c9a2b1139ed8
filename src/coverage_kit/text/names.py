"""Names of persons as news writes them: with titles, roles and initials around them."""

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from coverage_kit.text.grammar import ADVERBS, DETERMINERS, PREPOSITIONS, PRONOUNS, SUBORDINATORS, TIMES
from coverage_kit.text.lexicon import read_lexicon, word_set

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
NAME_WORD = rf"(?:(?:{_CAPITAL}\.){{2,}}|{_CAPITAL}(?:\.(?= {_CAPITAL})|[\w'’-]*\w)?)"
NAME = re.compile(rf"{NAME_WORD}(?: (?:(?:al|bin|da|de|del|der|di|la|van|von) )?{NAME_WORD})*")
_OFFICE_OF = re.compile(r"(?:secretary|director|minister|chancellor|commissioner) of $", re.IGNORECASE)
TOKEN = re.compile(r"\b[^\W\d_]\.(?= )|[\w.'’-]*\w|[,—–(]")
POSSESSIVE = re.compile(r"['’]s?$")
TITLES = word_set(
    "mr mrs ms mx dr sen rep gov gen lt col sgt capt prof rev hon adm president vice professor senator representative"
    " congressman congresswoman governor mayor secretary minister prime chancellor king queen pope judge justice sir"
    " lord lady chief director general colonel captain sergeant ambassador chairman chairwoman speaker leader premier"
    " commissioner officer detective reverend father sister imam rabbi attorney prince princess first aunt uncle"
    " democrat former candidate nominee spokesman spokeswoman lawmaker dictator adviser executive"
)
# The first words of a sentence are capitals too: none of these begins a name.
NOT_NAMES = (DETERMINERS | PREPOSITIONS | SUBORDINATORS | PRONOUNS | TIMES | ADVERBS) - {"van", "long"} | word_set(
    "and or nor yet asked here there not however meanwhile next over under unlike even whether two three four five who"
    " is are was were did does has had would could should might must perhaps maybe well such recently privately"
    " publicly finally eventually clearly apparently reportedly besides"
)
# Words of organisations, places and events: a name with one of them is no person.
_NO_PERSON = word_set(
    "house news university party ministry department times post journal committee council agency institute court bank"
    " group inc corp co company union nations states korea senate congress campaign press association center centre war"
    " foundation college school church office bureau service force army navy police board commission organization act"
    " organisation embassy pentagon kremlin government administration network hospital fund league federation republic"
    " democrats republicans zealand arabia africa america ireland sudan kingdom emirates city county island river"
    " street avenue square sea ocean gulf coast airport station stadium peninsula tower pictures carolina dakota jersey"
    " hampshire mexico york virginia orleans angeles vegas delhi media television treaty east west north south deal"
)
_THINGS = word_set(
    "number order matter summer winter corner cover power water river border offer answer tower computer theater floor"
    " chapter quarter factor sector error color tractor motor door terror labor harbor rumor honor sensor server poster"
    " dinner encounter chamber danger anger disaster cluster weather never after later earlier former latter other"
    " another barrier carrier corridor mirror transfer cancer counter tanker container helicopter list finger"
)
_FIRST_NAMES = word_set("marine baker carpenter butcher tailor general major")


class Name(NamedTuple):
    """A name as it stands in the text: its words without titles."""

    start: int
    end: int
    words: tuple[str, ...]
    titled: bool


def person_name(source: str) -> str | None:
    """Return the person's name in a source phrase, without titles and roles, or None if there is none.

    >>> person_name("Kremlin spokesman Igor Belov, a former diplomat")
    'Igor Belov'
    >>> person_name("a senior official") is None
    True
    """
    words = [word for word in (POSSESSIVE.sub("", word) for word in TOKEN.findall(source)) if word]
    comma = next((number for number, word in enumerate(words) if word in ",—–("), len(words))
    head, rest = words[:comma], words[comma + 1 :]
    if not head:
        return None
    name = _name_after_role(head) or _name_after_office(head)
    if name is None and head[0].lower() not in DETERMINERS:
        name = _leading_name(head)
    if name is None and rest and len(rest) <= 4 and all(_is_name_word(word) for word in rest):
        name = rest
    return " ".join(without_titles(name)) if name else None


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


def _name_after_office(words: list[str]) -> list[str] | None:
    """Return the name at the end of "Secretary of State Ana Ruiz"."""
    end = next((number for number, word in enumerate(words) if word in PREPOSITIONS), 0)
    rest = [word for word in words[end + 1 :] if word != "the"]
    if end and words[end - 1].lower() in TITLES and len(rest) > 2 and all(map(_is_name_word, rest)):
        return rest[-2:] if is_person(" ".join(rest[-2:])) else None
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
    return word[0].isupper() and word.lower() not in NOT_NAMES


def without_titles(words: list[str]) -> list[str]:
    """Drop everything up to the last title or role, middle initials and "Jr.", if a name is left.

    >>> without_titles(["Senator", "Ana", "B.", "Ruiz"])
    ['Ana', 'Ruiz']
    """
    roles = role_nouns()[0] - _FIRST_NAMES
    titles = [number for number, word in enumerate(words[:-1]) if word.lower().rstrip(".") in TITLES]
    if titles and is_person(" ".join(words[titles[-1] + 1 :])):
        words = words[titles[-1] + 1 :]
    elif len(words) > 1 and words[0].lower() in roles and is_person(" ".join(words)):
        words = words[1:]
    if len(words) > 2 and words[-1].rstrip(".") in ("Jr", "Sr", "II", "III", "IV"):
        words = words[:-1]
    if len(words) > 2 and len(words[0].rstrip(".")) > 1:
        words = [words[0], *(word for word in words[1:-1] if len(word.rstrip(".")) > 1), words[-1]]
    return words


def is_human(word: str) -> bool:
    """Tell whether a lower-case noun names a single human being by role.

    >>> [is_human(word) for word in ("official", "builder", "officials", "ministry", "letter")]
    [True, True, False, False, False]
    """
    humans, others = role_nouns()
    return word in humans or (
        len(word) > 4 and word.endswith(("er", "or", "ist", "man", "person")) and word not in others
    )


@functools.cache
def places() -> frozenset[str]:
    """Return the countries and capitals that speak for their governments, in small letters.

    >>> "pyongyang" in places()
    True
    """
    return frozenset(row["pattern"] for row in read_lexicon("source_types") if row["reading"] == "whole")


@functools.cache
def role_nouns() -> tuple[frozenset[str], frozenset[str]]:
    """Return the last words of common nouns: those of human beings, and those that only look so.

    >>> "official" in role_nouns()[0], "letter" in role_nouns()[1]
    (True, True)
    """
    rows = [row for row in read_lexicon("source_types") if row["proper"] == "no" and " of " not in row["pattern"]]
    humans = frozenset(row["pattern"].split()[-1] for row in rows if row["human"] == "yes")
    return humans, (frozenset(row["pattern"].split()[-1] for row in rows) | _THINGS) - humans


def is_person(name: str) -> bool:
    """Tell whether a name looks like that of a person rather than that of a place or an organisation.

    >>> is_person("Ana Ruiz"), is_person("Larch University"), is_person("New Zealand")
    (True, False, False)
    """
    words = name.lower().split()
    return _NO_PERSON.isdisjoint(words) and " ".join(words) not in places()


def find_names(text: str) -> Iterator[Name]:
    """Yield the names of a text without their titles.

    >>> [name.words for name in find_names("Then President Ito met Igor B. Belov.")]
    [('Ito',), ('Igor', 'Belov')]
    """
    for match in NAME.finditer(text):
        written = match.group().split()
        words = drop_opening(written)
        if words:
            start = match.start() + len(" ".join(written[: len(written) - len(words)]))
            bare = without_titles([POSSESSIVE.sub("", word) or word for word in words])
            before = text[max(0, start - 16) : start].lower().split()[-1:]
            titled = bare[0] != POSSESSIVE.sub("", words[0]) or (bool(before) and before[0].rstrip(".") in TITLES)
            if before == ["of"] and len(bare) > 2 and _OFFICE_OF.search(text, max(0, start - 16), start):
                bare = bare[-2:]  # "Secretary of State Ana Ruiz"
            yield Name(start, match.end(), tuple(bare), titled)


def drop_opening(words: list[str]) -> list[str]:
    """Drop leading words that begin no name."""
    first = next((number for number, word in enumerate(words) if word.lower() not in NOT_NAMES), len(words))
    return words[first:]
