// The timeline: when claims were made, when what is promised falls due, and what other dates claims name.
// Nothing is guessed: what was said on no known day stands in a list of its own.

const LANES = 40; // drawn at once in each list; the rest when asked for
const COLUMN = 30; // pixels that a column of statements takes: nearer ones are one
const NARROWEST = 6; // pixels, for a day that would be thinner
const WIDTH_OF_WORDS = 340; // pixels on the left of the drawing, and WIDTH_OF_EDGE on its right, as the style sheet has them
const WIDTH_OF_EDGE = { wide: 18, narrow: 12 };
const SHARE = 1 / 7; // of the axis, at most, for time without a date, where there are more than a few dates

const lanesShown = { by: null, counts: {} };
const openFolds = new Set();

views.timeline = { draw: drawTimeline };
addEventListener("resize", () => { if (state.view === "timeline") drawTimeline(byId("timeline"), visible()); });

/** A date's first day and the day after its last, as numbers of days; null for what is no date. */
function spanOf(text, isWeek = false) {
  const [match, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)/.exec(text) || [];
  if (!match) return null;
  const count = (...parts) => Date.UTC(...parts) / 86_400_000;
  const start = count(year, (month || 1) - 1, day || 1);
  if (day) return { start, end: start + (isWeek ? 7 : 1) };
  return { start, end: month ? count(year, month, 1) : count(Number(year) + 1, 0, 1) };
}

const dateOfDay = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);

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

/** A scale from days to shares (0 to 1) of the axis: true to time, but long stretches without a date are cut short. */
function makeScale(days) {
  const points = [...new Set(days)].sort((one, other) => one - other);
  const gaps = points.slice(1).map((day, index) => day - points[index]);
  const longest = longestGap(gaps);
  const places = [0];
  for (const gap of gaps) places.push(places.at(-1) + Math.min(gap, longest));
  const [whole, margin] = [places.at(-1) || 1, 0.02];
  const at = (day) => {
    let [low, high] = [0, points.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (points[middle] <= day) low = middle;
      else high = middle;
    }
    const share = high === low ? 0.5 : (day - points[low]) / (points[high] - points[low]);
    const place = points.length < 2 ? 0.5 : (places[low] + share * (places[high] - places[low])) / whole;
    return margin + (1 - 2 * margin) * Math.min(1, Math.max(0, place));
  };
  const breaks = gaps.flatMap((gap, index) => (gap > longest ? [{ start: points[index], end: points[index + 1] }] : []));
  return { points, breaks, at };
}

