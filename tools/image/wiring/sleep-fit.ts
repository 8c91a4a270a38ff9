// Demands of a device that sleeps on its board: a chip that wakes by itself or by a contact, and the wire that
// it needs for that.
import type { Board, ContactWake, Wire, Wiring } from "../../../boards/board.ts";
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
  if (board.machine !== undefined)
    return own(
      "sleep",
      `${board.name} runs Linux, which stays awake when the device's program ends: leave \`sleep\` out, and the device measures as often all the same, or take another board.`,
    );
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
  if (sleep.wakeBy !== undefined) {
    const sentence = contactFault(declaration, { board, roles });
    if (sentence !== undefined) return own("sleep.wakeBy", sentence);
  }
  if (wire === undefined || sleep.every === 0) return [];
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

/** How a contact wakes the board's chip; `undefined`: none does. */
export function contactWakeOf({ sleep }: Pick<Board, "sleep">): ContactWake | undefined {
  const contact = sleep?.contact;
  return contact === undefined || "because" in contact ? undefined : contact;
}

function contactFault(declaration: DeviceDeclaration, { board, roles }: Wiring): string | undefined {
  const { name, sleep, pins } = board;
  const contact = contactWakeOf(board);
  const wish = declaration.sleep;
  if (contact === undefined) {
    const why =
      sleep?.contact !== undefined && "because" in sleep.contact ? `: ${sleep.contact.because}` : "";
    return `No contact wakes ${name}${why}; let its timer do so, or take another board.`;
  }
  if (wish !== undefined && wish.every > 0 && contact.besideTimer !== true)
    return `The device wakes by "${wish.wakeBy}" and every ${wish.every} ms, and ${name} takes one of both; leave \`every\` or \`wakeBy\` out.`;
  const { gpios } = contact;
  if (gpios === undefined) return undefined;
  const role = wakingRole(declaration);
  const pin = role === undefined ? undefined : roles[role];
  if (typeof pin !== "string" || gpios.includes(pins[pin]?.gpio ?? -1)) return undefined;
  const able = Object.keys(pins).filter((known) => gpios.includes(pins[known]?.gpio ?? -1));
  return `The role "${role}" is on pin "${pin}", which does not wake ${name}; give it one of ${able.map((known) => `"${known}"`).join(", ")}.`;
}

/** The role of the contact that wakes the device. */
function wakingRole({ sleep, sensors = [] }: DeviceDeclaration): string | undefined {
  return sensors.find(({ name }) => name === sleep?.wakeBy)?.quantity.part.role;
}

/** Where a contact pulses the chip's reset: its pin, and that one. */
export function pulsedReset(
  declaration: DeviceDeclaration,
  { board, roles }: Wiring,
): { from: string; to: string } | undefined {
  const to = declaration.sleep?.wakeBy === undefined ? undefined : contactWakeOf(board)?.reset;
  const from = roles[wakingRole(declaration) ?? ""];
  return to === undefined || typeof from !== "string" ? undefined : { from, to };
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
export function sleepWarnings(declaration: DeviceDeclaration, wired: Wiring): string[] {
  const { sleep } = declaration;
  const { board } = wired;
  const pulsed = pulsedReset(declaration, wired);
  if (pulsed !== undefined)
    return [
      `Wire pin "${pulsed.from}" to ${pulsed.to} through 100 nF, and to 3.3 V through 470 kΩ: its contact wakes the chip when it closes, and starts it anew while it is awake.`,
    ];
  const wire = sleep !== undefined && sleep.every > 0 ? board.sleep?.wire : undefined;
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
