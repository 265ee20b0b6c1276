// Mermaid files, read and drawn by the real Mermaid: every node and line of the file is in the picture, and names are
// text.
//
// usage: node mermaid.mjs [--pictures FOLDER] FILE ...
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { withPage } from "./browser.mjs";

const script = createRequire(import.meta.url).resolve("mermaid/dist/mermaid.min.js");
const files = process.argv.slice(2);
const pictures = files[0] === "--pictures" ? files.splice(0, 2)[1] : undefined;
assert(files.length > 0, "no file");

await withPage({ viewport: { width: 1600, height: 1000 } }, async (page) => {
  await page.goto("about:blank");
  await page.addScriptTag({ path: script });
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const drawn = await page.evaluate(async (text) => {
      mermaid.initialize({ startOnLoad: false, securityLevel: "strict", deterministicIds: true });
      const { diagramType } = await mermaid.parse(text);
      const { svg } = await mermaid.render("picture", text);
      document.body.innerHTML = svg;
      const all = (selector) => [...document.querySelectorAll(selector)];
      return {
        diagramType,
        nodes: all("g.node").map((node) => node.textContent.trim()),
        lines: all("g.edgePaths path").length,
        labels: all("g.edgeLabels g.edgeLabel").map((label) => label.textContent.trim()).filter((text) => text !== ""),
        scripts: all("svg script, svg img, svg iframe, svg b, svg a").length,
      };
    }, text);
    const nodes = text.match(/^ {2}n\d+[^ ].*:::/gm) ?? [];
    const lines = text.match(/^ {2}n\d+ \S+\|"/gm) ?? [];
    assert.equal(drawn.diagramType, "flowchart-v2", file);
    assert(nodes.length > 1 && lines.length > 0, file);
    assert.equal(drawn.nodes.length, nodes.length, file);
    assert.equal(drawn.lines, lines.length, file);
    assert.equal(drawn.labels.length, lines.length, file);
    assert.equal(drawn.scripts, 0, file);
    // What stands between quotes, with its codes read, is what is shown.
    const shown = (quoted) => quoted.replaceAll("#quot;", '"').replace(/#(\d+);/g, (_, code) => String.fromCodePoint(code));
    const plain = (words) => words.replace(/\s+/g, "");
    const written = nodes.map((node) => plain(shown(/"([^"]*)"/.exec(node)[1])));
    assert.deepEqual(drawn.nodes.map(plain).sort(), written.sort(), file);
    if (pictures) {
      await page.locator("svg").first().screenshot({ path: join(pictures, `${basename(file)}.png`) });
    }
    console.log(`${file}: ${nodes.length} nodes and ${lines.length} lines drawn by Mermaid`);
  }
  assert.deepEqual(page.seen.errors, []);
  assert.deepEqual(page.seen.requests.filter((url) => !url.startsWith("about:")), []);
});
