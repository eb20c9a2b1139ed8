import re

import pandas as pd
import pytest

from coverage_kit.result import Result

TEXT = "Mr. Ito left the U.S. on Feb. 28. “We are done.” He smiled."


@pytest.fixture
def result():
    start = TEXT.index("done")
    return Result(
        "measure",
        pd.DataFrame(
            {
                "term": ["done"],
                "outlet": ["<A>"],
                "estimate": [12.345],
                "conf_low": [1.2],
                "conf_high": [345.6],
                "p_value": [0.0004],
            }
        ),
        pd.DataFrame({"term": ["done", "left"], "article_id": ["a", "a"], "start": [start, 8], "end": [start + 4, 12]}),
        params={"by": "outlet"},
        notes=("A note <b>.",),
        articles=pd.DataFrame({"article_id": ["a"], "outlet": ["<A>"], "text": [TEXT], "title": ["T"]}),
        figure=lambda table, **options: (len(table), options),
    )


def with_other(result, *, table=None, evidence=None):
    return Result(
        "m",
        result.table if table is None else table,
        result.evidence if evidence is None else evidence,
        params={},
        notes=(),
        articles=result._articles,
        figure=result._figure,
    )


def test_passages_are_whole_sentences_that_hold_the_evidence(result):
    found = result.passages()
    assert found["passage"].tolist() == ["“We are done.”", "Mr. Ito left the U.S. on Feb. 28."]
    assert [TEXT[s:e] for s, e in zip(found["start"], found["end"], strict=True)] == ["done", "left"]
    assert found.columns.tolist() == ["term", "article_id", "outlet", "title", "passage", "start", "end"]


def test_evidence_over_two_sentences_gives_both(result):
    both = with_other(result, evidence=result.evidence.assign(start=8, end=TEXT.index("done")))
    assert both.passages()["passage"].iloc[0] == "Mr. Ito left the U.S. on Feb. 28. “We are done.”"


def test_passages_are_chosen_by_keys(result):
    assert result.passages(term="left")["passage"].tolist() == ["Mr. Ito left the U.S. on Feb. 28."]
    assert len(result.passages(term=["left", "done"], outlet="<A>")) == 2


def test_unknown_key(result):
    with pytest.raises(ValueError) as error:
        result.passages(paper="A")
    assert str(error.value) == (
        "passages: there is no column 'paper'. Choose from 'term', 'article_id', 'start', 'end', 'outlet', 'title'"
    )


@pytest.mark.parametrize("where", [{"term": "dnoe"}, {"outlet": ["A", "B"]}])
def test_a_value_that_stands_nowhere_is_refused(result, where):
    with pytest.raises(ValueError) as error:
        result.passages(**where)
    (column, value), known = *where.items(), {"term": "'done', 'left'", "outlet": "'<A>'"}
    first = value if isinstance(value, str) else value[0]
    assert str(error.value) == f"passages: no {column} is '{first}'. There are {known[column]}"


def test_a_span_before_the_first_sentence_gives_the_first(result):
    evidence = pd.DataFrame({"term": ["done"], "article_id": ["a"], "start": [0], "end": [0]})
    assert with_other(result, evidence=evidence).passages()["passage"].tolist() == ["Mr. Ito left the U.S. on Feb. 28."]


def test_plot_hands_the_table_and_the_options_on(result):
    assert result.plot(max_groups=3) == (1, {"max_groups": 3})


def test_html_is_rounded_and_escaped(result):
    page = result._repr_html_()
    for shown in ("12.3\u00a0[1.20,\u00a0346]", "&lt;.001", "&lt;A&gt;", "A note &lt;b&gt;."):
        assert shown in page
    assert "<A>" not in page


def test_long_tables_are_folded_and_very_long_ones_cut(result):
    long = with_other(result, table=pd.concat([result.table] * 30))
    assert long._repr_html_().count("<details>") == 1
    assert "open for all 30" in long._repr_html_()
    very_long = with_other(result, table=pd.concat([result.table] * 2_000))
    assert "The first 20 of 2,000 rows; all are in .table" in very_long._repr_html_()
    assert very_long._repr_html_().count("<tr>") < 25


def test_a_result_cannot_be_changed(result):
    with pytest.raises(AttributeError):
        result.table = None
    handed_out, params = result.table, result.params
    handed_out["estimate"] = 0
    params["by"] = "section"
    assert result.table["estimate"].tolist() == [12.345]
    assert result.params == {"by": "outlet"}


def test_no_passages_are_text_too(result):
    empty = Result(
        "m",
        pd.DataFrame({"term": []}),
        result.evidence.iloc[:0],
        params={},
        notes=(),
        articles=pd.DataFrame({"article_id": ["a1"], "text": [TEXT]}),
        figure=lambda _: None,
    )
    assert empty.passages()["passage"].str.upper().tolist() == []


def test_days_are_shown_without_hours_and_what_is_missing_as_a_dash():
    table = pd.DataFrame(
        {"published": pd.to_datetime(["2020-03-01", None]), "n_words": pd.array([1200, None], dtype="Int64")}
    )
    shown = Result(
        "m", table, pd.DataFrame(), params={}, notes=(), articles=pd.DataFrame(), figure=lambda _: None
    )._repr_html_()
    cells = re.findall(r"<td>(.*?)</td>", shown)
    assert cells == ["2020-03-01", "1,200", "–", "–"]


TITLE = "Mr. Ito leaves. Who is done?"


@pytest.fixture
def titled(result):
    """Evidence in a headline, in the text, and in an article without a title."""
    evidence = pd.DataFrame(
        {
            "term": "done",
            "zone": ["headline", "body", "headline"],
            "article_id": ["a", "a", "b"],
            "start": [TITLE.index("done"), TEXT.index("done"), 0],
            "end": [TITLE.index("done") + 4, TEXT.index("done") + 4, 4],
        }
    )
    articles = pd.DataFrame(
        {"article_id": ["a", "b"], "outlet": ["<A>", "B"], "text": [TEXT, "Done."], "title": [TITLE, "Done"]}
    )
    return Result(
        "m", result.table, evidence, params={}, notes=(), articles=articles, figure=lambda table, **options: None
    )


def test_passages_of_headlines_are_sentences_of_the_title(titled):
    found = titled.passages()
    assert found["passage"].tolist() == ["Who is done?", "“We are done.”", "Done"]
    sides = [TITLE, TEXT, "Done"]
    spans = zip(sides, found["start"], found["end"], strict=True)
    assert [side[start:end].lower() for side, start, end in spans] == ["done"] * 3


def test_passages_are_chosen_by_zone(titled):
    assert titled.passages(zone="body")["passage"].tolist() == ["“We are done.”"]
    assert titled.passages(zone="headline", outlet="B")["title"].tolist() == ["Done"]
    with pytest.raises(ValueError) as error:
        titled.passages(zone="title")
    assert str(error.value) == "passages: no zone is 'title'. There are 'headline', 'body'"


def test_evidence_is_looked_for_once_and_when_asked_for(result):
    asked = []

    def look():
        asked.append(1)
        return result.evidence

    late = with_other(result, evidence=look)
    assert asked == []
    assert late.passages()["passage"].tolist() == result.passages()["passage"].tolist()
    assert len(late.evidence) == 2
    assert asked == [1]
