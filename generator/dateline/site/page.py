"""Planned pages and files: where each lies, what it is made from, and whose it is."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from msgspec import Struct

from dateline.site.values import digest_of, once
from dateline.site.views import PageMeta

View = Callable[[Any], object]
"""Makes what a template sees of a page's inputs."""


def as_it_is(inputs: Any) -> object:
    """The view of pages whose inputs are a view already."""
    return inputs


class Page(Struct, frozen=True, dict=True):
    """An HTML page: `view(inputs)` is called only when it is rendered, and `template` sees nothing else."""

    meta: PageMeta
    template: str
    inputs: Any
    """A value with a digest."""
    view: View = as_it_is
    owner: str = "-"
    """The record that the page belongs to, such as `brief:x`; `-` for pages that no single record owns."""
    origin: str = "site.yaml"
    """The file that asked for the page; problems name it."""
    is_long: bool = False
    """Whether it takes as long as hundreds of pages do, which others need not wait for."""

    @property
    def url(self) -> str:
        return self.meta.url

    @once
    def digest(self) -> bytes:
        """Stands for all that the page is made from, but for the theme and the site's settings."""
        parts = self.template.encode() + b"\0" + digest_of(self.meta) + digest_of(self.inputs)
        return blake2b(parts, digest_size=16).digest()


class File(Struct, frozen=True, dict=True):
    """Any other file: `write(inputs)` gives its bytes."""

    url: str
    inputs: Any
    write: Callable[[Any], bytes]
    owner: str = "-"
    origin: str = "site.yaml"
    is_long: bool = False
    """As of a page."""

    @once
    def digest(self) -> bytes:
        """Stands for all that the file is made from, but for the code that writes it."""
        return blake2b(self.write.__qualname__.encode() + b"\0" + digest_of(self.inputs), digest_size=16).digest()


Output = Page | File
