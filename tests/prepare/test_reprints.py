"""The articles are runs of numbered words (harbour0 harbour1 ...), so that what two share can be counted by hand."""

import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.measures.design import cluster_articles
from coverage_kit.prepare.reprints import find_reprints


def words(name, start, end):
    return " ".join(f"{name}{number}" for number in range(start, end))


def corpus(*articles, **columns):
    """Make a corpus of (id, outlet, text)."""
    return ck.Corpus(pd.DataFrame(articles, columns=["article_id", "outlet", "text"]).assign(**columns))


def groups(*articles, **columns):
    """Return who stands in a group with whom: {group: ids}."""
    found = find_reprints(corpus(*articles, **columns)).articles
    return {group: sorted(ids) for group, ids in found.groupby("reprint_group")["article_id"]}


WHOLE = words("harbour", 0, 400)
OTHER = words("school", 0, 400)


def test_the_same_text_in_two_outlets_is_a_group_named_by_the_earliest():
    days = pd.to_datetime(["2020-03-03", "2020-03-01", "2020-03-02"])
    found = find_reprints(corpus(("a", "A", WHOLE), ("b", "B", OTHER), ("c", "C", WHOLE), published=days)).articles
    assert found["reprint_group"].fillna("-").tolist() == ["c", "-", "c"]
    assert found["reprint_group"].dtype == "str"


@pytest.mark.parametrize(
    ("days", "name"), [(None, "a"), ([None, "2020-03-05"], "b"), (["2020-03-01", "2020-03-01"], "a")]
)
def test_without_a_date_the_first_in_the_corpus_gives_the_name(days, name):
    columns = {} if days is None else {"published": pd.to_datetime(days)}
    assert groups(("a", "A", WHOLE), ("b", "B", WHOLE), **columns) == {name: ["a", "b"]}


def test_an_article_without_copy_is_a_cluster_of_its_own():
    found = find_reprints(corpus(("a", "A", WHOLE), ("b", "B", OTHER), ("c", "C", WHOLE), ("d", "D", "No copy.")))
    unit, clusters = cluster_articles(found, None)
    assert unit == "reprint_group"
    assert clusters[0] == clusters[2]
    assert len(set(clusters)) == 3


def test_without_any_copies_the_column_is_there_and_empty():
    found = find_reprints(corpus(("a", "A", WHOLE), ("b", "B", OTHER)))
    assert found.articles["reprint_group"].isna().all()
    assert cluster_articles(found, None)[1].tolist() == [0, 1]


@pytest.mark.parametrize(
    "copy",
    [
        f"SPRINGFIELD (AP) — {WHOLE}",
        words("harbour", 0, 240),
        words("harbour", 0, 140),
        " ".join("changed" if number % 12 == 5 else f"harbour{number}" for number in range(400)),
        f"{WHOLE} {words('tail', 0, 150)}",
        f"{words('harbour', 0, 240)} {words('tail', 0, 150)}",
        f"{words('local', 0, 90)} {words('harbour', 0, 220)}",  # 71 % of it
    ],
    ids=["dateline", "cut to 60 %", "cut to 35 %", "8 % of words", "tail", "cut and tail", "local lead"],
)
def test_edited_copies_are_found(copy):
    assert groups(("a", "A", WHOLE), ("b", "B", copy), ("c", "C", OTHER)) == {"a": ["a", "b"]}


def test_within_an_outlet_background_makes_no_copy_but_an_update_does():
    background = f"{words('news', 0, 80)} {words('harbour', 100, 400)}"  # 300 of 380 words
    assert groups(("a", "A", WHOLE), ("b", "B", background)) == {"a": ["a", "b"]}
    assert groups(("a", "A", WHOLE), ("b", "A", background)) == {}
    update = f"{words('news', 0, 30)} {words('harbour', 100, 400)}"  # 300 of 330
    assert groups(("a", "A", WHOLE), ("b", "A", update)) == {"a": ["a", "b"]}


