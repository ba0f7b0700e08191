// The picture: one of the two networks, drawn by vis-network at positions worked out beforehand.

const drawn = { nodes: new vis.DataSet(), edges: new vis.DataSet(), network: null, scene: null, frame: "", hides: false };
const LABELLED = 14; // so many lines of a selection still have room for their labels
const READABLE = 0.62; // the scale below which labels cannot be read
const SMOOTH = 500; // so many lines can be moved at full speed
const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

views.graph = { draw: drawGraph };

function startPicture() {
  const place = byId("network");
  drawn.network = new vis.Network(place, { nodes: drawn.nodes, edges: drawn.edges }, data.options);
  place.firstElementChild.tabIndex = -1; // the place itself takes the focus
  const edgeOf = (id) => drawn.scene.edges.find((edge) => edge.id === id);
  drawn.network.on("click", ({ nodes, edges }) => {
    if (nodes.length) select({ thing: nodes[0] });
    else if (edges.length) select(ofEdge(edgeOf(edges[0])));
    else if (state.selected) select(null);
  });
  // The browser's own, for vis-network's misses a second click that comes while the first is being drawn.
  place.addEventListener("dblclick", (event) => {
    const frame = place.getBoundingClientRect();
    const id = drawn.network.getNodeAt({ x: event.clientX - frame.x, y: event.clientY - frame.y });
    if (id !== undefined) openNeighbours(id);
  });
  drawn.network.on("oncontext", ({ event, pointer }) => {
    event.preventDefault();
    const id = drawn.network.getNodeAt(pointer.DOM);
    if (id !== undefined) showMenu(id, pointer.DOM);
  });
  drawn.network.on("hoverNode", ({ node, pointer }) => showCard(tellNodeShortly(node), pointer.DOM));
  drawn.network.on("hoverEdge", ({ edge, pointer }) => { if (edgeOf(edge)) showCard(tellEdgeShortly(edgeOf(edge)), pointer.DOM); });
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) drawn.network.on(event, hideCard);
  place.addEventListener("keydown", walk);
}

/** Bring what is drawn in line with the state; bring all of it into view if it is not the same as before. */
function drawGraph() {
  drawLegend();
  drawn.scene = makeScene();
  const focus = focusOn(drawn.scene.edges);
  const ink = inks();
  replace(drawn.nodes, drawn.scene.nodes.map((node) => drawNode(node, focus, ink)));
  replace(drawn.edges, drawn.scene.edges.map((edge) => drawEdge(edge, focus, ink)));
  if (!drawn.network) startPicture(); // filled, so that it is drawn once
  if (drawn.network.getSelectedNodes().length || drawn.network.getSelectedEdges().length) drawn.network.unselectAll();
  drawLeftOut(drawn.scene.left);
  // Lines of a large picture take so long to draw that moving it would stutter.
  const hides = drawn.scene.edges.length > SMOOTH;
  if (hides !== drawn.hides) drawn.network.setOptions({ interaction: { hideEdgesOnDrag: hides, hideEdgesOnZoom: hides } });
  drawn.hides = hides;
  const frame = JSON.stringify([state.picture, filterKey(), state.only, [...state.kinds], state.more]);
  if (frame !== drawn.frame) openPicture();
  drawn.frame = frame;
}

/** Say how much is not drawn, and offer to draw as much more as there is room for. */
function drawLeftOut(left) {
  const isOverview = state.picture === "overview";
  const more = isOverview && (left || state.more)
    ? element("button", { type: "button", class: "quiet", "data-key": "more", click: () => change({ more: !state.more }) }, say(state.more ? "drawFewer" : "drawMore")) : null;
  keepingFocus(byId("left-out"), () => byId("left-out").replaceChildren(...[left ? say(isOverview ? "moreThings" : "moreClaims", { n: left }) : null, more].filter(Boolean)));
}

function fitPicture() {
  drawn.network.fit({ animation: false, maxZoomLevel: 1.25 });
}

/** The opening view: everything, or in a narrow window its middle, near enough to read. */
function openPicture() {
  fitPicture();
  if (isNarrow() && drawn.network.getScale() < READABLE) drawn.network.moveTo({ scale: READABLE, animation: false });
}

