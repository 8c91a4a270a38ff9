// Devices that are left alone, for a reason that was said, while they say the same board and target: anybody can
// send others.
import { printable } from "../../../src/client/faults/foreign-text.ts";
import { note } from "../../terminal/output.ts";
import type { Standing } from "../push/standing.ts";

/** Whoever may publish can invent devices. */
export const MOST_DEVICES = 10_000;

export class LeftAlone {
  /** The board and target of each, by its root. */
  private readonly machines = new Map<string, string>();
  private isFull = false;

  has(root: string, standing: Standing): boolean {
    return this.machines.get(root) === machineOf(standing);
  }

  add(device: string, root: string, standing: Standing, why: string): void {
    const isNew = !this.machines.has(root);
    if (isNew && this.machines.size >= MOST_DEVICES) return;
    this.machines.set(root, machineOf(standing));
    if (isNew) note(`ringmote: ${printable(device)} is left alone: ${why}`);
  }

  /** All devices beyond those that images are held for. */
  addRest(): void {
    if (!this.isFull) note(`ringmote: ${MOST_DEVICES} devices are held for; more are left alone.`);
    this.isFull = true;
  }
}

function machineOf({ board, target }: Standing): string {
  return `${board} ${target}`;
}
