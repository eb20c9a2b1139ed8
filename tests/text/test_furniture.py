import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.furniture import Mark, mark_text

BODY = [
    "The harbour council voted on Monday to close the northern pier for three years of repairs.",
    "Engineers found rust in most of the piles, according to a survey that the council paid for in spring.",
    "“We had hoped to keep one berth open,” said Petra Quill, who runs the ferry office.",
    "Fishing crews will move to the inner basin, where there is less room and the water is shallower.",
    "The work is expected to cost more than the council set aside, and a second vote is due in June.",
    "A citizens’ group has asked for the plans to be shown in the library before then.",
    "The pier was built in 1911 and was last repaired after the flood of 1962.",
    "Ferries to the islands will leave from the south quay until the works are done.",
]


def marked(text: str) -> list[tuple[str, str, str]]:
    return [(mark.kind, mark.rule, text[mark.start : mark.end]) for mark in mark_text(text)]


def article(*, top: list[str] | None = None, middle: list[str] | None = None, end: list[str] | None = None) -> str:
    return "\n\n".join([*(top or []), *BODY[:4], *(middle or []), *BODY[4:], *(end or [])])


def test_a_plain_article_has_no_marks():
    assert mark_text(article()) == []


def test_an_empty_text_has_no_marks():
    assert mark_text("") == []
    assert mark_text(" \n\t\n") == []


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Advertisement", "advertisement"),
        ("Story continues below advertisement", "advertisement"),
        ("Share this story", "share_buttons"),
        ("Share Tweet Email", "share_buttons"),
        ("Follow @harbourpost", "follow_us"),
        ("Follow Petra Quill on Twitter: @pquill", "follow_us"),
        ("PHOTOS: Ten piers that fell into the sea", "gallery"),
        ("next Image 2 of 5", "gallery"),
        ("READ MORE: Ferry office to open on Sundays", "related_link"),
        ("More: What the flood of 1962 left behind", "related_link"),
        ("CLICK HERE TO GET THE HARBOUR APP", "call_to_act"),
        ("Write to Petra Quill at petra.quill@harbour.example", "call_to_act"),
        ("You have 2 free articles remaining this month.", "paywall"),
        ("Sign up for our morning newsletter", "sign_up"),
        ("The week in shipping, delivered straight to your inbox.", "sign_up"),
        ("Updated at 4:05 p.m.", "updated_stamp"),
        ("This story has been updated with a comment from the council.", "updated_stamp"),
        ("PUBLISHED: 07:52, 3 May 2021 | UPDATED: 09:10, 3 May 2021", "updated_stamp"),
        ("2 years ago", "updated_stamp"),
        ("Copyright 2021 Harbour Post. All rights reserved.", "copyright"),
        ("© 2021 Harbour Post", "copyright"),
        ("Photo by Ann Reed", "photo_credit"),
        ("Crews at the pier on Monday. (Ann Reed/Reuters)", "photo_credit"),
        ("A crane at the pier. Photo: Supplied / Harbour Board", "photo_credit"),
        ("FILE - The pier in an undated photo. (AP Photo/Ann Reed, File)", "photo_credit"),
        ("Tea 12.50 ▲ Tin 3.10 ▼", "ticker"),
        ("Support local journalism. Become a Post member today.", "end_plea"),
        ("Story continued below video", "advertisement"),
        ("ANALYSIS/OPINION:", "section_label"),
        ("[pullquote]", "section_label"),
        ("CLOSE The northern pier will close for three years. Post video", "section_label"),
        ("Share All sharing options for: Ten piers that fell into the sea", "share_buttons"),
        ("Petra Quill can be reached at petra.quill@harbour.example", "follow_us"),
        ("JUST WATCHED The pier falls Replay More Videos ... MUST WATCH The pier falls 02:38", "gallery"),
        ("More:Ferry office to open on Sundays", "related_link"),
        ("The council votes:Ferry office to open on Sundays", "related_link"),
        ("( Also in the Post: Ten piers that fell into the sea)", "related_link"),
        ("[See how the council voted.]", "related_link"),
        ("Watch the interview »", "related_link"),
        ("Let us know what you think at pier@harbour.example.", "call_to_act"),
        ("Sign the petition here.", "call_to_act"),
        ("Are you a sailor? Take our two-minute annual survey", "call_to_act"),
        ("Listen: 11 min 40 sec", "call_to_act"),
        ("Get the stories you care about in your inbox.", "sign_up"),
        ("2:15 p.m.", "updated_stamp"),
        ("This is a developing story and will be updated.", "updated_stamp"),
        ("From The Harbour Hour, 22 April 2019", "updated_stamp"),
        ("Editor’s note: Petra Quill runs the ferry office.", "editors_note"),
        ("The words are hers alone. Copyright 2021 Harbour Features", "copyright"),
        ("Tea 12.50 ▲ Tin 3.10 unch.", "ticker"),
        ("Petra Quill, left, and Jan Berg look at the pier. (Ann Reed, Harbour Post)", "photo_credit"),
        ("Ann Reed for TIDE", "photo_credit"),
        ("Ann Reed / Reuters Crews stand at the pier on Monday morning.", "photo_credit"),
        ("HARBOUR COUNCIL CLOSES NORTHERN PIER AFTER 'SHOCKING' SURVEY", "headline_link"),
    ],
)
def test_furniture_is_marked_wherever_it_stands(line: str, rule: str):
    for text in (article(top=[line]), article(middle=[line]), article(end=[line])):
        assert marked(text) == [("furniture", rule, line)]


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("RIGA — ", "Trams stopped on Monday."),
        ("RIGA, Latvia (AP) — ", "Trams stopped on Monday."),
        ("RIGA, April 24 (XYZ) - ", "Trams stopped on Monday."),
        ("NEW YORK -- ", "Trams stopped on Monday."),
        ("ST. JOHN’S, N.L.— ", "Trams stopped on Monday."),
        ("RIGA/TALLINN (Reuters) - ", "“Trams stopped,” the operator said."),
        ("Riga, 24 April – ", "Trams stopped on Monday."),
        ("Riga, Latvia (CNN) ", "Trams stopped on Monday."),
        ("RIGA, April 24. /TASS/. ", "Trams stopped on Monday."),
        ("(AP) — ", "Trams stopped on Monday."),
        ("(RIGA, Latvia) — ", "Trams stopped on Monday."),
    ],
)
def test_dateline_after_the_title(dateline: str, rest: str):
    text = "\n".join(["Trams stop in the capital", "  " + dateline + rest, *BODY])
    assert marked(text) == [("dateline", "dateline", dateline)]


