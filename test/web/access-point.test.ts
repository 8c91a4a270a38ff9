// The access point of a device that is set up over the air, as the page says it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACCESS_PASSWORD, ACCESS_POINT_NAME } from "../../src/setup/access-names.ts";
import type { ImageFile } from "../../tools/web/catalogue-types.ts";
import { CHROMIUM, needs } from "../needs.ts";
import { type Bench, connect, flash, startBench, startTrial } from "./trial.ts";

describe("a device with set-up over the air", needs(CHROMIUM), () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.end());

  test("the page draws the access point's password, stores it and shows it", async () => {
    const trial = await startTrial(bench, { serviceWorkers: "block" });
    const { page, board } = trial;
    // No firmware of the package has a set-up.
    await page.route("**/images/**", async (route) => {
      const file = (await (await route.fetch()).json()) as ImageFile;
      await route.fulfill({ json: { ...file, setUp: "password" } satisfies ImageFile });
    });
    await connect(trial);
    await flash(trial);
    const sentence = page.getByText(`opens the network ${ACCESS_POINT_NAME}`);
    await sentence.waitFor({ timeout: 25_000 });
    const [, password] = /its password is ([a-z2-9]{10})\.$/.exec(await sentence.innerText()) ?? [];
    expect(password).toBeDefined();
    expect(board.storage.get(ACCESS_PASSWORD)).toBe(password);
    await trial.end();
  });
});
