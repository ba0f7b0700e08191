// The timeline: when claims were made, when what is promised falls due, and what other dates claims name.
// Nothing is guessed: what was said on no known day stands in a list of its own.

const LANES = 40; // drawn at once in each list; the rest when asked for
const COLUMN = 30; // pixels that a column of statements takes: nearer ones are one
const WIDTH_OF_WORDS = 340; // pixels on the left of the drawing, and WIDTH_OF_EDGE on its right, as the style sheet has them
const WIDTH_OF_EDGE = { wide: 18, narrow: 12 };

const lanesShown = { by: null, counts: {} };
const openFolds = new Set();

views.timeline = { draw: drawTimeline };
addEventListener("resize", () => { if (state.view === "timeline") drawTimeline(byId("timeline"), visible()); });

/** What of the claims has a date, as {statements: [{text, span, claims}], undated, due, other}, each in time's order. */
function readDates(claims) {
  const statements = new Map();
  const undated = [];
  const due = new Map();
  const other = new Map();
  const add = (lanes, lane, id) => {
    const key = JSON.stringify(lane);
    if (!lanes.has(key)) lanes.set(key, { ...lane, claims: [] });
    lanes.get(key).claims.push(id);
  };
  for (const id of claims) {
    const text = dateOf(id);
    if (spanOf(text)) add(statements, { text }, id);
    else undated.push(id);
    for (const lane of datesIn(id)) add(lane.due ? due : other, lane, id);
  }
  return { statements: inTime(statements), undated, due: inTime(due), other: inTime(other) };
}

/** The dates in what a claim says: {subject, due} or {subject, date} or {subject, since, until}, and the claim's mood. */
function datesIn(id) {
  const lanes = [];
  for (const [subject, property, value] of data.claims[id].triples) {
    const field = DATES[data.things[property].short];
    if (!field || !spanOf(value.text || "")) continue;
    const isWeek = hasTriple(id, subject, "cg:datePrecision", "cg:Week");
    const lane = { subject, [field]: value.text, ...(isWeek ? { isWeek } : {}), mood: mood(id) };
    if (field === "due") lane.made = dateOf(id);
    if (field === "due" && !data.claims[id]["cg:saidOn"]) lane.isReported = true;
    const opened = field === "until" && lanes.find((one) => one.subject === subject && one.since && !one.until);
    if (opened) opened.until = value.text;
    else lanes.push(lane);
  }
  return lanes;
}

// Triples come sorted by property, so what is open since a day is read before the day until which it is.
const DATES = { "cg:date": "date", "cg:since": "since", "cg:until": "until", "cg:dueBy": "due" };
const hasTriple = (id, subject, property, value) => data.claims[id].triples.some(([one, two, three]) => one === subject && isA([two], property) && isA([three], value));
const mainSpan = ({ text, due, date, since, until, isWeek }) => spanOf(text || due || date || since || until, isWeek);

function inTime(lanes) {
  const spans = new Map([...lanes.values()].map((lane) => [lane, mainSpan(lane)]));
  return [...spans.keys()].sort((one, two) => spans.get(one).end - spans.get(two).end || spans.get(one).start - spans.get(two).start);
}

function drawTimeline(place, claims) {
  const by = filterKey();
  if (lanesShown.by !== by) Object.assign(lanesShown, { by, counts: {} });
  const dates = readDates(claims);
  const lanes = ["due", "other"].flatMap((list) => dates[list].slice(0, lanesShown.counts[list] || LANES));
  const scale = makeScale([...dates.statements, ...lanes].flatMap(daysIn));
  const box = element("div", { class: "rows timeline", tabindex: "0", role: "region", "aria-label": say("timeline") });
  keepingFocus(place, () => {
    place.replaceChildren(box);
    const width = box.clientWidth - (isNarrow() ? 2 * WIDTH_OF_EDGE.narrow : WIDTH_OF_WORDS + WIDTH_OF_EDGE.wide);
    const again = () => drawTimeline(place, claims);
    const ticks = scale.points.length ? chooseTicks(scale, width) : [];
    box.append(...[
      scale.points.length ? drawAxis(scale, ticks) : element("p", { class: "faint remark" }, say("nothingDated")),
      element("div", { class: "lanes" },
        drawGrid(scale, ticks),
        drawStatements(dates, scale, width),
        drawLanes("due", "dueDates", dates.due, (lane) => drawDue(lane, scale), again),
        drawLanes("other", "otherDates", dates.other, (lane) => drawOther(lane, scale), again)),
      drawFold("noDue", "noDueHow", claims.filter((id) => isPromised(id) && !valuesIn(id, ["cg:dueBy"]).length), again),
      drawFold("noDate", "noDateHow", dates.undated, again),
    ].filter(Boolean));
  });
}

