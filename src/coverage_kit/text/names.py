"""Names of persons as news writes them: with titles, roles and initials around them."""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coverage_kit.text.grammar import ADVERBS, DETERMINERS, PREPOSITIONS, PRONOUNS, SUBORDINATORS, TIMES, is_adverb
from coverage_kit.text.lexicon import read_lexicon, word_set

# Capitals, and beyond Latin letters whatever begins a word.
_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-ʯͰ-῿⺀-퟿]"
NAME_WORD = rf"{_CAPITAL}(?:\.(?:(?:{_CAPITAL}\.)+|(?= {_CAPITAL}))|[\w'’-]*\w)?"
NAME = re.compile(rf"{NAME_WORD}(?: (?:(?:al|bin|da|de|del|der|di|la|van|von) )?{NAME_WORD})*")
_OFFICE_OF = re.compile(r"(?:secretary|director|minister|chancellor|commissioner) of $", re.IGNORECASE)
TOKEN = re.compile(r"\b[^\W\d_]\.(?= )|[\w.'’-]*\w|[,—–(]")
POSSESSIVE = re.compile(r"['’]s?$")
TITLES = word_set(
    "mr mrs ms mx dr sen rep gov gen lt col sgt capt prof rev hon adm president vice professor senator representative"
    " congressman congresswoman governor mayor secretary minister prime chancellor king queen pope judge justice sir"
    " lord lady chief director general colonel captain sergeant ambassador chairman chairwoman speaker leader premier"
    " commissioner officer detective reverend father sister imam rabbi attorney prince princess first aunt uncle"
    " democrat republican libertarian former ex retired late rival candidate nominee spokesman spokeswoman lawmaker"
    " dictator adviser advisor executive ceo del"
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
    " russian american chinese korean japanese german british french european asian african italian spanish canadian"
    " australian indian israeli iranian iraqi turkish ukrainian mexican soviet western central railways airlines"
    " computer systems motors energy foods capital holdings securities records studios magazine review show watch park"
    " hall hills valley lake beach mountain forest bridge road highway district village museum library theater theatre"
    " strip canal coast festival award awards prize games cup olympics day memorial constitution amendment committees"
)
_THINGS = word_set(
    "number order matter summer winter corner cover power water river border offer answer tower computer theater floor"
    " chapter quarter factor sector error color tractor motor door terror labor harbor rumor honor sensor server poster"
    " dinner encounter chamber danger anger disaster cluster weather never after later earlier former latter other"
    " another barrier carrier corridor mirror transfer cancer counter tanker container helicopter list finger"
)
_FIRST_NAMES = word_set("marine baker carpenter butcher tailor general major cardinal")
_SUFFIXES = word_set("Jr Sr II III IV")
_PARTICLES = word_set("al bin da de del der di la van von")
_NICKNAME = re.compile(r" [\"“'‘(][^\W\d_][\w'’. -]{0,20}[\"”'’)](?= [^\W\d_a-z])")
_MAX_WORDS = 8


class Name(NamedTuple):
    """A name as it stands in the text: its words without titles, and the titles, in small letters."""

    start: int
    end: int
    words: tuple[str, ...]
    titles: tuple[str, ...]


@functools.lru_cache(maxsize=1024)
def person_name(source: str) -> str | None:
    """Return the person's name in a source phrase, without titles and roles, or None if there is none.

    >>> person_name("Kremlin spokesman Igor Belov, a former diplomat"), person_name("the spokesman, Igor Belov, 40")
    ('Igor Belov', 'Igor Belov')
    >>> person_name("Freedonia's ex-President Igor Belov")
    'Igor Belov'
    >>> person_name("a senior official") is None
    True
    """
    if '"' in source or "“" in source or "(" in source:
        source = _NICKNAME.sub("", source)
    parts = _parts(source)
    if not parts or not parts[0]:
        return None
    head = _after_possessive(parts[0])
    name = _name_after_role(head) or _name_after_office(head)
    if name is None and head[0].lower() not in DETERMINERS:
        name = _leading_name(head)
    if name is None:
        # "the ministry's spokesman, Igor Belov"
        name = next((part for part in parts[1:3] if 1 < len(part) < 5 and _is_full_name(part)), None)
        name = name or next(filter(None, map(_name_after_role, parts[1:2])), None)
    return " ".join(without_titles(name)) if name else None