/** Bring a selected thing into view, near enough to read. */
function showInPicture(id) {
  if (!drawn.network || !drawn.nodes.get(id)) return;
  const scale = Math.max(drawn.network.getScale(), 0.8);
  drawn.network.focus(id, { scale, animation: isCalm() ? false : { duration: 250, easingFunction: "easeOutQuad" } });
}

/** Draw a thing's neighbours too, or no longer. */
function openNeighbours(id) {
  const opened = new Set(state.opened);
  if (!opened.delete(id)) opened.add(id);
  change({ opened, selected: { thing: id } });
}

function hideThing(id) {
  change({ hidden: new Set([...state.hidden, id]), selected: null });
}

function isolate(id) {
  change({ only: state.only === id ? null : id, selected: { thing: id } });
}

/** What one can do with a thing in the picture, as buttons. */
function actionsOn(id) {
  const action = (word, act) => element("button", { type: "button", class: "quiet", "data-key": word, click: () => { hideMenu(); act(id); } }, say(word));
  return [
    action(state.opened.has(id) ? "foldNeighbours" : "openNeighbours", openNeighbours),
    action(state.only === id ? "showAll" : "isolate", isolate),
    action("hide", hideThing),
  ];
}

// Arrow keys go from the selected thing to the neighbour that lies most nearly in that direction.
const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function walk(event) {
  const direction = DIRECTIONS[event.key];
  if (event.key === "Enter" && state.selected) byId("panel").focus();
  if (!direction) return;
  event.preventDefault();
  const here = state.selected?.thing;
  const next = here && drawn.nodes.get(here) ? neighbourTowards(here, direction) : mostLinked();
  if (next) select({ thing: next }, true);
}

function neighbourTowards(here, [right, down]) {
  const from = drawn.network.getPosition(here);
  const rated = drawn.network.getConnectedNodes(here).map((id) => {
    const place = drawn.network.getPosition(id);
    const [x, y] = [place.x - from.x, place.y - from.y];
    const length = Math.hypot(x, y) || 1;
    const towards = (x * right + y * down) / length;
    return { id, towards, cost: length * (2 - towards) };
  });
  return rated.filter(({ towards }) => towards > 0.25).sort((one, other) => one.cost - other.cost).map(({ id }) => id)[0];
}

function mostLinked() {
  const weights = weigh(drawn.scene.edges);
  return drawn.scene.nodes.map(({ id }) => id).sort((one, other) => (weights.get(other) || 0) - (weights.get(one) || 0))[0];
}

/** The nodes and lines that the selection concerns, or null where nothing is selected. */
function focusOn(edges) {
  if (!state.selected) return null;
  const { thing, link, pair, claims: chosen = pair } = state.selected;
  const isConcerned = thing
    ? ({ from, to, claims }) => from === thing || to === thing || claims.includes(thing)
    : link ? ({ from, to }) => from === link.from && to === link.to
      : ({ claims }) => claims.some((id) => chosen.includes(id));
  const concerned = edges.filter(isConcerned);
  return {
    nodes: new Set([...(thing ? [thing] : []), ...concerned.flatMap(({ from, to }) => [from, to])]),
    edges: new Set(concerned.map(({ id }) => id)),
  };
}

function inks() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "line", "denied", "promised", "accent"];
  const face = getComputedStyle(document.body).fontFamily;
  return { face, ...Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) };
}