@pytest.mark.parametrize(
    "opening",
    [
        "EXCLUSIVE — The council hid the survey.",
        "UPDATE - The council has published the survey.",
        "FINAL UPDATE — The council has published the survey.",
        "SEN. ANN REED (D-NY) — She voted against the plan.",
        "Sen. Ann Reed (D-NY) said she would vote against the plan.",
        "ANN REED: We will vote on the plan in June.",
        "NATO — an alliance of thirty states — met on Monday.",
        "Monday, April 5 — The council votes on the plan.",
        "The pier — The one by the station, that is — will close.",
    ],
)
def test_false_friends_of_datelines(opening: str):
    assert mark_text("\n".join([opening, *BODY])) == []


def test_a_speaker_who_opens_several_paragraphs_is_no_dateline():
    text = "\n".join(["ANN REED — We vote in June.", BODY[0], "ANN REED — And then again in July.", *BODY[1:]])
    assert mark_text(text) == []


def test_a_gallery_of_any_length_is_marked():
    gallery = "Crews at the pier Hide Caption 1 of 40 " + "A crane lifts a pile out of the water. " * 40
    assert marked(article(middle=[gallery.strip()])) == [("furniture", "gallery", gallery.strip())]


@pytest.mark.parametrize(
    "line",
    [
        "Correction: An earlier version of this article gave the year of the flood as 1961.",
        "Editor’s note: An earlier version of this article gave the year of the flood as 1961.",
        "WHY THE PIER MATTERS",
        "2. WHO WILL PAY FOR THE NEW NORTHERN PIER?",
        "They call it: “The pier of sighs and wonders”",
    ],
)
def test_what_tells_of_the_story_is_not_furniture(line: str):
    assert mark_text(article(middle=[line])) == []


def test_capitals_are_not_links_where_much_is_in_capitals():
    text = "\n".join([line.upper().rstrip(".") for line in BODY])
    assert mark_text(text) == []


@pytest.mark.parametrize(
    "note",
    [
        "Jan Berg is the author of “Ten Piers” and a fellow of the Harbour Institute.",
        "• Jan Berg, a former sailor, is a columnist for the Harbour Post.",
        "Sen. Jan Berg, a Baltic Democrat, is a member of the Committee on Piers.",
        "Jan Berg’s column appears on Mondays.",
    ],
)
def test_a_note_on_the_author_at_either_end(note: str):
    assert marked(article(end=[note])) == marked(article(top=[note])) == [("furniture", "author_note", note)]
    assert mark_text(article(middle=[note])) == []


