"""Packages of npm that tests need and nobody commits: fetched once on a machine, with its own npm."""

import re
import tempfile
from pathlib import Path

import pytest
from scripts.fetch_engine import FetchError, fetch_package


def npm_package(name: str, version_range: str) -> Path:
    """Return the folder with a package's files, or skip, with the reason, where it cannot be had."""
    kept = Path(tempfile.gettempdir()) / "claimgraph-npm"
    folder = kept / re.sub(r"[^\w.^~-]", "_", f"{name}@{version_range}")
    if not folder.is_dir():
        kept.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept) as place:
            try:
                fetch_package(f"{name}@{version_range}", Path(place, "package"))
            except FetchError as error:
                pytest.skip(f"{error}; wanted the npm package {name}")
            Path(place, "package").rename(folder)
    return folder
