// The wiring of a device whose parts are known by their types. `npm run check:types` sees to what TypeScript
// refuses here.
import { expect, test } from "vitest";
import { wiringOf } from "../../boards/board.ts";
import esp01 from "../../boards/esp-01-nodemcu.ts";
import esp32 from "../../boards/esp32-espruino.ts";
import esp32NodeMcu from "../../boards/esp32-nodemcu.ts";
import esp8266 from "../../boards/esp8266-nodemcu.ts";
import pi from "../../boards/raspberry-pi-zero-2-w.ts";
import sonoff from "../../boards/sonoff-basic-nodemcu.ts";
import type { dht22 } from "../../src/drivers/dht22.ts";
import { ds18b20 } from "../../src/drivers/ds18b20.ts";
import type { hcSr04 } from "../../src/drivers/hc-sr04.ts";
import type { hc595 } from "../../src/drivers/hc595.ts";
import type { hx711 } from "../../src/drivers/hx711.ts";
import type { irReceiver } from "../../src/drivers/ir-receiver.ts";
import type { max31855 } from "../../src/drivers/max31855.ts";
import type { mhZ19 } from "../../src/drivers/mh-z19.ts";
import { motor } from "../../src/drivers/motor.ts";
import { pms5003 } from "../../src/drivers/pms5003.ts";
import { relay } from "../../src/drivers/relay.ts";
import type { rgbwLight } from "../../src/drivers/rgbw-light.ts";
import type { rotaryEncoder } from "../../src/drivers/rotary-encoder.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import type { ws2812 } from "../../src/drivers/ws2812.ts";

/** As a module that exports its parts: what else it exports is none. */
const device = {
  default: { name: "greenhouse" },
  air: sht3x("air"),
  flow: ds18b20("flow"),
  back: ds18b20("back"),
  bed: soilMoisture("bed", 2700, 1200),
  heater: relay("heater"),
  fan: motor("fan"),
  dust: pms5003("dust"),
};
const wire = wiringOf<typeof device>();

const GOOD = {
  air: { sda: "D21", scl: "D22" },
  flow: "D4",
  back: "D4",
  bed: "D34",
  heater: "D23",
  fan: { forward: "D18", backward: "D19" },
  dust: { tx: "D17", rx: "D35" },
} as const;

test("a wiring of known parts is the one that was given", () => {
  expect(wire(esp32, GOOD)).toEqual({ board: esp32, roles: GOOD });
  // A part that the module does not export has a role all the same.
  expect(wire(esp32, { ...GOOD, lamp: "D5" }).roles.lamp).toBe("D5");
});

test("a second probe on a one-ADC chip suggests the ads1115", () => {
  const probes = { bed: soilMoisture("bed"), pot: soilMoisture("pot") };
  const wireProbes = wiringOf<typeof probes>();
  const left: Parameters<typeof wireProbes<typeof esp8266, { bed: "A0"; pot: "A0" }>>[1]["pot"] =
    "no analog input is left here: put an ads1115 on I2C (ringmote/drivers/ads1115.ts), which has four";
  expect(left).toContain("ads1115");
});

test("a missing role or pin is a type error", () => {
  const { heater: _, ...others } = GOOD;
  // @ts-expect-error: the heater has no pin.
  wire(esp32, others);
  // @ts-expect-error: the other direction has no pin.
  wire(esp32, { ...GOOD, fan: { forward: "D18" } });
  // @ts-expect-error: both directions have no pin.
  wire(esp32, { ...GOOD, fan: "D18" });
  expect(Object.keys(others)).not.toContain("heater");
});

test("an unknown name or pin is a type error", () => {
  // @ts-expect-error: it is called backward.
  wire(esp32, { ...GOOD, fan: { forward: "D18", reverse: "D19" } });
  // @ts-expect-error: it has two.
  wire(esp32, { ...GOOD, fan: { forward: "D18", backward: "D19", brake: "D5" } });
  // @ts-expect-error: the board has no pin of this name.
  wire(esp32, { ...GOOD, fan: { forward: "D18", backward: "D99" } });
  // @ts-expect-error: the board calls its pins otherwise.
  wire(esp8266, GOOD);
  expect(Object.keys(esp32.pins)).not.toContain("D99");
});

