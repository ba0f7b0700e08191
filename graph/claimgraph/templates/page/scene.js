// What the picture shows of the state, and where: never more than a screen can hold.

const ROOM = 160; // things with labels
const MOST_DRAWN = 1500; // things or claims, for whoever asks for more than the room
const MOST_LINES = 800; // that can be told apart
const NEIGHBOURS = 40; // of an opened thing

const nodesOf = { overview: new Map(data.pictures.overview.nodes.map((node) => [node.id, node])) };
const overviewEdges = data.pictures.overview.edges;

/** The nodes and edges to draw: {nodes, edges, left}, where `left` is how many more the filters leave. */
function makeScene() {
  const scene = state.picture === "overview" ? overviewScene() : claimScene();
  const isKept = ({ id }) => !state.kinds.has(data.things[id].kind) && !state.hidden.has(id);
  const nodes = confine(scene.nodes.filter(isKept), scene.edges);
  const ids = new Set(nodes.map(({ id }) => id));
  const edges = mostTelling(scene.edges.filter(({ from, to }) => ids.has(from) && ids.has(to)));
  return { nodes: settle(nodes, edges), edges, left: scene.left };
}

/** The lines that stand for most claims, as many as there is room for, and those of what is selected. */
function mostTelling(edges) {
  const room = state.more ? 2 * MOST_DRAWN : MOST_LINES;
  if (edges.length <= room) return edges;
  const middle = [state.selected?.thing, state.only, ...state.opened];
  const rank = ({ from, to, claims }) => (middle.includes(from) || middle.includes(to) ? 1e6 : 0) + claims.length;
  return [...edges].sort((one, other) => rank(other) - rank(one)).slice(0, Math.max(room, edges.filter((edge) => rank(edge) >= 1e6).length));
}

/** Only one thing and its neighbours, if the state says so, and those of the things opened since. */
function confine(nodes, edges) {
  if (!state.only) return nodes;
  const middles = new Set([state.only, ...state.opened]);
  const near = new Set([...middles, ...edges.flatMap(({ from, to }) => (middles.has(from) ? [to] : middles.has(to) ? [from] : []))]);
  return nodes.filter(({ id }) => near.has(id));
}

function overviewScene() {
  const edges = isFiltered()
    ? overviewEdges.map((edge) => ({ ...edge, claims: edge.claims.filter(isVisible) })).filter(({ claims }) => claims.length)
    : overviewEdges;
  const nodes = nodesOf.overview;
  const weights = weigh(edges);
  const linked = [...weights.keys()].filter((id) => nodes.has(id)).sort((one, other) => weights.get(other) - weights.get(one) || (one < other ? -1 : 1));
  const room = state.more ? MOST_DRAWN : ROOM;
  const opening = isFiltered() || state.more ? [...linked, ...nodes.keys()] : [...nodes.keys()].filter((id) => nodes.get(id).x !== undefined);
  const wanted = new Set(opening.filter((id) => !isFiltered() || weights.has(id)).slice(0, room));
  const near = (id, most) => {
    if (!nodes.has(id)) return;
    const others = edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []));
    for (const other of [id, ...others.sort((one, two) => weights.get(two) - weights.get(one)).slice(0, most)]) wanted.add(other);
  };
  for (const id of state.opened) near(id, NEIGHBOURS);
  if (state.only) near(state.only, ROOM);
  if (state.selected?.thing && !wanted.has(state.selected.thing)) near(state.selected.thing, NEIGHBOURS / 4);
  const link = state.selected?.link;
  if (link) for (const id of [link.from, link.to]) if (nodes.has(id)) wanted.add(id);
  const all = isFiltered() ? linked.length : nodes.size;
  return { nodes: [...wanted].map((id) => nodes.get(id)), edges, left: Math.max(0, all - wanted.size) };
}

/** How many claims the lines of each thing stand for. */
function weigh(edges) {
  const weights = new Map();
  for (const { from, to, claims } of edges) {
    for (const id of [from, to]) weights.set(id, (weights.get(id) || 0) + claims.length);
  }
  return weights;
}

