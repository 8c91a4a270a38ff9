// Demands of a device that sleeps on its board: a chip that wakes by itself, and the wire that it needs for
// that.
import type { Board, Wire, Wiring } from "../../../boards/board.ts";
import { type Fault, fault } from "../../../src/checks/fault.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { costOf } from "../../../src/journal/held.ts";
import { mostRecordBytes } from "../../../src/journal/record.ts";
import { sleepMemoryBytes } from "./sleep-memory.ts";

/** Why the device cannot sleep on this board, as it is wired. */
export function sleepFitFaults(declaration: DeviceDeclaration, { board, roles }: Wiring): Fault[] {
  const { sleep } = declaration;
  if (sleep === undefined) return [];
  const own = (option: string, sentence: string) => [fault(declaration, option, sentence)];
  if (board.sleep === undefined)
    return own("sleep", `${board.name} does not sleep yet; leave \`sleep\` out, or take another board.`);
  const { memoryBytes, wire } = board.sleep;
  const bytes = sleepMemoryBytes(declaration);
  const most = memoryBytes ?? mostInJournal(board);
  if (bytes > most)
    return own(
      "sleep",
      `The device keeps up to ${bytes} bytes over its sleep, and ${board.name} has ${most} for them: let its histories keep fewer hours, or be durable, and its filters remember fewer readings.`,
    );
  if (wire === undefined) return [];
  const pin = wakingPin(board, wire.gpio);
  if (pin === undefined)
    return own(
      "sleep",
      `GPIO${wire.gpio} is not led out of ${board.name}, and its chip needs a wire from there to ${wire.to} to wake; take another board.`,
    );
  const role = Object.keys(roles).find((name) => pinsIn(roles[name]).includes(pin));
  if (role === undefined) return [];
  return own(
    "sleep",
    `The role "${role}" is on pin "${pin}", which a wire has to lead from to ${wire.to} for the chip to wake; give the role another pin.`,
  );
}

/** One record of it has them. A board without a journal is refused for that. */
function mostInJournal({ journal }: Board): number {
  if (journal === undefined) return Number.POSITIVE_INFINITY;
  return mostRecordBytes({ areaBytes: () => journal.areaBytes }) - costOf(0);
}

/** Is what lasts over its sleep in the journal there? The board then says how it sleeps, and names no memory for it. */
export function sleepsByJournal({ sleep }: DeviceDeclaration, board: Board): boolean {
  return sleep !== undefined && board.sleep !== undefined && board.sleep.memoryBytes === undefined;
}

/** What has to be wired so that it wakes; nothing where it does so by itself. */
export function sleepWarnings({ sleep }: DeviceDeclaration, board: Board): string[] {
  const wire = sleep === undefined ? undefined : board.sleep?.wire;
  const pin = wire === undefined ? undefined : wakingPin(board, wire.gpio);
  if (wire === undefined || pin === undefined) return [];
  return [
    `Wire pin "${pin}" to ${wire.to}: without it the device sleeps for ever. Take the wire off while you flash.`,
  ];
}

/** The name of the pin by which its timer wakes the chip, where it is led out. */
export function wakingPin({ pins }: Board, gpio: number): string | undefined {
  return Object.keys(pins).find((name) => pins[name]?.gpio === gpio);
}

function pinsIn(wire: Wire<string> | undefined): readonly unknown[] {
  return typeof wire === "object" ? Object.values(wire) : [wire];
}
