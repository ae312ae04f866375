"""English, as briefs are written in it."""

from __future__ import annotations

import re

from dateline.analysis.vocabulary import Vocabulary

_BRITISH = (
    (re.compile(r"is(e|ed|ing|ation)\Z"), r"iz\1"),
    (re.compile(r"(?<=[^aeiou])our(?=\Z|able|er|ed|ing)"), "or"),
    (re.compile(r"\A(cent|theat|met|lit|fib|kilomet)re\Z"), r"\1er"),
    (re.compile(r"\A(def|off|pret|lic)ence\Z"), r"\1ense"),
    (re.compile(r"\Aprogramme\Z"), "program"),
)
_INFLECTED = re.compile(r"(?<=[a-z]{3})(?:ed|ing)\Z")


def _stem(word: str) -> str:
    """A word without its ending and in one spelling: `organised` and `organizes` become the same."""
    if len(word) < 4 or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif re.search(r"(?:ch|sh|x|z|ss)es\Z", word):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for pattern, american in _BRITISH:
        word = pattern.sub(american, word)
    if word.endswith("ied") and len(word) > 4:
        word = word[:-3] + "y"
    elif _INFLECTED.search(word):
        word = _INFLECTED.sub("", word)
        word = re.sub(r"([bdglmnprt])\1\Z", r"\1", word)
    elif word.endswith("ly") and len(word) > 5:
        word = word[:-2]
    return word.removesuffix("e")


_PRONOUNS = "he him his it its she her they them their theirs himself herself itself themselves who whom whose"

_LIGHT = f"""{_PRONOUNS}
a an the this that these those which what there here such same own other another one
be am is are was were been being 's 're has have had having 've do does did doing done to
of in on at for with by as into onto upon within between among amongst through throughout during via per about around
toward towards across along near out off up down over
and also too then thus therefore hence so moreover furthermore meanwhile indeed however but yet though although while
whilst whereas when where very quite rather just even well already now currently presently still again otherwise
accordingly additionally namely basically actually simply overall
we us our you your i my me how why
new recent recently newly
"""

_TITLES = """
mr mrs ms dr prof professor sir lady president minister secretary senator ambassador chancellor premier governor general
admiral representative congressman congresswoman judge justice king queen prince princess speaker commissioner director
chief chairman chairwoman chair spokesman spokeswoman spokesperson envoy prime foreign finance defense defence state
treasury interior
"""

_NEGATIONS = """
not no n't nt cannot nor
never
none nobody nothing nowhere
without
neither
hardly barely scarcely
"""

_LIKELIHOOD = """
almost-no-chance almost_no_chance remote a_remote_chance remote_chance
very-unlikely very_unlikely highly_improbable
unlikely improbable improbably
even-chance roughly_even_chance roughly_even_odds even_chance even_odds
likely probable probably
very-likely very_likely highly_probable
almost-certain almost_certain nearly_certain almost_certainly
certain certainly definite definitely sure surely bound_to undoubtedly
possible possibly may might could perhaps maybe potentially potential
will would shall 'll going_to
can able_to able
must have_to has_to need_to needs_to required obliged obligatory mandatory
should ought_to ought
expect expected expects expectation anticipate anticipated
appear seem apparent apparently seemingly
reportedly reported_to
allegedly alleged purported purportedly supposed supposedly
"""

_ATTRIBUTION = """
said say says saying stated stating tell tells told remark note notes noted comment commented according_to
    point_out pointed_out in_the_words_of
announce announces announced announcing unveil
claim claims claimed allege alleges assert asserts contend contends maintain maintains
confirm confirms confirmed verify verified corroborate
deny denies denied denying
admit admits admitted concede acknowledge acknowledged
warn warns warned caution cautions
promise promised pledge pledged vow vowed
propose proposed proposal suggest suggested
demand demanded insist insisted call_for called_for calls_for
request requested ask asked asks
reply replied answer answered respond responded response
"""

