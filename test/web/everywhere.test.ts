// The page wherever it is opened: narrow, without Web Serial, without a network;
// and the name of each control.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { writeSite } from "../../tools/web/write-site.ts";
import { CHROMIUM, needs } from "../needs.ts";
import { type Bench, BOARD, choose, goTo, startBench, startTrial } from "./trial.ts";

const STEPS = ["device", "board", "connect", "flash", "settings", "live"];
/** A name for each control, in the words of whoever does not see it. */
const NAMELESS = `[...document.querySelectorAll("a, button, input, summary, [role=img], [role=log]")]
  .filter((one) => one.checkVisibility())
  .filter((one) => !(one.getAttribute("aria-label") || one.textContent.trim() || one.labels?.[0]?.textContent.trim()))
  .map((one) => one.outerHTML)`;

/** What has the focus and lies below the upper edge of the bar, in one look: between two the page may draw again. */
const HIDDEN_FOCUS = `((one, bar) =>
  one === null || bar === null || bar.contains(one) ||
  one.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top ? "" : one.outerHTML
)(document.querySelector(":focus"), document.querySelector(".neighbours"))`;

describe("the page everywhere", needs(CHROMIUM), () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.end());

  test("the page fits 360 pixels and its controls have names throughout", async () => {
    const trial = await startTrial(bench, { viewport: { width: 360, height: 740 } });
    const { page } = trial;
    await choose(trial);
    for (const step of STEPS) {
      await goTo(trial, step);
      await expect
        .poll(() => page.evaluate("document.documentElement.scrollWidth"), { message: step })
        .toBeLessThanOrEqual(360);
      await expect.poll(() => page.evaluate(NAMELESS), { message: step }).toEqual([]);
    }
    await trial.end();
  });

  test("the page says that it loads until its devices are there", async () => {
    const { page, url, end } = await startTrial(bench);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/catalogue.json", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(url);
    const loading = page.getByText("Loading the devices…");
    await loading.waitFor();
    release();
    await page.getByRole("radio").first().waitFor();
    expect(await loading.count()).toBe(0);
    await end();
  });

  test("the page requests JavaScript where it is missing", async () => {
    const context = await bench.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(bench.server.url);
    expect(await page.locator("main").innerText()).toMatch(/^This page needs JavaScript: [^\n]*$/);
    await context.close();
  });

  test("the page shows each wire's end, 3.3 V and ground included", async () => {
    const trial = await startTrial(bench);
    const { page } = trial;
    await choose(trial);
    const said = async () =>
      (await page.locator("table.facts tbody tr").allInnerTexts()).map((row) => row.split(/\s*\t\s*/));
    await expect.poll(said).toEqual([
      ["air sda", "D21", "GPIO21"],
      ["air scl", "D22", "GPIO22"],
      ["heater", "D23", "GPIO23"],
      ["3.3 V of the parts", "3V3", "supply"],
      ["ground of the parts", "GND", "supply"],
    ]);
    await trial.end();
  });

  test("the page shows the focus above the bar, on phones too", async () => {
    const trial = await startTrial(bench, { viewport: { width: 390, height: 660 } });
    const { page } = trial;
    const look = () => expect.poll(() => page.evaluate(HIDDEN_FOCUS)).toBe("");
    await goTo(trial, "device");
    await page.getByRole("radio").first().focus();
    for (const _ of await page.getByRole("radio").all()) {
      await page.keyboard.press("ArrowDown");
      await look();
    }
    await goTo(trial, "connect");
    await page.getByText("The board has no Espruino or NodeMCU yet").click();
    const controls = page.locator("main :is(button, input, summary):visible");
    await expect.poll(() => controls.count()).toBeGreaterThan(5);
    const presses = await controls.count();
    await page.locator("main").focus();
    for (let press = 0; press < presses; press += 1) {
      await page.keyboard.press("Tab");
      await look();
    }
    await trial.end();
  });

  test("the page explains itself where the browser has no Web Serial", async () => {
    const page = await bench.browser.newPage();
    await page.addInitScript("delete Navigator.prototype.serial");
    await page.goto(`${bench.server.url}#connect`);
    await page.getByText("This browser has no Web Serial").waitFor();
    await expect.poll(() => page.getByRole("button", { name: "Connect" }).count()).toBe(0);
    await page.close();
  });

  test("the page explains itself where its address may not use serial ports", async () => {
    const page = await bench.browser.newPage();
    await page.addInitScript('Object.defineProperty(window, "isSecureContext", { value: false })');
    await page.goto(`${bench.server.url}#connect`);
    await page.getByText("This address may not use serial ports").waitFor();
    await page.close();
  });

  test("the page everywhere opens without a network once it was seen, from static files", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ringmote-site-"));
    const told: string[] = [];
    const report = await writeSite({
      folder,
      build: keptImage,
      firmware: ["climate"],
      boards: [BOARD],
      onImage: (name) => told.push(name),
    });
    expect(told).toEqual([`climate for ${BOARD}`]);
    expect(report).toMatchObject({ images: 1, refused: [] });
    const server = await serveFolder(folder);
    const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
    const context = await bench.browser.newContext();
    const page = await context.newPage();
    await page.goto(url);
    await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
    await expect.poll(() => page.evaluate("navigator.serviceWorker.controller !== null")).toBe(true);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await page.reload();
    await page.getByRole("radio", { name: /^Climate/ }).waitFor();
    await context.close();
    rmSync(folder, { recursive: true });
  });
});

const TYPES: Readonly<Record<string, string>> = { html: "text/html", js: "text/javascript", css: "text/css" };

/** Any host of static files. */
function serveFolder(folder: string): Promise<Server> {
  const server = createServer(({ url = "/" }, response) => {
    const name = url === "/" ? "index.html" : url.slice(1);
    try {
      const body = readFileSync(join(folder, name));
      response.setHeader("content-type", TYPES[name.split(".").pop() ?? ""] ?? "application/json");
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
