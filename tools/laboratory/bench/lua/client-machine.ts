// What one message costs the MQTT client alone in stock Lua: instructions of the machine, beside luamqtt.
import { clientImage } from "../operations/client.ts";
import {
  publishNew,
  publishOne,
  publishOneAlone,
  publishZero,
  receiveOne,
  receiveZero,
  reconnect,
  requireWritten,
  twenty,
} from "../operations/client-work.ts";
import type { PeerFiles } from "../peer-files.ts";
import { peerRow, type Row, type Target } from "../row.ts";
import type { Section } from "../section.ts";
import { type Pair, pairName, same } from "./client-pair.ts";
import { luamqttFolder, luamqttInStock } from "./luamqtt.ts";
import { canCount, loadCost, machineCost, type StockLua } from "./machine-cost.ts";
import { imageProgram, type LuaProgram } from "./vm-cost.ts";

const COUNTED = 500;

interface MachinePair extends Pair {
  target?: Target;
}

const MESSAGES: readonly MachinePair[] = [
  { ...same(publishZero(twenty)), target: { ratioAtMost: 0.07 } },
  { ours: publishNew(twenty), theirs: publishZero(twenty) },
  { ours: publishOne(twenty), theirs: publishOneAlone(twenty), target: { ratioAtMost: 0.2 } },
  { ...same(receiveZero(twenty)), target: { ratioAtMost: 0.22 } },
];

/** luamqtt gives a message to one function whatever it has subscribed to. */
const MORE: readonly MachinePair[] = [
  same(receiveZero(twenty, 10)),
  same(receiveZero(twenty, 100)),
  { ours: receiveOne(twenty), theirs: receiveZero(twenty) },
  same(reconnect()),
];

/** The targets are those of Lua 5.1, where counts are the same in each run. */
const LUAS: readonly { lua: StockLua; pairs: readonly MachinePair[]; hasTargets: boolean }[] = [
  { lua: "lua5.1", pairs: [...MESSAGES, ...MORE], hasTargets: true },
  { lua: "lua5.3", pairs: MESSAGES, hasTargets: false },
];

export const clientOnMachine: Section = {
  title: "The MQTT client alone, for one message: machine instructions of stock Lua",
  words: ["callgrind"],
  subject: "the client on NodeMCU",
  measure: async (skip, peers) => {
    const program = imageProgram(await clientImage("nodemcu"));
    return LUAS.flatMap(({ lua, pairs, hasTargets }) => {
      if (!canCount(lua, skip)) return [];
      const peer = peerProgram(peers, lua, skip);
      const rows = pairs.map((pair) => pairRow(lua, program, peer, pair, hasTargets));
      return [...rows, loadRow(lua, program, peer)];
    });
  },
};

function peerProgram(
  peers: PeerFiles,
  lua: StockLua,
  skip: (reason: string) => void,
): LuaProgram | undefined {
  const folder = luamqttFolder(peers, skip);
  return folder === undefined ? undefined : luamqttInStock(folder, lua, skip);
}

function pairRow(
  lua: StockLua,
  program: LuaProgram,
  peer: LuaProgram | undefined,
  pair: MachinePair,
  hasTarget: boolean,
): Row {
  const ours = machineCost(lua, program, { ...pair.ours, batch: COUNTED }, COUNTED);
  requireWritten(lua, pair.ours, COUNTED, ours.written);
  const theirs =
    peer === undefined ? undefined : machineCost(lua, peer, { ...pair.theirs, batch: COUNTED }, COUNTED);
  const target = hasTarget ? pair.target : undefined;
  return row(lua, pairName(pair), ours.instructions, theirs?.instructions, target);
}

function loadRow(lua: StockLua, program: LuaProgram, peer: LuaProgram | undefined): Row {
  const theirs = peer === undefined ? undefined : loadCost(lua, peer);
  return row(lua, "load it from stripped bytecode, and connect", loadCost(lua, program), theirs);
}

function row(lua: StockLua, what: string, ours: number, theirs: number | undefined, target?: Target): Row {
  const value = theirs === undefined ? undefined : Math.round(theirs);
  const peer = { peer: "luamqtt", value };
  return peerRow(
    `${lua}, 64-bit`,
    "instruction",
    `of the machine to ${what}`,
    Math.round(ours),
    peer,
    target,
  );
}
