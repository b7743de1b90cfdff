"""Files that people send: streamed to the disk, told apart by their bytes, and gone unless they are used.

    TAKES = taking(FileField("film", ("film",), most_bytes=2 * GIB), FileField("right", PHONE))     # module level

    @router.post("/p/{person}/check/upload")                # the path ends in '/upload': it may carry much
    def upload(here: Here, given: Annotated[Received, Depends(TAKES)]) -> Response:
        job = start(here.state, here.person.id, "measure-film", {"side": given.text("side")}, given.files)

``Received``: ``files`` (all ``Upload``s, in their order), ``of(field)`` (those of a field), ``text(name)`` and
``texts(name)`` (what was typed beside them). The fields of files become roles of ``jobs.start``, which moves the files
away; what is left is deleted when the answer is sent. To use a file in a later request, ``hold(here, upload)`` gives a
key, with which ``held(here, key)`` finds it again for a day; ``let_go(here, key)`` deletes it.

Kinds of files: 'film', 'trc', 'c3d', 'opensim_table' (.mot, .sto), 'opensim_model' (.osim), 'external_loads' (.xml),
'marker_table', 'force_table', 'phone_log' (.csv), 'zip', 'table' (any .csv), 'fit', 'json', 'archive' (of the records).
Nothing is decoded here: that is done by jobs, in processes of their own.
"""

from trochanter.web.uploads.given import FileField, Received, TooLarge, Upload, WrongKind
from trochanter.web.uploads.kinds import PHONE, TRIALS
from trochanter.web.uploads.receiving import received, taking
from trochanter.web.uploads.tray import held, hold, let_go

GIB = 2**30

__all__ = [
    "GIB",
    "PHONE",
    "TRIALS",
    "FileField",
    "Received",
    "TooLarge",
    "Upload",
    "WrongKind",
    "held",
    "hold",
    "let_go",
    "received",
    "taking",
]
