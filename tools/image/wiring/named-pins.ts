// Parts of several pins, each with a name: a wiring gives such a role a record of pins, and an image and the
// simulator know each as a wire of its own, "<role>.<name>" (reading/part.ts, pinOf).
import type { Wire, Wiring } from "../../../boards/board.ts";
import type { Drivable, NamedPins, Part, PinKind, TextPart } from "../../../src/reading/part.ts";
import type { NeededRole } from "./wiring.ts";

/** The pins of a UART (drivers/uart-part.ts). */
const UART_PINS: NamedPins = { tx: "tx", rx: "rx" };

/** The wiring that a part needs: one wire, a pin for each of its names, or nothing. */
export function needsOf(part: Part | Drivable | TextPart): NeededRole[] {
  const { role, wire } = part;
  const pins = wire === "uart" ? UART_PINS : (part.pins ?? {});
  const watched = "watched" in part && part.watched ? { isWatched: true } : {};
  if (wire === "none") return [];
  const onBus = "busAddress" in part ? { addresses: [part.busAddress as number] } : {};
  if (wire !== "pins" && wire !== "uart") return [{ role, kind: wire, ...watched, ...onBus }];
  return namesOf(pins).map((name) => {
    const kind = pins[name] as PinKind;
    const isSpare = "sparePin" in part && part.sparePin === name;
    const more = { ...(kind === "input" && watched), ...(isSpare && { isSpare }) };
    return { role: `${role}.${name}`, kind, pin: { of: role, name }, ...more };
  });
}

/** In a device's own copy of its declaration (platform/node/own-copy.ts) they are inherited. */
function namesOf(pins: NamedPins): string[] {
  const names: string[] = [];
  for (const name in pins) names.push(name);
  return names;
}

/** The pins that a part drives by PWM, as an image calls them. */
export function pulsedPins(part: Part | Drivable): string[] {
  return needsOf(part).flatMap(({ role, kind }) => (kind === "pwm" ? [role] : []));
}

/** The wire of a role, or of one of its named pins. */
export function wireOf({ role, pin }: NeededRole, roles: Wiring["roles"]): Wire<string> | undefined {
  if (pin === undefined) return roles[role];
  const wire = roles[pin.of];
  if (typeof wire !== "object" || !Object.hasOwn(wire, pin.name)) return undefined;
  return (wire as Readonly<Record<string, string>>)[pin.name];
}

/** The name by which a wiring lists it. */
export function roleNameOf({ role, pin }: NeededRole): string {
  return pin === undefined ? role : pin.of;
}

/** Roles, each once. A role of several pins comes with all of them. */
export function byRole(needed: readonly NeededRole[]): NeededRole[][] {
  const roles = new Map<string, NeededRole[]>();
  for (const need of needed) roles.set(roleNameOf(need), [...(roles.get(roleNameOf(need)) ?? []), need]);
  return [...roles.values()];
}

/** All pins of a wire; of a bus in one order, however it is written. */
export function pinsOf(wire: Wire<string>): string[] {
  if (typeof wire === "string") return [wire];
  return wire.sda === undefined ? Object.values<string>(wire) : [wire.sda, wire.scl];
}

/**
 * Faults of the names in the record of a role with several pins; not of the pins themselves. `free`: the pins
 * that a named pin may still be. `because`: the reason why the board lets none be left out.
 */
export function wrongNames(
  role: string,
  pins: readonly NeededRole[],
  wire: Wire<string> | undefined,
  free: (pin: NeededRole) => readonly string[],
  because?: string,
): { sentence: string; option: readonly string[] }[] {
  const names = pins.map(({ pin }) => pin?.name ?? "");
  if (wire === undefined || typeof wire === "string") {
    const wrong = wire === undefined ? "has no pins" : `has several pins, and is given "${wire}"`;
    const able = [...new Set(pins.flatMap(free))];
    const sentence = `the role "${role}" ${wrong}; write { ${names.map((name) => `${name}: ...`).join(", ")} }, each with one of ${able.join(", ")}.`;
    return [{ sentence, option: wire === undefined ? [] : [role] }];
  }
  return [
    ...pins
      .filter(({ pin }) => !Object.hasOwn(wire, pin?.name ?? ""))
      .filter(({ isSpare }) => isSpare !== true || because !== undefined)
      .map((need) => ({
        sentence: `the role "${role}" has nothing for its pin "${need.pin?.name}"${need.isSpare ? `, and ${because}` : ""}; ${offered(free(need))}.`,
        option: [role],
      })),
    ...Object.keys(wire)
      .filter((name) => !names.includes(name))
      .map((name) => ({
        sentence: `the role "${role}" has no pin "${name}"; its pins are ${names.join(", ")}.`,
        option: [role, name],
      })),
  ];
}

function offered(free: readonly string[]): string {
  return free.length === 0 ? "no pin is left that could be it" : `give it one of ${free.join(", ")}`;
}
