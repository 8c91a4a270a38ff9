// The counting of Lua's work, tried on programs whose cost is known.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { CHIPS, engineName } from "../../tools/laboratory/bench/lua/hosted-climate.ts";
import { luamqttInChip } from "../../tools/laboratory/bench/lua/luamqtt.ts";
import { machineCost } from "../../tools/laboratory/bench/lua/machine-cost.ts";
import { vmCost } from "../../tools/laboratory/bench/lua/vm-cost.ts";
import { publishZero } from "../../tools/laboratory/bench/operations/client-work.ts";
import { LUA_51, needs, VALGRIND } from "../needs.ts";

/** Bytes of a string's header and of the zero behind it, in a 32-bit Lua. */
const STRING_BYTES = 17;
const PATIENT_MS = 60_000;

const PROGRAM = {
  source: `local sub,kept=string.sub,0
function makeString(bytes) sub(bytes,2) end
function loop(bytes) for i=1,#bytes do kept=kept+1 end end
function doNothing() end
function countWritten() return kept end
`,
};

function callsOf(name: string, bytes: (index: number) => string) {
  return (index: number) => [{ function: name, bytes: bytes(index) }];
}

describe.each(CHIPS)("$lua", (chip) => {
  test("a string of 20 bytes takes its bytes, header and terminator", () => {
    const calls = callsOf("makeString", (index) => String(index).padStart(21, "."));
    expect(vmCost(chip, PROGRAM, { calls, most: 20 }).bytes).toBe(STRING_BYTES + 20);
  });

  test("a function that does nothing costs nothing", () => {
    const cost = vmCost(chip, PROGRAM, { calls: callsOf("doNothing", String), most: 20 });
    expect([cost.bytes, cost.instructions]).toEqual([0, 0]);
  });

  test("each round of a loop costs the same in 10 or 100", () => {
    const [none, ten, hundred] = [0, 10, 100].map(
      (rounds) =>
        vmCost(chip, PROGRAM, { calls: callsOf("loop", () => ".".repeat(rounds)), most: 5 }).instructions,
    ) as [number, number, number];
    expect(hundred - none).toBe(10 * (ten - none));
    expect(ten).toBeGreaterThan(none);
  });

  test("what is called ahead of the work is not counted", () => {
    const calls = callsOf("doNothing", String);
    const ahead = callsOf("loop", () => "..........");
    const cost = vmCost(chip, PROGRAM, { calls, ahead, most: 5 });
    expect(cost.instructions).toBe(0);
    expect(cost.written).toBe(10 * cost.count);
  });
});

test("stock Lua runs the same instructions twice, and none for nothing", {
  ...needs(LUA_51, VALGRIND),
  timeout: PATIENT_MS,
}, () => {
  const loop = { calls: callsOf("loop", () => "..........") };
  const count = () => machineCost(PROGRAM, loop, 10).instructions;
  expect(count()).toBe(count());
  const nothing = { calls: callsOf("doNothing", String) };
  expect(machineCost(PROGRAM, nothing, 10).instructions).toBe(0);
});

const folder = mkdtempSync(join(tmpdir(), "ringmote-peer-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the client built as luamqtt's files publishes the same bytes", () => {
  mkdirSync(join(folder, "mqtt"));
  const modules = [
    "const",
    "bit53",
    "bitwrap",
    "tools",
    "protocol",
    "protocol4",
    "protocol5",
    "ioloop",
    "client",
  ];
  for (const name of modules) writeFileSync(join(folder, "mqtt", `${name}.lua`), "return {}");
  writeFileSync(join(folder, "mqtt", "init.lua"), STAND_IN);
  for (const chip of CHIPS) {
    const cost = vmCost(chip, luamqttInChip(folder, chip.lua), publishZero);
    expect(cost.written, engineName(chip)).toBe(cost.count * ("home/room1/temp".length + 20));
    expect(cost.bytes).toBeGreaterThan(STRING_BYTES);
  }
});

/** As much of a client as the bench's program asks for: it sends topic and payload, and knows no MQTT. */
const STAND_IN = `
local client={}
client.__index=client
function client:on() end
function client:publish(message) self.connector.send(self,message.topic..message.payload) end
function client:start_connecting() self.connector.connect(self) end
function client:_sync_iteration() self.connector.receive(self,1) end
return {client=function(options) return setmetatable({connector=options.connector},client) end}
`;
