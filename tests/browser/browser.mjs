// A page in headless Chromium, and what every page must be.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

export const work = resolve(process.env.WORK);
const require = createRequire(`${work}/package.json`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const address = (name) =>
    pathToFileURL(`${work}/pages/${name}.html`).href;

export const launch = () => chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
           "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync"],
});

// Open a page and watch it: `talk` is all that it says on the console, and all
// that it wants from elsewhere.
export async function open(browser, name, options = {}) {
    const context = await browser.newContext(
        { viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    const talk = [];

    page.on("console", (message) => talk.push(message.text()));
    page.on("pageerror", (error) => talk.push(String(error)));
    page.on("dialog", (dialog) => talk.push(dialog.message()));
    page.on("request", (request) => {
        if (request.url() !== address(name))
            talk.push(request.url().slice(0, 200));
    });
    await page.goto(address(name));
    return { page, talk, close: () => context.close() };
}

// WCAG 2.2 at the levels A and AA, and what axe calls best practice.
export async function violations(page) {
    await page.evaluate(`${axe}; undefined`);
    const { violations: found } = await page.evaluate(
        () => globalThis.axe.run(document, { resultTypes: ["violations"] }));

    return found.map(({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.html)}`);
}

// Scripts of a text that ran set this.
export const hostile = (page) => page.evaluate(() => globalThis.hostile);

export const scrollsSideways = (page) => page.evaluate(() =>
    document.documentElement.scrollWidth >
    document.documentElement.clientWidth);

export async function assertQuiet({ page, talk }) {
    assert.deepEqual(talk, []);
    assert.equal(await hostile(page), undefined);
}

export const picture = (page, name) =>
    page.screenshot({ path: `${work}/pictures/${name}.png` });