def _parts(source: str) -> list[list[str]]:
    """Return the words of a phrase, cut at commas, dashes and brackets."""
    parts: list[list[str]] = [[]]
    for word in TOKEN.findall(source):
        if word in ",—–(":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _after_possessive(words: list[str]) -> list[str]:
    """Drop whose a person is: "Freedonia's President Belov"; possessives at the end lose their "'s"."""
    for number in range(len(words) - 1, max(0, len(words) - _MAX_WORDS), -1):
        if POSSESSIVE.search(words[number - 1]) and words[number][0].isupper() and _is_full_name(words[number:]):
            words = words[number:]
            break
    return [POSSESSIVE.sub("", word) or word for word in words]


def _is_full_name(words: Sequence[str]) -> bool:
    return all(map(_is_name_word, words)) and is_person(" ".join(words))


def _name_after_role(words: list[str]) -> list[str] | None:
    """Return the capitalised words that follow a lower-case role noun: "party spokesman Igor Belov"."""
    for number in range(len(words) - 1, 0, -1):
        before = words[number - 1]
        if _is_name_word(words[number]) and before[0].islower() and before not in PREPOSITIONS | DETERMINERS | {"and"}:
            end = _name_end(words, number)
            return words[number:end] if end - number > 1 or (end == len(words) and is_human(before)) else None
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
    words = drop_opening(words, only=TIMES | ADVERBS)
    end = _name_end(words, 0)
    following = words[end] if end < len(words) else ""
    if end and (not following or following in ("himself", "herself") or is_adverb(following)):
        return words[:end]
    return words[:end] if end > 1 and following in PREPOSITIONS else None


def _name_end(words: list[str], start: int) -> int:
    end = start
    while end < len(words) and (_is_name_word(words[end]) or (end > start and words[end] in _PARTICLES)):
        end += 1
    return end


def _is_name_word(word: str) -> bool:
    return word[0].isupper() and word.lower() not in NOT_NAMES


def without_titles(words: Sequence[str]) -> list[str]:
    """Drop everything up to the last title or role, middle initials and "Jr.", if a name is left.

    >>> without_titles(["Senator", "Ana", "B.", "Ruiz"]), without_titles(["Ex-diplomat", "Igor", "Belov", "Jr."])
    (['Ana', 'Ruiz'], ['Igor', 'Belov'])
    """
    words = list(words)
    if len(words) == 1:
        return words
    if len(words) > 2 and words[-1].rstrip(".") in _SUFFIXES:
        words = words[:-1]
    last = 0
    for number, word in enumerate(words[:-1], start=1):
        if is_title(word) or ((number == 1 or number + 1 < len(words)) and word.lower() in _roles_before_names()):
            last = number
    if last and is_person(" ".join(words[last:])):
        words = words[last:]
    if len(words) > 2 and len(words[0].rstrip(".")) > 1:
        words = [words[0], *(word for word in words[1:-1] if len(word.rstrip(".")) > 1), words[-1]]
    return words


def is_title(word: str) -> bool:
    """Tell whether a word stands before names: a title, or a role in a compound.

    >>> is_title("Sen."), is_title("Dad-of-two"), is_title("Jae-in")
    (True, True, False)
    """
    lower = word.lower().rstrip(".")
    if "-" in lower:
        first, *rest = lower.split("-")
        return first in ("ex", "co", "vice") or "of" in rest or rest[-1] in TITLES or rest[-1] in role_nouns()[0]
    return lower in TITLES


@functools.cache
def _roles_before_names() -> frozenset[str]:
    return role_nouns()[0] - _FIRST_NAMES


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
    if words[:1] == ["park"] and len(words) == 2 and "-" in words[1]:
        return True  # Park Geun-hye, not Hyde Park
    return _NO_PERSON.isdisjoint(words) and " ".join(words) not in places()


