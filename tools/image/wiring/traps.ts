// Traps of the pins that a device uses on its board: reported before it is built.
import type { Ability, Wiring } from "../../../boards/board.ts";
import { pinsOf, roleNameOf, wireOf } from "./named-pins.ts";
import type { NeededRole } from "./wiring.ts";

export interface TrapWarning {
  role: string;
  /** Its name on the board. */
  pin: string;
  /** The pin's trap, one sentence. */
  trap: string;
}

/** The use of a pin by its role. A bus needs more than one ability, and is never harmless. */
const USE: { readonly [kind in NeededRole["kind"]]?: Ability } = {
  analog: "adc",
  input: "in",
  output: "out",
  pulses: "in",
  edges: "in",
  turns: "in",
  pwm: "pwm",
  tx: "tx",
  rx: "rx",
  sck: "out",
  miso: "in",
  mosi: "out",
  cs: "out",
  pixels: "out",
};

/**
 * The traps on a device's pins, in the order of its roles. A role or a pin that does not exist is the
 * wiring's fault.
 */
export function trapWarnings(needed: readonly NeededRole[], { board, roles }: Wiring): TrapWarning[] {
  return needed.flatMap((need) => {
    const { kind } = need;
    const role = roleNameOf(need);
    const wire = wireOf(need, roles);
    if (wire === undefined) return [];
    return pinsOf(wire).flatMap((pin) => {
      const facts = Object.hasOwn(board.pins, pin) ? board.pins[pin] : undefined;
      if (facts?.trap === undefined) return [];
      if (facts.harmlessAs !== undefined && facts.harmlessAs === USE[kind]) return [];
      return [{ role, pin, trap: facts.trap }];
    });
  });
}

/** Warnings for the user of a device before it is on its board, a sentence each: dangers come first. */
export function warningsOf(needed: readonly NeededRole[], wiring: Wiring): string[] {
  const { danger } = wiring.board;
  const traps = trapWarnings(needed, wiring).map(
    ({ role, pin, trap }) => `The role "${role}" is on pin "${pin}": ${trap}`,
  );
  return danger === undefined ? traps : [danger, ...traps];
}
