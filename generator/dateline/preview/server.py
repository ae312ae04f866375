"""The preview server: builds when files change, and shows what came of it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn

from dateline.preview.app import Preview
from dateline.preview.listening import Listening
from dateline.preview.session import Session, State
from dateline.preview.watching import changes

Told = Callable[[State], None]
_CALM = 0.5
"""Seconds without a save after which the whole site is built, where the page itself is shown already."""
_SWITCH = 0.001
"""Seconds after which a build lets other threads in: five times as often as Python would."""


def serve(
    session: Session, listening: Listening, *, editor: str, on_missing: Callable[[str], None], on_build: Told
) -> None:
    """Serve a session until Ctrl-C, which is raised; `on_build` hears of each build after the first."""
    sys.setswitchinterval(_SWITCH)
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
    """Build whenever files change. Texts that are saved meanwhile do not wait until the build is over."""
    changed = asyncio.Event()
    is_shown = False

    async def build_on() -> None:
        while True:
            await changed.wait()
            with suppress(TimeoutError):
                while is_shown:
                    changed.clear()
                    await asyncio.wait_for(changed.wait(), _CALM)
            changed.clear()
            if await asyncio.to_thread(preview.session.is_stale):
                on_build(await preview.rebuild())

    building = asyncio.create_task(build_on())
    async for saved in changes(preview.session.root, preview.session.folder, stop):
        is_shown = await preview.show(saved)
        changed.set()
        if building.done():
            break
    building.cancel()
    with suppress(asyncio.CancelledError):
        await building
