"""Addresses in one form, so that two that lead to the same text can be told to be one."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, unquote, urlsplit

# What newsletters, search engines, shops for advertisements and social networks hang on to addresses; it says where a
# reader came from, not what is read.
_TRACKING = re.compile(
    r"utm_.*|_?ga|_gl|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|fb_.*|msclkid|yclid|ysclid|twclid|ttclid|igsh(?:id)?|"
    r"li_fat_id|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|hsctatracking|vero_(?:id|conv)|oly_(?:enc|anon)_id|rb_clid|s_cid|"
    r"cmp(?:id)?|at_(?:medium|campaign|custom\d*|link.*|format|ptr_name|bbc_team)|ns_.*|ref_?src|ref_?url|traffic_source|"
    r"smid|smtyp|xtor|wt\.mc_id|guccounter|guce_.*|__twitter_impression",
    re.IGNORECASE,
)
_KEPT = "!$&'()*+,;=:@/~"
_PORTS = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """The form that addresses of one text share; to compare them by, not to follow.

    Scheme, `www.`, fragment, tracking parameters, the order of others and a slash at the end make no difference.
    What is no address is given back as it is.

    >>> canonical("http://www.A.example:80/x/?utm_source=feed&b=2&a=1#top")
    'a.example/x?a=1&b=2'
    """
    try:
        parts = urlsplit(url.strip())
        host, port = _host(parts), parts.port
    except ValueError:
        return url
    if not host or parts.scheme.lower() not in _PORTS:
        return url
    at = "" if port in (None, _PORTS[parts.scheme.lower()]) else f":{port}"
    path = quote(unquote(parts.path), safe=_KEPT).rstrip("/")
    stated = (pair for pair in re.split("[&;]", parts.query) if pair)
    kept = sorted(pair for pair in stated if not _TRACKING.fullmatch(pair.partition("=")[0]))
    return f"{host}{at}{path}" + (f"?{'&'.join(kept)}" if kept else "")


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    try:
        return host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return host
