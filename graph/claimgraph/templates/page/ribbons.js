// The picture of the flow map: stops in columns, ribbons between them, laid out the same way each time.

// Pixels, but for the last: ribbons drawn at most, the widest first, for more cannot be told apart.
const CHART = {
  narrowest: 960, // a narrower window scrolls the picture
  tall: 640, // what ribbons are scaled to
  head: 34, // for the columns' heads
  bar: 9, // a stop's width
  gap: 9, // between two stops
  margin: 178, // right of the last column, for its labels
  line: 16, // of a label
  ribbons: 500,
};
const RIBBON_MOODS = ["affirmed", "promised", "denied"];

let litBy = null; // lights the ribbons of some claims in the picture that stands

/** Light what some claims flow through, or with null what the selection concerns. */
function lightFlow(claims) {
  if (litBy) litBy(claims || chosenClaims());
}

function svgOf(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children.flat().filter((child) => child !== null && child !== ""));
  return made;
}

function drawRibbons(found, all, width) {
  // laying out writes into stops and ribbons: into copies
  const stops = found.map((column) => column.map((stop) => ({ ...stop })));
  const ribbons = [...all].sort((one, other) => other.claims.length - one.claims.length).slice(0, CHART.ribbons).map((ribbon) => ({ ...ribbon }));
  const step = (width - CHART.margin - CHART.bar - 2) / (STAGES.length - 1);
  for (const stop of stops.flat()) labelStop(stop, STAGES[stop.stage] === "where" ? CHART.margin - 16 : step - CHART.bar - 18);
  const height = layRibbons(stops, ribbons, step);
  const lit = svgOf("g", { class: "lit", "aria-hidden": "true" });
  const svg = svgOf("svg", { class: "picture ribbons", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": say("flowKeys") },
    STAGES.map((word, stage) => svgOf("text", { class: "stage", x: 1 + stage * step, y: 16 }, say(word))),
    svgOf("g", { "aria-hidden": "true" }, ribbons.map((ribbon) => drawRibbon(ribbon, ribbon.claims.length))),
    lit,
    stops.flat().map(drawStop));
  const parts = new Map([...svg.querySelectorAll(".stop")].map((made, index) => [made, stops.flat()[index]]));
  [...svg.querySelectorAll(".ribbon")].forEach((made, index) => parts.set(made, ribbons[index]));
  litBy = (claims) => {
    const wanted = new Set(claims);
    svg.classList.toggle("lighting", wanted.size > 0);
    for (const [made, { claims: own, key }] of parts) if (key) made.classList.toggle("on", own.some((id) => wanted.has(id)));
    lit.replaceChildren(...(wanted.size ? ribbons : []).map((ribbon) => [ribbon, ribbon.claims.filter((id) => wanted.has(id)).length])
      .filter(([, shared]) => shared).map(([ribbon, shared]) => drawRibbon(ribbon, shared)));
  };
  listenToRibbons(svg, parts);
  lightFlow(null);
  return svg;
}

/** What hand and keys do in the picture: light under the pointer, select, go from stop to stop. */
function listenToRibbons(svg, parts) {
  const partAt = ({ target }) => parts.get(target.closest(".stop, .ribbon"));
  const choose = (part) => part && select({ claims: [...part.claims].sort(byPlace) });
  svg.addEventListener("pointerover", (event) => { if (partAt(event)) lightFlow(partAt(event).claims); });
  svg.addEventListener("pointerout", (event) => { if (partAt(event)) lightFlow(null); });
  svg.addEventListener("focusin", (event) => { if (partAt(event)) lightFlow(partAt(event).claims); });
  svg.addEventListener("focusout", () => lightFlow(null));
  svg.addEventListener("click", (event) => choose(partAt(event)));
  const places = [...parts].filter(([, { key }]) => key);
  const barOf = ([made]) => made.querySelector("rect");
  if (places.length) barOf(places[0]).setAttribute("tabindex", "0"); // Tab stops here once, arrows go on
  svg.addEventListener("keydown", (event) => {
    const here = partAt(event);
    const [right, down] = DIRECTIONS[event.key] || [0, 0];
    if (!here) return;
    if (event.key === "Enter" || event.key === " ") choose(here);
    else if (right || down) {
      const there = places.filter(([, { stage }]) => stage === here.stage + right)
        .filter(([, { y }]) => right || (y - here.y) * down > 0)
        .sort(([, one], [, other]) => Math.abs(one.y - here.y) - Math.abs(other.y - here.y))[0];
      if (there) {
        for (const one of places) barOf(one).setAttribute("tabindex", one === there ? "0" : "-1");
        barOf(there).focus();
      }
    } else return;
    event.preventDefault();
  });
}

/** Break a stop's name into the lines that its label has room for. */
function labelStop(stop, room) {
  const { name, note } = tellStop(stop.stage, stop.key, stop.folded);
  stop.lines = fitLines(name, room, 7.6, 2);
  stop.notes = note ? fitLines(note, room, 6.8, 1) : [];
  stop.room = CHART.line * (stop.lines.length + stop.notes.length);
}

const cellsOf = (text) => [...text].reduce((sum, sign) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(sign) ? 1.85 : 1), 0);

