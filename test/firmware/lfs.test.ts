// The code of each firmware fits an LFS as NodeMCU is built with: of 64 KB for most, with Lua 5.1 or 5.3.
import { expect, test } from "vitest";
import { flashImage } from "../../tools/flash/flash-image.ts";
import { makeLfs } from "../../tools/flash/nodemcu/terminal-lfs.ts";
import { firmwareNames, wiredBoards } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { SHORT_NUMBERS } from "../../tools/targets/nodemcu/lfs/numbers-53.ts";

const LFS_BYTES = 65_536;
/** What their READMEs ask for. */
const OF_LARGE: Readonly<Record<string, number>> = {
  aquarium: 98_304,
  "ceiling-fan": 98_304,
  "door-lock": 98_304,
  greenhouse: 131_072,
  lamp: 98_304,
  "letter-box": 98_304,
  "power-meter": 98_304,
  "smoke-alarm": 98_304,
  thermostat: 98_304,
  weather: 131_072,
  window: 98_304,
};
/** One of each chip: another board with the same chip has the same code, but for its pins. */
const BOARDS = ["esp8266-nodemcu", "esp32-nodemcu"];

test.each(firmwareNames())("%s", async (firmware) => {
  const boards = (await wiredBoards(firmware)).filter((name) => BOARDS.includes(name));
  expect(boards).not.toEqual([]);
  for (const board of boards) {
    const image = flashImage(await keptImage({ firmware, board }));
    for (const lua of ["5.1", "5.3"] as const) {
      const { flashBytes } = await makeLfs(image, { lua, numbers: SHORT_NUMBERS });
      expect(flashBytes).toBeLessThanOrEqual(OF_LARGE[firmware] ?? LFS_BYTES);
    }
  }
});
