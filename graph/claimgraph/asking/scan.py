"""Scanning: what a user's query may hold, decided on its tokens before an engine sees it.

https://www.w3.org/TR/sparql11-query/#sparqlGrammar

Tokens, not a regular expression over the text: the word SERVICE in a string, an IRI or a comment is nobody's
business, and ``SERVICE#comment`` is. The text is read twice, as it stands and with its ``\\u`` escapes resolved
(section 19.2), for engines differ on when they resolve them and a string can begin in one reading only.

FROM and FROM NAMED pass: Oxigraph takes them as a choice among the graphs of the store and fetches nothing (rdflib
would fetch). Every limit has a reason: 0.5.13 overflows its stack or compiles for a minute beyond it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from claimgraph.errors import QuestionError

MAX_BYTES = 64 * 1024
MAX_DEPTH = 64
MAX_OPERATORS = 512
MAX_STEPS = 200

# Letters of names, at least: https://www.w3.org/TR/sparql11-query/#rPN_CHARS
_LETTERS = (
    r"\w·\u0300-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
    r"\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_TOKEN = re.compile(
    rf"""
    (?P<space>    [ \t\n\r]+ | \#[^\n\r]* )
  | (?P<iri>      <(?:[^\x00-\x20<>"{{}}|^`\\] | \\u[0-9A-Fa-f]{{4}} | \\U[0-9A-Fa-f]{{8}})*> )
  | (?P<string>   \"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
                | "(?!"")(?:[^"\\\n\r]|\\.)*" | '(?!'')(?:[^'\\\n\r]|\\.)*' )
  | (?P<variable> [?$][{_LETTERS}]+ )
  | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    # A prefix is of a bounded length, or a.a.a.a… would be tried up to its end at each of its letters.
  | (?P<prefixed> (?:(?![0-9])[{_LETTERS}][{_LETTERS}.\-]{{0,100}})?
                  :(?:[{_LETTERS}.\-:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%])* )
  | (?P<word>     (?![0-9])[{_LETTERS}]+ )
  | (?P<number>   (?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)? )
  | (?P<sign>     \^\^ | \|\| | && | [!<>]= | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")

# Oxigraph wants no space between a keyword and a name: `trueSERVICE:x {}` is a call to it, and so is
# `services:x {}` where no GRAPH stands before it.
_CALL = re.compile(r"(true|false)?service", re.IGNORECASE)
# Oxigraph takes no longest token: `(?a<?b)SERVICE#>` and `<<?s?p'#>'>>` are to it a comparison, a string and a comment
# where the grammar sees an IRI. No comparison begins like an IRI with two slashes.
_PLAIN_IRI = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*://.*|[^'#)]*)>", re.DOTALL)
_UPDATES = {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}
_OPERATORS = {"!", "!=", "&&", "*", "+", "-", "/", "<", "<=", "=", ">", ">=", "||"}
# Each of these nests the algebra by one level, as an operator does an expression.
_NESTING = {"BIND", "EXISTS", "FILTER", "MINUS", "OPTIONAL", "UNION", "VALUES"}
_STEPS = {"/", "^", "|"}
_OPENING, _CLOSING, _QUOTES = frozenset("([{"), frozenset(")]}"), frozenset("'\"")

_Token = tuple[str, str, int]
"""Its kind, its text, and where it begins."""
_NOTHING: _Token = ("", "", 0)


class Form(Enum):
    """What a query gives: a table, yes or no, or triples."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_triples(self) -> bool:
        """Tell a query whose answer is a graph from one whose answer is a table or a truth value."""
        return self in (Form.CONSTRUCT, Form.DESCRIBE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What the tokens say about a query that may be run.

    Args:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE; SELECT where none is found, so that the engine says what is wrong.
        has_dataset: whether the query names its graphs with FROM. Oxigraph ignores FROM when it is also told to
            take the union of all graphs, so such a query is run without.
    """

    form: Form
    has_dataset: bool


def scan_query(text: str) -> Scanned:
    """Return what a query is, if it only reads and is of a size that an engine can take.

    >>> scan_query("ASK { ?service ?p 'SERVICE' } # SERVICE").form
    <Form.ASK: 'ASK'>
    >>> scan_query("ASK { SERVICE#comment")
    Traceback (most recent call last):
    claimgraph.errors.QuestionError: line 1: SERVICE is refused; a query reads this graph and calls nobody else

    Raises:
        QuestionError: names the line and what stands there: SERVICE, an update, a string without an end, an IRI
            that Oxigraph may take for a comparison, or more than `MAX_BYTES`, `MAX_DEPTH`,
            `MAX_OPERATORS` or `MAX_STEPS`.
    """
    if (size := len(text.encode("utf-8", "surrogatepass"))) > MAX_BYTES:
        raise QuestionError(f"the query has {size:,} bytes; wanted at most {MAX_BYTES:,} (64 kB)")
    resolved = _resolve_escapes(text)
    if resolved != text:
        _scan(text)
    return _scan(resolved)


def _resolve_escapes(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        number = int(match[2] or match[3], 16)
        if number > 0x10FFFF:
            raise QuestionError(f"{match[0]} is not a character; Unicode ends at 10FFFF")
        return match[1] + chr(number)

    return _ESCAPE.sub(character, text)


def _scan(text: str) -> Scanned:
    tokens = tuple(_tokens(text))
    _refuse_calls(text, tokens)
    form: Form | None = None
    has_dataset = False
    depth = operators = steps = 0
    for kind, token, start in tokens:
        word = token.upper() if kind == "word" else ""
        if word in _UPDATES and depth == 0:
            raise _refusal(text, start, f"{word} is refused; nothing can be changed by a query")
        if depth == 0 and form is None and word in Form.__members__:
            form = Form[word]
        has_dataset |= depth == 0 and word == "FROM"
        if kind == "sign":
            depth += (token in _OPENING) - (token in _CLOSING)
            steps += token in _STEPS
        operators += token in _OPERATORS or word in _NESTING
        if depth > MAX_DEPTH:
            raise _refusal(text, start, f"brackets are nested over {MAX_DEPTH} deep; wanted fewer")
        if operators > MAX_OPERATORS:
            raise _refusal(text, start, f"there are over {MAX_OPERATORS} operators; wanted fewer, or VALUES for a list")
        if steps > MAX_STEPS:
            raise _refusal(text, start, f"there are over {MAX_STEPS} path steps (/, | and ^); wanted fewer")
    return Scanned(form=form or Form.SELECT, has_dataset=has_dataset)


def _refuse_calls(text: str, tokens: tuple[_Token, ...]) -> None:
    open_brackets: list[str] = []
    earlier, before = _NOTHING, _NOTHING
    for one in tokens:
        kind, token, start = one
        called = kind == "word" and _CALL.match(token)
        if token == "{" and open_brackets and before[0] == "prefixed" and earlier[1].upper() != "GRAPH":
            called = _CALL.match(before[1])
        if called:
            raise _refusal(text, start, "SERVICE is refused; a query reads this graph and calls nobody else")
        if kind == "iri" and _PLAIN_IRI.fullmatch(token) is None:
            in_expression = open_brackets[-1:] == ["("] and (before[0] != "sign" or before[1] in _CLOSING)
            if in_expression or before[1] == "<":
                found = f"{token} can be read as an IRI or as a comparison; write a space after <, or use a prefix"
                raise _refusal(text, start, found)
        if kind == "sign" and token in _OPENING:
            open_brackets.append(token)
        elif kind == "sign" and token in _CLOSING and open_brackets:
            open_brackets.pop()
        earlier, before = before, one


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup or "", match.group()
        if kind == "sign" and token in _QUOTES:
            # Also keeps this linear: without it each quotation mark would be tried up to the end of the text.
            raise _refusal(text, match.start(), f"the string that begins with {token} has no end; close it on its line")
        if kind != "space":
            yield kind, token, match.start()


def _refusal(text: str, start: int, found: str) -> QuestionError:
    return QuestionError(f"line {text.count(chr(10), 0, start) + 1}: {found}")
