"""The preview server: builds when files change, and shows what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import FrameType

import uvicorn

from dateline.preview.app import Preview
from dateline.preview.listening import Listening
from dateline.preview.session import Session, State
from dateline.preview.watching import changes

Told = Callable[[State], None]


def serve(
    session: Session, listening: Listening, *, editor: str, on_missing: Callable[[str], None], on_build: Told
) -> None:
    """Serve a session until Ctrl-C, which is raised; `on_build` hears of each build after the first."""
    asyncio.run(_serve(Preview(session, listening, editor, on_missing), listening, on_build))


class _Server(uvicorn.Server):
    """Ends open streams first: they would keep it from ending."""

    def __init__(self, config: uvicorn.Config, preview: Preview) -> None:
        super().__init__(config)
        self._preview = preview

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._preview.end()
        super().handle_exit(sig, frame)


async def _serve(preview: Preview, listening: Listening, on_build: Told) -> None:
    config = uvicorn.Config(
        preview.app(),
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        ws="none",
    )
    stop = asyncio.Event()
    building = asyncio.create_task(_keep_building(preview, stop, on_build))
    try:
        await _Server(config, preview).serve(sockets=[listening.socket])
    finally:
        stop.set()
        await building


async def _keep_building(preview: Preview, stop: asyncio.Event, on_build: Told) -> None:
    session = preview.session
    async for _ in changes(session.root, session.folder, stop):
        if await asyncio.to_thread(session.is_stale):
            on_build(await preview.rebuild())
