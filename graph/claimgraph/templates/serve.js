"use strict";
// The editor of `claimgraph serve`: a question fills it, Run asks. Text from data becomes text by textContent only.
(() => {
  const byId = (id) => document.getElementById(id);
  const query = byId("query"), state = byId("state"), answer = byId("answer"), form = byId("editor");
  const ACCEPT = "application/sparql-results+json, text/turtle";
  const MOST_ROWS = 5000;
  let running = null;

  const element = (name, text) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const say = (text, wrong = false) => {
    state.textContent = text;
    state.classList.toggle("wrong", wrong);
  };

  const prefixes = Object.entries(JSON.parse(byId("prefixes").textContent)).sort(([, one], [, other]) => other.length - one.length);
  const shorten = (iri) => {
    const found = prefixes.find(([, namespace]) => iri.startsWith(namespace));
    return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
  };

  const show = (term) => {
    const cell = element("td");
    if (term === undefined) return cell;
    if (term.type === "uri" && /^https?:\/\//i.test(term.value)) {
      const short = shorten(term.value);
      const link = element("a", short);
      link.title = term.value;
      link.rel = "noopener noreferrer";
      link.target = "_blank";
      // A claim opens in the picture, where its evidence is.
      link.href = short.startsWith("claim:") && byId("picture") ? `/graph.html#${encodeURIComponent(short)}` : term.value;
      cell.append(link);
    } else {
      cell.textContent = term.value;
      if (term["xml:lang"]) cell.lang = term["xml:lang"];
    }
    return cell;
  };

  // A column of names takes the place of its IRIs, as in the terminal.
  const table = (all, rows) => {
    const columns = all.filter((column) => !all.includes(`${column}Label`));
    const made = element("table"), head = element("tr");
    columns.forEach((column) => head.append(element("th", column.replace(/Label$/, ""))));
    made.createTHead().append(head);
    const body = made.createTBody();
    rows.slice(0, MOST_ROWS).forEach((row) => {
      const line = element("tr");
      columns.forEach((column) => line.append(show(row[column])));
      body.append(line);
    });
    return made;
  };

  const present = async (response) => {
    if (!(response.headers.get("Content-Type") || "").startsWith("application/sparql-results+json")) {
      answer.replaceChildren(element("pre", await response.text()));
      return "";
    }
    const found = await response.json();
    if ("boolean" in found) {
      answer.replaceChildren(element("p", found.boolean ? "yes" : "no"));
      return "";
    }
    const rows = found.results.bindings;
    answer.replaceChildren(table(found.head.vars, rows));
    return `${rows.length} row${rows.length === 1 ? "" : "s"}${rows.length > MOST_ROWS ? `, the first ${MOST_ROWS} shown` : ""}`;
  };

  const run = async () => {
    if (running) running.abort();
    const mine = running = new AbortController();
    const begin = performance.now();
    answer.replaceChildren();
    say("asking …");
    try {
      const response = await fetch(form.dataset.endpoint, {
        method: "POST",
        headers: { Accept: ACCEPT, "Content-Type": "application/sparql-query" },
        body: query.value,
        signal: mine.signal,
      });
      if (!response.ok) return say(await response.text(), true);
      const rows = await present(response);
      say(`${rows}${rows && " "}in ${((performance.now() - begin) / 1000).toFixed(2)} s`);
    } catch (error) {
      if (error.name !== "AbortError") say(`the server does not answer (${error.message})`, true);
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });
  document.querySelectorAll(".question").forEach((link) => link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // The record in its first lines is for the library, not for the editor.
    query.value = (await (await fetch(link.href)).text()).replace(/^#\+.*\n/gm, "");
    byId("question").textContent = link.title;
    run();
  }));
  byId("filter").addEventListener("input", (event) => {
    const wanted = event.target.value.toLowerCase();
    document.querySelectorAll("nav section").forEach((section) => {
      let any = false;
      section.querySelectorAll("li").forEach((item) => {
        const text = item.textContent + item.querySelector("a").title;
        item.hidden = !text.toLowerCase().includes(wanted);
        any ||= !item.hidden;
      });
      section.hidden = !any;
    });
  });
})();
