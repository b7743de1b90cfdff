"""What somebody does with their records on the page: take them away, back them up, forget them, bring them back."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.page.conftest import filled
from tests.browser.page.doing import heads, says, send
from tests.browser.page.serving import serving
from tests.browser.page.windows import Windows

pytestmark = pytest.mark.needs("chromium")


def test_records_are_taken_along_forgotten_and_brought_back(browser: Browser, tmp_path: Path) -> None:
    people = filled(tmp_path, ("newcomer", "runner"))
    with serving(tmp_path / "records") as served:
        windows = Windows(browser, served)
        windows.expected = "status of 4(04|22)"
        page = windows.open(width=390, accept_downloads=True)
        home = f"{served.address}/p/{people['runner']}/settings"
        page.goto(home)
        with page.expect_download() as got:
            page.get_by_role("button", name="Export").click()
        got.value.save_as(tmp_path / "taken.zip")
        assert ZipFile(tmp_path / "taken.zip").testzip() is None
        send(page, "Make a backup now")
        says(page, "The backup is written and checked.")
        _forgotten(page, "Runner")
        assert page.goto(home).status == 404  # type: ignore[union-attr]
        page.goto(f"{served.address}/p/{people['newcomer']}/settings")
        page.get_by_role("button", name="Bring back").first.click()
        send(page, "Bring back")
        heads(page, "Brought back: ")
        assert page.goto(home).status == 404  # type: ignore[union-attr]  # stays forgotten
        _taken_in(page, served.address, tmp_path / "taken.zip")
        assert page.goto(home).status == 200  # type: ignore[union-attr]
        windows.close()


def _forgotten(page: Page, name: str) -> None:
    typed = page.get_by_label("to delete everything")
    typed.fill("Somebody else")
    send(page, "Delete everything")
    expect(page.get_by_role("alert")).to_have_text("That is another name. Nothing was deleted.")
    typed.fill(name)
    send(page, "Delete everything")
    heads(page, "Deleted: ")


def _taken_in(page: Page, address: str, path: Path) -> None:
    page.goto(f"{address}/people")
    page.get_by_label("File (.zip)").set_input_files(path)
    send(page, "Take in")
    says(page, "Taken in: 1 people")
