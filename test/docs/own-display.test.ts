// A shed with the display that docs/drivers.md shows: built for every kind of board, and tried.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { buildImage } from "../../tools/image/build.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const PAGE = readFileSync(new URL("../../docs/drivers.md", import.meta.url), "utf8");
const [, imports, displays] = /^\/\/ (import \{ display \}.*)\n(displays: .*)$/m.exec(
  PAGE,
) as unknown as string[];
const DEVICE = `${imports}
import { device, powerSwitch, seconds, sensor } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
import { sht3x } from "ringmote/drivers/sht3x.ts";
export default device({
  name: "shed",
  sensors: [sensor("temperature", sht3x("air").temperature, { every: seconds(30), decimals: 1 })],
  actuators: [powerSwitch("pump", relay("pump"))],
  ${displays}
});
`;

const FILES = {
  "device.ts": DEVICE,
  "wiring.ts": `import { wire } from "ringmote/boards/board.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";
const d1 = { sda: "D2", scl: "D5" } as const;
const esp32 = { sda: "D21", scl: "D22" } as const;
export default {
  "esp32-espruino": wire(esp32Espruino, { air: esp32, panel: esp32, pump: "D23" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { air: d1, panel: d1, pump: "D1" }),
};
`,
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-own-display-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

test.each(["esp32-espruino", "esp8266-nodemcu"])("the shed of the page is built for %s", async (board) => {
  const image = await buildImage({ firmware: FOLDER, board });
  expect(image.files.map(({ content }) => content.text).join()).toContain("Shed ");
});

test("the display of the page shows the shed and reports its fault", async () => {
  const { declaration } = await readFirmware(FOLDER);
  const trial = await startTrial(declaration);
  onTestFinished(trial.end);
  const panel = trial.displays.get("panel");
  const shown = () => {
    trial.pass(3000);
    return panel?.text().slice(0, 2);
  };
  expect(shown()).toEqual(["Shed 20.0 °C", "Pump off"]);
  await trial.command("pump", "on");
  expect(shown()).toEqual(["Shed 20.0 °C", "Pump on"]);
  if (panel !== undefined) panel.fault = "unpowered";
  await trial.heard("problem", "panel: no answer");
  await trial.command("pump", "off");
  if (panel !== undefined) panel.fault = "none";
  await trial.heard("problem", "none");
  expect(shown()).toEqual(["Shed 20.0 °C", "Pump off"]);
  expect(() => trial.displays.get("oled")).toThrow('There is no display at the role "oled"');
});
