"""The shipped corpus."""

from coverage_kit.corpus import Corpus
from coverage_kit.readers.read import read_corpus
from coverage_kit.shipped import shipped

SUMMIT_NOTE = (
    "The summit corpus is invented reporting by invented outlets about a real event (Vladivostok, April 2019); "
    "everyone quoted word for word is invented."
)


def load_summit() -> Corpus:
    """Load the shipped corpus: how six outlets covered the summit of Vladivostok in April 2019.

    The event is real and public record; the outlets, their reporters, their articles and everyone quoted word for
    word are invented, written for this library.

    Returns
    -------
    Corpus
        18 articles, 3 stories in 6 outlets, with the furniture of web pages left in; `clean` marks it.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> ck.datasets.load_summit()
    Corpus(18 articles, 6 outlets)
    """
    corpus = read_corpus(shipped("data", "summit", "articles"))
    return Corpus(corpus.articles, note=SUMMIT_NOTE)