test("a pin unfit for its part is a type error", () => {
  // @ts-expect-error: an input only.
  wire(esp32, { ...GOOD, heater: "D35" });
  // @ts-expect-error: it has no PWM under Espruino.
  wire(esp32, { ...GOOD, fan: { forward: "D18", backward: "D25" } });
  // @ts-expect-error: the radio has its converter.
  wire(esp32, { ...GOOD, bed: "D27" });
  // @ts-expect-error: an input only cannot pull the line down.
  wire(esp32, { ...GOOD, air: { sda: "D21", scl: "D34" } });
  expect(esp32.pins.D25.can).not.toContain("pwm");
});

test("a pin used twice is a type error, but for buses", () => {
  // @ts-expect-error: the heater's.
  wire(esp32, { ...GOOD, fan: { forward: "D18", backward: "D23" } });
  // @ts-expect-error: both directions.
  wire(esp32, { ...GOOD, fan: { forward: "D18", backward: "D18" } });
  // @ts-expect-error: a line of the bus.
  wire(esp32, { ...GOOD, heater: "D21" });
  expect(wire(esp32, { ...GOOD, back: "D5" }).roles.back).toBe("D5");
});

test("a UART takes two fit pins by their names", () => {
  expect(wire(esp32, GOOD).roles.dust).toEqual({ tx: "D17", rx: "D35" });
  // @ts-expect-error: nothing for it to hear on.
  wire(esp32, { ...GOOD, dust: { tx: "D17" } });
  // @ts-expect-error: Espruino needs a tx.
  wire(esp32, { ...GOOD, dust: { rx: "D35" } });
  const wireDust = wiringOf<{ dust: ReturnType<typeof pms5003> }>();
  expect(wireDust(esp32NodeMcu, { dust: { rx: "IO35" } }).roles.dust).toEqual({ rx: "IO35" });
  // @ts-expect-error: an input only cannot send, where there is a tx.
  wireDust(esp32NodeMcu, { dust: { tx: "IO34", rx: "IO35" } });
  const wireCo2 = wiringOf<{ co2: ReturnType<typeof mhZ19> }>();
  // @ts-expect-error: it has to be asked.
  wireCo2(esp32NodeMcu, { co2: { rx: "IO35" } });
  // @ts-expect-error: an input only cannot send.
  wire(esp32, { ...GOOD, dust: { tx: "D35", rx: "D17" } });
  // @ts-expect-error: the console's.
  wire(esp32, { ...GOOD, dust: { tx: "D17", rx: "D3" } });
  // @ts-expect-error: the fan's.
  wire(esp32, { ...GOOD, dust: { tx: "D18", rx: "D35" } });
  // @ts-expect-error: both on one pin.
  wire(esp32, { ...GOOD, dust: { tx: "D17", rx: "D17" } });
  // @ts-expect-error: no name of its.
  wire(esp32, { ...GOOD, dust: { tx: "D17", rx: "D35", cts: "D5" } });
  expect(esp32.pins.D3.can).not.toContain("rx");
  expect(esp8266.uart.parts).toBe(0);
});

test("timed edges need a pin with interrupts, and times", () => {
  const wire = wiringOf<{ tank: ReturnType<typeof hcSr04> }>();
  const tank = { trigger: "D18", echo: "D34" } as const;
  expect(wire(esp32, { tank }).roles.tank).toEqual(tank);
  expect(wire(esp8266, { tank: { trigger: "D0", echo: "D5" } }).roles.tank).toBeDefined();
  // @ts-expect-error: no interrupts on it.
  wire(esp8266, { tank: { trigger: "D5", echo: "D0" } });
  // @ts-expect-error: Espruino sees no interrupts on it.
  wire(esp32, { tank: { trigger: "D18", echo: "D12" } });
  // @ts-expect-error: an input only cannot trigger.
  wire(esp32, { tank: { trigger: "D34", echo: "D18" } });
  // @ts-expect-error: its edges have no times.
  wire(esp32NodeMcu, { tank: { trigger: "IO18", echo: "IO34" } });
});

