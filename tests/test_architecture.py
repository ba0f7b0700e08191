"""What every module of the package keeps to: who may import whom, where IRIs, queries and paths may stand.

Each rule takes a module's name, text and syntax tree, and yields a sentence for each place that breaks it. Each
has an example that breaks it, so that a rule that stops finding is itself found.
"""

import ast
import graphlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from claimgraph import errors

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "graph" / "claimgraph"
# Programs that tests start find the package as pytest does, installed or not.
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (PACKAGE.parent, ROOT)))}

TOP_LEVEL = {".ci", ".gitignore", "LICENSE", "README.md", "graph", "ontology", "pyproject.toml", "scripts", "tests"}

ENGINE = "pyoxigraph"
HEAVY = {"networkx", "numpy", "owlready2", "pyshacl", "pyvis", "rdflib"}
# Modules that import nothing of ours; modules that know the engine; modules that never see it.
ROOTS = {"errors", "model", "namespaces", "resources"}
ENGINE_ROOMS = {"oxigraph", "source", "store"}
ENGINE_FREE = {"answers.table", "page.content", "page.drawing", "page.network", "page.render"}

IRI = re.compile(r"https?://")
SPARQL = re.compile(
    r"\bSELECT\s+(?:DISTINCT\s+|REDUCED\s+)?[?$(*]|\bCONSTRUCT\s*(?:WHERE\s*)?\{|\bASK\s*(?:WHERE\s*)?\{"
    r"|\bDESCRIBE\s+[?$<]|\b(?:INSERT|DELETE)\s+(?:DATA\s*)?\{"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A module of the package: its dotted name below claimgraph, its text, its tree."""

    name: str
    text: str
    tree: ast.Module

    @classmethod
    def from_text(cls, name: str, text: str) -> "Module":
        return cls(name=name, text=text, tree=ast.parse(text))


def package_modules() -> list[Module]:
    return [
        Module.from_text(".".join(path.relative_to(PACKAGE).with_suffix("").parts), path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    ]


def imports(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each imported module's dotted name and its line; a relative import as one of claimgraph."""
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            yield from ((alias.name, part.lineno) for alias in part.names)
        elif isinstance(part, ast.ImportFrom):
            module = part.module or "" if not part.level else f"claimgraph.{part.module or ''}".rstrip(".")
            yield module, part.lineno
            # `from claimgraph import store` imports claimgraph.store; of others' packages the first name is enough.
            if module.partition(".")[0] == "claimgraph" and PACKAGE.parent.joinpath(*module.split(".")).is_dir():
                yield from ((f"{module}.{alias.name}", part.lineno) for alias in part.names)


def own_imports(module: Module) -> set[str]:
    return {name.removeprefix("claimgraph.") for name, _ in imports(module.tree) if name.startswith("claimgraph.")}


def runs_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements that importing the module runs: no function's body, nothing under TYPE_CHECKING."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        yield from runs_at_import(child)


def strings(module: Module) -> Iterator[tuple[str, int]]:
    """Yield the module's string literals and their lines, docstrings left out."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(module.tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value, node.lineno


def roots_import_nothing_of_ours(module: Module) -> Iterator[str]:
    if module.name in ROOTS:
        yield from (f"imports claimgraph.{name}; wanted nothing of ours" for name in sorted(own_imports(module)))


def only_store_and_source_know_the_engine(module: Module) -> Iterator[str]:
    for name, line in imports(module.tree):
        if name.split(".")[0] == ENGINE and module.name not in ENGINE_ROOMS:
            yield f"line {line} imports {ENGINE}; only {', '.join(sorted(ENGINE_ROOMS))} may"
    if module.name in ENGINE_FREE and "source" in own_imports(module):
        yield "imports claimgraph.source, whose quads are the engine's; wanted the Store's answers"


def nobody_imports_the_command_line(module: Module) -> Iterator[str]:
    if module.name != "__main__" and "cli" in own_imports(module):
        yield "imports claimgraph.cli; the command line is imported by nobody"


def heavy_libraries_wait(module: Module) -> Iterator[str]:
    for statement in runs_at_import(module.tree):
        for name, line in imports(statement):
            if name.split(".")[0] in HEAVY:
                yield f"line {line} imports {name} when it is itself imported; import it in the function that needs it"


def iris_stand_in_namespaces(module: Module) -> Iterator[str]:
    if module.name != "namespaces":
        yield from (
            f"line {line} holds the IRI {text!r}; wanted a name from namespaces.py"
            for text, line in strings(module)
            if IRI.search(text)
        )


def queries_stand_in_files(module: Module) -> Iterator[str]:
    yield from (
        f"line {line} holds SPARQL; wanted a .rq file in lookups/"
        for text, line in strings(module)
        if SPARQL.search(text)
    )


def only_resources_knows_where_files_are(module: Module) -> Iterator[str]:
    if module.name == "resources":
        return
    for name, line in imports(module.tree):
        if name in ("importlib.resources", "pkgutil"):
            yield f"line {line} imports {name}; only resources.py knows where the shipped files are"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and node.id == "__file__":
            yield f"line {node.lineno} asks for __file__; only resources.py knows where the shipped files are"


def modules_are_short(module: Module) -> Iterator[str]:
    if (lines := module.text.count("\n")) > 400:
        yield f"has {lines} lines; over 400, split"


def modules_have_docstrings(module: Module) -> Iterator[str]:
    if not ast.get_docstring(module.tree):
        yield "has no docstring; wanted what it knows that no other module knows"


def packages_only_say_what_belongs_there(module: Module) -> Iterator[str]:
    if module.name.endswith(".__init__"):
        yield from (f"line {node.lineno} is not the docstring; wanted nothing else" for node in module.tree.body[1:])


Rule = Callable[[Module], Iterator[str]]

# Each rule with modules that break it: name and text.
RULES: list[tuple[Rule, list[tuple[str, str]]]] = [
    (
        roots_import_nothing_of_ours,
        [
            ("errors", "from claimgraph.model import Term"),
            ("model", "from claimgraph import errors"),
            ("namespaces", "from .errors import ClaimgraphError"),
        ],
    ),
    (
        only_store_and_source_know_the_engine,
        [
            ("page", "import pyoxigraph as ox"),
            ("workspace", "def f():\n    from pyoxigraph import Store"),
            ("answers.table", "from claimgraph.source import Source"),
        ],
    ),
    (
        nobody_imports_the_command_line,
        [("build", "from claimgraph.cli import main"), ("page", "import claimgraph.cli")],
    ),
    (
        heavy_libraries_wait,
        [
            ("network", "import networkx as nx"),
            ("shapes", "try:\n    from rdflib.term import URIRef\nexcept ImportError:\n    pass"),
            ("page", "class Page:\n    import pyvis"),
        ],
    ),
    (
        iris_stand_in_namespaces,
        [("page", "x = 'https://schema.org/name'"), ("page", "def f(y):\n    return f'http://example.org/{y}'")],
    ),
    (
        queries_stand_in_files,
        [
            ("page", "x = 'SELECT DISTINCT ?s WHERE { ?s ?p ?o }'"),
            ("page", "x = '''CONSTRUCT {\n?s ?p ?o } WHERE { }'''"),
            ("page", "x = f'ASK {{ ?s ?p {1} }}'"),
        ],
    ),
    (
        only_resources_knows_where_files_are,
        [("page", "x = Path(__file__)"), ("page", "from importlib.resources import files"), ("cli", "import pkgutil")],
    ),
    (modules_are_short, [("page", "x = 1\n" * 401)]),
    (modules_have_docstrings, [("page", "x = 1")]),
    (
        packages_only_say_what_belongs_there,
        [("page.__init__", '"""."""\nfrom claimgraph.page.render import render_page')],
    ),
]
BROKEN = [(rule, name, text) for rule, examples in RULES for name, text in examples]


def test_there_are_modules_to_look_at_and_the_rules_name_real_ones() -> None:
    names = {module.name for module in package_modules()}
    assert len(names) > 10
    missing = (ROOTS | ENGINE_ROOMS | ENGINE_FREE | {"cli"}) - names
    assert not missing, f"rules name modules that the package does not have: {sorted(missing)}"


@pytest.mark.parametrize("rule", [rule for rule, _ in RULES], ids=lambda rule: rule.__name__)
def test_every_module_keeps_the_rule(rule: Rule) -> None:
    broken = [f"claimgraph/{module.name}.py {sentence}" for module in package_modules() for sentence in rule(module)]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(("rule", "name", "text"), BROKEN, ids=[f"{rule.__name__}-{name}" for rule, name, _ in BROKEN])
def test_each_rule_finds_what_breaks_it(rule: Rule, name: str, text: str) -> None:
    assert list(rule(Module.from_text(name, text)))


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (heavy_libraries_wait, "page", "def f():\n    import pyvis"),
        (heavy_libraries_wait, "page", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import networkx"),
        (iris_stand_in_namespaces, "page", 'def f():\n    """See https://www.w3.org/TR/trig/."""'),
        (iris_stand_in_namespaces, "namespaces", "x = 'https://schema.org/'"),
        (queries_stand_in_files, "page", "x = 'wanted a SELECT query'"),
        (only_store_and_source_know_the_engine, "page", "from claimgraph.store import Store"),
    ],
)
def test_a_rule_lets_pass_what_it_does_not_mean(rule: Rule, name: str, text: str) -> None:
    assert list(rule(Module.from_text(name, text))) == []


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    graph = {module.name: own_imports(module) for module in package_modules()}
    assert sum(map(len, graph.values())) > 10
    graphlib.TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def package_graph(modules: list[Module]) -> dict[str, set[str]]:
    """Return what each package imports, a module at the top being a package of its own."""
    graph: dict[str, set[str]] = {}
    for module in modules:
        package = module.name.partition(".")[0]
        graph.setdefault(package, set()).update(name.partition(".")[0] for name in own_imports(module))
        graph[package].discard(package)
    return graph


