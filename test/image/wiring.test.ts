// A wiring is checked against the device and the board before anything is built.
import { expect, test } from "vitest";
import type { Board, Wire } from "../../boards/board.ts";
import esp32 from "../../boards/esp32-espruino.ts";
import esp8266Espruino from "../../boards/esp8266-espruino.ts";
import esp8266NodeMcu from "../../boards/esp8266-nodemcu.ts";
import pi from "../../boards/raspberry-pi-zero-2-w.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import { type NeededRole, neededRoles, wiredRoles } from "../../tools/image/wiring/wiring.ts";
import { wiringFaults } from "../../tools/image/wiring/wiring-faults.ts";

const board = {
  name: "bench",
  title: "Bench board",
  pins: {
    D1: { gpio: 5, id: 1, can: ["in", "out", "one-wire"] },
    D2: { gpio: 4, id: 2, can: ["in", "out"] },
    D3: { gpio: 0, id: "three", can: ["in", "out"] },
    IN: { gpio: 34, id: 34, can: ["in", "adc"], because: { out: "it is an input only" } },
    BUTTON: { gpio: 15, id: 15, can: ["in", "interrupt"] },
    LAMP: { gpio: 12, id: 12, can: ["out", "pwm"], because: { interrupt: "it has no interrupt" } },
  },
} as unknown as Board;

const NEEDED: readonly NeededRole[] = [
  { role: "air", kind: "i2c" },
  { role: "heater", kind: "output" },
];

const GOOD = { air: { sda: "D1", scl: "D2" }, heater: "D3" };

function refusals(
  roles: Record<string, string | { sda: string; scl: string }>,
  needed = NEEDED,
): readonly string[] {
  return sentencesOf(wiringFaults(needed, { board, roles }));
}

test("a second analog role on the one analog input names the ads1115", () => {
  const needed: readonly NeededRole[] = [
    { role: "soil", kind: "analog" },
    { role: "light", kind: "analog" },
  ];
  expect(refusals({ soil: "IN", light: "IN" }, needed)).toEqual([
    'pin "IN" is used twice, by the roles "soil" and "light"; Bench board has no other analog input: put an ads1115 on I2C (ringmote/drivers/ads1115.ts), which has four.',
  ]);
});

test("roles come out on the pins named by the board's firmware", async () => {
  expect(await wiredRoles(NEEDED, { board, roles: GOOD }, "wiring.ts")).toEqual({
    air: { sda: 1, scl: 2 },
    heater: "three",
  });
});

const WRONG: readonly (readonly [
  title: string,
  roles: Record<string, string | { sda: string; scl: string }>,
  sentence: string,
])[] = [
  ["a role without a pin", { air: GOOD.air }, 'the role "heater" has no pin; give it one of D3, LAMP.'],
  [
    "a role that the device has not",
    { ...GOOD, lamp: "IN" },
    'the device has no role "lamp"; it has: air, heater.',
  ],
  [
    "a misspelt role",
    { air: GOOD.air, heatr: "D3" },
    'the device has no role "heatr"; did you mean "heater"? It has: air, heater.',
  ],
  [
    "a pin that the board has not",
    { ...GOOD, heater: "D9" },
    'the role "heater" is on pin "D9", which Bench board has not; these can be an output: D1, D2, D3, LAMP.',
  ],
  [
    "a pin by its name under other firmware",
    { ...GOOD, heater: "IO3" },
    'the role "heater" is on pin "IO3", which Bench board has not; did you mean "D3"? These can be an output: D1, D2, D3, LAMP.',
  ],
  ["a pin with the name of something else", { ...GOOD, heater: "constructor" }, "which Bench board has not"],
  [
    "a pin that lacks the ability",
    { ...GOOD, heater: "IN" },
    'the role "heater" is on pin "IN", which cannot be an output on Bench board, because it is an input only; these can: D1, D2, D3, LAMP.',
  ],
  [
    "a pin used twice",
    { ...GOOD, heater: "D1" },
    'pin "D1" is used twice, by the roles "air" and "heater"; give each a pin of its own.',
  ],
  [
    "both lines of a bus on one pin",
    { ...GOOD, air: { sda: "D1", scl: "D1" } },
    'the role "air" has pin "D1" for both lines of its bus; they are two pins.',
  ],
  ["a bus on one pin", { ...GOOD, air: "D1" }, 'write { sda: "D1", scl: ... }.'],
  [
    "an output on two pins",
    { air: GOOD.air, heater: { sda: "D3", scl: "IN" } },
    "give it one pin in place of { sda, scl }.",
  ],
  [
    "a pin by its number",
    { air: GOOD.air, heater: 5 as never },
    "give it one pin by its name, as text, in place of 5.",
  ],
];

