"""The preview as a web application: the site's files as a static host gives them, and what the editor needs besides."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dateline.content.fields import Tlp
from dateline.preview.answers import ALWAYS, OWN, data_answer, file_answer, say, with_script
from dateline.preview.files import Moved, find
from dateline.preview.listening import Listening
from dateline.preview.searching import Searching
from dateline.preview.session import Session, State, View
from dateline.problems import Problem
from dateline.site.urls import output_path

_BEAT = 20.0
"""Seconds after which a silent stream says that it is still there."""
_MOST_TOLD = 200
_CLIENT = {"preview.js": "text/javascript; charset=utf-8", "preview.css": "text/css; charset=utf-8"}
_EMPTY = b"<!doctype html>\n<html lang=en><meta charset=utf-8><title>Preview</title>\n<body></body></html>\n"
Missing = Callable[[str], None]


class Preview:
    """Answers for one session. `tell` says to all open pages that the site was built again."""

    def __init__(self, session: Session, listening: Listening, editor: str, on_missing: Missing) -> None:
        self.session = session
        self._listening = listening
        # Where others can read, paths of this machine are none of their business.
        self._editor = editor if listening.is_for_this_machine else ""
        self._on_missing = on_missing
        self._waiting: set[asyncio.Event] = set()
        self._open: Counter[str] = Counter()
        self._searching = Searching()
        self._ends = False

    def app(self) -> ASGIApp:
        """The application, which answers only to its own names."""
        routes = [
            Route(f"{OWN}events", self._events),
            Route(f"{OWN}view", self._switch, methods=["POST"]),
            Route(f"{OWN}{{name}}", self._client),
            Route("/{path:path}", self._page, methods=["GET", "HEAD"]),
        ]
        return _OwnNamesOnly(Starlette(routes=routes), self._listening)

    def tell(self) -> None:
        for event in self._waiting:
            event.set()

    async def rebuild(self) -> State:
        """Build again, the pages that somebody looks at first, and say so to all of them."""
        loop = asyncio.get_running_loop()
        base = self.session.state.base_path
        urls = {page[len(base) - 1 :] for page in self._open if page.startswith(base)}

        def on_first() -> None:
            loop.call_soon_threadsafe(self.tell)

        state = await asyncio.to_thread(self.session.rebuild, first=urls, on_first=on_first)
        self.tell()
        return state

    async def show(self, saved: Collection[Path]) -> bool:
        """Show what texts in these files say now, if the last build knows all else on their pages."""
        is_shown = await asyncio.to_thread(self.session.show, saved)
        if is_shown:
            self.tell()
        return is_shown

    def end(self) -> None:
        """Let all streams end."""
        self._ends = True
        self.tell()

    async def _page(self, request: Request) -> Response:
        return await asyncio.to_thread(self._found, request)

    def _found(self, request: Request) -> Response:
        state = self.session.state
        path = request.scope["raw_path"].decode("latin-1").partition("?")[0]
        base = state.base_path
        if not state.is_built:
            return Response(with_script(_EMPTY), 200, ALWAYS, media_type="text/html")
        if path == "/" != base:
            return say(302, "The site lies below this.", Location=base)
        if path.startswith(base) and (known := self._known(path[len(base) - 1 :], state)) is not None:
            return data_answer(known, path)
        found = find(self.session.folder, path[len(base) - 1 :]) if path.startswith(base) else None
        if isinstance(found, Moved):
            query = f"?{request.url.query}" if request.url.query else ""
            return say(301, "It lies in a folder.", Location=base[:-1] + found.path + query)
        if found:
            return file_answer(found, request.headers)
        self._on_missing(path)
        page = find(self.session.folder, "/404.html")
        if page is None or isinstance(page, Moved):
            return say(404, "Nothing is here.")
        return file_answer(page, request.headers, 404)

    def _known(self, path: str, state: State) -> bytes | None:
        """What lies in no file: the search index, and pages that are new before the rest of the site is."""
        if state.search and self._searching.is_part(path):
            return self._searching.file(path, state.search())
        return state.early.get(output_path(path))

    async def _client(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _CLIENT:
            return say(404, "Nothing is here.")
        body = files("dateline.preview").joinpath("client", name).read_bytes()
        return Response(body, 200, {**ALWAYS, "Content-Type": _CLIENT[name]})

    async def _events(self, request: Request) -> Response:
        stream = self._stream(request.query_params.get("page", ""))
        return StreamingResponse(stream, headers=ALWAYS, media_type="text/event-stream")

    async def _stream(self, page: str) -> AsyncIterator[str]:
        """Server-sent events (HTML Living Standard, 9.2): the state now, and after each build.

        As long as the stream lasts, somebody looks at `page`.
        """
        event = asyncio.Event()
        self._waiting.add(event)
        self._open[page] += 1
        try:
            while not self._ends:
                yield f"data: {json.dumps(self._told())}\n\n"
                event.clear()
                while not event.is_set():
                    try:
                        await asyncio.wait_for(event.wait(), _BEAT)
                    except TimeoutError:
                        yield ": still here\n\n"
        finally:
            self._waiting.discard(event)
            self._open -= Counter([page])

    async def _switch(self, request: Request) -> Response:
        """Show the site for somebody else, or for another day."""
        if not self._listening.is_own_page(request.headers.get("origin")):
            return say(403, "Only a page of this preview may ask for that.")
        try:
            view = _view(json.loads((await request.body())[:10_000]))
        except (ValueError, TypeError, AttributeError):
            return say(400, "That is no view.")
        self.session.see(view)
        await self.rebuild()
        return say(200, "Done.")

    def _told(self) -> dict[str, Any]:
        state, view = self.session.state, self.session.view
        base = state.base_path[:-1]
        return {
            "version": state.version,
            "fault": state.fault,
            "problems": [self._problem(problem) for problem in state.problems],
            "unpublished": {
                base + url: {"why": one.why, "open": self._link(one.path, 0, 0)}
                for url, one in state.unpublished.items()
            },
            "view": {"drafts": view.drafts, "audience": view.audience, "as_of": view.as_of and view.as_of.isoformat()},
            "audiences": list(get_args(Tlp)),
            "differences": self._differences(state, base),
        }

    @staticmethod
    def _differences(state: State, base: str) -> dict[str, Any] | None:
        """How many pages, and the first of them: a page that is open needs no more."""
        found = state.differences
        if found is None:
            return None
        groups = {"new": found.added, "changed": found.changed, "gone": found.deleted}
        told = {
            name: {"count": len(urls), "pages": [base + url for url in urls[:_MOST_TOLD]]}
            for name, urls in groups.items()
        }
        return {**told, "others": found.others}

    def _problem(self, problem: Problem) -> dict[str, str]:
        place = ":".join(str(part) for part in (problem.path, problem.line, problem.column) if part)
        return {
            "severity": problem.severity,
            "place": place,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
            "open": self._link(problem.path, problem.line, problem.column),
        }

    def _link(self, path: str, line: int, column: int) -> str:
        """The address that opens a file of the site in the editor; empty where there is none to open."""
        file = self.session.root.resolve() / path
        if not self._editor or not file.is_file():
            return ""
        return (
            self._editor.replace("{path}", file.as_posix())
            .replace("{line}", str(line or 1))
            .replace("{column}", str(column or 1))
        )


def _view(values: Any) -> View:
    """Raises ValueError or TypeError for what is none."""
    audience, as_of = values.get("audience"), values.get("as_of")
    if audience not in (None, *get_args(Tlp)) or type(values.get("drafts")) is not bool:
        raise ValueError("not a view")
    return View(values["drafts"], audience, date.fromisoformat(as_of) if as_of else None)


class _OwnNamesOnly:
    """Refuses requests to other names than the server's own."""

    def __init__(self, app: ASGIApp, listening: Listening) -> None:
        self._app = app
        self._listening = listening

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
            if len(hosts) != 1 or not self._listening.is_own_name(hosts[0]):
                text = "This server answers to localhost and to addresses; use --host to give it another name."
                await say(403, text)(scope, receive, send)
                return
        await self._app(scope, receive, send)
