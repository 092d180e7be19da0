// The table of records of a corpus, searched, filtered and sorted by keyboard.
import assert from "node:assert/strict";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { assertQuiet, launch, open } from "./browser.mjs";

let browser, view, page;
before(async () => { browser = await launch(); });
after(() => browser.close());
beforeEach(async () => {
    view = await open(browser, "corpus");
    page = view.page;
});
afterEach(async () => {
    await assertQuiet(view);
    await view.close();
});

const status = () => page.locator("#records-view [role=status]").textContent();
const cells = (column) => page.locator(
    `#records-view tbody tr > :nth-child(${column})`).allTextContents();
const columnNamed = async (name) => 1 + (await page.locator(
    "#records-view thead th").allTextContents()).findIndex(
        (text) => text.trim().startsWith(name));

test("all records are there", async () => {
    assert.match(await status(), /of 1,849/);
});

test("a search leaves what it finds", async () => {
    await page.locator("#records-view input").focus();
    await page.keyboard.type("daily ledger");
    assert.match(await status(), /that fit, of 1,849/);
    const outlets = await cells(await columnNamed("outlet"));
    assert.ok(outlets.length > 0);
    assert.ok(outlets.every((outlet) => outlet === "Daily Ledger"));
});

test("what nothing fits is said", async () => {
    await page.locator("#records-view input").fill("<script>");
    await page.locator("#records-view input").fill("no such record at all");
    assert.equal(await status(), "No record fits.");
});

test("markup is found as the text that it is", async () => {
    await page.locator("#records-view input").fill("<img src=x");
    assert.match(await status(), /^Rows 1 to 1 of 1 /);
});

test("a filter leaves one label", async () => {
    await page.locator("#records-view select").first().selectOption("negative");
    const labels = await cells(await columnNamed("sentiment"));
    assert.ok(labels.length > 0);
    assert.ok(labels.every((label) => label === "negative"));
});

test("columns sort both ways, and say so", async () => {
    const column = await columnNamed("outlet");
    const head = page.locator(
        `#records-view thead th:nth-child(${column})`);

    for (const direction of ["ascending", "descending"]) {
        await head.locator("button").focus();
        await page.keyboard.press("Enter");
        assert.equal(await head.getAttribute("aria-sort"), direction);
        const shown = await cells(column);
        const sorted = [...shown].sort((a, b) =>
            a.toLowerCase() < b.toLowerCase() ? -1 : 1);
        assert.deepEqual(shown.map((s) => s.toLowerCase()),
            (direction === "ascending" ? sorted : sorted.reverse())
                .map((s) => s.toLowerCase()));
    }
});

test("pages follow each other", async () => {
    const first = await cells(1);
    await page.getByRole("button", { name: "Next" }).focus();
    await page.keyboard.press("Enter");
    assert.notDeepEqual(await cells(1), first);
    await page.getByRole("button", { name: "Previous" }).focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await cells(1), first);
});

test("without scripts every record stands in the table", async () => {
    const plain = await open(browser, "corpus", { javaScriptEnabled: false });
    const rows = await plain.page.locator("#records tbody tr:visible").count();

    assert.equal(rows, 1849);
    await plain.close();
});