test("an infrared receiver needs one pin with timed edges", () => {
  const wire = wiringOf<{ remote: ReturnType<typeof irReceiver> }>();
  expect(wire(esp8266, { remote: "D5" }).roles.remote).toBe("D5");
  // @ts-expect-error: no interrupts on it.
  wire(esp8266, { remote: "D0" });
  // @ts-expect-error: its edges have no times.
  wire(esp32NodeMcu, { remote: "IO18" });
});

test("an I2C line needs a pin that is an open drain", () => {
  const wire = wiringOf<{ air: ReturnType<typeof sht3x> }>();
  expect(wire(esp8266, { air: { sda: "D2", scl: "D5" } }).roles.air).toBeDefined();
  // @ts-expect-error: the chip's GPIO16.
  wire(esp8266, { air: { sda: "D0", scl: "D5" } });
  // @ts-expect-error: and here.
  wire(esp8266, { air: { sda: "D2", scl: "D0" } });
});

test("an I2C bus has a speed where it can be set", () => {
  const wire = wiringOf<{ air: ReturnType<typeof sht3x> }>();
  const { air } = wire(esp32, { air: { sda: "D21", scl: "D22", hertz: 400_000 } }).roles;
  expect(air).toMatchObject({ hertz: 400_000 });
  // @ts-expect-error: no such speed.
  wire(esp32, { air: { sda: "D21", scl: "D22", hertz: 50_000 } });
  // @ts-expect-error: NodeMCU has one speed.
  wire(esp8266, { air: { sda: "D2", scl: "D5", hertz: 400_000 } });
});

test("a DHT needs a pin for both ways, with interrupts", () => {
  const wire = wiringOf<{ air: ReturnType<typeof dht22> }>();
  expect(wire(esp8266, { air: "D4" }).roles.air).toBe("D4");
  expect(wire(esp32NodeMcu, { air: "IO18" }).roles.air).toBe("IO18");
  // @ts-expect-error: no interrupts on it.
  wire(esp8266, { air: "D0" });
  // @ts-expect-error: an input only cannot ask.
  wire(esp32, { air: "D34" });
  // @ts-expect-error: it has one line.
  wire(esp32, { air: { data: "D18" } });
  // @ts-expect-error: Linux hears none.
  wire(pi, { air: "GPIO17" });
});

test("an HX711 needs two pins with interrupts, where it is read", () => {
  const wire = wiringOf<{ scale: ReturnType<typeof hx711> }>();
  const scale = { data: "D4", clock: "D5" } as const;
  expect(wire(esp8266, { scale }).roles.scale).toEqual(scale);
  // @ts-expect-error: its module reads no pin 0.
  wire(esp8266, { scale: { data: "D4", clock: "D0" } });
  // @ts-expect-error: no module reads it there.
  wire(esp32NodeMcu, { scale: { data: "IO18", clock: "IO19" } });
  // @ts-expect-error: Linux reads none.
  wire(pi, { scale: { data: "GPIO5", clock: "GPIO6" } });
});

test("the lines of a knob need pins with interrupts, each its own", () => {
  const wire = wiringOf<{ knob: ReturnType<typeof rotaryEncoder> }>();
  const knob = { clk: "D5", dt: "D6" } as const;
  expect(wire(esp8266, { knob }).roles.knob).toEqual(knob);
  // @ts-expect-error: no interrupts on it.
  wire(esp8266, { knob: { clk: "D0", dt: "D6" } });
  // @ts-expect-error: both on one pin.
  wire(esp8266, { knob: { clk: "D6", dt: "D6" } });
  // @ts-expect-error: no second line.
  wire(esp8266, { knob: { clk: "D6" } });
  // @ts-expect-error: Linux counts none.
  wire(pi, { knob: { clk: "GPIO17", dt: "GPIO27" } });
});

