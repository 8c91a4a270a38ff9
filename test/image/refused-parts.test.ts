// Parts that a board's firmware cannot serve are refused with the reason and what to take
// instead, for each kind of part.
import { expect, test } from "vitest";
import type { Board, Wire } from "../../boards/board.ts";
import d1MiniEspruino from "../../boards/d1-mini-espruino.ts";
import d1Mini from "../../boards/d1-mini-nodemcu.ts";
import esp01 from "../../boards/esp-01-nodemcu.ts";
import esp32C3 from "../../boards/esp32-c3-espruino.ts";
import esp32 from "../../boards/esp32-nodemcu.ts";
import esp8266 from "../../boards/esp8266-nodemcu.ts";
import pi from "../../boards/raspberry-pi-zero-2-w.ts";
import sonoff from "../../boards/sonoff-basic-nodemcu.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { dht22 } from "../../src/drivers/dht22.ts";
import { hcSr04 } from "../../src/drivers/hc-sr04.ts";
import { hx711 } from "../../src/drivers/hx711.ts";
import { max31855 } from "../../src/drivers/max31855.ts";
import { pms5003 } from "../../src/drivers/pms5003.ts";
import { rotaryEncoder } from "../../src/drivers/rotary-encoder.ts";
import { ws2812 } from "../../src/drivers/ws2812.ts";
import { colorLight, device, numberInput, seconds, sensor, valueOnly } from "../../src/index.ts";
import type { Quantity } from "../../src/reading/part.ts";
import { neededRoles } from "../../tools/image/wiring/wiring.ts";
import { wiringFaults } from "../../tools/image/wiring/wiring-faults.ts";

/** A device that reads these. */
const reading = (...quantities: Quantity[]) =>
  device({
    name: "d",
    sensors: quantities.map((quantity, i) => sensor(`s${i}`, quantity, { every: seconds(10) })),
  });
const tank = reading(hcSr04("tank").distance);
const air = reading(dht22("air").temperature);
const hive = reading(hx711("left", 0, 1000).weight);
const hives = reading(hx711("left", 0, 1000).weight, hx711("right", 0, 1000).weight);
const oven = reading(max31855("oven").temperature);
const dust = reading(pms5003("inside").pm25);
const dusts = reading(pms5003("inside").pm25, pms5003("outside").pm25);
const strip = device({ name: "d", actuators: [colorLight("light", ws2812("strip", 30))] });
const wall = device({
  name: "d",
  actuators: [numberInput("target", valueOnly(), { min: 0, max: 9, turnedBy: rotaryEncoder("knob") })],
});

