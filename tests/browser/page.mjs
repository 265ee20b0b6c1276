// The interactive page in a headless Chromium, without network: all is drawn, found, filtered, opened and reached by
// keys; what is evil stays text.
//
// usage: node page.mjs FOLDER [--pictures FOLDER]
//
// FOLDER has `region.html` and `evil.html`, which `cargo test --test picture` writes.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { withPage } from "./browser.mjs";

const [folder, flag, shots] = process.argv.slice(2);
const pictures = flag === "--pictures" ? shots : undefined;
if (pictures) mkdirSync(pictures, { recursive: true });

/// Opens a file, runs the test, and holds that nothing else was asked for and nothing was complained about.
async function check(title, file, test, options = {}) {
  await withPage({ viewport: { width: 1500, height: 950 }, colorScheme: "light", ...options }, async (page) => {
    const [path, hash] = file.split("#");
    const address = pathToFileURL(resolve(path)).href + (hash ? `#${hash}` : "");
    await page.goto(address);
    await page.waitForFunction(() => window.actograph !== undefined);
    page.shot = (name) => pictures && page.screenshot({ path: join(pictures, `${name}.png`) });
    await test(page);
    assert.deepEqual(page.seen.errors, [], title);
    assert.deepEqual(page.seen.requests.filter((url) => url.split("#")[0] !== address.split("#")[0] && !/^(data|blob):/.test(url)), [], title);
    console.log(`page: ${title}`);
  });
}

const region = join(folder, "region.html");
const dataOf = (html) => JSON.parse(/<script id="data" type="application\/json">(.*?)<\/script>/s.exec(html)[1]);
const data = dataOf(readFileSync(region, "utf8"));
const total = (edge) => edge.counts.reduce((a, b) => a + b, 0);
const heading = (page) => page.locator("#panel h2").innerText();
/// Lines that can be seen and have both ends: Cytoscape calls a line visible even if it cannot draw it.
const drawn = (page) => page.evaluate(() => actograph.cy.edges().filter((edge) =>
  edge.visible() && [edge.sourceEndpoint(), edge.targetEndpoint(), edge.midpoint()].every(({ x, y }) => Number.isFinite(x + y))).length);
/// By its style: Cytoscape keeps what `visible()` told before until it has drawn the next frame.
const visibleNodes = (page) => page.evaluate(() => actograph.cy.nodes().filter((node) => node.style("display") !== "none").length);
/// No node lies on another.
async function apart(page) {
  const boxes = await page.evaluate(() => actograph.cy.nodes(":visible").map((node) => ({ label: node.data("label"), ...node.boundingBox({ includeOverlays: false, includeLabels: true }) })));
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      assert(a.x2 < b.x1 || b.x2 < a.x1 || a.y2 < b.y1 || b.y2 < a.y1, `${a.label} lies on ${b.label}`);
    }
  }
}
/// Where on the screen a node's or a line's words are.
const spot = (page, id) => page.evaluate((id) => {
  const element = actograph.cy.getElementById(id);
  const { x, y } = actograph.cy.container().getBoundingClientRect();
  const at = element.isNode() ? element.position() : element.midpoint();
  const margin = (axis) => (element.isNode() ? 0 : parseFloat(element.style(`text-margin-${axis}`)));
  const zoom = actograph.cy.zoom();
  const pan = actograph.cy.pan();
  return [x + (at.x + margin("x")) * zoom + pan.x, y + (at.y + margin("y")) * zoom + pan.y];
}, id);

await check("every node and line is drawn where the SVG has it", region, async (page) => {
  assert.equal(await visibleNodes(page), data.nodes.length);
  assert.equal(await drawn(page), data.arrows.length);
  const lines = await page.evaluate(() => actograph.cy.edges().map((edge) => ({
    id: edge.id(), words: edge.data("label"), x: edge.midpoint().x + parseFloat(edge.style("text-margin-x")), y: edge.midpoint().y + parseFloat(edge.style("text-margin-y")),
  })));
  for (const arrow of data.arrows) {
    const id = `e${arrow.from}-${arrow.to}-${arrow.line}-${arrow.stroke}-${arrow.mutual ? "m" : "d"}`;
    const line = lines.find((other) => other.id === id);
    assert.equal(line.words, arrow.words.join("\n"));
    assert(arrow.label === null || Math.hypot(line.x - arrow.label[0], line.y - arrow.label[1]) < 1, `${id}: ${line.x} ${line.y} is not ${arrow.label}`);
  }
  await apart(page);
  await page.shot("start");
});

