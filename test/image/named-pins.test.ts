// A part of several pins on a board: what is said of each, and of the part once.
import { expect, test } from "vitest";
import { type Board, wire } from "../../boards/board.ts";
import esp32 from "../../boards/esp32-espruino.ts";
import esp32NodeMcu from "../../boards/esp32-nodemcu.ts";
import esp8266Espruino from "../../boards/esp8266-espruino.ts";
import esp8266 from "../../boards/esp8266-nodemcu.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { hlw8012 } from "../../src/drivers/hlw8012.ts";
import { max31855 } from "../../src/drivers/max31855.ts";
import { mhZ19 } from "../../src/drivers/mh-z19.ts";
import { motor } from "../../src/drivers/motor.ts";
import { pms5003 } from "../../src/drivers/pms5003.ts";
import { pwmLight } from "../../src/drivers/pwm-light.ts";
import { relay } from "../../src/drivers/relay.ts";
import { rgbwLight } from "../../src/drivers/rgbw-light.ts";
import { rotaryEncoder } from "../../src/drivers/rotary-encoder.ts";
import { ws2812 } from "../../src/drivers/ws2812.ts";
import {
  colorLight,
  device,
  light,
  numberInput,
  powerSwitch,
  seconds,
  sensor,
  valueOnly,
} from "../../src/index.ts";
import { boardFaults } from "../../tools/image/boards/board-schema.ts";
import { pwmFaults } from "../../tools/image/wiring/pwm-faults.ts";
import { rolesByPin } from "../../tools/image/wiring/roles-by-pin.ts";
import { spiFaults } from "../../tools/image/wiring/shared-pins.ts";
import { trapWarnings } from "../../tools/image/wiring/traps.ts";
import { neededRoles, wiredRoles } from "../../tools/image/wiring/wiring.ts";
import { wiringFaults } from "../../tools/image/wiring/wiring-faults.ts";
import { powerDevice } from "../../tools/sim/devices/powered-device.ts";
import { partsInWorld } from "../device/parts-in-world.ts";

const turning = (role: string, hertz?: number) =>
  numberInput(role, motor(role, hertz), { min: -100, max: 100, initial: 0 });
const withMotors = (...hertz: (number | undefined)[]) =>
  device({ name: "car", actuators: hertz.map((frequency, i) => turning(`wheel-${i}`, frequency)) });

test("the outputs of a meter at the mains need pins with interrupts", () => {
  const power = sensor("power", hlw8012("mains").power, { every: seconds(10) });
  const needed = neededRoles(device({ name: "plug", sensors: [power] }));
  const faults = (pins: Readonly<Record<string, string>>) =>
    sentencesOf(wiringFaults(needed, { board: esp8266, roles: { mains: pins } })).join();
  expect(faults({ cf: "D5", cf1: "D7", sel: "D0" })).toBe("");
  expect(faults({ cf: "D5", cf1: "D0", sel: "D7" })).toContain(
    'the pin "cf1" of the role "mains" is on pin "D0", which cannot be an input whose pulses are counted on',
  );
});

test("each pin of a motor counts as one of the board's", async () => {
  expect(await pwmFaults(withMotors(undefined, undefined), esp32)).toEqual([]);
  expect(await pwmFaults(withMotors(undefined, undefined, 500), esp32)).toEqual([]);
  expect(sentencesOf(await pwmFaults(withMotors(500, 500), esp32))).toEqual([
    'The part "wheel-1" is one too many for PWM at 500 Hz: ESP32 running Espruino drives 3 pins at any frequency and 5 pins at 5000 Hz at a time; give it 5000 Hz, or take it out.',
  ]);
});

test("a light of four colours leaves an ESP32 under Espruino one pin", async () => {
  const tank = colorLight("tank", rgbwLight("tank"));
  const lamps = ["a", "b", "c"].map((role) => light(role, pwmLight(role)));
  const faults = async (count: number, board: Board) =>
    sentencesOf(
      await pwmFaults(device({ name: "tank", actuators: [tank, ...lamps.slice(0, count)] }), board),
    );
  expect(await faults(1, esp32)).toEqual([]);
  expect((await faults(2, esp32)).join()).toContain('The part "b" is one too many for PWM at 5000 Hz');
  expect(await faults(2, esp8266)).toEqual([]);
  expect((await faults(3, esp8266)).join()).toContain('The part "c" is one too many for PWM');
});

