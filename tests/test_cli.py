"""The command line: what it prints, where, and with which exit status."""

import json
from pathlib import Path

import pytest

from claimgraph.cli import main
from tests.invented import ACME, article_file, change, copy_acme

TEXT = str(ACME / "texts" / "acme-moves-logs.txt")


def test_build_prints_a_summary_and_where_to_look(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(ACME), "--out", str(tmp_path / "out"), "--texts", str(ACME / "texts")]) == 0
    printed = capsys.readouterr()
    assert "5 claims from 1 article" in printed.out
    assert "5 of 5 sentences, 8 passages verified" in printed.out
    assert "graph.html" in printed.out
    assert printed.err == ""


def test_findings_are_printed_one_a_line_and_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = copy_acme(tmp_path)
    change(article_file(workspace), "cg:polarity cg:Denied", "cg:polarity cg:Denied , cg:Affirmed")
    for command in (["check"], ["build", "--out", str(tmp_path / "out")]):
        assert main([*command, str(workspace)]) == 1
        printed = capsys.readouterr()
        assert "acme-moves-logs.trig" in printed.out
        assert "breach-not-confirmed" in printed.out
        assert "1 finding" in printed.err
    assert not (tmp_path / "out").exists()


def test_check_of_a_good_workspace_has_no_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(ACME), "--texts", str(ACME / "texts")]) == 0
    assert capsys.readouterr().out == "no findings\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "no-such-folder"],
        ["check", "no-such-folder"],
        ["query", "no-such-question"],
        ["passage", "no-file", "x"],
    ],
)
def test_an_error_is_one_line_on_stderr(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("claimgraph: ")
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["query", "x", "--results", "pdf"], ["passage"]])
def test_a_misused_command_exits_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_query_answers_in_the_format_asked_for(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["query", "stored", "--workspace", str(ACME), "--results", "json"]) == 0
    answer = json.loads(capfdbinary.readouterr().out)
    assert answer["head"]["vars"] == ["data", "place", "claim", "article"]


@pytest.mark.parametrize(("results", "words"), [("table", "data:call-log"), ("markdown", "| data | place |")])
def test_query_answers_people(results: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "stored", "--workspace", str(ACME), "--results", results]) == 0
    assert words in capsys.readouterr().out


def test_query_lists_the_questions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--list"]) == 0
    assert "commitments" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "status", "out", "err"),
    [
        ("Ann Lee promised", 1, "", "do not stand in the text"),
        ("South Korea", 0, "characters  64 to 75 (end exclusive)", ""),
        ("logs", 0, "paragraph 2, sentence 1", "2 places"),
    ],
)
def test_passage_finds_none_one_or_several(
    words: str, status: int, out: str, err: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["passage", TEXT, words]) == status
    printed = capsys.readouterr()
    assert out in printed.out
    assert err in printed.err
