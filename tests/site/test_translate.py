"""Interface texts in templates: in the site's language, escaped, and at no cost when a page is rendered."""

from __future__ import annotations

from gettext import NullTranslations
from typing import Any, ClassVar

import pytest
from markupsafe import Markup

from dateline.site.environment import Environment
from dateline.site.locale import Locale


class _Swapped(NullTranslations):
    """A language of a few texts."""

    TEXTS: ClassVar = {
        "Older": "Ä & <b>",
        "By %(name)s, %(date)s": "%(date)s: %(name)s",
        "100%%": "cent %%",
        "%(num)s brief": "%(num)s Brief",
        "%(num)s briefs": "%(num)s Briefe",
    }

    def gettext(self, message: str) -> str:
        return self.TEXTS.get(message, message)

    def pgettext(self, context: str, message: str) -> str:
        return f"{context}:{message}"

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.TEXTS[one if number == 1 else many]


LOCALE = Locale("de", _Swapped(), b"swapped")


def _drawn(template: str, **values: Any) -> str:
    return Environment({"page.html": template}, LOCALE).get_template("page.html").render(**values)


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ('{{ _("Older") }}', "Ä &amp; &lt;b&gt;"),
        ('<a title="{{ _("Older") }}">', '<a title="Ä &amp; &lt;b&gt;">'),
        ('{{ _("By %(name)s, %(date)s", name=name, date=link) }}', "<i>4</i>: &lt;b&gt;"),
        ('{% set text = _("By %(name)s, %(date)s", name=name, date=link) %}{{ text }}', "<i>4</i>: &lt;b&gt;"),
        ('{{ _("100%%") }}', "cent %"),
        ('{{ pgettext("menu", "Open") }}', "menu:Open"),
        ('{{ ngettext("%(num)s brief", "%(num)s briefs", 1) }}', "1 Brief"),
        ('{{ ngettext("%(num)s brief", "%(num)s briefs", many) }}', "12.345 Briefe"),
        ("{% trans %}Older{% endtrans %}", "Ä &amp; &lt;b&gt;"),
        ("{% trans name, date=link %}By {{ name }}, {{ date }}{% endtrans %}", "<i>4</i>: &lt;b&gt;"),
        ('{% set words = {"a": _("Older")} %}{{ words.a|lower }}', "ä &amp; &lt;b&gt;"),
    ],
)
def test_a_text_is_put_into_the_language_with_its_values_and_escaped(template: str, shown: str) -> None:
    assert _drawn(template, name="<b>", link=Markup("<i>4</i>"), many=12345) == shown


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{{ _(name) }}", "a text to translate must be written out here"),
        ('{{ _("By " ~ name) }}', "a text to translate must be written out here"),
        ('{{ ngettext(name, "many", 2) }}', "a text to translate must be written out here"),
        ('{{ _("<b>Older</b>") }}', "a text to translate holds no HTML"),
        ("{% trans %}<b>Older</b>{% endtrans %}", "a text to translate holds no HTML"),
        ('{{ _("By %(name)s") }}', "the text has no value for '%(name)s'"),
        ('{{ _("Older", name) }}', "_() takes a text, and its values by name"),
    ],
)
def test_what_no_catalogue_could_hold_is_a_fault_of_the_template(template: str, fault: str) -> None:
    with pytest.raises(Exception, match=r"\S") as caught:
        _drawn(f"\n{template}", name="x")
    assert str(caught.value).startswith(fault)
    assert getattr(caught.value, "lineno", 0) == 2


def test_a_text_without_values_is_a_constant_of_the_compiled_template() -> None:
    compiled = Environment({}, LOCALE).compile('<p>{{ _("Older") }}</p>', raw=True)
    assert "yield '<p>Ä &amp; &lt;b&gt;</p>'" in compiled
