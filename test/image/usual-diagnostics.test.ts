// What a device tells of itself where its author says nothing of it: what its board has room for and knows.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { buildImage, type Image } from "../../tools/image/build.ts";
import { createOwnProject } from "../cli/own-project.ts";

vi.setConfig({ testTimeout: 180_000 });

const project = createOwnProject();
afterAll(project.remove);

const ANNOUNCED = "discovery: homeAssistant(),";

/** A room's air, with these lines in its declaration, and its sensor of this name. */
function roomWith(lines: string, name = "warmth"): string {
  const folder = join(project.folder, "room");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "device.ts"),
    `// room: the air.
import { device, homeAssistant, seconds, sensor } from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";
const air = sht3x("air");
export default device({
  name: "room",
  ${lines}
  sensors: [sensor("${name}", air.temperature, { every: seconds(30) })],
});
`,
  );
  writeFileSync(
    join(folder, "wiring.ts"),
    `import { wire } from "ringmote/boards/board.ts";
import esp32 from "ringmote/boards/esp32-espruino.ts";
import lua from "ringmote/boards/esp32-nodemcu.ts";
import small from "ringmote/boards/esp8266-espruino.ts";
export default {
  "esp32-espruino": wire(esp32, { air: { sda: "D21", scl: "D22" } }),
  "esp32-nodemcu": wire(lua, { air: { sda: "IO21", scl: "IO22" } }),
  "esp8266-espruino": wire(small, { air: { sda: "D4", scl: "D14" } }),
};
`,
  );
  return folder;
}

async function textsOf(firmware: string, board: string): Promise<string[]> {
  const { files } = await buildImage({ firmware, board });
  return files.map(({ content }) => content.text);
}

test.each([
  ["esp32-espruino", '"uptime", "signal"'],
  ["esp32-nodemcu", '"uptime"'],
  ["esp8266-espruino", ""],
])("a device on %s that says nothing has the diagnostics [%s]", async (board, names) => {
  const usual = await textsOf(roomWith(ANNOUNCED), board);
  expect(usual).toEqual(await textsOf(roomWith(`${ANNOUNCED} diagnostics: [${names}],`), board));
  expect(usual.join().includes("-uptime")).toBe(names !== "");
});

const hasUptime = ({ files }: Image) => files.some(({ content }) => content.text.includes("uptime"));

test.each<[string, string, string[]]>([
  ["that is not announced", "", []],
  ["that wants none", `${ANNOUNCED} diagnostics: [],`, []],
  ["whose image is to have none", ANNOUNCED, ["diagnostics"]],
])("a device %s has no diagnostics", async (_which, lines, without) => {
  const image = await buildImage({ firmware: roomWith(lines), board: "esp32-espruino", without });
  expect(image.features.diagnostics).toBe(false);
  expect(hasUptime(image)).toBe(false);
});

test("a sensor's own name is not taken for a diagnostic", async () => {
  const texts = await textsOf(roomWith(ANNOUNCED, "signal"), "esp32-espruino");
  expect(texts).toEqual(
    await textsOf(roomWith(`${ANNOUNCED} diagnostics: ["uptime"],`, "signal"), "esp32-espruino"),
  );
});

test("a device that has all that is usual has no note of it", async () => {
  for (const lines of [ANNOUNCED, "", `${ANNOUNCED} diagnostics: [],`])
    expect((await buildImage({ firmware: roomWith(lines), board: "esp32-espruino" })).notes).toBeUndefined();
});

test("a device that fills its board has no diagnostics, and a note says so", async () => {
  const image = await buildImage({ firmware: "greenhouse", board: "esp32-nodemcu" });
  expect(image.needsLfs).toBe(true);
  expect(hasUptime(image)).toBe(false);
  expect(image.notes).toEqual([
    'uptime is left out, for want of room on the board; diagnostics: ["uptime"] of the device asks for it all the same.',
  ]);
});
