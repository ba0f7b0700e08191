// The picture: one of the two networks, drawn by vis-network at positions worked out beforehand.

const drawn = { nodes: new vis.DataSet(), edges: new vis.DataSet(), network: null };
const LABELLED = 14; // so many lines of a selection still have room for their labels

function startPicture() {
  drawn.network = new vis.Network(
    document.getElementById("network"), { nodes: drawn.nodes, edges: drawn.edges }, data.options,
  );
  drawn.network.on("click", ({ nodes, edges }) => {
    if (nodes.length) select({ thing: nodes[0] });
    else if (edges.length) select({ link: data.pictures[state.picture].edges.find(({ id }) => id === edges[0]) });
    else select(null);
  });
  drawn.network.on("hoverNode", () => document.getElementById("network").classList.add("pointing"));
  drawn.network.on("blurNode", () => document.getElementById("network").classList.remove("pointing"));
}

/** Bring what is drawn in line with the state. */
function drawPicture() {
  const { nodes, edges } = data.pictures[state.picture];
  const seen = new Set(nodes.filter(({ id }) => !state.hidden.has(data.things[id].kind)).map(({ id }) => id));
  const kept = edges.filter(({ from, to }) => seen.has(from) && seen.has(to));
  const focus = focusOn(kept);
  const ink = inks();
  replace(drawn.nodes, nodes.filter(({ id }) => seen.has(id)).map((node) => drawNode(node, focus, ink)));
  replace(drawn.edges, kept.map((edge) => drawEdge(edge, focus, ink)));
  drawn.network.unselectAll();
}

const READABLE = 0.62; // the scale below which labels cannot be read

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
  if (!drawn.nodes.get(id)) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const scale = Math.max(drawn.network.getScale(), 0.8);
  drawn.network.focus(id, { scale, animation: calm ? false : { duration: 250, easingFunction: "easeOutQuad" } });
}

/** The nodes and lines that the selection concerns, or null where nothing is selected. */
function focusOn(edges) {
  if (!state.selected) return null;
  const { thing, link } = state.selected;
  const isConcerned = thing
    ? ({ from, to, claims }) => from === thing || to === thing || claims.includes(thing)
    : ({ id }) => id === link.id;
  const concerned = edges.filter(isConcerned);
  return {
    nodes: new Set([...(thing ? [thing] : []), ...concerned.flatMap(({ from, to }) => [from, to])]),
    edges: new Set(concerned.map(({ id }) => id)),
  };
}

function inks() {
  const style = getComputedStyle(document.documentElement);
  const names = ["paper", "ink", "line", "denied", "promised", "accent"];
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
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
    title: caption(node.id),
    color: { background: fill, border: rim, highlight: { background: fill, border: rim }, hover: { background: fill, border: ink.ink } },
    borderWidth: isChosen ? 3 : denies ? 2 : 1,
    borderWidthSelected: 3,
    shapeProperties: { borderDashes: denies ? [3, 2] : false, borderRadius: 3 },
    margin: { top: 11, right: 9, bottom: 9, left: 9 },
    font: {
      size: 14,
      face: getComputedStyle(document.body).fontFamily,
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
  const plain = isOverview ? mark : isA(edge.properties, "cg:source") ? mix(mark, ink.paper, 0.6) : mark;
  const colour = fades ? mix(ink.line, ink.paper, 0.8) : focus !== null && plain === ink.line ? mix(ink.line, ink.ink, 0.4) : plain;
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    title: names.length ? `${names.join(say("comma"))} · ${countClaims(edge.claims.length)}` : countClaims(edge.claims.length),
    label: focus !== null && !fades && focus.edges.size <= LABELLED ? names.slice(0, 2).join(say("comma")) : undefined,
    font: { size: 11, face: getComputedStyle(document.body).fontFamily, color: ink.ink, strokeWidth: 4, strokeColor: ink.paper },
    color: { color: colour, highlight: ink.accent, hover: ink.accent },
    width: isOverview ? 1 + Math.log2(edge.claims.length) * 0.9 : 0.8,
    hoverWidth: 1,
    selectionWidth: 1,
    dashes: !denies ? false : denied === edge.claims.length ? [3, 4] : [14, 5],
    arrows: isOverview ? { to: { enabled: true, scaleFactor: 0.45 } } : undefined,
  };
}

/** What a thing is, in a line or two of plain text, for the card that pointing at it brings. */
function caption(id) {
  const kind = pick(data.kinds[data.things[id].kind].names).text;
  const name = nameOf(id).replace(/(.{40}\S*\s|.{46})/gu, "$1\n");
  return data.claims[id] ? `${kind}\n${name}` : `${name}\n${kind} · ${countClaims((linksOf.get(id) || new Map()).size)}`;
}

const countClaims = (n) => (n === 1 ? say("oneClaim") : say("claims", { n }));

function replace(set, items) {
  const wanted = new Set(items.map(({ id }) => id));
  set.remove(set.getIds().filter((id) => !wanted.has(id)));
  set.update(items);
}