await check("search finds actors and sentences", region, async (page) => {
  await page.fill("#search", "osm");
  assert.match(await page.locator("#results button").first().innerText(), /^Osmar/);
  await page.shot("search");
  await page.press("#search", "ArrowDown");
  await page.keyboard.press("Enter");
  assert.equal(await heading(page), "Osmar");
  assert.equal(await page.evaluate(() => actograph.cy.nodes(".chosen").data("label")), "Osmar");
  const relations = data.edges.filter((edge) => [edge.from, edge.to].some((end) => data.nodes[end].label === "Osmar"));
  assert.equal(await page.locator("#panel .rows li").count(), relations.length);
  await page.shot("actor");
  const { sentence } = data.edges[0].evidence[0];
  await page.fill("#search", sentence.toUpperCase());
  await page.locator("#results button.result", { hasText: sentence }).first().click();
  assert((await page.locator("blockquote").allInnerTexts()).includes(sentence));
  await page.fill("#search", "no such words");
  assert.match(await page.locator("#results").innerText(), /Nothing found/);
});

await check("filters leave what passes", region, async (page) => {
  const conflict = data.lines.findIndex((line) => line.name.startsWith("conflict"));
  const box = (words) => page.locator(".box", { has: page.getByText(words, { exact: true }) }).locator("input");
  await box(data.lines[conflict].name).uncheck();
  const left = data.arrows.filter((arrow) => arrow.line !== conflict).length;
  assert(left > 0 && left < data.arrows.length);
  assert.equal(await drawn(page), left);
  await page.click("#clear");
  assert.equal(await drawn(page), data.arrows.length);

  await box("person").uncheck();
  const person = data.families.findIndex((family) => family.name === "person");
  const persons = data.nodes.filter((node) => node.family === person).length;
  assert(persons > 0 && (await visibleNodes(page)) <= data.nodes.length - persons);
  await page.click("#clear");

  await box("denied").uncheck();
  assert.equal(await page.evaluate(() => actograph.cy.edges("[stroke = 'crossed']").length), 0);
  await page.click("#clear");

  await page.click(".predicates summary");
  const label = data.edges[0].label;
  await page.locator(".predicates .box", { has: page.getByText(label, { exact: true }) }).locator("button.only").click({ force: true });
  assert.equal(await page.evaluate((label) => actograph.cy.edges().every((edge) => edge.data("parts").every((part) => actograph.data.edges[part.place].label === label)), label), true);
  assert((await drawn(page)) > 0);
  await page.click("#clear");

  await page.fill("#since", "2025-06-01");
  await page.fill("#until", "2025-06-30");
  const inJune = (said) => (data.documents[said.document].date ?? "").startsWith("2025-06");
  const june = data.edges.filter((edge) => edge.evidence.some(inJune)).length;
  assert(june > 0 && june < data.edges.length);
  assert.match(await page.locator("#passed").innerText(), new RegExp(`, ${june} of ${data.edges.length} relations`));
  await page.shot("filtered");
  await page.fill("#since", "1999-01-01");
  await page.fill("#until", "1999-12-31");
  assert(await page.locator("#empty").isVisible());
  await page.click("#clear");
  assert.equal(await drawn(page), data.arrows.length);

  await page.fill("#least", "5");
  const frequent = data.edges.filter((edge) => total(edge) >= 5).length;
  assert.match(await page.locator("#passed").innerText(), new RegExp(`, ${frequent} of `));
});

await check("a click on a line opens its evidence, a click on a node the actor", region, async (page) => {
  const arrow = [...data.arrows].sort((a, b) => b.count - a.count)[0];
  const id = `e${arrow.from}-${arrow.to}-${arrow.line}-${arrow.stroke}-${arrow.mutual ? "m" : "d"}`;
  await page.mouse.click(...(await spot(page, id)));
  const parts = await page.evaluate((id) => actograph.cy.getElementById(id).data("parts").map((part) => part.place), id);
  const evidence = parts.flatMap((place) => data.edges[place].evidence);
  assert.deepEqual(await page.locator("blockquote").allInnerTexts(), evidence.map((said) => said.sentence));
  const first = data.documents[evidence[0].document];
  const about = await page.locator(".evidence li").first().innerText();
  assert(about.includes(first.title ?? first.name) && about.includes(first.date) && about.includes("%"), about);
  await page.shot("evidence");
  await page.mouse.click(...(await spot(page, "n0")));
  assert.equal(await heading(page), data.nodes[0].label);
  await page.locator("#panel .rows button").first().click();
  assert((await page.locator("blockquote").count()) > 0);
  await page.keyboard.press("Escape");
  assert.equal(await heading(page), "What stands out");
});

