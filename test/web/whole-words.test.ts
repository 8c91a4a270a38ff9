// No word of the page is cut, whatever the parts are called and the window's width.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Catalogue } from "../../tools/web/catalogue-types.ts";
import { CHROMIUM, needs } from "../needs.ts";
import { type Bench, BOARD, choose, startBench, startTrial } from "./trial.ts";

/** Words of the picture of a board that do not lie whole in it. */
const CUT = `((picture) => [...picture.querySelectorAll("text")]
  .filter((one) => {
    const [word, box] = [one.getBoundingClientRect(), picture.getBoundingClientRect()];
    return word.left < box.left || word.right > box.right;
  })
  .map((one) => one.textContent)
)(document.querySelector("svg.board"))`;

describe("the words of the page", needs(CHROMIUM), () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.end());

  test.each([1280, 390])("a board's picture cuts no label, %d pixels wide", async (width) => {
    const trial = await startTrial(bench, { viewport: { width, height: 800 } });
    const { page } = trial;
    await page.route("**/catalogue.json", async (route) => {
      const catalogue = (await (await route.fetch()).json()) as Catalogue;
      const wirings = catalogue.firmware.flatMap((one) => one.wirings) as { board: string; roles: object }[];
      for (const wiring of wirings)
        if (wiring.board === BOARD)
          wiring.roles = { D32: "strip green", D4: "feed trigger", D15: "cover-contact" };
      await route.fulfill({ json: catalogue });
    });
    await choose(trial);
    await page.locator("svg.board").getByText("feed trigger", { exact: true }).waitFor();
    expect(await page.evaluate(CUT)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    await trial.end();
  });
});
