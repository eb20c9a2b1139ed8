import pandas as pd
import pytest

import coverage_kit as ck


@pytest.fixture(scope="session")
def summit():
    return ck.clean(ck.datasets.load_summit())


@pytest.fixture
def small():
    """Two outlets, four articles of invented text; the reporting of each has a word count easily checked by hand."""
    return ck.read_corpus(
        pd.DataFrame(
            {
                "id": ["a1", "a2", "b1", "b2"],
                "outlet": ["A", "A", "B", "B"],
                "text": [
                    "The broker came. He was alone.",
                    "A broker is a broker.",
                    "“He is no broker,” said Ann Lee, an analyst.",
                    "Nothing happened at all here.",
                ],
                "section": ["World", None, "World", "World"],
            }
        )
    )
