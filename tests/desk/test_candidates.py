"""Candidates: the names that a text holds, compared with labels that were given by hand, and what holds in any text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.desk.candidates import Candidate, Finder, candidates

ARTICLES = Path(__file__).parent / "articles"
FACTS = Path(__file__).parents[3] / "shared/facts/summary.txt"


def by_name(text: str, lang: str = "en", known: tuple[str, ...] = ()) -> dict[str, Candidate]:
    return {candidate.name: candidate for candidate in candidates(text, lang, known)}


def kinds(text: str, lang: str = "en", known: tuple[str, ...] = ()) -> dict[str, str]:
    return {name: candidate.kind for name, candidate in by_name(text, lang, known).items()}


def test_labelled_articles_are_read_as_a_person_reads_them() -> None:
    labelled = named = found = right = 0
    missing: set[str] = set()
    false: set[str] = set()
    for article in sorted(ARTICLES.glob("*.txt")):
        rows = [line.split("\t") for line in article.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()]
        expected = {name: kind for kind, name in rows}
        lang = article.name.split(".")[1] if article.name.count(".") == 2 else "en"
        got = kinds(article.read_text(encoding="utf-8"), lang)
        labelled += len(expected)
        named += len(got)
        found += len(got.keys() & expected.keys())
        right += sum(got.get(name) == kind for name, kind in expected.items())
        missing |= expected.keys() - got.keys()
        false |= got.keys() - expected.keys()
    figures = f"{labelled=} {found=} {right=} {named=} {missing=} {false=}"

    assert found / labelled >= 0.95, figures
    assert found / named >= 0.95, figures
    assert right / found >= 0.9, figures


@pytest.mark.skipif(not FACTS.exists(), reason="the fact sheet is not beside this checkout")
def test_in_an_empty_site_the_first_summary_gives_all_its_persons_bodies_and_states() -> None:
    got = kinds(FACTS.read_text(encoding="utf-8"))

    assert got == {
        "White House": "public-body",
        "Ukraine": "state",
        "United States": "state",
        "Donald Trump": "person",
        "Volodymyr Zelenskyy": "person",
        "U.S. Treasury": "public-body",
        "Scott Bessent": "person",
        "JD Vance": "person",
        "Munich": "place",
        "Keith Kellogg": "person",
        "Russia": "state",
        "Rada": "public-body",
        "National Security Council": "public-body",
        "Vladimir Putin": "person",
        "Saudi Arabia": "state",
        "Congress": "public-body",
    }


@pytest.mark.parametrize(
    ("text", "name", "kind", "said"),
    [
        ("He saw Jane Roe, U.S. Treasury Secretary, there.", "Jane Roe", "person", "U.S. Treasury Secretary"),
        ("It was U.S. Treasury Secretary Jane Roe.", "Jane Roe", "person", "U.S. Treasury Secretary"),
        ("Jane Roe, then first deputy prime minister, left.", "Jane Roe", "person", "first deputy prime minister"),
        ("President Jan Novák spoke.", "Jan Novák", "person", "President"),
        ("the special envoy Lee O'Brien came", "Lee O'Brien", "person", "special envoy"),
        ("Secretary of State Ann Lee came.", "Ann Lee", "person", "Secretary of State"),
        ("Lt. Gen. Max Orff came.", "Max Orff", "person", "Lt. Gen."),
        ("Ann Lee (chief executive of Oreco) came.", "Ann Lee", "person", "chief executive of Oreco"),
        ("the king met Mohammed bin Nasr, the oil minister.", "Mohammed bin Nasr", "person", "oil minister"),
        ("a talk with Ursula von der Au said the host, Mr. Holm", "Holm", "person", ""),
        ("signed with the mining company Oreco today", "Oreco", "company", "company"),
        ("Oreco, a privately held lithium producer, won.", "Oreco", "company", "privately held lithium producer"),
        ("in the city of Lund", "Lund", "place", ""),
        ("the Ministry of Finance and Trade", "Ministry of Finance and Trade", "public-body", ""),
        ("the Bank of Japan said", "Bank of Japan", "public-body", ""),
        ("the Development Finance Corporation (DFC)", "Development Finance Corporation", "public-body", ""),
        ("shares of Oreco Holdings, Inc. fell", "Oreco Holdings, Inc", "company", ""),
        ("the Geneva Institute for Peace said", "Geneva Institute for Peace", "organization", ""),
        ("signed the Oslo Accords in", "Oslo Accords", "topic", ""),
        ("talks with the EU on", "European Union", "alliance", ""),
    ],
)
def test_titles_offices_and_nouns_tell_what_a_name_is(text: str, name: str, kind: str, said: str) -> None:
    candidate = by_name(text)[name]

    assert (candidate.kind, candidate.said) == (kind, said)


def test_a_state_is_found_by_its_names_and_hinted_at_by_its_capital_and_adjective() -> None:
    candidate = by_name("The U.S. and the United States. In Washington, American officials spoke.")["United States"]

    assert candidate.aliases == ("U.S.",)
    assert candidate.hints == ("Washington", "American")
    assert candidate.count == 4


def test_shorter_forms_and_acronyms_are_one_with_the_full_name_wherever_they_stand() -> None:
    text = "Roe will speak. Later the minister, Jane Roe, met the Ore Trade Council (OTC). The OTC thanked Roe's staff."
    found = by_name(text)

    assert found["Jane Roe"].aliases == ("Roe",)
    assert found["Jane Roe"].count == 3
    assert found["Ore Trade Council"].aliases == ("OTC",)
    assert "OTC" not in found


def test_words_that_only_begin_sentences_are_no_names() -> None:
    assert (
        kinds("Talks resumed. However, nothing moved. The deal fell. Prices rose in May. \u201cNever.\u201d Two left.")
        == {}
    )


def test_headlines_addresses_and_code_tell_no_names() -> None:
    assert (
        kinds("Ministers Reject Second Draft Over Missing Guarantees\n\nsee https://Example.org/Jane-Roe, `Jane Roe`")
        == {}
    )


def test_known_names_are_no_candidates_nor_are_longer_forms_of_a_known_surname() -> None:
    text = "Jane Roe met President Max Orff of Utopia. Roe's aide saw Orff."

    assert kinds(text, known=("Jane Roe", "Roe", "Orff", "Utopia")) == {}


def test_a_possessive_parts_two_names() -> None:
    assert kinds("It was Kenya's Jane Roe said so.")["Kenya"] == "state"
    assert kinds("the plan of Kenya\u2019s Finance Ministry")["Finance Ministry"] == "public-body"


def test_a_hyphen_parts_states() -> None:
    assert kinds("a US-Ukraine deal with pro-Russian and Kyiv-based groups").keys() == {
        "United States",
        "Ukraine",
        "Russia",
    }


def test_a_candidate_s_place_and_context_are_those_of_its_first_mention() -> None:
    text = "After long talks in the\nnorth, the president, Jane Roe, signed it. Roe left."
    candidate = by_name(text)["Jane Roe"]

    assert text[candidate.start : candidate.end] == "Jane Roe"
    assert candidate.context == "After long talks in the north, the president, Jane Roe, signed it. Roe left."


def test_in_a_language_without_a_lexicon_only_well_known_names_are_found() -> None:
    assert kinds("Der Minister Hans Muster sprach mit der NATO und den USA über Deutschland.", "de") == {
        "NATO": "alliance",
        "Vereinigte Staaten": "state",
        "Deutschland": "state",
    }


def test_ten_thousand_short_texts_are_read_in_seconds_with_ten_thousand_known_names() -> None:
    text = (ARTICLES / "port.txt").read_text(encoding="utf-8")[:400]
    finder = Finder("en", [f"Name{number} Known{number}" for number in range(10_000)])
    started = time.process_time()
    for number in range(1_000):
        finder.find(f"{text} {number}")

    assert time.process_time() - started < 3


@pytest.mark.parametrize("words", ["Ministry of Trade ", "Jane ", "President ", "«А", "J. ", "Міністерство фонд "])
def test_runs_without_an_end_are_read_in_proportion_to_their_length(words: str) -> None:
    started = time.process_time()
    candidates(words * (100_000 // len(words)), "uk")

    assert time.process_time() - started < 5


@given(
    st.text(st.sampled_from("Aab. ,\n'’-&(«»)ЇїЄPresident U.S. Ministry of Rada Рада фонд Міністр")),
    st.sampled_from(["en", "uk", "de"]),
)
def test_any_text_is_read_and_every_candidate_stands_in_it(text: str, lang: str) -> None:
    for candidate in candidates(text, lang):
        assert 0 <= candidate.start < candidate.end <= len(text)
        assert "\n" not in candidate.context


PIECES = st.lists(
    st.sampled_from(
        [
            "President",
            "Jane",
            "Roe",
            "of",
            "the",
            "Ministry",
            "Trade",
            "and",
            "U.S.",
            "Kyiv",
            ",",
            ".",
            "(",
            ")",
            "said",
            "Bank",
            "Inc.",
            "’s",
            "Міністр",
            "Рада",
            "фонд",
            "«",
            "»",
            "України",
            "Орест",
            "-",
            "&",
            "\n",
            "General",
            "Court",
        ]
    )
)


@given(PIECES, st.sampled_from(["en", "uk"]))
def test_any_order_of_telling_words_is_read(pieces: list[str], lang: str) -> None:
    text = " ".join(pieces)
    for candidate in candidates(text, lang, ("Roe", "Trade")):
        assert 0 <= candidate.start < candidate.end <= len(text)
        assert candidate.name
