// Legend and filters in one: every sign is explained where it can be switched off. Only what occurs is listed.

const SVG = "http://www.w3.org/2000/svg";

function draw(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
}

/// The sign of a family of classes.
function shapeSign({ shape, fill, line }) {
  const paint = { fill: fill[state.theme], stroke: line[state.theme], "stroke-width": 1.2 };
  const outline = {
    ellipse: () => draw("ellipse", { cx: 14, cy: 8, rx: 12, ry: 6.5, ...paint }),
    octagon: () => draw("path", { d: "M6 1.5h16l4 4v5l-4 4H6l-4-4v-5z", ...paint }),
    note: () => draw("path", { d: "M2 1.5h19l5 5v8H2zM21 1.5v5h5", ...paint }),
  }[shape];
  const radius = { box: 1, rounded: 4, pill: 6.5 }[shape];
  return draw("svg", { width: 28, height: 16, "aria-hidden": "true" },
    outline ? outline() : draw("rect", { x: 2, y: 1.5, width: 24, height: 13, rx: radius, ...paint }));
}

/// The sign of a line: its colour, or its stroke.
function lineSign(colors, stroke) {
  const paint = colors ? colors.color[state.theme] : data.themes[state.theme].ink;
  const dashes = { dashed: "5 3", crossed: "5 3", dotted: "0.1 4" }[stroke] ?? "none";
  const parts = [draw("path", { d: "M1 8H21", stroke: paint, "stroke-width": 2, "stroke-dasharray": dashes, "stroke-linecap": stroke === "dotted" ? "round" : "butt" })];
  const head = { vee: "M21 3.5L28 8L21 12.5", "triangle-backcurve": "M19 3L28 8L19 13L22 8z" }[colors?.head] ?? "M20 3.5L28 8L20 12.5z";
  const full = !colors || (colors.full && colors.head !== "vee");
  parts.push(draw("path", { d: head, fill: full ? paint : colors.head === "vee" ? "none" : data.themes[state.theme].paper, stroke: paint }));
  if (stroke === "crossed") parts.push(draw("path", { d: "M7 4l8 8M7 12l8-8", stroke: paint, "stroke-width": 2 }));
  return draw("svg", { width: 28, height: 16, "aria-hidden": "true" }, ...parts);
}

/// A group of boxes to tick; `shut` holds what is not ticked.
function boxes(title, shut, entries, more) {
  const rows = entries.map(({ value, words, sign, count }) => {
    const box = make("input", { type: "checkbox", checked: !shut.has(value), onchange: () => {
      if (box.checked) shut.delete(value); else shut.add(value);
      apply();
    } });
    const only = make("button", { type: "button", className: "only", "aria-label": `only ${words}`, onclick: () => {
      const alone = !shut.has(value) && shut.size === entries.length - 1;
      shut.clear();
      if (!alone) entries.forEach((other) => other.value !== value && shut.add(other.value));
      rows.forEach((row, place) => { row.querySelector("input").checked = !shut.has(entries[place].value); });
      apply();
    } }, "only");
    return make("div", { className: "box" }, make("label", {}, box, sign ?? "", make("span", { className: "words" }, words)),
      only, make("span", { className: "count" }, String(count)));
  });
  return make("fieldset", {}, make("legend", {}, title), ...rows, more ?? "");
}

const tally = (values) => values.reduce((counts, value) => counts.set(value, (counts.get(value) ?? 0) + 1), new Map());

