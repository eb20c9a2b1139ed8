import pandas as pd
import pytest

import coverage_kit as ck


def test_shares_by_hand(small):
    spans = pd.DataFrame(
        {
            "article_id": ["a1", "b1"],
            "start": [0, 0],
            "end": [16, 16],
            "kind": ["furniture", "credit"],
            "rule": ["r", "q"],
        }
    )
    result = ck.marks(small.replace(spans=spans))
    # A: 11 words, "The broker came." are 3; B: 14 words, "“He is no broker" are 4
    rows = result.table[["outlet", "kind", "rule", "n_spans", "n_words", "n_articles"]].to_numpy().tolist()
    assert rows == [["A", "furniture", "r", 1, 3, 1], ["B", "credit", "q", 1, 4, 1]]
    assert result.table["estimate"].tolist() == pytest.approx([3 / 11, 4 / 14])
    assert result.passages(kind="furniture")["passage"].tolist() == ["The broker came."]


def test_nothing_marked(small):
    result = ck.marks(small)
    assert len(result.table) == 0
    assert result.notes == ("Nothing is marked. Run clean(corpus) first, or there is nothing but reporting.",)
    assert result.plot() is not None


def test_every_span_is_accounted_for(summit):
    table = ck.marks(summit).table
    assert table["n_spans"].sum() == len(summit.spans)
    assert table.groupby("outlet")["estimate"].sum().between(0, 0.5).all()
