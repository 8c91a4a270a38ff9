// What one message costs the MQTT client alone in a 32-bit Lua, beside luamqtt and beside the one string of its packet.
import { clientImage } from "../operations/client.ts";
import {
  publishNew,
  publishOne,
  publishOneAlone,
  publishZero,
  receiveOne,
  receiveZero,
  six,
  TOPIC,
  takePuback,
  twenty,
} from "../operations/client-work.ts";
import { exact, gateRow, peerRow, type Row, type Target } from "../row.ts";
import type { Section } from "../section.ts";
import { clientCost, type Pair, pairName, peerCost, same } from "./client-pair.ts";
import { CHIPS, engineName, type LuaChip } from "./hosted-climate.ts";
import { luamqttFolder, luamqttInChip } from "./luamqtt.ts";
import { imageProgram, type LuaProgram, vmCost } from "./vm-cost.ts";

const PUBLISH_BYTES = 2 + 2 + TOPIC.length + twenty(0).length;
const PUBACK_BYTES = 4;

const PAIRS: readonly (Pair & { mostBytes?: Target })[] = [
  { ...same(publishZero(twenty)), mostBytes: { atMost: 60 } },
  { ours: publishNew(twenty), theirs: publishZero(twenty) },
  same(publishZero(six)),
  { ours: publishOne(twenty), theirs: publishOneAlone(twenty) },
  { ...same(receiveZero(twenty)), mostBytes: { atMost: 48 } },
  same(receiveZero(six)),
];

export const clientInVm: Section = {
  title: "The MQTT client alone, for one message: Lua's virtual machine",
  subject: "the client on NodeMCU",
  isGate: true,
  isExact: true,
  measure: async (skip, peers) => {
    const program = imageProgram(await clientImage("nodemcu"));
    const folder = luamqttFolder(peers, skip);
    return CHIPS.flatMap((chip) => {
      const peer = folder === undefined ? undefined : luamqttInChip(folder, chip.lua);
      return [...PAIRS.flatMap((pair) => pairRows(chip, program, peer, pair)), ...limitRows(chip, program)];
    });
  },
};

function pairRows(
  chip: LuaChip,
  program: LuaProgram,
  peer: LuaProgram | undefined,
  pair: (typeof PAIRS)[number],
): Row[] {
  const ours = clientCost(chip, program, pair.ours);
  const theirs = peer === undefined ? undefined : peerCost(chip, peer, pair.theirs);
  const row = (unit: string, what: string, cost: "bytes" | "instructions", target?: Target): Row =>
    exact(
      peerRow(
        engineName(chip),
        unit,
        `${what} to ${pairName(pair)}`,
        ours[cost],
        { peer: "luamqtt", value: theirs?.[cost] },
        target,
      ),
    );
  return [row("byte", "allocated", "bytes", pair.mostBytes), row("instruction", "of the VM", "instructions")];
}

/** Beside what cannot be had for less: a packet is one string, what is only read is none. */
function limitRows(chip: LuaChip, program: LuaProgram): Row[] {
  const engine = engineName(chip);
  const bytes = (work: Pair["ours"]): number => clientCost(chip, program, work).bytes;
  const beside = (name: string, ours: number, length: number, most: number): Row =>
    exact(
      peerRow(
        engine,
        "byte",
        name,
        ours,
        { peer: `one string of ${length} bytes`, value: stringBytes(chip, length) },
        { ratioAtMost: most },
      ),
    );
  const acknowledgement = bytes(receiveOne(twenty)) - bytes(receiveZero(twenty));
  return [
    beside(
      "allocated to publish 20 bytes at QoS 0, all in all",
      bytes(publishZero(twenty)),
      PUBLISH_BYTES,
      1,
    ),
    beside(
      "allocated to take 20 bytes at QoS 0, all in all",
      bytes(receiveZero(twenty)),
      twenty(0).length,
      1,
    ),
    beside("allocated to acknowledge a message at QoS 1", acknowledgement, PUBACK_BYTES, 1),
    exact(gateRow(engine, "byte", `allocated to ${takePuback().name}`, bytes(takePuback()), { exactly: 0 })),
  ];
}

/** What a new string of so many bytes takes. */
function stringBytes(chip: LuaChip, length: number): number {
  const source = `local sub=string.sub function makeString(bytes) sub(bytes,2) end
function doNothing() end function countWritten() return 0 end`;
  const calls = (index: number) => [
    { function: "makeString", bytes: String(index).padStart(length + 1, ".") },
  ];
  return vmCost(chip, { source }, { calls, batch: 20 }).bytes;
}
