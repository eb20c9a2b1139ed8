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
        {},
        ("A note <b>.",),
        pd.DataFrame({"article_id": ["a"], "outlet": ["<A>"], "text": [TEXT], "title": ["T"]}),
    )


def test_passages_are_whole_sentences_that_hold_the_evidence(result):
    found = result.passages()
    assert found["passage"].tolist() == ["“We are done.”", "Mr. Ito left the U.S. on Feb. 28."]
    assert [TEXT[s:e] for s, e in zip(found["start"], found["end"], strict=True)] == ["done", "left"]
    assert found.columns.tolist() == ["term", "article_id", "outlet", "title", "passage", "start", "end"]


def test_evidence_over_two_sentences_gives_both(result):
    both = Result("m", result.table, result.evidence.assign(start=8, end=TEXT.index("done")), {}, (), result._articles)
    assert both.passages()["passage"].iloc[0] == "Mr. Ito left the U.S. on Feb. 28. “We are done.”"


def test_passages_are_chosen_by_keys(result):
    assert result.passages(term="left")["passage"].tolist() == ["Mr. Ito left the U.S. on Feb. 28."]
    assert len(result.passages(term=["left", "done"], outlet="<A>")) == 2
    assert len(result.passages(term="other")) == 0


def test_unknown_key(result):
    with pytest.raises(ValueError) as error:
        result.passages(paper="A")
    assert str(error.value) == (
        "passages: there is no column 'paper'. Choose from 'term', 'article_id', 'start', 'end', 'outlet', 'title'"
    )


def test_no_figure(result):
    with pytest.raises(ValueError) as error:
        result.plot()
    assert str(error.value) == "measure: this result has no figure. Use its table"


def test_html_is_rounded_and_escaped(result):
    page = result._repr_html_()
    for shown in ("12.3\u00a0[1.20,\u00a0346]", "&lt;.001", "&lt;A&gt;", "A note &lt;b&gt;."):
        assert shown in page
    assert "<A>" not in page


def test_long_tables_are_folded_and_very_long_ones_cut(result):
    long = Result("m", pd.concat([result.table] * 30), result.evidence, {})
    assert long._repr_html_().count("<details>") == 1
    assert "open for all 30" in long._repr_html_()
    very_long = Result("m", pd.concat([result.table] * 2_000), result.evidence, {})
    assert "The first 20 of 2,000 rows; all are in .table" in very_long._repr_html_()
    assert very_long._repr_html_().count("<tr>") < 25


def test_a_result_cannot_be_changed(result):
    with pytest.raises(AttributeError):
        result.table = None
