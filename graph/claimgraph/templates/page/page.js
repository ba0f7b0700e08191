// The page: what draws it, what the user's hands do, and how it starts.

/** Select a thing ({thing: id}), a line ({link: {from, to}}), claims ({claims: [id]}) or nothing (null). */
function select(selected, move = false) {
  const id = selected?.thing;
  const changes = { selected };
  if (id && state.kinds.has(data.things[id].kind)) changes.kinds = new Set([...state.kinds].filter((kind) => kind !== data.things[id].kind));
  if (id && state.hidden.has(id)) changes.hidden = new Set([...state.hidden].filter((hidden) => hidden !== id));
  change(changes);
  if (id) announce(say("selected", { name: nameOf(id), kind: nameOfKind(data.things[id].kind), claims: countClaims(claimsOf(id).length) }));
  if (move && id && state.view === "graph") showInPicture(id);
  if (isNarrow()) byId(selected ? "panel" : "views").scrollIntoView({ block: "start" });
}

function showView(view) {
  change({ view });
  byId(`tab-${view}`).focus();
}

function drawWords() {
  document.documentElement.lang = state.language;
  document.documentElement.dataset.theme = state.theme;
  const title = pick(data.title);
  document.title = title.text;
  byId("title").textContent = title.text;
  byId("title").lang = title.language;
  for (const place of document.querySelectorAll("[data-word]")) place.textContent = say(place.dataset.word);
  for (const place of document.querySelectorAll("[data-label]")) place.setAttribute("aria-label", say(place.dataset.label));
  for (const place of document.querySelectorAll("[data-hint]")) {
    place.placeholder = say(place.dataset.hint);
    place.setAttribute("aria-label", say(place.dataset.hint));
  }
  byId("language").lang = state.language === "ja" ? "en" : "ja";
  byId("theme").textContent = say(state.theme === "dark" ? "light" : "dark");
}

function drawBar() {
  for (const name of Object.keys(views)) {
    const isShown = name === state.view;
    byId(name).hidden = !isShown;
    byId(`tab-${name}`).textContent = say(name);
    byId(`tab-${name}`).setAttribute("aria-selected", String(isShown));
    byId(`tab-${name}`).tabIndex = isShown ? 0 : -1;
  }
  document.body.dataset.view = state.view;
  byId("show-overview").setAttribute("aria-pressed", String(state.picture === "overview"));
  byId("show-claims").setAttribute("aria-pressed", String(state.picture === "claims"));
  byId("undo").disabled = !canUndo();
}

const KINDS = 9; // in the legend before one asks for the rest
let legendOpen = false;

function drawLegend() {
  const counts = new Map();
  const shown = state.picture === "overview" ? nodesOf.overview.keys() : linksOf().keys();
  for (const id of shown) counts.set(data.things[id].kind, (counts.get(data.things[id].kind) || 0) + 1);
  if (state.picture === "claims" && claimsInOrder.length) counts.set("cg:Claim", claimsInOrder.length);
  const toggle = (kind) => () => {
    const kinds = new Set(state.kinds);
    if (!kinds.delete(kind)) kinds.add(kind);
    change({ kinds });
  };
  const kinds = [...counts].sort(([one, n], [other, m]) => m - n || (one < other ? -1 : 1));
  const shownKinds = legendOpen ? kinds : kinds.filter(([kind], rank) => rank < KINDS || state.kinds.has(kind));
  const chips = shownKinds.map(([kind, n]) => element("button",
    { type: "button", class: "chip", "data-key": kind, "data-kind": kind, "aria-pressed": String(!state.kinds.has(kind)), click: toggle(kind) },
    symbol(kind), nameOfKind(kind), element("span", { class: "faint" }, sayNumber(n))));
  if (kinds.length > KINDS + 1) {
    const word = legendOpen ? "fewerKinds" : "moreKinds";
    chips.push(element("button", { type: "button", class: "chip", "data-key": "kinds", "aria-expanded": String(legendOpen), click: () => { legendOpen = !legendOpen; drawLegend(); } },
      say(word, { n: kinds.length - shownKinds.length })));
  }
  keepingFocus(byId("legend"), () => byId("legend").replaceChildren(...chips));
  const line = (sort) => element("li", {}, element("span", { class: `sample ${sort}` }), say(sort));
  byId("lines").replaceChildren(line("lineDenied"), line("lineDisputed"), line("linePromised"), line("lineWidth"),
    ...(data.relations.some(isContradiction) ? [element("li", {}, say("lineContradicts"))] : []));
}

/** Draw all that is seen, from the state. */
function draw() {
  drawWords();
  drawBar();
  drawFilters();
  drawPanel(); // first, for it takes room from the view
  views[state.view].draw(byId(state.view), visible());
}

function makeViews() {
  for (const name of Object.keys(views)) {
    byId("views").append(element("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": name, click: () => showView(name) }));
    const place = byId(name) || element("section", { id: name, class: "view" });
    place.setAttribute("role", "tabpanel");
    place.setAttribute("aria-labelledby", `tab-${name}`);
    byId("panel").before(place);
  }
}

function reset() {
  byId("search").value = "";
  const { language, theme } = state;
  drawn.frame = "";
  change({ ...opening(), language, theme, view: state.view });
}

function listen() {
  const on = (id, action) => byId(id).addEventListener("click", action);
  on("language", () => change({ language: state.language === "ja" ? "en" : "ja" }));
  on("theme", () => change({ theme: state.theme === "dark" ? "light" : "dark" }));
  on("show-overview", () => change({ picture: "overview" }));
  on("show-claims", () => change({ picture: "claims" }));
  on("fit", () => fitPicture());
  on("reset", reset);
  on("undo", () => history.back());
  on("show-filters", () => {
    const isOpen = byId("show-filters").matches("[aria-expanded=true]");
    byId("show-filters").setAttribute("aria-expanded", String(!isOpen));
    draw();
  });
  byId("views").addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const names = Object.keys(views);
    showView(names[(names.indexOf(state.view) + step + names.length) % names.length]);
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerdown", ({ target }) => { if (!byId("menu").contains(target)) hideMenu(); });
  window.addEventListener("popstate", () => {
    decode(location.hash.slice(1));
    draw();
    if (state.selected?.thing && state.view === "graph") showInPicture(state.selected.thing);
  });
}

function onKey(event) {
  const isTyping = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    byId("search").focus();
  } else if (event.key === "z" && (event.ctrlKey || event.metaKey) && !isTyping && canUndo()) {
    event.preventDefault();
    history.back();
  } else if (event.key === "Escape") {
    hideCard();
    if (!byId("menu").hidden) hideMenu();
    else if (state.selected) select(null);
  }
}

function start() {
  makeViews();
  startSearch();
  listen();
  decode(location.hash.slice(1));
  // For tests and for the curious: window.claimgraph.network is vis-network's own object.
  window.claimgraph = { data, select, state, visible, get network() { return drawn.network; } };
  draw();
  const standing = () => {
    if (state.selected?.thing) showInPicture(state.selected.thing);
    document.documentElement.dataset.ready = "true";
    (window.requestIdleCallback || setTimeout)(() => {
      linksOf();
      makeFindable();
    });
  };
  if (drawn.network) drawn.network.once("afterDrawing", standing);
  else requestAnimationFrame(standing);
}

start();
