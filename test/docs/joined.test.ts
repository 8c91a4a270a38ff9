// Several parts as one, as docs/home-assistant.md shows them: a thermostat of three, tried and met
// by Home Assistant's stand-in.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";
import { meet } from "../discovery/joined/joining.ts";

const PAGE = readFileSync(new URL("../../docs/home-assistant.md", import.meta.url), "utf8");
const BLOCK = /```ts\n(sensors: .*?)```/s.exec(PAGE)?.[1] as string;

const DEVICE = `import { device, homeAssistant, numberInput, powerSwitch, seconds, sensor, valueOnly, when } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
import { sht3x } from "ringmote/drivers/sht3x.ts";
const air = sht3x("air");
export default device({ name: "room", ${BLOCK} });
`;
const WIRING = `import { wire } from "ringmote/boards/board.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";
export default { "esp32-nodemcu": wire(esp32NodeMcu, { air: { sda: "IO21", scl: "IO22" }, heater: "IO23" }) };
`;

async function declarationOfPage() {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-joined-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "device.ts"), DEVICE);
  writeFileSync(join(folder, "wiring.ts"), WIRING);
  return (await readFirmware(folder)).declaration;
}

test("the page's thermostat is one entity, and heats to its target", async () => {
  const declaration = await declarationOfPage();
  const home = meet(declaration);
  expect(home.keys()).toEqual(["climate", "temperature", "problem"]);
  let celsius = 18;
  const trial = await startTrial(declaration, {
    around: { air: { air: () => ({ celsius, humidity: 50 }) } },
  });
  onTestFinished(trial.end);
  await trial.heard("heater", "on");
  celsius = 21;
  await trial.heard("heater", "off");
  await trial.command("target", "22");
  await trial.heard("heater", "on");
  home.says("target", "22.0");
  home.says("heater", "on");
  expect(home.attributes("climate")).toMatchObject({ temperature: 22, hvac_action: "heating" });
  expect(home.complaints).toEqual([]);
});
