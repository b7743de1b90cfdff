"""Taking a form with files out of a request, and what is left of it when the answer is sent."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

from anyio import to_thread
from python_multipart.multipart import parse_options_header
from starlette.requests import ClientDisconnect, Request

from trochanter.core.errors import BadSetting, ImpossibleData, TrochanterError, UnwritableFile
from trochanter.web.jobs.folders import tray_folder
from trochanter.web.person import Here
from trochanter.web.uploads.body import Body
from trochanter.web.uploads.given import FileField, Received

PIECE_BYTES = 1 << 20
LEFT_FREE_BYTES = 256 * 2**20  # so that what is computed from a file has room as well
MOST_DRAINED = 4 * 2**30


async def received(request: Request, folder: Path, fields: tuple[FileField, ...]) -> Received:
    """The form of a request, its files in a folder; all of it, or nothing is left.

    Raises WrongKind, TooLarge, ImpossibleData (broken off, no such form), BadSetting, UnwritableFile (no room).
    """
    announced = int(request.headers.get("content-length", "0"))
    _refuse_without_room(folder, announced)
    body = Body(_boundary(request), {each.name: each for each in fields}, folder)
    pieces = request.stream()
    try:
        await _read(pieces, body)
        files, typed = body.finish()
    except BaseException as error:
        body.discard()
        if isinstance(error, TrochanterError):
            await _drain(pieces)  # a browser that is not let finish shows no answer
        if isinstance(error, ClientDisconnect):
            raise ImpossibleData("the upload was broken off", next_step="send it again; nothing was kept") from None
        if isinstance(error, OSError):
            raise _no_room(error.strerror or str(error)) from None
        raise
    return Received(files, typed)


def taking(*fields: FileField) -> Callable[[Request, Here], AsyncIterator[Received]]:
    """A dependency of a route: the form that was sent to it. Files that nobody took go when the answer is sent."""

    async def take(request: Request, here: Here) -> AsyncIterator[Received]:
        folder = await to_thread.run_sync(tray_folder, here.store.place, here.person.id)
        found = await received(request, folder, fields)
        try:
            yield found
        finally:
            for each in found.files:
                each.path.unlink(missing_ok=True)

    return take


async def _read(pieces: AsyncIterator[bytes], body: Body) -> None:
    waiting = bytearray()
    async for piece in pieces:
        waiting += piece
        if len(waiting) >= PIECE_BYTES:
            await to_thread.run_sync(body.feed, bytes(waiting))
            waiting.clear()
    await to_thread.run_sync(body.feed, bytes(waiting))


async def _drain(pieces: AsyncIterator[bytes]) -> None:
    seen = 0
    with suppress(Exception):
        async for piece in pieces:
            seen += len(piece)
            if seen > MOST_DRAINED:
                return


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise BadSetting("the form", kind.decode("latin-1")[:80], "multipart/form-data", "send the form of this page")
    return options[b"boundary"]


def _refuse_without_room(folder: Path, announced: int) -> None:
    free = shutil.disk_usage(folder).free
    if announced + LEFT_FREE_BYTES > free:
        raise _no_room(f"{free / 2**20:.0f} MB are free", f"{(announced + LEFT_FREE_BYTES) / 2**20:.0f} MB free")


def _no_room(reason: str, valid: str = "") -> UnwritableFile:
    return UnwritableFile(
        f"there is no room for this file on the disk: {reason}", valid=valid,
        next_step="free some space, and send it again; nothing was kept",
    )  # fmt: skip
