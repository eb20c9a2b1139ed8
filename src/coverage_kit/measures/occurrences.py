"""Where terms stand in the reporting of a corpus, in which part of an article, and in whose voice."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coverage_kit.corpus import Corpus, CorpusError
from coverage_kit.measures.attributions import find_in, voice_of_hits
from coverage_kit.measures.design import Groups, some
from coverage_kit.text.sentences import sentence_spans
from coverage_kit.text.terms import TermFinder, TermInput, parse_terms
from coverage_kit.text.tokens import Word, find_words

Zone = Literal["headline", "lead", "body"]
Voice = Literal["own", "attributed"]
ZONES: tuple[Zone, ...] = get_args(Zone)
LEAD_SENTENCES = 3


class Occurrences(NamedTuple):
    """Where each term stands and how long each article is."""

    terms: list[str]
    written: dict[str, list[str]]  # what counts under each term
    words: NDArray[np.int64]  # (n_articles,)
    hits: pd.DataFrame  # article (row number), term, start, end; voice, speaker and source_type if they were asked for

    def only(self, kept: NDArray[np.bool_]) -> "Occurrences":
        """Return what stands in some articles; the others hold nothing."""
        return self._replace(hits=self.hits[kept[self.hits["article"].to_numpy(np.int64)]])

    def matrix(self) -> NDArray[np.int64]:
        """Return the counts, shape (n_articles, n_terms)."""
        counts = np.zeros((len(self.words), len(self.terms)), np.int64)
        code = {term: position for position, term in enumerate(self.terms)}
        np.add.at(counts, (self.hits["article"].to_numpy(np.int64), self.hits["term"].map(code).to_numpy(np.int64)), 1)
        return counts


def find_occurrences(
    corpus: Corpus,
    terms: TermInput | Iterable[TermInput],
    *,
    zone: Zone | None = None,
    voice: Voice | None = None,
) -> Occurrences:
    """Find terms in the reporting of each article, or in one zone of it, with who says them, and count its words.

    With `voice`, only occurrences in that voice are kept; the words stay those of all reporting, so that the rates of
    both voices add up.
    """
    if voice not in (None, *get_args(Voice)):
        raise ValueError(f"voice: '{voice}' is not known. Choose 'own' or 'attributed', or leave it out for both")
    if zone == "headline" and voice is not None:
        raise ValueError("voice: headlines are not read for voices. Choose the zone 'lead' or 'body', or leave one out")
    found = find_terms(corpus, terms, zone=zone)
    if zone == "headline":
        return found._replace(hits=found.hits.assign(voice="own", speaker=None, source_type=None))
    holding = find_in(corpus, found.hits["article"].unique().tolist())
    hits = found.hits.join(voice_of_hits(found.hits, holding, corpus.articles["article_id"]))
    return found._replace(hits=hits if voice is None else hits[hits["voice"] == voice])


def find_terms(corpus: Corpus, terms: TermInput | Iterable[TermInput], *, zone: Zone | None = None) -> Occurrences:
    """Find terms without asking who says them; marked text is never counted. In headlines, offsets are the title's."""
    if zone not in (None, *ZONES):
        raise ValueError(f"zone: '{zone}' is not known. Choose from {', '.join(ZONES)}, or leave it out for the text")
    parsed = parse_terms(terms)
    finder = TermFinder(parsed)
    lengths, found = [], []
    for number, (text, words) in enumerate(_titles(corpus) if zone == "headline" else _texts(corpus, zone)):
        lengths.append(len(words))
        found += [(number, *hit) for hit in finder.find(text, words)]
    written = {term.name: list(term.written) for term in parsed}
    hits = pd.DataFrame(found, columns=["article", "term", "start", "end"])
    return Occurrences(list(written), written, np.array(lengths, np.int64), hits)


def _titles(corpus: Corpus) -> Iterator[tuple[str, list[Word]]]:
    if "title" not in corpus.articles:
        remedy = "Read the articles with their titles, or choose the zone 'lead' or 'body'"
        raise CorpusError(f"zone: the corpus has no column 'title', so it has no headlines. {remedy}")
    for title in corpus.articles["title"].fillna(""):
        yield title, find_words(title)


def _texts(corpus: Corpus, zone: Zone | None) -> Iterator[tuple[str, list[Word]]]:
    # The words are those of the reporting, what parts them is not blanked: no phrase reaches across marked text.
    for text, unmarked in zip(corpus.articles["text"], corpus.unmarked_texts(), strict=True):
        words = find_words(unmarked)
        if zone is not None:
            sentences = sentence_spans(unmarked)[:LEAD_SENTENCES]
            end = sentences[-1][1] if sentences else 0
            words = [word for word in words if (word.start < end) == (zone == "lead")]
        yield text, words


def what_is_counted(zone: Zone | None, voice: Voice | None) -> str:
    """Say it in words, to be put behind "Rates per 10,000 words"."""
    where = {None: "", "headline": " of headlines", "lead": " of leads", "body": " of text below the lead"}[zone]
    return where + {None: "", "own": ", in the outlet's own voice", "attributed": ", attributed to others"}[voice]


def evidence_of(
    corpus: Corpus, found: Occurrences, groups: Groups, *, by: str, zone: Zone | None = None
) -> pd.DataFrame:
    """Return where each occurrence stands, with its group, voice and speaker."""
    numbers = found.hits["article"].to_numpy(np.int64)
    evidence = found.hits.drop(columns=["article", "source_type"], errors="ignore")
    evidence.insert(1, by, np.array(groups.names, object)[groups.codes[numbers]])
    evidence.insert(2, "article_id", corpus.articles["article_id"].to_numpy()[numbers])
    return (evidence if zone is None else evidence.assign(zone=zone)).reset_index(drop=True)


def absent(found: Occurrences) -> str | None:
    """Say in words which terms were not found."""
    held = set(found.hits["term"])
    never = [term for term in found.terms if term not in held]
    return f"Not found in the reporting of any article: {', '.join(never)}." if never else None


def wordless(words: NDArray[np.int64], groups: Groups, zone: Zone | None = None) -> str | None:
    """Say in words which groups have no rate, as they have no words."""
    total = np.bincount(groups.codes, words, minlength=len(groups.names))
    names = [name for name, number in zip(groups.names, total, strict=True) if not number]
    return (
        f"No rate for {some(names)}: no words{what_is_counted(zone, None) or ' of reporting'} are left."
        if names
        else None
    )
