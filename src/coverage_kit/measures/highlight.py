"""One article with its furniture greyed and its attributions and terms highlighted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from coverage_kit.corpus import Corpus, CorpusError, of_corpus
from coverage_kit.figures.highlight import Span, article_html
from coverage_kit.figures.theme import shorten
from coverage_kit.measures.attributions import are_heard, find_all, find_heard, unheard
from coverage_kit.measures.design import notes_of
from coverage_kit.measures.occurrences import find_occurrences
from coverage_kit.text.quotes import quoted_spans
from coverage_kit.text.terms import TermInput

SPEAKERS_SHOWN = 20
FORMS = ("direct", "mixed", "indirect")
_GREYLESS = "Nothing is greyed: the corpus has no marks. clean(corpus) marks furniture, datelines, bylines and credits."
_NOBODY = "Nobody is quoted or paraphrased in this article, as far as the rules see."
_BY_RULES = "Attributions are found by rules; some are missed or wrong. Rest the pointer on one to see its classes."
_NO_TERM = "None of the terms stands in the reporting of this article."


@dataclass(frozen=True)
class ArticleView:
    """An article to be looked at: shown in a notebook, or saved with ``Path("view.html").write_text(view.html)``."""

    article_id: str
    html: str

    def __repr__(self) -> str:
        return f"ArticleView({self.article_id!r})"

    def _repr_html_(self) -> str:
        return self.html


@of_corpus
def highlight(corpus: Corpus, article_id: str, *, terms: TermInput | Iterable[TermInput] | None = None) -> ArticleView:
    """Show one article as it was printed: furniture greyed, and each source, cue and content highlighted.

    Parameters
    ----------
    corpus : Corpus
        Clean it first, so that furniture is greyed and not read for attributions.
    article_id : str
        Which article.
    terms : str, mapping, or list of these, optional
        Terms to frame, as in `salience`.

    Returns
    -------
    ArticleView
        ``html``, a fragment that needs no script and nothing from elsewhere; a notebook shows it. Under the article
        stands who speaks, under which names, and in how many words, as `sources` counts them: a word inside two
        attributions is the inner speaker's.

    Raises
    ------
    CorpusError, ValueError
        If no article has that id, or a term has no letter in it.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> view = ck.highlight(ck.clean(ck.datasets.load_summit()), "bourse-china", terms="sanction*")
    >>> view
    ArticleView('bourse-china')
    """
    ids = corpus.articles["article_id"]
    if article_id not in set(ids):
        close = get_close_matches(str(article_id), ids.tolist(), n=1)
        remedy = f"Did you mean '{close[0]}'?" if close else "Look at corpus.articles['article_id']"
        raise CorpusError(f"article_id: no article has the id '{article_id}'. {remedy}")
    one = corpus.filter(article_id=article_id)
    article = one.articles.iloc[0].dropna()
    framed = [] if terms is None else _terms(one, terms)
    speakers = _speakers(one)
    notes = notes_of(
        corpus,
        _GREYLESS if corpus.spans.empty else None,
        _NO_TERM if terms is not None and not framed else None,
        _BY_RULES if speakers else _NOBODY,
        f"The {SPEAKERS_SHOWN} with most words of {len(speakers):,} speakers."
        if len(speakers) > SPEAKERS_SHOWN
        else None,
        unheard(one),
    )
    page = article_html(
        article["text"],
        [*_printed(one), *framed],
        title=article.get("title", ""),
        facts=[article["outlet"], *(f"{day:%Y-%m-%d}" for day in article.filter(["published"])), article_id],
        speakers=speakers[:SPEAKERS_SHOWN],
        notes=notes,
    )
    return ArticleView(article_id, page)


def _printed(one: Corpus) -> Iterator[Span]:
    """Yield what is marked, and the parts of each attribution with its classes."""
    text, found, marked = one.unmarked_texts()[0], one.derived(find_all), one.spans[["start", "end", "kind"]]
    yield from (Span(start, end, "marked", kind) for start, end, kind in marked.itertuples(index=False))
    for row, voiced in zip(found.fillna({"speaker": "unknown speaker"}).itertuples(), are_heard(found), strict=True):
        note = " · ".join((row.speaker, row.form, row.stance, row.source_type.replace("unknown", "unknown type")))
        yield from (Span(*span, "source", note) for span in row.source_spans)
        yield from (Span(*span, "cue", note) for span in row.cue_spans)
        yield from (Span(*span, "content" if voiced else "unheard", note) for span in row.content_spans)
    # With the quotation marks.
    yield from (Span(start - 1, min(end + 1, len(text)), "quoted") for start, end in quoted_spans(text))


def _terms(one: Corpus, terms: TermInput | Iterable[TermInput]) -> list[Span]:
    """Return where the terms stand, with the voice of each."""
    hits = find_occurrences(one, terms).hits[["start", "end", "term", "voice"]]
    return [Span(start, end, "term", f"{term} · {voice} voice") for start, end, term, voice in hits.to_numpy()]


def _speakers(one: Corpus) -> list[tuple[str, str, str, int]]:
    """Return who speaks, under which names, in which forms and how many words, the one with most words first."""
    rows = []
    for speaker, own in find_heard(one).fillna({"speaker": "unknown"}).groupby("speaker", sort=False):
        names = [shorten(" ".join(name.split()), 48) for name in dict.fromkeys(own["source"])]
        forms = own["form"].value_counts()
        form = ", ".join(f"{forms[form]} {form}" for form in FORMS if form in forms)
        rows.append((speaker, shorten(", ".join(names), 160), form, int(own["n_words"].sum())))
    return sorted(rows, key=lambda row: -row[-1])
