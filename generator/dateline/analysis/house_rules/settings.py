"""The settings of the house rules: how grave each one is, and its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from dateline.content.fields import Line
from dateline.content.schema import Part
from dateline.problems import CODES, Level, did_you_mean

Number = Annotated[int, Field(strict=True, ge=1, le=10_000)]


class Rule(Part):
    """A rule; a plain word is short for `{severity: ...}`."""

    severity: Literal["off", "warning", "error"] = "warning"
    """How grave a breach is; an error stops the build."""

    @model_validator(mode="before")
    @classmethod
    def _of_word(cls, value: object) -> object:
        return value if isinstance(value, Mapping | BaseModel) else {"severity": value}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        made = handler(schema)
        words = list(get_args(cls.model_fields["severity"].annotation))
        return {"anyOf": [{"type": "string", "enum": words}, made]} if handler.mode == "validation" else made


class SpokenRule(Rule):
    """A rule that may be an error, but is never silent: what it tells of is left out of the site."""

    severity: Literal["warning", "error"] = "warning"
    """How grave a breach is; an error stops the build."""


class FewOrigins(Rule):
    """The rule on independent origins."""

    minimum: Number = 2
    """How many independent origins a brief needs."""


class LongBluf(Rule):
    """The rule on the length of bottom lines."""

    words: Number = 60
    """Most words that one may have."""
    characters: Number | None = None
    """Most characters that one may have, for scripts that do not part words."""


class VagueJudgement(Rule):
    """The rule on vague words."""

    words: tuple[Line, ...] = ()
    """Words that your desk holds to be vague, beside those known for the language of the text."""


class QuietTopic(Rule):
    """The rule on topics gone quiet."""

    days: Number = 90
    """After how many days without a brief an active topic is quiet."""


class Orphan(Rule):
    """The rule on records that nothing names."""

    kinds: tuple[Literal["actor", "topic", "publisher"], ...] = ("actor", "topic", "publisher")
    """Kinds of records that it is about."""


_OFF = {"severity": "off"}


class Rules(Part):
    """How grave the breach of each house rule is."""

    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", "-"))

    # judgements and claims
    no_basis: Rule = Rule()
    """Who cannot see what an estimate rests on cannot weigh it, or learn from it when it fails (ICD 203)."""
    vague_judgement: VagueJudgement = VagueJudgement()
    """A statement that "may" come true cannot turn out false; the `likelihood` says how sure the desk is."""
    likelihood_and_confidence: Rule = Rule()
    """Readers take the one for the other where both stand in a sentence; ICD 203 keeps them apart."""
    mixed_terms: Rule = Rule()
    """ICD 203 has two words for each range; with both in one brief, readers look for a difference that is not there."""
    overdue_judgement: Rule = Rule()
    """Scores count only what is settled; a desk that settles just its hits deceives itself."""
    unsourced_claim: Rule = Rule()
    """A position that no source shows is the desk's word against the actor's."""
    # briefs
    no_bluf: Rule = Rule()
    """Many readers get no further than the first lines, and lists and feeds show nothing else."""
    long_bluf: LongBluf = LongBluf()
    """A bottom line is to be read at one glance: one or two sentences."""
    no_sources: Rule = Rule()
    """What rests on nothing that a reader can look up is an opinion."""
    few_origins: FewOrigins = FewOrigins.model_validate(_OFF)
    """Ten copies of one report are one piece of evidence. Off: many small stories have one source, and say so."""
    unlisted_actor: Rule = Rule.model_validate(_OFF)
    """Its page does not show the brief. Off: what is named in passing need not be what a brief is about."""
    unfinished_draft: Rule = Rule()
    """It lies on no list of a preview, and cannot be published as it is."""
    overdue_review: Rule = Rule()
    """The brief was expected to need another look by now; what it says may no longer hold."""
    # the whole site
    quiet_topic: QuietTopic = QuietTopic.model_validate(_OFF)
    """Readers cannot tell a subject that stands still from one that was dropped. Off: it comes with the calendar."""
    orphan: Orphan = Orphan.model_validate(_OFF)
    """A page to which nothing leads is kept up in vain. Off: desks make records ahead of the briefs on them."""
    ambiguous_alias: Rule = Rule()
    """Which record is meant cannot be told, so texts do not link the name."""
    hidden_reference: Rule = Rule()
    """What readers see is shorter than what was written."""
    withdrawn_url: Rule = Rule()
    """Readers who come by an old link find that something was taken away."""
    no_catalogue: Rule = Rule()
    """Buttons and headings in another language than the texts are hard on readers, and on screen readers."""
    low_contrast: Rule = Rule()
    """Many readers have weak eyes, a dim screen or the sun on it (WCAG 2.2, 1.4.3)."""
    left_out_markup: SpokenRule = SpokenRule()
    """What readers see is less than what was written."""
    misplaced_file: SpokenRule = SpokenRule()
    """A file that is not read is most often a record under a wrong name."""

    def levels(self) -> dict[str, Level]:
        """How grave the breach of each rule is, by its code."""
        return {code: getattr(self, name).severity for name, code in self._codes()}

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The codes of all rules."""
        return tuple(code for _, code in cls._codes())

    @classmethod
    def hint_for(cls, name: str) -> str:
        """What to do about a name that is no rule's."""
        if name in CODES:
            return "it is an error that would make the site wrong, so no rule can switch it off; mend what it tells of"
        return did_you_mean(name, cls.names())

    @classmethod
    def _codes(cls) -> Iterator[tuple[str, str]]:
        return ((name, field.alias or name) for name, field in cls.model_fields.items())
