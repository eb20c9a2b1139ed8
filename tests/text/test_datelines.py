import pytest

from coverage_kit.text.datelines import find_datelines

BODY = ["Trams ran again on Tuesday.", "The operator gave no reason.", "A survey is due in June.", "It will be long."]


@pytest.mark.parametrize(
    "dateline",
    [
        "RIGA — ",
        "RIGA, Latvia (AP) — ",
        "RIGA, April 24 (XYZ) - ",
        "NEW YORK -- ",
        "ST. JOHN’S, N.L.— ",
        "RIGA/TALLINN (Reuters) - ",
        "Riga, 24 April – ",
        "Riga, Latvia - ",
        "Aix-en-Provence, France (CNN) ",
        "Riga, Latvia (CNN) ",
        "RIGA, April 24. /TASS/. ",
        "(AP) — ",
        "(Baltwire) - ",
        "(RIGA, Latvia) — ",
    ],
)
def test_datelines_at_the_top(dateline: str):
    assert find_datelines([dateline + "Trams stopped.", *BODY]) == [(0, len(dateline))]
    assert find_datelines([*BODY[:2], dateline + "“Trams stopped,” she said.", *BODY[2:]]) == [(2, len(dateline))]


@pytest.mark.parametrize(
    "opening",
    [
        "FILE — A tram stands in Riga.",
        "FILE - In this 2019 photo, a tram stands in Riga.",
        "EXCLUSIVE — The operator hid the survey.",
        "ANN REED: We will vote in June.",
        "SEN. ANN REED (D-NY) — She voted against the plan.",
        "Sen. Ann Reed (D-NY) said she would vote against the plan.",
        "Rep. Ann Reed, Oregon — She voted against the plan.",
        "Baltic Authority (PA) President Ann Reed spoke first.",
        "POLL CHECK - Baltic Averages",
        "AP - A tram stopped.",
        "Monday, April 5 — The council votes.",
        "The tram — The one by the station — stopped.",
        "RIGA — and nowhere else.",
    ],
)
def test_false_friends(opening: str):
    assert find_datelines([opening, *BODY]) == []


def test_a_speaker_who_opens_several_paragraphs_is_no_dateline():
    assert find_datelines(["ANN REED — We vote in June.", BODY[0], "ANN REED — And then in July."]) == []


def test_after_the_first_only_what_names_a_region_a_date_or_an_agency_is_one():
    paragraphs = [
        "OSLO — Trams stopped.",
        "BERGEN — Trams ran.",
        *BODY,
        "ROME — A late line.",
        "Bonn, 3 May – It rained.",
    ]
    assert find_datelines([*paragraphs, "LYON, France — It did not."]) == [(0, 7), (7, 14), (8, 15)]


def test_further_down_a_city_that_stands_alone_may_be_the_first():
    assert find_datelines([*BODY, *[f"Caption {n}" for n in "abc"], "LONDON — Trams stopped."]) == [(7, 9)]
    assert find_datelines([*BODY, *[f"Caption {n}" for n in "abc"], "TRAMS — They stopped."]) == []
