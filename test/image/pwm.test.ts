// PWM on a board: frequencies that its firmware does not make, and more pins than it drives, are refused at
// their parts' lines.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import c3 from "../../boards/esp32-c3-espruino.ts";
import esp32 from "../../boards/esp32-espruino.ts";
import esp32NodeMcu from "../../boards/esp32-nodemcu.ts";
import esp8266 from "../../boards/esp8266-espruino.ts";
import esp8266NodeMcu from "../../boards/esp8266-nodemcu.ts";
import pi from "../../boards/raspberry-pi-zero-2-w.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { pwmFaults } from "../../tools/image/wiring/pwm-faults.ts";
import { ringmoteHere } from "../cli/in-process.ts";
import { createOwnProject } from "../cli/own-project.ts";

vi.setConfig({ testTimeout: 180_000 });

const project = createOwnProject();
afterAll(project.remove);

const BOARDS = [esp32, c3, esp8266, esp32NodeMcu, esp8266NodeMcu, pi];
type BoardName = (typeof BOARDS)[number]["name"];

/** A fan of four wires: a driver of one's own, whose frequency is a constant in it. */
const FAN = `import type { Drivable, Pin, Ports, Pwm, Wires } from "ringmote/driver.ts";
interface Fan extends Drivable { ports: Pwm | undefined; pin: Pin }
export function fan(role: string): Fan {
  return { role, wire: "pwm", setUp, drive, most: 100, ports: undefined, pin: "" };
}
function setUp(part: Fan, ports: Ports, wires: Wires, value: number): void {
  part.ports = ports.pwm;
  part.pin = wires[part.role] as Pin;
  ports.pwm.start(part.pin, 25000, value * 10);
}
function drive(part: Fan, value: number): void {
  (part.ports as Pwm).setDuty(part.pin, value * 10);
}
`;

const boardCalled = (boardName: BoardName) => BOARDS.find(({ name }) => name === boardName) ?? esp32;

/**
 * A device with a light on each part of the list, a line each from line 10 on, on the first pins that can:
 * its folder.
 */
function lightsOn(boardName: BoardName, parts: readonly string[]): string {
  const board = boardCalled(boardName);
  const folder = join(project.folder, "lights");
  mkdirSync(folder, { recursive: true });
  const head = [
    'import { device, light, numberInput, powerSwitch } from "ringmote";',
    'import { buzzer } from "ringmote/drivers/buzzer.ts";',
    'import { pwmLight } from "ringmote/drivers/pwm-light.ts";',
    'import { servo } from "ringmote/drivers/servo.ts";',
    'import { fan } from "./fan.ts";',
    "",
    "export const used = [buzzer, pwmLight, servo, fan, light, numberInput, powerSwitch];",
    "export default device({",
    '  name: "lights", actuators: [',
  ];
  const roles = parts.map((part) => /"(\w+)"/.exec(part)?.[1] ?? "");
  const lines = parts.map((part, i) =>
    part.startsWith("pwmLight")
      ? `    light("${roles[i]}", ${part}),`
      : part.startsWith("buzzer")
        ? `    powerSwitch("${roles[i]}", ${part}),`
        : `    numberInput("${roles[i]}", ${part}, { min: 0, max: 100 }),`,
  );
  writeFileSync(join(folder, "device.ts"), [...head, ...lines, "  ] });", ""].join("\n"));
  writeFileSync(join(folder, "fan.ts"), FAN);
  const able = Object.entries(board.pins).flatMap(([name, { can }]) =>
    (can as readonly string[]).includes("pwm") ? [name] : [],
  );
  const wires = roles.map((role, i) => `${role}: "${able[i]}"`).join(", ");
  writeFileSync(
    join(folder, "wiring.ts"),
    `import board from "ringmote/boards/${boardName}.ts";\nexport default { "${boardName}": { board, roles: { ${wires} } } };\n`,
  );
  return folder;
}

async function built(boardName: BoardName, parts: readonly string[]) {
  lightsOn(boardName, parts);
  const run = ringmoteHere(["build", "./lights", "--board", boardName, "--out", "image"], {}, project.folder);
  return { code: await run.ended, errors: run.errors() };
}

const light = (role: string, hertz?: number) =>
  hertz === undefined ? `pwmLight("${role}")` : `pwmLight("${role}", false, ${hertz})`;
const ofAll = (hertz?: number, roles = ["red", "green", "blue", "white"]) =>
  roles.map((role) => light(role, hertz));

