// Every page that Tenor writes, as people with different machines see it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
    assertQuiet, launch, open, picture, scrollsSideways, violations,
} from "./browser.mjs";

const pages = ["article", "hostile", "explain", "corpus"];
const looks = {
    light: { colorScheme: "light" },
    dark: { colorScheme: "dark" },
    phone: { viewport: { width: 360, height: 740 } },
    "more contrast": { contrast: "more", forcedColors: "active" },
};

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

for (const name of pages)
    for (const [look, options] of Object.entries(looks))
        test(`${name}, ${look}`, async () => {
            const view = await open(browser, name, options);

            await picture(view.page, `${name}-${look.replace(" ", "-")}`);
            assert.deepEqual(await violations(view.page), []);
            assert.equal(await scrollsSideways(view.page), false);
            await assertQuiet(view);
            await view.close();
        });

// Scripts add what works on the table of records, and nothing else.
for (const name of pages)
    test(`${name}, without scripts`, async () => {
        const lines = async (options) => {
            const view = await open(browser, name, options);
            const text = await view.page.evaluate(() => {
                const main = document.querySelector("main").cloneNode(true);
                main.querySelectorAll("#records-view, noscript")
                    .forEach((part) => part.remove());
                return main.textContent;
            });
            await view.close();
            return text.split("\n");
        };
        const plain = await lines({ javaScriptEnabled: false });

        assert.ok(plain.join("").length > 1000);
        assert.deepEqual(plain, await lines({}));
    });

for (const name of pages)
    test(`${name}, all by keyboard`, async () => {
        const view = await open(browser, name);
        const { page } = view;
        const seen = await page.evaluate(() => document.querySelectorAll(
            "a[href], button, input, select, summary, [tabindex='0']").length);
        const places = new Set();

        for (let i = 0; i < Math.min(seen + 5, 300); i++) {
            await page.keyboard.press("Tab");
            const { place, outline } = await page.evaluate(() => {
                const at = document.activeElement;
                const style = getComputedStyle(at);
                globalThis.met ??= [];
                if (!globalThis.met.includes(at))
                    globalThis.met.push(at);
                return {
                    place: globalThis.met.indexOf(at),
                    outline: at === document.body ||
                        style.outlineStyle !== "none" ||
                        style.boxShadow !== "none",
                };
            });
            places.add(place);
            assert.ok(outline, "what has the focus shows it");
        }
        assert.ok(places.size > 1);
        await assertQuiet(view);
        await view.close();
    });

// What is wider than the paper is cut off.
const A4 = { viewport: { width: 718, height: 1000 } };

for (const name of pages)
    test(`${name}, on paper`, async () => {
        const view = await open(browser, name, A4);

        await view.page.emulateMedia({ media: "print", colorScheme: "dark" });
        const ground = await view.page.evaluate(() =>
            getComputedStyle(document.body).backgroundColor);
        assert.match(ground, /rgb\(255, 255, 255\)|rgba\(0, 0, 0, 0\)/);
        assert.deepEqual(await view.page.evaluate(() =>
            [...document.querySelectorAll("table")].filter((table) =>
                table.getBoundingClientRect().right > innerWidth + 1)
                .map((table) => table.className)), []);
        assert.deepEqual(await violations(view.page), []);
        await view.close();
    });
