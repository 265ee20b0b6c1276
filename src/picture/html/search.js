// Search: actors by all their names, relations, and the sentences behind them.

const MOST_ACTORS = 8;
const MOST_SENTENCES = 12;

function found(query) {
  const wanted = query.toLowerCase();
  const rank = (text) => {
    const at = text.toLowerCase().indexOf(wanted);
    return at < 0 ? Infinity : at === 0 ? 0 : /[\s-]/.test(text[at - 1]) ? 1 : 2;
  };
  const nodes = data.nodes.map((node, place) => ({
    place,
    rank: Math.min(rank(node.label), ...node.aliases.map((alias) => rank(alias) + 0.5)),
    other: node.aliases.find((alias) => rank(alias) < rank(node.label)),
  }));
  const actors = nodes.filter((node) => node.rank < Infinity)
    .sort((a, b) => a.rank - b.rank || data.nodes[b.place].count - data.nodes[a.place].count || a.place - b.place);
  const sentences = [];
  const seen = new Set();
  for (const [place, edge] of data.edges.entries()) {
    for (const said of edge.evidence) {
      const hit = said.sentence.toLowerCase().includes(wanted) || edge.label.toLowerCase().includes(wanted);
      if (hit && !seen.has(said.sentence)) {
        seen.add(said.sentence);
        sentences.push({ place, sentence: said.sentence });
      }
    }
  }
  return { actors, sentences };
}

function search() {
  const query = byId("search").value.trim();
  const results = byId("results");
  results.hidden = query.length === 0;
  if (query.length === 0) return;
  const { actors, sentences } = found(query);
  const choice = (open, ...words) => make("button", { type: "button", className: "result", onclick: () => { closeSearch(); open(); } }, ...words);
  const rows = [
    ...actors.slice(0, MOST_ACTORS).map(({ place, other }) => choice(() => visit(place),
      make("b", {}, name(place)), make("span", { className: "soft" }, ` ${classOf(data.nodes[place])}${other ? `, ${other}` : ""}`))),
    ...sentences.slice(0, MOST_SENTENCES).map(({ place, sentence }) => choice(() => openEdges([place], sentence),
      make("span", { className: "soft" }, `${name(data.edges[place].from)} ${data.edges[place].label} ${name(data.edges[place].to)}`),
      make("span", { className: "sentence", dir: "auto" }, excerpt(sentence, query)))),
  ];
  const left = actors.length + sentences.length - rows.length;
  results.replaceChildren(...rows,
    ...(rows.length === 0 ? [make("p", { className: "soft" }, "Nothing found.")] : []),
    ...(left > 0 ? [make("p", { className: "soft" }, `and ${left} more: write more of it`)] : []));
  tell(`${plural(actors.length, "actor")} and ${plural(sentences.length, "sentence")} found`);
}

/// Some words around the first hit.
function excerpt(sentence, query) {
  const at = Math.max(0, sentence.toLowerCase().indexOf(query.toLowerCase()) - 60);
  const start = at === 0 ? 0 : sentence.indexOf(" ", at) + 1;
  const part = sentence.slice(start, start + 170);
  return `${start > 0 ? "… " : ""}${part}${start + 170 < sentence.length ? " …" : ""}`;
}

function closeSearch() {
  byId("results").hidden = true;
}

/// Opens a node and brings it into sight.
function visit(place) {
  openNode(place);
  const node = nodeAt(place);
  if (!node.hasClass("gone")) cy.animate({ center: { eles: node }, duration: 250 });
}
