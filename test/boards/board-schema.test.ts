// A board's file is refused for whatever the build could not rely on, in one sentence that says where.
import { expect, test } from "vitest";
import sound from "../../boards/d1-mini-nodemcu.ts";
import c3 from "../../boards/esp32-c3-espruino.ts";
import esp32 from "../../boards/esp32-espruino.ts";
import espruino from "../../boards/esp8266-espruino.ts";
import machine from "../../boards/raspberry-pi-zero-2-w.ts";
import { boardFaults } from "../../tools/image/boards/board-schema.ts";

const D1 = sound.pins.D1;

/** A sound board with one of its pins changed. */
function withPin(pin: object): object {
  return { ...sound, pins: { ...sound.pins, D1: pin } };
}

test("a board of this package has no fault", () => {
  expect(boardFaults(sound)).toEqual([]);
});

test.each([
  [
    "a key that is none",
    { ...sound, colour: "blue" },
    /^the board: "colour" is no field; fields are name, title, .*, pins\.$/,
  ],
  ["a file with something else", 5, /^the board: it is 5; it must be a record of fields\.$/],
  [
    "a name with capitals",
    { ...sound, name: "D1" },
    /^name: it is "D1"; it must be made of lower-case letters, digits and "-"\.$/,
  ],
  [
    "a target that is none",
    { ...sound, target: "arduino" },
    /^target: it is "arduino"; it must be one of espruino, nodemcu, linux/,
  ],
  [
    "another chip's file under a new name",
    { ...c3, name: "esp32-s3-espruino" },
    /^name: it names an ESP32S3, and the board has an ESP32C3; its chip is said by "variant": /,
  ],
  [
    "a module with another chip",
    { ...sound, module: "ESP32-C3-MINI-1" },
    /^module: it names an ESP32C3, and the board has an ESP8266; /,
  ],
  [
    "a pin that its chip has not",
    { ...c3, pins: { ...c3.pins, IO10: { ...c3.pins.IO10, gpio: 35 } } },
    /^pins\.IO10\.gpio: the ESP32-C3 leads out no GPIO35; leave the pin out\.$/,
  ],
  [
    "a pin without the trap that its chip gives it",
    { ...c3, pins: { ...c3.pins, IO2: { ...c3.pins.IO2, trap: undefined } } },
    /^pins\.IO2\.trap: GPIO2 of the ESP32-C3 has one: "It must be high at reset for the chip to start\."\.$/,
  ],
  ["no source", { ...sound, sources: [] }, /^sources: it is \[\]; it must have at least 1 item\.$/],
  ["no title", { ...sound, title: "" }, /^title: it is ""; it must have at least 1 letter\.$/],
  [
    "a current whose high is below its low",
    { ...sound, power: { ...sound.power, asleepMa: { low: 2, high: 1 } } },
    /^power\.asleepMa: its high is below its low\.$/,
  ],
  ["a short link", { ...sound, linkBytes: 9 }, /^linkBytes: it is 9; it must be at least 536\.$/],
  [
    "a flash with half a byte",
    { ...sound, flashBytes: 1e6 + 0.5 },
    /^flashBytes: it is 1000000\.5; .* a whole number\.$/,
  ],
  [
    "TLS in words",
    { ...sound, tls: "yes" },
    /^tls: it is "yes"; it must be true, false or \{ handshakeBytes: /,
  ],
  [
    "a budget above half of the flash",
    { ...sound, budget: { ...sound.budget, flashBytes: 600_000 } },
    /^budget\.flashBytes: 600000 is more than half of the flash, 524288\.$/,
  ],
  [
    "a budget that is all of the memory",
    { ...sound, budget: { ...sound.budget, held: 44 * 1024 } },
    /^budget\.held: 45056 leaves nothing of the memory, 45056\.$/,
  ],
  [
    "analog pins without their full scale",
    { ...sound, analogMillivolts: undefined },
    /^analogMillivolts: it must say what full scale is/,
  ],
  [
    "a full scale without analog pins",
    { ...sound, spi: {}, headers: { left: ["D1"], right: ["GND"] }, pins: { D1 } },
    /^analogMillivolts: no pin can "adc"\.$/,
  ],
  ["JsVars that are not counted", { ...espruino, memory: {} }, /^memory\.jsVars: an Espruino board must say/],
  [
    "JsVars of a size that the interpreter does not choose",
    { ...espruino, memory: { jsVars: 1600, jsVarBytes: 16 } },
    /^memory\.jsVarBytes: for 1600 JsVars the interpreter makes each 12 bytes\.$/,
  ],
  [
    "an ability that is none",
    withPin({ ...D1, can: ["fly"] }),
    /^pins\.D1\.can\.0: it is "fly"; it must be one of in, out, /,
  ],
  ["a pin without abilities", withPin({ id: 1 }), /^pins\.D1\.can: it is missing; it must be a list\.$/],
  [
    "a pin without a name for it",
    withPin({ can: [] }),
    /^pins\.D1\.id: it is missing; it must be a text or a whole number\.$/,
  ],
  [
    "a GPIO that no chip has",
    withPin({ ...D1, gpio: 60 }),
    /^pins\.D1\.gpio: it is 60; it must be at most 48\.$/,
  ],
  [
    "an excuse for no ability",
    withPin({ ...D1, because: { fly: "it is shy" } }),
    /^pins\.D1\.because: "fly" is no field; fields are in, out, /,
  ],
  ["an ability twice", withPin({ ...D1, can: ["in", "in"] }), /^pins\.D1\.can: an ability is named twice\.$/],
  [
    "an excuse for what the pin can do",
    withPin({ ...D1, because: { out: "it is shy" } }),
    /^pins\.D1\.because: the pin can do what is excused here, "out"\.$/,
  ],
  [
    "a trap that is no sentence",
    withPin({ ...D1, trap: "flash" }),
    /^pins\.D1\.trap: it is "flash"; it must be one sentence: /,
  ],
  [
    "a pin of a machine without the bus that it can have",
    { ...machine, machine: { ...machine.machine, oneWire: {} } },
    /^pins\.GPIO4\.can: "one-wire" is there if machine\.oneWire has the pin\.$/,
  ],
  [
    "a bus of a machine on a pin that only reads",
    { ...machine, machine: { ...machine.machine, i2c: [{ sda: "GPIO2", scl: "AIN0", bus: 1 }] } },
    /^machine\.i2c: "AIN0" is no pin that can "out"\.$/,
  ],
  [
    "a UART without pins for it",
    { ...sound, uart: { parts: 1 } },
    /^uart\.parts: no pin can be "tx" or none "rx"\.$/,
  ],
  [
    "an excuse for UARTs that are there",
    { ...esp32, uart: { parts: 1, because: "it is shy" } },
    /^uart\.because: there are UARTs\.$/,
  ],
  [
    "a line of the SPI that is no pin",
    { ...sound, spi: { lines: { sck: "D14", miso: "D6", mosi: "D7" } } },
    /^spi\.lines\.sck: "D14" is no pin that can "out"\.$/,
  ],
  [
    "a line of the SPI that can only be read",
    { ...esp32, spi: { lines: { sck: "D18", miso: "D34", mosi: "D35" } } },
    /^spi\.lines\.mosi: "D35" is no pin that can "out"\.$/,
  ],
  [
    "a pin that an SPI takes and the board has not",
    { ...esp32, spi: { takes: ["D8", "D99"] } },
    /^spi\.takes: "D99" is no pin of the board\.$/,
  ],
  [
    "a journal of half a page",
    { ...sound, journal: { at: 0, areaBytes: 2048, pageBytes: 4096, erases: 100_000 } },
    /^journal: 2048 bytes at 0 are not whole pages of 4096\.$/,
  ],
  [
    "a journal that fills the files' flash",
    { ...sound, journal: { at: 0, areaBytes: 1 << 20, pageBytes: 4096, erases: 100_000 } },
    /^journal\.areaBytes: two files of 1048576 are more than a quarter of the flash, 1048576\.$/,
  ],
  [
    "an excuse for an SPI that is there",
    { ...sound, spi: { ...sound.spi, because: "it is shy" } },
    /^spi\.because: there is an SPI\.$/,
  ],
  [
    "a pin for strips that only reads",
    { ...esp32, pixels: { pins: ["D18", "D34"] } },
    /^pixels\.pins: "D34" is no pin that can "out"\.$/,
  ],
  [
    "an excuse for strips where there are pins",
    { ...esp32, pixels: { pins: ["D18"], because: "it is shy" } },
    /^pixels\.because: there are pins for strips\.$/,
  ],
  [
    "a pin on a header that the board has not",
    { ...sound, headers: { left: ["GPIO44", "VIN"], right: ["D1"] } },
    /^headers: "GPIO44" is no pin of the board; add it to pins, or write one of D0, D1, /,
  ],
  [
    "a pin on both headers",
    { ...sound, headers: { left: ["D1"], right: ["D1"] } },
    /^headers: the pin "D1" is there twice\.$/,
  ],
  ["an id twice", withPin({ ...D1, id: 2 }), /^pins\.D2\.id: 2 is D1's already\.$/],
  ["a GPIO twice", withPin({ ...D1, gpio: 4 }), /^pins\.D2\.gpio: 4 is D1's already\.$/],
])("%s is refused", (_what, board, expected) => {
  const faults = boardFaults(board);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(expected);
});
