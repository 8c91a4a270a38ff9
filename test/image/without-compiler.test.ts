// Commands that read a firmware for its names and boards do without the compiler, where
// nothing in it has to be checked.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-names-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

vi.mock("../../tools/compiler/source/checked-operations.ts", () => ({
  withChecks(path: string) {
    throw new Error(`the compiler reads ${path}`);
  },
}));

function write(schedule: string): void {
  const device = `/* a * b, a - b + c */
// living-room: a relay that is switched from anywhere.
import { device, powerSwitch, seconds } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";

export default device({
  name: "living-room",
  status: { keepAlive: seconds(${schedule}) },
  actuators: [powerSwitch("relay", relay("relay"), { atStart: "off" })],
});
`;
  writeFileSync(join(FOLDER, "device.ts"), device);
  writeFileSync(
    join(FOLDER, "wiring.ts"),
    `import { wire } from "ringmote/boards/board.ts";
import board from "ringmote/boards/esp32-espruino.ts";
export default { "esp32-espruino": wire(board, { relay: 4 }) };
`,
  );
}

test("comments, texts and hyphens of names need no check", async () => {
  write("60");
  const { declaration, wiring } = await readFirmware(FOLDER);
  expect([declaration.name, ...Object.keys(wiring)]).toEqual(["living-room", "esp32-espruino"]);
});

test.each([
  "30 + 30",
  "2 * 30",
  "90 - 30",
  "`${30 + 30}`.length",
  "-60",
  "(() => { let a = 2; a *= 30; return a; })()",
])("%s is checked", async (schedule) => {
  write(schedule);
  await expect(readFirmware(FOLDER)).rejects.toThrow("the compiler reads");
});