/** Every claim that the filters leave, as far as there is room, the selected one and its neighbours first. */
function claimScene() {
  const thing = state.selected?.thing || state.only;
  const first = thing && data.claims[thing] ? [thing] : thing ? claimsOf(thing).filter(isVisible) : [];
  const nodes = new Map();
  const edges = [];
  let left = 0;
  for (const id of new Set([...first, ...state.selected?.claims || [], ...visible()])) {
    const links = linksFrom(id);
    if (nodes.size + 1 + [...links.keys()].filter((other) => !nodes.has(other)).length > MOST_DRAWN) {
      left += 1;
      continue;
    }
    nodes.set(id, claimNode(id));
    for (const [other, properties] of links) {
      if (!nodes.has(other)) nodes.set(other, claimNode(other));
      edges.push({ id: `${id} ${other}`, from: id, to: other, claims: [id], properties });
    }
  }
  for (const { first, second, kind } of data.relations.filter(isDrawnBetween)) {
    if (nodes.has(first) && nodes.has(second)) edges.push({ id: `${first} ${second} ${kind}`, from: first, to: second, claims: [first, second], properties: [kind], kind });
  }
  if (!isFiltered()) for (const id of Object.keys(data.articles)) if (!nodes.has(id)) nodes.set(id, claimNode(id));
  return { nodes: [...nodes.values()], edges, left };
}

const POINT = { size: 6, box: [24, 24] };

/** A node of the picture of every claim; a claim is a point without a label. */
function claimNode(id) {
  const [x, y] = data.pictures.claims.places[id] || [];
  const { shape, colour } = data.kinds[data.things[id].kind];
  return { ...(data.pictures.claims.things[id] || { ...POINT, shape, color: colour }), id, x, y };
}

/** Give every node a place: those that have none go as near to the middle of their neighbours as there is room. */
function settle(nodes, edges) {
  if (nodes.every(({ x }) => x !== undefined)) return nodes;
  const grid = new Map(); // boxes by the squares that they touch
  const square = 160;
  const squaresOf = ([left, top, right, bottom]) => {
    const squares = [];
    for (let column = Math.floor(left / square); column <= right / square; column += 1) {
      for (let row = Math.floor(top / square); row <= bottom / square; row += 1) squares.push(`${column} ${row}`);
    }
    return squares;
  };
  const boxAt = ({ box: [width, height] }, x, y) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  const isFree = (box) => squaresOf(box).every((key) => (grid.get(key) || []).every((other) =>
    box[0] >= other[2] || box[2] <= other[0] || box[1] >= other[3] || box[3] <= other[1]));
  const reached = new Map(); // how far the spiral around a middle is full
  const take = (box) => squaresOf(box).forEach((key) => (grid.get(key) || grid.set(key, []).get(key)).push(box));
  const places = new Map();
  for (const node of nodes) {
    if (node.x === undefined) continue;
    places.set(node.id, [node.x, node.y]);
    take(boxAt(node, node.x, node.y));
  }
  const neighbours = new Map(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) {
    neighbours.get(from).push(to);
    neighbours.get(to).push(from);
  }
  const byLinks = nodes.filter(({ x }) => x === undefined).sort((one, other) =>
    neighbours.get(other.id).length - neighbours.get(one.id).length || (one.id < other.id ? -1 : 1));
  for (const node of byLinks) {
    const near = neighbours.get(node.id).map((id) => places.get(id)).filter(Boolean);
    const middle = [0, 1].map((axis) => near.reduce((sum, place) => sum + place[axis], 0) / (near.length || 1));
    const around = middle.map((value) => Math.round(value / square)).join(" ");
    for (let step = reached.get(around) || 0; !places.has(node.id); step += 1) {
      // a sunflower's spiral: it fills the plane evenly from the middle
      const reach = 14 * Math.sqrt(step);
      const [x, y] = [middle[0] + 1.5 * reach * Math.cos(2.4 * step), middle[1] + reach * Math.sin(2.4 * step)];
      const box = boxAt(node, x, y);
      if (step < 4000 && !isFree(box)) continue;
      places.set(node.id, [Math.round(x), Math.round(y)]);
      reached.set(around, step);
      take(box);
    }
  }
  return nodes.map((node) => (node.x === undefined ? { ...node, x: places.get(node.id)[0], y: places.get(node.id)[1] } : node));
}