function buildFilters() {
  const families = tally(data.nodes.map((node) => node.family));
  const lines = tally(data.edges.map((edge) => edge.line));
  const quads = tally(data.edges.map((edge) => edge.quad));
  const predicates = tally(data.edges.map((edge) => edge.predicate));
  const labels = new Map(data.edges.map((edge) => [edge.predicate, edge.label]));
  const manners = data.manners.map((_, manner) => sum(data.edges.map((edge) => edge.counts[manner])));
  const kinds = [...lines].sort(([a], [b]) => a - b);
  const sorted = [...predicates].sort(([a, n], [b, m]) => m - n || a.localeCompare(b));
  // Where lines have the colours of quad classes already, one list is enough.
  const byQuad = data.lines.some((line) => "quad" in line);
  const groups = [
    boxes("Actors and things", state.families, [...families].sort(([a], [b]) => a - b).map(([value, count]) =>
      ({ value, count, words: data.families[value].name, sign: shapeSign(data.families[value]) }))),
    boxes("Relations", state.lines, kinds.map(([value, count]) =>
      ({ value, count, words: data.lines[value].name, sign: lineSign(data.lines[value], "solid") }))),
    !byQuad && quads.size > 1 && boxes("Quad classes", state.quads, [...quads].sort(([a], [b]) => (a ?? 9) - (b ?? 9)).map(([value, count]) =>
      ({ value, count, words: data.quads[value]?.name ?? "none" }))),
    boxes("How it is said", state.manners, [...manners.keys()].filter((manner) => manners[manner] > 0).map((value) =>
      ({ value, count: manners[value], words: data.manners[value].name, sign: lineSign(null, data.manners[value].stroke) }))),
    when(),
    strength(),
    make("details", { className: "predicates" }, make("summary", {}, `Predicates (${predicates.size})`),
      boxes("Predicates", state.predicates, sorted.map(([value, count]) => ({ value, count, words: labels.get(value) })))),
    make("p", { className: "passed", id: "passed", role: "status" }),
    make("button", { type: "button", id: "clear", onclick: clearFilters }, "Clear filters"),
  ];
  byId("filters").replaceChildren(...groups.filter(Boolean));
}

/// Two days, and how much is said in each month; a month that is clicked becomes the time.
function when() {
  const times = data.edges.flatMap((edge) => edge.evidence.map(time)).filter((dates) => dates !== null);
  if (times.length === 0) return null;
  const months = tally(times.map((dates) => dates[0].slice(0, 7)));
  const keys = [...months.keys()].sort();
  const most = Math.max(...months.values());
  const field = (words, property) => make("label", {}, `${words} `,
    make("input", { type: "date", id: property, value: state[property], onchange: (event) => { state[property] = event.target.value; apply(); } }));
  const bars = keys.map((month) => {
    const bar = make("button", { type: "button", className: "month", title: `${month}: ${months.get(month)}`, "aria-label": `only ${month}, ${plural(months.get(month), "sentence")}`, onclick: () => {
      const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
      const alone = state.since === `${month}-01`;
      [state.since, state.until] = alone ? ["", ""] : [`${month}-01`, `${month}-${String(last).padStart(2, "0")}`];
      byId("since").value = state.since;
      byId("until").value = state.until;
      apply();
    } });
    bar.style.height = `${Math.max(8, (months.get(month) / most) * 100)}%`;
    return bar;
  });
  return make("fieldset", { className: "when" }, make("legend", {}, "Time"),
    keys.length > 1 && keys.length <= 60 && make("div", { className: "months" }, ...bars), field("from", "since"), field("to", "until"));
}

function strength() {
  const most = Math.min(Math.max(...data.edges.map((edge) => sum(edge.counts))), 50);
  if (most < 2) return null;
  const output = make("output", {}, String(state.least));
  const slider = make("input", { type: "range", id: "least", min: 1, max: most, step: 1, value: state.least, oninput: () => {
    state.least = Number(slider.value);
    output.textContent = slider.value;
    apply();
  } });
  slider.value = state.least;
  return make("fieldset", {}, make("legend", {}, "Mentions"), make("label", { className: "slide" }, "at least ", output, slider));
}

function clearFilters() {
  [state.families, state.lines, state.quads, state.predicates, state.manners].forEach((shut) => shut.clear());
  Object.assign(state, { since: "", until: "", least: 1 });
  buildFilters();
  apply();
}

function apply() {
  redraw();
  const nodes = cy.nodes().filter((node) => !node.hasClass("gone")).length;
  const passed = data.edges.filter((edge) => filtered(edge)).length;
  byId("passed").textContent = `${nodes} of ${plural(data.nodes.length, "node")}, ${passed} of ${plural(data.edges.length, "relation")}`;
}