test.each(WRONG)("%s is refused in one sentence", (_, roles, sentence) => {
  const sentences = refusals(roles);
  expect(sentences).toHaveLength(1);
  expect(sentences[0]).toContain(sentence);
});

const FAN: readonly NeededRole[] = [
  { role: "fan.forward", kind: "output", pin: { of: "fan", name: "forward" } },
  { role: "fan.backward", kind: "output", pin: { of: "fan", name: "backward" } },
  { role: "heater", kind: "output" },
];

test("named pins come out as a wire each", async () => {
  const roles = { fan: { forward: "D1", backward: "D3" }, heater: "D2" };
  expect(await wiredRoles(FAN, { board, roles }, "wiring.ts")).toEqual({
    "fan.forward": 1,
    "fan.backward": "three",
    heater: 2,
  });
});

const WRONG_NAMES: readonly [title: string, roles: Record<string, Wire<string>>, sentences: string[]][] = [
  [
    "no pins",
    { heater: "D2" },
    ['the role "fan" has no pins; write { forward: ..., backward: ... }, each with one of D1, D3, LAMP.'],
  ],
  [
    "one pin without a name",
    { heater: "D2", fan: "D1" },
    ['the role "fan" has several pins, and is given "D1"; write { forward: ..., backward: ... }, each with'],
  ],
  [
    "a name too few",
    { heater: "D2", fan: { forward: "D1" } },
    ['the role "fan" has nothing for its pin "backward"; give it one of D3, LAMP.'],
  ],
  [
    "a name too many",
    { heater: "D2", fan: { forward: "D1", backward: "D3", brake: "LAMP" } },
    ['the role "fan" has no pin "brake"; its pins are forward, backward.'],
  ],
  [
    "the names of a bus",
    { heater: "D2", fan: { sda: "D1", scl: "D3" } },
    [
      'the role "fan" has nothing for its pin "forward"',
      'the role "fan" has nothing for its pin "backward"',
      'the role "fan" has no pin "sda"; its pins are forward, backward.',
      'the role "fan" has no pin "scl"; its pins are forward, backward.',
    ],
  ],
  [
    "a pin that the board has not",
    { heater: "D2", fan: { forward: "D1", backward: "D9" } },
    [
      'the pin "backward" of the role "fan" is on pin "D9", which Bench board has not; these can be an output: D1, D2',
    ],
  ],
  [
    "a pin that cannot be an output",
    { heater: "D2", fan: { forward: "D1", backward: "IN" } },
    [
      'the pin "backward" of the role "fan" is on pin "IN", which cannot be an output on Bench board, because it is an input only; these can: D1, D2, D3, LAMP.',
    ],
  ],
  [
    "one pin for two names",
    { heater: "D2", fan: { forward: "D1", backward: "D1" } },
    ['the role "fan" has pin "D1" for both "forward" and "backward"; they are two pins.'],
  ],
  [
    "a pin of another role's",
    { heater: "D2", fan: { forward: "D1", backward: "D2" } },
    ['pin "D2" is used twice, by the roles "heater" and "fan"; give each a pin of its own.'],
  ],
];

test.each(WRONG_NAMES)("named pins with %s are refused, a sentence for each", (_, roles, sentences) => {
  const shown = sentencesOf(wiringFaults(FAN, { board, roles }));
  expect(shown).toHaveLength(sentences.length);
  for (const [i, sentence] of sentences.entries()) expect(shown[i]).toContain(sentence);
});

