// The clock on every engine: it knows the time of its servers, through what a network does to datagrams, and
// over a restart; and local time, and acts by that.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { espOf } from "../../boards/chips/chip.ts";
import { MARKS_RECORD } from "../../src/device/run/rules/marks.ts";
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

vi.setConfig({ testTimeout: 180_000 });

const BOARDS = ["esp8266-nodemcu", "esp32-nodemcu", "d1-mini-espruino", "raspberry-pi-zero-2-w"] as const;
const [SECOND, MINUTE, DAY] = [1000, 60_000, 86_400_000] as const;

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-clock-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));
const FILES = {
  "device.ts": `import { at, device, display, now, powerSwitch, seconds, sensor, valueOnly, when } from "ringmote";
import { ssd1306 } from "ringmote/drivers/ssd1306.ts";
export default device({
  name: "clock",
  clock: { servers: ["a.test", "b.test", "c.test"], topic: "home/time", zone: "Europe/Berlin", zones: ["Europe/Lisbon"] },
  sensors: [sensor("utc", now(), { every: seconds(10) })],
  displays: [display(ssd1306("panel"), ["{date}", "{time}"])],
  actuators: [powerSwitch("lamp", valueOnly()), powerSwitch("night", valueOnly())],
  rules: [
    at("02:30").on("sun").toggle("lamp"),
    at("02:59").on("mon-sat").set("lamp", "on"),
    when("lamp").is("on").between("02:00", "04:00").set("night", "on"),
  ],
});
`,
  "wiring.ts": `import { wire } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import pi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
const d1 = { sda: "D2", scl: "D5" } as const;
export default {
  "esp8266-nodemcu": wire(esp8266, { panel: d1 }),
  "esp32-nodemcu": wire(esp32, { panel: { sda: "IO21", scl: "IO22" } }),
  "d1-mini-espruino": wire(d1MiniEspruino, { panel: d1 }),
  "raspberry-pi-zero-2-w": wire(pi, { panel: { sda: "GPIO2", scl: "GPIO3" } }),
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
  const lines: string[] = [];
  const datagrams = new SimulatedDatagrams(
    run.world,
    timeServers(["a.test", "b.test", "c.test"], () => epoch + Math.round(run.world.now())),
  );
  const world = { ...run.world, datagrams, log: (line: string) => void lines.push(line) };
  const scene = { ...run, datagrams, told: () => lines.filter((line) => line.startsWith("time: ")) };
  if (boardName === "node") {
    startNodeDevice(world, declaration, simulatedWires(declaration));
    return scene;
  }
  const board = await readBoard(boardName);
  const { files } = await keptImage({ firmware: FOLDER, board: boardName });
  const image = Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
  if (board.target === "linux") hostLinux({ program: files[0]?.content.text ?? "", board, world });
  else if (board.target === "espruino")
    hostEspruino({ script: image[`${basename(FOLDER)}.js`] ?? "", world, board, chunkBytes: 268 });
  else hostNodeMcu({ image, chip: espOf(board.chip), variant: board.variant, world }).boot();
  return scene;
}

/** Tomorrow, as an image believes no time from before its build. */
const TOMORROW = (Math.floor(Date.now() / DAY) + 1) * DAY;

test.each([
  ...["node", ...BOARDS].map((board) => [board, "tomorrow", TOMORROW] as const),
  ...["node", ...BOARDS].map((board) => [board, "in 2036", Date.UTC(2036, 1, 7, 6, 28, 10)] as const),
  ...["node", ...BOARDS].map((board) => [board, "in 2038", Date.UTC(2038, 0, 19, 3, 14, 5)] as const),
])("a device of %s that is switched on %s knows the time", async (boardName, _, epoch) => {
  const { pass, said, told, world } = await startOn(boardName, epoch);
  pass(30 * SECOND);
  const [line = ""] = told();
  const at = Date.parse(line.slice("time: ".length));
  expect(at).toBeGreaterThanOrEqual(epoch);
  expect(at).toBeLessThanOrEqual(epoch + 10 * SECOND);
  said();
  pass(MINUTE);
  const values = said().map((value) => Date.parse(value.replace(/^utc=/, "")));
  expect(values).toHaveLength(6);
  const [newest = 0] = values.slice(-1);
  expect(newest).toBeLessThanOrEqual(epoch + world.now());
  expect(newest).toBeGreaterThan(epoch + world.now() - 12 * SECOND);
  expect(newest - (values[0] ?? 0)).toBeCloseTo(50 * SECOND, -4);
});

test.each(["node", ...BOARDS])(
  "a device of %s without an answer says so, and knows the time later",
  async (boardName) => {
    const { pass, datagrams, problem, told } = await startOn(boardName, TOMORROW);
    for (const fault of ["lost", "late", "unknown", "silent"] as const) {
      datagrams.fault = fault;
      pass(2 * MINUTE);
    }
    expect(problem()).toBe("no time since the start");
    datagrams.fault = "doubled";
    pass(20 * MINUTE);
    expect(problem()).toBe("none");
    expect(told()).toHaveLength(1);
  },
);

test.each(["node", ...BOARDS])(
  "a device of %s whose servers are silent hears the time on its topic",
  async (board) => {
    // Where 31 bits do not hold the seconds.
    const epoch = Date.UTC(2038, 0, 19, 3, 14, 5);
    const { pass, datagrams, broker, told, world } = await startOn(board, epoch);
    datagrams.fault = "lost";
    pass(MINUTE);
    for (let i = 0; i < 3; i += 1) {
      broker.publish("home/time", String(Math.floor((epoch + world.now()) / 1000)));
      pass(30 * SECOND);
    }
    const [line = ""] = told();
    const at = Date.parse(line.slice("time: ".length));
    expect(at).toBeGreaterThanOrEqual(epoch + 85 * SECOND);
    expect(at).toBeLessThanOrEqual(epoch + 155 * SECOND);
  },
);

test.each(["node", ...BOARDS])(
  "a device of %s shows local time and acts by it over both edges of summer time",
  async (board) => {
    // The image believes no time from before its build.
    const year = new Date().getUTCFullYear() + 1;
    const lastSunday = (month: number) => {
      const last = new Date(Date.UTC(year, month, 31));
      return Date.UTC(year, month, 31 - last.getUTCDay(), 0, 58);
    };
    const shown = [];
    const acted: string[][] = [];
    const kept: (string | undefined)[] = [];
    for (const epoch of [lastSunday(2), lastSunday(9)]) {
      const { pass, display, said, world } = await startOn(board, epoch);
      const rows = () => display("panel").text().slice(0, 2);
      pass(30 * SECOND);
      shown.push(rows());
      pass(2 * MINUTE);
      shown.push(rows());
      acted.push(said().filter((line) => !line.startsWith("utc=")));
      kept.push(world.storage.get(MARKS_RECORD)?.split(" ")[1]);
    }
    const [spring, autumn] = [lastSunday(2), lastSunday(9)].map((at) =>
      new Date(at).toISOString().slice(0, 10),
    );
    expect(shown).toEqual([
      [spring, "01:58"],
      [spring, "03:00"],
      [autumn, "02:58"],
      [autumn, "02:00"],
    ]);
    // The mark at 02:30 comes at the end of the hour that is left out; in autumn it had passed when the device began.
    expect(acted.map((lines) => lines.sort())).toEqual([
      ["lamp=off", "lamp=on", "night=off", "night=on"],
      ["lamp=off", "night=off"],
    ]);
    expect(kept).toEqual(["150", "177"]);
  },
);
