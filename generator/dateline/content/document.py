"""A document: what one file says of one record, before anything is known of the others; whole, or a fragment."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from dateline.content.fields import Kind, Ref
from dateline.content.headings import Heading
from dateline.content.record_links import RecordLink
from dateline.content.schema import Record
from dateline.content.validate import Loc

F_co = TypeVar("F_co", bound=Record, covariant=True)

Key = tuple[Kind, str]
"""A record's kind and id: its name in the whole site."""


class Document(Struct, Generic[F_co], frozen=True):
    """One parsed record.

    `texts` holds its marked-up texts by field in reading order, as sanitised HTML in which links to other records and
    pictures are still names, in UTF-8: they live as long as the build, and a single dash would double a text's size.
    `digest` stands for all of it: equal digests, equal documents.
    """

    kind: Kind
    fields: F_co
    texts: tuple[tuple[str, bytes], ...]
    headings: tuple[Heading, ...]
    links: tuple[RecordLink, ...]
    images: tuple[str, ...]
    extra: Mapping[str, Any]
    path: str
    """The file, relative to the site; problems name it."""
    at: Loc
    """Where in that file's YAML the record lies: `()` but for files that hold many."""
    digest: bytes
    targets: tuple[tuple[Kind, str, str], ...] = ()
    """Kind, target as written and id of every link in the prose; empty until the library has resolved it."""
    rewritten: bytes = b""
    """Stands for its fields, where they are not those that its file states."""

    @property
    def id(self) -> str:
        return self.fields.id

    @property
    def slug(self) -> str:
        return self.fields.slug

    @property
    def key(self) -> Key:
        return (self.kind, self.fields.id)

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """The marked-up texts by field in reading order."""
        return tuple([(field, html.decode()) for field, html in self.texts])

    def html(self, field: str) -> str | None:
        """One marked-up text; None where the record has none."""
        return next((html.decode() for name, html in self.texts if name == field), None)

    def with_fields(self, fields: Any) -> Document[Any]:
        """The same document with other fields, and the digest that goes with them."""
        if fields is self.fields:
            return self
        rewritten = _digest_of(fields)
        digest = hashlib.blake2b(self.digest + rewritten, digest_size=16).digest()
        return replace(self, fields=fields, digest=digest, rewritten=rewritten)

    @property
    def stated(self) -> bytes:
        """Stands for its fields alone, which an edit of its texts leaves as they are."""
        return self.rewritten or _digest_of(self.fields)


def _digest_of(fields: Record) -> bytes:
    text = fields.model_dump_json(by_alias=True, exclude_defaults=True)
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


AnyDocument = Document[Record]


class Fragment(Struct, frozen=True):
    """What can be told of a record that has errors: enough to check its references, and those of others to it.

    Never published: where there is one, there are errors.
    """

    kind: Kind
    id: str
    slug: str
    path: str
    at: Loc
    is_unread: bool = False
    """Whether nothing but its file's name could be read."""
    names: tuple[str, ...] = ()
    references: tuple[tuple[Ref, str, Loc], ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[RecordLink, ...] = ()
    images: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return (self.kind, self.id)
