"""The engine in the page: Oxigraph as WebAssembly, made ready to lie in the page as text that runs nothing.

https://webassembly.github.io/spec/core/binary/modules.html#memory-section

It is not ours and not in the repository: scripts/fetch_engine.py fetches it when the package is built or installed.
Where it could not, there is none, and a page is built without its query editor.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from claimgraph.page.packing import pack
from claimgraph.resources import engine_folder, template_folder

MAX_MEMORY = 1 << 30  # bytes, as for a query on this machine; a browser would give the engine four times that
_PAGE_SIZE = 1 << 16
_MEMORY_SECTION = 5
_EXPORT = re.compile(r"^export (?:\{.*\};?$|(?=class |function |async function ))", re.MULTILINE)
_MODULE_ONLY = re.compile(r"^(?:export|import)\b|\bimport\.meta\b", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What the page carries of the engine.

    Args:
        version: of Oxigraph.
        licence: Oxigraph's, which its copies must show.
        program: the worker's program, packed: Oxigraph's own script and ours behind it.
        wasm: the WebAssembly module, packed.
    """

    version: str
    licence: str
    program: str
    wasm: str


@cache
def read_engine() -> Engine | None:
    """Return the engine, or None where it has not been fetched."""
    folder = engine_folder()
    if not (folder / "package.json").is_file():
        return None
    glue = (folder / "web.js").read_text(encoding="utf-8")
    ours = (template_folder() / "worker.js").read_text(encoding="utf-8")
    return Engine(
        version=json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"],
        licence=(folder / "LICENSE").read_text(encoding="utf-8"),
        program=pack(f"{to_classic(glue)}\n{ours}".encode()),
        wasm=pack(limit_memory((folder / "web_bg.wasm").read_bytes(), MAX_MEMORY)),
    )


def to_classic(module: str) -> str:
    """Return a JavaScript module that imports nothing as a script that declares what the module exports.

    A page that is opened as a file cannot start a worker from a module in itself: Chromium 156 refuses it, whatever
    the page's policy says. The module's own address, which such a worker has no use for, becomes an empty one.

    >>> to_classic("export class Store {}\\nconst url = import.meta.url;\\nexport { a, b as default };")
    '"use strict";\\nclass Store {}\\nconst url = "";\\n'

    Raises:
        ValueError: if something is left that only a module may say.
    """
    script = _EXPORT.sub("", module).replace("import.meta.url", '""')
    if found := _MODULE_ONLY.search(script):
        raise ValueError(f"the engine's script says {found.group()!r} in a way that only a module may")
    return f'"use strict";\n{script}'


def limit_memory(wasm: bytes, most: int) -> bytes:
    """Return a WebAssembly module with a maximum, in bytes, for the memory that it defines.

    Without one a query can take 4 GB before it fails, which on a small machine ends the browser's tab. Nothing
    outside the module can set it: Oxigraph's defines its memory itself.

    Raises:
        ValueError: if the module does not define exactly one memory without a maximum.
    """
    for start, body, end in _sections(wasm):
        if wasm[start] == _MEMORY_SECTION:
            if wasm[body : body + 2] != b"\x01\x00":
                break
            limits = b"\x01\x01" + wasm[body + 2 : end] + _leb128(most // _PAGE_SIZE)
            return wasm[: start + 1] + _leb128(len(limits)) + limits + wasm[end:]
    raise ValueError("the WebAssembly module does not define one memory without a maximum")


def _sections(wasm: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield where each section begins, where its content does, and where it ends."""
    start = 8  # magic and version
    while start < len(wasm):
        body, size, shift = start + 1, 0, 0
        while True:
            size |= (wasm[body] & 0x7F) << shift
            body, shift = body + 1, shift + 7
            if wasm[body - 1] < 0x80:
                break
        yield start, body, body + size
        start = body + size


def _leb128(number: int) -> bytes:
    """Return an unsigned number as WebAssembly writes it: seven bits a byte, the lowest first."""
    written = bytearray()
    while number >= 0x80:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])
