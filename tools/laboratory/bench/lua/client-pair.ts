// The same work done by our client and by luamqtt.
import { type ClientWork, requireWritten } from "../operations/client-work.ts";
import { engineName, type LuaChip } from "./hosted-climate.ts";
import { type LuaProgram, type VmCost, vmCost } from "./vm-cost.ts";

const BATCH = 20;

/** What is asked of ours, and of the peer: not the same where the peer cannot do it all. */
export interface Pair {
  ours: ClientWork;
  theirs: ClientWork;
}

/** What both can do. */
export function same(work: ClientWork): Pair {
  return { ours: work, theirs: work };
}

/** What is done, and what the peer does in its place. */
export function pairName({ ours, theirs }: Pair): string {
  return ours.name === theirs.name ? ours.name : `${ours.name} (luamqtt: ${theirs.name})`;
}

/** What work costs our client, which has to write what the work makes it write. */
export function clientCost(chip: LuaChip, program: LuaProgram, work: ClientWork): VmCost {
  const cost = peerCost(chip, program, work);
  requireWritten(engineName(chip), work, cost.count, cost.written);
  return cost;
}

/** What work costs a peer. */
export function peerCost(chip: LuaChip, program: LuaProgram, work: ClientWork): VmCost {
  return vmCost(chip, program, { ...work, batch: work.most ?? BATCH });
}
