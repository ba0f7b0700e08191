"""A folder is replaced whole or not at all."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claimgraph.errors import OutputError
from claimgraph.output import replace_folder

NAMES = ("a.txt", "b.txt")


def write_both(place: Path) -> None:
    for name in NAMES:
        (place / name).write_text("new")


def write_only(name: str, content: bytes) -> Callable[[Path], None]:
    def write(place: Path) -> None:
        (place / name).write_bytes(content)

    return write


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_that_is_not_there_is_made_with_its_parents(tmp_path: Path) -> None:
    replace_folder(tmp_path / "x" / "out", NAMES, write_both)
    assert names(tmp_path / "x" / "out") == ["a.txt", "b.txt"]
    assert names(tmp_path / "x") == ["out"]


def test_what_an_earlier_run_left_is_gone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    replace_folder(out, NAMES, write_only("b.txt", b"old"))
    replace_folder(out, NAMES, write_only("a.txt", b"new"))
    assert names(out) == ["a.txt"]
    assert names(tmp_path) == ["out"]


def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years")
    with pytest.raises(OutputError, match=r"holds 'thesis\.txt', which is not of a build"):
        replace_folder(tmp_path, NAMES, write_both)
    assert names(tmp_path) == ["thesis.txt"]


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("mine")
    with pytest.raises(OutputError, match="is not a folder"):
        replace_folder(out, NAMES, write_both)
    assert out.read_text() == "mine"


def test_a_writer_that_fails_leaves_the_old_output_and_no_rubbish(tmp_path: Path) -> None:
    out = tmp_path / "out"
    replace_folder(out, NAMES, write_both)

    def fail(place: Path) -> None:
        (place / "a.txt").write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        replace_folder(out, NAMES, fail)
    assert (out / "a.txt").read_text() == "new"
    assert names(tmp_path) == ["out"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        replace_folder(tmp_path / "file" / "out", NAMES, write_both)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs Linux and root for a small tmpfs")
def test_a_disk_that_fills_up_leaves_the_old_output(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"no tmpfs can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        out = disk / "out"
        replace_folder(out, NAMES, write_both)
        with pytest.raises(OutputError, match=r"No space left on device.*nothing was replaced"):
            replace_folder(out, NAMES, write_only("a.txt", b"x" * 1_000_000))
        assert names(out) == ["a.txt", "b.txt"]
        assert names(disk) == ["out"]
    finally:
        subprocess.run(["umount", disk], check=True)
        shutil.rmtree(disk)
