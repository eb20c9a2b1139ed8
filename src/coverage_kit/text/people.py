"""Who is named in an article: each person's fullest name, pronoun, and what he or she is called."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coverage_kit.text.cues import cue_forms
from coverage_kit.text.grammar import FINITE_AUXILIARIES, PREPOSITIONS, SUBORDINATORS, is_adverb, looks_finite
from coverage_kit.text.lexicon import word_set
from coverage_kit.text.names import NOT_NAMES, Name, given_names, is_human, is_person, office_holder, places

_HE = word_set(
    "mr sir lord king prince congressman spokesman widower father son brother husband uncle nephew grandfather"
)
_SHE = word_set(
    "mrs ms miss lady queen princess congresswoman spokeswoman chairwoman widow mother mum daughter sister wife"
)
_SHE |= word_set("aunt niece grandmother")
FEMALE = _SHE | word_set("girl actress woman lady granny mom")
MALE = _HE | word_set("boy man grandad dad lad bloke guy")
# "WATCHED Ito", "RuizMore": what a page scraper leaves.
_RUN_TOGETHER = re.compile(r"\b[A-Z]{4,} \w*[a-z]|[a-z]{4}[A-Z]")
_NEXT = re.compile(r"[”\"]? ([\w'’-]+)")
_AGED = re.compile(r", \d\d[,.]| \(\d\d\)|,? who\b")
_TITLE_REACH = 40
_APPOSITIVE_REACH = 60
_MAX_OPTIONS = 10


class People(NamedTuple):
    """The persons named in an article.

    `full_names` has, for a part of a name in small letters, the names of two words or more that it may stand for, with
    how often they occur; `called` has the words of the titles and appositives of a name, in small letters, and
    `options` what was looked up so far.
    """

    full_names: dict[str, Counter[str]]
    persons: set[str]
    pronouns: dict[str, str]
    called: dict[str, set[str]]
    options: dict[str, list[str]]


def read_people(text: str, names: Sequence[Name], openings: frozenset[int]) -> People:
    """Gather the persons among the names of a text; `openings` are the places where its sentences begin.

    >>> from coverage_kit.text.names import find_names
    >>> text = "Ms. Ruiz left. Ana Ruiz, a judge, met Igor Belov."
    >>> people = read_people(text, list(find_names(text)), frozenset({0, 15}))
    >>> fullest(people, ("Ruiz",)), people.pronouns["Ana Ruiz"], "judge" in people.called["Ana Ruiz"]
    ('Ana Ruiz', 'she', True)
    """
    people = People(_full_names(text, names, openings), set(), {}, defaultdict(set), {})
    for name in names:
        full = fullest(people, name.words, name.titles)
        called = _called(text, name)
        if full not in people.persons and not is_person(full):
            continue
        is_alone = len(name.words) == 1 and " " in full
        if called or is_alone or _is_known(full) or _AGED.match(text, name.end):
            people.persons.add(full)
            people.called[full] |= called
            pronoun = _titled_pronoun(called)
            if pronoun:
                people.pronouns.setdefault(full, pronoun)
    for full in people.persons:
        if full not in people.pronouns:
            people.pronouns[full] = usual_pronoun(full)
        row = office_holder(full)
        if row:
            people.called[full] |= _office_words(row)
    return people


def _office_words(row: dict[str, str]) -> set[str]:
    """Return what the holder of an office is called: its words, and "leader" or "ruler"."""
    words = set(f"{row['office']} {row['of']}".lower().replace(",", "").split())
    if words & {"leader", "ruler"} and row["source_type"] == "government":
        words |= {"ruler", "dictator", "despot", "tyrant", "strongman", "autocrat"}
    return words | ({"leader"} if words & {"president", "chancellor", "premier", "prime"} else set())


def _is_known(name: str) -> bool:
    return office_holder(name) is not None or (" " in name and name.split()[0] in given_names() and is_person(name))


def usual_pronoun(name: str) -> str:
    """Return "he" or "she" if an office or a given name tells it, else "".

    >>> usual_pronoun("Angela Merkel"), usual_pronoun("Igor Belov"), usual_pronoun("Ri Yong")
    ('she', 'he', '')
    """
    row = office_holder(name)
    if row:
        return row["pronoun"]
    first, _, rest = name.partition(" ")
    pronoun = given_names().get(first, "") if rest else ""
    return pronoun if pronoun != "either" else ""


def _titled_pronoun(titles: Iterable[str]) -> str:
    """Return the pronoun that titles tell, unless they tell both."""
    titles = set(titles)
    return {(True, False): "he", (False, True): "she"}.get((bool(titles & _HE), bool(titles & _SHE)), "")


def _called(text: str, name: Name) -> set[str]:
    """Return the words of a name's titles, of a role before it, and of an appositive after it."""
    words = set(name.titles)
    if name.titles:
        before = text[max(0, name.start - _TITLE_REACH) : name.start].split(" ")
        for word in reversed(before[name.start > _TITLE_REACH : -1]):
            bare = word.strip("“\"'.").lower()
            if not word[-1:].isalnum() or bare in NOT_NAMES or bare in cue_forms() or looks_finite(bare):
                break
            words.add(bare)
    if text.startswith(", ", name.end):
        words.update(_appositive(text[name.end + 2 : name.end + _APPOSITIVE_REACH].partition("\n")[0].split(" ")))
    return words


