// Export: what is visible or selected, as files that the browser saves by itself: CSV for spreadsheets, JSON, a SPARQL
// query, and the picture as PNG. Nothing is sent anywhere.
//
// The JSON: {format, title, filters, count, of, claims, names}. `names` gives the names by language of every IRI in it;
// `filters` holds IRIs by facet, and from, to and words. A claim: {iri, statements: {language: text}, article: {iri,
// address, published}, voices: [{iri, hedge}] from the article to the claimant, values: {facet: [IRI]}, places: [{role,
// country}], said (a date in its own precision), passages: [{start, end, paragraph, sentence, heading}] in code points,
// triples: [[subject, property, value]]}; a value is an IRI, or {text, language, datatype} for a literal.

const SHARP = 2; // pixels of a PNG for a pixel of the screen
const FORMULA = /^[=+\-@\t\r]/; // what a spreadsheet takes for a formula, as answers/table.py has it

const iriOf = (id) => data.things[id].iri;

function save(name, type, content) {
  const url = URL.createObjectURL(new Blob(content, { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  announce(say("saved", { name }));
}

/** The address of an article as the graph has it, or "". */
function addressOf(article) {
  const url = firstOf((data.articles[article] || {})["schema:url"]);
  return typeof url === "string" ? iriOf(url) : url?.text || "";
}

/** CSV after RFC 4180, for spreadsheets: no cell runs as a formula. */
function toCsv(claims) {
  const languages = [...new Set(claims.flatMap((id) => Object.keys(data.things[id].names)))].sort();
  const cell = (text) => {
    const safe = FORMULA.test(text) ? `'${text}` : text;
    return /["\r\n,]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const columns = Object.entries(COLUMNS);
  const head = [...columns.map(([name]) => say(name)), say("claimIri"), ...languages.map((language) => `${say("statement")} (${language})`), say("address")];
  const rows = claims.map((id) => [...columns.map(([, text]) => text(id)), iriOf(id), ...languages.map((language) => data.things[id].names[language] || ""), addressOf(sourceOf(id))]);
  // The mark at the beginning tells spreadsheets that the file is UTF-8.
  return `\ufeff${[head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}

function toJson(claims) {
  const names = {};
  const refer = (id) => {
    names[iriOf(id)] = data.things[id].names;
    return iriOf(id);
  };
  const value = (term) => (typeof term === "string" ? refer(term) : { ...term, ...(term.datatype ? { datatype: iriOf(term.datatype) } : {}) });
  const told = claims.map((id) => {
    const { voices, passages, triples } = data.claims[id];
    const { values, places } = factsAbout(id);
    const article = sourceOf(id);
    return {
      iri: iriOf(id),
      statements: data.things[id].names,
      article: article ? { iri: refer(article), address: addressOf(article), published: firstOf((data.articles[article] || {})["schema:datePublished"])?.text || null } : null,
      voices: voices.map(({ voice, hedge }) => ({ iri: refer(voice), ...(hedge ? { hedge: refer(hedge) } : {}) })),
      values: Object.fromEntries(Object.entries(values).map(([facet, all]) => [facet, all.map(value)])),
      places: places.map(({ role, country }) => ({ role: refer(role), country: refer(country) })),
      said: firstOf(data.claims[id]["cg:saidOn"])?.text || null,
      passages: passages.map((passage) => ({ ...passage, ...(passage.heading ? { heading: refer(passage.heading) } : {}) })),
      triples: triples.map((triple) => triple.map(value)),
    };
  });
  const { from, to, words } = state;
  const filters = { ...Object.fromEntries(Object.entries(state.filters).map(([facet, ids]) => [facet, [...ids].map(refer)])), from, to, words };
  return `${JSON.stringify({ format: "claimgraph-claims/1", title: data.title, filters, count: told.length, of: claimsInOrder.length, claims: told, names }, null, 1)}\n`;
}

// The facets that a query can ask for: by a property of the claim's record, or by properties in what it says.
const ASKED_OF_RECORD = { article: "cg:source", claimant: "cg:claimant", act: "cg:act", polarity: "cg:polarity", certainty: "cg:certainty" };
const ASKED_OF_CLAIM = {
  status: ["dpv:hasActivityStatus", "cg:incidentStatus"],
  operation: ["dpv:hasProcessing"],
  data: ["dpv:hasPersonalData"],
  service: ["cg:service"],
};

/** Whether the filters can be written as a query: words and dates are matched in a way that SPARQL does not have. */
const canBeAsked = () => !state.words && !state.from && !state.to
  && Object.keys(state.filters).every((facet) => ASKED_OF_RECORD[facet] || ASKED_OF_CLAIM[facet] || ["country", "role"].includes(facet));

/** A SPARQL query for the visible claims by the filters in force; or for these claims by their names. */
function toClaimQuery(claims, byFilters) {
  const turtle = turtleNames();
  const patterns = byFilters ? filterPatterns(turtle) : [`VALUES ?claim {\n${claims.map((id) => `    ${turtle.name(id)}`).join("\n")}\n  }`];
  const [type, statement] = [turtle.short("cg:Claim"), turtle.short("cg:statement")];
  return [
    byFilters ? "# The claims that the page's filters leave." : "# The claims by name: they were selected, or filtered by words or dates.",
    ...turtle.prologue(),
    "SELECT DISTINCT ?claim ?statement WHERE {",
    ...patterns.map((pattern) => `  ${pattern}`),
    `  GRAPH ?record { ?claim a ${type} }`,
    `  OPTIONAL { GRAPH ?record { ?claim ${statement} ?statement } FILTER(LANG(?statement) = "${state.language}") }`,
    "}",
    "ORDER BY ?claim ?statement",
    "",
  ].join("\n");
}

function filterPatterns(turtle) {
  const { filters } = state;
  const values = (variable, texts) => `VALUES ?${variable} { ${texts.join(" ")} }`;
  const wanted = (facet) => [...filters[facet]].map(turtle.name);
  const patterns = [];
  for (const [facet, property] of Object.entries(ASKED_OF_RECORD)) {
    if (filters[facet]) patterns.push(values(facet, wanted(facet)), `GRAPH ?record { ?claim ${turtle.short(property)} ?${facet} }`);
  }
  for (const [facet, properties] of Object.entries(ASKED_OF_CLAIM)) {
    if (filters[facet]) patterns.push(values(facet, wanted(facet)), `GRAPH ?claim { ?${facet}Of ${properties.map(turtle.short).join("|")} ?${facet} }`);
  }
  if (filters.country || filters.role) patterns.push(values("role", filters.role ? wanted("role") : PLACES.map(turtle.short)));
  if (filters.country) {
    patterns.push(values("country", wanted("country")),
      "{ GRAPH ?claim { ?placed ?role ?country } }",
      `UNION { GRAPH ?claim { ?placed ?role ?site } GRAPH ?gazetteer { ?site ${turtle.short("skos:broader")}+ ?country } GRAPH ?kinds { ?country a ${turtle.short("dpv:Country")} } }`);
  } else if (filters.role) patterns.push("GRAPH ?claim { ?placed ?role ?country } FILTER(isIRI(?country))");
  return patterns;
}

/** The filters in force, in words; "" for none. */
function tellFilters() {
  const told = Object.entries(state.filters).map(([facet, ids]) => `${say(facet)}: ${[...ids].map(nameOf).join(say("comma"))}`);
  if (state.words) told.push(`${say("filter")}: ${state.words}`);
  if (state.from) told.push(`${say("from")} ${sayDate(state.from)}`);
  if (state.to) told.push(`${say("to")} ${sayDate(state.to)}`);
  return told.join(" · ");
}

// The picture

const pictureShown = () => (state.view === "graph" ? "canvas" : byId(state.view).querySelector("svg.picture"));

async function savePicture() {
  const shownNow = pictureShown();
  const canvas = onPaper(shownNow === "canvas" ? await graphAsImage() : await svgAsImage(shownNow));
  const blob = await new Promise((done) => { canvas.toBlob(done, "image/png"); });
  save(`${state.view}.png`, "image/png", [blob]);
}

/** The graph as it is seen, as a sharp image: vis-network 9 draws it once more with more pixels. */
async function graphAsImage() {
  const { canvas, body } = drawn.network;
  const own = canvas.frame.canvas;
  const before = [canvas.pixelRatio, own.width, own.height];
  const size = (ratio, width, height) => {
    [canvas.pixelRatio, own.width, own.height] = [ratio, width, height];
    body.emitter.emit("_redraw");
  };
  size(SHARP, own.clientWidth * SHARP, own.clientHeight * SHARP);
  const image = await createImageBitmap(own);
  size(...before);
  return image;
}

/** An SVG picture as an image; the styles that the page gives it go with it. */
async function svgAsImage(svg) {
  const copied = svg.cloneNode(true);
  const styles = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin", "paint-order", "opacity", "display",
    "font-family", "font-size", "font-style", "font-weight", "text-anchor", "dominant-baseline"];
  const copies = [copied, ...copied.querySelectorAll("*")];
  [svg, ...svg.querySelectorAll("*")].forEach((original, index) => {
    const style = getComputedStyle(original);
    for (const name of styles) copies[index].style.setProperty(name, style.getPropertyValue(name));
  });
  const { width, height } = svg.getBoundingClientRect();
  copied.setAttribute("xmlns", SVG);
  copied.setAttribute("width", width * SHARP);
  copied.setAttribute("height", height * SHARP);
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copied)], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = url;
  await image.decode();
  URL.revokeObjectURL(url);
  return image;
}

/** An image on the page's paper; below it the title, the filters, and what shapes and colours mean. */
function onPaper(image) {
  const canvas = element("canvas");
  const pen = canvas.getContext("2d");
  const ink = inks();
  const [edge, high] = [16 * SHARP, 22 * SHARP];
  const face = `${12 * SHARP}px ${getComputedStyle(document.body).fontFamily}`;
  const width = image.width + 2 * edge;
  pen.font = face;
  // words, each with what is drawn before it, put into lines
  let [x, y] = [edge, image.height + 2 * edge + high];
  const put = (text, sign = null) => {
    const wide = Math.min(pen.measureText(text).width, width - 2 * edge) + (sign ? 20 * SHARP : 0);
    if (x > edge && x + wide > width - edge) [x, y] = [edge, y + high];
    const at = { text, sign, x, y };
    x += wide + 16 * SHARP;
    return at;
  };
  const words = [document.title, say("shown", { n: visible().length, all: claimsInOrder.length }), tellFilters()].filter(Boolean).map((text) => put(text));
  [x, y] = [edge, y + high];
  const legend = legendOfPicture().map(([text, sign]) => put(text, sign));
  canvas.width = width;
  canvas.height = y + high;
  pen.fillStyle = ink.paper;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, edge, edge);
  pen.font = face;
  for (const { text, sign, x: left, y: base } of [...words, ...legend]) {
    if (sign) sign(pen, left, base - 5 * SHARP, ink);
    pen.fillStyle = ink.ink;
    pen.fillText(text, left + (sign ? 20 * SHARP : 0), base, width - 2 * edge);
  }
  return canvas;
}

/** What the signs of the picture mean, as [word, drawer of the sign]. */
function legendOfPicture() {
  const stroke = (colour, dashes = []) => (pen, x, y, ink) => {
    pen.strokeStyle = ink[colour];
    pen.lineWidth = 2 * SHARP;
    pen.setLineDash(dashes.map((dash) => dash * SHARP));
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + 16 * SHARP, y);
    pen.stroke();
    pen.setLineDash([]);
  };
  const outline = (kind) => (pen, x, y) => {
    pen.save();
    pen.translate(x, y - 8 * SHARP);
    pen.scale(SHARP, SHARP);
    pen.fillStyle = tint(data.kinds[kind].colour);
    pen.fill(new Path2D(OUTLINES[data.kinds[kind].shape] || OUTLINES.dot));
    pen.restore();
  };
  const lines = [[say("denied"), stroke("denied", [4, 3])], [say("promised"), stroke("promised")], [say("lineWidth"), stroke("line")]];
  if (state.view !== "graph") return state.view === "flow" ? lines : [];
  const kinds = [...new Set(drawn.scene.nodes.map(({ id }) => data.things[id].kind))].sort();
  return [...lines, ...kinds.map((kind) => [nameOfKind(kind), outline(kind)])];
}

// The menu

const FORMATS = {
  csv: (claims) => save("claims.csv", "text/csv;charset=utf-8", [toCsv(claims)]),
  json: (claims) => save("claims.json", "application/json", [toJson(claims)]),
  sparql: (claims, byFilters) => save("claims.rq", "application/sparql-query", [toClaimQuery(claims, byFilters)]),
};

function drawExports() {
  const item = (word, of, act) => element("button", { type: "button", role: "menuitem", tabindex: "-1", class: "quiet", "data-export": word, "data-of": of,
    click: () => { closeExports(); act(); } }, say(word));
  const group = (title, items) => element("div", { role: "group", "aria-label": title }, element("p", { class: "faint", "aria-hidden": "true" }, title), items);
  const files = (of, claims, byFilters) => Object.entries(FORMATS).map(([format, act]) => item(format, of, () => act(claims, byFilters)));
  const chosen = chosenClaims();
  byId("exports").replaceChildren(...[
    group(say("exportVisible", { claims: countClaims(visible().length) }), files("visible", sorted(visible()), canBeAsked())),
    chosen.length ? group(say("exportChosen", { claims: countClaims(chosen.length) }), files("chosen", chosen, false)) : null,
    group(say("exportPage"), [pictureShown() ? item("png", "page", savePicture) : null, item("print", "page", () => window.print())]),
  ].filter(Boolean));
}

function closeExports() {
  byId("exports").hidden = true;
  byId("export").setAttribute("aria-expanded", "false");
  byId("export").focus();
}

function openExports() {
  drawExports();
  byId("exports").hidden = false;
  byId("export").setAttribute("aria-expanded", "true");
  byId("exports").querySelector("button").focus();
}

function startExports() {
  const [button, menu] = [byId("export"), byId("exports")];
  button.addEventListener("click", () => (menu.hidden ? openExports() : closeExports()));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    openExports();
  });
  menu.addEventListener("keydown", (event) => {
    const items = [...menu.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (next !== undefined) items[next % items.length].focus();
    else if (event.key === "Escape") closeExports();
    else {
      if (event.key === "Tab") closeExports();
      return;
    }
    event.preventDefault();
    event.stopPropagation(); // Esc would let go of the selection too
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (menu.hidden || menu.contains(target) || button.contains(target)) return;
    menu.hidden = true;
    button.setAttribute("aria-expanded", "false");
  });
}

startExports();
