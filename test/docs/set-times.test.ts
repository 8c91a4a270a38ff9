// What docs/cannot-yet.md shows in place of a time that people set: a choice of times, each with its rule, tried.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const PAGE = readFileSync(new URL("../../docs/cannot-yet.md", import.meta.url), "utf8");
const BLOCK = /```ts\n(actuators: .*?)```/s.exec(PAGE)?.[1] as string;

const DEVICE = `import { device, hours, powerSwitch, seconds, selectInput, valueOnly, when } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
export default device({ name: "doser", ${BLOCK} });
`;
const WIRING = `import { wire } from "ringmote/boards/board.ts";
import esp32NodeMcu from "ringmote/boards/esp32-nodemcu.ts";
export default { "esp32-nodemcu": wire(esp32NodeMcu, { pump: "IO23" }) };
`;

test("the page's example doses once, and more than three are refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-set-times-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "device.ts"), DEVICE);
  writeFileSync(join(folder, "wiring.ts"), WIRING);
  const { declaration } = await readFirmware(folder);
  const trial = await startTrial(declaration);
  onTestFinished(trial.end);
  for (const choice of ["5 s", "10 s", "5 s"]) {
    await trial.heard("pump", "off");
    await trial.command("dose", choice);
    await trial.heard("pump", "on");
    await trial.heard("dose", "none");
  }
  await trial.heard("pump", "off");
  await trial.command("dose", "5 s");
  await trial.heard("problem", /pump: refused: at most 3 times within 24 h/);
  expect(trial.circuit.output("pump")).toBe(0);
});
