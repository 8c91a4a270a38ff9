// tools/cli/fleet/costs.json: what `ringmote fleet manifest` asks a cluster for, out of the record of the
// bench.
import { join } from "node:path";
import { COMMAND, CONNECTED, fleetSection, HELD, PROCESS } from "./node/fleet.ts";
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
    deviceBytes: figure(HELD),
    commandBytes: figure(COMMAND),
    processBytes: figure(PROCESS),
    connectMicroseconds: figure(CONNECTED),
  };
  return `${JSON.stringify(costs, undefined, 2)}\n`;
}