def test_half_of_an_article_is_enough_only_where_both_begin_alike():
    half, rest = words("harbour", 0, 230), words("school", 0, 170)
    assert groups(("a", "A", WHOLE), ("b", "B", f"{half} {rest}")) == {"a": ["a", "b"]}
    assert groups(("a", "A", WHOLE), ("b", "B", f"{rest} {half}")) == {}
    assert groups(("a", "A", WHOLE), ("b", "B", f"{words('harbour', 0, 190)} {words('school', 0, 210)}")) == {}


def test_a_quoted_speech_is_no_copy():
    speech = "\n\n".join(f"“{words('speech', start, start + 50)}”" for start in range(0, 300, 50))
    one, other = f"{words('harbour', 0, 100)}\n\n{speech}", f"{words('school', 0, 100)}\n\n{speech}"
    assert groups(("a", "A", one), ("b", "B", other)) == {}
    transcript = words("speech", 0, 300)
    assert groups(("a", "A", one), ("b", "B", transcript)) == {}
    assert groups(("a", "A", one), ("b", "B", one)) == {"a": ["a", "b"]}


def test_a_few_words_are_no_copy():
    assert groups(("a", "A", words("harbour", 0, 39)), ("b", "B", words("harbour", 0, 39))) == {}
    assert groups(("a", "A", words("harbour", 0, 40)), ("b", "B", words("harbour", 0, 40))) == {"a": ["a", "b"]}


def test_a_digest_makes_no_chain():
    digest = f"{WHOLE}\n\n{OTHER}"
    assert groups(("a", "A", WHOLE), ("b", "B", OTHER), ("c", "C", digest)) == {}
    assert groups(("a", "A", WHOLE), ("b", "B", OTHER), ("c", "C", digest), ("d", "D", digest)) == {"c": ["c", "d"]}
    twice = [("a", "A", WHOLE), ("b", "B", OTHER), ("e", "E", WHOLE), ("f", "F", OTHER)]
    assert groups(*twice, ("c", "C", digest)) == {"a": ["a", "e"], "b": ["b", "f"]}


def test_a_digest_joins_the_story_that_makes_up_most_of_it():
    digest = f"{WHOLE}\n\n{words('school', 0, 200)}"
    assert groups(("a", "A", WHOLE), ("b", "B", words("school", 0, 200)), ("c", "C", digest)) == {"a": ["a", "c"]}


def test_half_and_half_joins_the_story_it_begins_with():
    mixture = f"{words('harbour', 0, 150)} {words('school', 0, 150)}"
    assert groups(("a", "A", WHOLE), ("b", "B", OTHER), ("c", "C", mixture)) == {"a": ["a", "c"]}


def test_versions_that_grow_apart_stay_together():
    first, second, third = words("harbour", 0, 300), words("harbour", 0, 500), words("harbour", 100, 600)
    assert groups(("a", "A", first), ("b", "A", second), ("c", "B", third)) == {"a": ["a", "b", "c"]}


def test_what_is_marked_is_not_compared():
    page = words("page", 0, 200)
    articles = corpus(("a", "A", f"{page} {words('x', 0, 50)}"), ("b", "B", f"{page} {words('y', 0, 50)}"))
    assert find_reprints(articles).articles["reprint_group"].tolist() == ["a", "a"]
    spans = pd.DataFrame({"article_id": ["a", "b"], "start": 0, "end": len(page), "kind": "furniture", "rule": "r"})
    assert find_reprints(articles.replace(spans=spans)).articles["reprint_group"].isna().all()


def test_a_column_of_the_users_wins():
    own = corpus(("a", "A", WHOLE), ("b", "B", WHOLE), reprint_group=["mine", None])
    assert find_reprints(own) is own
    once = find_reprints(corpus(("a", "A", WHOLE), ("b", "B", WHOLE)))
    assert find_reprints(once) is once


def test_the_shipped_corpus_has_the_groups_that_were_written_into_it():
    found = find_reprints(ck.clean(ck.datasets.load_summit())).articles
    wanted = ck.datasets.gold()["reprints"]
    as_sets = [
        {frozenset(ids) for ids in table.groupby("reprint_group")["article_id"].agg(list)} for table in (found, wanted)
    ]
    assert as_sets[0] == as_sets[1]
    assert {len(ids) for ids in as_sets[0]} == {3}
