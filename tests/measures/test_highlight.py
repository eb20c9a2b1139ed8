import dataclasses
import re
from html import unescape

import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.measures.highlight import SPEAKERS_SHOWN, highlight

NOBODY = "Nobody is quoted or paraphrased in this article, as far as the rules see."
GREYLESS = "Nothing is greyed: the corpus has no marks. clean(corpus) marks furniture, datelines, bylines and credits."
BY_RULES = "Attributions are found by rules; some are missed or wrong. Rest the pointer on one to see its classes."


def corpus_of(text, **columns):
    return ck.Corpus(pd.DataFrame({"article_id": ["a1"], "outlet": ["A"], "text": [text]} | columns))


def text_of(view):
    inside = re.search(r'<div class="ck-text">\n(.*?)\n</div>', view.html, re.DOTALL)[1]
    return unescape(re.sub("<[^>]*>", "", inside))


def pieces(view, role):
    body = view.html.split('<div class="ck-text">')[1]
    found = re.findall(rf'<(\w+) class="[^"]*\bck-{role}\b[^"]*"(?: title="([^"]*)")?>([^<]*)</\1>', body)
    return [(unescape(words), unescape(note)) for _, note, words in found]


def words_of(view, role):
    return [words for words, _ in pieces(view, role)]


def notes(view):
    return [unescape(note) for note in re.findall('<p class="ck-note">([^<]*)</p>', view.html)]


def speakers(view):
    rows = re.findall("<tr>(.*?)</tr>", view.html.split("<tbody>")[1])
    return [tuple(unescape(cell) for cell in re.findall("<td>([^<]*)</td>", row)) for row in rows]


QUOTE = "“The lake is rising,” said Ann Lee, an analyst. She warned that boats would go.\nThe town of Oster wants rain."


def test_an_article_by_hand():
    view = highlight(corpus_of(QUOTE), "a1")
    assert text_of(view) == QUOTE
    assert words_of(view, "cue") == ["said", "warned", "wants"]
    assert words_of(view, "quoted") == ["“The lake is rising,”"]
    assert words_of(view, "content") == ["“The lake is rising,”", "that boats would go"]
    assert words_of(view, "unheard") == ["rain"]
    assert pieces(view, "quoted")[0][1] == "Ann Lee · direct · neutral · expert"
    assert dict(pieces(view, "source"))["She"] == "Ann Lee · indirect · forceful · expert"


def test_who_speaks_in_how_many_words():
    # 4 words in "The lake is rising", 4 in "that boats would go"
    assert speakers(highlight(corpus_of(QUOTE), "a1")) == [
        ("Ann Lee", "Ann Lee, an analyst, She", "1 direct, 1 indirect", "8")
    ]


def test_words_are_those_that_sources_counts(summit):
    for article_id in summit.articles["article_id"][::9]:
        one = summit.filter(article_id=article_id)
        counted = sum(int(words.replace(",", "")) for *_, words in speakers(highlight(summit, article_id)))
        heard = ck.attributions(one).query("source != '' and stance != 'attitude'")
        inside = {place for spans in heard["content_spans"] for start, end in spans for place in range(start, end)}
        starts = [match.start() for match in re.finditer(r"[^\W_]+(?:['’.&-][^\W_]+)*", one.unmarked_texts()[0])]
        assert counted == pytest.approx(len(inside.intersection(starts)), rel=0.05)


def test_every_article_of_the_shipped_corpus_is_kept(summit):
    for article_id, text in summit.articles[["article_id", "text"]].itertuples(index=False):
        view = highlight(summit, article_id, terms=["sanction*", "broker"])
        assert text_of(view) == text
        marked = summit.spans[summit.spans["article_id"] == article_id]
        greyed = "".join(words_of(view, "marked"))
        assert greyed == "".join(
            text[s:e].replace("\n", "") for s, e in zip(marked["start"], marked["end"], strict=True)
        )


def test_header(summit):
    article = summit.articles.iloc[0]
    view = highlight(summit, article["article_id"])
    assert f'<p class="ck-title"><strong>{article["title"]}</strong></p>' in view.html
    assert f"{article['published']:%Y-%m-%d}" in view.html
    assert notes(view)[0] == BY_RULES
    assert notes(view)[-1] == summit.note


def test_header_without_title_or_date():
    view = highlight(corpus_of("It rained.", title=[None], published=[pd.NaT]), "a1")
    assert 'ck-title">' not in view.html
    assert '<p class="ck-facts">A &#183; a1</p>' in view.html


def test_markup_in_an_article_is_text():
    evil = '<script>alert("&")</script>'
    text = f"“No {evil},” said Ann {evil} Lee. {evil}"
    view = highlight(corpus_of(text, title=[evil]), "a1", terms="alert")
    assert "<script" not in view.html
    assert text_of(view) == text


def test_without_attributions_and_without_marks():
    view = highlight(corpus_of("It rained."), "a1")
    assert notes(view) == [GREYLESS, NOBODY]
    assert "<table" not in view.html


def test_terms_with_their_voice():
    view = highlight(corpus_of(QUOTE + "\nThe lake froze."), "a1", terms={"water": ["lake", "rain"]})
    assert words_of(view, "term") == ["lake", "rain", "lake"]
    assert pieces(view, "term")[0][1] == "water · attributed voice | Ann Lee · direct · neutral · expert"
    assert pieces(view, "term")[2][1] == "water · own voice"


def test_terms_that_are_not_there():
    view = highlight(corpus_of("It rained."), "a1", terms=["zebra"])
    assert "None of the terms stands in the reporting of this article." in notes(view)


def test_a_bad_term_is_refused():
    with pytest.raises(ValueError):
        highlight(corpus_of("It rained."), "a1", terms="…")


def test_an_unknown_article(summit):
    with pytest.raises(ck.CorpusError) as error:
        highlight(summit, "bourse-chna")
    assert str(error.value) == "article_id: no article has the id 'bourse-chna'. Did you mean 'bourse-china'?"
    with pytest.raises(ck.CorpusError) as error:
        highlight(corpus_of("It rained."), "zzz")
    assert str(error.value) == "article_id: no article has the id 'zzz'. Look at corpus.articles['article_id']"
    with pytest.raises(ck.CorpusError) as error:
        highlight(corpus_of("It rained."), 7)
    assert str(error.value) == "article_id: no article has the id '7'. Look at corpus.articles['article_id']"


def test_a_long_list_of_speakers_is_cut():
    letters = "BCDFGHJKLMNPRSTVWZ"
    names = [f"Ann {one}e{two}in" for one in letters for two in letters[:2].lower()][: SPEAKERS_SHOWN + 5]
    text = "\n".join(f"“It rained again today,” said {name}." for name in names)
    view = highlight(corpus_of(text), "a1")
    assert len(speakers(view)) == SPEAKERS_SHOWN
    assert "The 20 with most words of 25 speakers." in notes(view)


def test_the_view():
    view = highlight(corpus_of("It rained."), "a1")
    assert view._repr_html_() == view.html
    assert repr(view) == "ArticleView('a1')"
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.html = ""
    assert view == highlight(corpus_of("It rained."), "a1")
