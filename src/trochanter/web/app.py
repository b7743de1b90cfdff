"""The app: the routes of all pages behind one guard."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.resources import files

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from trochanter import __version__
from trochanter.store.store import Store
from trochanter.web.guard.entry import Door, key_in
from trochanter.web.guard.guard import Guard
from trochanter.web.problems import install
from trochanter.web.routes import ROUTES
from trochanter.web.settings import Settings
from trochanter.web.state import State
from trochanter.web.warm import load_in_background


def create_app(settings: Settings, store: Store) -> FastAPI:
    """The page over open records; whoever opened them closes them.

    Raises UnwritableFile where the folder of the settings cannot hold the key of the cookies.
    """
    door = Door(settings.token, key_in(settings.folder))
    app = FastAPI(title="trochanter", version=__version__, docs_url=None, redoc_url=None, lifespan=_life)
    app.state.shared = State(settings, store, door)
    app.mount("/static", StaticFiles(directory=str(files("trochanter.web").joinpath("static"))), name="static")
    for name in ROUTES:
        app.include_router(import_module(f"trochanter.web.routes.{name}").router)
    install(app)
    app.add_middleware(Guard, settings=settings, door=door)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    """What runs beside the requests for as long as the server does."""
    shared: State = app.state.shared
    load_in_background()
    with shared.jobs.at_work(shared):
        yield
