// Diagnostics of a device whose author names none: those that its board has room for and knows.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { Diagnostic } from "../../src/device/declare/diagnostics.ts";
import { homeAssistant } from "../../src/index.ts";
import { usualDiagnostics } from "../../src/platform/node/usual-diagnostics.ts";
import { buildImage, type Image } from "../../tools/image/build.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { createOwnProject } from "../cli/own-project.ts";

vi.setConfig({ testTimeout: 180_000 });

const project = createOwnProject();
afterAll(project.remove);

const ANNOUNCED = "discovery: homeAssistant(),";

/** A room's air, with these lines in its declaration. */
function roomWith(lines: string): string {
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
  sensors: [sensor("warmth", air.temperature, { every: seconds(30) })],
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

const textOf = ({ files }: Image) => files.map(({ content }) => content.text).join("\n");

test("a device that says nothing has the diagnostics of its board, and no note", async () => {
  const board = "esp32-espruino";
  const usual = await buildImage({ firmware: roomWith(ANNOUNCED), board });
  const asked = `${ANNOUNCED} diagnostics: ["uptime", "signal"],`;
  expect(textOf(usual)).toBe(textOf(await buildImage({ firmware: roomWith(asked), board })));
  expect(textOf(usual)).toContain("-uptime");
  expect(usual.notes).toBeUndefined();
});

test.each<[string, string[], boolean]>([
  ["esp32-nodemcu", [], true],
  ["esp8266-espruino", [], false],
  ["esp32-espruino", ["diagnostics"], false],
])("an image for %s without %j has its uptime: %s", async (board, without, has) => {
  const image = await buildImage({ firmware: roomWith(ANNOUNCED), board, without });
  expect([image.features.diagnostics, textOf(image).includes("-uptime")]).toEqual([has, has]);
  expect(textOf(image)).not.toContain("-signal");
  expect(image.notes).toBeUndefined();
});

const sensorCalled = (name: string) => [{ name }] as unknown as DeviceDeclaration["sensors"];

test.each<[string, Partial<DeviceDeclaration>, Diagnostic[]]>([
  ["that says nothing", {}, ["uptime", "signal"]],
  ["that is not announced", { discovery: undefined }, []],
  ["that wants none", { diagnostics: [] }, []],
  ["with a sensor of that name", { sensors: sensorCalled("signal") }, ["uptime"]],
])("a device %s gets what is usual and not its own", (_which, own, names) => {
  const declaration = { name: "room", discovery: homeAssistant(), ...own } as DeviceDeclaration;
  expect(usualDiagnostics(declaration, ["uptime", "signal"])).toEqual(names);
});

test("a device that fills its board has no diagnostics, and a note says so", async () => {
  const image = await keptImage({ firmware: "greenhouse", board: "esp32-nodemcu" });
  expect(image.needsLfs).toBe(true);
  expect(textOf(image)).not.toContain("uptime");
  expect(image.notes).toEqual([
    'uptime is left out, for want of room on the board; diagnostics: ["uptime"] of the device asks for it all the same.',
  ]);
});
