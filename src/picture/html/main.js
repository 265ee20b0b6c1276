// Mouse, keys, theme and print, and the first drawing.

const dark = matchMedia("(prefers-color-scheme: dark)");
const THEMES = { auto: "◐ Auto", light: "○ Light", dark: "● Dark" };
let wantedTheme = remembered() ?? "auto";
let markedNode = null;

function remembered() {
  try {
    return localStorage.getItem("actograph-theme");
  } catch {
    // A browser may forbid it to pages from files.
    return null;
  }
}

function paint(theme) {
  state.theme = theme;
  document.documentElement.dataset.theme = ["light", "dark"][theme];
  for (const [part, value] of Object.entries(data.themes[theme])) document.documentElement.style.setProperty(`--${part}`, value);
  byId("theme").textContent = THEMES[wantedTheme];
  cy.style(looks());
  cy.edges().forEach((edge) => { edge.scratch("known", null); });
  route(cy.edges());
  buildFilters();
}

const themeNow = () => (wantedTheme === "auto" ? Number(dark.matches) : Number(wantedTheme === "dark"));

function repaint() {
  paint(themeNow());
  apply();
  reopen();
}

/// The panel again, in new colours.
function reopen() {
  const selected = state.selected;
  if (!selected) openOverview();
  else if (selected.node !== undefined) openNode(selected.node);
  else openEdges(selected.edges);
}

byId("theme").addEventListener("click", () => {
  const names = Object.keys(THEMES);
  wantedTheme = names[(names.indexOf(wantedTheme) + 1) % names.length];
  try {
    localStorage.setItem("actograph-theme", wantedTheme);
  } catch {
    // It is the theme of this visit then.
  }
  repaint();
});
dark.addEventListener("change", repaint);

// Mouse.
cy.on("tap", "node", (event) => openNode(event.target.data("place")));
cy.on("tap", "edge", (event) => openEdges(event.target.data("parts").map((part) => part.place)));
cy.on("tap", (event) => { if (event.target === cy) openOverview(); });
cy.on("drag", "node", (event) => route(event.target.connectedEdges()));
cy.on("mouseover", "node, edge", (event) => {
  const tip = byId("tip");
  tip.replaceChildren(...hint(event.target));
  tip.hidden = false;
  byId("graph").style.cursor = "pointer";
  place(event);
});
cy.on("mousemove", place);

/// Puts the tip beside the pointer.
function place({ renderedPosition }) {
  const tip = byId("tip");
  if (tip.hidden || !renderedPosition) return;
  const { x, y } = renderedPosition;
  tip.style.left = `${Math.min(x + 14, cy.width() - tip.offsetWidth - 8)}px`;
  tip.style.top = `${y + 18 + tip.offsetHeight > cy.height() ? y - tip.offsetHeight - 12 : y + 18}px`;
}

cy.on("mouseover", "edge", (event) => event.target.addClass("over"));
cy.on("mouseout", "edge", (event) => event.target.removeClass("over"));
cy.on("mouseout drag pan zoom", () => {
  byId("tip").hidden = true;
  byId("graph").style.cursor = "";
});

/// What is told of a node or line that is pointed at.
function hint(element) {
  if (element.isNode()) {
    const node = data.nodes[element.data("place")];
    return [make("b", {}, node.label), make("p", {}, `${classOf(node)} · ${plural(node.count, "mention")} in ${plural(node.documents, "document")}`)];
  }
  const parts = element.data("parts");
  const edges = parts.map((part) => data.edges[part.place]);
  const said = edges.flatMap((edge) => edge.evidence.filter(passes).slice(0, 1))[0];
  return [
    make("b", {}, `${name(edges[0].from)} ${edges[0].symmetric ? "↔" : "→"} ${name(edges[0].to)}`),
    make("p", {}, parts.map((part, i) => `${edges[i].label} ×${part.count}`).join(", ")),
    said && make("p", { className: "sentence", dir: "auto" }, excerpt(said.sentence, "")),
  ].filter(Boolean);
}

// Buttons.
const zoom = (factor) => cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
const picture = (scale) => cy.png({ full: true, scale, bg: data.themes[state.theme].paper, maxWidth: 8000, maxHeight: 8000 });
byId("zoom-in").addEventListener("click", () => zoom(1.25));
byId("zoom-out").addEventListener("click", () => zoom(0.8));
byId("fit").addEventListener("click", fit);
byId("arrange").addEventListener("click", arrange);
byId("reset").addEventListener("click", reset);
byId("save").addEventListener("click", () => make("a", { href: picture(2), download: "graph.png" }).click());

// Keys.
byId("search").addEventListener("input", search);
byId("search").addEventListener("focus", search);
byId("graph").addEventListener("keydown", (event) => {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (step && event.shiftKey) cy.panBy({ x: -80 * step[0], y: -80 * step[1] });
  else if (step) mark(markedNode ? neighbour(markedNode, ...step) : cy.nodes(":visible")[0]);
  else if (event.key === "Enter" && markedNode) openNode(markedNode.data("place"));
  else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
});
byId("graph").addEventListener("blur", () => cy.nodes().removeClass("here"));

function mark(node) {
  if (!node) return;
  cy.nodes().removeClass("here");
  markedNode = node.addClass("here");
  const place = node.data("place");
  tell(`${name(place)}, ${classOf(data.nodes[place])}`);
  const { x1, y1, x2, y2 } = node.renderedBoundingBox();
  if (x1 < 0 || y1 < 0 || x2 > cy.width() || y2 > cy.height()) cy.center(node);
}

document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
  if (event.key === "/" && !typing) {
    byId("search").focus();
    event.preventDefault();
  } else if (event.key === "Escape") {
    if (byId("results").hidden) openOverview();
    closeSearch();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && byId("results").contains(document.activeElement) || event.key === "ArrowDown" && document.activeElement === byId("search")) {
    const rows = [byId("search"), ...byId("results").querySelectorAll("button")];
    const next = rows.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    rows[Math.min(Math.max(next, 0), rows.length - 1)].focus();
    event.preventDefault();
  } else if (event.key === "Enter" && document.activeElement === byId("search")) {
    byId("results").querySelector("button")?.click();
  }
});
document.addEventListener("pointerdown", (event) => { if (!event.target.closest(".search")) closeSearch(); });

// Paper is white, and a picture of the canvas is sharper than the canvas.
addEventListener("beforeprint", () => {
  paint(0);
  byId("print").src = picture(2);
  byId("print").hidden = false;
});
addEventListener("afterprint", () => {
  byId("print").hidden = true;
  repaint();
});

/// The actor that the address names behind its `#`, so that a link can lead to it.
function addressed() {
  try {
    const wanted = decodeURIComponent(location.hash.slice(1));
    return wanted === "" ? -1 : data.nodes.findIndex((node) => node.label === wanted || node.iri === wanted);
  } catch {
    return -1;
  }
}

paint(themeNow());
apply();
fit();
if (addressed() >= 0) openNode(addressed());
else openOverview();
addEventListener("hashchange", () => addressed() >= 0 && visit(addressed()));
// For tests and for those who want more: the graph itself.
window.actograph = { cy, data };