/** All days at which something of a lane begins or ends. */
function daysIn(lane) {
  const texts = [lane.text, lane.due, lane.date, lane.since, lane.until].filter(Boolean);
  const made = spanOf(lane.made || "");
  return [...texts.map((text) => spanOf(text, lane.isWeek)), ...(made ? [made] : [])].flatMap(({ start, end }) => [start, end]);
}

/** Open claims in the panel: as many as it can hold. */
const OPENED_AT_ONCE = 200;
function openClaims(claims) {
  select(claims.length === 1 ? { thing: claims[0] } : { claims: claims.slice(0, OPENED_AT_ONCE) });
}

/** Whether these are the claims, or hold the claim, that the panel shows. */
function areOpened(claims) {
  const { thing, claims: chosen } = state.selected || {};
  return thing ? claims.includes(thing) : Boolean(chosen) && chosen.length === Math.min(claims.length, OPENED_AT_ONCE) && chosen.every((id) => claims.includes(id));
}

/** How many claims there are, and how many of them deny and promise. */
function sayMoods(claims) {
  const [denied, promised] = [claims.filter(isDenied).length, claims.filter(isPromised).length];
  return [countClaims(claims.length), denied ? say("deniedOf", { n: denied }) : "", promised ? say("promisedOf", { n: promised }) : ""].filter(Boolean).join(say("comma"));
}

/** Statements by date: a column for each date, or for dates too near to be told apart. */
function drawStatements({ statements, undated }, scale, width) {
  const columns = [];
  for (const { text, claims } of statements) {
    const { start, end } = spanOf(text);
    const middle = (start + end) / 2;
    const x = scale.at(middle) * width;
    const last = columns.at(-1);
    if (last && x - last.x < COLUMN) {
      last.claims.push(...claims);
      last.texts.push(text);
    } else columns.push({ x, claims: [...claims], texts: [text] });
  }
  columns.forEach((column) => column.claims.sort(byPlace));
  const most = Math.max(1, ...columns.map(({ claims }) => claims.length));
  const count = statements.reduce((sum, { claims }) => sum + claims.length, 0);
  return element("section", {},
    element("h2", {}, say("statements")),
    element("div", { class: "lane" },
      element("div", { class: "about" },
        element("p", { class: "faint" }, say("statementsHow", { claims: countClaims(count), undated: countClaims(undated.length) })),
        statements.length ? element("p", { class: "faint sorts" }, Object.entries(SORTS).map(([sort, word]) => element("span", {}, element("span", { class: `part ${sort}` }), say(word))),
          scale.breaks.length ? element("span", {}, element("span", { class: "part short" }), say("cutShort")) : null) : null),
      statements.length ? element("ul", { class: "track columns" }, columns.map((column) => drawColumn(column, most))) : null));
}

const SORTS = { affirmed: "otherClaims", denied: "lineOfDenials", promised: "lineOfPromises" };

function drawColumn({ x, claims, texts }, most) {
  const when = texts.length === 1 ? sayDate(texts[0]) : say("dateSpan", { from: sayDate(texts[0]), to: sayDate(texts.at(-1)) });
  const name = `${when}${say("colon")}${sayMoods(claims)}`;
  const part = (sort, n) => {
    if (!n) return null;
    const made = element("span", { class: `part ${sort}` });
    made.style.height = `${Math.max(4, (n / most) * 84).toFixed(1)}px`;
    return made;
  };
  const denied = claims.filter(isDenied).length;
  const promised = claims.filter((id) => isPromised(id) && !isDenied(id)).length;
  return moved(element("li", {}, element("button", { type: "button", class: "column", "data-key": `column ${texts[0]}`, title: name, "aria-label": name,
    "aria-current": areOpened(claims) ? "true" : undefined, click: () => openClaims(claims) },
  element("span", { class: "number" }, sayNumber(claims.length)), part("promised", promised), part("denied", denied),
  part("affirmed", claims.length - denied - promised))), x);
}

/** A button that draws more of a list, if there is more. */
const moreOf = (left, key, click) => (left > 0 ? element("button", { type: "button", class: "more", "data-key": key, click }, say("more", { n: left })) : null);

