"""The command line: what it prints, where, and with which exit status."""

import io
import json
import shutil
import sys
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


def answer_from_stdin(query: str, monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(query))
    return main(["query", "--file", "-", *options])


def test_a_newcomers_first_query_answers(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert answer_from_stdin("SELECT * WHERE { ?s ?p ?o } LIMIT 10", monkeypatch, "--results", "csv") == 0
    assert len(capfdbinary.readouterr().out.splitlines()) == 11


def test_without_the_union_a_pattern_without_graph_sees_nothing(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert answer_from_stdin("SELECT * WHERE { ?s ?p ?o }", monkeypatch, "--no-union", "--results", "csv") == 0
    assert len(capfdbinary.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize(
    ("query", "form", "start"),
    [
        ("ASK { ?s ?p ?o }", "table", b"answer"),
        ("ASK { ?s ?p ?o }", "xml", b"<?xml"),
        ("CONSTRUCT WHERE { ?s <https://w3id.org/claimgraph/ontology#count> 32 }", "table", b"<https://w3id.org/"),
        ("CONSTRUCT WHERE { ?s <https://w3id.org/claimgraph/ontology#count> 32 }", "ntriples", b"<https://w3id.org/"),
        ("DESCRIBE <https://w3id.org/claimgraph/agent/line>", "turtle", b"<https://w3id.org/claimgraph/agent/line>"),
    ],
)
def test_ask_construct_and_describe_answer_too(
    query: str, form: str, start: bytes, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert answer_from_stdin(query, monkeypatch, "--results", form) == 0
    assert capfdbinary.readouterr().out.startswith(start)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "refused"),
        ("SELECT", "not SPARQL"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "has no csv"),
    ],
)
def test_a_query_that_cannot_be_answered_is_one_sentence(
    query: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer_from_stdin(query, monkeypatch, "--results", "csv") == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        ("csv", "incident,incidentLabel"),
        ("html", "<!doctype html>"),
        ("md", "| incident |"),
        ("json", '{"head"'),
        ("txt", "Statements"),
    ],
)
def test_the_ending_of_the_output_file_decides_the_form(ending: str, words: str, tmp_path: Path) -> None:
    out = tmp_path / f"leaks.{ending}"
    assert main(["query", "leak-statements", "-o", str(out)]) == 0
    assert out.read_text(encoding="utf-8").startswith(words)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query", "leak-statements", "-o", "leaks.pdf"], "wanted one of csv"),
        (["query", "leak-statements", "-o", "no/such/folder/leaks.csv"], "cannot be written"),
        (["query", "leak-statements", "-p", "lang"], "wanted -p name=value"),
        (["query", "leak-statements", "-p", "country=JP"], "takes no 'country'"),
        (["query", "company", "-p", "company=Nobody Inc"], "is not known"),
        (["query", "--file", "no-such-file.rq"], "cannot be read"),
        (["query", "--data", "story.rdf", "--file", "x.rq"], "has the ending '.rdf'"),
        (["query", "leak-statements", "--endpoint", "http://127.0.0.1:9/query"], "cannot be asked"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 1
    assert words in capsys.readouterr().err


def test_other_rdf_files_can_be_asked(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    data, query = tmp_path / "some.ttl", tmp_path / "some.rq"
    data.write_text('<urn:s> <urn:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> , [] .')
    query.write_text("SELECT ?o WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }")
    assert main(["query", "--data", str(data), "--file", str(query), "--results", "tsv"]) == 0
    assert capfdbinary.readouterr().out.splitlines() == [b"?o", b"1"]


def test_rdf_xml_is_refused_with_the_endings_that_are_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, query = tmp_path / "some.rdf", tmp_path / "some.rq"
    data.write_text("<rdf/>")
    query.write_text("ASK {}")
    assert main(["query", "--data", str(data), "--file", str(query)]) == 1
    assert "wanted one of .ttl, .trig" in capsys.readouterr().err


def test_all_questions_are_answered_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--all", "--workspace", str(ACME), "--out", str(tmp_path / "answers")]) == 0
    assert capsys.readouterr().out == f"1 question answered in {tmp_path / 'answers'}\n"
    assert (tmp_path / "answers" / "index.html").exists()


def test_a_spreadsheet_takes_no_cell_for_a_formula(tmp_path: Path) -> None:
    workspace = copy_acme(tmp_path)
    change(workspace / "queries" / "stored.rq", "SELECT ?data", 'SELECT ("=1+1" AS ?data)')
    change(workspace / "queries" / "stored.rq", "dpv:hasPersonalData ?data ;", "dpv:hasPersonalData ?other ;")
    for form, cell in (("spreadsheet", "'=1+1"), ("csv", "=1+1")):
        out = tmp_path / "out.csv"
        assert main(["query", "stored", "--workspace", str(workspace), "--results", form, "-o", str(out)]) == 0
        assert out.read_text().splitlines()[1].split(",")[0] == cell


def test_the_plan_of_a_question_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    if shutil.which("oxigraph") is None and not (Path(sys.executable).parent / "oxigraph").exists():
        pytest.skip("the oxigraph command is not installed")
    assert main(["query", "leak-statements", "--explain"]) == 0
    assert "number of results" in capsys.readouterr().out


def test_claims_lead_to_the_page_and_articles_to_their_address(tmp_path: Path) -> None:
    for ending, claim in (
        ("md", "](my.html#claim%3Aacme-moves-logs/logs-in-korea)"),
        ("html", 'href="my.html#claim%3Aacme-moves-logs/logs-in-korea"'),
    ):
        out = tmp_path / f"stored.{ending}"
        assert main(["query", "stored", "--workspace", str(ACME), "--page", "my.html", "-o", str(out)]) == 0
        text = out.read_text(encoding="utf-8")
        assert claim in text
        assert "https://example.org/acme-moves-logs" in text


def test_other_data_is_asked_without_the_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, out = tmp_path / "some.nt", tmp_path / "out.csv"
    data.write_text("<urn:s> <urn:p> <urn:o> .\n")
    options = ["--data", str(data), "--workspace", str(tmp_path / "no-such-workspace"), "--no-union", "-o", str(out)]
    assert answer_from_stdin("SELECT ?s WHERE { ?s ?p ?o }", monkeypatch, *options) == 0
    assert out.read_text().split() == ["s", "urn:s"]


def test_a_server_is_sent_no_query_that_would_be_refused_here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    query = "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }"
    # Port 9 answers nobody: a query that were sent would be told so.
    assert answer_from_stdin(query, monkeypatch, "--endpoint", "http://127.0.0.1:9/", "--results", "csv") == 1
    assert "SERVICE is refused" in capsys.readouterr().err


def test_an_answer_is_folded_or_wide(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    register = ["query", "transfer-register", "-p", "country=CN", "--results", "csv"]
    # 50 rows of the golden table are about 20 activities in their claims.
    assert main([*register, "--fold", "activity,claim"]) == 0
    assert len(capfdbinary.readouterr().out.splitlines()) == 21
    assert main(["query", "silence-matrix", "--wide", "article=stance", "--results", "csv"]) == 0
    head = capfdbinary.readouterr().out.decode("utf-8").splitlines()[0]
    assert head == ("activity,activityLabel,slot,slotLabel,article:line-domestic-storage,article:lme-privacy-issues")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--wide", "article"], "wanted --wide column=cell"),
        (["--fold", "colour"], "no column 'colour'"),
        (["--fold", "claim", "--results", "xml"], "has no xml"),
    ],
)
def test_a_shape_that_an_answer_cannot_have_is_refused(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["query", "silence-matrix", *arguments]) == 1
    assert words in capsys.readouterr().err