def _appositive(words: Sequence[str]) -> list[str]:
    """Return the words of an appositive up to its noun, if it is the role of a human being.

    >>> _appositive("a retired judge in Lima, said no".split()), _appositive("a judge said.".split())
    (['a', 'retired', 'judge'], [])
    """
    found = []
    for number, word in enumerate(words[:8]):
        bare = word.strip(",.;:").lower()
        if bare in PREPOSITIONS or bare in FINITE_AUXILIARIES or bare in SUBORDINATORS:
            break
        found.append(bare)
        if is_human(bare):
            following = (
                words[number + 1].strip(",.;:").lower() if number + 1 < len(words) and word[-1].isalnum() else ""
            )
            if not is_human(following):
                return [] if looks_finite(following) or following in cue_forms() else found
        if not word[-1:].isalnum():
            break
    return []


def _full_names(text: str, names: Sequence[Name], openings: frozenset[int]) -> dict[str, Counter[str]]:
    """Count the names of two words or more, by every part that may stand for them.

    A sentence may begin with a capital that is no name ("Internal Belov papers"): a name that opens one counts only
    if it owns something, or a verb, a preposition or a pause follows.
    """
    counts: Counter[str] = Counter()
    for name in names:
        if 2 <= len(name.words) <= 5:
            full = _capitalised(" ".join(name.words))
            if name.words[0] == name.words[-1] or _RUN_TOGETHER.search(full) or (full.isupper() and len(full) > 7):
                continue
            owns = text[name.end - 2 : name.end] in ("'s", "’s")
            if name.start not in openings or name.titles or owns or ends_subject(text, name.end):
                counts[full] += 1
    longer: dict[str, list[str]] = {}
    for full in counts:
        longer.setdefault(full.partition(" ")[2], []).append(full)
    table: dict[str, Counter[str]] = {}
    for full, count in counts.items():
        chosen = _other_form(full, counts, longer.get(full, []))
        for key in (*_keys(full), *([full.lower()] if chosen != full else [])):
            table.setdefault(key, Counter())[chosen] += count
    return table


def _capitalised(name: str) -> str:
    """Return "Kim Jong Un" for "KIM Jong Un", if that is the name of somebody known."""
    if (name[1:2].islower() and " " not in name) or not any(map(str.isupper, name.split())):
        return name
    words = " ".join(word.capitalize() if word.isupper() and "." not in word else word for word in name.split())
    return words if words != name and office_holder(words) else name


def _keys(full: str) -> Iterable[str]:
    first, _, rest = full.lower().replace("’", "'").partition(" ")
    last = rest.rpartition(" ")[2]
    return {last, rest, first + " "}


def _other_form(full: str, counts: Counter[str], longer: list[str]) -> str:
    """Return the better form of a name: "Ana Ruiz" for "Crooked Ana Ruiz", "Eva Ruiz Soto" for "Ruiz Soto"."""
    words = full.split()
    short = " ".join(words[-2:])
    if len(words) > 2 and short in counts and words[-2] in given_names():
        return short
    return longer[0] if len(longer) == 1 and words[0] not in given_names() else full


def fullest(people: People, words: Sequence[str], titles: Iterable[str] = ()) -> str:
    """Return the full name most often given for a part of a name: by last name first, then by first name.

    A title that tells another pronoun rules a name out.
    """
    options = candidates(people, " ".join(words))
    if len(options) > 1:
        pronoun = _titled_pronoun(titles)
        return next((option for option in options if usual_pronoun(option) in ("", pronoun)), options[0])
    return options[0]


def candidates(people: People, written: str) -> list[str]:
    """Return the full names that a name as written may stand for, the most frequent first; itself, if there is none."""
    if written in people.options:
        return people.options[written]
    name = _capitalised(written)
    key = name.lower().replace("’", "'")
    found = people.full_names.get(key)
    if not found and " " not in name:
        found = people.full_names.get(key + " ")
    last = name.rpartition(" ")[2]
    is_plain = bool(found) or last == name or name.split()[0] in given_names() or office_holder(name)
    if not is_plain and office_holder(last):
        return candidates(people, last)  # "Headline Merkel"
    is_known = found and (" " in name or key not in places())
    options = people.options[written] = [name for name, _ in found.most_common(_MAX_OPTIONS)] if is_known else [name]
    return options


def ends_subject(text: str, position: int) -> bool:
    """Tell whether a verb, a preposition, "who" or a pause follows, so that a name may end here."""
    match = _NEXT.match(text, position)
    word = match[1] if match else ""
    if looks_finite(word) or word in cue_forms():
        return True
    return not word or word in PREPOSITIONS or word in ("who", "and", "or") or is_adverb(word)
