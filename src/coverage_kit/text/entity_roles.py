"""Words that name what somebody or something is: roles, titles, what modifies them, and whom they may be said of."""

import functools

from coverage_kit.text.lexicon import read_lexicon, word_set
from coverage_kit.text.names import TITLES, given_names, is_human, is_person, office_holder, places, role_nouns

COURTESY = word_set("mr mrs ms mx miss messrs sir")
SECTORS = word_set("state staff government defense defence mission operations party security intelligence")
SHORT_TITLES = {
    short: title
    for short, _, title in (
        pair.partition("-")
        for pair in word_set(
            "sen-senator rep-representative gov-governor gen-general lt-lieutenant col-colonel sgt-sergeant maj-major"
            " capt-captain prof-professor rev-reverend adm-admiral dr-doctor pres-president dep-deputy"
        )
    )
}
_OFFICE_TAILS = ("elect", "designate")  # "president-elect"


def _words_of(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in read_lexicon("entity_roles") if row["class"] == kind)


# Roles of persons and countries alike, of countries and organisations only, of persons only; words that look like
# roles and are none; roles that are something else too ("judge"), unless a modifier or an owner stands before them;
# and regions of countries, which keep their capital in a title and have no roles of persons.
_ANY_ROLES, GROUP_ROLES, _PERSON_ROLES = _words_of("any"), _words_of("group"), _words_of("person")
_NO_ROLES, NOT_BARE, MODIFIERS = _words_of("none") | COURTESY, _words_of("not bare"), _words_of("modifier")
REGIONS = _words_of("region")


@functools.lru_cache(maxsize=4096)
def kind_of(name: str) -> str:
    """Tell places, other groups and persons apart; "" if a name may be a person's or an organisation's.

    >>> [kind_of(name) for name in ("Japan", "Texas", "Larch University", "Igor Belov", "Belov")]
    ['place', 'place', 'group', 'person', '']
    """
    if name.lower() in places() or name.lower() in REGIONS:
        return "place"
    if not is_person(name):
        return "group"
    return "person" if office_holder(name) or (" " in name and name.split()[0] in given_names()) else ""


@functools.lru_cache(maxsize=4096)
def is_role(lower: str, kind: str = "") -> bool:
    """Tell whether a noun in small letters names a role of one person, country or organisation.

    >>> is_role("ally", "place"), is_role("dictator", "place"), is_role("vice-president"), is_role("letter")
    (True, False, True, False)
    """
    if lower in _NO_ROLES:
        return False
    if lower in _ANY_ROLES:
        return True
    if lower in GROUP_ROLES:
        return kind != "person"
    if lower in _PERSON_ROLES or lower in TITLES or lower in SHORT_TITLES:
        return kind in ("person", "")
    if "-" in lower:
        first, _, last = lower.rpartition("-")
        if last in (*_OFFICE_TAILS, "general", "apparent"):
            return is_role(first, kind)
        return last not in NOT_BARE and is_role(last, kind)
    return kind in ("person", "") and is_human(lower)


def is_known_role(lower: str) -> bool:
    """Tell whether a noun is on a list rather than one that merely ends like a role ("Mueller").

    >>> is_known_role("ex-premier"), is_known_role("mueller")
    (True, False)
    """
    last = lower.rpartition("-")[2]
    return last in _known_roles() or last in _OFFICE_TAILS


@functools.cache
def _known_roles() -> frozenset[str]:
    return _ANY_ROLES | GROUP_ROLES | _PERSON_ROLES | TITLES | role_nouns()[0]