test("a bus with other names for its lines is refused", () => {
  const roles = { ...GOOD, air: { data: "D1", clock: "D2" } };
  expect(sentencesOf(wiringFaults(NEEDED, { board, roles }))).toEqual([
    'the role "air" is an I2C bus and needs two pins; write { sda: ..., scl: ... }.',
  ]);
});

test("two parts may share one bus, on the same two pins", () => {
  const needed: NeededRole[] = [...NEEDED, { role: "light", kind: "i2c" }];
  expect(refusals({ ...GOOD, light: { sda: "D1", scl: "D2" } }, needed)).toEqual([]);
});

test("two parts of one address may not share a bus", () => {
  const needed: NeededRole[] = [
    { role: "air", kind: "i2c", addresses: [0x23, 0x44, 0x44] },
    { role: "light", kind: "i2c", addresses: [0x24] },
    { role: "outdoors", kind: "i2c", addresses: [0x44] },
  ];
  const bus = { sda: "D1", scl: "D2" };
  expect(refusals({ air: bus, light: bus, outdoors: bus }, needed)).toEqual([
    'the roles "air" and "outdoors" have one bus and one address, 0x44; set another address at one of the parts and in device.ts, or take a board with two buses, as an ESP32 running Espruino. If both are one part, give them one role.',
  ]);
});

const ON_I2C: readonly NeededRole[] = ["air", "light", "load"].map((role) => ({ role, kind: "i2c" }));
test("no further bus is advised where each has that address", () => {
  const needed: NeededRole[] = ["air", "light", "load"].map((role) => ({
    role,
    kind: "i2c",
    addresses: [0x44],
  }));
  const roles = { air: ON_21, light: ON_18, load: ON_18 };
  expect(sentencesOf(wiringFaults(needed, { board: esp32, roles }))).toEqual([
    expect.stringContaining("set another address at one of the parts and in device.ts. If both are one part"),
  ]);
});

const ON_21 = { sda: "D21", scl: "D22" };
const ON_18 = { scl: "D19", sda: "D18", hertz: 400_000 } as const;

test("each bus has its number and its speed", async () => {
  const roles = { air: ON_21, light: ON_18, load: { sda: "D18", scl: "D19", hertz: 400_000 } } as const;
  const second = { sda: "D18", scl: "D19", bus: 1, hertz: 400_000 };
  expect(await wiredRoles(ON_I2C, { board: esp32, roles }, "wiring.ts")).toEqual({
    air: ON_21,
    light: second,
    load: second,
  });
  const air = { sda: "GPIO23", scl: "GPIO24" };
  expect(await wiredRoles(ON_I2C.slice(0, 1), { board: pi, roles: { air } }, "wiring.ts")).toEqual({
    air: { sda: "gpiochip0 23", scl: "gpiochip0 24", bus: 1 },
  });
});

test.each<[string, Board, Record<string, Wire<string>>, string]>([
  [
    "three buses",
    esp32,
    { air: ON_21, light: ON_18, load: { sda: "D32", scl: "D33" } },
    'the role "load" is on an I2C bus of its own, and ESP32 running Espruino has two, with "air" and "light"; give it the pins of one of them.',
  ],
  [
    "pins without a bus",
    pi,
    { air: { sda: "GPIO2", scl: "GPIO24" } },
    'the role "air" is an I2C bus on "GPIO2" and "GPIO24", where Raspberry Pi Zero 2 W has none; give it { sda: "GPIO2", scl: "GPIO3" } or { sda: "GPIO23", scl: "GPIO24" }.',
  ],
  [
    "a speed that is the kernel's",
    pi,
    { air: { sda: "GPIO2", scl: "GPIO3", hertz: 400_000 } },
    "which Raspberry Pi Zero 2 W cannot be asked for, because the kernel sets it;",
  ],
  [
    "a speed of no board's",
    esp32,
    { air: { ...ON_21, hertz: 1_000_000 as 400_000 } },
    'the I2C bus of the role "air" has 1000000 hertz; write 100000 or 400000.',
  ],
  [
    "two speeds of one bus",
    esp32,
    { air: ON_21, light: { ...ON_21, hertz: 400_000 } },
    'the roles "air" and "light" have one I2C bus, of 100000 and of 400000 hertz; write the same at both.',
  ],
])("a wiring with %s is refused", (_, on, roles, sentence) => {
  const needed = ON_I2C.filter(({ role }) => Object.hasOwn(roles, role));
  const sentences = sentencesOf(wiringFaults(needed, { board: on, roles }));
  expect(sentences).toHaveLength(1);
  expect(sentences[0]).toContain(sentence);
});

