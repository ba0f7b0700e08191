"""The main job: everything is written, twice the same; or nothing is, and the findings say why."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimgraph.build import build
from claimgraph.errors import OutputError
from claimgraph.model import Finding
from claimgraph.report import Report
from claimgraph.timing import Stages
from tests.invented import ACME, BASE, article_file, change, copy_acme

WRITTEN = ["graph.html", "graph.nq", "graph.trig", "report.json", "results", "timings.json"]


def run(workspace: Path, out: Path) -> Report | tuple[Finding, ...]:
    return build(workspace, out, workspace / "texts", Stages())


def test_a_build_writes_graph_answers_page_and_report(tmp_path: Path) -> None:
    report = run(ACME, tmp_path / "out")
    assert isinstance(report, Report)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == WRITTEN
    results = sorted(path.name for path in (tmp_path / "out" / "results").iterdir())
    assert results == ["index.html", *(f"stored.{ending}" for ending in ("csv", "html", "json", "md", "tsv", "xml"))]
    with (tmp_path / "out" / "results" / "stored.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    claim = f"{BASE}claim/acme-moves-logs/logs-in-korea"
    article = f"{BASE}article/acme-moves-logs"
    place = "https://w3id.org/dpv/loc#KR"
    assert rows == [{"data": f"{BASE}data/call-log", "place": place, "claim": claim, "article": article}]


def test_the_report_counts_what_the_article_says(tmp_path: Path) -> None:
    run(ACME, tmp_path / "out")
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["claims"] == 5
    assert report["articles"] == {"Acme moves its call logs home": 5}
    assert report["acts"] == {"assertion": 4, "commitment": 1}
    assert report["polarities"] == {"affirmed": 4, "denied": 1}
    assert report["countries"] == {"Japan": 2, "South Korea": 1}
    assert report["coverage"][0]["uncovered"] == 0


def test_two_builds_under_two_hash_seeds_write_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for seed in ("0", "1"):
        out = tmp_path / seed
        subprocess.run(
            [sys.executable, "-m", "claimgraph.cli", "build", str(ACME), "--out", str(out)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
        files = sorted(path for path in out.rglob("*") if path.is_file() and path.name != "timings.json")
        written.append({str(path.relative_to(out)): path.read_bytes() for path in files})
    assert len(written[0]) == 11
    assert written[0] == written[1]


def test_a_workspace_with_a_finding_replaces_no_output(tmp_path: Path) -> None:
    workspace, out = copy_acme(tmp_path), tmp_path / "out"
    assert isinstance(run(workspace, out), Report)
    before = (out / "graph.nq").read_bytes()
    change(article_file(workspace), "cg:act cg:Commitment", "cg:act cg:Assertion")
    findings = run(workspace, out)
    assert isinstance(findings, tuple)
    assert (out / "graph.nq").read_bytes() == before


def test_an_output_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        run(ACME, tmp_path / "file" / "out")


KOREA = "passage:31-76 ;\n    cg:statement"


@pytest.mark.parametrize(
    ("old", "new", "focus", "words"),
    [
        pytest.param("cg:dataAt loc:KR", "cg:dataIn loc:KR", "", "cg:dataIn", id="an unknown property"),
        pytest.param(f"cg:passage {KOREA}", "cg:statement", "logs-in-korea", "passage", id="no passage"),
        pytest.param(
            "cg:claimant voice:acme-moves-logs ; cg:attribution attribution:own ;\n    cg:certainty",
            "cg:attribution attribution:own ;\n    cg:certainty",
            "logs-in-korea",
            "claimant",
            id="no claimant",
        ),
        pytest.param("cg:polarity cg:Denied", "cg:polarity cg:Denied , cg:Affirmed", "breach-not-confirmed", "polarity",
                     id="two polarities"),
        pytest.param("oa:end 227 .", "oa:end 9999 .", "166-227", "252", id="a passage beyond the text"),
        pytest.param("voice:acme-moves-logs a cg:ArticleVoice", "agent:acme cg:outsourcesTo agent:ann-lee .\n  "
                     "voice:acme-moves-logs a cg:ArticleVoice", "", "outsourcesTo", id="a triple outside any claim"),
        pytest.param("claim:monitoring-only-in-japan {\n  activity:acme-monitoring", "claim:nobody-said {\n  "
                     "activity:acme-monitoring", "nobody-said", "", id="a proposition that no claim makes"),
    ],
)  # fmt: skip
def test_a_violation_is_a_finding_that_names_what_is_wrong(
    tmp_path: Path, old: str, new: str, focus: str, words: str
) -> None:
    workspace = copy_acme(tmp_path)
    change(article_file(workspace), old, new)
    findings = run(workspace, tmp_path / "out")
    assert isinstance(findings, tuple)
    assert any(focus in finding.focus and words in str(finding) for finding in findings), "\n".join(map(str, findings))
    assert not (tmp_path / "out").exists()
