// A headless Chromium without network, for the tests beside this file.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/// Runs `test` with a page of a fresh browser, which is closed afterwards. What the page asks the network for, what it
/// complains about, and every failure are in `page.seen`.
export async function withPage(options, test) {
  const profile = mkdtempSync(join(tmpdir(), "actograph-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: EXECUTABLE, args: FLAGS, headless: true, offline: true, ...options,
  });
  try {
    const page = await context.newPage();
    page.seen = { requests: [], errors: [] };
    page.on("request", (request) => page.seen.requests.push(request.url()));
    page.on("console", (message) => message.type() === "error" && page.seen.errors.push(message.text()));
    page.on("pageerror", (error) => page.seen.errors.push(String(error)));
    page.on("dialog", (dialog) => {
      page.seen.errors.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    return await test(page);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}