/** A list of lanes under a heading; null where there is none. */
function drawLanes(list, title, lanes, drawLane, again) {
  if (!lanes.length) return null;
  const count = lanesShown.counts[list] || LANES;
  const left = lanes.length - count;
  return element("section", {},
    element("h2", {}, say(title), " ", element("span", { class: "count" }, sayNumber(lanes.length))),
    list === "due" ? element("p", { class: "faint remark" }, say("dueHow")) : null,
    element("ul", { class: "plain" }, lanes.slice(0, count).map(drawLane)),
    moreOf(left, `more ${list}`, () => { lanesShown.counts[list] = count + LANES; again(); }));
}

/** One lane: what it is about, as a button that opens its claims, and its drawing. */
function drawLaneOf(lane, facts, ...drawing) {
  const { subject, claims } = lane;
  const counted = claims.length > 1 ? countClaims(claims.length) : "";
  const marks = [lane.mood.includes("denied") ? "lineOfDenials" : "", lane.mood.includes("promised") ? "lineOfPromises" : ""].filter(Boolean)
    .map((word) => element("span", { class: `badge ${word === "lineOfDenials" ? "denied" : "promised"}` }, say(word)));
  const key = `lane ${claims[0]} ${subject} ${facts}`;
  return element("li", { class: `lane ${lane.mood}` },
    element("div", { class: "about" },
      named("button", subject, { type: "button", class: "statement", "data-key": key,
        "aria-current": areOpened(claims) ? "true" : undefined, click: () => openClaims(claims) }),
      " ", marks,
      element("p", { class: "faint" }, [...facts, counted].filter(Boolean).join(" · "))),
    element("div", { class: "track", "aria-hidden": "true" }, drawing));
}

/** What is to be done by a date: a bar from the day of the statement, if it is known, to the time in which it falls due. */
function drawDue(lane, scale) {
  const { start, end } = spanOf(lane.due, lane.isWeek);
  const made = spanOf(lane.made);
  const facts = [say("dueOn", { date: sayLaneDate(lane.due, lane.isWeek) }),
    !made ? say("dayUnknown") : say(lane.isReported ? "reportedOn" : "said", { date: sayDate(lane.made) })];
  const bar = made && made.start < end ? put(element("span", { class: "stretch" }), scale, made.start, end) : null;
  const point = made ? put(element("span", { class: "made" }), scale, made.start, made.end) : null;
  return drawLaneOf(lane, facts, bar, put(element("span", { class: "due" }), scale, start, end), point);
}

/** Another date that claims name, or the time since or until which something goes on, open at the end that nobody names. */
function drawOther(lane, scale) {
  const { date, since, until, isWeek } = lane;
  if (date) {
    const { start, end } = spanOf(date, isWeek);
    return drawLaneOf(lane, [sayLaneDate(date, isWeek)], put(element("span", { class: "event" }), scale, start, end));
  }
  const start = since ? spanOf(since).start : scale.points[0];
  const end = until ? spanOf(until).end : scale.points.at(-1);
  const facts = [since ? say("sinceDate", { date: sayDate(since) }) : "", until ? say("untilDate", { date: sayDate(until) }) : ""].filter(Boolean);
  return drawLaneOf(lane, facts, put(element("span", { class: `stretch${since ? "" : " open-start"}${until ? "" : " open-end"}` }), scale, start, end));
}

const sayLaneDate = (text, isWeek) => (isWeek ? say("weekOf", { date: sayDate(text) }) : sayDate(text));

/** Claims that the axis cannot show, folded, with their count; null where there are none. */
function drawFold(title, how, claims, again) {
  if (!claims.length) return null;
  const isOpen = openFolds.has(title);
  const count = lanesShown.counts[title] || LANES;
  const left = claims.length - count;
  const toggle = ({ target }) => {
    if (target.open === openFolds.has(title)) return;
    if (target.open) openFolds.add(title);
    else openFolds.delete(title);
    again();
  };
  return element("details", { class: "fold", open: isOpen, toggle },
    element("summary", { "data-key": `fold ${title}` }, say(title), " ", element("span", { class: "count" }, sayNumber(claims.length))),
    isOpen ? [
      element("p", { class: "faint" }, say(how)),
      element("ul", { class: "claims" }, claims.slice(0, count).map(card)),
      moreOf(left, `more ${title}`, () => { lanesShown.counts[title] = count + LANES; again(); }),
    ] : null);
}
