// What keeps an actuator in its rest, whoever asks it to leave that: of all kinds that have one, buttons as well.
import type { Milliseconds } from "../../bytes/milliseconds.ts";
import type { ActuatorDeclaration, ActuatorKind } from "./declaration.ts";

export interface RestingOptions {
  /** Milliseconds that it stays in its rest at least. */
  minimumOff?: Milliseconds;
  /**
   * What a command or a rule meets that asks it to leave its rest while a minimum time holds it there, its own or that of
   * one in `notWith`. "wait": it is done later. "refuse": it is answered with the state and never done; a rule with `keep`
   * asks again. By default valves, locks and buttons refuse. What asks for its rest waits.
   */
  whileHeldBack?: "refuse" | "wait";
}

/** Does a kind refuse what comes too early, unless it is told to let it wait? To do these late does harm. */
export function refusesAsKind(kind: ActuatorKind): boolean {
  return kind === "valve" || kind === "lock" || kind === "button";
}

/** Puts what keeps it in its rest into a declaration. */
export function withRest(declaration: ActuatorDeclaration, options: RestingOptions): ActuatorDeclaration {
  const { minimumOff, whileHeldBack } = options;
  if (minimumOff !== undefined) declaration.minimumOff = minimumOff;
  if (whileHeldBack !== undefined) declaration.refuses = whileHeldBack === "refuse";
  return declaration;
}
