"""The page: one HTML file that shows the graph, with everything it needs inside and no request to anywhere.

https://www.w3.org/TR/CSP3/

pyvis brings vis-network; the template and its scripts are ours. Data lies in the page packed, as JSON, and becomes
text by `textContent` only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from claimgraph.asking.parameter import bind
from claimgraph.asking.question import GROUPS, LANGUAGE, Question
from claimgraph.model import Term
from claimgraph.namespaces import XSD
from claimgraph.page.content import page_data
from claimgraph.page.drawing import Json
from claimgraph.page.engine import read_engine
from claimgraph.page.packing import pack
from claimgraph.record import LANGUAGES
from claimgraph.resources import template_folder
from claimgraph.templating import render
from claimgraph.texts.quotation import Quotation

if TYPE_CHECKING:
    from claimgraph.store import Store

# In the order in which they run: what each one needs stands in those before it.
_SCRIPTS = (
    "packed.js", "data.js", "state.js", "words.js", "elements.js", "filters.js", "relations.js", "scene.js",
    "picture.js", "card.js", "panel.js", "table.js", "axis.js", "timeline.js", "matrix.js", "sides.js", "flow.js",
    "ribbons.js", "engine.js", "ask.js", "exports.js", "dossier.js", "search.js", "page.js",
)  # fmt: skip
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_ROWS = 1000  # of an answer that comes with the page; its engine gives the rest


def render_page(
    store: Store,
    *,
    title: Mapping[str, str] | None = None,
    questions: Sequence[Question] = (),
    trig: bytes = b"",
    quotations: Mapping[str, Quotation] = MappingProxyType({}),
) -> str:
    """Return the page as HTML, to be written as UTF-8.

    Args:
        store: the graph.
        title: the page's title by language; the default says what any claimgraph page is.
        questions: are in the page with their answers.
        trig: the whole graph, for the page's engine; without it, or without the engine, there is no query editor.
        quotations: of passages, by the passage's IRI: the words of articles, for the user's own page.
    """
    from markupsafe import Markup

    folder = template_folder() / "page"
    data = page_data(store, quotations)
    data["questions"] = [_describe(question) for question in questions]
    data["words"] = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    data["title"] = dict(title) if title else data["words"]["title"]
    scripts = [_vis_network(), _own_script()]
    packed = {"data": _pack_json(data)}
    if questions:
        packed["answers"] = _pack_answers(store, questions)
    engine = read_engine() if trig else None
    if engine:
        packed |= {"engine-program": engine.program, "engine-wasm": engine.wasm, "graph-trig": pack(trig)}
    return render(
        "page/page.html",
        title=data["title"].get("en") or next(iter(data["title"].values())),
        policy=content_security_policy(scripts),
        style=Markup((folder / "page.css").read_text(encoding="utf-8")),
        packed=packed,
        licence=engine.licence if engine else "",
        scripts=[Markup(script) for script in scripts],
    )


def _own_script() -> str:
    """Return our scripts as one, without comments and indentation, which are a quarter of them."""
    from rjsmin import jsmin

    folder = template_folder() / "page"
    script: str = jsmin("\n".join((folder / name).read_text(encoding="utf-8") for name in _SCRIPTS))
    return script


def _vis_network() -> str:
    """Return the text of vis-network's newest script in pyvis, without the address of its source map."""
    from pyvis.network import Network

    script = max((Path(Network().template_dir) / "lib").glob("vis-*/vis-network.min.js"))
    return _SOURCE_MAP.sub("", script.read_text(encoding="utf-8"))


def _pack_json(value: object) -> str:
    return pack(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def content_security_policy(scripts: Iterable[str]) -> str:
    """Return the policy under which these scripts run, no other does, and nothing is fetched."""
    digests = (base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode() for script in scripts)
    sources = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {sources} 'wasm-unsafe-eval'; worker-src blob:; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _describe(question: Question) -> Json:
    return {
        "name": question.name,
        "group": GROUPS[question.group],
        "title": dict(question.title),
        "question": dict(question.question),
        "query": question.sparql.strip(),
    }


def _pack_answers(store: Store, questions: Iterable[Question]) -> str:
    """Return the answers, packed: each term once, and by question and language the columns, of indexes of terms."""
    terms: dict[Term | None, int] = {}
    answers: dict[str, dict[str, Json]] = defaultdict(dict)
    for question in questions:
        for language in LANGUAGES if LANGUAGE in question.parameters else LANGUAGES[:1]:
            values = (
                {LANGUAGE.name: Term(value=language, datatype=XSD.string)} if LANGUAGE in question.parameters else {}
            )
            answer = store.select(bind(question.sparql, values))
            rows = [
                [None if term is None else terms.setdefault(term, len(terms)) for term in row] for row in answer.rows
            ]
            columns = list(zip(*rows, strict=True))
            answers[question.name][language] = {"variables": answer.columns, "columns": columns}
    return _pack_json({"terms": [_term(term) for term in terms if term is not None], "answers": answers})


def _term(term: Term) -> Json:
    if term.is_iri:
        return {"type": "uri", "value": term.value}
    language = {"language": term.language} if term.language else {}
    datatype = {} if term.language or term.datatype in ("", XSD.string) else {"datatype": term.datatype}
    return {"type": "literal", "value": term.value} | language | datatype
