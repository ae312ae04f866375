"""The theme as one site wears it: with the settings and labels of `site.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace
from pydantic_core import PydanticCustomError

from dateline.config import Settings
from dateline.problems import Problem, did_you_mean, has_errors, quote
from dateline.site.catalogue import messages_of, places_of
from dateline.site.locale import labelled
from dateline.site.theme import Theme, load_theme
from dateline.site.theme_settings import as_css, faint, read
from dateline.site.values import digest_of


def themed(root: Path, settings: Settings) -> tuple[Theme | None, tuple[Problem, ...]]:
    """The theme that the site at `root` asks for, with what it sets in it, or every problem that either has."""
    config = settings.config
    theme, problems = load_theme(root, config.theme, config.lang)
    if theme is None:
        return None, problems
    problems = (*problems, *_setting_problems(theme, settings), *_label_problems(theme, settings))
    if has_errors(problems):
        return None, problems
    css = as_css(theme.settings, config.theme_settings)
    if not css and not config.labels:
        return theme, problems
    assets = {**theme.assets, theme.stylesheet: theme.assets.get(theme.stylesheet, b"") + css.encode()}
    locale = labelled(theme.locale, config.labels)
    digest = digest_of((theme.digest, css, locale.digest))
    return replace(theme, assets=assets, locale=locale, digest=digest), problems


def _setting_problems(theme: Theme, settings: Settings) -> Iterator[Problem]:
    sound = {}
    for name, value in settings.config.theme_settings.items():
        place = settings.place(("theme_settings", name))
        if name not in theme.settings:
            hint = did_you_mean(name, theme.settings) or f"it has: {', '.join(theme.settings) or 'none'}"
            yield Problem(
                *place, "unknown-setting", f"the theme {quote(theme.name)} has no setting {quote(name)}", hint
            )
            continue
        try:
            read(theme.settings[name], value)
        except PydanticCustomError as fault:
            hint = str((fault.context or {}).get("hint", ""))
            yield Problem(*place, "bad-value", f"{name}: {quote(str(value))} {fault.message()}", hint)
        else:
            sound[name] = value
    for name, fact in faint(theme.settings, sound):
        hint = "WCAG AA asks for 4.5: make the one darker or the other lighter"
        yield Problem(*settings.place(("theme_settings", name)), "low-contrast", fact, hint)


def _label_problems(theme: Theme, settings: Settings) -> Iterator[Problem]:
    labels = settings.config.labels
    known = messages_of(theme.messages) if labels else {}
    for text, label in labels.items():
        place = settings.place(("labels", text))
        if text not in known and not any(text in template for template in theme.templates.values()):
            hint = did_you_mean(text, known) or "write the English text just as the theme has it"
            yield Problem(*place, "unknown-label", f"the theme has no interface text {quote(text)}", hint)
        elif known.get(text):
            hint = f"put all of them into locales/{settings.config.lang}.po"
            yield Problem(*place, "unknown-label", f"{quote(text)} has a form for every number", hint)
        for name in sorted(set(places_of(label)) - set(places_of(text))):
            hint = "use only the values that the English text has"
            yield Problem(*place, "unknown-label", f"{quote(label)} has an unknown value {quote(name)}", hint)
