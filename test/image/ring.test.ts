// The ring that a device asks for, in the image of a board: given, or refused at its line.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { buildImage, type Image } from "../../tools/image/build.ts";
import { ringmoteHere } from "../cli/in-process.ts";
import { createOwnProject } from "../cli/own-project.ts";

vi.setConfig({ testTimeout: 180_000 });

const project = createOwnProject();
afterAll(project.remove);

/** A device that keeps all it can, with its ring in line 7. */
function loggerWith(ring: string, overflow = "oldest"): string {
  const folder = join(project.folder, "logger");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "device.ts"),
    `// logger: the air.
import { device, seconds, sensor } from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";
const air = sht3x("air");
export default device({
  name: "logger",
  ${ring}
  sensors: [sensor("warmth", air.temperature, { every: seconds(1), qos: 1, overflow: "${overflow}" })],
});
`,
  );
  writeFileSync(
    join(folder, "wiring.ts"),
    `import { wire } from "ringmote/boards/board.ts";
import espruino from "ringmote/boards/esp8266-espruino.ts";
import nodemcu from "ringmote/boards/esp8266-nodemcu.ts";
export default {
  "esp8266-espruino": wire(espruino, { air: { sda: "D4", scl: "D14" } }),
  "esp8266-nodemcu": wire(nodemcu, { air: { sda: "D1", scl: "D2" } }),
};
`,
  );
  return folder;
}

const usual = new Map<string, Promise<Image>>();

/** The image of the logger that asks for no ring, built once a board. */
function usualOn(board: string): Promise<Image> {
  const image = usual.get(board) ?? buildImage({ firmware: loggerWith(""), board });
  usual.set(board, image);
  return image;
}

test.each([
  ["esp8266-espruino", "", 8, 512],
  ["esp8266-espruino", "ring: { slots: 20 },", 20, 512],
  ["esp8266-nodemcu", "ring: { slots: 64, bytes: 4096 },", 64, 4096],
])("an image for %s with %j has the ring of its device", async (board, ring, slots, bytes) => {
  const before = await usualOn(board);
  const image = ring === "" ? before : await buildImage({ firmware: loggerWith(ring), board });
  expect(image.limits).toMatchObject({ slots, bytes });
  if (ring !== "") expect(image.held.most).toBeGreaterThan(before.held.most);
});

test("a ring that the device can never fill is smaller, and a note says so", async () => {
  const image = await buildImage({
    firmware: loggerWith("ring: { slots: 64 },", "latest"),
    board: "esp8266-nodemcu",
  });
  expect(image.limits.slots).toBe(8);
  expect(image.notes).toEqual([
    "The ring has 8 slots in place of 64: the device never fills more, as each of its topics keeps its latest message only.",
  ]);
});

test("a ring costs an image no byte but its numbers", async () => {
  const board = "esp8266-nodemcu";
  const same = await buildImage({ firmware: loggerWith("ring: { slots: 16, bytes: 2048 },"), board });
  const own = await usualOn(board);
  expect(same.files.map(({ content }) => content.text)).toEqual(own.files.map(({ content }) => content.text));
});

async function built(board: string, ring: string) {
  loggerWith(ring);
  const run = ringmoteHere(["build", "./logger", "--board", board, "--out", "image"], {}, project.folder);
  return { code: await run.ended, errors: run.errors() };
}

test.each([
  [
    "esp8266-espruino",
    "ring: { bytes: 16384 },",
    /logger\/device\.ts:7: The ring of 8 messages and 16384 bytes is more than esp8266-espruino holds: with it logger is estimated to hold \d+ JsVars, \d+ too many; make it smaller, or leave `ring` out for the board's 8 messages and 512 bytes\.$/m,
  ],
  [
    "esp8266-nodemcu",
    "ring: { slots: 1024, bytes: 65536 },",
    /logger\/device\.ts:7: The ring of 1024 messages and 65536 bytes is more than esp8266-nodemcu holds: /m,
  ],
  ["esp8266-nodemcu", "ring: { slots: 4 },", /logger\/device\.ts:7: The option slots is 4; /m],
])("a build for %s refuses %j at its line", async (board, ring, words) => {
  const { code, errors } = await built(board, ring);
  expect(errors).toMatch(words);
  expect(errors.trim().split("\n")).toHaveLength(1);
  expect(code).toBe(1);
});

test("board --firmware tells the ring of the device", async () => {
  loggerWith("ring: { slots: 24 },");
  const run = ringmoteHere(["board", "esp8266-nodemcu", "--firmware", "./logger"], {}, project.folder);
  expect(await run.ended).toBe(0);
  expect(run.output()).toContain(
    "the ring of a device that asks for no other keeps 16 messages of 2048 bytes in all",
  );
  expect(run.output()).toContain("\nThe ring of logger keeps 24 messages of 2048 bytes in all.");
});

test("run --board runs the device as that board, or says why not", async () => {
  loggerWith("");
  const unknown = ringmoteHere(["run", "./logger", "--own-broker", "--board", "esp8266"], {}, project.folder);
  expect(await unknown.ended).toBe(2);
  expect(unknown.errors()).toMatch(/There is no board "esp8266"\. Known are: /);
  const run = ringmoteHere(
    ["run", "./logger", "--own-broker", "--board", "esp8266-nodemcu"],
    {},
    project.folder,
  );
  await run.wrote(/status online/);
  run.interrupt();
  expect(await run.ended).toBe(0);
});
