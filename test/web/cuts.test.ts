// A board that loses its cable and its power while the page flashes it: the program that was there starts, and the next
// upload succeeds.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVERYTHING } from "../everything.ts";
import { CHROMIUM, needs } from "../needs.ts";
import { type Bench, BOARD, connect, flash, goTo, startBench, startTrial, type Trial } from "./trial.ts";

const NODEMCU = "esp8266-nodemcu";
/**
 * Parts of the new program, in percent, that the board has stored when the upload is cut (test/flash cuts at
 * each write); and the bytes of the board's LFS. Bytes on the line would not do: a part whose answer a
 * device's own line cut in two is sent again.
 */
const CUTS: readonly [title: string, boardName: string, lfsBytes: number, cuts: readonly number[]][] = [
  [BOARD, BOARD, 0, [2, 80]],
  [NODEMCU, NODEMCU, 0, [50]],
  [`${NODEMCU} with an LFS`, NODEMCU, 65_536, [50]],
  ["esp32-nodemcu with an LFS", "esp32-nodemcu", 65_536, [50]],
];
/** A page is slow to flash; test/flash has each target. */
const TRIED = EVERYTHING ? CUTS : CUTS.slice(0, 1);

describe("an upload from the page that is cut", needs(CHROMIUM), () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench(["esp32-nodemcu"]);
  });
  afterAll(() => bench.end());

  const installed = ({ page }: Trial) => page.locator("dt:text-is('Installed') + dd").innerText();

  test.each(TRIED)(
    "a cut upload from the page leaves the old program starting on %s",
    async (_, boardName, lfsBytes, cuts) => {
      const trial = await startTrial(bench, {}, boardName, lfsBytes);
      const { page, serial, board } = trial;
      page.setDefaultTimeout(150_000);
      await connect(trial, "Climate", boardName);
      await flash(trial);
      await page.getByText("Flashed and started").waitFor();
      const told = (words: string) => expect.poll(() => page.getByText(words).count());
      await told("Its code runs from the LFS").toBe(lfsBytes > 0 ? 1 : 0);
      await told("The board's firmware has no LFS").toBe(boardName === NODEMCU && lfsBytes === 0 ? 1 : 0);
      const climate = new Map(board.storage);
      await goTo(trial, "device");
      await page.getByRole("radio", { name: /^Lamp/ }).check();
      await flash(trial);
      await page.getByText("Flashed and started").waitFor();
      /** Bytes in the board's flash that Climate does not have. */
      const stored = () =>
        [...board.storage]
          .filter(([name, content]) => content !== climate.get(name))
          .reduce((sum, [, content]) => sum + content.length, 0);
      const whole = stored();

      for (const cut of cuts) {
        // What an upload that was cut has stored is not sent again: each begins with the first program alone.
        board.powerCycle(climate);
        await goTo(trial, "connect");
        await page.getByRole("button", { name: "Ask again" }).click();
        await expect.poll(() => installed(trial), { timeout: 60_000 }).toMatch(/^Climate/);
        const unplugged = serial.unplugWhen(() => stored() >= (whole * cut) / 100);
        await flash(trial);
        await unplugged;
        board.powerCycle();
        await page.getByText("The board was unplugged while it was flashed").waitFor();
        // Without settings it says so, and that is all it does.
        await expect.poll(() => board.shown(), { timeout: 60_000 }).toMatch(/settings/);
        await serial.plugIn();
        await goTo(trial, "connect");
        await expect
          .poll(() => installed(trial), { timeout: 60_000, message: `${cut} %` })
          .toMatch(/^Climate/);
      }

      await flash(trial);
      await page.getByText("Flashed and started").waitFor();
      await goTo(trial, "connect");
      await expect.poll(() => installed(trial), { timeout: 60_000 }).toMatch(/^Lamp/);
      expect(trial.complaints).toEqual([]);
      await trial.end();
    },
  );
});