test("parts on the SPI share its lines, on fit pins", () => {
  const wire = wiringOf<{ oven: ReturnType<typeof max31855>; flue: ReturnType<typeof max31855> }>();
  const [oven, flue] = [
    { sck: "D18", miso: "D34", cs: "D5" },
    { sck: "D18", miso: "D34", cs: "D17" },
  ] as const;
  expect(wire(esp32, { oven, flue }).roles).toEqual({ oven, flue });
  // @ts-expect-error: one cs for both.
  wire(esp32, { oven, flue: oven });
  // @ts-expect-error: an input only cannot be a clock.
  wire(esp32, { oven: { ...oven, sck: "D35" }, flue });
  // @ts-expect-error: two lines on one pin.
  wire(esp32, { oven: { ...oven, miso: "D18" }, flue });
  // @ts-expect-error: no pin for its cs.
  wire(esp32, { oven: { sck: "D18", miso: "D34" }, flue });
  // @ts-expect-error: it has no mosi.
  wire(esp32, { oven: { ...oven, mosi: "D23" }, flue });
  const fixed = { sck: "D5", miso: "D6" } as const;
  const both = { oven: { ...fixed, cs: "D8" }, flue: { ...fixed, cs: "D1" } } as const;
  expect(wire(esp8266, both).roles).toEqual(both);
  // @ts-expect-error: the clock of HSPI is D5.
  wire(esp8266, { oven: { ...fixed, sck: "D2", cs: "D8" }, flue: { ...fixed, cs: "D1" } });
  // @ts-expect-error: its pins are not all there.
  wire(esp01, { oven: { sck: "IO0", miso: "IO2", cs: "RX" }, flue: { sck: "IO0", miso: "IO2", cs: "TX" } });
});

test("shift registers have the lines that they hear", () => {
  const wire = wiringOf<{ relays: ReturnType<typeof hc595>; oven: ReturnType<typeof max31855> }>();
  const relays = { sck: "D18", mosi: "D23", cs: "D5" } as const;
  const oven = { sck: "D18", miso: "D34", cs: "D17" } as const;
  expect(wire(esp32, { relays, oven }).roles.relays).toEqual(relays);
  // @ts-expect-error: it says nothing.
  wire(esp32, { relays: { ...relays, miso: "D34" }, oven });
  // @ts-expect-error: an input only.
  wire(esp32, { relays: { ...relays, mosi: "D35" }, oven });
});

test("a light of four colours has four pins with PWM", () => {
  const wire = wiringOf<{ tank: ReturnType<typeof rgbwLight> }>();
  const tank = { red: "D5", green: "D6", blue: "D7", white: "D8" } as const;
  expect(wire(esp8266, { tank }).roles.tank).toEqual(tank);
  // @ts-expect-error: no pin for white.
  wire(esp8266, { tank: { red: "D5", green: "D6", blue: "D7" } });
  // @ts-expect-error: no PWM on it.
  wire(esp8266, { tank: { ...tank, white: "D0" } });
  // @ts-expect-error: two on one pin.
  wire(esp8266, { tank: { ...tank, white: "D7" } });
});

test("a strip of LEDs is on a pin that drives one", () => {
  const wire = wiringOf<{ shelf: ReturnType<typeof ws2812> }>();
  expect(wire(esp8266, { shelf: "D4" }).roles).toEqual({ shelf: "D4" });
  wire(esp32, { shelf: "D18" });
  wire(esp01, { shelf: "IO2" });
  // @ts-expect-error: NodeMCU drives one on D4 alone.
  wire(esp8266, { shelf: "D5" });
  // @ts-expect-error: an input only.
  wire(esp32, { shelf: "D34" });
  // @ts-expect-error: none there.
  wire(sonoff, { shelf: "IO14" });
});
