// Makers of elements. Text of the data enters the page here, and only as text.

const byId = (id) => document.getElementById(id);
const isNarrow = () => matchMedia("(max-width: 899px)").matches;

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
  if (!isDrawn(value)) return named("span", value, { title: definitionOf(value) || undefined });
  return named("button", value, { type: "button", class: "thing", click: () => select({ thing: value }, true) });
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

/** Draw anew what is in a place: scrolled as it was, and with the focus on what then has the same data-key. */
function keepingFocus(place, redraw) {
  const active = place.contains(document.activeElement) ? document.activeElement : null;
  const [start, end] = active && active.type === "search" ? [active.selectionStart, active.selectionEnd] : [null, null];
  const box = () => place.querySelector(":scope > [role=region]") || place;
  const { scrollTop, scrollLeft } = box();
  redraw();
  box().scrollTop = scrollTop;
  box().scrollLeft = scrollLeft;
  const again = active && active.dataset.key && place.querySelector(`[data-key="${CSS.escape(active.dataset.key)}"]`);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (start !== null) again.setSelectionRange(start, end);
}

/** A button that copies a text and says that it has. */
function copier(word, text) {
  const button = element("button", { type: "button", class: "quiet", click: async () => {
    await copy(text());
    button.textContent = say("copied");
    announce(say("copied"));
    setTimeout(() => { button.textContent = say(word); }, 1500);
  } }, say(word));
  return button;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // where a file may not use the clipboard: the old way
    const area = element("textarea", { class: "offscreen" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

/** Tell a screen reader what has changed. */
function announce(text) {
  byId("announcement").textContent = text;
}
