// The timeline's axis: true to time, but a long stretch without a date is cut short. Days are numbered from 1970.

const NARROWEST = 6; // pixels, for a day that would be thinner
const SHARE = 1 / 7; // of the axis, at most, for time without a date, where there are more than a few dates

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
  const [year, month] = [{ year: "numeric" }, { month: "short" }];
  const [sayDay, sayYear, sayMonth, sayMonthOfYear] = [{ ...year, ...month, day: "numeric" }, year, month, { ...year, ...month }].map(format);
  const starts = [points[0], ...breaks.map(({ end }) => end)];
  const ends = [...breaks.map(({ start }) => start), points.at(-1)];
  const edges = starts.filter((day) => day < points.at(-1)).map((day, stretch) => ({ day, stretch, text: sayDay(day) }));
  const cuts = breaks.map(({ start, end }) => ({ day: start + (end - start) / 2, text: sayLength(end - start), isCut: true, room: at(end) - at(start) }));
  const months = starts.flatMap((start, index) => firstsOfMonths(start, ends[index]).map((day) => ({ day, stretch: index })));
  const rank = (text) => (text.slice(5, 7) === "01" ? 0 : ["04", "07", "10"].includes(text.slice(5, 7)) ? 1 : 2);
  const inside = months.map((tick) => ({ ...tick, rank: rank(dateOfDay(tick.day)) })).sort((one, other) => one.rank - other.rank)
    .map((tick) => ({ ...tick, ...(tick.rank ? { text: sayMonth(tick.day), long: sayMonthOfYear(tick.day) } : { text: sayYear(tick.day) }) }));
  return [...edges, ...cuts, ...inside, { stretch: starts.length - 1, day: points.at(-1), text: sayDay(points.at(-1) - 1) }];
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
