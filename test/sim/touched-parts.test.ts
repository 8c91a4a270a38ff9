// The parts of a simulated device, touched by words as a person does it while a device runs.
import { beforeAll, expect, test } from "vitest";
import { acs712 } from "../../src/drivers/acs712.ts";
import { ads1115, ads1115Input } from "../../src/drivers/ads1115.ts";
import { button } from "../../src/drivers/button.ts";
import { irReceiver } from "../../src/drivers/ir-receiver.ts";
import { ntc } from "../../src/drivers/ntc.ts";
import { pir } from "../../src/drivers/pir.ts";
import { pms5003 } from "../../src/drivers/pms5003.ts";
import { reed } from "../../src/drivers/reed.ts";
import { rotaryEncoder } from "../../src/drivers/rotary-encoder.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { device, seconds, sensor } from "../../src/index.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { fitParts } from "../../tools/sim/fit/fit-parts.ts";
import { createTouchedParts } from "../../tools/sim/fit/touched-parts.ts";
import { loadI2cModels } from "../../tools/sim/parts/i2c-models.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

beforeAll(loadI2cModels);

const air = sht3x("air");
const probes = ads1115("probes");
const DECLARATION = device({
  name: "bench",
  sensors: [
    sensor("temperature", air.temperature, { every: seconds(10), decimals: 1 }),
    sensor("humidity", air.humidity, { every: seconds(10) }),
    sensor("first", ads1115Input(probes, 0, 4096), { every: seconds(10) }),
    sensor("second", ads1115Input(probes, 1, 4096), { every: seconds(10) }),
    sensor("soil", soilMoisture("bed").percent, { every: seconds(10) }),
    sensor("dust", pms5003("dust").pm25, { every: seconds(10) }),
    sensor("door", reed("door").state, { every: seconds(60) }),
    sensor("presses", button("bell").presses, { every: seconds(1) }),
    sensor("motion", pir("hall", seconds(2)).state, { every: seconds(60) }),
    sensor("knob", rotaryEncoder("knob").position, { every: seconds(1) }),
    sensor("presses-of", irReceiver("remote", [69]).presses, { every: seconds(1) }),
    sensor("water", ntc("water", { resistor: 10000, nominal: 10000, beta: 3950 }).temperature, {
      every: seconds(10),
    }),
    sensor("load", acs712("load", 100, { upper: 10, lower: 20 }).current, { every: seconds(10) }),
  ],
});

/** A device on these parts in virtual time, what it has published last, and hands. */
function onBench() {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const touched = createTouchedParts(clock);
  const parts = fitParts(DECLARATION, clock, touched.over(DECLARATION, {}));
  const settings = settingsRecord({ ssid: "net", password: "long enough", host: "broker", id: "bench" });
  const world = createVirtualWorld({
    clock,
    peer: broker.peer,
    storage: new Map([[SETTINGS, settings]]),
    circuit: parts.circuit,
    i2c: parts.i2c,
  });
  startNodeDevice(world, DECLARATION, simulatedWires(DECLARATION));
  return {
    pass: (ms: number) => clock.advance(ms),
    touch: (role: string, name: string, value = "") => touched.touch(parts, role, name, value),
    newest: (name: string) =>
      broker.received.findLast(({ topic }) => topic === `home/bench/${name}`)?.payload,
  };
}

test.each([
  ["air", "celsius", "-3.5", "temperature", "-3.5"],
  ["air", "humidity", "81", "humidity", "81"],
  ["probes", "millivolts", "1200", "first", "1200"],
  ["probes", "millivolts/1", "700", "second", "700"],
  ["bed", "share", "1", "soil", "100"],
  ["dust", "pm25", "55", "dust", "55"],
  ["door", "open", "", "door", "1"],
  ["bell", "press", "", "presses", "1"],
  ["knob", "turn", "-2", "knob", "-2"],
  ["remote", "press", "69", "presses-of", "1"],
  ["water", "celsius", "60", "water", "60"],
  ["water", "millivolts", "1650", "water", "25"],
  ["load", "amperes", "-3", "load", "-3"],
])("the input %s %s %s is published as %s %s", (role, name, value, published, expected) => {
  const { pass, touch, newest } = onBench();
  pass(5000);
  const said = touch(role, name, value);
  expect(said.startsWith(`${role} ${name.replace(/millivolts$/, "millivolts/0")}`)).toBe(true);
  pass(30_000);
  expect(newest(published)).toBe(expected);
});

test("a part set silent has no reading until it answers", () => {
  const { pass, touch, newest } = onBench();
  touch("air", "answers", "off");
  pass(60_000);
  expect(newest("problem")).toContain("air");
  touch("air", "answers", "on");
  touch("air", "celsius", "7");
  pass(60_000);
  expect([newest("temperature"), newest("problem")]).toEqual(["7.0", "none"]);
});

test("an unsupported quantity is refused with the part's quantities", () => {
  const { pass, touch } = onBench();
  // Before it has measured, it may feel anything.
  expect(touch("air", "lux", "4")).toBe("air lux is 4");
  pass(20_000);
  expect(touch("air", "lux", "4")).toContain("Known are: answers, celsius, humidity.");
});

test.each([
  ["airr", "celsius", "3", 'did you mean "air"?'],
  ["air", "celsius", "warm", '"warm" is no celsius; it is a number.'],
  ["air", "celsius", "", '"" is no celsius; it is a number.'],
  ["air", "answers", "perhaps", '"perhaps" is no answers; it is on or off.'],
  ["bed", "share", "3", '"3" is no share; it is a number from 0 to 1.'],
  ["door", "opens", "", 'did you mean "open"?'],
  [
    "knob",
    "turn",
    "left",
    '"left" is no turn; it is a whole number of steps from -1000 to 1000, as 2 or -1.',
  ],
  ["knob", "turn", "1e7", '"1e7" is no turn;'],
  ["remote", "press", "", '"" is no code of a key; it is a whole number from 0 to 65535'],
  ["bell", "hasOwnProperty", "", "Known are: open, close, press."],
  ["knob", "constructor", "", "Known are: turn."],
  ["hall", "press", "", "Known are: motion."],
])("the input %s %s %s is refused: %s", (role, name, value, sentence) => {
  const { pass, touch } = onBench();
  pass(20_000);
  expect(touch(role, name, value)).toContain(sentence);
});
