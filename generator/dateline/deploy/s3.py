"""An S3-compatible object store as a target, by boto3.

An object carries the fingerprint of its bytes and headers in its metadata. The record keeps it too, with the ETag that
the store gave it; so one listing tells what is as it was, and only objects about which record and listing disagree
are asked for theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from urllib.parse import quote

from dateline.config import Target
from dateline.deploy.errors import DeployError
from dateline.deploy.objects import in_parallel
from dateline.deploy.record import RECORD, Record, Sent
from dateline.deploy.release import Item

_FINGERPRINT = "dateline"
_MISSING = ("404", "NoSuchKey", "NotFound")
_CREDENTIALS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"


class S3Store:
    """Objects below a prefix of a bucket."""

    workers = 16

    def __init__(self, target: Target) -> None:
        self._bucket = target.bucket
        self._prefix = f"{target.prefix.rstrip('/')}/" if target.prefix else ""
        self.name = f"s3://{self._bucket}/{self._prefix}"
        with self._explained("reach"):
            config = _module("botocore.config").Config(
                # Each try waits longer than the one before, by chance within bounds, so that many do not come at once.
                retries={"mode": "standard", "total_max_attempts": 6},
                connect_timeout=10,
                read_timeout=60,
                max_pool_connections=self.workers,
            )
            session = _module("boto3").session.Session(region_name=target.region)
            # A store that is not Amazon's takes any region, but a signature needs one.
            region = session.region_name or ("us-east-1" if target.endpoint else None)
            self._client: Any = session.client("s3", endpoint_url=target.endpoint, region_name=region, config=config)

    def read(self, path: str) -> bytes | None:
        with self._explained("read", path):
            answer = self._or_none(lambda: self._client.get_object(**self._at(path)))
            return answer["Body"].read() if answer else None

    def write_record(self, data: bytes) -> None:
        with self._explained("write", RECORD):
            self._client.put_object(
                **self._at(RECORD), Body=data, ContentType="application/json", CacheControl="no-store"
            )

    def look(self, paths: Collection[str], record: Record) -> Mapping[str, Sent]:
        marks = {path: mark for path, mark in self._listed() if path in paths}
        known = {
            path: sent
            for path, mark in marks.items()
            if (sent := record.files.get(path)) and sent.fingerprint and sent.mark == mark
        }
        return {**known, **dict(in_parallel(self._ask, marks.keys() - known.keys(), self.workers))}

    def _listed(self) -> Iterator[tuple[str, str]]:
        with self._explained("list"):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
            for page in pages:
                for entry in page.get("Contents", ()):
                    yield entry["Key"].removeprefix(self._prefix), entry["ETag"]

    def _ask(self, path: str) -> Sent:
        with self._explained("read", path):
            answer = self._or_none(lambda: self._client.head_object(**self._at(path))) or {}
            return Sent(answer.get("Metadata", {}).get(_FINGERPRINT, ""), answer.get("ETag", ""))

    def fingerprint(self, item: Item) -> str:
        return item.sealed

    def put(self, item: Item, data: bytes) -> Sent:
        # For who asks the store's website endpoint; everybody else gets the page, which leads on by itself.
        redirect = {"WebsiteRedirectLocation": quote(item.redirect, safe=":/%")} if item.redirect else {}
        with self._explained("send", item.path):
            answer = self._client.put_object(
                **self._at(item.path),
                Body=data,
                ContentType=item.media_type,
                CacheControl=item.cache_control,
                Metadata={_FINGERPRINT: item.sealed},
                **redirect,
            )
            return Sent(item.sealed, answer["ETag"])

    def delete(self, path: str) -> None:
        with self._explained("delete", path):
            self._client.delete_object(**self._at(path))

    def _at(self, path: str) -> dict[str, str]:
        return {"Bucket": str(self._bucket), "Key": self._prefix + path}

    def _or_none(self, ask: Callable[[], Any]) -> Any:
        try:
            return ask()
        except _module("botocore.exceptions").ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None
            raise

    @contextmanager
    def _explained(self, doing: str, path: str = "") -> Iterator[None]:
        faults = _module("botocore.exceptions")
        try:
            yield
        except faults.ClientError as error:
            told = error.response["Error"]
            said = ": ".join(filter(None, [told.get("Code"), told.get("Message")]))
            hint = "look at the rights of your key" if told.get("Code") in ("AccessDenied", "403") else ""
            raise DeployError(f"cannot {doing} {self.name}{path}: the store says {said}", hint) from error
        except faults.BotoCoreError as error:
            is_unknown = isinstance(error, faults.NoCredentialsError | faults.PartialCredentialsError)
            hint = _CREDENTIALS if is_unknown else ""
            raise DeployError(f"cannot {doing} {self.name}{path}: {error}", hint) from error


def _module(name: str) -> Any:
    """A module of the optional extra `s3`."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise DeployError("targets of type s3 need boto3, which is not here", "pip install 'dateline[s3]'") from error