def test_packages_do_not_import_each_other_in_a_circle() -> None:
    graph = package_graph(package_modules())
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert len(folders) > 5
    assert folders <= graph.keys()
    graphlib.TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_a_circle_of_packages_is_found_though_no_modules_make_one() -> None:
    modules = [
        Module.from_text("corpus.reader", "from claimgraph.asking.scan import scan_query"),
        Module.from_text("story", "def f():\n    from claimgraph.corpus import reader"),
        Module.from_text("asking.guard", "import claimgraph.story"),
    ]
    graphlib.TopologicalSorter({module.name: own_imports(module) for module in modules}).prepare()
    with pytest.raises(graphlib.CycleError):
        graphlib.TopologicalSorter(package_graph(modules)).prepare()


def test_the_errors_docstring_draws_the_tree_that_the_classes_are() -> None:
    assert errors.__doc__ is not None
    branches = re.findall(r"^( +)((?:[|`]-- |[| ]   )*)(\w+Error)\b", errors.__doc__, flags=re.MULTILINE)
    classes = {
        name: value for name, value in vars(errors).items() if isinstance(value, type) and name.endswith("Error")
    }
    assert [name for _, _, name in branches] == list(classes)
    assert 1 < len(classes) <= 8
    ancestors: list[str] = ["Exception"]
    for _, branch, name in branches:
        depth = len(branch) // 4
        del ancestors[depth + 1 :]
        assert classes[name].__bases__[0].__name__ == ancestors[-1], name
        ancestors.append(name)


