// tools/cli/fleet/costs.json: what `ringmote fleet manifest` asks a cluster for, out of the record of the
// bench.
import { join } from "node:path";
import { COMMAND, CONNECT_ROW, fleetSection, MEMORY_ROW, PROCESS } from "./node/fleet.ts";
import type { BenchRecord } from "./record.ts";

export const COSTS = join("tools", "cli", "fleet", "costs.json");

/** `undefined` where no fleet was measured. */
export function fleetCosts(record: BenchRecord): string | undefined {
  const rows = record.find(({ title }) => title === fleetSection.title)?.rows;
  if (rows === undefined) return undefined;
  const figure = (name: string): number => {
    const ours = rows.find((row) => row.name === name)?.ours;
    if (ours === undefined) throw new Error(`The record has no row "${name}".`);
    return ours;
  };
  const costs = {
    deviceBytes: figure(MEMORY_ROW),
    commandBytes: figure(COMMAND),
    processBytes: figure(PROCESS),
    connectMicroseconds: figure(CONNECT_ROW),
  };
  return `${JSON.stringify(costs, undefined, 2)}\n`;
}
