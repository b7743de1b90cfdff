"""What all requests of a server share: its settings, the records, the door."""

from dataclasses import dataclass, field
from typing import cast

from starlette.requests import Request

from trochanter.store.store import Store
from trochanter.web.guard.entry import Door
from trochanter.web.jobs.desk import Desk
from trochanter.web.locks import Locks
from trochanter.web.settings import Settings


@dataclass(slots=True)
class State:
    """One running server. locks: one a person, held by who looks before saving; store: another one after a restore."""

    settings: Settings
    store: Store
    door: Door
    jobs: Desk = field(default_factory=Desk, repr=False)
    locks: Locks = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.locks = Locks(self.settings.folder)

    def reopen(self) -> None:
        """Open the records again, where a backup was brought back."""
        from trochanter.store.opening import open_store

        old = self.store
        self.store = open_store(
            old.place.url or old.place.folder, create=False, passphrase=old.passphrase, who=old.who,
            check=old.check, hide=old.hide,
        )  # fmt: skip
        old.close()  # whoever still reads from it finishes


def state_of(request: Request) -> State:
    """The state of the server that a request came to."""
    return cast("State", request.app.state.shared)
