// Bytes on a UART, asked of boards that are models behind a pseudo-terminal.
import { expect, onTestFinished, test, vi } from "vitest";
import { createLines } from "../../src/platform/node/circuit.ts";
import { createRealTimers } from "../../src/platform/node/real-timers.ts";
import { uartDrivers } from "../../tools/flash/uart-drivers.ts";
import { MOST_HEARD, searchedUart } from "../../tools/flash/uart-search.ts";
import { driverRows } from "../../tools/laboratory/drivers/rows.ts";
import { createA02yyuw } from "../../tools/sim/parts/a02yyuw.ts";
import { createMhZ19 } from "../../tools/sim/parts/mh-z19.ts";
import { createModbusServer } from "../../tools/sim/parts/modbus-server.ts";
import { createPms5003 } from "../../tools/sim/parts/pms5003.ts";
import type { OnUart } from "../../tools/sim/parts/voice.ts";
import { needs, SOCAT } from "../needs.ts";
import { espruinoAtPort, nodeMcuAtPort, said } from "./board-at-port.ts";

vi.setConfig({ testTimeout: 300_000 });

const PARTS = {
  pms5003: (line: OnUart) => createPms5003({ ...line, dust: () => ({ pm1: 1, pm25: 2, pm10: 3 }) }),
  "mh-z19": (line: OnUart) => createMhZ19({ ...line, co2: () => 500 }),
  a02yyuw: (line: OnUart) => createA02yyuw({ ...line, centimetres: () => 120 }),
  "modbus-rtu": (line: OnUart) =>
    createModbusServer({ ...line, baud: 2400, address: 1, functionCode: 4, word: () => undefined }),
} as const;

type Name = keyof typeof PARTS;

/** A part at the end of a UART, as the interpreter calls its pins. */
function partOn(name: Name, tx: string | number, rx: string | number) {
  const circuit = createLines();
  PARTS[name]({ lines: circuit, tx, rx, ...createRealTimers() });
  return circuit;
}

const BOARDS = {
  "esp32-espruino": { rx: "D25", tx: "D26", ids: ["D26", "D25"], at: espruinoAtPort.bind(undefined, {}) },
  "esp32-nodemcu": {
    rx: "IO25",
    tx: "IO26",
    ids: [26, 25],
    at: nodeMcuAtPort.bind(undefined, { chip: "esp32" }),
  },
} as const;

test.each(
  Object.entries(BOARDS).flatMap(([board, wires]) =>
    (Object.keys(PARTS) as Name[]).map((name) => ({ ...wires, board, name })),
  ),
)("scan at $board identifies $name by its frames", needs(SOCAT), async ({ board, name, rx, tx, ids, at }) => {
  const { path, storage } = await at(undefined, partOn(name, ids[0], ids[1]));
  const rate = name === "modbus-rtu" ? 2400 : 9600;
  const args = ["scan", "--rx", rx, "--tx", tx, "--uart-baud", `${rate}`, "--board", board, "--port", path];
  const { uart } = JSON.parse(await said([...args, "--json"]));
  expect(uart).toMatchObject({ rx, tx, heard: [{ baud: rate, drivers: [name] }] });
  expect(uart.heard[0].bytes).toMatch(/^([0-9a-f]{2}){4,}$/);
  expect(storage.size).toBe(0);
});

test("unknown UART bytes are printed as hexadecimal and text", needs(SOCAT), async () => {
  const { path } = await espruinoAtPort({}, undefined, partOn("mh-z19", "D26", "D25"));
  const args = ["scan", "--rx", "D25", "--tx", "D26", "--board", "esp32-espruino", "--port", path];
  expect(await said(args)).toMatch(
    /^UART on D25, D26:\n {2}9600 {2}mh-z19\n {4}ff 86 01 90( [0-9a-f]{2}){5}\n {4}\.{4}.{5}\n$/,
  );
});

test("pins with a trap are reported before the scan", async () => {
  const words = (rx: string, tx: string, board: string) =>
    said(["scan", "--rx", rx, "--tx", tx, "--board", board, "--port", "/dev/nowhere"], {}, 1);
  const told = await words("D16", "D2", "esp32-espruino");
  expect(told).toContain(
    'ringmote: warning: --rx is on pin "D16": On a WROVER module it belongs to the PSRAM',
  );
  expect(told).toContain('ringmote: warning: --tx is on pin "D2": ');
  expect(await words("D25", "D26", "esp32-espruino")).not.toContain("warning");
});

