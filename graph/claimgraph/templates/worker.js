// The worker: answers one query after the other over the page's quads. Oxigraph's own script stands before this one:
// `initSync` and `Store` are its. The page ends a worker that takes too long.

const MOST_ROWS = 10000;
// What ends a word of SPARQL's own, or hides one: IRIs, comments, strings, variables, prefixed names.
const TOKENS = /<[^\s<>"{}|^`\\]*>|#.*|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[?$@][\w\p{L}]+|[\w\p{L}.-]*:[\w\p{L}.:-]*|[\w\p{L}]+/gu;
const UPDATES = ["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"];

let quadStore = null;

/** Start the engine and take the graph, which is TriG in gzip. */
async function takeGraph({ module, graph }) {
  const start = performance.now();
  initSync({ module });
  quadStore = new Store();
  const inflated = new Blob([graph]).stream().pipeThrough(new DecompressionStream("gzip"));
  const content = new Uint8Array(await new Response(inflated).arrayBuffer());
  quadStore.load(content, { format: "application/trig", lenient: true, no_transaction: true });
  return { kind: "ready", quads: quadStore.size, seconds: secondsSince(start) };
}

/** Answer a query. Without FROM, its default graph is the union of all graphs if `union` says so. */
function answerQuery({ id, text, union }) {
  const start = performance.now();
  const words = new Set((text.match(TOKENS) || []).map((token) => token.toUpperCase()));
  if (UPDATES.some((word) => words.has(word))) throw refusal("engineUpdate");
  // Oxigraph refuses SERVICE by itself, but answers SERVICE SILENT as if the server had said nothing.
  if (words.has("SERVICE")) throw refusal("engineService");
  // Oxigraph ignores FROM when it is also told to take the union of all graphs.
  const whole = union && !words.has("FROM");
  const told = readSome(quadStore.query(text, { results_format: "json", use_default_graph_as_union: whole }));
  const answer = Array.isArray(told) ? graphAnswer(told) : "boolean" in told ? booleanAnswer(told) : tableAnswer(told);
  return { ...answer, kind: "answer", id, rows: answer.rows.slice(0, MOST_ROWS), cut: answer.rows.length > MOST_ROWS,
    seconds: secondsSince(start) };
}

/** Parse an answer up to one row more than is shown; a million rows would not fit into the browser's memory as objects. */
function readSome(json) {
  const [rowDepth, closing] = json.startsWith("[") ? [1, "]"] : [3, "]}}"];
  const marks = /"(?:[^"\\]+|\\.)*"|[{}]/g;
  let rows = 0;
  for (let depth = 0, mark = marks.exec(json); mark; mark = marks.exec(json)) {
    if (mark[0] === "{") depth += 1;
    else if (mark[0] === "}" && depth-- === rowDepth && ++rows > MOST_ROWS) return JSON.parse(json.slice(0, marks.lastIndex) + closing);
  }
  return JSON.parse(json);
}

const booleanAnswer = ({ boolean }) => ({ form: "boolean", variables: [], rows: [], boolean });

// https://www.w3.org/TR/sparql11-results-json/
function tableAnswer({ head, results }) {
  const rows = results.bindings.map((row) => head.vars.map((name) => (row[name] ? cellOf(row[name]) : null)));
  return { form: "table", variables: head.vars, rows };
}

function cellOf({ type, value, datatype, "xml:lang": language }) {
  if (type !== "triple") return { type, value, ...(language && { language }), ...(datatype && { datatype }) };
  const parts = [value.subject, value.predicate, value.object].map((term) => cellOf(term).value);
  return { type, value: `<<( ${parts.join(" ")} )>>` };
}

/** Triples as rows, from Oxigraph's JSON-LD, which is expanded: https://www.w3.org/TR/json-ld11-api/#expansion */
function graphAnswer(nodes) {
  const node = (iri) => (iri.startsWith("_:") ? { type: "bnode", value: iri.slice(2) } : { type: "uri", value: iri });
  const term = (value) => ("@id" in value ? node(value["@id"]) : {
    type: "literal",
    value: String(value["@value"]),
    ...(value["@language"] && { language: value["@language"] }),
    ...(value["@type"] && { datatype: value["@type"] }),
  });
  const rows = nodes.flatMap(({ "@id": subject, ...properties }) => Object.entries(properties).flatMap(
    ([property, values]) => values.map((value) => [node(subject), node(property), term(value)])));
  return { form: "graph", variables: ["subject", "predicate", "object"], rows };
}

const secondsSince = (start) => (performance.now() - start) / 1000;
const refusal = (message, slots = {}) => Object.assign(new Error(message), { slots });

/** Why a query failed, as a key of the page's words and what they have slots for. */
function reasonOf(error) {
  if (error.slots) return { message: error.message, slots: error.slots };
  // The engine has run out of memory or stack, and is of no use any more.
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) return { message: "engineOverrun", slots: {}, broken: true };
  const [found, line, column, wanted] = /^error at (\d+):(\d+): expected (?:one of )?([^]*)$/.exec(error.message) || [];
  if (!found) return { message: "engineRefused", slots: { reason: error.message } };
  // Sets of single characters are left out: ['0'..='9'], [_].
  const words = wanted.replace(/\[(?:'[^\]]*|_)\]/g, "").replace(/(?:,\s*)+(?=,|$)|^(?:,\s*)+/g, "");
  return { message: words ? "engineSyntaxWanted" : "engineSyntax", slots: { line, column, wanted: words } };
}

addEventListener("message", async ({ data }) => {
  try {
    postMessage(data.kind === "load" ? await takeGraph(data) : answerQuery(data));
  } catch (error) {
    postMessage({ kind: "error", id: data.id, ...reasonOf(error) });
  }
});
