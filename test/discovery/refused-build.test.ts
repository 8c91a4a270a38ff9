// An image that Home Assistant would refuse is not built.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { buildImage } from "../../tools/build/build.ts";

const WIRING = `import { wire } from "ringmote/boards/board.ts";
import board from "ringmote/boards/esp8266-espruino.ts";
export default { "esp8266-espruino": wire(board, { air: { sda: "D4", scl: "D14" } }) };
`;

test("the build names the line of the device, the unit and what was meant", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const device = `import { device, homeAssistant, seconds, sensor } from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";
const air = sht3x("air");
export default device({
  name: "room",
  discovery: homeAssistant(),
  sensors: [sensor("temperature", air.temperature, { unit: "C", every: seconds(30) })],
});
`;
  writeFileSync(join(folder, "device.ts"), device);
  writeFileSync(join(folder, "wiring.ts"), WIRING);
  await expect(buildImage({ firmware: folder, board: "esp8266-espruino" })).rejects.toThrow(
    /device\.ts:7: Home Assistant does not know the unit "C"; write "°C"\./,
  );
});
