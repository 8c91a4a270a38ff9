// Parts on one one-wire line need their ROM codes: without one, all answer to whoever is asked.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { type Board, wire } from "../../boards/board.ts";
import d1MiniNodeMcu from "../../boards/d1-mini-nodemcu.ts";
import esp8266NodeMcu from "../../boards/esp8266-nodemcu.ts";
import raspberryPi from "../../boards/raspberry-pi-zero-2-w.ts";
import { wiredRoles } from "../../tools/image/wiring/wiring.ts";
import { ringmoteHere } from "../cli/in-process.ts";
import { createOwnProject } from "../cli/own-project.ts";

vi.setConfig({ testTimeout: 180_000 });

const project = createOwnProject();
afterAll(project.remove);

const BOARDS = ["esp32-espruino", "esp8266-nodemcu", "raspberry-pi-zero-2-w"];
const FLOW_CODE = String.raw`\x28\x01\x02\x03\x04\x05\x06\x9e`;
const BACK_CODE = String.raw`\x28\x01\x02\x03\x04\x05\x07\xc0`;

/** What a command says of a device with these two parts on one pin, and its exit code. */
async function told(command: string[], flow: string, back: string) {
  const folder = join(project.folder, "heat");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "device.ts"),
    `import { device, seconds, sensor } from "ringmote";
import { ds18b20 } from "ringmote/drivers/ds18b20.ts";

const flow = ${flow};
const back = ${back};

export default device({
  name: "heat",
  sensors: [
    sensor("flow", flow.temperature, { every: seconds(30), decimals: 1 }),
    sensor("back", back.temperature, { every: seconds(30), decimals: 1 }),
  ],
});
`,
  );
  const roles = /"one"/.test(flow) ? '{ one: "PIN" }' : '{ flow: "PIN", back: "PIN" }';
  const wirings = Object.entries({
    "esp32-espruino": "D4",
    "esp8266-nodemcu": "D2",
    "raspberry-pi-zero-2-w": "GPIO4",
  });
  writeFileSync(
    join(folder, "wiring.ts"),
    [
      'import { wire } from "ringmote/boards/board.ts";',
      ...wirings.map(([board], i) => `import board${i} from "ringmote/boards/${board}.ts";`),
      `export default { ${wirings.map(([board, pin], i) => `"${board}": wire(board${i}, ${roles.replaceAll("PIN", pin)})`).join(", ")} };`,
    ].join("\n"),
  );
  const run = ringmoteHere([command[0], "./heat", ...command.slice(1)], {}, project.folder);
  return { code: await run.ended, errors: run.errors() };
}

test.each([
  ["esp32-espruino", "D4", '"npx ringmote scan D4 --board esp32-espruino" asks the board for the codes'],
  ["esp8266-nodemcu", "D2", '"npx ringmote scan D2 --board esp8266-nodemcu" asks the board for the codes'],
  [
    "raspberry-pi-zero-2-w",
    "GPIO4",
    'on the machine, "od -An -v -w8 -tx1 /sys/bus/w1/devices/*-*/id" prints the codes',
  ],
])("%s refuses each part without a code on a shared pin", async (board, pin, howToFind) => {
  const { code, errors } = await told(
    ["build", "--board", board, "--out", "image"],
    'ds18b20("flow")',
    'ds18b20("back")',
  );
  expect(code).toBe(1);
  const sentence = (role: string, partner: string) =>
    String.raw`The part "${role}" shares its one-wire line, pin "${pin}", with "${partner}" and has no ROM code: all would answer it at once. Give it the eight bytes of its code, as in ds18b20("${role}", "\x28..."); ${howToFind}.`;
  expect(errors).toContain(`heat/device.ts:4: ${sentence("flow", "back")}\n`);
  expect(errors).toContain(`heat/device.ts:5: ${sentence("back", "flow")}\n`);
});

test("one code for two probes is not enough", async () => {
  const { code, errors } = await told(
    ["build", "--board", "esp32-espruino", "--out", "image"],
    `ds18b20("flow", "${FLOW_CODE}")`,
    'ds18b20("back")',
  );
  expect(code).toBe(1);
  expect(errors).not.toContain("device.ts:4:");
  expect(errors).toContain('device.ts:5: The part "back" shares its one-wire line');
});

test("two parts of one role are refused where no board is, too", async () => {
  const { code, errors } = await told(
    ["run", "--broker", "mqtt://127.0.0.1:1"],
    'ds18b20("one")',
    'ds18b20("one")',
  );
  expect(code).toBe(1);
  expect(errors).toContain(
    'device.ts:4: The part "one" shares its one-wire line with "one" and has no ROM code',
  );
});

