// The drivers on a UART and by edges that docs/drivers.md shows, beside a device of one's own: built, and
// measured on a breadboard.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { buildImage } from "../../tools/image/build.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { createBreadboard, PIN } from "../drivers/breadboard.ts";

const PAGE = readFileSync(new URL("../../docs/drivers.md", import.meta.url), "utf8");
const driverOf = (chip: string) =>
  new RegExp(`\`\`\`ts\n(// ${chip}.*?)\`\`\``, "s").exec(PAGE)?.[1] as string;

const FILES = {
  "sds011.ts": driverOf("SDS011"),
  "mhz19.ts": driverOf("MH-Z19"),
  "device.ts": `import { device, powerSwitch, seconds, sensor } from "ringmote";
import { mhz19 } from "./mhz19.ts";
import { sds011 } from "./sds011.ts";
export const dust = sds011("dust");
export const air = mhz19("air");
export default device({
  name: "shed",
  sensors: [
    sensor("pm25", dust.pm25, { decimals: 1, every: seconds(10) }),
    sensor("co2", air.co2, { every: seconds(10) }),
  ],
  actuators: [powerSwitch("fan", dust.power)],
});
`,
  "wiring.ts": `import { wiringOf } from "ringmote/boards/board.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import type * as device from "./device.ts";
const wire = wiringOf<typeof device>();
export default {
  "esp32-espruino": wire(esp32Espruino, { dust: { tx: "D17", rx: "D16" }, air: "D18" }),
};
`,
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-own-wires-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

const { declaration } = await readFirmware(FOLDER);
const [{ quantity: pm25 }, { quantity: co2 }] = declaration.sensors as NonNullable<
  typeof declaration.sensors
>;
const [{ part: fan }] = declaration.actuators as NonNullable<typeof declaration.actuators>;

test("the drivers of the page are built for an ESP32", async () => {
  const image = await buildImage({ firmware: FOLDER, board: "esp32-espruino" });
  expect(image.files.map(({ content }) => content.text).join()).toContain("no answer");
});

describe("the dust sensor of the page", () => {
  const FRAME = "\xaa\xc0\xd4\x04\x3a\x0a\xa1\x60\x1d\xab";
  const SLEEP = "aab406010000000000000000000000ffff05ab";
  const WORK = "aab406010100000000000000000000ffff06ab";

  function onBench() {
    const board = createBreadboard();
    const said: string[] = [];
    board.lines.whenSent("dust.tx", 9600, (bytes) => said.push(Buffer.from(bytes, "latin1").toString("hex")));
    const speaks = (...frames: string[]) => {
      for (const frame of frames) board.lines.send("dust.rx", frame, 9600);
    };
    const measured = () => [board.measure(pm25.part), pm25.value];
    return { ...board, said, speaks, measured };
  }

  test("the dust sensor of the page measures the last sound frame", () => {
    const { setUp, begin, speaks, measured, said } = onBench();
    setUp(fan, 1);
    begin(pm25.part);
    speaks(FRAME.replace("\xd4\x04", "\xd3\x05"), FRAME, FRAME.slice(0, 7));
    expect(measured()).toEqual(["", 1236]);
    speaks(FRAME.replace("\x1d", "\x1e"));
    expect(measured()).toEqual(["bad checksum", undefined]);
    expect(measured()).toEqual(["no answer", undefined]);
    expect(said).toEqual([WORK]);
  });

  test("the dust sensor of the page keeps the newest of more than 128 bytes", () => {
    const { setUp, begin, speaks, measured } = onBench();
    setUp(fan, 1);
    begin(pm25.part);
    speaks(...new Array(13).fill(FRAME.replace("\xd4\x04", "\xd3\x05")), FRAME);
    expect(measured()).toEqual(["", 1236]);
  });

  test("the dust sensor of the page sleeps without a reading and without a fault", () => {
    const { setUp, begin, speaks, measured, said, clock } = onBench();
    setUp(fan, 0);
    begin(pm25.part);
    expect(measured()).toEqual(["", undefined]);
    clock.after(100, () => fan.drive(fan, 1));
    expect(measured()).toEqual(["", undefined]);
    speaks(FRAME);
    expect(measured()).toEqual(["", 1236]);
    expect(said).toEqual([SLEEP, WORK]);
  });
});

describe("the sensor by edges of the page", () => {
  /** High for `highMs` of each 1004 ms, from `at` on. */
  function cycles(highMs: number, at: number) {
    const { clock, lines, begin, measure } = createBreadboard();
    begin(co2.part);
    const cycle = () => {
      lines.drive(PIN, 1);
      clock.after(highMs, () => lines.drive(PIN, 0));
      clock.after(1004, cycle);
    };
    lines.drive(PIN, 0);
    clock.after(at, cycle);
    clock.advance(1500);
    return [measure(co2.part), co2.value];
  }

  test.each([0, 300, 800, 1000])("the sensor by edges reads 400 ppm when a cycle begins at %s ms", (at) => {
    expect(cycles(82, at)).toEqual(["", 400]);
  });

  test("the sensor by edges of the page reports a line without edges", () => {
    expect(cycles(82, 9000)).toEqual(["no answer", undefined]);
  });
});