test("a wrong frequency is refused once for both pins", async () => {
  expect(sentencesOf(await pwmFaults(withMotors(25000), esp8266))).toEqual([
    'The part "wheel-0" drives its pin at 25000 Hz, and NodeMCU DevKit (ESP8266) running NodeMCU makes whole hertz from 1 to 1000; give it a frequency within these, or choose another board.',
  ]);
});

test("a motor shares the one frequency of a board with a light", async () => {
  const lamp = light("lamp", pwmLight("lamp"));
  expect(await pwmFaults(device({ name: "car", actuators: [turning("wheel"), lamp] }), esp8266)).toEqual([]);
  const otherCar = device({ name: "car", actuators: [turning("wheel", 100), lamp] });
  expect(sentencesOf(await pwmFaults(otherCar, esp8266)).join()).toContain(
    'The part "lamp" drives its pin at 500 Hz and "wheel" at 100 Hz',
  );
});

test("drawings and traps name each pin of a role", () => {
  const needed = neededRoles(withMotors(undefined));
  const wired = wire(esp8266, { "wheel-0": { forward: "D1", backward: "D8" } });
  expect([...rolesByPin(needed, wired)]).toEqual([
    ["D1", "wheel-0 forward"],
    ["D8", "wheel-0 backward"],
  ]);
  expect(trapWarnings(needed, wired).map(({ role, pin }) => [role, pin])).toEqual([["wheel-0", "D8"]]);
});

test("a motor whose device loses its power stands still", () => {
  const declaration = withMotors(undefined);
  const { world, circuit, pass, tell } = partsInWorld(declaration);
  const powered = powerDevice(world, declaration);
  pass(5000);
  tell("wheel-0/set", "-40");
  pass(1000);
  expect(circuit.output("wheel-0.backward")).toBeCloseTo(0.4, 2);
  powered.cutPower();
  expect(circuit.output("wheel-0.backward")).toBe(0);
});

const withDust = (...roles: string[]) =>
  device({
    name: "air",
    sensors: roles.map((role) => sensor(role, pms5003(role).pm25, { every: seconds(30) })),
  });
const ONE = { tx: "D17", rx: "D16" };

test.each<[string, Parameters<typeof wire>[1], string | undefined]>([
  ["two fit pins", { dust: ONE }, undefined],
  [
    "one pin",
    { dust: "D17" },
    'the role "dust" has several pins, and is given "D17"; write { tx: ..., rx: ... }',
  ],
  [
    "one of both",
    { dust: { tx: "D17" } },
    'the role "dust" has nothing for its pin "rx"; give it one of D4, D13,',
  ],
  [
    "no tx, which Espruino would take,",
    { dust: { rx: "D16" } },
    'the role "dust" has nothing for its pin "tx", and Espruino takes D4 or D17 for it then; give it one of D4, D13,',
  ],
  [
    "the console's pin",
    { dust: { tx: "D1", rx: "D16" } },
    'the pin "tx" of the role "dust" is on pin "D1", which cannot be the tx of a UART on ESP32 running Espruino, because it is the console\'s',
  ],
  [
    "an input to send on",
    { dust: { tx: "D34", rx: "D16" } },
    "which cannot be the tx of a UART on ESP32 running Espruino, because it is an input only",
  ],
  [
    "one pin twice",
    { dust: { tx: "D17", rx: "D17" } },
    'has pin "D17" for both "tx" and "rx"; they are two pins.',
  ],
])("a UART with %s on an ESP32", (_name, roles, sentence) => {
  const sentences = sentencesOf(wiringFaults(neededRoles(withDust("dust")), { board: esp32, roles }));
  if (sentence === undefined) expect(sentences).toEqual([]);
  else expect(sentences.join("\n")).toContain(sentence);
});

test("a part that only speaks needs no tx under NodeMCU", async () => {
  const roles = { dust: { rx: "IO16" } };
  const needed = neededRoles(withDust("dust"));
  expect(await wiredRoles(needed, { board: esp32NodeMcu, roles }, "here")).toEqual({ "dust.rx": 16 });
  const air = sensor("co2", mhZ19("dust").co2, { every: seconds(30) });
  const asked = neededRoles(device({ name: "air", sensors: [air] }));
  expect(sentencesOf(wiringFaults(asked, { board: esp32NodeMcu, roles })).join()).toContain(
    'the role "dust" has nothing for its pin "tx"; give it one of',
  );
});

test("a part beyond the board's UARTs is refused by name", () => {
  const roles = { one: ONE, two: { tx: "D18", rx: "D19" }, three: { tx: "D21", rx: "D22" } };
  expect(
    sentencesOf(wiringFaults(neededRoles(withDust("one", "two", "three")), { board: esp32, roles })),
  ).toEqual([
    'the role "three" needs a UART, and ESP32 running Espruino has 2 for parts, which one and two have; leave one out.',
  ]);
});

