// A strip of LEDs with a colour in an image of each kind that has one: it follows commands, and comes back as it was.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { neededModules } from "../../tools/flash/nodemcu/needed-modules.ts";
import { readBoard, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { chosenAtGate } from "../everything.ts";
import { IN_NODE, ofBoard } from "./engines.ts";

const LEDS = 300;

const FILES = {
  "device.ts": `import { colorLight, device } from "ringmote";
import { ws2812 } from "ringmote/drivers/ws2812.ts";
export const strip = ws2812("strip", ${LEDS});
export default device({
  name: "shelf",
  actuators: [colorLight("light", strip, { atStart: "last" })],
});
`,
  "wiring.ts": `import { wire, wiringOf } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import d1Mini from "ringmote/boards/d1-mini-nodemcu.ts";
import esp01 from "ringmote/boards/esp-01-nodemcu.ts";
import esp32Espruino from "ringmote/boards/esp32-espruino.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import pi from "ringmote/boards/raspberry-pi-zero-2-w.ts";
import sonoff from "ringmote/boards/sonoff-basic-nodemcu.ts";
import type * as device from "./device.ts";
const typed = wiringOf<typeof device>();
export default {
  "d1-mini-espruino": typed(d1MiniEspruino, { strip: "D2" }),
  "esp-01-nodemcu": typed(esp01, { strip: "IO2" }),
  "esp32-espruino": typed(esp32Espruino, { strip: "D18" }),
  "esp32-nodemcu": typed(esp32, { strip: "IO18" }),
  "esp8266-nodemcu": typed(esp8266, { strip: "D4" }),
  "d1-mini-nodemcu": wire(d1Mini, { strip: "D2" }),
  "raspberry-pi-zero-2-w": wire(pi, { strip: "GPIO18" }),
  "sonoff-basic-nodemcu": wire(sonoff, { strip: "IO14" }),
};
`,
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-shelf-"));
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
  "lua 5.3",
  "script, d1",
);

const DARK = 0;
const ORANGE = 0xff4100;

async function started(start: (typeof ENGINES)[number]["start"]) {
  const { declaration } = await readFirmware(FOLDER);
  const run = partsInWorld(declaration);
  const logged: string[] = [];
  const world = { ...run.world, log: (line: string) => logged.push(line) };
  const begin = async () => {
    const device = await start(FOLDER, world);
    run.pass(10_000);
    return device;
  };
  return {
    ...run,
    logged,
    begin,
    /** The colours of the LEDs, each once, and of how many. */
    shown: () => [...new Set(run.strip("strip").lights())],
    command(topic: string, payload: string) {
      run.tell(`${topic}/set`, payload);
      run.pass(1000);
    },
  };
}

test.each(ENGINES)("$name shows a colour on all LEDs, darkens it and keeps it", async ({ start }) => {
  const run = await started(start);
  const { begin, command, shown } = run;
  let device = await begin();
  expect(shown()).toEqual([DARK]);
  expect(run.strip("strip").lights()).toHaveLength(LEDS);
  command("light/color", "255,128,0");
  expect(shown()).toEqual([DARK]);
  command("light", "on");
  expect(shown()).toEqual([ORANGE]);
  command("light/brightness", "128");
  expect(shown()).toEqual([0x411100]);
  command("light/color", "1,2,255");
  expect(shown()).toEqual([0x010141]);
  command("light", "off");
  expect(shown()).toEqual([DARK]);
  command("light/color", "255,128,0");
  command("light/brightness", "255");
  run.pass(11_000);
  device.kill();
  run.strip("strip").fault = "absent";
  expect(shown()).toEqual([DARK]);
  run.strip("strip").fault = "none";
  device = await begin();
  expect(shown()).toEqual([ORANGE]);
  expect(run.said()).toContain("light/color=255,128,0");
  expect(run.strip("strip").misuses()).toEqual([]);
  device.kill();
});

// The ESP8266's UART under NodeMCU sends whatever it is given.
const CAN_FAIL = ENGINES.filter(({ board }) => board !== "esp8266-nodemcu");

test.each(CAN_FAIL)("$name goes on when a frame cannot be sent, and says so", async ({ start }) => {
  const run = await started(start);
  const device = await run.begin();
  run.command("light/color", "255,128,0");
  run.command("light", "on");
  run.strip("strip").fault = "unsent";
  run.command("light/color", "0,0,255");
  expect(run.shown()).toEqual([ORANGE]);
  expect(run.said()).toContain("light/color=0,0,255");
  expect(run.logged).toContain("WS2812: strip was not sent");
  run.strip("strip").fault = "none";
  run.command("light/brightness", "255");
  run.command("light/color", "0,255,0");
  expect(run.shown()).toEqual([0x00ff00]);
  device.kill();
});

test.each([
  [
    "d1-mini-nodemcu",
    'the role "strip" is on pin "D2", which cannot be the data line of a strip of LEDs on LOLIN (Wemos) D1 mini running NodeMCU; these can: D4.',
  ],
  [
    "sonoff-basic-nodemcu",
    'the role "strip" needs a pin for a strip of LEDs, and Sonoff Basic (R1) running NodeMCU has none, because NodeMCU drives one at GPIO2 alone, which is on no header; take a D1 mini, or a NodeMCU DevKit.',
  ],
  [
    "raspberry-pi-zero-2-w",
    'the role "strip" needs a pin for a strip of LEDs, and Raspberry Pi Zero 2 W has none, because ringmote drives none under Linux; take a board with an ESP8266 or an ESP32.',
  ],
])("%s is refused at its line, with what to take", async (board, sentence) => {
  const refused = keptImage({ firmware: FOLDER, board });
  await expect(refused).rejects.toThrow(sentence);
  await expect(refused).rejects.toThrow(/wiring\.ts:\d+/);
});

test.each(["esp8266-nodemcu", "esp32-nodemcu", "esp-01-nodemcu"])(
  "an image for %s asks for ws2812",
  async (board) => {
    const { files } = await keptImage({ firmware: FOLDER, board });
    const modules = neededModules({
      files: files.map(({ name, content }) => ({ name, content: content.text })),
    });
    expect(modules).toContain("ws2812");
    expect(modules).not.toContain("pwm");
  },
);

test.each([
  ["esp8266-nodemcu", 2 * 3 * LEDS],
  ["esp32-nodemcu", 2 * 3 * LEDS],
  ["esp32-espruino", Math.ceil((3 * LEDS) / 8)],
])("the estimate for %s counts what is sent", async (board, sent) => {
  const { held, inLfs } = await keptImage({ firmware: FOLDER, board });
  expect(held.sent).toBe(sent);
  expect(held.most).toBeGreaterThanOrEqual(held.connected + held.ring + sent);
  if (inLfs !== undefined) expect(inLfs.most).toBeGreaterThanOrEqual(inLfs.connected + sent);
  expect(held.most).toBeLessThanOrEqual((await readBoard(board)).budget.held);
});
