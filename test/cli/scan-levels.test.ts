// The levels of a board's pins, asked of boards that are models behind a pseudo-terminal.
import { expect, test, vi } from "vitest";
import { changed, createLines } from "../../src/platform/node/circuit.ts";
import { readBoard } from "../../tools/cli/catalogue.ts";
import { levelPins } from "../../tools/cli/scan/scan-levels.ts";
import { FlashError } from "../../tools/flash/flash-error.ts";
import { levelsOf } from "../../tools/flash/pin-levels.ts";
import { HOLD_GLOBAL } from "../../tools/targets/nodemcu/lua/init.ts";
import { needs, SOCAT } from "../needs.ts";
import { espruinoAtPort, nodeMcuAtPort, said } from "./board-at-port.ts";
import { ringmote } from "./child.ts";

vi.setConfig({ testTimeout: 300_000 });

/** Two pins by the board's names and the interpreter's: one is held high, one low; nothing is on the others. */
const BOARDS = {
  "esp32-espruino": {
    high: ["D4", "D4"],
    low: ["D18", "D18"],
    at: espruinoAtPort.bind(undefined, {}),
  },
  "esp32-nodemcu": {
    high: ["IO4", 4],
    low: ["IO18", 18],
    at: nodeMcuAtPort.bind(undefined, { chip: "esp32" }),
  },
  "esp8266-nodemcu": {
    high: ["D2", 2],
    low: ["D5", 5],
    at: nodeMcuAtPort.bind(undefined, { chip: "esp8266" }),
  },
} as const;

test.each(Object.entries(BOARDS))(
  "scan at %s reports each input's level and releases it",
  needs(SOCAT),
  async (board, { high, low, at }) => {
    const circuit = createLines();
    circuit.drive(high[1], 1);
    circuit.drive(low[1], 0);
    const pulled = new Map<string | number, boolean>();
    const level = (pin: string | number, pulledUp: boolean) => {
      pulled.set(pin, pulledUp);
      return circuit.level(pin, pulledUp);
    };
    const { path, storage } = await at(undefined, changed(circuit, { level }));
    const args = ["scan", "--levels", "--board", board, "--port", path];
    const { levels } = JSON.parse(await said([...args, "--json"]));
    const pins = levelPins(await readBoard(board));
    expect(levels).toEqual(
      pins.map(([pin, { hasPullUp }]) => ({
        pin,
        open: pin === high[0] ? 1 : 0,
        ...(hasPullUp && { pulledUp: pin === low[0] ? 0 : 1 }),
      })),
    );
    for (const [, { id }] of pins)
      expect([id, pulled.get(id), circuit.output(id)]).toEqual([id, false, undefined]);
    expect(storage.size).toBe(0);
    const lines = (await said(args)).split("\n");
    expect(lines[0]).toBe("Levels without a pull-up, and with it:");
    expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^ {2}${low[0]} +0 {2}0$`)));
  },
);

test("Ctrl-C during a scan restarts the program", needs(SOCAT), async () => {
  const circuit = createLines();
  let starts = 0;
  circuit.whenWritten(2, (high) => {
    starts += high;
  });
  let interrupt = () => {};
  const level = (pin: string | number, pulledUp: boolean) => {
    interrupt();
    return circuit.level(pin, pulledUp);
  };
  const program = `tmr.create():alarm(1000,tmr.ALARM_SINGLE,function()if not ${HOLD_GLOBAL} then gpio.mode(2,gpio.OUTPUT)gpio.write(2,1)end end)`;
  const storage = new Map([["init.lua", program]]);
  const { path } = await nodeMcuAtPort({ chip: "esp8266" }, storage, changed(circuit, { level }));
  await expect.poll(() => starts, { timeout: 20_000 }).toBe(1);
  const child = ringmote(["scan", "--levels", "--board", "esp8266-nodemcu", "--port", path]);
  interrupt = () => child.process.kill("SIGINT");
  expect(await child.ended).toBe(1);
  expect(child.errors()).toContain("the program has started anew");
  await expect.poll(() => starts, { timeout: 20_000 }).toBe(2);
});

test("an invalid level is reported with a sentence", needs(SOCAT), async () => {
  const { path } = await espruinoAtPort({}, undefined, changed(createLines(), { level: () => 7 }));
  const args = ["scan", "--levels", "--board", "esp32-espruino", "--port", path];
  expect(await said(args, {}, 1)).toMatch(
    /^ringmote: The board does not tell the levels of its pin D\d+: .*\n$/,
  );
});

test.each(["", "01", "0100", "0x0", undefined, 10, [0, 1, 0]])(
  "%j is refused as an answer about levels",
  (answer) => {
    expect(() => levelsOf({ id: "D4", hasPullUp: true }, answer)).toThrow(FlashError);
  },
);

test("pins of flash, memory, console and relays are skipped", async () => {
  const named = async (board: string) => levelPins(await readBoard(board)).map(([name]) => name);
  for (const pin of ["D1", "D3", "D6", "D11", "D16", "D17"])
    expect(await named("esp32-espruino")).not.toContain(pin);
  expect(await named("esp32-espruino")).toContain("D34");
  for (const pin of ["D9", "D10", "D11", "D12", "A0"])
    expect(await named("esp8266-nodemcu")).not.toContain(pin);
  for (const pin of ["D18", "D19", "D20", "D21"]) expect(await named("esp32-c3-espruino")).not.toContain(pin);
  expect(await named("sonoff-basic-nodemcu")).toEqual(["LED", "BUTTON", "IO14"]);
});