_WEEKDAYS = "monday mon\ntuesday tue tues\nwednesday wed\nthursday thu thurs\nfriday fri\nsaturday sat\nsunday sun"

_NUMBERS = "\n".join(
    [
        *(
            f"#{number} {word}"
            for number, word in enumerate(
                "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=1
            )
        ),
        "half halves",
        "quarter quarters",
        "double doubled doubling twice",
        "triple tripled tripling thrice",
        "hundreds",
        "thousands",
        "millions",
        "billions",
        "dozens",
    ]
)

_WORDS = """
deal agreement accord pact
talks talk negotiation negotiations negotiate negotiated
begin begins began begun beginning start started starting commence launch launched
continue go_on went_on goes_on carry_on carried_on
end ended conclude concluded finish finished
create created set_up sets_up establish established founded
big large sizeable huge
small little
costly expensive
quick quickly swift swiftly fast rapid rapidly speedily
buy buys bought purchase purchased acquire acquired
sell sells sold
rise rises rose risen increase increased grow grows grew grown climb climbed go_up went_up gain growth
fall falls fell fallen decrease decreased decline declined drop dropped shrink shrank shrunk go_down went_down
cut cuts reduce reduced lower lowered reduction
raise raised lift lifted
ship ships vessel vessels
firm firms company companies business enterprise corporation
want wants wanted seek seeks sought wish wishes aim aims aimed
show shows showed shown indicate indicated demonstrate demonstrated
help helps helped assist assisted assistance aid
need needs needed require requires requirement
get gets got obtain obtained receive receives received
give gives gave given provide provided
hold holds held
keep keeps kept retain retained
make makes made
meet meets met meeting
leave leaves left depart departed
send sends sent dispatch dispatched
take takes took taken
put puts
bring brings brought
pay pays paid payment
lead leads led head heads headed
build builds built construct constructed construction
write writes wrote written
speak speaks spoke spoken
win wins won
lose loses lost
lie lies lay situated located is_located
close closed shut shuts closure
open opened
think thinks thought believe believes believed
know knows knew known
see sees saw seen
become becomes became
find finds
plan plans planned intend intends intended intention
agree agrees agreed
choose chooses chose chosen select selected pick picked
name names named appoint appointed
discuss discussed debate debated
visit visits visited
try tries tried attempt attempted
stop stops stopped halt halted
delay delayed postpone postponed put_off
happen happened occur occurred take_place took_place takes_place
approve approved endorse endorsed
reject rejected turn_down turned_down rebuff rebuffed refuse refused
back backs backed support supports supported
oppose opposes opposed
sign signs signed signing
join joins joined
allow allows allowed permit permits permitted let lets
ban bans banned prohibit prohibited forbid forbade forbidden
use uses used using
work works worked
troops soldiers soldier
police policemen
part parts portion
country countries nation nations
city cities town
government governments
cabinet council_of_ministers
parliament legislature
law laws statute
bill bills
rule rules regulation regulations
text texts wording
problem problems
issue issues matter matters question questions
result results outcome outcomes
step steps
goal goals objective objectives target targets
reason reasons cause causes
cost costs price prices
area areas region regions
site sites location locations
road roads street streets
worker workers employee employees
person people persons individuals
child children
woman women
man men
year years
month months
week weeks
day days
main principal primary key
important significant major
several various a_number_of
many numerous a_lot_of lots_of
few a_few
all every each
some
any
only solely merely
enough sufficient
more further additional extra
less
most mostly mainly largely chiefly primarily
because due_to owing_to as_a_result_of because_of
despite in_spite_of notwithstanding
if provided_that
unless
until till
before prior_to ahead_of
after following
since
against
from
instead_of rather_than
including such_as
joint jointly shared common
difficult hard
easy easily
often frequently
usually normally generally
immediately at_once straight_away instantly
soon shortly
later subsequently afterwards
earlier previously
today
tomorrow
yesterday
remove removed delete deleted strike_out take_out took_out taken_out
arrive arrived arrives reach reached reaches
sharp sharply steep steeply
cancel cancelled canceled call_off called_off
yield yielded give_way gave_way give_in gave_in
hand_over handed_over transfer transferred
carry_out carried_out implement implemented
set_out sets_out describe described outline outlined
replace replaced substitute substituted
attack attacked strike_at
protect protected safeguard safeguarded
check checked examine examined inspect inspected
gather gathered collect collected assemble assembled
rebuild rebuilt reconstruct reconstructed reconstruction
repair repaired mend mended fix fixed
entire whole complete
same identical
different distinct
wealthy rich
clear evident obvious
nowadays at_present at_the_moment for_now
in_future from_now_on
take-effect take_effect takes_effect took_effect enter_into_force enters_into_force entered_into_force come_into_force
    came_into_force comes_into_force
approx approximately roughly circa an_estimated
nearly almost close_to just_under
at-least at_least no_less_than no_fewer_than
at-most at_most up_to no_more_than
more-than more_than
less-than less_than fewer_than
"""

