import re

import pytest

from coverage_kit.text.credits import (
    CREDIT_PATTERNS,
    KNOWN_AGENCIES,
    find_agencies,
    find_bare_byline,
    find_house_byline,
    is_signature,
)

STORY = "Trams in Riga stopped on Monday."


def rule_of(line: str) -> tuple[str, str] | None:
    return next(((kind, rule) for (rule, kind, _), p in CREDIT_PATTERNS.items() if re.search(p, line)), None)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Ann Reed", ("byline", "byline")),
        ("By ANN REED and JAN van der BERG", ("byline", "byline")),
        ("By Ann Reed in Riga", ("byline", "byline")),
        ("Ann Reed, Baltic correspondent, on Hare Island", ("byline", "byline")),
        ("By Baltwire", ("credit", "agency_byline")),
        ("BY REUTERS", ("credit", "agency_byline")),
        ("By The Associated Press", ("credit", "agency_byline")),
        ("- Baltwire", ("credit", "agency_credit")),
        ("- Harbour Radio, with Baltwire", ("credit", "agency_credit")),
        ("Ann Reed, The Associated Press", ("credit", "agency_credit")),
        ("Ann Reed, Baltwire News, with Post files", ("credit", "agency_credit")),
        ("(Kyodo)", ("credit", "agency_credit")),
        ("Ann Reed, Baltwire News. Jan Berg in Riga contributed.", ("credit", "contributors")),
        ("Ann Reed contributed.", ("credit", "contributors")),
        ("• Ann Reed contributed to this article.", ("credit", "contributors")),
        ("With Post wires", ("credit", "contributors")),
        ("This report includes material from the Associated Press.", ("credit", "contributors")),
        ("Information from Reuters was used in this report.", ("credit", "contributors")),
        ("This story was reported by The Associated Press.", ("credit", "contributors")),
        ("Reprinted from Tram Monthly with permission.", ("credit", "republished")),
        ("This column originally appeared in the Harbour Post.", ("credit", "republished")),
        ("By Then It Was Late.", None),
        ("She contributed to the fund.", None),
        ("This article was published on March 3, 2019.", None),
        ("The story was told by her mother.", None),
    ],
)
def test_credits_and_bylines(line: str, expected: tuple[str, str] | None):
    assert rule_of(line) == expected


@pytest.mark.parametrize(
    ("text", "kind", "agencies"),
    [
        ("RIGA, Latvia (AP) — ", "dateline", ["Associated Press"]),
        ("RIGA, April 24. /TASS/. ", "dateline", ["TASS"]),
        ("Riga (dpa) - ", "dateline", ["dpa"]),
        ("RIGA (Xinhua) -- ", "dateline", ["Xinhua"]),
        ("SEOUL (Yonhap) -- ", "dateline", ["Yonhap"]),
        ("PITTSBURGH, PA — ", "dateline", []),
        ("RIGA (Baltwire) — ", "dateline", ["Baltwire"]),
        ("By ANN REED Associated Press", "byline", ["Associated Press"]),
        ("By Ann Reed, Agence France-Presse", "byline", ["Agence France-Presse"]),
        ("By Ann Reed, Bloomberg News", "byline", ["Bloomberg"]),
        ("By Michael Bloomberg", "byline", []),
        ("By Ann Reed, councillor in Pittsburgh, PA, for the CP", "byline", []),
        ("Ann Reed, The Canadian Press", "credit", ["Canadian Press"]),
        ("The Australian Associated Press contributed to this report.", "credit", ["Australian Associated Press"]),
        ("Kyodo, AFP", "credit", ["Kyodo", "Agence France-Presse"]),
        ("PA Media", "credit", ["PA Media"]),
        ("Press Association", "credit", ["PA Media"]),
        ("United Press International", "credit", ["UPI"]),
        ("EFE", "credit", ["EFE"]),
        ("ANSA", "credit", ["ANSA"]),
        ("Source: KCNA", "credit", ["KCNA"]),
        ("Interfax", "credit", ["Interfax"]),
        ("AP’s Ann Reed contributed to this report.", "credit", ["Associated Press"]),
        ("Ann Reed contributed to this report.", "credit", []),
        ("- Baltwire", "credit", ["Baltwire"]),
        ("By MIN-JI OH Baltwire News", "byline", ["Baltwire"]),
        ("With files from Baltwire", "credit", ["Baltwire"]),
    ],
)
def test_agencies(text: str, kind: str, agencies: list[str]):
    assert find_agencies(text, kind) == agencies
    assert set(agencies) <= KNOWN_AGENCIES | {"Baltwire"}


def test_a_byline_without_by_needs_a_place_that_the_story_names_or_two_names():
    assert find_bare_byline(["Ann Reed in Riga", STORY], 0)
    assert find_bare_byline(["Ann Reed in Oslo, Bergen and Riga", STORY], 0)
    assert find_bare_byline(["Ann Reed in Oslo and Jan Berg in Bergen", STORY], 0)
    assert not find_bare_byline(["Ann Reed in Oslo", STORY], 0)
    assert not find_bare_byline(["Great Surprise in Store", STORY], 0)


def test_a_name_over_the_name_of_the_outlet_is_a_byline():
    lines = ["Trams stop", "Ann Reed", "HARBOUR POST", STORY]
    assert find_house_byline(lines, [0, 1, 2, 3], "The Harbour Post") == [1, 2]
    assert find_house_byline(["The Editorial Board", "Harbour Post"], [0, 1], "Harbour Post") == [0, 1]
    assert find_house_byline(lines, [0, 1, 2, 3], "Pier Weekly") == []
    assert find_house_byline(lines, [0, 1, 2, 3], "") == []
    assert find_house_byline(["Trams stopped.", "Harbour Post"], [0, 1], "Harbour Post") == []


def test_signatures():
    assert is_signature("Ann Reed, Harbour Post")
    assert not is_signature("Ann Reed, who runs the ferry office.")