await check("nodes are dragged, the picture is moved, zoomed, arranged and put back", region, async (page) => {
  const at = () => page.evaluate(() => actograph.cy.getElementById("n0").position());
  const style = () => page.evaluate(() => actograph.cy.getElementById("n0").connectedEdges()[0].style("curve-style"));
  const before = await at();
  const [x, y] = await spot(page, "n0");
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 45, { steps: 6 });
  await page.mouse.up();
  const after = await at();
  assert(Math.hypot(after.x - before.x, after.y - before.y) > 40);
  assert.equal(await style(), "bezier");
  const zoom = () => page.evaluate(() => actograph.cy.zoom());
  const first = await zoom();
  await page.mouse.wheel(0, -400);
  await page.waitForFunction((first) => actograph.cy.zoom() > first, first);
  await page.click("#zoom-out");
  await page.click("#arrange");
  await page.waitForFunction(() => !document.querySelector("#arrange").disabled);
  assert.equal(await drawn(page), data.arrows.length);
  await apart(page);
  await page.shot("arranged");
  await page.click("#reset");
  assert.deepEqual(await at(), before);
  assert.equal(await style(), "unbundled-bezier");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
  assert.equal(download.suggestedFilename(), "graph.png");
});

await check("keys reach everything", region, async (page) => {
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  const reached = new Set();
  for (let i = 0; i < 120; i += 1) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement.id || document.activeElement.closest("aside")?.id));
  }
  for (const part of ["theme", "filters", "clear", "graph", "fit", "arrange", "panel"]) assert(reached.has(part), part);
  await page.focus("#graph");
  await page.keyboard.press("ArrowRight");
  const first = await page.evaluate(() => actograph.cy.nodes(".here").id());
  await page.shot("keys");
  for (const key of ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"]) await page.keyboard.press(key);
  const here = await page.evaluate(() => actograph.cy.nodes(".here").map((node) => node.data("place")));
  assert(first !== undefined && here.length === 1);
  await page.keyboard.press("Enter");
  assert.equal(await heading(page), data.nodes[here[0]].label);
  assert.match(await page.locator("#live").innerText(), /relation/);
  const zoom = await page.evaluate(() => actograph.cy.zoom());
  await page.keyboard.press("+");
  assert((await page.evaluate(() => actograph.cy.zoom())) > zoom);
});

await check("the theme follows the system until it is switched", region, async (page) => {
  const theme = () => page.evaluate(() => [document.documentElement.dataset.theme, getComputedStyle(document.body).backgroundColor, actograph.cy.nodes()[0].style("color")].join(" "));
  const light = await theme();
  assert.match(light, /^light /);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  const dark = await theme();
  assert.match(dark, /^dark /);
  assert(light.split(" ").slice(1).join() !== dark.split(" ").slice(1).join());
  await page.mouse.click(...(await spot(page, "n0")));
  await page.shot("dark");
  await page.click("#theme");
  assert.equal(await theme(), light);
  await page.emulateMedia({ colorScheme: "light" });
  await page.click("#theme");
  assert.equal(await theme(), dark);
  assert.equal(await heading(page), data.nodes[0].label);
});

await check("paper has the picture, its legend and what is open", region, async (page) => {
  await page.emulateMedia({ colorScheme: "dark" });
  const pdf = await page.pdf({ format: "A4", landscape: true });
  assert(pdf.length > 20_000, String(pdf.length));
  if (pictures) writeFileSync(join(pictures, "paper.pdf"), pdf);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  assert(await page.locator("#print").evaluate((image) => image.decode().then(() => image.naturalWidth > 800)));
  assert(!(await page.locator("#search").isVisible()) && (await page.locator("legend").first().isVisible()));
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
  await page.shot("paper");
});

