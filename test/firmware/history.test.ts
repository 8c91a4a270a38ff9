// Histories and stamped readings on every engine: an outage of hours, and what was measured before the time was known.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { espOf } from "../../boards/chips/chip.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { readBoard, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { hostLinux } from "../../tools/laboratory/hosts/linux/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { SimulatedDatagrams } from "../../tools/sim/worlds/datagrams.ts";
import { timeServers } from "../../tools/sim/worlds/time-server.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { EVERYTHING } from "../everything.ts";

vi.setConfig({ testTimeout: 300_000 });

const BOARDS = ["esp8266-nodemcu", "esp32-nodemcu", "d1-mini-espruino", "raspberry-pi-zero-2-w"] as const;
/** The builds take most of the time. */
const TRIED = EVERYTHING ? BOARDS : BOARDS.filter((board) => board !== "esp32-nodemcu");
const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000] as const;

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-history-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));
const FILES = {
  "device.ts": `import { device, hours, minutes, numberInput, sensor, stateOf, valueOnly } from "ringmote";
const level = numberInput("level", valueOnly(), { min: -30000, max: 30000, step: 0.1, atStart: -0.5 });
export default device({
  name: "freezer",
  mqtt: 5,
  clock: { servers: ["a.test", "b.test", "c.test"] },
  sensors: [
    sensor("reading", stateOf(level), {
      every: minutes(1),
      decimals: 1,
      stamped: true,
      history: { keep: hours(2), every: minutes(2), overflow: "thin" },
    }),
  ],
  actuators: [level],
});
`,
  "wiring.ts": `import { wire } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import pi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
export default {
  "esp8266-nodemcu": wire(esp8266, {}),
  "esp32-nodemcu": wire(esp32, {}),
  "d1-mini-espruino": wire(d1MiniEspruino, {}),
  "raspberry-pi-zero-2-w": wire(pi, {}),
};
`,
};
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);

/**
 * A world with three servers that say `epoch` when it begins, and a board that starts in it: by its name, or
 * in Node.
 */
async function startOn(boardName: string, epoch: number) {
  const { declaration } = await readFirmware(FOLDER);
  const run = partsInWorld(declaration);
  const datagrams = new SimulatedDatagrams(
    run.world,
    timeServers(["a.test", "b.test", "c.test"], () => epoch + Math.round(run.world.now())),
  );
  const world = { ...run.world, datagrams };
  const messages = (name: string) =>
    run.broker.received.filter(({ topic }) => topic.endsWith(name)).map(({ payload }) => JSON.parse(payload));
  const scene = { ...run, datagrams, messages };
  if (boardName === "node") {
    startNodeDevice(world, declaration, simulatedWires(declaration));
    return scene;
  }
  const board = await readBoard(boardName);
  const { files } = await keptImage({ firmware: FOLDER, board: boardName, evenTooLarge: true });
  const image = Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
  if (board.target === "linux") hostLinux({ program: files[0]?.content.text ?? "", board, world });
  else if (board.target === "espruino")
    hostEspruino({ script: image[`${basename(FOLDER)}.js`] ?? "", world, board, chunkBytes: 268 });
  else hostNodeMcu({ image, chip: espOf(board.chip), variant: board.variant, world }).boot();
  return scene;
}

/** As an image believes no time from before its build. */
const EPOCHS = [
  ["tomorrow", (Math.floor(Date.now() / DAY) + 1) * DAY],
  ["across 2038", Date.UTC(2038, 0, 19, 1, 14, 5)],
] as const;

test.each(
  ["node", ...TRIED].flatMap((board) => EPOCHS.map(([when, epoch]) => [board, when, epoch] as const)),
)("a device of %s sends what it kept, %s", async (boardName, _, epoch) => {
  const { pass, datagrams, broker, tell, messages } = await startOn(boardName, epoch);
  datagrams.fault = "lost";
  pass(30 * MINUTE);
  tell("level/set", "2999.9");
  pass(90 * SECOND);
  // Nothing of all that has a time yet.
  expect(messages("/reading/history")).toEqual([]);
  datagrams.fault = "none";
  pass(30 * MINUTE);
  broker.stop();
  pass(5 * HOUR);
  broker.restart();
  pass(10 * MINUTE);
  const parts = messages("/reading/history") as [number, number][][];
  const readings = parts.flat();
  const minutes = readings.map(([time]) => Math.round((time * SECOND - epoch) / MINUTE));
  expect(minutes).toEqual([...new Set(minutes)].sort((a, b) => a - b));
  // It begins with the start of the device, and what is thinned out spans the outage evenly.
  expect(minutes[0]).toBe(0);
  expect(minutes.at(-1)).toBeGreaterThan(350);
  const gaps = minutes.slice(1).map((minute, i) => minute - (minutes[i] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(12);
  expect(readings.length).toBeGreaterThan(60);
  for (const [time, value] of readings) {
    expect(value).toBe(time * SECOND < epoch + 30 * MINUTE ? -0.5 : 2999.9);
    // Sampled each minute since the start, which takes some milliseconds.
    const late = (time * SECOND - epoch) % MINUTE;
    expect(Math.min(Math.abs(late), MINUTE - Math.abs(late))).toBeLessThanOrEqual(2 * SECOND);
  }
  const states = messages("/reading") as { value: number; time: number | null }[];
  expect(states.at(-1)?.value).toBe(2999.9);
  expect(Number(states.at(-1)?.time) * SECOND).toBeGreaterThan(epoch + 6 * HOUR);
});
