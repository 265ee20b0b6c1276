// The panel: what stands out, one actor with its relations, or one relation with every sentence that says it.

function show(...content) {
  byId("panel").replaceChildren(...content);
  byId("panel").scrollTop = 0;
}

/// `ArmedGroup` in words.
const classOf = (node) => node.class.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

/// A relation as a line of a list: its mark, what it says, and how often.
function relationRow(place, of) {
  const edge = data.edges[place];
  const passed = filtered(edge);
  const count = passed?.count ?? sum(edge.counts);
  const direction = edge.symmetric ? "↔" : of === edge.to ? "←" : "→";
  const other = of === edge.to ? edge.from : edge.to;
  const words = of === undefined
    ? [make("b", {}, name(edge.from)), ` ${edge.label} `, make("b", {}, name(edge.to))]
    : [`${direction} ${edge.label} `, make("b", {}, name(other))];
  const button = make("button", { type: "button", className: "row", onclick: () => openEdges([place]) },
    lineMark(edge), make("span", { className: "what" }, ...words), make("span", { className: "count" }, `×${count}`));
  if (of !== undefined) button.setAttribute("aria-label", `${name(edge.from)} ${edge.label} ${name(edge.to)}, ${count} times`);
  return make("li", { className: passed ? "" : "out" }, button);
}

function lineMark(edge) {
  const mark = make("span", { className: "stroke" });
  mark.style.borderTopColor = data.lines[edge.line].color[state.theme];
  const manner = edge.counts.findIndex((n) => n > 0);
  mark.style.borderTopStyle = { solid: "solid", dotted: "dotted" }[data.manners[Math.max(manner, 0)].stroke] ?? "dashed";
  return mark;
}

function chip(words, colors) {
  const element = make("span", { className: "chip" }, words);
  if (colors) {
    element.style.background = colors.fill?.[state.theme] ?? "";
    element.style.borderColor = (colors.line ?? colors.color)[state.theme];
  }
  return element;
}

const byStrength = (a, b) => sum(data.edges[b].counts) - sum(data.edges[a].counts) || a - b;

/// What stands out, before anything is chosen.
function openOverview() {
  choose(null);
  history.replaceState(null, "", "#");
  const nodes = [...data.nodes.keys()].sort((a, b) => data.nodes[b].count - data.nodes[a].count || a - b);
  const edges = [...data.edges.keys()].sort(byStrength);
  show(
    make("h2", {}, "What stands out"),
    make("p", { className: "soft" }, "Choose an actor or a line, here or in the graph, to read every sentence behind it."),
    make("h3", {}, "Most mentioned"),
    make("ul", { className: "rows" }, ...nodes.slice(0, 8).map((place) => make("li", {}, nodeButton(place)))),
    make("h3", {}, "Strongest relations"),
    make("ul", { className: "rows" }, ...edges.slice(0, 12).map((place) => relationRow(place))),
  );
}

function nodeButton(place) {
  const node = data.nodes[place];
  return make("button", { type: "button", className: "row", onclick: () => openNode(place) },
    shapeSign(data.families[node.family]), make("span", { className: "what" }, make("b", {}, node.label), ` ${classOf(node)}`), make("span", { className: "count" }, `×${node.count}`));
}

const back = () => make("button", { type: "button", className: "back", onclick: () => openOverview() }, "← Overview");

