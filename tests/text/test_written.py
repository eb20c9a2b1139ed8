import pytest

from coverage_kit.text.written import as_written


@pytest.mark.parametrize(
    ("term", "text", "written"),
    [
        ("kim jong un", "On Thursday Kim Jong Un left.", "Kim Jong Un"),
        ("kim jong un", "Kim Jong Un left.", "Kim Jong Un"),
        ("joint statement", "Joint statement: a no.", "joint statement"),
        ("self reliance", "He spoke of self-reliance, and of self reliance, and of self-reliance.", "self-reliance"),
        (
            "sanctions",
            "Sanctions stay. Sanctions bite. He said: Sanctions. “Sanctions” again, and sanctions.",
            "sanctions",
        ),
        ("eu", "The EU and the EU's ships; the Eu.", "EU"),
        ("kremlin", "He asked the Kremlin’s men, Kremlin men and the kremlin.", "Kremlin"),
        ("no deal", "There was no\ndeal.", "no deal"),
        ("gas pipeline", "The gas, pipeline by pipeline, goes.", "gas pipeline"),
        ("talks", "Talks. Talks.", "talks"),
        ("seoul", "talks in\u00a0Seoul, talks in\nSeoul; seoul", "Seoul"),
        ("sanctions", "of sanc\u00adtions", "sanctions"),
        ("nobody", "", "nobody"),
        (" ", "Talks.", " "),
    ],
)
def test_terms_are_as_inside_sentences(term, text, written):
    assert as_written([term], [text]) == {term: written}


def test_of_writings_that_are_as_frequent_one_is_taken_whatever_the_order():
    texts = ["at the Summit", "at the summit"]
    assert as_written(["summit"], texts) == as_written(["summit"], texts[::-1])
