"""Titles to slugs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.content.fields import id_fault
from dateline.desk.slugs import LONGEST, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Ministers sign a deal", "ministers-sign-a-deal"),
        ("  What's next -- 50%?! ", "whats-next-50"),
        ("Ukraine’s fund", "ukraines-fund"),
        ("L'été à Łódź, São Paulo & Đà Nẵng", "lete-a-lodz-sao-paulo-da-nang"),
        ("Straße, Ærø, œuvre, Iğdır", "strasse-aero-oeuvre-igdir"),
        ("H₂O and ＡＢＣ ٢٠٢٥", "h2o-and-abc-2025"),
        ("Tokyo 東京 talks", "tokyo-talks"),
        ("東京", ""),
        ("—", ""),
        ("", ""),
    ],
)
def test_slug_keeps_what_a_title_has_in_letters_and_digits(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        # The examples of the resolution itself.
        ("Алушта Борщагівка Вишгород", "alushta-borshchahivka-vyshhorod"),
        ("Гадяч Згорани Ґалаґан Донецьк", "hadiach-zghorany-galagan-donetsk"),
        ("Рівне Єнакієве Гаєвич Житомир", "rivne-yenakiieve-haievych-zhytomyr"),
        ("Закарпаття Медвин Їжакевич Кадиївка", "zakarpattia-medvyn-yizhakevych-kadyivka"),
        ("Йосипівка Стрий Київ", "yosypivka-stryi-kyiv"),
        ("Ужгород Фастів Харків Біла Церква", "uzhhorod-fastiv-kharkiv-bila-tserkva"),
        ("Чернівці Шостка Щербухи Юрій Корюківка", "chernivtsi-shostka-shcherbukhy-yurii-koriukivka"),
        ("Яготин Костянтин Знам'янка", "yahotyn-kostiantyn-znamianka"),
    ],
)
def test_ukrainian_is_romanised_by_the_national_table(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_text_with_a_letter_that_only_russian_has_is_romanised_as_russian() -> None:
    assert slug_of("Съезд выборщиков: Горький, ёлка, эпоха") == "sieezd-vyborshchikov-gorkii-elka-epokha"


def test_letters_in_two_parts_are_the_same_as_in_one() -> None:
    assert (
        slug_of("Чернівці́ Стрий Київ")
        == slug_of("Чернівці́ Стрий Київ".replace("й", "и\u0306"))
        == "chernivtsi-stryi-kyiv"
    )


def test_long_title_ends_at_a_whole_word() -> None:
    slug = slug_of("The parliament in Kyiv ratifies the agreement on the joint reconstruction investment fund at last")

    assert slug == "the-parliament-in-kyiv-ratifies-the-agreement-on-the-joint-reconstruction"


def test_long_word_is_cut() -> None:
    assert slug_of("x" * 200) == "x" * LONGEST


@given(st.text())
def test_slug_of_any_text_is_empty_or_part_of_an_address(title: str) -> None:
    slug = slug_of(title)

    assert len(slug) <= LONGEST
    assert not slug or "devices" in id_fault(slug) or id_fault(slug) == ""


@given(st.text())
def test_slug_of_a_slug_is_itself(title: str) -> None:
    assert slug_of(slug_of(title)) == slug_of(title)
