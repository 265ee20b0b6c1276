// What the page knows: the view as it was written, what is filtered, and small words for all other parts.

const data = JSON.parse(document.getElementById("data").textContent);

/// Filters: sets hold what is shut out; empty strings are no limit. `theme` is 0 for light, 1 for dark.
const state = {
  families: new Set(), lines: new Set(), quads: new Set(), predicates: new Set(), manners: new Set(),
  since: "", until: "", least: 1, theme: 0, selected: null,
};

const DENIED = data.manners.findIndex((manner) => manner.stroke === "crossed");

const byId = (id) => document.getElementById(id);

/// An element with properties, attributes (`data-…`, `aria-…`, `role`), listeners (`on…`) and children; strings are text.
function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (/^(data-|aria-|role|for)/.test(name)) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const plural = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;
const percent = (share) => `${Math.round(share * 100)} %`;
const period = (dates) => (dates ? (dates[0] === dates[1] ? dates[0] : `${dates[0]} to ${dates[1]}`) : null);
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const name = (place) => data.nodes[place].label;

/// When what is said happened: by its own time where the text tells it, else by the document's date.
function time(said) {
  const date = data.documents[said.document].date;
  return said.happened ?? (date ? [date, date] : null);
}

function inTime(dates) {
  if (!state.since && !state.until) return true;
  return dates !== null && (!state.since || dates[1] >= state.since) && (!state.until || dates[0] <= state.until);
}

const passes = (said) => !state.manners.has(said.manner) && inTime(time(said));

/// What of an edge passes the filters: counts by manner and the evidence, or null if nothing does.
function filtered(edge) {
  const shut = state.lines.has(edge.line) || state.predicates.has(edge.predicate) || state.quads.has(edge.quad)
    || state.families.has(data.nodes[edge.from].family) || state.families.has(data.nodes[edge.to].family);
  if (shut) return null;
  const evidence = edge.evidence.filter(passes);
  let counts = edge.counts.map((n, manner) => (state.manners.has(manner) ? 0 : n));
  if (state.since || state.until) {
    // Counts have no dates; what is quoted has.
    counts = counts.map((n, manner) => Math.min(n, evidence.filter((said) => said.manner === manner).length));
    if (edge.evidence.length === 0 && inTime(edge.dates)) counts = edge.counts;
  }
  const count = sum(counts);
  return count >= Math.max(state.least, 1) ? { edge, counts, count, evidence } : null;
}

/// A sentence as nodes, with the names of an edge's ends marked.
function marked(sentence, edge) {
  const names = [edge.from, edge.to].flatMap((end) => [data.nodes[end].label, ...data.nodes[end].aliases]);
  const wanted = names.filter((word) => word.length > 2).sort((a, b) => b.length - a.length);
  const parts = [];
  let rest = 0;
  for (let at = 0; at < sentence.length; at += 1) {
    const inside = at > 0 && /[\p{L}\p{N}]/u.test(sentence[at - 1]);
    const found = inside ? undefined : wanted.find((word) => sentence.startsWith(word, at));
    if (found !== undefined) {
      parts.push(sentence.slice(rest, at), make("mark", {}, found));
      rest = at + found.length;
      at = rest - 1;
    }
  }
  return [...parts, sentence.slice(rest)].filter((part) => part !== "");
}

/// Says something to those who do not see the picture.
const tell = (words) => { byId("live").textContent = words; };
