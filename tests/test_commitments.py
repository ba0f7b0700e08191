"""Promises and their fate on a day, on the invented workspace whose promises are kept, put off and broken."""

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from claimgraph.cli import main
from claimgraph.promises.commitment import Fate, Promise, read_promises
from claimgraph.store import Store
from claimgraph.story import open_story
from tests.invented import PROMISES, change


@pytest.fixture(scope="module")
def promises() -> tuple[Promise, ...]:
    return read_promises(open_story(PROMISES).store, "en")


def fates(promises: tuple[Promise, ...], day: str) -> dict[str, str]:
    """Return the fate of each promise by the last part of its claim's IRI."""
    then = date.fromisoformat(day)
    return {promise.claims[0].rsplit("/", 1)[1]: promise.fate(then).code for promise in promises}


@pytest.mark.parametrize(
    ("day", "logs", "backups", "encryption", "report", "later"),
    [
        # Said on 9 March; the second article appears on 10 May.
        ("2021-03-08", "not-yet-made", "not-yet-made", "not-yet-made", "not-yet-made", "not-yet-made"),
        ("2021-03-09", "due", "due", "due", "due", "not-yet-made"),
        # The week of 5 April ends on the 11th. The rumour that it is done has no date, and settles nothing.
        ("2021-04-11", "due", "due", "due", "due", "not-yet-made"),
        ("2021-04-12", "due", "due", "overdue", "due", "not-yet-made"),
        ("2021-04-30", "due", "due", "overdue", "due", "not-yet-made"),
        ("2021-05-01", "due", "overdue", "overdue", "due", "not-yet-made"),
        # The deletion is reported, and the move put off to September.
        ("2021-05-10", "delayed", "done", "overdue", "due", "due"),
        ("2021-09-30", "delayed", "done", "overdue", "due", "due"),
        ("2021-10-01", "delayed", "done", "overdue", "due", "overdue"),
        ("2021-12-31", "delayed", "done", "overdue", "due", "overdue"),
        ("2022-01-01", "delayed", "done", "overdue", "overdue", "overdue"),
    ],
)
def test_a_promise_has_its_fate_on_a_day(
    promises: tuple[Promise, ...], day: str, logs: str, backups: str, encryption: str, report: str, later: str
) -> None:
    assert fates(promises, day) == {
        "logs-home-by-june": logs,
        "backups-deleted-by-april": backups,
        "logs-encrypted-in-april": encryption,
        "report-in-2021": report,
        "logs-home-by-september": later,
    }


def test_a_promise_for_a_month_is_overdue_after_its_last_day(story_store: Store) -> None:
    story = read_promises(story_store, "en")
    name = "chat-data-to-japan-by-june"
    assert [fates(story, day)[name] for day in ("2021-06-30", "2021-07-01")] == ["due", "overdue"]


def test_a_restatement_is_folded_into_the_promise(story_store: Store) -> None:
    folded = {promise.claims[1].rsplit("/", 1)[1] for promise in read_promises(story_store, "en") if promise.claims[1:]}
    assert folded == {"korea-data-to-japan-by-september", "policy-revision-planned-again"}


def test_a_possible_or_denied_completion_settles_nothing(tmp_path: Path) -> None:
    for old, new in (("cg:certainty cg:Certain", "cg:certainty cg:Possible"), ("cg:Affirmed", "cg:Denied")):
        workspace = Path(shutil.copytree(PROMISES, tmp_path / new.replace(":", "-")))
        path = workspace / "articles" / "bolt-follow-up.trig"
        text = path.read_text(encoding="utf-8")
        record = text.index("claim:backups-are-deleted a")
        path.write_text(text[:record] + text[record:].replace(old, new, 1), encoding="utf-8")
        assert fates(read_promises(open_story(workspace).store, "en"), "2021-06-01")["backups-deleted-by-april"] == (
            "overdue"
        )


def test_a_stop_counts_as_a_delay(tmp_path: Path) -> None:
    workspace = Path(shutil.copytree(PROMISES, tmp_path / "stopped"))
    change(workspace / "articles" / "bolt-follow-up.trig", "dpv:ActivityCompleted", "dpv:ActivityHalted")
    assert fates(read_promises(open_story(workspace).store, "en"), "2021-06-01")["backups-deleted-by-april"] == (
        Fate.DELAYED.code
    )


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--as-of", "2021-03-22"], 0),
        (["--as-of", "2021-04-04"], 0),
        (["--as-of", "2021-04-05"], 1),
        ([str(PROMISES), "--as-of", "2021-03-09"], 0),
        ([str(PROMISES), "--as-of", "2021-04-12"], 1),
        ([], 1),
    ],
)
def test_the_command_exits_with_1_when_something_is_overdue(
    arguments: list[str], status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["commitments", *arguments]) == status
    assert capfd.readouterr().out


def test_the_command_reads_well_in_both_languages(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    main(["commitments", str(PROMISES), "--as-of", "2021-05-10"])
    english = capfd.readouterr().out
    assert english.startswith("Promises as of 2021-05-10: 1 overdue, 2 due, 1 delayed, 1 reported done\n")
    assert "week of 2021-04-05" in english
    assert "29 days over" in english
    assert "in 235 days" in english
    assert "→ promised by 2021-09-30 (Bolt, 2021-05-10)" in english
    assert "→ completed (“Bolt is done” (own voice), undated)" in english
    main(["commitments", str(PROMISES), "--as-of", "2021-05-10", "--lang", "ja"])
    japanese = capfd.readouterr().out
    assert japanese.startswith("2021-05-10時点の約束: 期限超過1件、期限前2件、延期・中止1件、完了報告あり1件\n")
    assert "29日超過" in japanese
    from rich.cells import cell_len

    assert max(map(cell_len, (english + japanese).splitlines())) <= 90


def test_the_command_answers_in_the_forms_of_other_answers(tmp_path: Path) -> None:
    for ending in ("csv", "json", "md", "html", "txt"):
        main(["commitments", str(PROMISES), "--as-of", "2021-05-10", "-o", str(tmp_path / f"promises.{ending}")])
    rows = list(csv.DictReader(io.StringIO((tmp_path / "promises.csv").read_text(encoding="utf-8"))))
    assert [(row["status"], row["due"], row["dueEnd"]) for row in rows] == [
        ("overdue", "2021-04-05", "2021-04-11"),
        ("due", "2021-09", "2021-09-30"),
        ("due", "2021", "2021-12-31"),
        ("delayed", "2021-06", "2021-06-30"),
        ("done", "2021-04-30", "2021-04-30"),
    ]
    assert rows[3]["from"] == "South Korea"
    answer = json.loads((tmp_path / "promises.json").read_text(encoding="utf-8"))
    assert answer["results"]["bindings"][0]["claim"]["type"] == "uri"
    assert "](graph.html#claim%3Abolt-promises/" in (tmp_path / "promises.md").read_text(encoding="utf-8")
    assert "<h1>Promises as of 2021-05-10</h1>" in (tmp_path / "promises.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--as-of", "2021-02-30"], "not a date of the calendar"),
        (["--as-of", "2021-02"], "is not a day"),
        (["-o", "promises.pdf"], "wanted one of csv"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["commitments", *arguments]) == 1
    assert words in capsys.readouterr().err