/** The length beyond which gaps are cut, so that none takes more than its share of what is then left. */
function longestGap(gaps) {
  const sorted = [...gaps].sort((one, other) => other - one);
  const share = Math.max(SHARE, 2.5 / (gaps.length || 1));
  let rest = sorted.reduce((sum, gap) => sum + gap, 0);
  for (let cut = 0; cut < sorted.length && share * cut < 1; cut += 1) {
    const longest = (share * rest) / (1 - share * cut);
    if (sorted[cut] <= longest) return longest;
    rest -= sorted[cut];
  }
  return Infinity;
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

/** Put something at its place on the axis; both ends are days. */
function put(node, scale, start, end) {
  const [left, right] = [scale.at(start), scale.at(end)].map((share) => share * 100);
  node.style.left = `${left.toFixed(3)}%`;
  node.style.width = `max(${(right - left).toFixed(3)}%, ${NARROWEST}px)`;
  return node;
}

/** The axis: the dates that have room, and stripes where time is cut short. Rows and lists say the same in text. */
function drawAxis(scale, ticks) {
  const labels = ticks.map(({ middle, text, isCut }) => moved(element("span", { class: isCut ? "tick skipped" : "tick" }, text), middle));
  return element("div", { class: "axis", "aria-hidden": "true" }, element("div", { class: "track" }, drawLines(scale, ticks), labels));
}

/** The axis's lines and stripes, behind the lanes. */
function drawGrid(scale, ticks) {
  return element("div", { class: "grid", "aria-hidden": "true" }, element("div", { class: "track" }, drawLines(scale, ticks)));
}

function drawLines({ breaks, at }, ticks) {
  return [
    ...breaks.map(({ start, end }) => put(element("span", { class: "cut" }), { at }, start, end)),
    ...ticks.filter(({ isCut }) => !isCut).map(({ x }) => moved(element("span", { class: "mark" }), x)),
  ];
}

function moved(node, x) {
  node.style.left = `${x.toFixed(1)}px`;
  return node;
}

/** The labels of the axis that do not lie on each other: ends and cuts first, then years, quarters, months. */
function chooseTicks(scale, width) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${0.8 * 15}px ${getComputedStyle(document.body).fontFamily}`;
  const chosen = [];
  for (const tick of possibleTicks(scale)) {
    // A month goes without its year where a label before it on the same stretch has one.
    const text = tick.long && !chosen.some(({ day, stretch }) => stretch === tick.stretch && day < tick.day) ? tick.long : tick.text;
    const half = pen.measureText(text).width / 2 + 4;
    const x = scale.at(tick.day) * width;
    const middle = Math.min(Math.max(x, half), width - half);
    const room = tick.room === undefined ? Infinity : tick.room * width;
    const isFree = chosen.every((other) => other.text !== text && Math.abs(other.middle - middle) > other.half + half + 4);
    if (isFree && half * 2 < room) chosen.push({ ...tick, text, x, middle, half });
  }
  return chosen;
}

function possibleTicks({ points, breaks, at }) {
  const format = (form) => {
    const formatter = new Intl.DateTimeFormat(locale(), { ...form, timeZone: "UTC" });
    return (day) => formatter.format(new Date(day * 86_400_000));
  };
  const [full, year, month, long] = [{ year: "numeric", month: "short", day: "numeric" }, { year: "numeric" }, { month: "short" }, { year: "numeric", month: "short" }].map(format);
  const starts = [points[0], ...breaks.map(({ end }) => end)];
  const ends = [...breaks.map(({ start }) => start), points.at(-1)];
  const edges = starts.filter((day) => day < points.at(-1)).map((day, stretch) => ({ day, stretch, text: full(day) }));
  const cuts = breaks.map(({ start, end }) => ({ day: start + (end - start) / 2, text: sayLength(end - start), isCut: true, room: at(end) - at(start) }));
  const months = starts.flatMap((start, index) => firstsOfMonths(start, ends[index]).map((day) => ({ day, stretch: index })));
  const rank = (text) => (text.slice(5, 7) === "01" ? 0 : ["04", "07", "10"].includes(text.slice(5, 7)) ? 1 : 2);
  const inside = months.map((tick) => ({ ...tick, rank: rank(dateOfDay(tick.day)) })).sort((one, other) => one.rank - other.rank)
    .map((tick) => ({ ...tick, ...(tick.rank ? { text: month(tick.day), long: long(tick.day) } : { text: year(tick.day) }) }));
  return [...edges, ...cuts, ...inside, { stretch: starts.length - 1, day: points.at(-1), text: full(points.at(-1) - 1) }];
}

/** The first days of the months between two days; of the years alone where there are many. */
function firstsOfMonths(start, end) {
  const found = [];
  const step = end - start > 366 * 8 ? 12 : 1;
  const [year, month] = dateOfDay(start).split("-").map(Number);
  for (let n = step === 12 ? 13 - month : 1; found.length < 400; n += step) {
    const day = Date.UTC(year, month - 1 + n, 1) / 86_400_000;
    if (day >= end) break;
    found.push(day);
  }
  return found;
}

/** A length of time in its largest sensible unit. */
function sayLength(days) {
  const years = days / 365.25;
  const isYears = years > 2.5 || (years > 0.98 && Math.abs(years - Math.round(years)) < 0.05);
  const [unit, n] = isYears ? ["year", years] : days >= 61 ? ["month", days / 30.44] : ["day", days];
  return new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }).format(n);
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
        statements.length ? element("p", { class: "faint sorts" }, ["affirmed", "denied", "promised"].map((sort) => element("span", {}, element("span", { class: `part ${sort}` }), say(SORTS[sort]))),
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
  element("span", { class: "number" }, sayNumber(claims.length)), part("promised", promised), part("denied", denied), part("affirmed", claims.length - denied - promised))), x);
}

/** A list of lanes under a heading; null where there is none. */
function drawLanes(list, title, lanes, drawLane, again) {
  if (!lanes.length) return null;
  const count = lanesShown.counts[list] || LANES;
  const left = lanes.length - count;
  return element("section", {},
    element("h2", {}, say(title), " ", element("span", { class: "count" }, sayNumber(lanes.length))),
    list === "due" ? element("p", { class: "faint remark" }, say("dueHow")) : null,
    element("ul", { class: "plain" }, lanes.slice(0, count).map(drawLane)),
    left > 0 ? element("button", { type: "button", class: "more", "data-key": `more ${list}`, click: () => { lanesShown.counts[list] = count + LANES; again(); } }, say("more", { n: left })) : null);
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
      named("button", subject, { type: "button", class: "statement", "data-key": key, "aria-current": areOpened(claims) ? "true" : undefined, click: () => openClaims(claims) }),
      " ", marks,
      element("p", { class: "faint" }, [...facts, counted].filter(Boolean).join(" · "))),
    element("div", { class: "track", "aria-hidden": "true" }, drawing));
}

/** What is to be done by a date: a bar from the day of the statement, if it is known, to the time in which it falls due. */
function drawDue(lane, scale) {
  const { start, end } = spanOf(lane.due, lane.isWeek);
  const made = spanOf(lane.made);
  const facts = [say("dueOn", { date: sayLaneDate(lane.due, lane.isWeek) }), !made ? say("dayUnknown") : say(lane.isReported ? "reportedOn" : "said", { date: sayDate(lane.made) })];
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
      left > 0 ? element("button", { type: "button", class: "more", "data-key": `more ${title}`, click: () => { lanesShown.counts[title] = count + LANES; again(); } }, say("more", { n: left })) : null,
    ] : null);
}
