// Rules by the clock act on each kind of engine: marks that come over and over, the
// sun, and limits for each day.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { espOf } from "../../boards/chips/chip.ts";
import { STARTS_RECORD } from "../../src/device/run/starts.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { readBoard, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { EVERYTHING } from "../everything.ts";

vi.setConfig({ testTimeout: 180_000 });

const [SECOND, MINUTE] = [1000, 60_000] as const;
const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-clock-rules-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));
writeFileSync(
  join(FOLDER, "device.ts"),
  `import { at, device, every, hours, minutes, powerSwitch, seconds, sunset, valueOnly } from "ringmote";
export default device({
  name: "clock",
  clock: { topic: "home/time", zone: "Europe/Berlin", latitude: -33.9, longitude: 151.2, movable: true },
  actuators: [powerSwitch("pump", valueOnly(), { atMost: { times: 1, each: "day" } }), powerSwitch("lamp", valueOnly())],
  rules: [
    every(minutes(15)).between("21:00", "02:00").setFor("pump", "on", seconds(10)),
    at(sunset).plus(minutes(140)).set("lamp", "on"),
  ],
});
`,
);
writeFileSync(
  join(FOLDER, "wiring.ts"),
  `import { wire } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
export default { "esp8266-nodemcu": wire(esp8266, {}), "d1-mini-espruino": wire(d1MiniEspruino, {}) };
`,
);

/** The gate has the other interpreter's marks in by-time.test.ts. */
const BOARDS = ["d1-mini-espruino", "esp8266-nodemcu"];
/** Made for Sydney, and moved. */
const SETTINGS_OF_IT = {
  ssid: "net",
  password: "long enough",
  host: "broker",
  id: "room-1",
  place: "52.5,13.4",
};
/** Midsummer of next year, 23:20 in Berlin: an image believes no time from before its build. */
const EPOCH = Date.UTC(new Date().getUTCFullYear() + 1, 5, 21, 21, 20);

/** What the device says from then to 00:06, each with the minutes since then; and what it keeps. */
async function night(boardName: string) {
  const { declaration } = await readFirmware(FOLDER);
  const run = partsInWorld(declaration);
  run.world.storage.set(SETTINGS, settingsRecord(SETTINGS_OF_IT));
  if (boardName === "node") startNodeDevice(run.world, declaration, simulatedWires(declaration));
  else {
    const board = await readBoard(boardName);
    const { files } = await keptImage({ firmware: FOLDER, board: boardName });
    const image = Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
    if (board.target === "espruino")
      hostEspruino({
        script: image[`${basename(FOLDER)}.js`] ?? "",
        world: run.world,
        board,
        chunkBytes: 268,
      });
    else hostNodeMcu({ image, chip: espOf(board.chip), variant: board.variant, world: run.world }).boot();
  }
  const start = run.world.now();
  const said: string[] = [];
  // Two messages tell it the time.
  for (const until of [
    10 * SECOND,
    30 * SECOND,
    MINUTE,
    ...Array.from({ length: 45 }, (_, i) => (i + 2) * MINUTE),
  ]) {
    const since = run.world.now() - start;
    if (since > 0 && since < MINUTE)
      run.broker.publish("home/time", String(Math.floor((EPOCH + since) / 1000)));
    run.pass(until - since);
    for (const line of run.said()) said.push(`${Math.floor(until / MINUTE)} ${line}`);
  }
  const [, day] = /pump=@(\d+),/.exec(run.world.storage.get(STARTS_RECORD) ?? "") ?? [];
  return { said, record: run.world.storage.get(STARTS_RECORD), day: Number(day) };
}

const inNode = night("node");

test("in Node a night goes as its rules say", async () => {
  const { said, record, day } = await inNode;
  const on = said.filter((line) => line.endsWith("=on"));
  // 23:30, and not 23:45; sunset at 21:33 and 140 minutes; and midnight, when the pump may again.
  expect(on).toEqual(["10 pump=on", expect.stringMatching(/^3[123456] lamp=on$/), "40 pump=on"]);
  expect(day).toBe(Math.floor(EPOCH / 86_400_000) + 1);
  expect(record).toBe(`\npump=@${day},1,0,\n`);
});

test.each(EVERYTHING ? BOARDS : BOARDS.slice(0, 1))("it goes the same on %s", async (board) => {
  expect(await night(board)).toEqual(await inNode);
});
