"""German, as far as numbers, dates, negations and likelihood go."""

from __future__ import annotations

from dateline.analysis.vocabulary import Vocabulary

_PRONOUNS = "er ihn ihm sie es ihr ihnen sein seine seinen seiner ihre ihren ihrer"
_MONTHS = (
    "januar jan jänner",
    "februar feb",
    "märz",
    "april apr",
    "mai",
    "juni jun",
    "juli jul",
    "august aug",
    "september sep sept",
    "oktober okt",
    "november nov",
    "dezember dez",
)
_NUMERALS = "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"

VOCABULARY = Vocabulary(
    light=frozenset(
        f"""{_PRONOUNS}
        der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem jener jene jenes
        und auch sowie dann so aber doch jedoch während wobei als wie zu zum zur im in am an auf bei beim mit von vom
        für über um durch unter zwischen noch schon bereits nun jetzt derzeit ja eben
        ist sind war waren sei seien wäre wurde wurden wird werden worden geworden hat haben hatte hatten habe
        sich man wir uns ich dass was wer wo da dort hier selbst
        neue neuen neuer neues neu""".split()
    ),
    pronouns=frozenset(_PRONOUNS.split()),
    titles=frozenset("herr frau dr prof präsident präsidentin minister ministerin kanzler kanzlerin".split()),
    months={word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()},
    has_capital_months=True,
    numerals={word: number for number, word in enumerate(_NUMERALS.split())},
    scales={
        "hundert": 2,
        "tausend": 3,
        "tsd": 3,
        "million": 6,
        "millionen": 6,
        "mio": 6,
        "milliarde": 9,
        "milliarden": 9,
        "mrd": 9,
        "billion": 12,
        "billionen": 12,
        "bio": 12,
    },
    currencies={"euro": "€", "eur": "€", "dollar": "$", "usd": "$", "franken": "CHF", "chf": "CHF", "hrywnja": "₴"},
    percent=frozenset({"%", "prozent"}),
    before_numbers={"über": "mehr-als", "rund": "etwa", "unter": "weniger-als"},
    has_capital_nouns=True,
    groups={
        "negation": "nicht kein keine keinen keinem keiner keines\nnie niemals\nohne\nniemand nichts\nweder",
        "likelihood": (
            "wahrscheinlich wohl vermutlich voraussichtlich\nunwahrscheinlich\nmöglicherweise vielleicht könnte"
            " könnten kann können mag möglich\nsicher gewiss bestimmt\nangeblich\nsoll sollen sollte sollten"
            "\nmuss müssen"
        ),
        "attribution": "sagte sagt sagten erklärte erklärt laut zufolge\nbestritt bestreitet dementierte\nbestätigte",
        "date": "montag\ndienstag\nmittwoch\ndonnerstag\nfreitag\nsamstag sonnabend\nsonntag",
        "word": "etwa ungefähr circa zirka ca\nmehr-als mehr_als\nweniger-als weniger_als",
    },
)
