// A fault of a wiring is told at the line of the role, or of the bus line, that it is said of. The lines are marked.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { ringmoteHere } from "../cli/in-process.ts";
import { createOwnProject } from "../cli/own-project.ts";

vi.setConfig({ testTimeout: 180_000 });

const MARK = "// wrong: ";

const project = createOwnProject();
afterAll(project.remove);

const DEVICE = `
import { device, powerSwitch, seconds, sensor } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
import { sht3x } from "ringmote/drivers/sht3x.ts";

export default device({
  name: "room",
  sensors: [sensor("temperature", sht3x("air").temperature, { every: seconds(30), decimals: 1 })],
  actuators: [powerSwitch("heater", relay("heater"))],
});
`;

const IMPORTS = `
import { wire } from "ringmote/boards/board.ts";
import esp32 from "ringmote/boards/esp32-espruino.ts";
`;

/** Builds a device with this wiring, and expects what its marks say and nothing else. */
async function expectMarked(wiring: string, device = DEVICE): Promise<void> {
  const folder = join(project.folder, "room");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "device.ts"), device);
  writeFileSync(join(folder, "wiring.ts"), wiring);
  const marked = wiring.split("\n").flatMap((line, i) => {
    const sentence = line.split(MARK)[1];
    return sentence === undefined ? [] : [`room/wiring.ts:${i + 1}: esp32-espruino: ${sentence}`];
  });
  const run = ringmoteHere(["build", "./room", "--board", "esp32-espruino"], {}, project.folder);
  expect(await run.ended).toBe(1);
  for (const sentence of marked) expect(run.errors()).toContain(sentence);
  expect(run.errors().match(/wiring\.ts/g)).toHaveLength(marked.length);
}

test("a doubled pin is reported at its second role's line", () =>
  expectMarked(`${IMPORTS}
export default {
  "esp32-espruino": wire(esp32, {
    air: { sda: "D21", scl: "D22" },
    heater: "D22", // wrong: pin "D22" is used twice, by the roles "air" and "heater"; give each a pin of its own.
  }),
};
`));

test("a wrong bus line and a surplus role are reported in place", () =>
  expectMarked(`${IMPORTS}
export default {
  "esp32-espruino": wire(esp32, {
    air: {
      sda: "D21",
      scl: "D34", // wrong: the role "air" is on pin "D34", which cannot be an I2C line
    },
    heater: "D23",
    lamp: "D25", // wrong: the device has no role "lamp"; it has: air, heater.
  }),
};
`));

test("a role without a pin is reported at the call of wire", () =>
  expectMarked(`${IMPORTS}
const air = { sda: "D21", scl: "D22" } as const;

export default {
  "esp32-espruino": wire(esp32, { air }), // wrong: the role "heater" has no pin; give it one of
};
`));

test("wrong pins of one role are refused at their lines", () =>
  expectMarked(
    `
import { wiringOf } from "ringmote/boards/board.ts";
import esp32 from "ringmote/boards/esp32-espruino.ts";
import type * as device from "./device.ts";

const wire = wiringOf<typeof device>();

export default {
  "esp32-espruino": wire(esp32, {
    fan: {
      forward: "D18",
      backward: "D25", // wrong: the pin "backward" of the role "fan" is on pin "D25", which cannot be a PWM output on ESP32 running Espruino, because
      brake: "D4", // wrong: the role "fan" has no pin "brake"; its pins are forward, backward.
    },
  }),
};
`,
    `
import { device, numberInput } from "ringmote";
import { motor } from "ringmote/drivers/motor.ts";

export const fan = motor("fan");

export default device({
  name: "room",
  actuators: [numberInput("fan", fan, { min: -100, max: 100, initial: 0 })],
});
`,
  ));
