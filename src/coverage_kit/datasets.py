"""The shipped corpus, and what readers found in it."""

import pandas as pd

from coverage_kit.corpus import Corpus
from coverage_kit.readers.read import read_corpus
from coverage_kit.shipped import shipped

PARTS = ("source", "cue", "content")

SUMMIT_NOTE = (
    "The summit corpus is invented reporting by invented outlets about a real event (Vladivostok, April 2019); "
    "everyone quoted word for word is invented."
)


def load_summit() -> Corpus:
    """Load the shipped corpus: how six outlets covered the summit of Vladivostok in April 2019.

    The event is real and public record; the outlets, their reporters, their articles and everyone quoted word for
    word are invented, written for this library. data/README.md says how, and which contrasts were written in.

    Returns
    -------
    Corpus
        63 articles by 6 outlets on 12 stories, which the column ``story`` names; with agency copy printed by several
        outlets, and with the furniture of web pages left in: `clean` marks it.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> ck.datasets.load_summit()
    Corpus(63 articles, 6 outlets)
    """
    articles = read_corpus(shipped("data", "summit", "articles")).articles
    stories = pd.read_csv(shipped("data", "summit", "gold", "stories.csv"), dtype="str")
    return Corpus(articles.merge(stories, on="article_id", how="left", validate="1:1"), note=SUMMIT_NOTE)


def gold() -> dict[str, pd.DataFrame]:
    """Load what two readings of the shipped corpus found in it, to see how well a method finds the same.

    All offsets count characters of an article's text, the end excluded. data/README.md says how the tables were made,
    and how far two independent readings agree.

    Returns
    -------
    dict of str to DataFrame
        - ``stories``: ``article_id, story``.
        - ``reprints``: ``article_id, reprint_group, version`` of the articles that are agency copy in several outlets.
        - ``spans``: ``article_id, start, end, kind`` of furniture, datelines, bylines and credits.
        - ``attributions``: the columns of `attributions` without ``stance``, and ``kind`` (speech, thought, attitude).
        - ``labels``: ``article_id, start, end, entity, label, head, form``: how a person is described.
        - ``facts``: ``story, fact, description``; ``fact_passages``: ``article_id, fact, start, end``.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> labels = ck.datasets.gold()["labels"]
    >>> labels[labels["head"] == "dictator"]["article_id"].str.startswith("klaxon").all()
    np.True_
    """
    folder = shipped("data", "summit", "gold")
    tables = {path.stem: pd.read_csv(path, keep_default_na=False) for path in sorted(folder.glob("*.csv"))}
    articles = read_corpus(shipped("data", "summit", "articles")).articles.set_index("article_id")
    found = tables["attributions"]
    found["outlet"] = found["article_id"].map(articles["outlet"])
    found["speaker"] = found["speaker"].where(found["speaker"] != "", None)
    for part in PARTS:
        found[f"{part}_spans"] = found[f"{part}_spans"].map(_pairs)
        texts = zip(found["article_id"].map(articles["text"]), found[f"{part}_spans"], strict=True)
        found[part] = [" … ".join(text[start:end] for start, end in pairs) for text, pairs in texts]
    spans = [f"{part}_spans" for part in PARTS]
    order = ["article_id", "outlet", *spans, *PARTS, "speaker", "form", "source_type", "naming", "kind"]
    return tables | {"attributions": found[order]}


def _pairs(written: str) -> list[tuple[int, int]]:
    """Read "3-8 12-20"."""
    return [(int(start), int(end)) for start, end in (pair.split("-") for pair in written.split())]