await check("a link leads to an actor", `${region}#Norland`, async (page) => {
  assert.equal(await heading(page), "Norland");
  await page.mouse.click(...(await spot(page, "n0")));
  assert.equal(await page.evaluate(() => decodeURIComponent(location.hash)), `#${data.nodes[0].label}`);
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => location.hash), "");
});

await check("a small screen has one part below the other", region, async (page) => {
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await page.shot("small");
}, { viewport: { width: 480, height: 900 } });

await check("evil names and sentences are text", join(folder, "evil.html"), async (page) => {
  const evil = await page.evaluate(() => actograph.data.nodes.find((node) => node.label.includes("script")).label);
  const scripts = await page.evaluate(() => document.scripts.length);
  assert.equal(scripts, 3);
  const place = await page.evaluate((evil) => actograph.data.nodes.findIndex((node) => node.label === evil), evil);
  await page.mouse.click(...(await spot(page, `n${place}`)));
  assert.equal(await page.locator("#panel h2").textContent(), evil);
  await page.fill("#search", "</script>");
  assert((await page.locator("#results").textContent()).includes("</script>"));
  await page.locator("#panel .rows button").first().click();
  assert((await page.locator("blockquote").first().textContent()).includes("<img src=x onerror="));
  await page.mouse.move(...(await spot(page, `n${place}`)));
  await page.shot("evil");
  assert.equal(await page.evaluate(() => document.querySelectorAll("#panel img, #results img, #tip img, body > img:not(#print)").length), 0);
  assert.equal(await page.evaluate(() => window.pwned), undefined);
});

// The policy itself: were a name ever markup, it could still run nothing and reach nobody.
await withPage({}, async (page) => {
  await page.goto(pathToFileURL(resolve(region)).href);
  const stopped = await page.evaluate(async () => {
    const violations = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.pwned = 1";
    document.body.append(script);
    const image = document.createElement("img");
    image.src = "https://example.org/image.png";
    document.body.append(image);
    await fetch("https://example.org/").catch(() => {});
    await new Promise((done) => setTimeout(done, 100));
    return { violations: violations.sort(), pwned: window.pwned };
  });
  assert.deepEqual(stopped, { violations: ["connect-src", "img-src", "script-src-elem"], pwned: undefined });
  console.log("page: the policy stops scripts, images and requests");
});

// As large as a page may be: the region twelve times over, with lines between the copies.
const large = join(folder, "large.html");
writeFileSync(large, enlarge(readFileSync(region, "utf8"), 500, 1500));
await check("500 nodes and 1,500 relations stay usable", large, async (page) => {
  assert.equal(await visibleNodes(page), 500);
  const lines = await drawn(page);
  assert(lines > 1000, String(lines));
  const took = await page.evaluate(() => {
    const timed = (what) => {
      const start = performance.now();
      what();
      return Math.round(performance.now() - start);
    };
    const filter = timed(() => document.querySelector("#filters input").click());
    const clear = timed(() => document.querySelector("#clear").click());
    return { filter, clear, load: Math.round(performance.getEntriesByType("navigation")[0].domComplete) };
  });
  await page.shot("large");
  const start = Date.now();
  await page.click("#arrange");
  // Meanwhile the page answers.
  await page.fill("#search", "osm");
  assert((await page.locator("#results button").count()) > 0);
  await page.waitForFunction(() => !document.querySelector("#arrange").disabled, undefined, { timeout: 120_000 });
  took.arrange = Date.now() - start;
  await page.shot("large-arranged");
  console.log(`page: milliseconds with 500 nodes and 1,500 relations: ${JSON.stringify(took)}`);
});

/// The page with so many nodes and edges; nodes stand in a grid.
function enlarge(html, nodes, edges) {
  const data = dataOf(html);
  const base = data.nodes.length;
  const node = (i) => ({ ...data.nodes[i % base], label: `${data.nodes[i % base].label} ${i}`, at: [(i % 25) * 230, Math.floor(i / 25) * 170] });
  const edge = (i) => ({ ...data.edges[i % data.edges.length], from: (i * 7) % nodes, to: (i * 7 + 1 + (i % 40)) % nodes });
  const grown = { ...data, arrows: [], nodes: Array.from({ length: nodes }, (_, i) => node(i)), edges: Array.from({ length: edges }, (_, i) => edge(i)) };
  return html.replace(/(<script id="data" type="application\/json">).*?(<\/script>)/s, (_, open, close) => open + JSON.stringify(grown).replaceAll("<", "\\u003c") + close);
}
