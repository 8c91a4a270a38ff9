// Knobs in an image of each kind that counts them: a number and a light are turned by hand, and go on from what was commanded.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { neededModules } from "../../tools/flash/nodemcu/needed-modules.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { chosenAtGate } from "../everything.ts";
import { IN_NODE, ofBoard } from "./engines.ts";

const FILES = {
  "device.ts": `import { device, light, numberInput, seconds, valueOnly } from "ringmote";
import { pwmLight } from "ringmote/drivers/pwm-light.ts";
import { rotaryEncoder } from "ringmote/drivers/rotary-encoder.ts";
export const knob = rotaryEncoder("knob");
export const dimmer = rotaryEncoder("dimmer");
export const lamp = pwmLight("lamp");
export default device({
  name: "wall",
  actuators: [
    numberInput("target", valueOnly(), { min: 5, max: 25, step: 0.5, initial: 19, atStart: "last", turnedBy: knob }),
    light("lamp", lamp, { minimumOff: seconds(2), turnedBy: dimmer }),
  ],
});
`,
  "wiring.ts": `import { wire, wiringOf } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import d1Mini from "ringmote/boards/d1-mini-nodemcu.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import pi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
import type * as device from "./device.ts";
const typed = wiringOf<typeof device>();
export default {
  "d1-mini-espruino": typed(d1MiniEspruino, { knob: { clk: "D1", dt: "D2" }, dimmer: { clk: "D5", dt: "D6" }, lamp: "D7" }),
  "esp32-espruino": typed(esp32Espruino, { knob: { clk: "D18", dt: "D19" }, dimmer: { clk: "D21", dt: "D22" }, lamp: "D23" }),
  "esp32-nodemcu": typed(esp32, { knob: { clk: "IO18", dt: "IO19" }, dimmer: { clk: "IO21", dt: "IO22" }, lamp: "IO23" }),
  "esp8266-nodemcu": typed(esp8266, { knob: { clk: "D1", dt: "D2" }, dimmer: { clk: "D5", dt: "D6" }, lamp: "D7" }),
  "d1-mini-nodemcu": wire(d1Mini, { knob: { clk: "D0", dt: "D2" }, dimmer: { clk: "D5", dt: "D6" }, lamp: "D7" }),
  "raspberry-pi-zero-2-w": wire(pi, { knob: { clk: "GPIO17", dt: "GPIO27" }, dimmer: { clk: "GPIO22", dt: "GPIO23" }, lamp: "GPIO18" }),
};
`,
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-wall-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

const ENGINES = chosenAtGate(
  [
    IN_NODE,
    ofBoard("lua 5.1, esp8266-nodemcu", "esp8266-nodemcu"),
    ofBoard("lua 5.3, esp32-nodemcu", "esp32-nodemcu"),
    ofBoard("script, esp32-espruino", "esp32-espruino"),
    ofBoard("script, d1-mini-espruino", "d1-mini-espruino"),
  ],
  "node",
  "lua 5.1",
  "script, esp32",
);

async function started(start: (typeof ENGINES)[number]["start"]) {
  const { declaration } = await readFirmware(FOLDER);
  const run = partsInWorld(declaration);
  const begin = async () => {
    const device = await start(FOLDER, run.world);
    run.pass(10_000);
    return device;
  };
  let device = await begin();
  run.said();
  return {
    ...run,
    /** Its power goes, and comes back. */
    async restart() {
      device.kill();
      device = await begin();
    },
    /** Turns a knob, and returns what the device then said last of each topic. */
    turned(role: string, detents: number, ms?: number) {
      run.knob(role).turn(detents, ms);
      run.pass(3_000);
      const last = new Map(run.said().map((line) => line.split("=") as [string, string]));
      return Object.fromEntries(last);
    },
    command(topic: string, payload: string) {
      run.tell(`${topic}/set`, payload);
      run.pass(1_000);
      run.said();
    },
  };
}

describe.each(ENGINES)("$name", ({ start }) => {
  test("turns a number by its steps, within its bounds", async () => {
    const { turned, command } = await started(start);
    expect(turned("knob", 1)).toEqual({ target: "19.5" });
    expect(turned("knob", -3)).toEqual({ target: "18.0" });
    command("target", "24");
    expect(turned("knob", 5)).toEqual({ target: "25.0" });
    expect(turned("knob", 1)).toEqual({});
    expect(turned("knob", -1)).toEqual({ target: "24.5" });
    expect(turned("knob", -60, 8)).toEqual({ target: "5.0" });
    expect(turned("knob", 1)).toEqual({ target: "5.5" });
  });

  test("dims a light from off to full and back, by its policies", async () => {
    const { turned, circuit } = await started(start);
    expect(turned("dimmer", -1)).toEqual({});
    expect(turned("dimmer", 1)).toEqual({ lamp: "on", "lamp/brightness": "13" });
    expect(turned("dimmer", 19)).toEqual({ lamp: "on", "lamp/brightness": "255" });
    expect(circuit.output("lamp")).toBe(1);
    expect(turned("dimmer", -20)).toEqual({ lamp: "off", "lamp/brightness": "8" });
    expect(circuit.output("lamp")).toBe(0);
  });

  test("counts no bounce, and nothing of a broken wire", async () => {
    const { turned, knob } = await started(start);
    knob("knob").fault = "bounce";
    expect(turned("knob", 4)).toEqual({ target: "21.0" });
    expect(turned("knob", -2)).toEqual({ target: "20.0" });
    knob("knob").fault = "clk-broken";
    expect(turned("knob", 4)).toEqual({});
    knob("knob").fault = "dt-broken";
    expect(turned("knob", -4)).toEqual({});
    knob("knob").fault = "worn";
    expect(turned("knob", 4)).toEqual({ target: "21.0" });
    knob("knob").fault = "none";
    expect(turned("knob", -1)).toEqual({ target: "20.5" });
  });

  test("keeps what was turned through a loss of power", async () => {
    const { turned, restart, command, pass, said } = await started(start);
    expect(turned("knob", 2)).toEqual({ target: "20.0" });
    pass(20_000);
    await restart();
    expect(said()).toContain("target=20.0");
    command("target", "8");
    expect(turned("knob", -1)).toEqual({ target: "7.5" });
  });
});

test.each([
  [
    "d1-mini-nodemcu",
    'the pin "clk" of the role "knob" is on pin "D0", which cannot be a line of a rotary encoder on LOLIN (Wemos) D1 mini running NodeMCU, because it has no interrupt; these can: D1, D2, D3,',
  ],
  [
    "raspberry-pi-zero-2-w",
    'the role "knob" is a rotary encoder, and Raspberry Pi Zero 2 W counts none, because the edges of two lines come without their order there; take a board with an ESP8266 or an ESP32, or two buttons.',
  ],
])("%s is refused at its line, with what to take", async (board, sentence) => {
  const refused = keptImage({ firmware: FOLDER, board });
  await expect(refused).rejects.toThrow(sentence);
  await expect(refused).rejects.toThrow(/wiring\.ts:\d+/);
});

test.each(["esp8266-nodemcu", "esp32-nodemcu"])("an image for %s asks for rotary", async (board) => {
  const { files } = await keptImage({ firmware: FOLDER, board });
  const modules = neededModules({
    files: files.map(({ name, content }) => ({ name, content: content.text })),
  });
  expect(modules).toContain("rotary");
});
