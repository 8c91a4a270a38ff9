// The proof of the month: after thirty days of daily faults a device holds what it held after an hour, and has lost nothing.
import { orderFault } from "../order.ts";
import type { Proof } from "../proof.ts";
import { type MonthEngine, monthEngines } from "./engines.ts";
import { liveMonth, type Month } from "./month.ts";

export const DAYS = 30;

/** What was not as it was promised, in sentences. */
export function monthFaults({ unit, slack, slots }: MonthEngine, month: Month): string[] {
  const { given, came, heldAtFirst, heldAtLast, slotsAtLast, breaches } = month;
  const faults = [...breaches];
  if (came.length < given) faults.push(`${given - came.length} numbers of ${given} were lost.`);
  if (orderFault(came) !== "") faults.push(orderFault(came));
  if (heldAtLast > heldAtFirst + slack)
    faults.push(`It held ${heldAtFirst} ${unit} after an hour, and ${heldAtLast} at the end.`);
  if (slotsAtLast < slots) faults.push(`Of ${slots} slots of its ring ${slotsAtLast} were free at the end.`);
  return faults;
}

/** A month on each engine. */
export const months: Proof = {
  name: "months",
  async portion(seed) {
    const figures = { months: 0, mishaps: 0, "connections in months": 0, "messages through months": 0 };
    for (const engine of await monthEngines()) {
      const month = liveMonth(engine, seed, DAYS);
      const faults = monthFaults(engine, month);
      if (faults.length > 0) throw new Error(`Seed ${seed} on ${engine.name}: ${faults.join(" ")}`);
      figures.months += 1;
      figures.mishaps += month.mishaps;
      figures["connections in months"] += month.connections;
      figures["messages through months"] += month.given;
    }
    return { ...figures, "messages lost in months": 0 };
  },
};
