// The graph: edges that pass the filters → lines of Cytoscape, drawn as the SVG has them until somebody moves a node.

/// Above so many lines, moving leaves out what takes long to draw.
const MANY = 400;
const SHAPES = { box: "rectangle", rounded: "round-rectangle", octagon: "cut-rectangle", ellipse: "ellipse", pill: "round-rectangle", note: "polygon" };
const FONT = 'Arial, Helvetica, "Liberation Sans", "DejaVu Sans", "Noto Sans", sans-serif';

const family = (node) => data.families[data.nodes[node.data("place")].family];
const color = (edge) => data.lines[edge.data("line")].color[state.theme];
const key = (arrow) => `e${arrow.from}-${arrow.to}-${arrow.line}-${arrow.stroke}-${arrow.mutual ? "m" : "d"}`;
const drawnArrows = new Map(data.arrows.map((arrow) => [key(arrow), arrow]));

/// The lines of what passes: a relation is drawn in its strongest manner, what is also denied is drawn twice.
function arrows() {
  const groups = new Map();
  for (const [place, edge] of data.edges.entries()) {
    const passed = filtered(edge);
    if (!passed) continue;
    const strongest = passed.counts.findIndex((n, manner) => n > 0 && manner !== DENIED);
    const add = (manner, count) => {
      const { from, to, line, symmetric: mutual } = edge;
      const group = { from, to, line, stroke: data.manners[manner].stroke, mutual, parts: [] };
      const id = key(group);
      if (!groups.has(id)) groups.set(id, group);
      groups.get(id).parts.push({ place, manner, count, documents: edge.documents });
    };
    if (strongest >= 0) add(strongest, passed.count - passed.counts[DENIED]);
    if (passed.counts[DENIED] > 0) add(DENIED, passed.counts[DENIED]);
  }
  return groups;
}

/// The words on a line: those of the SVG if nothing of it is filtered out.
function words(id, group) {
  const drawn = drawnArrows.get(id);
  if (drawn && drawn.count === sum(group.parts.map((part) => part.count))) return drawn.words.join("\n");
  const lines = group.parts.sort((a, b) => b.count - a.count).map(({ place, manner, count }) => {
    const { label } = data.edges[place];
    const said = manner === 0 ? label : manner === DENIED ? `not: ${label}` : `${label} (${data.manners[manner].name})`;
    return count > 1 ? `${said} ×${count}` : said;
  });
  return (lines.length > 4 ? [...lines.slice(0, 3), `and ${lines.length - 3} more`] : lines).join("\n");
}

/// The way of a line in the SVG as control points, relative to its ends as Cytoscape wants them.
function way(arrow) {
  const { points, label } = arrow;
  const [start, end] = [points[0], points[points.length - 1]];
  // A control point at an end would leave the head of the line without direction.
  const near = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]) < 2;
  const controls = points.slice(1, -1).filter((point) => !near(point, start) && !near(point, end));
  if (controls.length === 0) controls.push([(start[0] + end[0]) / 2, (start[1] + end[1]) / 2]);
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const length = Math.hypot(dx, dy) || 1;
  const middle = middleOf(start, controls, end);
  const off = (point, place) => point.map((v, axis) => `${(v - data.nodes[place].at[axis]).toFixed(1)}px`).join(" ");
  return {
    "curve-style": "unbundled-bezier",
    "edge-distances": "endpoints",
    "source-endpoint": off(start, arrow.from),
    "target-endpoint": off(end, arrow.to),
    "control-point-weights": controls.map(([x, y]) => ((x - start[0]) * dx + (y - start[1]) * dy) / (length * length)),
    "control-point-distances": controls.map(([x, y]) => ((y - start[1]) * dx - (x - start[0]) * dy) / length),
    "text-margin-x": label ? label[0] - middle[0] : 0,
    "text-margin-y": label ? label[1] - middle[1] : 0,
  };
}

/// Where Cytoscape puts the words of a line with such control points, if nobody moves them.
function middleOf(start, controls, end) {
  const between = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const half = controls.length >> 1;
  if (controls.length % 2 === 0) return between(controls[half - 1], controls[half]);
  const before = half > 0 ? between(controls[half - 1], controls[half]) : start;
  const after = half + 1 < controls.length ? between(controls[half], controls[half + 1]) : end;
  return between(between(before, controls[half]), between(controls[half], after));
}

/// A rectangle whose corner is folded.
function note(node) {
  const [w, h] = data.nodes[node.data("place")].size;
  const [x, y] = [1 - 16 / w, -1 + 16 / h];
  return [-1, -1, x, -1, 1, y, x, y, x, -1, 1, y, 1, 1, -1, 1];
}

