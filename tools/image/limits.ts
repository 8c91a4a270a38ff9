// Limits on the bytes that the client of a device may keep and take at once: from the board's facts, and the
// ring that the device asks for.
import type { Board } from "../../boards/board.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import { WINDOW } from "../../src/mqtt/window.ts";
import { withRing } from "../../src/platform/node/with-ring.ts";
import { keptSensors } from "./features/feature-needs.ts";

/** Those of a board. */
export function limitsOf({ ring, packetBytes, linkBytes }: Board): ClientLimits {
  return { ...ring, packetBytes, linkBytes };
}

/** Those of a device on a board. */
export function limitsFor(declaration: DeviceDeclaration, board: Board): ClientLimits {
  const limits = withRing(limitsOf(board), declaration);
  return { ...limits, slots: fillableSlots(declaration, limits.slots) };
}

/**
 * Slots that the ring of a device can ever fill, at most `slots`: where each topic keeps its latest message
 * only, one waits for each topic behind those that are out. A power of two: Lua's lists have that room
 * anyway, and the ring's cursors may then wrap.
 */
function fillableSlots(declaration: DeviceDeclaration, slots: number): number {
  const kept = keptSensors(declaration);
  if (kept.some(({ overflow }) => overflow !== "latest")) return slots;
  const fillable = WINDOW + kept.length + (declaration.actuators ?? []).length;
  return Math.min(slots, 2 ** Math.ceil(Math.log2(fillable)));
}

/** The sentence that a device gets fewer slots than it asks for; `undefined` where it gets them. */
export function smallerRing({ ring }: DeviceDeclaration, { slots }: ClientLimits): string | undefined {
  if (ring?.slots === undefined || ring.slots <= slots) return undefined;
  return `The ring has ${slots} slots in place of ${ring.slots}: the device never fills more, as each of its topics keeps its latest message only.`;
}
