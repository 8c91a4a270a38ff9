// Two parts whose echoes are timed, in an image of each kind that has times of edges: each is told from the other, and its faults.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { chosenAtGate } from "../everything.ts";
import { IN_NODE, ofBoard } from "./engines.ts";

const FILES = {
  "device.ts": `import { device, seconds, sensor } from "ringmote";
import { hcSr04 } from "ringmote/drivers/hc-sr04.ts";
export const tank = hcSr04("tank");
export const gate = hcSr04("gate");
export default device({
  name: "levels",
  sensors: [
    sensor("level", tank.distance, { every: seconds(10), unit: "cm", decimals: 1, deviceClass: "distance" }),
    sensor("gate", gate.distance, { every: seconds(10), unit: "cm", decimals: 1 }),
  ],
});
`,
  "wiring.ts": `import { wire, wiringOf } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import pi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
import type * as device from "./device.ts";
const typed = wiringOf<typeof device>();
export default {
  "esp32-espruino": typed(esp32Espruino, { tank: { trigger: "D18", echo: "D34" }, gate: { trigger: "D19", echo: "D23" } }),
  "esp8266-nodemcu": typed(esp8266, { tank: { trigger: "D0", echo: "D5" }, gate: { trigger: "D6", echo: "D7" } }),
  "d1-mini-espruino": typed(d1MiniEspruino, { tank: { trigger: "D0", echo: "D5" }, gate: { trigger: "D6", echo: "D7" } }),
  "esp32-nodemcu": wire(esp32, { tank: { trigger: "IO18", echo: "IO34" }, gate: { trigger: "IO19", echo: "IO23" } }),
  "raspberry-pi-zero-2-w": wire(pi, { tank: { trigger: "GPIO5", echo: "GPIO6" }, gate: { trigger: "GPIO12", echo: "GPIO13" } }),
};
`,
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-levels-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

const ENGINES = chosenAtGate(
  [
    IN_NODE,
    ofBoard("lua 5.1, esp8266-nodemcu", "esp8266-nodemcu"),
    ofBoard("script, esp32-espruino", "esp32-espruino"),
    ofBoard("script, d1-mini-espruino", "d1-mini-espruino"),
  ],
  "node",
  "lua 5.1",
  "script, d1",
);

test.each(ENGINES)("$name reads two echoes, and tells their faults apart", async ({ start }) => {
  const { declaration } = await readFirmware(FOLDER);
  const run = partsInWorld(declaration);
  run.place("tank").centimetres = 187.3;
  const device = await start(FOLDER, run.world);
  run.pass(30_000);
  expect(run.said()).toEqual(expect.arrayContaining(["level=187.3", "gate=100.0"]));
  for (const [fault, words] of [
    ["silent", "no answer"],
    ["no-echo", "no echo"],
    ["lost-edge", "edge lost"],
    ["noise", "noise"],
  ] as const) {
    run.ranger("tank").fault = fault;
    run.pass(30_000);
    expect(run.problem()).toContain(`tank: ${words}`);
    expect(run.problem()).not.toContain("gate");
    run.ranger("tank").fault = "none";
    run.place("tank").centimetres += 29;
    run.pass(30_000);
    expect(run.problem()).toBe("none");
  }
  expect(run.said()).toEqual(expect.arrayContaining(["level=216.3", "level=245.3", "level=303.3"]));
  for (const role of ["tank", "gate"]) expect(run.ranger(role).misuses()).toEqual([]);
  device.kill();
});

/** Of a pulse that is over before the program runs. */
test.each([
  ["lua 5.1, esp8266-nodemcu", "esp8266-nodemcu", "tank: edge lost"],
  ["script, esp32-espruino", "esp32-espruino", "tank: noise"],
])("%s gives no reading of two edges at once", async (name, board, problem) => {
  const { declaration } = await readFirmware(FOLDER);
  const run = partsInWorld(declaration);
  run.ranger("tank").fault = "silent";
  run.circuit.whenWritten("tank.trigger", (written) => {
    if (written === 1) return;
    run.world.after(20, () => {
      for (const level of [1, 0]) run.circuit.drive("tank.echo", level);
    });
  });
  const device = await ofBoard(name, board).start(FOLDER, run.world);
  run.pass(30_000);
  expect(run.problem()).toContain(problem);
  expect(run.said().filter((line) => line.startsWith("level"))).toEqual([]);
  device.kill();
});

test.each([
  [
    "esp32-nodemcu",
    'the role "tank" needs the time of each edge, which ESP32-DevKitC running NodeMCU does not give, because gpio.trig of NodeMCU on the ESP32 does not say it; take Espruino on the same chip, or NodeMCU on an ESP8266.',
  ],
  [
    "raspberry-pi-zero-2-w",
    'the role "gate" needs the time of each edge, which Raspberry Pi Zero 2 W does not give, because ringmote does not ask Linux for it; take a board with an ESP8266 or an ESP32 running Espruino.',
  ],
])("%s is refused at its line, with what to take", async (board, sentence) => {
  const refused = keptImage({ firmware: FOLDER, board });
  await expect(refused).rejects.toThrow(sentence);
  await expect(refused).rejects.toThrow(/wiring\.ts:\d+/);
});