test.each([
  [
    "a wrong checksum",
    String.raw`"\x28\x01\x02\x03\x04\x05\x06\x07"`,
    String.raw`The ROM code of the part "flow" is "\x28\x01\x02\x03\x04\x05\x06\x07", whose last byte is not the checksum of the others; "npx ringmote scan" asks a board for the codes.`,
  ],
  [
    "another chip's family",
    String.raw`"\x10\x01\x02\x03\x04\x05\x06\x7b"`,
    String.raw`The ROM code of the part "flow" is that of another chip: it begins with \x10, and that of a DS18B20 with \x28.`,
  ],
  [
    "the bytes turned round",
    String.raw`"\x9e\x06\x05\x04\x03\x02\x01\x28"`,
    `The ROM code of the part "flow" begins with its end; write its bytes in the order of the line, family first: "${FLOW_CODE}".`,
  ],
  [
    "digits",
    '"28-01020304059E06"',
    String.raw`The ROM code of the part "flow" is written as digits; write its bytes, "\x28\x01\x02\x03\x04\x05\x9e\x06".`,
  ],
  [
    "the name that Linux gives the part",
    '"28-0000072b4f3c"',
    String.raw`The ROM code of the part "flow" is as Linux names it, with its serial number turned round and without its checksum; write its bytes in the order of the line, checksum last: "\x28\x3c\x4f\x2b\x07\x00\x00\x96".`,
  ],
  [
    "seven bytes",
    String.raw`"\x28\x01\x02\x03\x04\x05\x06"`,
    String.raw`; it is a text of 8 bytes in the order of the line, as "\x28\xff...", and "npx ringmote scan" asks a board for it.`,
  ],
  [
    "a number",
    "0x28010203 as never",
    String.raw`The ROM code of the part "flow" is 671154691; it is a text of 8 bytes in the order of the line, as "\x28\xff...", and "npx ringmote scan" asks a board for it.`,
  ],
])("a ROM code with %s is refused at its line, once", async (_, code, sentence) => {
  const back = `ds18b20("back", "${BACK_CODE}")`;
  const { code: exit, errors } = await told(
    ["run", "--broker", "mqtt://127.0.0.1:1"],
    `ds18b20("flow", ${code})`,
    back,
  );
  expect(exit).toBe(1);
  expect(errors).toContain(`${sentence}\n`);
  expect(errors.match(/device\.ts:\d+: /g)).toEqual(["device.ts:4: "]);
});

test("one ROM code for two parts is refused at the second", async () => {
  const { code, errors } = await told(
    ["run", "--broker", "mqtt://127.0.0.1:1"],
    `ds18b20("flow", "${FLOW_CODE}")`,
    `ds18b20("back", "${FLOW_CODE}")`,
  );
  expect(code).toBe(1);
  expect(errors).not.toContain("device.ts:4:");
  expect(errors).toContain('device.ts:5: The parts "flow" and "back" have the same ROM code');
});

test.each<Board<"D0">>([esp8266NodeMcu, d1MiniNodeMcu])(
  "$name refuses a one-wire part on D0, and offers the others",
  async (board) => {
    const wiring = wire(board, { air: "D0" });
    await expect(wiredRoles([{ role: "air", kind: "one-wire" }], wiring, "wiring.ts")).rejects.toThrow(
      `wiring.ts: the role "air" is on pin "D0", which cannot be a one-wire line on ${board.title}, because NodeMCU's one-wire module does not take pin 0; these can: D1, D2,`,
    );
    expect(await wiredRoles([{ role: "air", kind: "output" }], wiring, "wiring.ts")).toEqual({ air: 0 });
  },
);

test("a machine refuses a one-wire part where its kernel has no bus", async () => {
  const needed = [{ role: "heat", kind: "one-wire" }] as const;
  await expect(wiredRoles(needed, wire(raspberryPi, { heat: "GPIO17" }), "wiring.ts")).rejects.toThrow(
    'wiring.ts: the role "heat" is on pin "GPIO17", which cannot be a one-wire line on Raspberry Pi Zero 2 W, because the kernel has no one-wire bus there; these can: GPIO4.',
  );
});

test.each(BOARDS)("%s takes two parts with their codes on one pin", async (board) => {
  const { code, errors } = await told(
    ["build", "--board", board, "--out", `image-${board}`],
    `ds18b20("flow", "${FLOW_CODE}")`,
    `ds18b20("back", "${BACK_CODE}")`,
  );
  expect([code, errors]).toEqual([0, ""]);
});
