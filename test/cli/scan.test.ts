// The ROM codes of one-wire parts, asked of boards that are models behind a pseudo-terminal.
import { expect, test, vi } from "vitest";
import { createLines } from "../../src/platform/node/circuit.ts";
import { createDs18b20 } from "../../tools/sim/parts/ds18b20.ts";
import { createOneWireBus } from "../../tools/sim/parts/one-wire-bus.ts";
import { needs, SOCAT } from "../needs.ts";
import { espruinoAtPort, nodeMcuAtPort, said } from "./board-at-port.ts";

vi.setConfig({ testTimeout: 300_000 });

const SERIALS = ["\x0a\x0b\x0c\0\x01\xff", '\x0a\x0b\x0c\0\x02"', "\x5c\x02\x03\x04\x05\x7f"].map((serial) =>
  serial.padEnd(6, "\0"),
);

/** Three thermometers on one pin, as the interpreter calls it; and their codes, from the lowest bit on. */
function thermometers(pin: string | number) {
  const circuit = createLines();
  const parts = SERIALS.map((serial) => createDs18b20({ serial, now: () => 0, celsius: () => 20 }));
  circuit.attachOneWire(pin, createOneWireBus(parts));
  const hex = parts.map(({ rom }) => Buffer.from(rom, "latin1").toString("hex"));
  return { circuit, codes: [...hex].reverse() };
}

const BOARDS = {
  "esp32-espruino": { pin: "D4", id: "D4", at: espruinoAtPort.bind(undefined, {}) },
  "esp32-nodemcu": { pin: "IO4", id: 4, at: nodeMcuAtPort.bind(undefined, { chip: "esp32" }) },
  "esp8266-nodemcu": { pin: "D2", id: 2, at: nodeMcuAtPort.bind(undefined, { chip: "esp8266" }) },
} as const;

test.each(Object.entries(BOARDS))(
  "scan at %s prints a pin's codes as a device writes them",
  needs(SOCAT),
  async (board, { pin, id, at }) => {
    const { circuit, codes } = thermometers(id);
    const { path, storage } = await at(undefined, circuit);
    const args = ["scan", pin, "--board", board, "--port", path];
    const literals = codes.map((code) => `  "${code.replace(/../g, "\\x$&")}"\n`);
    expect(await said(args)).toBe(`${pin}: 3 parts\n${literals.join("")}`);
    expect(JSON.parse(await said([...args, "--json"]))).toEqual({ port: path, pins: [{ pin, codes }] });
    expect(storage.size).toBe(0);
  },
);

test("an empty pin is reported with possible causes", needs(SOCAT), async () => {
  const { path } = await espruinoAtPort();
  expect(await said(["scan", "D4", "D5", "--board", "esp32-espruino", "--port", path])).toMatch(
    /^D4: nobody answers\. The line needs a resistor .*\nD5: nobody answers\. .*\n$/,
  );
});

test("a firmware without one-wire is reported with a remedy", needs(SOCAT), async () => {
  const { path } = await nodeMcuAtPort({ chip: "esp8266", missing: ["ow"] });
  expect(await said(["scan", "D2", "--board", "esp8266-nodemcu", "--port", path], {}, 1)).toContain(
    "The board's firmware was built without the module ow",
  );
});

test("an unexpected board is reported before any pin is used", needs(SOCAT), async () => {
  const { path } = await nodeMcuAtPort({ chip: "esp8266" });
  expect(await said(["scan", "D4", "--board", "esp32-espruino", "--port", path], {}, 1)).toContain(
    "The board runs NodeMCU",
  );
});

test.each([
  [["scan", "--board", "esp32-espruino"], "ringmote scan needs a <pin>"],
  [["scan", "D4"], "--board <board>"],
  [
    ["scan", "D34", "--board", "esp32-espruino"],
    '"D34" is no pin of ESP32 running Espruino for a one-wire line; these are: D0,',
  ],
  [
    ["scan", "D0", "--board", "esp8266-nodemcu"],
    '"D0" is no pin of NodeMCU DevKit (ESP8266) running NodeMCU for a one-wire line; these are: D1, D2,',
  ],
  [["scan", "GPIO4", "--board", "raspberry-pi-zero-2-w"], "has no console to ask; on the machine,"],
])("the command %j is refused with its remedy", async (args, words) => {
  expect(await said([...args, "--port", "/dev/nowhere"], {}, 2)).toContain(words);
});
