// The driver that docs/drivers.md shows, beside a device of one's own: built, and measured.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { buildImage } from "../../tools/image/build.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const PAGE = readFileSync(new URL("../../docs/drivers.md", import.meta.url), "utf8");
const DRIVER = /```ts\n(\/\/ TMP36.*?)```/s.exec(PAGE)?.[1] as string;

const FILES = {
  "tmp36.ts": DRIVER,
  "device.ts": `import { device, seconds, sensor } from "ringmote";
import { tmp36 } from "./tmp36.ts";
const probe = tmp36("probe");
export default device({
  name: "shed",
  sensors: [sensor("temperature", probe.temperature, { decimals: 1, every: seconds(10) })],
});
`,
  "wiring.ts": `import { wire } from "ringmote/boards/board.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";
export default {
  "esp32-espruino": wire(esp32Espruino, { probe: "D32" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { probe: "A0" }),
};
`,
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-own-driver-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

test.each(["esp32-espruino", "esp8266-nodemcu"])("an own driver is built for %s", async (board) => {
  const image = await buildImage({ firmware: FOLDER, board });
  expect(image.files.map(({ content }) => content.text).join()).toContain("out of range");
});

test("a custom driver measures in a trial and reports invalid readings", async () => {
  const { declaration } = await readFirmware(FOLDER);
  let millivolts = 715;
  const trial = await startTrial(declaration, { around: { probe: { millivolts: () => millivolts } } });
  onTestFinished(trial.end);
  await trial.heard("temperature", /^21\.[456]$/);
  millivolts = 3300;
  await trial.heard("problem", /out of range/);
});
