"""A title for a draft: the article's own, or the start of its first sentence."""

from __future__ import annotations

import re

from dateline.desk.article import Article

_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2}[.!?…])[\"'”’)]*\s|\n\s*\n|(?<=[^\W\d_]{2})[.!?…][\"'”’)]*\s*$|。")
_CLAUSE = re.compile(
    r"\s*[,;:\u2013\u2014(]\s|\s(?=(?:which|that|aimed|after|before|while|amid|as|because|following|"
    r"який|яка|яке|які|щоб|після|попри|через)\b)"
)
_LONGEST = 110
_SHORTEST = 30


def proposed_title(article: Article, text: str) -> tuple[str, str]:
    """A title and the note that says where it comes from; nothing in it that the text does not say."""
    if article.title:
        return _cut(article.title, 300), "confirm: the title of the text" + (
            "" if article.title_is_in_body else ", which is no part of the body any more"
        )
    start = " ".join(text.partition("\n\n")[0].split()) if text.strip() else text
    found = _SENTENCE_END.search(start)
    sentence = start[: found.start()] if found else start
    title = _cut(sentence.strip(" -*#>\u2022"), _LONGEST)
    return title.rstrip(" .,;:"), "confirm: the start of the first sentence; write a headline"


def _cut(sentence: str, longest: int) -> str:
    """A sentence, or its first clause, or as many of its words as fit."""
    if len(sentence) <= longest:
        return sentence
    clauses = [found.start() for found in _CLAUSE.finditer(sentence, _SHORTEST, longest)]
    if clauses:
        return sentence[: clauses[-1]]
    return (sentence[: longest - 1].rpartition(" ")[0] or sentence[: longest - 1]) + "…"
