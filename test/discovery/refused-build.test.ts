// Builds that Home Assistant would refuse are not made, and names that it would show badly are warned of.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { buildImage } from "../../tools/image/build.ts";

const WIRING = `import { wire } from "ringmote/boards/board.ts";
import board from "ringmote/boards/esp8266-espruino.ts";
export default { "esp8266-espruino": wire(board, { air: { sda: "D4", scl: "D14" } }) };
`;

/** Builds a device with one sensor. */
function build(discovery: string, unit: string) {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const device = `import { device, homeAssistant, seconds, sensor } from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";
const air = sht3x("air");
export default device({
  name: "dining-room",
  discovery: homeAssistant(${discovery}),
  sensors: [sensor("temperature", air.temperature, { unit: "${unit}", every: seconds(30) })],
});
`;
  writeFileSync(join(folder, "device.ts"), device);
  writeFileSync(join(folder, "wiring.ts"), WIRING);
  return buildImage({ firmware: folder, board: "esp8266-espruino" });
}

test("the build names the device's line, the unit and the nearest unit", async () => {
  await expect(build("", "C")).rejects.toThrow(
    /device\.ts:7: The sensor "temperature" has the unit "C", which Home Assistant does not know; write "°C"\./,
  );
});

test("the build names the line of a thermostat's part of another kind", async () => {
  const discovery = `{
    climate: {
      target: "temperature",
      heater: "temperature",
    },
  }`;
  await expect(build(discovery, "°C")).rejects.toThrow(
    /device\.ts:8: The climate has "temperature" as its target, which is a numberInput; the device has none\./,
  );
});

test("the build shows the id and warns of an area named likewise", async () => {
  const { warnings } = await build('{ area: "Dining room" }', "°C");
  expect(warnings).toEqual([
    'Home Assistant puts the area before the device\'s name, and the name "Dining room" begins with the area "Dining room" as well: sensor.dining_room_dining_room; name what the device is, as homeAssistant({ label: "Climate" }) does.',
  ]);
});
