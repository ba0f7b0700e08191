// The page: its state, what changes it, and the order in which things are drawn.

const byId = (id) => document.getElementById(id);

/** Select a thing ({thing: id}), a line ({link: edge}) or nothing (null), and bring it into view if asked to. */
function select(selected, move = false) {
  state.selected = selected;
  const id = selected && selected.thing;
  if (id) state.hidden.delete(data.things[id].kind);
  drawLegend();
  drawPicture();
  drawPanel();
  if (move && id) showInPicture(id);
  if (isNarrow()) byId(selected ? "panel" : "legend").scrollIntoView({ block: "start" });
}

function showPicture(picture) {
  state.picture = picture;
  if (state.selected && state.selected.link) state.selected = null;
  drawAll();
  openPicture();
}

function showTab(tab) {
  state.tab = tab;
  for (const name of ["graph", "table"]) {
    byId(name).hidden = name !== tab;
    byId(`tab-${name}`).setAttribute("aria-selected", String(name === tab));
    byId(`tab-${name}`).tabIndex = name === tab ? 0 : -1;
  }
  drawPanel();
}

function drawWords() {
  document.documentElement.lang = state.language;
  document.documentElement.dataset.theme = state.theme;
  const title = pick(data.title);
  document.title = title.text;
  byId("title").textContent = title.text;
  for (const place of document.querySelectorAll("[data-word]")) place.textContent = say(place.dataset.word);
  for (const place of document.querySelectorAll("[data-label]")) place.setAttribute("aria-label", say(place.dataset.label));
  for (const place of document.querySelectorAll("[data-hint]")) {
    place.placeholder = say(place.dataset.hint);
    place.setAttribute("aria-label", say(place.dataset.hint));
  }
  byId("language").lang = state.language === "ja" ? "en" : "ja";
  byId("theme").textContent = say(state.theme === "dark" ? "light" : "dark");
  byId("show-overview").setAttribute("aria-pressed", String(state.picture === "overview"));
  byId("show-claims").setAttribute("aria-pressed", String(state.picture === "claims"));
}

function drawLegend() {
  const counts = new Map();
  for (const { id } of data.pictures[state.picture].nodes) {
    const { kind } = data.things[id];
    counts.set(kind, (counts.get(kind) || 0) + 1);
  }
  const toggle = (kind) => () => {
    if (!state.hidden.delete(kind)) state.hidden.add(kind);
    drawLegend();
    drawPicture();
    byId("legend").querySelector(`[data-kind="${CSS.escape(kind)}"]`).focus();
  };
  const chips = [...counts].sort(([one, n], [other, m]) => m - n || (one < other ? -1 : 1)).map(([kind, n]) => element("button",
    { type: "button", class: "chip", "data-kind": kind, "aria-pressed": String(!state.hidden.has(kind)), click: toggle(kind) },
    symbol(kind), pick(data.kinds[kind].names, kind).text, element("span", { class: "faint" }, String(n))));
  byId("legend").replaceChildren(...chips);
  const line = (sort) => element("li", {}, element("span", { class: `sample ${sort}` }), say(sort));
  byId("lines").replaceChildren(line("lineDenied"), line("lineDisputed"), line("linePromised"), line("lineWidth"));
}

function drawAll() {
  drawWords();
  drawLegend();
  drawPicture();
  drawPanel();
  drawTable();
}

function reset() {
  state.hidden.clear();
  state.selected = null;
  byId("search").value = "";
  byId("filter").value = "";
  showPicture("overview");
}

function listen() {
  const on = (id, action) => byId(id).addEventListener("click", action);
  on("language", () => { state.language = state.language === "ja" ? "en" : "ja"; drawAll(); });
  on("theme", () => { state.theme = state.theme === "dark" ? "light" : "dark"; drawAll(); });
  on("show-overview", () => showPicture("overview"));
  on("show-claims", () => showPicture("claims"));
  on("fit", () => fitPicture());
  on("reset", reset);
  on("tab-graph", () => showTab("graph"));
  on("tab-table", () => showTab("table"));
  byId("filter").addEventListener("input", filterTable);
  document.querySelector("[role=tablist]").addEventListener("keydown", ({ key }) => {
    if (key !== "ArrowLeft" && key !== "ArrowRight") return;
    showTab(state.tab === "graph" ? "table" : "graph");
    byId(`tab-${state.tab}`).focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !(event.target instanceof HTMLInputElement)) {
      event.preventDefault();
      byId("search").focus();
    } else if (event.key === "Escape") select(null);
  });
}

// A link such as graph.html#claim:some-article/some-claim opens the page at that thing.
function openFragment() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  const found = wanted && Object.keys(data.things).find((id) => [data.things[id].short, data.things[id].iri].includes(wanted));
  if (found) select({ thing: found }, true);
}

startPicture();
startSearch();
listen();
drawAll();
showTab("graph");
drawn.network.once("afterDrawing", () => {
  // For tests and for the curious: window.claimgraph.network is vis-network's own object.
  openFragment();
  window.addEventListener("hashchange", openFragment);
  window.claimgraph = { network: drawn.network, data, select };
  document.documentElement.dataset.ready = "true";
});
openPicture();
