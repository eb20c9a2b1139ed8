"""How a person, a country or a group is called next to its name: titles, roles and appositives."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coverage_kit.text.cues import cue_forms
from coverage_kit.text.entities import Aliases, find_mentions, is_proper
from coverage_kit.text.entity_roles import (
    COURTESY,
    GROUP_ROLES,
    MODIFIERS,
    NOT_BARE,
    REGIONS,
    SECTORS,
    SHORT_TITLES,
    is_known_role,
    is_role,
    kind_of,
)
from coverage_kit.text.grammar import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    FINITE_AUXILIARIES,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    TIMES,
    Sentence,
    Span,
    characters,
    looks_finite,
    read_sentence,
)
from coverage_kit.text.lexicon import word_set
from coverage_kit.text.names import NOT_NAMES, TITLES, given_names, is_human, is_title, places

_REACH = 180
_MAX_MODIFIERS = 7
_MAX_APPOSITIVE = 24
_MAX_APPOSITIVE_BEFORE = 14
_OPENING_MODIFIERS = (MODIFIERS - {"then"}) | {"us"}
_ADJECTIVE = re.compile(r".*(?:[^d]al|ous|ful|less|ic|able|ible|ary|ative|itive|sive|ctive|ian|ish)|.+-.+")
_NOT_ADJECTIVES = word_set(  # but nouns: "the deal President Belov signed"
    "deal trial goal meal appeal proposal signal hospital festival capital journal approval denial removal refusal"
    " withdrawal arrival survival referral initiative alternative narrative music topic traffic panic clinic critic"
    " table cable library salary boundary documentary subsidiary repeal"
)
_NOUNS_IN_S = word_set(
    "affairs sports operations relations communications rights arms sales news veterans services politics economics"
    " systems human-rights homeland-security paralympics weapons forces press business boss congress sciences drugs"
    " narcotics elections logistics cybersecurity class works"
)
_VERBS = word_set(
    "meet see call help join invite visit ask greet host let make made keep bring give take put send show want need"
    " praise thank know leave become remain face follow defend attack blame oust fire hire name support press push get"
    " reveal appeal publish finish punish establish signal cast portray dub hold pose turn target topple kill convince"
    " persuade replace welcome congratulate trust please allow force go come lead plus vs versus via bid not urge read"
    " remember given embrace involve investigate accelerate afford hey"
)
_STOPS = (
    (DETERMINERS | PREPOSITIONS | SUBORDINATORS | PRONOUNS | AUXILIARIES | POSSESSIVES | TIMES | ADVERBS | _VERBS)
    - MODIFIERS
) | word_set(
    "and or but nor yet him them us me himself herself themselves there here same other own only off alongside"
)
_OWNERS = word_set("its his her their our my your whose")
_ARTICLES = word_set("a an the another one") | _OWNERS
_NO_APPOSITION = word_set("a an any every no each some only")
_RANKS = word_set("worst best first last next")
_ING_MODIFIERS = word_set("acting visiting leading ruling sitting founding managing presiding reigning rising")
_CONTRACTED = re.compile(r"(?:he|she|it|that|there|what|who|let|where|how|here)'s")
_DASHES = frozenset(("–", "—", "-"))
_CLOSING = frozenset(',.;:?!)("') | _DASHES
_RELATIVES = word_set("who whose whom which that where when")
_BEFORE = re.compile(r"(?:then|now|ex|former)-(?=\w)")
_COMPASS = word_set("north south east west saudi white")


class Label(NamedTuple):
    """What an entity is called next to a mention; `form` is the label as it is counted, `position` before or after."""

    entity: str
    mention: Span
    span: Span
    text: str
    form: str
    position: str


class _Phrase(NamedTuple):
    """A token range and its noun."""

    first: int
    last: int
    head: int


def find_labels(text: str, aliases: Aliases) -> Iterator[Label]:
    """Yield what entities are called next to their names.

    Before a name: titles and roles with what modifies them ("Freedonian leader Belov"), and appositives ("its ruler,
    Belov,"). After it: appositives between commas or dashes ("Belov, the young ruler of the isle,"). A label has a noun
    that names a role; its article and its owner ("Freedonia's") are no part of it. Mr. and Ms. are no labels. Left out
    are relative clauses, predicates ("Belov is a tyrant"), mere adjectives ("isolated Larchia") and nouns that stand
    apart from the name ("the tyrant").

    The form is in small letters but for proper names, up to the noun or what "of" adds to it.

    >>> from coverage_kit.text.entities import read_aliases
    >>> text = "Freedonian Ruler Igor Belov met its old ally, Larchia, and Ida Ito, a judge at the port."
    >>> aliases = read_aliases({"Igor Belov": [], "Larchia": [], "Ida Ito": []})
    >>> for label in find_labels(text, aliases):
    ...     print(label.entity, "|", label.text, "|", label.form, "|", label.position)
    Igor Belov | Freedonian Ruler | Freedonian ruler | before
    Larchia | old ally | old ally | before
    Ida Ito | judge at the port | judge | after
    """
    for entity, start, end in find_mentions(text, aliases):
        kind = "person" if kind_of(entity) == "person" else kind_of(text[start:end])
        found = []
        if _may_end_label(text, start) and not _is_modifier(text, start, end, kind=kind):
            left = _words_before(text, start)
            found.append((left, _title(left, kind) or _appositive_before(text, end, left, kind=kind), "before"))
        if text[end : end + 1] in (",", "—", "–") or text[end : end + 2] in (" —", " –", " -"):
            right = _words_after(text, end)
            found.append((right, _appositive_after(right, kind), "after"))
        for sentence, phrase, position in found:
            # "Belov, the son of Igor Belov": not the one who is meant
            if phrase and not set(text[start:end].split()) <= set(sentence.words[phrase.head : phrase.last]):
                span = characters(sentence, (phrase.first, phrase.last))
                yield Label(entity, (start, end), span, text[slice(*span)], _form(sentence, phrase), position)


def _is_modifier(text: str, start: int, end: int, *, kind: str) -> bool:
    """Tell whether a place or a group only tells whose somebody is: "the veteran GOP senator", "local TV host"."""
    following = _NEXT_WORD.match(text, end)
    if not following or (kind not in ("place", "group") and not (end - start < 5 and text[start:end].isupper())):
        return False
    return is_title(following[1].title()) or is_role(following[1].lower(), "person")


_MARK_BEFORE = re.compile(r"[,—–-] $|[—–]$")
_NEXT_WORD = re.compile(r" ([^\W\d_][\w’'-]*)")
_LAST_WORD = re.compile(r"([^\W\d_][\w’'-]*)\.?[\"”’]? $")


def _may_end_label(text: str, start: int) -> bool:
    """Tell quickly whether a label may stand before a place: most names follow other words."""
    before = text[max(0, start - 24) : start].replace("\n", " ")
    if _MARK_BEFORE.search(before):
        return True
    word = _LAST_WORD.search(before)
    lower = word[1].lower() if word else ""
    return bool(lower) and (word[1][0].isupper() or lower in COURTESY or lower in SECTORS or is_role(lower))


def _words_before(text: str, start: int) -> Sentence:
    first = max(text.rfind("\n", max(0, start - _REACH), start) + 1, start - _REACH, 0)
    if first and not text[first - 1].isspace():
        first = text.find(" ", first, start) + 1 or start
    return read_sentence(text, (first, start), [])


def _words_after(text: str, end: int) -> Sentence:
    last = text.find("\n", end, end + _REACH)
    return read_sentence(text, (end, last if last >= 0 else min(len(text), end + _REACH)), [])


def _is_owner(word: str) -> bool:
    return word.endswith(("'s", "s'")) and not _CONTRACTED.fullmatch(word)


def _title(left: Sentence, kind: str) -> _Phrase | None:
    """Return the title or role that ends right before a name."""
    words, lower = left.words, left.lower
    last = len(words)
    while last and lower[last - 1 - (lower[last - 1] == "." and last > 1)] in COURTESY:
        last -= 1 + (lower[last - 1] == ".")
    head = _head_of_title(left, last, kind)
    if head is None:
        return None
    first = _first_modifier(left, head)
    opening = lower[first - 1] if first else ""
    is_plain = words[head][0].islower()
    is_one_of_many = opening == "the" and (lower[first] in _RANKS or lower[first].endswith("est"))
    if is_plain and (opening in _NO_APPOSITION or is_one_of_many):
        return None  # "a leader Belov can trust", "the worst enemy Belov had"
    if is_plain and first == head and lower[head] in NOT_BARE and not (opening in _OWNERS or _is_owner(opening)):
        return None  # "will judge Belov"
    if not is_plain and (lower[head] in GROUP_ROLES or not (is_known_role(lower[head]) or lower[last - 1] == ".")):
        return None  # "the United Kingdom"
    return _Phrase(first, last, head)


def _head_of_title(left: Sentence, last: int, kind: str) -> int | None:
    """Return the noun of the title that ends at `last`: "leader", "Sen.", the first word of "Secretary of State"."""
    words, lower = left.words, left.lower
    if last > 1 and lower[last - 1] == ".":
        is_short = lower[last - 2].rpartition("-")[2] in SHORT_TITLES  # "then-Gov."
        return last - 2 if is_short and kind in ("person", "") else None
    if last > 2 and lower[last - 2] == "of" and lower[last - 1].partition("-")[0] in SECTORS:
        return last - 3 if is_role(lower[last - 3], kind) else None
    if not last or is_role(lower[last - 1], kind):
        return last - 1 if last else None
    place = last - 1
    if not words[place][0].isupper():
        return None
    while place > max(0, last - 5) and (words[place][0].isupper() or lower[place] in ("the", "and")):
        place -= 1
    is_office = 0 < place < last - 1 and lower[place] == "of" and kind in ("person", "") and is_human(lower[place - 1])
    return place - 1 if is_office else None


def _first_modifier(left: Sentence, head: int) -> int:
    """Walk left from a noun over what modifies it."""
    lower = left.lower
    first = head
    while first > max(0, head - _MAX_MODIFIERS):
        word = lower[first - 1]
        is_pair = first > 1 and (
            (word == "." and lower[first - 2] in SHORT_TITLES) or (word == "and" and _joins_roles(left, first - 1))
        )
        if not is_pair and not (word[0].isalpha() and _modifies(left, first - 1)):
            break
        first -= 1 + is_pair
    return first


def _joins_roles(left: Sentence, place: int) -> bool:
    """Tell whether "and" joins two roles of one: "founder and president", but not "the mayor and President"."""
    before, after = left.words[place - 1], left.words[place + 1]
    role = left.lower[place - 1]
    is_one = is_known_role(role) if before[0].isupper() else is_role(role)  # no "Carter and President"
    return is_one and role not in GROUP_ROLES and before[0].isupper() == after[0].isupper()


def _modifies(left: Sentence, place: int) -> bool:
    """Tell whether the word at a place may belong to the noun phrase that follows it."""
    word, following = left.lower[place], left.lower[place + 1]
    if word.endswith(("'s", "s'")) or (word in _STOPS and left.words[place] != "US"):
        return False
    is_before_proper = left.words[place + 1][0].isupper()
    if left.words[place][0].isupper():
        is_other_place = (
            word in places() - _COMPASS and is_before_proper and (following in _COMPASS or is_proper(following))
        )
        is_heading = len(word) > 4 and left.words[place].isupper() and "." not in word
        return not (is_other_place or is_heading) and (word not in NOT_NAMES or word in _OPENING_MODIFIERS)
    if word in MODIFIERS:
        return True
    before = left.lower[place - 1] if place else ""
    opening = left.lower[place - 2] if before.endswith("ly") and place > 1 else before
    is_opened = opening in _ARTICLES or _is_owner(opening)
    if word.endswith("ly"):
        return is_opened and following.endswith("ed")
    if word.endswith("ed"):
        return is_opened or (before in PREPOSITIONS - {"to"} and is_before_proper)
    if word.endswith("ing"):
        return is_opened or word in _ING_MODIFIERS
    if is_before_proper:
        return bool(_ADJECTIVE.fullmatch(word)) and word not in _NOT_ADJECTIVES and not is_role(word)
    if (word.endswith("s") and not word.endswith(("ss", "us")) and word not in _NOUNS_IN_S) or looks_finite(word):
        return False
    if is_role(word):
        return following not in MODIFIERS and not following.endswith("ed")
    is_verb = before == "to" or before in AUXILIARIES or (word in cue_forms() and not is_opened)
    return not is_verb or word in SECTORS


def _appositive_before(text: str, end: int, left: Sentence, *, kind: str) -> _Phrase | None:
    """Return the appositive before a name that ends at `end`: "its leader, Belov,"."""
    lower = left.lower
    last = len(lower) - 1 - (lower[-2:] == ["-", "-"])
    if last < 2 or not (lower[last] == "," or lower[last] in _DASHES) or not _CLOSED.match(text, end):
        return None
    floor = last
    while floor and last - floor < _MAX_APPOSITIVE_BEFORE and lower[floor - 1] not in _CLOSING:
        if _is_finite(left, floor - 1) or lower[floor - 1] in SUBORDINATORS - {"whose", "as", "than"}:
            break
        floor -= 1
    found = None
    for place in range(last - 1, floor - 1, -1):
        if lower[place] in _ARTICLES or _is_owner(lower[place]):
            phrase = _noun_phrase(left, place + 1, last, kind=kind)
            if phrase and phrase.head < last - 1 and kind in ("place", "group"):
                return None  # "stopped by a tanker from Larchia, Freedonia and others"
            if phrase and lower[phrase.head] not in GROUP_ROLES:
                return phrase
            found = found or phrase  # of "the leader of its party, Belov," the leader
    return found


_CLOSED = re.compile(r"[,.;:?!)—–\"”]|\s*$|\n| [—–(-]| who\b")


def _appositive_after(right: Sentence, kind: str) -> _Phrase | None:
    """Return the appositive after a name: ", the young leader of Freedonia,"."""
    lower = right.lower
    first = 1 + (lower[:2] == ["-", "-"])
    if lower[first : first + 1] and lower[first].isdigit() and lower[first + 1 : first + 2] == [","]:
        first += 2
    last = first
    while last < min(len(lower), _MAX_APPOSITIVE) and lower[last] not in _RELATIVES:
        if lower[last] in _CLOSING and not (lower[last] == "." and lower[last - 1] in SHORT_TITLES):
            break
        if _is_finite(right, last):
            return None
        last += 1
    while first < last and (lower[first] in ADVERBS or lower[first].endswith("ly") or lower[first] in TIMES):
        first += 1  # "then a judge", "currently the mayor"
    if first >= last or _is_of_next(right, last):
        return None
    has_article = lower[first] in _ARTICLES
    if lower[first].endswith("ing") and lower[first] not in _ING_MODIFIERS and first < last - 1:
        return None  # "prompting its leader to leave"
    return _noun_phrase(right, first + has_article, last, kind=kind, is_open=not has_article)


def _is_of_next(sentence: Sentence, last: int) -> bool:
    """Tell whether another name follows in commas: "when he saw Belov, the head of the port, Ana Ruiz, was there"."""
    words = sentence.words
    end = last + 1
    while end < len(words) and (words[end][0].isupper() or words[end] == "."):
        end += 1
    name = [word for word in words[last + 1 : end] if word != "."]
    is_full = len(name) > 1 and not is_title(name[0])  # neither "Ind." nor "Mr. Ruiz"
    return is_full and words[last] == "," and words[end : end + 1] in ([","], [])


def _is_finite(sentence: Sentence, place: int) -> bool:
    """Tell whether the word at a place is the verb of a clause rather than part of a noun phrase."""
    word = sentence.lower[place]
    if sentence.words[place][0].isupper():
        return False
    if word in FINITE_AUXILIARIES or (word in PRONOUNS and word != "who") or _CONTRACTED.fullmatch(word):
        return True
    if not looks_finite(word) or word.endswith(("'s", "s'")):
        return False
    following = sentence.lower[place + 1] if place + 1 < len(sentence.lower) else ""
    before = sentence.lower[place - 1] if place else ""
    is_opened = before in _ARTICLES or before.endswith("ly") or _is_owner(before)
    is_followed = following in PREPOSITIONS and word not in cue_forms()
    return not (word in MODIFIERS or (word.endswith("ed") and (is_opened or is_followed)))


def _noun_phrase(sentence: Sentence, first: int, last: int, *, kind: str, is_open: bool = False) -> _Phrase | None:
    """Return a token range without its owner, if its noun names a role; one without an article must look like one."""
    words, lower = sentence.words, sentence.lower
    end = first
    while end < last and lower[end] not in PREPOSITIONS and lower[end] not in ("and", "or", "to"):
        end += 1
    while end - 1 > first and not is_role(lower[end - 1], kind) and lower[end - 1].endswith(("ed", "ing")):
        end -= 1
    head = end - 1
    if head < first or not is_role(lower[head], kind):
        return None
    if words[head][0].isupper() and (lower[head] in GROUP_ROLES or not is_known_role(lower[head])):
        return None  # "the United Kingdom", "the Baker"
    owners = [place for place in range(first, head) if _is_owner(lower[place]) or lower[place] == "own"]
    first = owners[-1] + 1 if owners else first
    is_joint = end < last and lower[end] in ("and", "or")
    if is_joint and not (is_role(_noun_of(sentence, end + 1, last)) and lower[end + 1] not in DETERMINERS):
        return None
    if is_open and not owners and not (kind in ("person", "") and _opens_title(sentence, first, head, last=last)):
        return None
    return _Phrase(first, last, head)


def _noun_of(sentence: Sentence, first: int, last: int) -> str:
    """Return the noun of the noun phrase at the start of a token range."""
    end = next((place for place in range(first, last) if sentence.lower[place] in PREPOSITIONS), last)
    return sentence.lower[end - 1] if end > first else ""


def _opens_title(sentence: Sentence, first: int, head: int, *, last: int) -> bool:
    """Tell whether a phrase without an article is a title rather than a clause or the next one in a row."""
    if any(word in DETERMINERS for word in sentence.lower[first:head]):
        return False
    # "Belov, Secretary of State Ana Ruiz"
    return sentence.words[head][0].islower() or not any(word in given_names() for word in sentence.words[head:last])


def _form(sentence: Sentence, phrase: _Phrase) -> str:
    """Return a label as it is counted."""
    words = []
    for place in range(phrase.first, phrase.last):
        lower = sentence.lower[place]
        is_tail = place > phrase.head
        if is_tail and (lower in PREPOSITIONS - {"of"} or lower in _CLOSING - {"."}):
            break
        if place == phrase.head + 1 and lower not in ("of", "and", "."):
            break
        word, before = sentence.words[place], _BEFORE.match(lower)
        if before:  # "then-FBI", "ex-President"
            rest = word[before.end() :]
            words.append(before[0] + (rest if _is_name_word(rest) else SHORT_TITLES.get(rest.lower(), rest.lower())))
        else:
            keeps = _is_proper(sentence, place, phrase) and not _only_opens(sentence, place)
            words.append(word if keeps else SHORT_TITLES.get(lower, lower))
    return " ".join(word.replace(".", "") for word in words if word != ".")  # "U.S." and "US" are one


def _is_proper(sentence: Sentence, place: int, phrase: _Phrase) -> bool:
    """Tell whether a word of a label keeps its capital: not "Leader", and "Mine" only in "head of the Mine Workers"."""
    word, lower = sentence.words[place], sentence.lower[place]
    if not word[0].isupper():
        return False
    before = sentence.words[place - 1] if place > phrase.first else ""
    after = sentence.words[place + 1] if place + 1 < phrase.last else ""
    if place < phrase.head and lower in _COMPASS and is_proper(after.lower()):
        return True
    if _is_name_word(word) or not REGIONS.isdisjoint((f"{lower} {after.lower()}", f"{before.lower()} {lower}")):
        return True
    if place > phrase.head and lower in SECTORS | GROUP_ROLES and (before[:1].isupper() or after[:1].isupper()):
        return True  # "of the UN Security Council", but "of State"
    is_title_case = sentence.words[phrase.head][0].isupper() and place < phrase.head
    is_common = lower in MODIFIERS or lower in SECTORS or is_role(lower) or lower in TITLES
    return place != phrase.head and not is_title_case and not is_common


def _is_name_word(word: str) -> bool:
    """Tell whether a word is written with a capital wherever it stands: "Korean", "FBI", "Texas"."""
    is_acronym = (1 < len(word) < 6 and word.isupper() and "-" not in word) or word[1:2] == "."
    return is_acronym or is_proper(word.lower()) or word.lower() in REGIONS


def _only_opens(sentence: Sentence, place: int) -> bool:
    """Tell whether a word has its capital from the start of the sentence: "National security adviser Belov left"."""
    is_first = place == 0 or not sentence.words[place - 1][0].isalnum()
    following = sentence.words[place + 1] if place + 1 < len(sentence.words) else ""
    return (
        is_first
        and following[:1].islower()
        and not is_proper(sentence.lower[place])
        and not (sentence.words[place].isupper() or "." in sentence.words[place])
    )
