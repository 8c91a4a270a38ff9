// A device that its broker sends to another one, in an image of each kind.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { chosenAtGate } from "../everything.ts";
import { ENGINES } from "./engines.ts";

const FILES = {
  "device.ts": `import { device, powerSwitch } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
export default device({
  name: "room",
  mqtt: 5,
  followServerReference: true,
  actuators: [powerSwitch("heater", relay("heater"))],
});
`,
  "wiring.ts": `import { wire } from "ringmote/boards/board.ts";
import d1Mini from "ringmote/boards/d1-mini-espruino.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
export default {
  "d1-mini-espruino": wire(d1Mini, { heater: "D5" }),
  "esp8266-nodemcu": wire(esp8266, { heater: "D5" }),
  "esp32-nodemcu": wire(esp32, { heater: "IO4" }),
};
`,
};

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-reference-"));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
afterAll(() => rmSync(FOLDER, { recursive: true }));

const MOVED = 0x9d;

test.each(
  chosenAtGate(
    ENGINES.filter(({ board }) => board !== "raspberry-pi-zero-2-w"),
    "node",
    "lua 5.1",
  ),
)("$name goes where a DISCONNECT sends it", async ({ start }) => {
  const { declaration } = await readFirmware(FOLDER);
  const { world, broker, pass } = partsInWorld(declaration);
  const visited: string[] = [];
  const device = await start(FOLDER, {
    ...world,
    connect(to, events) {
      visited.push(`${to.host}:${to.port}`);
      return world.connect(to, events);
    },
  });
  pass(5000);
  broker.send({
    cmd: "disconnect",
    reasonCode: MOVED,
    properties: { serverReference: "no,place other.lan:1884" },
  });
  pass(10_000);
  expect(visited).toEqual(["broker:1883", "other.lan:1884"]);
  expect(broker.kept("home/room-1/status")).toBe("online");
  expect(broker.breaches).toEqual([]);
  device.kill();
});