test.each<[title: string, board: BoardName, parts: readonly string[]]>([
  ["five lights without a frequency", "esp32-espruino", ofAll(undefined, ["a", "b", "c", "d", "e"])],
  ["six lights without a frequency", "esp8266-nodemcu", ofAll(undefined, ["a", "b", "c", "d", "e", "f"])],
  [
    "four lights, one at the frequency of the interpreter,",
    "esp32-espruino",
    [...ofAll(500).slice(0, 3), light("white", 5000)],
  ],
  [
    "eight lights by both kinds of frequency",
    "esp32-espruino",
    [...ofAll(5000, ["a", "b", "c", "d", "e"]), ...ofAll(500, ["f", "g", "h"])],
  ],
  ["a fan of 25 kHz", "esp32-espruino", ['fan("fan")']],
  ["a fan of 25 kHz", "esp32-nodemcu", ['fan("fan")']],
  ["a buzzer at its resonance, and a servo,", "esp32-nodemcu", ['buzzer("bell", 2700)', 'servo("arm")']],
  ["six lights at one frequency", "esp8266-nodemcu", ofAll(500, ["a", "b", "c", "d", "e", "f"])],
  ["a servo and a light of 5000 Hz", "esp32-c3-espruino", ['servo("arm")', light("lamp", 5000)]],
  ["a light and a servo", "esp8266-espruino", [light("lamp"), 'servo("arm")']],
  ["a fan of 25 kHz", "raspberry-pi-zero-2-w", ['fan("fan")']],
])("%s have no fault on %s", async (_, board, parts) => {
  const { declaration } = await readFirmware(lightsOn(board, parts));
  expect(declaration.actuators).toHaveLength(parts.length);
  expect(await pwmFaults(declaration, boardCalled(board))).toEqual([]);
});

test("a fan of 25 kHz is built", async () => {
  expect(await built("esp32-nodemcu", ['fan("fan")'])).toMatchObject({
    code: 0,
    errors: expect.not.stringContaining("Hz"),
  });
});

test.each<[title: string, board: BoardName, parts: readonly string[], line: number, sentence: string]>([
  [
    "a fan of 25 kHz",
    "esp8266-nodemcu",
    ['fan("fan")'],
    10,
    'The part "fan" drives its pin at 25000 Hz, and NodeMCU DevKit (ESP8266) running NodeMCU makes whole hertz from 1 to 1000; give it a frequency within these, or choose another board.',
  ],
  ["a fan of 25 kHz", "esp8266-espruino", ['fan("fan")'], 10, "makes whole hertz from 1 to 1000"],
  [
    "a buzzer at its resonance",
    "esp8266-nodemcu",
    ['buzzer("bell", 2700)'],
    10,
    'The part "bell" drives its pin at 2700 Hz',
  ],
  [
    "a second frequency",
    "esp8266-nodemcu",
    [light("lamp"), 'servo("arm")'],
    11,
    'The part "arm" drives its pin at 50 Hz and "lamp" at 500 Hz, and NodeMCU DevKit (ESP8266) running NodeMCU has one frequency for all pins, that which was set last; give both the same, or choose another board.',
  ],
  [
    "a fourth light",
    "esp32-espruino",
    ofAll(500),
    13,
    'The part "white" is one too many for PWM at 500 Hz: ESP32 running Espruino drives 3 pins at any frequency and 5 pins at 5000 Hz at a time; give it 5000 Hz, or take it out.',
  ],
  [
    "a sixth light without a frequency",
    "esp32-espruino",
    ofAll(undefined, ["a", "b", "c", "d", "e", "f"]),
    15,
    'The part "f" is one too many for PWM at 5000 Hz: ESP32 running Espruino drives 3 pins at any frequency and 5 pins at 5000 Hz at a time; give it 500 Hz, or take it out.',
  ],
  [
    "a second light",
    "esp32-c3-espruino",
    ofAll(500).slice(0, 2),
    11,
    "drives one pin at any frequency and 5 pins at 5000 Hz",
  ],
  [
    "a sixth light at the interpreter's frequency",
    "esp32-espruino",
    ofAll(5000, ["a", "b", "c", "d", "e", "f"]),
    15,
    "one too many for PWM at 5000 Hz",
  ],
])("%s is refused for %s at its line", async (_, board, parts, line, sentence) => {
  const { code, errors } = await built(board, parts);
  expect(code).toBe(1);
  expect(errors).toContain(sentence);
  expect(errors).toMatch(new RegExp(`^ringmote: lights/device\\.ts:${line}: .*\n$`));
});
