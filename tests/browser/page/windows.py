"""Windows of a browser on a served page, and a watch over everything that they ask for and complain about."""

import re
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.page.serving import Served


class Windows:
    """Opens pages of one server, entered by its printed address; ``close`` fails where one asked elsewhere or erred."""

    def __init__(self, browser: Browser, served: Served, *, cookies: Sequence[Any] | None = None) -> None:
        self.browser, self.served = browser, served
        self.faults: list[str] = []
        self.expected = ""  # what consoles may complain about, where a test means to see it
        self.contexts: list[BrowserContext] = []
        self.cookies = list(cookies) if cookies is not None else self._entered()

    def open(
        self, *, width: int = 1280, height: int = 900, dark: bool = False, script: bool = True, **more: Any
    ) -> Page:
        """A new window, as of another browser that has entered."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="en-GB",
            java_script_enabled=script, **{"reduced_motion": "reduce", **more},
        )  # fmt: skip
        context.add_cookies(self.cookies)
        self.contexts.append(context)
        context.on("page", self._watch)
        context.set_default_timeout(15_000)
        return context.new_page()

    def close(self) -> None:
        """Close all windows; nothing was asked of another host, and no script failed, but for what was expected."""
        for each in self.contexts:
            each.close()
        wrong = [each for each in self.faults if not (self.expected and re.search(self.expected, each))]
        assert wrong == [], "\n".join(wrong)

    def _entered(self) -> list[Any]:
        context = self.browser.new_context()
        context.new_page().goto(self.served.enter)
        cookies = [dict(each) for each in context.cookies()]
        context.close()
        return cookies

    def _watch(self, page: Page) -> None:
        own = (f"{self.served.address}/", "data:", "blob:", "about:")
        page.on(
            "request",
            lambda one: None if one.url.startswith(own) else self.faults.append(f"asked of another host: {one.url}"),
        )
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda said: self.faults.append(f"{page.url}: {said.text}") if said.type == "error" else None,
        )