test("a board that says nothing of UARTs has none", () => {
  const { uart: _, ...board } = esp32;
  expect(sentencesOf(wiringFaults(neededRoles(withDust("dust")), { board, roles: { dust: ONE } }))).toEqual([
    'the role "dust" needs a UART, and ESP32 running Espruino has none for parts, because ringmote knows none there.',
  ]);
});

const KILN = device({
  name: "kiln",
  sensors: ["oven", "flue"].map((role) => sensor(role, max31855(role).temperature, { every: seconds(30) })),
  actuators: [powerSwitch("heater", relay("heater"))],
});
const OVEN = { sck: "D5", miso: "D6", cs: "D8" };
const FLUE = { sck: "D5", miso: "D6", cs: "D7" };

test.each<[string, Parameters<typeof wire>[1], string | undefined]>([
  ["shared lines", { oven: OVEN, flue: FLUE, heater: "D1" }, undefined],
  [
    "a clock on another pin",
    { oven: { ...OVEN, sck: "D2" }, flue: FLUE, heater: "D1" },
    'the pin "sck" of the role "oven" is on pin "D2", which cannot be the sck of the SPI on NodeMCU DevKit (ESP8266) running NodeMCU; these can: D5.',
  ],
  [
    "one cs for both",
    { oven: OVEN, flue: { ...FLUE, cs: "D8" }, heater: "D1" },
    'pin "D8" is used twice, by the roles "oven" and "flue"',
  ],
  [
    "one pin for two lines",
    { oven: { ...OVEN, cs: "D6" }, flue: FLUE, heater: "D1" },
    'the role "oven" has pin "D6" for both "miso" and "cs"',
  ],
  [
    "a line that another role has",
    { oven: OVEN, flue: FLUE, heater: "D5" },
    'pin "D5" is used twice, by the roles "oven" and "flue"',
  ],
  [
    "a pin that the bus takes",
    { oven: OVEN, flue: { ...FLUE, cs: "D1" }, heater: "D7" },
    'the role "heater" is on pin "D7", which the SPI of "oven" takes on NodeMCU DevKit (ESP8266) running NodeMCU; it can only be a part\'s cs: give the role another pin.',
  ],
])("an SPI with %s on an ESP8266", (_name, roles, sentence) => {
  const sentences = sentencesOf(wiringFaults(neededRoles(KILN), { board: esp8266, roles }));
  if (sentence === undefined) expect(sentences).toEqual([]);
  else expect(sentences.join("\n")).toContain(sentence);
});

test("the build offers no pin that the SPI takes", () => {
  const roles = { oven: OVEN, flue: { ...FLUE, cs: "D1" } };
  const [missing] = sentencesOf(wiringFaults(neededRoles(KILN), { board: esp8266, roles }));
  expect(missing).toMatch(/^the role "heater" has no pin; give it one of D2\./);
});

test("an ESP8266's SPI takes its miso where no part reads", () => {
  const writes = neededRoles(KILN).filter(({ kind }) => kind !== "miso");
  const roles = { oven: OVEN, flue: FLUE, heater: "D6" };
  const wrong = spiFaults(writes, { board: esp8266, roles });
  expect(wrong.map(({ option }) => option)).toEqual([["heater"]]);
  expect(wrong[0]?.sentence).toContain('the role "heater" is on pin "D6", which the SPI of "oven" takes');
});

test("a board has one SPI, which takes pins where it is used", () => {
  const oven = { sck: "D18", miso: "D34", cs: "D5" };
  const faults = (flue: typeof oven) =>
    sentencesOf(wiringFaults(neededRoles(KILN), { board: esp32, roles: { oven, flue, heater: "D4" } }));
  expect(faults({ ...oven, cs: "D17" })).toEqual([]);
  expect(faults({ sck: "D19", miso: "D34", cs: "D17" })).toEqual([
    'the sck of the role "flue" is on pin "D19", and that of "oven" on "D18"; a board has one SPI, so give both the same pin.',
  ]);
  const alone = device({ name: "kiln", actuators: [powerSwitch("heater", relay("heater"))] });
  expect(wiringFaults(neededRoles(alone), { board: esp8266, roles: { heater: "D7" } })).toEqual([]);
});

