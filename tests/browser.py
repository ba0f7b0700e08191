"""A real browser for tests of the page: headless Chromium, and a record of all that goes wrong in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
VIOLATIONS = "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.blockedURI))"


@dataclass(slots=True)
class Visit:
    """An open page, what it asked the network for, and what it complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def violations(self) -> list[str]:
        """Return what the page's Content-Security-Policy has stopped."""
        return [str(violation) for violation in self.page.evaluate("window.violations")]


def start_browser() -> Iterator[Browser]:
    """Yield Chromium, or skip where this machine has none (conftest.py makes that a failure where wanted)."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"no browser on this machine; wanted one of {', '.join(NAMES)}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def visit(
    browser: Browser, path: Path, *, language: str = "en-US", width: int = 1400, fragment: str = ""
) -> Iterator[Visit]:
    """Open a file as a double click does, and wait until its first picture stands."""
    context = browser.new_context(locale=language, viewport={"width": width, "height": 900})
    context.add_init_script(VIOLATIONS)
    seen = Visit(context.new_page())
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.on("console", lambda message: seen.troubles.append(f"{message.type}: {message.text}"))
    seen.page.on("pageerror", lambda error: seen.troubles.append(f"error: {error}"))

    def note_dialog(dialog: object) -> None:
        seen.troubles.append(f"dialog: {dialog}")

    seen.page.on("dialog", note_dialog)
    seen.page.goto(path.as_uri() + (f"#{fragment}" if fragment else ""))
    seen.page.wait_for_selector("html[data-ready=true]", state="attached", timeout=20_000)
    yield seen
    context.close()