def test_who_is_named_in_the_story_is_not_its_author():
    assert mark_text(article(end=["Petra Quill is the director of the ferry office."])) == []


def test_signatures_in_a_live_report_are_bylines_but_not_under_a_quotation():
    assert marked(article(middle=["– Jan Berg"], end=["— Jan Berg"])) == [
        ("byline", "signature", "– Jan Berg"),
        ("byline", "signature", "— Jan Berg"),
    ]
    assert mark_text("\n".join([*BODY, "“No pier is for ever.”", "— Jan Berg"])) == []


def test_the_name_of_the_outlet_under_a_name_is_a_byline():
    text = article(top=["Ann Reed", "Harbour Post"])
    assert [mark.rule for mark in mark_text(text, outlet="The Harbour Post")] == ["byline", "byline"]
    assert mark_text(text, outlet="Pier Weekly") == []


def test_a_clip_that_a_transcript_plays_twice_is_not_a_repeat():
    clip = "ANN REED: We will vote on the plan in June and on the costs in the month after that."
    assert mark_text("\n".join([BODY[0], clip, BODY[1], clip, BODY[2]])) == []


def test_only_the_first_dateline_near_the_top_counts():
    text = "\n".join(["OSLO — Trams stopped.", "BERGEN — Trams ran.", *BODY, "ROME — A late line."])
    assert marked(text) == [("dateline", "dateline", "OSLO — ")]


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Reed",
        "By Ann Reed in Riga",
        "By ANN REED and JAN van der BERG",
        "By Ann Reed, Staff writer",
        "Ann Reed, Asia correspondent, in Riga",
    ],
)
def test_bylines(line: str):
    assert marked(article(top=[line])) == [("byline", "byline", line)]
    assert mark_text(article(end=[line])) == []


def test_a_byline_without_by_needs_a_place_that_the_story_names():
    assert marked("\n".join(["Ann Reed in Riga", "Trams in Riga stopped.", *BODY]))[0][2] == "Ann Reed in Riga"
    assert mark_text("\n".join(["Great Surprise in Store", "Trams in Riga stopped.", *BODY])) == []


def test_a_sentence_that_begins_with_by_is_no_byline():
    assert mark_text(article(top=["By Monday evening the council had changed its mind.", "By Then It Was Late."])) == []


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Ann Reed, The Associated Press", "agency_credit"),
        ("Ann Reed, Baltic News", "agency_credit"),
        ("- Harbour Radio, with Baltwire", "agency_credit"),
        ("Ann Reed contributed to this report.", "contributors"),
        ("Additional reporting by Ann Reed in Riga", "contributors"),
        ("(Reporting by Ann Reed; Editing by Jan Berg)", "contributors"),
        ("Contributing: Ann Reed", "contributors"),
        ("— With assistance by Ann Reed", "contributors"),
        ("Reed reported from Riga and Berg from Oslo.", "contributors"),
    ],
)
def test_credits_at_the_end(line: str, rule: str):
    assert marked(article(end=[line])) == [("credit", rule, line)]


def test_agencies_on_top():
    assert marked(article(top=["• Kyodo, Bloomberg"])) == [("credit", "agency_credit", "• Kyodo, Bloomberg")]


def test_a_digest_that_signs_its_passages_has_no_credit():
    signed = ["Ann Reed, Harbour Post", "Jan Berg, Pier Weekly", "Petra Quill, Bloomberg"]
    assert mark_text("\n".join([BODY[0], signed[0], BODY[1], signed[1], BODY[2], signed[2]])) == []


def test_teasers_and_their_titles():
    tail = [
        "Just Posted",
        "Ferry office to open on Sundays",
        "OSLO — The ferry office will open its doors on Sundays from… Continue reading",
        "Mayor’s cat found",
        "After nine days the cat of the mayor was found in a… Continue reading",
        "Most Read",
    ]
    credit = "Ann Reed, The Associated Press"
    found = marked(article(end=[credit, *tail]))
    assert found[0] == ("credit", "agency_credit", credit)
    assert [text for _, _, text in found[1:]] == tail
    assert [rule for _, rule, _ in found[1:]] == [
        "anchor_heading",
        "teaser_title",
        "teaser",
        "teaser_title",
        "teaser",
        "anchor_heading",
    ]


