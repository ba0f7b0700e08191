"""Files are read strictly, and every refusal names file, line and what is wanted."""

from contextlib import nullcontext
from pathlib import Path

import pyoxigraph
import pytest

from claimgraph.errors import SourceError
from claimgraph.source import find_line, is_web_address, read_rdf, read_trig, read_turtle

GOOD = b"@prefix e: <http://example.org/> .\ne:g {\n  e:s e:p e:o .\n}\n"


def write(folder: Path, content: bytes, name: str = "some.trig") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (GOOD.replace(b"e:p e:o .", b"e:p ."), 3, "error at line 3"),
        (GOOD.replace(b"e:o", b'"\xff"'), 3, "is not UTF-8"),
        (b"\xef\xbb\xbf" + GOOD, 1, "byte-order mark"),
        (GOOD + b"e:s e:p e:o .\n", 5, "default graph"),
        (GOOD.replace(b"e:o", b"[]"), 3, "blank node"),
        (GOOD.replace(b"e:s e:p", b"[] e:p"), 3, "blank node"),
        (GOOD.replace(b"e:g", b"_:g"), 3, "blank node"),
        (GOOD.replace(b"e:o", b"<http://example.org/a b>"), 3, "Invalid IRI code point ' '"),
        (GOOD.replace(b"e:o", b"<javascript:alert(1)>"), 3, "wanted http, https or urn"),
        (GOOD.replace(b"e:o", b"<relative>"), 3, "No scheme found"),
        (GOOD.replace(b"e:o", b"<< e:s e:p e:o >>"), 3, ""),
        (GOOD.replace(b"e:o", b"x:o"), 3, "prefix"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_file_and_line(
    tmp_path: Path, content: bytes, line: int, words: str
) -> None:
    path = write(tmp_path, content)
    with pytest.raises(SourceError) as caught:
        read_trig(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert words in str(caught.value)


def test_a_refusal_of_a_blank_node_is_the_same_each_time(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace(b"e:o", b"[]"))
    messages = set()
    for _ in range(2):
        with pytest.raises(SourceError) as caught:
            read_trig(path)
        messages.add(str(caught.value))
    assert len(messages) == 1


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent\.trig: cannot be read"):
        read_trig(tmp_path / "absent.trig")


def test_a_turtle_file_goes_into_the_graph_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, b'@prefix e: <http://example.org/> .\ne:s e:p "x"@ja .\n', "names.ttl")
    source = read_turtle(path, "http://example.org/entities")
    assert list(source.graphs) == ["http://example.org/entities"]
    assert find_line(path, source.quads[0]) == 2


@pytest.mark.parametrize("ending", [".nq", ".ttl"])
def test_the_blank_nodes_of_two_files_are_two_and_of_one_file_one(tmp_path: Path, ending: str) -> None:
    triples = b"_:b <urn:p> <urn:o> .\n_:b <urn:p> <urn:q> .\n"
    one, other = (read_rdf(write(tmp_path, triples, name + ending)) for name in ("one", "other"))
    assert len({quad.subject for quad in one.quads}) == 1
    assert {quad.subject for quad in one.quads}.isdisjoint(quad.subject for quad in other.quads)


@pytest.mark.parametrize(
    ("iri", "safe"),
    [("https://example.org", True), ("HTTP://example.org", True), ("javascript:x", False), ("data:text/html,x", False)],
)
def test_only_http_addresses_can_be_followed(iri: str, safe: bool) -> None:
    assert is_web_address(iri) is safe


HARD = """
<urn:g> {
  <urn:s> <urn:p> "tab\\t line\\n quote \\" backslash \\\\" , "\u2028 \x85 \\u0000 \\u007f"@ja , "01"^^<urn:d> , "" ;
    <urn:q> <http://example.org/?a=1&b=(c)> , "x <urn:h> .\\n<urn:s> <urn:p> <urn:o> <urn:h> ." , "\\\\"@en-US .
  <HTTP://example.org/> <urn:p> "\U0001f600" .
}
<urn:f> { <urn:s> <urn:p> <urn:o> }
<urn:g> { <urn:s> <urn:r> "again" }
"""


def test_what_is_read_from_the_lines_is_what_the_parser_has_read(tmp_path: Path) -> None:
    path = write(tmp_path, HARD.encode())
    source = read_trig(path)
    parsed = tuple(pyoxigraph.parse(HARD.encode(), format=pyoxigraph.RdfFormat.TRIG))
    assert source.quads == parsed
    assert source.statements() == [(s.value, p.value, str(o), g.value) for s, p, o, g in parsed]
    assert source.statements({"urn:q"}) == [one for one in source.statements() if one[1] == "urn:q"]
    assert source.subjects() == {quad.subject.value for quad in parsed}
    assert source.graphs == ("urn:g", "urn:f")
    assert source.first_of("urn:f") == parsed[-2]


@pytest.mark.parametrize("ending", [".ttl", ".trig"])
def test_a_literal_that_looks_like_the_end_of_a_line_hides_nothing(tmp_path: Path, ending: str) -> None:
    triple = '<urn:s> <urn:p> "x <urn:g> .\\n<urn:s>", %s .'
    wanted, unwanted = (triple % last for last in ('"y <urn:g> ."^^<urn:d>', '"y <urn:g> ." . _:b <urn:p> "<urn:g> ."'))
    for text, refused in ((wanted, False), (unwanted, True)):
        path = write(tmp_path, (text if ending == ".ttl" else f"<urn:g> {{ {text} }}").encode(), "some" + ending)
        with pytest.raises(SourceError, match="blank node") if refused else nullcontext():
            source = read_turtle(path, "urn:g") if ending == ".ttl" else read_trig(path)
            assert {str(quad.graph_name) for quad in source.quads} == {"<urn:g>"}
    path = write(tmp_path, wanted.encode())
    with pytest.raises(SourceError, match="default graph"):
        read_trig(path)