@functools.cache
def given_names() -> dict[str, str]:
    """Return common given names with the pronoun that goes with them: "he", "she" or "either".

    >>> given_names()["Ana"], given_names()["Igor"]
    ('she', 'he')
    """
    return {row["name"]: row["pronoun"] for row in read_lexicon("given_names")}


@functools.cache
def _office_holders() -> dict[str, dict[str, str]]:
    """Return the holders of public office whom news seldom introduces, by full name and, if that tells, by surname."""
    rows = {" ".join(without_titles(row["name"].split())): row for row in read_lexicon("office_holders")}
    return {row["surname"]: row for row in rows.values() if row["alone"] == "yes"} | rows


def office_holder(name: str) -> dict[str, str] | None:
    """Return the row of somebody who needs no introduction in the lexicon ``office_holders``, or None.

    >>> office_holder("Angela Dorothea Merkel")["office"], office_holder("Ana Ruiz")
    ('chancellor of Germany', None)
    """
    words = name.split()
    rows = _office_holders()
    return rows.get(name) or (rows.get(f"{words[0]} {words[-1]}") if len(words) == 3 else None)


def find_names(text: str) -> Iterator[Name]:
    """Yield the names of a text without their titles.

    >>> [name.words for name in find_names("Then President Ito met Lima's Igor B. Belov.")]
    [('Ito',), ('Lima',), ('Igor', 'Belov')]
    """
    for match in NAME.finditer(text):
        start, end = match.span()
        group = match.group()
        if " " not in group:
            word = POSSESSIVE.sub("", group) if "'" in group or "’" in group else group
            if word and word.lower() not in NOT_NAMES and not (text.startswith(".", end) and word.lower() in TITLES):
                yield Name(start, end, (word,), title_before(text, start))
            continue
        for written in _names_in(group.split()):
            length = sum(map(len, written)) + len(written) - 1
            words = drop_opening(written[-_MAX_WORDS:])
            if words:
                end = start + length
                first = end - sum(map(len, words)) - len(words) + 1
                yield _name(text, first, end, words=[POSSESSIVE.sub("", word) or word for word in words])
            start += length + 1


def _names_in(words: list[str]) -> Iterator[list[str]]:
    """Cut a run of capitalised words after each possessive, and where a sentence ends with a letter ("hall S. The")."""
    first = 0
    for number, (word, following) in enumerate(zip(words, [*words[1:], ""], strict=True), start=1):
        ends = word.endswith(("'s", "’s", "s'", "s’")) or (word[1:] == "." and following.lower() in NOT_NAMES)
        if ends or not following:
            yield words[first:number]
            first = number


def _name(text: str, start: int, end: int, *, words: list[str]) -> Name:
    bare = without_titles(words)
    before = title_before(text, start)
    if (
        len(bare) > 2
        and text.startswith("of ", max(0, start - 3))
        and _OFFICE_OF.search(text, max(0, start - 16), start)
    ):
        bare, before = bare[-2:], ("secretary",)  # "Secretary of State Ana Ruiz"
    number = next((number for number, word in enumerate(words) if word == bare[0]), 0)
    return Name(start, end, tuple(bare), (*before, *(word.lower().rstrip(".") for word in words[:number])))


def title_before(text: str, start: int) -> tuple[str, ...]:
    """Return the title or role that stands right before a place, in small letters, if there is one.

    >>> title_before("the spokesman Igor", 14), title_before("meets Igor", 6)
    (('spokesman',), ())
    """
    if text[start - 1 : start] != " " or start < 3:
        return ()
    word = text[text.rfind(" ", max(0, start - 24), start - 1) + 1 : start - 1].lower().rstrip(".")
    return (word,) if word in TITLES or is_human(word) else ()


def drop_opening(words: list[str], *, only: frozenset[str] = NOT_NAMES) -> list[str]:
    """Drop leading words that begin no name."""
    first = next((number for number, word in enumerate(words) if word.lower() not in only), len(words))
    return words[first:]
