// What a message costs the MQTT client alone in MQTT 5.0, by a topic alias, beside the same client in 3.1.1: Lua's virtual machine.
import { clientImage, SMALL_RING } from "../operations/client.ts";
import {
  type ClientWork,
  publishOne,
  publishOneByAlias,
  publishZero,
  publishZeroByAlias,
  twenty,
} from "../operations/client-work.ts";
import { exact, peerRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { clientCost } from "./client-pair.ts";
import { CHIPS, engineName, type LuaChip } from "./hosted-climate.ts";
import { imageProgram, type LuaProgram } from "./vm-cost.ts";

interface Comparison {
  before: ClientWork;
  now: ClientWork;
  /** Instructions in 5.0 for one in 3.1.1. */
  most: number;
}

const COMPARISONS: readonly Comparison[] = [
  { before: publishZero(twenty), now: publishZeroByAlias(twenty), most: 1 },
  // The properties stand after the packet identifier: the packet is joined of one text more.
  { before: publishOne(twenty), now: publishOneByAlias(twenty), most: 1.02 },
];

export const clientInVersion5: Section = {
  title: "The MQTT client alone in MQTT 5.0, with a topic alias: Lua's virtual machine",
  words: ["mqtt5"],
  subject: "the client on NodeMCU, in 5.0",
  isGate: true,
  isExact: true,
  measure: async () => {
    const in3 = imageProgram(await clientImage("nodemcu"));
    const in5 = imageProgram(await clientImage("nodemcu", SMALL_RING, "5.0"));
    return CHIPS.flatMap((chip) => COMPARISONS.flatMap((comparison) => rows(chip, in3, in5, comparison)));
  },
};

function rows(chip: LuaChip, in3: LuaProgram, in5: LuaProgram, { before, now, most }: Comparison): Row[] {
  const [theirs, ours] = [clientCost(chip, in3, before), clientCost(chip, in5, now)];
  const row = (unit: string, what: string, cost: "bytes" | "instructions", ratioAtMost: number): Row =>
    exact(
      peerRow(
        engineName(chip),
        unit,
        `${what} to ${now.name}`,
        ours[cost],
        { peer: "itself in MQTT 3.1.1", value: theirs[cost] },
        { ratioAtMost },
      ),
    );
  return [row("byte", "allocated", "bytes", 1), row("instruction", "of the VM", "instructions", most)];
}
