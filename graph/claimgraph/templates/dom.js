"use strict";
// The page's data and words, and makers of elements. Text of the data enters the page here, and only as text.

const data = JSON.parse(document.getElementById("data").textContent);

const state = {
  language: navigator.language.toLowerCase().startsWith("ja") ? "ja" : "en",
  theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
  tab: "graph",
  picture: "overview",
  hidden: new Set(), // kinds
  selected: null, // {thing: id} or {link: edge}
};

/** The words of the page for a key, in the chosen language, with {slots} filled. */
function say(key, slots = {}) {
  return data.words[key][state.language].replace(/\{(\w+)\}/g, (_, slot) => String(slots[slot]));
}

/** A name in the chosen language, else in English, else in any, with its language. */
function pick(names, instead = "") {
  const language = [state.language, "en", ...Object.keys(names)].find((tag) => names[tag] !== undefined);
  return { text: language === undefined ? instead : names[language], language: language || "" };
}

const nameOf = (id) => pick(data.things[id].names, data.things[id].short).text;

/** An element with attributes and children; a string child becomes text. Attributes hold our own words only. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** An element that shows a thing's name and says in which language it is. */
function named(tag, id, attributes = {}) {
  const { text, language } = pick(data.things[id].names, data.things[id].short);
  return element(tag, { ...attributes, lang: language || undefined }, text);
}

/** A literal, or a thing's name: as a button where the thing can be selected. */
function shown(value) {
  if (typeof value !== "string") return element("span", { lang: value.language }, sayValue(value.text));
  if (!data.things[value].kind) return named("span", value);
  return named("button", value, { type: "button", class: "thing", click: () => select({ thing: value }, true) });
}

function sayValue(text) {
  if (text === "true") return say("yes");
  if (text === "false") return say("no");
  return sayDate(text);
}

/** A date in the language's form and in its own precision (day, month, year); other text as it is. */
function sayDate(text) {
  const [match, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text) || [];
  if (!match || !(month || state.language === "ja")) return text;
  const form = { year: "numeric", timeZone: "UTC" };
  if (month) form.month = "long";
  if (day) form.day = "numeric";
  const moment = new Date(Date.UTC(Number(year), Number(month || 1) - 1, Number(day || 1)));
  return new Intl.DateTimeFormat(state.language === "ja" ? "ja-JP" : "en-GB", form).format(moment);
}

/** A link that leads to the web only; anything else is shown and leads nowhere. */
function webLink(text) {
  let url = null;
  try {
    url = new URL(text);
  } catch {
    // not an address at all
  }
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    return element("span", { class: "faint" }, say("badAddress", { text }));
  }
  return element("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, say("openArticle"));
}

const SVG = "http://www.w3.org/2000/svg";
const OUTLINES = {
  dot: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z",
  square: "M3 3h10v10h-10z",
  box: "M1 4h14v8h-14z",
  ellipse: "M8 4a7 4 0 1 0 0 8a7 4 0 1 0 0-8z",
  triangle: "M8 2l6.5 11.5h-13z",
  triangleDown: "M8 14l6.5-11.5h-13z",
  diamond: "M8 1l6 7l-6 7l-6-7z",
  hexagon: "M4.5 2h7l3.5 6l-3.5 6h-7l-3.5-6z",
  star: "M8 1l2.1 4.6l5 .6l-3.7 3.4l1 5l-4.4-2.5l-4.4 2.5l1-5l-3.7-3.4l5-.6z",
};

/** The kind's shape in its colour, as the picture draws it. */
function symbol(kind) {
  const { shape, colour } = data.kinds[kind];
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [name, value] of [["viewBox", "0 0 16 16"], ["class", "symbol"], ["aria-hidden", "true"]]) {
    svg.setAttribute(name, value);
  }
  path.setAttribute("d", OUTLINES[shape] || OUTLINES.dot);
  path.setAttribute("fill", tint(colour));
  svg.append(path);
  return svg;
}

/** A kind's colour as the theme wants it: the ontology's, or lighter on dark paper. */
function tint(colour) {
  return mix(colour, "#ffffff", state.theme === "dark" ? 0.38 : 0);
}

/** A colour moved by a share (0 to 1) towards another; both as #rrggbb, any other text counts as grey. */
function mix(from, to, share) {
  const parts = (colour) => (/^#[0-9a-f]{6}$/i.test(colour) ? colour : "#808080").match(/[0-9a-f]{2}/gi);
  const target = parts(to);
  const mixed = parts(from).map((part, index) => {
    const value = parseInt(part, 16) * (1 - share) + parseInt(target[index], 16) * share;
    return Math.round(value).toString(16).padStart(2, "0");
  });
  return `#${mixed.join("")}`;
}

// What claims say of things: the claim, and the properties that link it to the thing.
const linksOf = new Map();
for (const link of data.pictures.claims.edges) {
  const links = linksOf.get(link.to) || linksOf.set(link.to, new Map()).get(link.to);
  links.set(link.from, [...(links.get(link.from) || []), ...link.properties]);
}

const isA = (ids, short) => (ids || []).some((id) => data.things[id].short === short);
const isDenied = (id) => isA(data.claims[id]["cg:polarity"], "cg:Denied");
const isPromised = (id) => isA(data.claims[id]["cg:act"], "cg:Commitment");
const isNarrow = () => matchMedia("(max-width: 899px)").matches;
const firstOf = (values) => (values && values.length ? values[0] : null);
