"""The words of each language that tell whether an edit changed what a text says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from dateline.analysis.vocabulary import Vocabulary

_MODULES: Mapping[str, str] = {"en": "english", "de": "german", "fr": "french", "uk": "ukrainian"}


@cache
def vocabulary_of(lang: str) -> Vocabulary:
    """The vocabulary of a BCP 47 language tag; an empty one for a language that has none here.

    >>> vocabulary_of("en-GB").key("negotiations") == vocabulary_of("en").key("talks")
    True
    """
    name = _MODULES.get(lang.partition("-")[0].casefold())
    if name is None:
        return Vocabulary()
    found = import_module(f"{__name__}.{name}").VOCABULARY
    assert isinstance(found, Vocabulary)
    return found