/** Words in at most so many lines; where they do not fit, the last ends in an ellipsis. */
function fitLines(text, room, cell, most) {
  const words = text.match(/[\u2e80-\ua4cf\uff00-\uff60]|[^\s\u2e80-\ua4cf\uff00-\uff60]+\s*|\s+/g) || [text];
  const fits = (line) => cellsOf(line.trimEnd()) * cell <= room;
  const lines = [""];
  for (const word of words) {
    if (lines.at(-1) && !fits(lines.at(-1) + word)) lines.push("");
    lines[lines.length - 1] += word;
  }
  const shown = lines.slice(0, most).map((line) => line.trimEnd());
  if (lines.length > most) shown[most - 1] += "…";
  return shown.map((line) => {
    let cut = [...line];
    while (cut.length > 1 && !fits(cut.join(""))) cut = [...cut.slice(0, -2), "…"];
    return cut.join("");
  });
}

/** Order and place the stops and the ends of the ribbons; the picture's height is returned. */
function layRibbons(stops, ribbons, step) {
  const stopAt = new Map(stops.flat().map((stop) => [`${stop.stage} ${stop.key}`, stop]));
  for (const ribbon of ribbons) {
    ribbon.source = stopAt.get(`${ribbon.stage} ${ribbon.from}`);
    ribbon.target = stopAt.get(`${ribbon.stage + 1} ${ribbon.to}`);
    (ribbon.source.out ||= []).push(ribbon);
    (ribbon.target.in ||= []).push(ribbon);
  }
  const sum = (list) => (list || []).reduce((total, { claims }) => total + claims.length, 0);
  for (const stop of stops.flat()) stop.weight = Math.max(sum(stop.in), sum(stop.out), 1);
  arrangeStops(stops);
  const heightAt = (unit) => Math.max(...stops.map((column) => column.reduce((total, stop) => total + Math.max(stop.weight * unit, stop.room) + CHART.gap, 0)));
  const wanted = Math.max(CHART.tall, 1.15 * heightAt(0)); // labels alone may be taller
  let [unit, most] = [0, 9];
  for (let round = 0; round < 24; round += 1) {
    const middle = (unit + most) / 2;
    if (heightAt(middle) > wanted) most = middle;
    else unit = middle;
  }
  const tall = heightAt(unit);
  stops.forEach((column, stage) => {
    const own = column.reduce((total, stop) => total + Math.max(stop.weight * unit, stop.room) + CHART.gap, 0);
    let y = CHART.head + (tall - own) / 2;
    for (const stop of column) {
      const slot = Math.max(stop.weight * unit, stop.room);
      Object.assign(stop, { x: 1 + stage * step, height: Math.max(stop.weight * unit, 2), y: y + slot / 2, top: y + (slot - stop.weight * unit) / 2 });
      y += slot + CHART.gap;
    }
  });
  for (const stop of stops.flat()) {
    const stack = (list, end, key) => {
      let y = stop.top + (stop.weight - sum(list)) * unit / 2;
      for (const ribbon of (list || []).sort((one, other) => one[end].y - other[end].y || RIBBON_MOODS.indexOf(one.mood) - RIBBON_MOODS.indexOf(other.mood))) {
        ribbon[key] = y;
        y += ribbon.claims.length * unit;
      }
    };
    stack(stop.out, "target", "y0");
    stack(stop.in, "source", "y1");
  }
  for (const ribbon of ribbons) Object.assign(ribbon, { unit, x0: ribbon.source.x + CHART.bar, x1: ribbon.target.x });
  return Math.ceil(CHART.head + tall + 4);
}

