// The page's own words, names, dates and numbers, each in the chosen language.

/** The words of the page for a key, with {slots} filled. */
function say(key, slots = {}) {
  return data.words[key][state.language].replace(/\{(\w+)\}/g, (_, slot) => (typeof slots[slot] === "number" ? sayNumber(slots[slot]) : String(slots[slot])));
}

const locale = () => (state.language === "ja" ? "ja-JP" : "en-GB");
const numberFormats = {}; // toLocaleString makes one anew for each number, which takes half a second for a full matrix
// Numbers that both languages write alike need none: the first one takes 25 ms of the page's opening.
const sayNumber = (number) => (Number.isInteger(number) && number < 1000 ? String(number) : (numberFormats[locale()] ??= new Intl.NumberFormat(locale())).format(number));
const countClaims = (n) => say(n === 1 ? "oneClaim" : "claims", { n });

/** A name in the chosen language, else in English, else in any, with its language. */
function pick(names, instead = "") {
  const language = [state.language, "en", ...Object.keys(names)].find((tag) => names[tag] !== undefined);
  return { text: language === undefined ? instead : names[language], language: language || "" };
}

const nameOf = (id) => pick(data.things[id].names, data.things[id].short).text;
const namesOf = (ids) => (ids || []).map(nameOf).join(say("comma"));
const nameOfKind = (kind) => pick(data.kinds[kind].names, kind).text;
const definitionOf = (id) => pick(data.things[id].definitions || {}).text;

/** The name of a term by its short IRI, which stands for itself where this graph lacks the term. */
const nameOfTerm = (short) => (byShort.has(short) ? nameOf(byShort.get(short)) : short);

const sayValue = (text) => (text === "true" ? say("yes") : text === "false" ? say("no") : sayDate(text));

/** A value of a triple in words: a thing's name or a literal. */
const sayTerm = (value) => (typeof value === "string" ? nameOf(value) : sayValue(value.text));

/** A date in the language's form and in its own precision (day, month, year); other text as it is. */
function sayDate(text) {
  const [match, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text) || [];
  if (!match || !(month || state.language === "ja")) return text;
  const form = { year: "numeric", timeZone: "UTC" };
  if (month) form.month = "long";
  if (day) form.day = "numeric";
  const moment = new Date(Date.UTC(Number(year), Number(month || 1) - 1, Number(day || 1)));
  return new Intl.DateTimeFormat(locale(), form).format(moment);
}

/** Where in its article a passage stands. */
function sayPlace({ heading, paragraph, sentence, start, end }) {
  return [
    heading ? say("under", { heading: nameOf(heading) }) : "",
    paragraph ? say("paragraph", { n: paragraph }) : "",
    sentence ? say("sentence", { n: sentence }) : "",
    paragraph || end === undefined ? "" : say("characters", { start, end }),
  ].filter(Boolean).join(say("comma"));
}

// Two passages of one sentence are one place to a reader.
const placesOf = (id) => [...new Set(data.claims[id].passages.map(sayPlace))];