test("a silent UART is reported with possible causes", needs(SOCAT), async () => {
  const { path } = await nodeMcuAtPort({ chip: "esp32" });
  const args = ["scan", "--rx", "IO25", "--tx", "IO26", "--uart-baud", "300", "--board", "esp32-nodemcu"];
  expect(await said([...args, "--port", path])).toMatch(/^UART on IO25, IO26: nothing comes\. The part's TX/);
});

test("a firmware without a free UART is reported", needs(SOCAT), async () => {
  const espruino = await espruinoAtPort();
  await vi.waitFor(() => expect(espruino.model.device.evaluate("delete global.Serial3")).toBe(true));
  const on = (pins: string[], board: string, path: string) =>
    said(["scan", "--rx", pins[0], "--tx", pins[1], "--board", board, "--port", path], {}, 1);
  expect(await on(["D25", "D26"], "esp32-espruino", espruino.path)).toContain("was built without Serial3");
  const nodeMcu = await nodeMcuAtPort({ chip: "esp32", missing: ["uart"] });
  expect(await on(["IO25", "IO26"], "esp32-nodemcu", nodeMcu.path)).toContain(
    "was built without the module uart",
  );
});

test("a UART used by the program is reported and given back", needs(SOCAT), async () => {
  const circuit = createLines();
  const program =
    'uart.setup(2, 9600, 8, uart.PARITY_NONE, uart.STOPBITS_1, { tx = 4, rx = 5 }) uart.on(2, "data", 0, function(byte) uart.write(2, byte) end) uart.start(2)';
  const { path } = await nodeMcuAtPort({ chip: "esp32" }, new Map([["init.lua", program]]), circuit);
  const args = ["scan", "--rx", "IO25", "--tx", "IO26", "--board", "esp32-nodemcu", "--port", path];
  expect(await said(args, {}, 1)).toContain("The program on the board has this UART, and has started anew");
  let echoed = "";
  circuit.whenSent(4, 9600, (bytes) => {
    echoed += bytes;
  });
  circuit.send(5, "x", 9600);
  await expect.poll(() => echoed).toBe("x");
});

test("a UART used by an Espruino program is left alone", needs(SOCAT), async () => {
  const circuit = createLines();
  const { path, model } = await espruinoAtPort({}, undefined, circuit);
  const program =
    'Serial3.setup(9600,{tx:D18,rx:D19});Serial3.on("data",function(d){Serial3.write(d)});global.begun=1';
  await vi.waitFor(() => expect(model.device.evaluate(program)).toBe(1));
  const args = ["scan", "--rx", "D25", "--tx", "D26", "--board", "esp32-espruino", "--port", path];
  expect(await said(args, {}, 1)).toContain("The program on the board has this UART: put another one there");
  let echoed = "";
  circuit.whenSent("D18", 9600, (bytes) => {
    echoed += bytes;
  });
  circuit.send("D19", "x", 9600);
  await expect.poll(() => echoed).toBe("x");
});

test("a scan tries every UART driver", async () => {
  const rows = (await driverRows()).filter(({ wire }) => wire === "uart");
  expect((await uartDrivers()).map(({ name }) => name)).toEqual(rows.map(({ driver }) => driver).sort());
});

test("no driver accepts noise, half a frame or nothing", async () => {
  const noises = ["", "\0".repeat(64), "\xff".repeat(64), "\x42\x4d\x00\x1c\0\0\0", "$GPGGA,1,2*47\r\n"];
  for (const { name, knows } of await uartDrivers())
    for (const noise of noises) expect([name, noise, knows(noise)]).toEqual([name, noise, false]);
});

test("baud rates are tried until one is recognised or readable", async () => {
  const drivers = await uartDrivers();
  const asked: number[] = [];
  const hear = (answers: Record<number, string>) => async (baud: number) => {
    if (!asked.includes(baud)) asked.push(baud);
    return answers[baud] ?? "";
  };
  const rates = [9600, 4800, 2400];
  expect(await searchedUart(rates, drivers, hear({ 9600: "\xfe\xfe", 4800: "$GPGGA,120000\r\n" }))).toEqual([
    { baud: 9600, bytes: "\xfe\xfe", drivers: [] },
    { baud: 4800, bytes: "$GPGGA,120000\r\n", drivers: [] },
  ]);
  expect(asked).toEqual([9600, 4800]);
  const distance = "\xff\x04\xb0\xb3";
  expect(await searchedUart(rates, drivers, hear({ 9600: distance }))).toEqual([
    { baud: 9600, bytes: distance, drivers: ["a02yyuw"] },
  ]);
});

test("a board buffers a bounded number of UART bytes", needs(SOCAT), async () => {
  const circuit = createLines();
  const talk = setInterval(() => circuit.send("D25", "x".repeat(200), 9600), 100);
  onTestFinished(() => clearInterval(talk));
  const { path } = await espruinoAtPort({}, undefined, circuit);
  const args = ["scan", "--rx", "D25", "--tx", "D26", "--board", "esp32-espruino", "--port", path, "--json"];
  const { uart } = JSON.parse(await said(args));
  expect(uart.heard[0].bytes.length / 2).toBeLessThan(MOST_HEARD + 200);
  expect(uart.heard[0].drivers).toEqual([]);
});

const WRONG: [string[], string, string][] = [
  [["--rx", "D25"], "esp32-espruino", "A UART has two pins"],
  [["--rx", "D25", "--tx", "D25"], "esp32-espruino", "A UART has two pins"],
  [["--uart-baud", "9600"], "esp32-espruino", "A UART has two pins"],
  [
    ["--rx", "D3", "--tx", "D26"],
    "esp32-espruino",
    '"D3" is no pin of ESP32 running Espruino for the rx of a UART',
  ],
  [
    ["--rx", "D25", "--tx", "D34"],
    "esp32-espruino",
    '"D34" is no pin of ESP32 running Espruino for the tx of a UART',
  ],
  [
    ["--rx", "D1", "--tx", "D2"],
    "esp8266-nodemcu",
    "running NodeMCU has no UART to listen on, because its only one that receives is the console's",
  ],
  [["--rx", "D4", "--tx", "D5"], "esp8266-espruino", "take a board with an ESP32"],
];

test.each(WRONG)("the command %j on %s is refused with its remedy", async (args, board, words) => {
  expect(await said(["scan", ...args, "--board", board, "--port", "/dev/nowhere"], {}, 2)).toContain(words);
});
