"""A small site whose records are to be searched, by tests with and without a browser."""

from __future__ import annotations

from rich_site import RICH
from support import Files

FILES: Files = {
    **RICH,
    "content/actors/zelenskyy.md": (
        "---\nname: Volodymyr Zelenskyy\nkind: person\nsummary: President of Ukraine.\n"
        "aliases: [Zelensky, Зеленський]\n---\n"
    ),
    "content/briefs/harbour.md": (
        "---\ntitle: Harbour opens\ndate: 2024-03-01\nkind: background\nactors: [zelenskyy]\ntopics: [minerals]\n"
        "sources: [{title: A wire report, url: https://wire.example/h}]\n---\nZelensky opened the harbour of Odesa.\n"
    ),
    "content/briefs/kyiv.md": (
        "---\ntitle: Угода підписана\ndate: 2025-05-20\nlang: uk\nactors: [ukraine]\ntopics: [lithium]\n---\n"
        "Президент підписав угоду про корисні копалини <b>&amp;</b> мир.\n"
    ),
}
