// No word of the page is cut, or touches the edge of what it stands on, whatever the parts are called and the
// window's width.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Catalogue } from "../../tools/web/catalogue-types.ts";
import { CHROMIUM, needs } from "../needs.ts";
import { type Bench, BOARD, choose, goTo, startBench, startTrial } from "./trial.ts";

/** Words of the picture of a board that do not lie whole in it. */
const CUT = `((picture) => [...picture.querySelectorAll("text")]
  .filter((one) => {
    const [word, box] = [one.getBoundingClientRect(), picture.getBoundingClientRect()];
    return word.left < box.left || word.right > box.right;
  })
  .map((one) => one.textContent)
)(document.querySelector("svg.board"))`;

/** Pixels from the words of the shown step to the edge of its tile, on the narrower side. */
const TILE_MARGIN = `((tile) => {
  const range = document.createRange();
  range.selectNodeContents(tile.querySelector(".step-title"));
  const [words, box] = [range.getBoundingClientRect(), tile.getBoundingClientRect()];
  return Math.min(words.left - box.left, box.right - words.right);
})(document.querySelector("#steps [aria-current]"))`;

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
      const wirings = catalogue.firmware.flatMap((firmware) => firmware.wirings) as {
        board: string;
        roles: object;
      }[];
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

  test("the tile of a step leaves room beside its title, on phones", async () => {
    const trial = await startTrial(bench, { viewport: { width: 390, height: 660 } });
    for (const step of ["device", "board", "connect", "flash", "settings", "live"]) {
      await goTo(trial, step);
      expect(await trial.page.evaluate(TILE_MARGIN), step).toBeGreaterThanOrEqual(4);
    }
    await trial.end();
  });
});
