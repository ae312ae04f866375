"""French, as far as numbers, dates, negations and likelihood go."""

from __future__ import annotations

from dateline.analysis.vocabulary import Vocabulary

_PRONOUNS = "il elle ils elles lui leur leurs son sa ses"
_MONTHS = (
    "janvier janv",
    "février févr",
    "mars",
    "avril avr",
    "mai",
    "juin",
    "juillet juil",
    "août",
    "septembre sept",
    "octobre oct",
    "novembre nov",
    "décembre déc",
)
_NUMERALS = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"

VOCABULARY = Vocabulary(
    light=frozenset(
        f"""{_PRONOUNS}
        le la les l' un une des du de d' au aux ce cet cette ces c' qui que qu' dont où
        et aussi ainsi puis donc mais alors tandis comme à en dans sur par pour avec entre chez vers y
        est sont était étaient été être a ont avait avaient avoir fut furent s' se n' ne j' je nous vous on
        déjà encore maintenant actuellement même très
        nouveau nouvelle nouveaux nouvelles""".split()
    ),
    pronouns=frozenset(_PRONOUNS.split()),
    titles=frozenset("m mme président présidente ministre chancelier docteur dr".split()),
    months={word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()},
    numerals={word: number for number, word in enumerate(_NUMERALS.split()) if word != "un"},
    scales={
        "cent": 2,
        "cents": 2,
        "mille": 3,
        "million": 6,
        "millions": 6,
        "mio": 6,
        "milliard": 9,
        "milliards": 9,
        "md": 9,
        "mds": 9,
        "mrd": 9,
    },
    currencies={"euro": "€", "euros": "€", "eur": "€", "dollar": "$", "dollars": "$", "usd": "$", "hryvnias": "₴"},
    percent=frozenset({"%", "pourcent"}),
    before_numbers={"environ": "environ", "quelque": "environ"},
    groups={
        "negation": "pas point\njamais\nsans\naucun aucune\nrien\npersonne\nni",
        "likelihood": (
            "probablement probable vraisemblablement\nimprobable\npeut-être possible possiblement pourrait pourraient"
            " peut peuvent\ncertain certainement sûrement\nprétendument\ndevrait devraient\ndoit doivent"
        ),
        "attribution": "déclaré déclare dit selon\ndémenti dément nié nie\nconfirmé confirme",
        "date": "lundi\nmardi\nmercredi\njeudi\nvendredi\nsamedi\ndimanche",
        "word": "environ approximativement\nplus-de plus_de\nmoins-de moins_de",
    },
)
