import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csc_array

from coverage_kit.measures.design import Groups, Units
from coverage_kit.measures.shares import Comparison, Kinds, compare_shares, gaps, untested


def compare(counts, groups, strata=None, *, kept=None, only_held=False, n_resamples=999):
    """Compare kinds x and y in articles that are units of their own."""
    counts = np.array(counts, float)
    kinds = Kinds("kind", ["x", "y"], csc_array(counts), counts.sum(axis=1), {"n_sentences": csc_array(counts)})
    names = ["A", "B", "C"][: max(groups) + 1]
    units = Units("article_id", np.arange(len(groups)), None if strata is None else np.array(strata))
    kept = np.ones(len(groups), bool) if kept is None else kept
    rng = np.random.default_rng(0)
    comparison = Comparison(Groups(names, np.array(groups)), units, kept, "outlet", None, 0.95, n_resamples, rng)
    return compare_shares(kinds, comparison, only_held=only_held), comparison


def test_shares_and_what_is_behind_them():
    table, _ = compare([[1, 3], [3, 1], [2, 0]], [0, 0, 1])
    assert table[["kind", "outlet", "estimate", "n_sentences", "n_articles"]].to_numpy().tolist() == [
        ["x", "A", 0.5, 4, 2],
        ["x", "B", 1.0, 2, 1],
        ["y", "A", 0.5, 4, 2],
        ["y", "B", 0.0, 0, 1],
    ]


def test_what_a_group_has_nothing_of_may_be_left_out():
    table, _ = compare([[1, 3], [3, 1], [2, 0]], [0, 0, 1], only_held=True)
    assert list(zip(table["kind"], table["outlet"], strict=True)) == [("x", "A"), ("x", "B"), ("y", "A")]


def test_the_test_is_that_of_all_ways_to_deal_out_the_articles():
    """Three articles all x, three all y: of 20 ways to deal out six articles, 2 are as uneven; half of them count."""
    table, _ = compare([[2, 0]] * 3 + [[0, 2]] * 3, [0, 0, 0, 1, 1, 1], n_resamples=9_999)
    assert table["p_value"].isna().all()  # each kind stands in three articles only
    table, _ = compare([[3, 1]] * 3 + [[1, 3]] * 3, [0, 0, 0, 1, 1, 1], n_resamples=9_999)
    assert table["p_value"].tolist() == pytest.approx([1 / 20] * 4, rel=0.15)


def test_what_nearly_every_unit_is_full_of_cannot_be_tested():
    """All but four of twelve articles hold nothing but x: how the four are dealt out tells next to nothing."""
    table, _ = compare([[3, 0]] * 8 + [[1, 2]] * 4, [0, 1] * 6)
    assert table["p_value"].isna().all()
    table, _ = compare([[3, 0]] * 7 + [[1, 2]] * 5, [0, 1] * 6)
    assert table["p_value"].notna().all()


def test_articles_that_are_not_compared_do_not_count():
    table, _ = compare([[1, 1], [1, 1], [9, 0]], [0, 1, 1], strata=[0, 0, 1], kept=np.array([True, True, False]))
    assert table.loc[table["kind"] == "x", "estimate"].tolist() == [0.5, 0.5]
    assert table["n_articles"].tolist() == [1] * 4
    assert table["n_shared"].tolist() == [1] * 4


def test_what_cannot_be_known_is_told():
    table, comparison = compare([[1, 1], [1, 3], [1, 1]], [0, 0, 1])
    assert gaps(table, comparison, "nothing happens there") == (
        "No interval for 'B': with one article, how much article differs from article cannot be known.",
        None,
    )
    assert untested(table, comparison) == (
        "No test for 2 of 2 kinds: fewer than 5 articles have them, or anything else."
    )
    table, comparison = compare([[1, 1], [1, 3], [0, 0]], [0, 0, 1])
    assert gaps(table, comparison, "nothing happens there") == (
        None,
        "No shares for 'B': nothing happens there.",
    )
    assert untested(pd.concat([table.assign(p_value=0.5)]), comparison) is None