test("a board that says nothing of an SPI has none", () => {
  const { spi: _, ...board } = esp32;
  const alone = device({
    name: "kiln",
    sensors: [sensor("oven", max31855("oven").temperature, { every: seconds(30) })],
  });
  expect(sentencesOf(wiringFaults(neededRoles(alone), { board, roles: { oven: OVEN } }))).toEqual([
    'the role "oven" needs an SPI, and ESP32 running Espruino has none for parts, because ringmote knows none there.',
  ]);
  const elsewhere = { ...esp32, spi: { lines: { sck: "SCK", miso: "MISO", mosi: "MOSI" } } };
  expect(sentencesOf(wiringFaults(neededRoles(alone), { board: elsewhere, roles: { oven: OVEN } }))).toEqual([
    'the role "oven" needs an SPI, and ESP32 running Espruino has none for parts, because its lines are on pins that the board does not name.',
  ]);
  expect(boardFaults(elsewhere)).toEqual([]);
});

const SHELF = device({ name: "shelf", actuators: [colorLight("light", ws2812("strip", 30))] });
const ofStrip = (board: Board, strip: string) =>
  sentencesOf(wiringFaults(neededRoles(SHELF), { board, roles: { strip } }));

test("a strip is refused on other pins than the board's", () => {
  expect(ofStrip(esp8266, "D4")).toEqual([]);
  expect(ofStrip(esp8266, "D5")).toEqual([
    'the role "strip" is on pin "D5", which cannot be the data line of a strip of LEDs on NodeMCU DevKit (ESP8266) running NodeMCU; these can: D4.',
  ]);
  expect(ofStrip(esp8266, "GPIO2")).toEqual([
    'the role "strip" is on pin "GPIO2", which NodeMCU DevKit (ESP8266) running NodeMCU has not; these can be the data line of a strip of LEDs: D4.',
  ]);
  expect(ofStrip(esp32, "D34").join()).toContain('"D34", which cannot be the data line of a strip of LEDs');
  expect(ofStrip(esp8266Espruino, "D16").join()).toContain("these can: D0, D1, D2, D3, D4, D5, D12,");
});

test("a second strip needs a pin of its own", () => {
  const lights = ["shelf", "desk"].map((role) => colorLight(role, ws2812(role, 30)));
  const needed = neededRoles(device({ name: "room", actuators: lights }));
  const both = sentencesOf(wiringFaults(needed, { board: esp8266, roles: { shelf: "D4", desk: "D4" } }));
  expect(both.join()).toContain('pin "D4" is used twice, by the roles "shelf" and "desk"');
  expect(wiringFaults(needed, { board: esp32, roles: { shelf: "D18", desk: "D19" } })).toEqual([]);
});

test("a board that says nothing of strips has none", () => {
  const { pixels: _, ...silent } = esp32;
  expect(ofStrip(silent, "D18")).toEqual([
    'the role "strip" needs a pin for a strip of LEDs, and ESP32 running Espruino has none, because ringmote knows none there.',
  ]);
  const elsewhere = { ...esp32, pixels: { pins: ["GPIO2"] } };
  expect(ofStrip(elsewhere, "D18")).toEqual([
    'the role "strip" needs a pin for a strip of LEDs, and ESP32 running Espruino has none, because it is not a pin that the board names.',
  ]);
  expect(boardFaults(elsewhere)).toEqual([]);
});

test("a fourth knob is refused where the firmware counts three", () => {
  const names = ["one", "two", "three", "four"];
  const knobs = device({
    name: "desk",
    actuators: names.map((name) =>
      numberInput(name, valueOnly(), { min: 0, max: 9, turnedBy: rotaryEncoder(name) }),
    ),
  });
  const pins = ["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"];
  const roles = Object.fromEntries(
    names.map((name, i) => [name, { clk: pins[2 * i] ?? "", dt: pins[2 * i + 1] ?? "" }]),
  );
  const faultsOn = (board: Board) => sentencesOf(wiringFaults(neededRoles(knobs), { board, roles }));
  expect(faultsOn(esp8266)).toEqual([
    'the role "four" is a rotary encoder, and NodeMCU DevKit (ESP8266) running NodeMCU has room for 3, which one and two and three have; leave one out.',
  ]);
  expect(faultsOn({ ...esp8266, turns: {} })).toEqual([]);
  const [first] = neededRoles(knobs);
  const onD0 = wiringFaults(
    first === undefined ? [] : [first],
    wire(esp8266, { one: { clk: "D0" } as never }),
  );
  expect(sentencesOf(onD0).join()).toContain(
    'the pin "clk" of the role "one" is on pin "D0", which cannot be a line of a rotary encoder',
  );
});
