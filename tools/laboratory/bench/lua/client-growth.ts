// What grows with the size of things in the MQTT client alone, and what does not: exact instructions of Lua's VM.
import { clientImage, SMALL_RING } from "../operations/client.ts";
import {
  type ClientWork,
  keepOffline,
  publishOneInto,
  receiveZero,
  reconnectFull,
  twenty,
} from "../operations/client-work.ts";
import { exact, figure, peerRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { clientCost } from "./client-pair.ts";
import { CHIPS, engineName, type LuaChip } from "./hosted-climate.ts";
import { imageProgram, type LuaProgram } from "./vm-cost.ts";

/** More than are out at a time, so that some wait in either. */
const FEW_SLOTS = 16;
const MANY_SLOTS = 10 * FEW_SLOTS;
const SLOT_BYTES = SMALL_RING.bytes / SMALL_RING.slots;
const SUBSCRIPTIONS = [1, 10, 100];
const OFFLINE = [10, 100];

export const clientGrowth: Section = {
  title: "The MQTT client alone, grown tenfold: Lua's virtual machine",
  words: ["growth"],
  subject: "the client on NodeMCU",
  isGate: true,
  isExact: true,
  measure: async () => {
    const small = await clientWithRing(SMALL_RING.slots);
    const few = await clientWithRing(FEW_SLOTS);
    const many = await clientWithRing(MANY_SLOTS);
    return CHIPS.flatMap((chip) => [
      ...ringRows(chip, few, many),
      ...routingRows(chip, small),
      ...offlineRows(chip, many),
      exact(instructions(chip, small, reconnectFull())),
    ]);
  },
};

async function clientWithRing(slots: number): Promise<LuaProgram> {
  return imageProgram(await clientImage("nodemcu", { slots, bytes: slots * SLOT_BYTES }));
}

function ringRows(chip: LuaChip, few: LuaProgram, many: LuaProgram): Row[] {
  const less = instructions(chip, few, publishOneInto(FEW_SLOTS));
  const more = instructions(chip, many, publishOneInto(MANY_SLOTS));
  return [exact(less), asMuchAs(more, less, `itself with ${FEW_SLOTS} slots`)];
}

function routingRows(chip: LuaChip, program: LuaProgram): Row[] {
  const rows = SUBSCRIPTIONS.map((count) => instructions(chip, program, receiveZero(twenty, count), 1));
  return rows.map((row, at) => {
    const before = rows[at - 1];
    return before === undefined ? exact(row) : asMuchAs(row, before, `itself with ${SUBSCRIPTIONS[at - 1]}`);
  });
}

/** For each message: what connecting costs is spread over more of them. */
function offlineRows(chip: LuaChip, program: LuaProgram): Row[] {
  const [few, many] = OFFLINE.map((count) => {
    const row = instructions(chip, program, keepOffline(count), 1);
    return { ...row, name: `${row.name}, for each of them`, ours: row.ours / count };
  }) as [Row, Row];
  return [exact(few), asMuchAs(many, few, `itself with ${OFFLINE[0]}`)];
}

function instructions(chip: LuaChip, program: LuaProgram, work: ClientWork, most = work.most): Row {
  const cost = clientCost(chip, program, most === undefined ? work : { ...work, most });
  return figure(engineName(chip), "instruction", `of the VM to ${work.name}`, cost.instructions);
}

/** The same thing at ten times the size may not cost more. */
function asMuchAs({ engine, unit, name, ours }: Row, less: Row, peer: string): Row {
  return exact(peerRow(engine, unit, name, ours, { peer, value: less.ours }, { ratioAtMost: 1 }));
}