test("two buses may not share one pin", () => {
  const needed: NeededRole[] = [...NEEDED, { role: "light", kind: "i2c" }];
  expect(refusals({ ...GOOD, light: { sda: "D1", scl: "IN" } }, needed).join()).toContain(
    'pin "D1" is used twice',
  );
});

test.each([
  ["input", false, "D1", undefined],
  ["input", true, "D1", "cannot be a watched input on Bench board; these can: BUTTON."],
  ["input", true, "BUTTON", undefined],
  ["input", true, "LAMP", "cannot be a watched input on Bench board"],
  ["pulses", false, "IN", "cannot be an input whose pulses are counted"],
  ["pulses", false, "BUTTON", undefined],
  ["analog", false, "IN", undefined],
  ["analog", false, "D1", "cannot be an analog input on Bench board; these can: IN."],
  ["pwm", false, "LAMP", undefined],
  ["pwm", false, "BUTTON", "cannot be a PWM output on Bench board; these can: LAMP."],
  ["one-wire", false, "D1", undefined],
  ["one-wire", false, "D3", "cannot be a one-wire line on Bench board; these can: D1."],
  ["one-wire", false, "IN", "cannot be a one-wire line on Bench board, because it is an input only"],
] as const)("the kind %s (watched: %s) on pin %s", (kind, isWatched, pin, sentence) => {
  const sentences = refusals({ part: pin }, [{ role: "part", kind, isWatched }]);
  if (sentence === undefined) expect(sentences).toEqual([]);
  else expect(sentences.join()).toContain(sentence);
});

test("two parts may share one one-wire line, and no other pin", () => {
  const on = (kind: NeededRole["kind"]) =>
    refusals({ one: "D1", two: "D1" }, [
      { role: "one", kind },
      { role: "two", kind },
    ]);
  expect(on("one-wire")).toEqual([]);
  expect(on("input").join()).toContain('pin "D1" is used twice');
});

test.each([
  [esp8266NodeMcu, "D0"],
  [esp8266Espruino, "D16"],
])("GPIO16 is no line of an I2C bus: %#", (board, pin) => {
  for (const air of [
    { sda: "D5", scl: pin },
    { sda: pin, scl: "D5" },
  ])
    expect(
      sentencesOf(wiringFaults([{ role: "air", kind: "i2c" }], { board, roles: { air } })).join(),
    ).toContain(
      `is on pin "${pin}", which cannot be an I2C line on ${board.title}, because it is no open drain`,
    );
});

test("buses of different kinds do not share a pin", () => {
  const sentences = refusals({ ...GOOD, water: "D1" }, [...NEEDED, { role: "water", kind: "one-wire" }]);
  expect(sentences.join()).toContain('pin "D1" is used twice');
});

test("a part without a wire has no role; watched pins are known", () => {
  const part = (role: string, wire: string, watched: boolean, pins?: object) => ({
    role,
    wire,
    watched,
    pins,
  });
  const declaration = {
    name: "bench",
    sensors: [
      part("chip", "none", false),
      part("door", "input", true),
      part("soil", "analog", false),
      part("knob", "pins", true, { clk: "input", led: "output" }),
    ].map((need) => ({ name: need.role, quantity: { part: need }, options: {} })),
  } as unknown as DeviceDeclaration;
  expect(neededRoles(declaration)).toEqual([
    { role: "door", kind: "input", isWatched: true },
    { role: "soil", kind: "analog" },
    { role: "knob.clk", kind: "input", pin: { of: "knob", name: "clk" }, isWatched: true },
    { role: "knob.led", kind: "output", pin: { of: "knob", name: "led" } },
  ]);
});
