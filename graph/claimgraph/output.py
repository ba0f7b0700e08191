"""Writing: a folder is replaced whole or not at all, whatever happens while it is being written."""

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from claimgraph.errors import OutputError

_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)
_HERE = -100  # AT_FDCWD


def replace_folder(folder: Path, expected: Iterable[str], write: Callable[[Path], None]) -> None:
    """Write a folder beside its place and move it there when it is complete and on disk.

    Args:
        folder: the place. What stands there is replaced if it holds nothing but expected names.
        expected: the names of files and folders that an earlier run may have left there.
        write: fills the empty folder it is given.

    Raises:
        OutputError: if the place holds something else, or cannot be written, or the disk is full. What
            stood there before still stands.
    """
    if folder.exists() or folder.is_symlink():
        _refuse_strangers(folder, frozenset(expected))
    staging: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=folder.parent))
        staging.chmod(0o755)
        write(staging)
        _flush(staging)
        _move(staging, folder)
    except OSError as error:
        place = error.filename or folder
        raise OutputError(f"{folder}: cannot be written ({error.strerror}: {place}); nothing was replaced") from error
    finally:
        if staging is not None and staging.exists():
            shutil.rmtree(staging, ignore_errors=True)


def replace_file(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file beside its place and move it there when it is complete and on disk.

    Raises:
        OutputError: if it cannot be written. What stood there before still stands.
    """
    staging: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
        staging = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        staging.chmod(0o644)
        staging.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror}); nothing was replaced") from error
    finally:
        if staging is not None:
            staging.unlink(missing_ok=True)


def _refuse_strangers(folder: Path, expected: frozenset[str]) -> None:
    if not folder.is_dir() or folder.is_symlink():
        raise OutputError(f"{folder}: is not a folder; choose another place for the output")
    strangers = sorted(entry.name for entry in folder.iterdir() if entry.name not in expected)
    if strangers:
        raise OutputError(
            f"{folder}: holds {strangers[0]!r}, which is not of a build; choose an empty or a new folder for the output"
        )


def _flush(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _move(staging: Path, folder: Path) -> None:
    if not folder.exists():
        staging.rename(folder)
    elif not _exchange(staging, folder):
        # No atomic exchange here: between these two renames the old output has another name.
        old = staging.with_suffix(".old")
        folder.rename(old)
        staging.rename(folder)
        shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can; return whether it did."""
    if not sys.platform.startswith("linux"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    return bool(library.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