function looks() {
  const theme = data.themes[state.theme];
  const head = (edge) => data.lines[edge.data("line")];
  const shape = (edge) => (edge.data("stroke") === "crossed" ? "triangle-tee" : head(edge).head);
  const fill = (edge) => (head(edge).full ? "filled" : "hollow");
  const text = { "font-family": FONT, "text-wrap": "wrap", "text-max-width": "1000px" };
  return [
    { selector: "node", style: {
      ...text, label: "data(label)", "font-size": "data(font)", color: theme.ink, "text-valign": "center", "text-halign": "center",
      shape: (node) => SHAPES[family(node).shape], width: "data(width)", height: "data(height)",
      "shape-polygon-points": note, "corner-radius": (node) => (family(node).shape === "pill" ? Math.min(node.data("height") / 2, 18) : 8),
      "background-color": (node) => family(node).fill[state.theme], "border-color": (node) => family(node).line[state.theme],
      "border-width": (node) => (node.data("focus") ? 2.6 : 1.2), "font-weight": (node) => (node.data("focus") ? "bold" : "normal"),
    } },
    { selector: "edge", style: {
      ...text, label: "data(label)", "font-size": 11, "line-height": 1.15, color: theme.ink, "text-background-color": theme.paper,
      "text-background-opacity": 1, "text-background-padding": "2px", "text-background-shape": "roundrectangle",
      width: "data(width)", "line-color": color, "line-style": (edge) => (edge.data("stroke") === "solid" ? "solid" : "dashed"),
      "line-dash-pattern": (edge) => (edge.data("stroke") === "dotted" ? [0.1, 4.5] : [7, 4]), "line-cap": (edge) => (edge.data("stroke") === "dotted" ? "round" : "butt"), "curve-style": "bezier", "control-point-step-size": 44, "arrow-scale": 1,
      "target-arrow-shape": shape, "target-arrow-color": color, "target-arrow-fill": fill,
      "source-arrow-shape": (edge) => (edge.data("mutual") ? head(edge).head : "none"), "source-arrow-color": color, "source-arrow-fill": fill,
      "min-zoomed-font-size": data.arrows.length > MANY ? 5 : 0,
    } },
    // Where the SVG has no room for words they are shown when the line is pointed at.
    { selector: "edge[?quiet]", style: { "text-opacity": 0, "text-background-opacity": 0 } },
    { selector: "edge[?quiet].chosen, edge[?quiet].over", style: { "text-opacity": 1, "text-background-opacity": 1, "z-index": 9 } },
    { selector: "node.away", style: { opacity: 0.2 } },
    { selector: "edge.away", style: { opacity: 0.12 } },
    { selector: ".gone", style: { display: "none" } },
    { selector: "node.chosen", style: { "border-width": 3, "underlay-color": theme.mark, "underlay-opacity": 0.55, "underlay-padding": 7 } },
    { selector: "node.here", style: { "border-width": 3, "outline-color": theme.ink, "outline-width": 2, "outline-offset": 3 } },
    { selector: "edge.chosen", style: { "underlay-color": theme.mark, "underlay-opacity": 0.55, "underlay-padding": 5, "z-index": 9 } },
    { selector: "core", style: { "active-bg-opacity": 0, "selection-box-opacity": 0 } },
  ];
}

const cy = cytoscape({
  container: byId("graph"),
  elements: data.nodes.map((node, place) => ({
    group: "nodes",
    data: { id: `n${place}`, place, label: node.lines.join("\n"), width: node.size[0], height: node.size[1], font: node.font, focus: (data.focus ?? []).includes(node.label) },
    position: { x: node.at[0], y: node.at[1] },
  })),
  style: looks(),
  layout: { name: "preset" },
  minZoom: 0.05, maxZoom: 4, boxSelectionEnabled: false, autounselectify: true,
  hideEdgesOnViewport: data.arrows.length > 3 * MANY, textureOnViewport: data.arrows.length > MANY,
});

const nodeAt = (place) => cy.getElementById(`n${place}`);
const atHome = (place) => {
  const { x, y } = nodeAt(place).position();
  return Math.hypot(x - data.nodes[place].at[0], y - data.nodes[place].at[1]) < 0.5;
};

/// Lines between nodes that stand where the SVG has them go its ways, all others curve freely.
function route(edges) {
  edges.forEach((edge) => {
    const arrow = drawnArrows.get(edge.id());
    const known = arrow && atHome(arrow.from) && atHome(arrow.to);
    if (known === edge.scratch("known")) return;
    edge.scratch("known", known);
    edge.data("quiet", Boolean(known) && arrow.label === null);
    edge.removeStyle();
    if (known) edge.style(way(arrow));
  });
}

