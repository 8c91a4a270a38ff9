// Boards with the later chips at the page: climate is flashed onto each, and not onto one with another chip.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERYTHING } from "../everything.ts";
import { CHROMIUM, needs } from "../needs.ts";
import { type Bench, choose, connect, flash, goTo, startBench, startTrial } from "./trial.ts";

/** Of both interpreters: the command flashes all of them in each run (test/cli/at-a-later-chip.test.ts). */
const SOME = ["esp32-s3-espruino", "esp32-s2-nodemcu", "esp32-c6-nodemcu"];
const BOARDS = EVERYTHING ? [...SOME, "esp32-c3-espruino", "esp32-s3-nodemcu", "esp32-c3-nodemcu"] : SOME;

describe("a board with a later chip at the page", needs(CHROMIUM), () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench(BOARDS);
  });
  afterAll(() => bench.end());

  test.each(BOARDS)("%s is flashed with climate", async (name) => {
    const trial = await startTrial(bench, {}, name);
    await connect(trial, "Climate", name);
    await flash(trial);
    await trial.page.getByText("Flashed and started").waitFor();
    expect(trial.complaints).toEqual([]);
    await trial.end();
  });

  test("an image for an ESP32 is not for an ESP32-S3 that is plugged in", async () => {
    const trial = await startTrial(bench, {}, "esp32-s3-espruino");
    await choose(trial);
    await goTo(trial, "connect");
    await trial.page.getByRole("button", { name: "Connect", exact: true }).click();
    await trial.page.getByText("and an ESP32S3_IDF4 is connected").first().waitFor();
    expect(trial.board.storage.size).toBe(0);
    await trial.end();
  });
});