const CASES: readonly (readonly [
  part: typeof tank,
  board: Board,
  roles: Record<string, Wire<string>>,
  sentence: string,
])[] = [
  [
    tank,
    esp32,
    { tank: { trigger: "IO18", echo: "IO34" } },
    'the role "tank" needs the time of each edge, which ESP32-DevKitC running NodeMCU does not give, because gpio.trig of NodeMCU on the ESP32 does not say it; take Espruino on the same chip, or NodeMCU on an ESP8266.',
  ],
  [
    tank,
    pi,
    { tank: { trigger: "GPIO5", echo: "GPIO6" } },
    'the role "tank" needs the time of each edge, which Raspberry Pi Zero 2 W does not give, because ringmote does not ask Linux for it; take a board with an ESP8266 or an ESP32 running Espruino.',
  ],
  [
    air,
    pi,
    { air: "GPIO5" },
    'the role "air" is the line of a DHT, which Raspberry Pi Zero 2 W does not hear, because ringmote does not ask Linux for its edges; take a board with an ESP8266 or an ESP32, or an SHT4x on I2C.',
  ],
  [
    hive,
    esp32,
    { left: { data: "IO18", clock: "IO19" } },
    'the role "left" is an HX711, and ESP32-DevKitC running NodeMCU reads none, because its firmware has no module for it; take Espruino on the same chip, NodeMCU on an ESP8266, or a NAU7802 on I2C by a driver of your own.',
  ],
  [
    hive,
    pi,
    { left: { data: "GPIO5", clock: "GPIO6" } },
    'the role "left" is an HX711, and Raspberry Pi Zero 2 W reads none, because ringmote does not ask Linux for its pulses; take a board with an ESP8266, or a NAU7802 on I2C by a driver of your own.',
  ],
  [
    hives,
    esp8266,
    { left: { data: "D4", clock: "D5" }, right: { data: "D6", clock: "D0" } },
    "has room for 1, which left has; leave one out.",
  ],
  [
    hives,
    d1MiniEspruino,
    { left: { data: "D4", clock: "D5" }, right: { data: "D6", clock: "D0" } },
    'the pin "clock" of the role "right" is on pin "D0", which cannot be a line of an HX711',
  ],
  [
    oven,
    esp01,
    { oven: { sck: "IO0", miso: "IO2", cs: "RX" } },
    'the role "oven" needs an SPI, and ESP-01 or ESP-01S (1 MB of flash) running NodeMCU has none for parts, because GPIO12, 13 and 14 are not all free; take a D1 mini, or a NodeMCU DevKit.',
  ],
  [
    oven,
    pi,
    { oven: { sck: "GPIO11", miso: "GPIO9", cs: "GPIO8" } },
    'the role "oven" needs an SPI, and Raspberry Pi Zero 2 W has none for parts, because ringmote drives none under Linux; take a board with an ESP8266 or an ESP32.',
  ],
  [
    dust,
    esp8266,
    { inside: { tx: "D5", rx: "D6" } },
    'the role "inside" needs a UART, and NodeMCU DevKit (ESP8266) running NodeMCU has none for parts, because its only one that receives is the console\'s, and those made in software lose bytes while the program runs; take a board with an ESP32.',
  ],
  [
    dusts,
    esp32C3,
    { inside: { tx: "IO4", rx: "IO5" }, outside: { tx: "IO6", rx: "IO7" } },
    'the role "outside" needs a UART, and ESP32-C3-DevKitM-1 running Espruino (beta) has 1 for parts, which inside has; leave one out.',
  ],
  [
    dust,
    pi,
    { inside: { tx: "GPIO14", rx: "GPIO15" } },
    'the role "inside" needs a UART, and Raspberry Pi Zero 2 W has none for parts, because ringmote speaks to none under Linux; take a board with an ESP32.',
  ],
  [
    strip,
    d1Mini,
    { strip: "D2" },
    'the role "strip" is on pin "D2", which cannot be the data line of a strip of LEDs on LOLIN (Wemos) D1 mini running NodeMCU; these can: D4.',
  ],
  [
    strip,
    sonoff,
    { strip: "IO14" },
    'the role "strip" needs a pin for a strip of LEDs, and Sonoff Basic (R1) running NodeMCU has none, because NodeMCU drives one at GPIO2 alone, which is on no header; take a D1 mini, or a NodeMCU DevKit.',
  ],
  [
    strip,
    pi,
    { strip: "GPIO18" },
    'the role "strip" needs a pin for a strip of LEDs, and Raspberry Pi Zero 2 W has none, because ringmote drives none under Linux; take a board with an ESP8266 or an ESP32.',
  ],
  [
    wall,
    d1Mini,
    { knob: { clk: "D0", dt: "D2" } },
    'the pin "clk" of the role "knob" is on pin "D0", which cannot be a line of a rotary encoder on LOLIN (Wemos) D1 mini running NodeMCU, because it has no interrupt; these can: D1, D2, D3,',
  ],
  [
    wall,
    pi,
    { knob: { clk: "GPIO17", dt: "GPIO27" } },
    'the role "knob" is a rotary encoder, and Raspberry Pi Zero 2 W counts none, because the edges of two lines come without their order there; take a board with an ESP8266 or an ESP32, or two buttons.',
  ],
];

test.each(CASES.map((row) => [row[3], row] as const))("a refusal says: %s", (_, row) => {
  const [part, board, roles, sentence] = row;
  expect(sentencesOf(wiringFaults(neededRoles(part), { board, roles })).join("\n")).toContain(sentence);
});