def test_headlines_under_a_heading_in_mid_article_end_at_the_next_sentence():
    links = ["Related stories", "Ferry office to open on Sundays", "Ten piers that fell into the sea"]
    assert marked(article(middle=links)) == [
        ("furniture", "anchor_heading", links[0]),
        ("furniture", "tail_block", links[1]),
        ("furniture", "tail_block", links[2]),
    ]


def test_a_short_tail_under_a_heading_is_marked_to_the_end():
    tail = ["Most popular", "Ferry office to open on Sundays", "The office says it will hire two clerks.", "Weather"]
    tail += ["Ten piers that fell into the sea", "Mayor’s cat found after nine days at sea"]
    assert [text for _, _, text in marked(article(end=tail))] == tail


def test_a_heading_before_long_paragraphs_takes_nothing_with_it():
    text = "\n".join([*BODY, "Recommended", BODY[0].replace("Monday", "Tuesday") * 3, "The end of it."])
    assert marked(text) == [("furniture", "anchor_heading", "Recommended")]


def test_a_plea_at_the_end_takes_the_line_beside_it():
    plea = ["In loud times, careful journalism matters.", "By subscribing, you can help us do the work."]
    assert marked("\n".join([*BODY, *plea])) == [("furniture", "end_plea", line) for line in plea]


def test_a_line_about_journalism_alone_is_no_plea():
    assert mark_text(article(end=["She teaches journalism and wants careful reporters."])) == []


def test_a_call_within_a_long_body_paragraph_is_not_marked():
    paragraph = (
        "The page said “Click here to sign up for the newsletter and support local journalism,” and many readers did, "
        "Ms. Quill told the hearing; the list grew to nine thousand names before the council asked for it."
    )
    assert mark_text(article(middle=[paragraph])) == []
    assert mark_text(article(end=[paragraph])) == []


def test_a_repeated_paragraph_is_marked_from_the_second_time_on():
    text = "\n".join([BODY[0], BODY[1], BODY[0].replace(" on ", "  on "), BODY[2], BODY[0].upper()])
    marks = mark_text(text)
    assert [mark.rule for mark in marks] == ["repeated_paragraph"] * 2
    assert all(mark.start > len(BODY[0]) for mark in marks)


def test_a_short_refrain_is_not_a_repeat():
    assert mark_text("\n".join([BODY[0], "And nobody asked why.", BODY[1], "And nobody asked why.", BODY[2]])) == []


def test_marks_cover_trimmed_paragraphs_with_any_line_end():
    text = "\r\n".join([BODY[0], "\t Advertisement  ", BODY[1]])
    start = text.index("Advertisement")
    assert mark_text(text) == [Mark(start, start + len("Advertisement"), "furniture", "advertisement")]


@pytest.mark.parametrize(
    "text",
    ["A" * 1_000_000, " " * 1_000_000, "\n" * 10_000, "(" * 1_000_000, "© " * 250 + "\n", ("share " * 90 + "x\n") * 20],
)
def test_hostile_input_gives_no_marks_on_the_first_paragraph(text: str):
    assert all(mark.rule == "repeated_paragraph" for mark in mark_text(text))


PIECES = st.sampled_from(
    [
        *BODY,
        "Advertisement",
        "Most Read",
        "Related stories",
        "Ferry office to open on Sundays",
        "The office… Continue reading",
        "RIGA (AP) — Trams stopped.",
        "By Ann Reed",
        "Ann Reed in Riga",
        "Ann Reed, The Associated Press",
        "Support local journalism.",
        "",
        "   ",
        "\ufeff",
        "\u2028",
    ]
)


@given(st.one_of(st.text(max_size=400), st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=25).map("\n".join)))
def test_marks_are_sorted_apart_and_within_the_text(text: str):
    marks = mark_text(text)
    assert marks == sorted(marks)
    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    assert all(left.end <= right.start for left, right in pairwise(marks))
    for mark in marks:
        assert mark.kind in {"furniture", "dateline", "byline", "credit"}
        if mark.kind != "dateline":
            assert text[mark.start : mark.end] == text[mark.start : mark.end].strip()
            assert "\n" not in text[mark.start : mark.end]


@given(st.lists(st.text(string.ascii_lowercase[:10], min_size=1, max_size=8), max_size=9))
def test_text_without_any_trigger_has_no_marks(words: list[str]):
    assert mark_text("\n".join([" ".join(words), *words])) == []
