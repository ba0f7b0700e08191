"""What tests share: the shipped story, the articles' texts, and two guards.

No test reaches beyond this machine, and where CLAIMGRAPH_NO_SKIP is 1 (as .ci/run sets it) no test is skipped.
"""

import os
import sys
from collections.abc import Generator, Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from claimgraph.store import Store
from claimgraph.story import Story
from claimgraph.workspace import Workspace, read_workspace
from tests.browser import start_browser
from tests.invented import ACME
from tests.pages import page_of

ROOT = Path(__file__).resolve().parents[1]

# Audit events that name an address, and where it stands: https://docs.python.org/3/library/audit_events.html
_ADDRESSES = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}


def _is_loopback(host: object) -> bool:
    if host in (None, "", "localhost"):
        return True
    try:
        return ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if (place := _ADDRESSES.get(event)) is None:
        return
    address = arguments[place]
    if event in ("socket.connect", "socket.sendto"):
        if not isinstance(address, tuple):
            return  # the path of a Unix socket
        address = address[0]
    if not _is_loopback(address):
        pytest.fail(f"a test reached for the network: {event} {address}; wanted this machine only")


# An audit hook, not a patched socket.connect: it also sees look-ups of names, imports and session fixtures.
# pytest.fail raises a BaseException, so code under test that catches OSError cannot hide it.
sys.addaudithook(_refuse_network)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one where nothing may be skipped."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CLAIMGRAPH_NO_SKIP") == "1":
        assert call.excinfo is not None
        report.outcome = "failed"
        report.longrepr = f"skipped, and CLAIMGRAPH_NO_SKIP is 1: {call.excinfo.value}"
    return report


@pytest.fixture(scope="session")
def texts() -> Path:
    """The folder of the articles' texts: CLAIMGRAPH_TEXTS, or ../shared/seeds beside the checkout."""
    named = os.environ.get("CLAIMGRAPH_TEXTS")
    folder = ROOT.parent / "shared" / "seeds" if named is None else Path(named)
    if any(folder.glob("*.txt")):
        return folder
    if named is not None:
        pytest.fail(f"CLAIMGRAPH_TEXTS is {named}, which holds no .txt file; wanted the folder of the articles' texts")
    pytest.skip(f"the articles' texts are not beside the checkout ({folder}), and CLAIMGRAPH_TEXTS is not set")


@pytest.fixture(scope="session")
def story() -> Workspace:
    """The shipped story, read once."""
    return read_workspace()


@pytest.fixture(scope="session")
def story_store(story: Workspace) -> Store:
    """A store with the shipped story and its relations, for questions; tests that write make their own."""
    return Story(story).store


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; one for each module, for its event loop must not outlive tests that start their own."""
    yield from start_browser()


@pytest.fixture(scope="session")
def acme_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the invented workspace."""
    return page_of(ACME, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="session")
def story_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the shipped story."""
    return page_of(None, tmp_path_factory.mktemp("page"))
