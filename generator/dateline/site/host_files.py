"""Host files: what the site's host reads from the output itself, such as its headers and redirects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from dateline.config import SiteConfig
from dateline.site.page import File, Output, Page
from dateline.site.views import RedirectView

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
"""Nothing from elsewhere, and nothing inline. WebAssembly is for the search index, which comes from the site itself."""
FOR_EVER = "public, max-age=31536000, immutable"
"""Cache-Control of files whose names change with their bytes."""
SHORTLY = "public, max-age=60, must-revalidate"
"""Cache-Control of everything else: a correction must not wait."""

_HEADERS = f"""\
/*
  Content-Security-Policy: {CONTENT_SECURITY_POLICY}
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin

/assets/*
  Cache-Control: {FOR_EVER}
"""
# Pages have no rule of their own: where two rules give one header, these hosts send both values. Both of them let
# browsers ask again for a file that no rule names (`max-age=0, must-revalidate`).

# Netlify serves a file rather than a redirect from its address, unless the rule insists.
_STATUS = {"netlify": "301!", "cloudflare-pages": "301"}
MOST_REDIRECTS = 2000
"""What Cloudflare Pages takes; further old addresses lead on by their pages, as all of them do on any host."""
_HAS_A_MEANING = re.compile(r"[\s:*?#]")


def host_files(config: SiteConfig, outputs: Iterable[Output]) -> tuple[File, ...]:
    """The files that `host` in the settings asks for; `outputs` are all others, among them pages that lead on."""
    match config.host:
        case "netlify" | "cloudflare-pages":
            rules = _rules(config, led_on(outputs), _STATUS[config.host])
            files = {"/_headers": _HEADERS, **({"/_redirects": rules} if rules else {})}
        case "github-pages":
            files = {"/.nojekyll": ""}
            parts = urlsplit(config.base_url)
            # A name of the desk's own; a project's page below github.io has none, and neither has a site below a path.
            if parts.hostname and config.base_path == "/" and not parts.hostname.endswith(".github.io"):
                files["/CNAME"] = f"{parts.hostname}\n"
        case _:
            files = {}
    return tuple(File(url, text, str.encode) for url, text in files.items())


def led_on(outputs: Iterable[Output]) -> Mapping[str, str]:
    """Where each page that leads on leads to: URLs of the site, by the old ones."""
    return {
        output.url: output.inputs.target
        for output in outputs
        if isinstance(output, Page) and isinstance(output.inputs, RedirectView)
    }


def _rules(config: SiteConfig, redirects: Mapping[str, str], status: str) -> str:
    """Lines of `_redirects`.

    The host's root is the output folder, whatever path a proxy before it adds; so a site below a path is led to by its
    whole address.
    """
    base = "" if config.base_path == "/" else config.base_url
    plain = [(old, new) for old, new in sorted(redirects.items()) if not _HAS_A_MEANING.search(old + new)]
    return "".join(f"{old} {base}{new} {status}\n" for old, new in plain[:MOST_REDIRECTS])