_FILLERS = """
also as_well as_well_as in_addition in_order_to so_as_to in_fact of_course for_its_part for_his_part for_her_part
    in_the_meantime on_the_other_hand at_the_same_time it_is_worth_noting_that worth_noting it_should_be_noted_that
    note_that as_such that_is there_is there_are in_turn
"""


def _lines(text: str) -> str:
    """One group a line; a line that is indented goes on with the one before it."""
    return re.sub(r"\n\s+", " ", text.strip("\n"))


VOCABULARY = Vocabulary(
    light=frozenset(_LIGHT.split()),
    pronouns=frozenset(_PRONOUNS.split()),
    titles=frozenset(_TITLES.split()),
    months={
        word: number
        for number, words in enumerate(
            (
                "january jan",
                "february feb",
                "march mar",
                "april apr",
                "may",
                "june jun",
                "july jul",
                "august aug",
                "september sep sept",
                "october oct",
                "november nov",
                "december dec",
            ),
            start=1,
        )
        for word in words.split()
    },
    has_capital_months=True,
    numerals={
        word: number
        for number, word in enumerate(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
            " seventeen eighteen nineteen".split()
        )
    }
    | {
        word: 10 * number
        for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
    }
    | {"dozen": 12, "both": 2},
    scales={
        "hundred": 2,
        "thousand": 3,
        "million": 6,
        "mln": 6,
        "mn": 6,
        "billion": 9,
        "bn": 9,
        "bln": 9,
        "trillion": 12,
        "tn": 12,
        "trn": 12,
    },
    currencies={
        "dollar": "$",
        "dollars": "$",
        "usd": "$",
        "euro": "€",
        "euros": "€",
        "eur": "€",
        "pound": "£",
        "pounds": "£",
        "gbp": "£",
        "hryvnia": "₴",
        "hryvnias": "₴",
        "uah": "₴",
        "rouble": "₽",
        "roubles": "₽",
        "ruble": "₽",
        "rubles": "₽",
        "yen": "¥",
        "yuan": "yuan",
        "zloty": "zloty",
    },
    percent=frozenset({"%", "percent", "pct"}),
    before_numbers={
        "about": "approx",
        "around": "approx",
        "some": "approx",
        "over": "more-than",
        "above": "more-than",
        "under": "less-than",
        "below": "less-than",
    },
    decimal=".",
    stem=_stem,
    groups={
        "negation": _lines(_NEGATIONS),
        "likelihood": _lines(_LIKELIHOOD),
        "attribution": _lines(_ATTRIBUTION),
        "date": _WEEKDAYS,
        "number": _NUMBERS,
        "word": f"{_lines(_FILLERS)}\n{_lines(_WORDS)}",
    },
)
