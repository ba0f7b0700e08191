// What the user has chosen. It is the fragment of the page's address, so a link reopens it and going back undoes.

const LANGUAGES = ["en", "ja"];
const THEMES = ["light", "dark"];

/** The state of a page just opened. Sets hold ids of things; `kinds` holds kinds by their short IRIs. */
const opening = () => ({
  language: navigator.language.toLowerCase().startsWith("ja") ? "ja" : "en",
  theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
  view: "graph",
  picture: "overview",
  selected: null, // {thing: id}, {link: {from, to}}, {pair: [claim, claim]} or {claims: [id, …]}
  filters: {}, // for each facet, the values that are wanted
  from: "", // dates; claims without one pass only where both are empty
  to: "",
  words: "", // that a claim must hold
  kinds: new Set(), // not to be drawn
  hidden: new Set(), // not to be drawn
  opened: new Set(), // to be drawn with all their neighbours
  only: null, // the thing to which the picture is confined, with its neighbours
  more: false, // as much as the picture can hold, not as much as can be read at once
  question: "", // of the library; none for the editor
  split: "operation", // what the matrix's cells are split by first
  compare: "all", // which rows stand side by side
  sort: "place", // the table's column, with a minus where it runs down
});

const state = opening();

const SETS = { kinds: "nokind", hidden: "hide", opened: "open" };
const CHOICES = { split: ["operation", "article"], compare: ["all", "shared", "differing"] };
const TEXTS = ["from", "to", "words"];

/** The state as a fragment, without the #. What stands as it was opened is left out. */
function encode() {
  const { view, picture, selected, sort, only, filters } = state;
  const fresh = opening();
  const parts = new URLSearchParams();
  const short = (id) => data.things[id].short;
  if (view !== fresh.view) parts.append("view", view);
  if (picture !== fresh.picture) parts.append("picture", picture);
  if (state.language !== fresh.language) parts.append("language", state.language);
  if (state.theme !== fresh.theme) parts.append("theme", state.theme);
  if (selected?.thing) parts.append("select", short(selected.thing));
  if (selected?.link) for (const end of [selected.link.from, selected.link.to]) parts.append("link", short(end));
  for (const id of selected?.pair || []) parts.append("pair", short(id));
  for (const id of selected?.claims || []) parts.append("claim", short(id));
  for (const [facet, values] of Object.entries(filters)) for (const id of values) parts.append(facet, short(id));
  for (const [name, key] of Object.entries(SETS)) for (const item of state[name]) parts.append(key, name === "kinds" ? item : short(item));
  if (only) parts.append("only", short(only));
  for (const name of TEXTS) if (state[name]) parts.append(name, state[name]);
  for (const name of Object.keys(CHOICES)) if (state[name] !== fresh[name]) parts.append(name, state[name]);
  if (sort !== fresh.sort) parts.append("sort", sort);
  if (state.more) parts.append("more", "yes");
  if (state.question) parts.append("question", state.question);
  return parts.toString();
}

/** Take the state from a fragment; what it names and the page does not know is passed over. */
function decode(fragment) {
  const chosen = opening();
  // A link such as graph.html#claim:some-article/some-claim opens the page at that thing.
  const plain = safely(() => decodeURIComponent(fragment)) ?? fragment;
  const named = byShort.get(plain) ?? Object.keys(data.things).find((id) => data.things[id].iri === plain);
  const parts = new URLSearchParams(named ? "" : fragment);
  const all = (key) => parts.getAll(key).map((text) => byShort.get(text)).filter((id) => id !== undefined);
  const oneOf = (key, wanted, instead) => (wanted.includes(parts.get(key)) ? parts.get(key) : instead);
  chosen.view = oneOf("view", Object.keys(views), chosen.view);
  chosen.picture = oneOf("picture", ["overview", "claims"], chosen.picture);
  chosen.language = oneOf("language", LANGUAGES, chosen.language);
  chosen.theme = oneOf("theme", THEMES, chosen.theme);
  const [thing] = named ? [named] : all("select");
  const [from, to] = all("link");
  const pair = all("pair").filter((id) => data.claims[id]);
  const claims = all("claim").filter((id) => data.claims[id]);
  if (thing && isDrawn(thing)) chosen.selected = { thing };
  else if (to) chosen.selected = { link: { from, to } };
  else if (pair.length === 2) chosen.selected = { pair };
  else if (claims.length) chosen.selected = { claims };
  for (const { key } of FACETS) if (all(key).length) chosen.filters[key] = new Set(all(key));
  for (const [name, key] of Object.entries(SETS)) chosen[name] = new Set(name === "kinds" ? parts.getAll(key).filter((kind) => data.kinds[kind]) : all(key).filter(isDrawn));
  chosen.only = all("only").find(isDrawn) || null;
  for (const name of TEXTS) chosen[name] = parts.get(name) || "";
  for (const name of ["from", "to"]) if (!/^\d{4}-\d\d-\d\d$/.test(chosen[name])) chosen[name] = "";
  for (const [name, wanted] of Object.entries(CHOICES)) chosen[name] = oneOf(name, wanted, chosen[name]);
  chosen.sort = parts.get("sort") || chosen.sort;
  chosen.more = parts.get("more") === "yes";
  chosen.question = oneOf("question", data.questions.map(({ name }) => name), "");
  Object.assign(state, chosen);
}

function safely(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** Change the state, remember it as a step that can be undone, and draw it. */
function change(changes, { step = true } = {}) {
  Object.assign(state, changes);
  const fragment = `#${encode()}`;
  const depth = history.state?.depth || 0;
  if (step && fragment !== location.hash && (fragment !== "#" || location.hash)) history.pushState({ depth: depth + 1 }, "", fragment);
  else history.replaceState({ depth }, "", fragment);
  draw();
}

/** Whether there is a step of the page's own to go back to. */
const canUndo = () => (history.state?.depth || 0) > 0;
