import pandas as pd

import coverage_kit as ck

FLOORS = {"furniture": 0.98, "dateline": 0.95, "byline": 0.95, "credit": 0.95}
TEXT = """MOSCOW — The ministry said talks would go on.

Nobody spoke of sanctions.

Just Posted

Council lifts sanctions on curling club

The council has voted to lift… Continue reading"""
CLUB = "Join our reading club in the library."


def read(*rows: tuple[str, str], **columns: list[str]) -> ck.Corpus:
    outlets, texts = zip(*rows, strict=True)
    return ck.read_corpus(pd.DataFrame({"outlet": outlets, "text": texts, **columns}))


def corpus():
    return read(("A", TEXT), ("A", "Only reporting here."), id=["a", "b"])


def agencies(*rows: tuple[str, str], **columns: list[str]) -> list[str]:
    return ck.clean(read(*rows, **columns)).articles["agency"].tolist()


def test_furniture_is_marked_and_not_counted():
    cleaned = ck.clean(corpus())
    assert set(cleaned.spans["article_id"]) == {"a"}
    words = ck.salience(cleaned, "sanctions").evidence
    assert [TEXT[s:e] for s, e in zip(words["start"], words["end"], strict=True)] == ["sanctions"]
    assert words["start"].tolist() == [TEXT.index("sanctions")]


def test_text_is_not_changed():
    before = corpus()
    assert ck.clean(before).articles["text"].tolist() == before.articles["text"].tolist()
    assert "agency" not in before.articles


def test_cleaning_twice_is_cleaning_once():
    for before in (corpus(), ck.datasets.load_summit()):
        once = ck.clean(before)
        twice = ck.clean(once)
        pd.testing.assert_frame_equal(twice.spans, once.spans)
        pd.testing.assert_frame_equal(twice.articles, once.articles)


def test_a_corpus_without_furniture_has_no_spans():
    plain = read(("A", "Only reporting here."))
    assert len(ck.clean(plain).spans) == 0
    old = pd.DataFrame([(plain.articles["article_id"][0], 0, 4, "furniture", "old")], columns=list(plain.spans))
    assert len(ck.clean(plain.replace(spans=old)).spans) == 0


def test_what_recurs_in_an_outlet_is_marked_and_learnt_for_all():
    texts = [f"In {town} the trams stopped.\n\n{CLUB}\n\nIn {town} it rained." for town in ("Oslo", "Riga", "Bonn")]
    cleaned = ck.clean(read(*[("A", text) for text in texts], ("B", f"It snowed.\n{CLUB}"), ("B", "It thawed.")))
    recurring = cleaned.spans[cleaned.spans["rule"] == "recurring"]
    text = dict(zip(cleaned.articles["article_id"], cleaned.articles["text"], strict=True))
    shown = [
        text[i][s:e] for i, s, e in zip(recurring["article_id"], recurring["start"], recurring["end"], strict=True)
    ]
    assert shown == [CLUB] * 4
    assert set(recurring["kind"]) == {"furniture"}
    assert len(ck.clean(read(*[("A", text) for text in texts[:2]])).spans) == 0


def test_one_article_in_several_outlets_teaches_nothing():
    text = f"In Oslo the trams stopped.\n\n{CLUB}\n\nIn Oslo it rained."
    assert len(ck.clean(read(*[(outlet, text) for outlet in "ABCD"])).spans) == 0


def test_agency_from_dateline_byline_and_credit():
    story = "Trams stopped on Monday, and nobody knew why."
    assert agencies(
        ("A", f"RIGA (AP) — {story}"),
        ("A", f"By Ann Reed, Agence France-Presse\n\n{story}"),
        ("A", f"{story}\n\nAnn Reed, The Canadian Press"),
        ("A", f"{story}\n\nKyodo News contributed to this report."),
        ("A", f"{story}\n\nCopyright 2019 The Associated Press. All rights reserved."),
        ("A", f"RIGA (Reuters) - {story}\n\nThe Associated Press contributed to this report."),
        ("A", story),
    ) == [
        "Associated Press",
        "Agence France-Presse",
        "Canadian Press",
        "Kyodo",
        "Associated Press",
        "Reuters",
        "",
    ]


def test_a_photo_credit_names_no_agency():
    assert agencies(("A", "Trams stopped.\n\nA tram in Riga. (AP Photo/Ann Reed)\n\nAnn Reed/AFP/Getty Images")) == [""]


def test_agency_from_the_column_of_bylines():
    assert agencies(("A", "Trams stopped."), ("A", "It rained."), byline=["ANN REED, Associated Press", ""]) == [
        "Associated Press",
        "",
    ]


def test_an_agency_we_do_not_know_is_one_if_two_other_outlets_credit_it():
    story = "Trams stopped on Monday, and nobody knew why."
    dateline, credit = f"RIGA (Baltwire) — {story}", f"{story}\n\nAnn Reed, Baltwire News"
    assert agencies(("Post", dateline), ("Echo", credit)) == ["Baltwire", "Baltwire"]
    assert agencies(("Post", dateline), ("Post", credit)) == ["", ""]
    assert agencies(("Post", dateline), ("Baltwire Online", dateline)) == ["", ""]


def test_your_own_column_of_agencies_wins():
    assert agencies(("A", "RIGA (AP) — Trams stopped."), agency=["Baltwire"]) == ["Baltwire"]


def test_the_agency_in_the_shipped_corpus():
    articles = ck.clean(ck.datasets.load_summit()).articles
    credited = articles["text"].str.contains("Longwire|LWN", regex=True)
    assert set(articles["agency"]) == {"", "Longwire"}
    assert credited[articles["agency"] == "Longwire"].all()
    assert (articles["agency"] == "Longwire").sum() >= 20


def test_what_is_marked_in_the_shipped_corpus_was_labelled():
    """Nothing else is marked, and little is missed: docs/validation.md has the shares."""
    labelled = ck.datasets.gold()["spans"]
    found = ck.clean(ck.datasets.load_summit()).spans
    wanted, marked = (
        set(frame[["article_id", "start", "end", "kind"]].itertuples(index=False, name=None))
        for frame in (labelled, found)
    )
    assert marked - wanted == set()
    recall = {kind: sum(w[3] == kind for w in wanted & marked) / sum(w[3] == kind for w in wanted) for kind in FLOORS}
    assert all(recall[kind] >= floor for kind, floor in FLOORS.items()), recall