function openNode(place) {
  const node = data.nodes[place];
  choose({ node: place });
  history.replaceState(null, "", `#${encodeURIComponent(node.label)}`);
  const relations = [...data.edges.keys()].filter((edge) => data.edges[edge].from === place || data.edges[edge].to === place).sort(byStrength);
  const facts = [["Mentions", `${node.count} in ${plural(node.documents, "document")}`], ["Time", period(node.dates)]];
  const item = /^https?:\/\/www\.wikidata\.org\/entity\/(Q\d+)$/.exec(node.item ?? "");
  if (item) {
    const link = { href: `https://www.wikidata.org/wiki/${item[1]}`, target: "_blank", rel: "noopener noreferrer" };
    facts.push(["Wikidata", make("a", link, item[1])]);
  }
  if (node.aliases.length > 0) facts.push(["Also", node.aliases.join(" · ")]);
  const measures = Object.entries(node.measures ?? {}).map(([what, value]) => [what, Number.isInteger(value) ? String(value) : value.toFixed(3)]);
  show(
    back(),
    make("h2", {}, node.label),
    make("p", {}, chip(classOf(node), data.families[node.family])),
    list(facts),
    make("h3", {}, plural(relations.length, "relation")),
    make("ul", { className: "rows" }, ...relations.map((edge) => relationRow(edge, place))),
    ...(measures.length > 0 ? [make("details", {}, make("summary", {}, "Place in the graph"), list(measures))] : []),
  );
  tell(`${node.label}, ${classOf(node)}, ${plural(relations.length, "relation")}`);
}

function list(pairs) {
  const known = pairs.filter(([, value]) => value !== null);
  return make("dl", {}, ...known.flatMap(([what, value]) => [make("dt", {}, what), make("dd", {}, value)]));
}

/// Opens edges of two actors with their evidence; one sentence may be brought into sight.
function openEdges(places, sentence) {
  const [first] = places;
  const { from, to, symmetric } = data.edges[first];
  choose({ edges: places });
  show(
    back(),
    make("h2", { className: "pair" },
      make("button", { type: "button", onclick: () => openNode(from) }, name(from)), symmetric ? " ↔ " : " → ",
      make("button", { type: "button", onclick: () => openNode(to) }, name(to))),
    ...places.flatMap((place) => relation(place)),
  );
  const wanted = [...byId("panel").querySelectorAll("blockquote")].find((quote) => quote.textContent === sentence);
  wanted?.scrollIntoView({ block: "center" });
  tell(`${name(from)}, ${places.map((place) => data.edges[place].label).join(", ")}, ${name(to)}: evidence is shown`);
}

function relation(place) {
  const edge = data.edges[place];
  const evidence = edge.evidence.filter(passes);
  const left = edge.evidence.length - evidence.length;
  const quad = data.quads[edge.quad];
  const counts = edge.counts.map((n, manner) => (n > 0 ? `${n} ${data.manners[manner].name}` : "")).filter((words) => words !== "");
  const about = [counts.join(", "), plural(edge.documents, "document"), period(edge.dates), `confidence up to ${percent(edge.confidence)}`];
  return [
    make("h3", { className: "relation" }, lineMark(edge), edge.label),
    make("p", { className: "chips" }, chip(quad ? quad.name : data.lines[edge.line].name, data.lines[edge.line]), edge.plover && chip(edge.plover)),
    make("p", { className: "soft" }, about.filter(Boolean).join(" · ")),
    make("ol", { className: "evidence" }, ...evidence.map((said) => quote(said, edge))),
    left > 0 && make("p", { className: "soft" }, `${plural(left, "sentence")} filtered out`),
    edge.evidence.length === 0 && make("p", { className: "soft" }, "The store keeps no sentences."),
  ].filter(Boolean);
}

function quote(said, edge) {
  const document = data.documents[said.document];
  const title = document.title ?? document.name;
  const sources = said.sources.length > 0 ? `said by ${said.sources.join(", ")}` : null;
  const happened = said.happened ? `happened ${period(said.happened)}` : null;
  const about = [document.date, document.publisher, said.label === edge.label ? null : said.label, happened].filter(Boolean);
  return make("li", {},
    make("blockquote", { dir: "auto" }, ...marked(said.sentence, edge)),
    make("p", { className: "from" }, make("cite", { title: document.iri }, title), about.length > 0 ? ` · ${about.join(" · ")}` : ""),
    make("p", { className: "how" }, make("span", { className: "manner" }, data.manners[said.manner].name), sources, confidence(said.confidence)));
}

function confidence(share) {
  const bar = make("span", { className: "bar", "aria-hidden": "true" }, make("span", {}));
  bar.firstChild.style.width = percent(share);
  return make("span", { className: "confidence", title: "Measured precision of the rule that found it" }, bar, percent(share));
}