function drawNode(node, focus, ink) {
  const fades = focus !== null && !focus.nodes.has(node.id);
  const isChosen = state.selected !== null && state.selected.thing === node.id;
  const inside = node.shape === "box" || node.shape === "ellipse"; // where vis-network writes the label
  const own = inside && state.theme === "dark" ? mix(node.color, "#ffffff", 0.62) : tint(node.color);
  const fade = (colour) => (fades ? mix(colour, ink.paper, 0.78) : colour);
  const claim = data.claims[node.id];
  const denies = claim && isDenied(node.id);
  const promises = claim && isPromised(node.id);
  const fill = fade(denies ? ink.paper : promises ? ink.promised : own);
  const rim = isChosen ? ink.ink : fade(denies ? ink.denied : promises ? ink.promised : own);
  return {
    id: node.id,
    x: node.x,
    y: node.y,
    shape: node.shape,
    size: node.size * (isChosen ? 1.2 : 1),
    label: claim ? undefined : pick(node.labels, data.things[node.id].short).text,
    color: { background: fill, border: rim, highlight: { background: fill, border: rim }, hover: { background: fill, border: ink.ink } },
    borderWidth: isChosen ? 3 : denies ? 2 : 1,
    borderWidthSelected: 3,
    shapeProperties: { borderDashes: denies ? [3, 2] : false, borderRadius: 3 },
    margin: { top: 11, right: 9, bottom: 9, left: 9 },
    font: {
      size: 14,
      face: ink.face,
      color: fade(inside ? ink.paper : ink.ink),
      strokeWidth: inside ? 0 : 3,
      strokeColor: ink.paper,
      vadjust: inside ? 0 : -2,
    },
  };
}

function drawEdge(edge, focus, ink) {
  const isOverview = state.picture === "overview";
  const fades = focus !== null && !focus.edges.has(edge.id);
  const names = edge.properties.map(nameOf);
  const isSpeech = isA(edge.properties, "cg:claimant"); // who says something is not itself denied or promised
  const denied = isSpeech && isOverview ? 0 : edge.claims.filter(isDenied).length;
  const denies = denied > 0;
  const promises = !(isSpeech && isOverview) && edge.claims.some(isPromised);
  const mark = denies ? ink.denied : promises ? ink.promised : ink.line;
  if (edge.kind !== undefined) return drawRelation(edge, fades, ink);
  const plain = isOverview ? mark : isA(edge.properties, "cg:source") ? mix(mark, ink.paper, 0.6) : mark;
  const colour = fades ? mix(ink.line, ink.paper, 0.8) : focus !== null && plain === ink.line ? mix(ink.line, ink.ink, 0.4) : plain;
  const label = focus !== null && !fades && focus.edges.size <= LABELLED ? names.slice(0, 2).join(say("comma"))
    : isOverview && !fades && !isSpeech && edge.claims.some(isContradicted) ? "≠" : undefined;
  const font = { size: focus === null ? 17 : 11, align: "horizontal", face: ink.face, color: focus === null ? ink.denied : ink.ink,
    strokeWidth: 4, strokeColor: ink.paper };
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    label,
    ...(label === undefined ? {} : { font }), // vis-network reads each option of each line
    color: { color: colour, highlight: ink.accent, hover: ink.accent },
    width: isOverview ? 1 + Math.log2(edge.claims.length) * 0.9 : 0.8,
    hoverWidth: 1,
    selectionWidth: 1,
    dashes: !denies ? false : denied === edge.claims.length ? [3, 4] : [14, 5],
    ...(isOverview ? { arrows: ARROW } : {}),
  };
}

const ARROW = { to: { enabled: true, scaleFactor: 0.45 } };

/** A line between two claims that contradict or corroborate each other, or of which one tells the other's fate. */
function drawRelation({ id, from, to, kind }, fades, ink) {
  const contradicts = data.things[kind].short === CONTRADICTS;
  const colour = fades ? mix(ink.line, ink.paper, 0.8) : contradicts ? ink.denied : ink.accent;
  return {
    id, from, to, width: contradicts ? 3 : 2, dashes: contradicts ? false : [2, 4],
    label: fades ? undefined : contradicts ? "≠" : "＝",
    font: { size: 16, face: ink.face, color: colour, strokeWidth: 5, strokeColor: ink.paper },
    color: { color: colour, highlight: colour, hover: colour },
    arrows: undefined,
  };
}

/** Put nodes or lines in place of those that are drawn, changing only what differs. */
function replace(set, items) {
  const kept = new Set(items.map(({ id }) => id));
  set.remove(set.getIds().filter((id) => !kept.has(id)));
  set.update(items);
}

/** What the selection or the filters concern of a line, as a selection. */
const ofEdge = ({ from, to, claims, kind }) => (kind !== undefined ? { pair: [from, to] } : state.picture === "claims" ? { thing: claims[0] } : { link: { from, to } });