def test_nothing_stands_at_the_top_that_does_not_belong_there() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    found = {path.name for path in ROOT.iterdir() if path.name != ".git"}
    kept = {name for name in found if not any(Path(name).match(pattern.rstrip("/")) for pattern in ignored)}
    assert kept == TOP_LEVEL


def test_help_answers_without_loading_a_library_it_does_not_need() -> None:
    program = (
        "import sys\n"
        "from claimgraph.cli import main\n"
        "try:\n    status = main(['--help'])\n"
        "except SystemExit as stop:\n    status = stop.code\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
        "sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", program], env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stderr.split())
    assert "claimgraph" in loaded
    assert loaded.isdisjoint(HEAVY | {ENGINE}), sorted(loaded & (HEAVY | {ENGINE}))


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
        lambda: socket.getaddrinfo("example.org", 80),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", ("192.0.2.1", 9)),
    ],
    ids=["connect", "look up", "send"],
)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_test_that_reaches_for_the_network_fails(reach: Callable[[], object]) -> None:
    with pytest.raises(pytest.fail.Exception, match="reached for the network"):
        reach()


def test_a_test_reaches_a_server_of_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
        with socket.create_connection((host, port), timeout=5) as client:
            assert client.getpeername() == (host, port)


@pytest.mark.parametrize(("no_skip", "status"), [("", 0), ("1", 1)])
def test_a_skipped_test_fails_where_nothing_may_be_skipped(tmp_path: Path, no_skip: str, status: int) -> None:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "test_it.py").write_text("import pytest\ndef test_it(): pytest.skip('no Java')\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider", str(tmp_path)],
        env={**ENVIRONMENT, "CLAIMGRAPH_NO_SKIP": no_skip},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    assert "no Java" in done.stdout


def test_the_linters_and_the_type_checker_look_at_package_scripts_and_tests() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert tools["mypy"]["strict"] is True
    assert tools["mypy"]["files"] == ["graph/claimgraph", "scripts", "tests"]
    assert tools["pytest"]["ini_options"]["filterwarnings"][0] == "error"
    assert "exclude" not in tools["ruff"]
    assert "exclude" not in tools["mypy"]