/// Draws what passes the filters.
function redraw() {
  const wanted = arrows();
  cy.batch(() => {
    cy.edges().filter((edge) => !wanted.has(edge.id())).remove();
    for (const [id, group] of wanted) {
      const documents = Math.max(...group.parts.map((part) => part.documents));
      const strength = Math.min(data.widths.by === "documents" ? documents : sum(group.parts.map((part) => part.count)), data.widths.pixels.length - 1);
      const values = { label: words(id, group), width: data.widths.pixels[strength], parts: group.parts };
      const edge = cy.getElementById(id);
      if (edge.nonempty()) {
        edge.data(values);
      } else {
        const { from, to, line, stroke, mutual } = group;
        cy.add({ group: "edges", data: { id, source: `n${from}`, target: `n${to}`, line, stroke, mutual, ...values } });
      }
    }
    cy.nodes().forEach((node) => { node.toggleClass("gone", node.connectedEdges().empty()); });
    route(cy.edges());
  });
  byId("empty").hidden = wanted.size > 0;
  choose(state.selected);
}

/// Marks a node or the lines of edges, and lets all that is not near them step back.
function choose(selected) {
  state.selected = selected;
  cy.batch(() => {
    cy.elements().removeClass("away chosen");
    if (!selected) return;
    const chosen = selected.node !== undefined
      ? nodeAt(selected.node)
      : cy.edges().filter((edge) => edge.data("parts").some((part) => selected.edges.includes(part.place)));
    const near = selected.node !== undefined ? chosen.closedNeighborhood() : chosen.union(chosen.connectedNodes());
    if (chosen.empty()) return;
    chosen.addClass("chosen");
    cy.elements().difference(near).addClass("away");
  });
}

const shown = () => cy.elements().filter((element) => !element.hasClass("gone"));
const fit = () => cy.fit(shown(), 24);

/// Forces find other places for what is shown; without a start from chance, so that it is the same every time.
function arrange() {
  const many = cy.nodes().length > 150;
  const button = byId("arrange");
  const layout = shown().layout({
    name: "cose", randomize: false, animate: many, refresh: 4, fit: true, padding: 24, nodeOverlap: 24, componentSpacing: 60,
    idealEdgeLength: () => 170, nodeRepulsion: () => 120000, gravity: 0.6, numIter: many ? 120 : 1000,
  });
  // With many nodes it takes seconds; in steps, so that the page can be used meanwhile.
  button.disabled = true;
  layout.one("layoutstop", () => {
    button.disabled = false;
    part();
    route(cy.edges());
    fit();
  });
  layout.run();
}

/// Moves nodes apart that lie on each other, each pair along the axis that takes less.
function part() {
  const GAP = 14;
  const boxes = cy.nodes(":visible").map((node) => ({ node, ...node.position(), w: node.width() + GAP, h: node.height() + GAP }));
  for (let round = 0, moved = true; moved && round < 200; round += 1) {
    moved = false;
    for (const [i, a] of boxes.entries()) {
      for (let j = i + 1; j < boxes.length; j += 1) {
        const b = boxes[j];
        const [x, y] = [(a.w + b.w) / 2 - Math.abs(a.x - b.x), (a.h + b.h) / 2 - Math.abs(a.y - b.y)];
        if (x <= 0.5 || y <= 0.5) continue;
        const [axis, by] = x < y ? ["x", x] : ["y", y];
        const way = a[axis] <= b[axis] ? by / 2 : -by / 2;
        a[axis] -= way;
        b[axis] += way;
        moved = true;
      }
    }
  }
  cy.batch(() => boxes.forEach(({ node, x, y }) => node.position({ x, y })));
}

function reset() {
  cy.batch(() => cy.nodes().forEach((node) => { node.position({ x: data.nodes[node.data("place")].at[0], y: data.nodes[node.data("place")].at[1] }); }));
  route(cy.edges());
  fit();
}

/// The neighbour on the screen in the direction of an arrow key.
function neighbour(from, dx, dy) {
  const here = from.position();
  const cost = (node) => {
    const [x, y] = [node.position().x - here.x, node.position().y - here.y];
    const along = x * dx + y * dy;
    return along <= 1 ? Infinity : along + 2.5 * Math.abs(x * dy - y * dx);
  };
  return cy.nodes(":visible").reduce((best, node) => (node !== from && cost(node) < (best ? cost(best) : Infinity) ? node : best), null);
}
