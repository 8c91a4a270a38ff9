// The pump that docs/actuators.md shows: built for every kind of board, and tried.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { buildImage } from "../../tools/image/build.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const PAGE = readFileSync(new URL("../../docs/actuators.md", import.meta.url), "utf8");
const DEVICE = /```ts\n(import .*?)```/s.exec(PAGE)?.[1] as string;
const ONLY = /it may be on only while [^`]*/.exec(PAGE)?.[0] as string;

const FILES = {
  "device.ts": DEVICE,
  "wiring.ts": `import { wire } from "ringmote/boards/board.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";
export default {
  "esp32-espruino": wire(esp32Espruino, { float: "D18", air: { sda: "D21", scl: "D22" }, pump: "D23" }),
  "esp8266-nodemcu": wire(esp8266NodeMcu, { float: "D7", air: { sda: "D2", scl: "D5" }, pump: "D1" }),
};
`,
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-own-actuator-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

test.each(["esp32-espruino", "esp8266-nodemcu"])("the pump of the page is built for %s", async (board) => {
  const image = await buildImage({ firmware: FOLDER, board });
  expect(image.files.map(({ content }) => content.text).join()).toContain(ONLY);
});

test("the pump of the page never runs dry, whoever asks for it", async () => {
  const { declaration } = await readFirmware(FOLDER);
  let celsius = 20;
  const trial = await startTrial(declaration, {
    around: { air: { air: () => ({ celsius, humidity: 50 }) } },
  });
  onTestFinished(trial.end);
  const float = trial.contacts.get("float");
  await trial.heard("level", "ok");
  await trial.command("return-pump", "on");
  await trial.heard("return-pump", "on");
  float?.open();
  await trial.heard("return-pump", "off");
  await trial.heard("problem", new RegExp(ONLY));
  const answers = trial.told("return-pump").length;
  await trial.command("return-pump", "on");
  expect(trial.told("return-pump").slice(answers)).toEqual(["off"]);
  float?.close();
  await trial.heard("problem", "none");
  expect(trial.circuit.output("pump")).toBe(0);
  float?.open();
  celsius = 30;
  await trial.heard("temperature", "30.0");
  await trial.heard("problem", new RegExp(ONLY));
  float?.close();
  await trial.heard("return-pump", "on");
});