/** Put the stops of each column into the order in which ribbons cross least: near the middle of their neighbours, by turns. */
function arrangeStops(stops) {
  const last = ({ key }) => (key === NOT_SAID ? 2 : key === OTHERS ? 1 : 0);
  const number = () => stops.forEach((column) => column.forEach((stop, rank) => { stop.rank = (rank + 0.5) / column.length; }));
  stops.forEach((column) => column.sort((one, other) => last(one) - last(other) || other.weight - one.weight || (one.key < other.key ? -1 : 1)));
  number();
  const middle = (stop) => {
    const near = [...(stop.in || []).map((ribbon) => [ribbon.source.rank, ribbon.claims.length]), ...(stop.out || []).map((ribbon) => [ribbon.target.rank, ribbon.claims.length])];
    const weight = near.reduce((total, [, n]) => total + n, 0);
    return weight ? near.reduce((total, [rank, n]) => total + rank * n, 0) / weight : stop.rank;
  };
  for (let sweep = 0; sweep < 6; sweep += 1) {
    for (const column of sweep % 2 ? [...stops].reverse() : stops) {
      for (const stop of column) stop.middle = middle(stop);
      // places stand by their roles, for a reader looks for "accessed from" first
      const groups = new Map();
      const roleOf = (stop) => (STAGES[stop.stage] === "where" ? stop.key.split(" ")[0] : stop.key);
      for (const stop of column) groups.set(roleOf(stop), [...(groups.get(roleOf(stop)) || []), stop.middle]);
      const groupAt = new Map([...groups].map(([role, all]) => [role, all.reduce((total, one) => total + one, 0) / all.length]));
      column.sort((one, other) => last(one) - last(other) || groupAt.get(roleOf(one)) - groupAt.get(roleOf(other)) || one.middle - other.middle || (one.key < other.key ? -1 : 1));
      column.forEach((stop, rank) => { stop.rank = (rank + 0.5) / column.length; });
    }
  }
}

/** A ribbon, or the part of it that so many of its claims make. */
function drawRibbon(ribbon, claims) {
  const { x0, y0, x1, y1, unit, mood: mark } = ribbon;
  const wide = Math.max(claims * unit, 1);
  const [bend, n] = [(x0 + x1) / 2, (value) => value.toFixed(1)];
  const curve = (from, to) => `C${n(bend)} ${n(from)} ${n(bend)} ${n(to)}`;
  const isThin = wide < 3.5; // an outline would be all there is of it: it is one line
  const path = isThin ? `M${n(x0)} ${n(y0 + wide / 2)}${curve(y0 + wide / 2, y1 + wide / 2)} ${n(x1)} ${n(y1 + wide / 2)}`
    : `M${n(x0)} ${n(y0)}${curve(y0, y1)} ${n(x1)} ${n(y1)}V${n(y1 + wide)}${curve(y1 + wide, y0 + wide)} ${n(x0)} ${n(y0 + wide)}Z`;
  const nameAt = (stop) => tellStop(stop.stage, stop.key, stop.folded).name;
  const words = [`${nameAt(ribbon.source)} → ${nameAt(ribbon.target)}`, countClaims(ribbon.claims.length), mark === "affirmed" ? "" : say(mark)].filter(Boolean).join(" · ");
  return svgOf("path", { class: `ribbon ${mark}${isThin ? " thin" : ""}`, d: path, "stroke-width": isThin ? n(wide) : undefined }, svgOf("title", {}, words));
}

function drawStop(stop) {
  const { name, note, id } = tellStop(stop.stage, stop.key, stop.folded);
  const words = [name, note, say(STAGES[stop.stage]), countClaims(stop.claims.length)].filter(Boolean).join(say("comma"));
  const left = stop.x + CHART.bar + 6;
  const top = stop.y - stop.room / 2 + 12;
  const isPlain = stop.key === NOT_SAID || stop.key === OTHERS;
  // The bar is the button: the label beside it is broken into lines and cut, the button's name is whole.
  return svgOf("g", { class: isPlain ? "stop plain-stop" : "stop" },
    svgOf("title", {}, [words, id ? definitionOf(id) : ""].filter(Boolean).join("\n")),
    svgOf("rect", { class: "bar-of-stop", role: "button", tabindex: "-1", "aria-label": words, "data-key": `stop ${stop.stage} ${stop.key}`, x: stop.x, y: stop.top.toFixed(1), width: CHART.bar, height: stop.height.toFixed(1), rx: 1.5 }),
    stop.lines.map((line, index) => svgOf("text", { "aria-hidden": "true", x: left, y: (top + index * CHART.line).toFixed(1) }, line)),
    stop.notes.map((line) => svgOf("text", { class: "note", "aria-hidden": "true", x: left, y: (top + stop.lines.length * CHART.line).toFixed(1) }, line)));
}
