// The wiring of a device on a board, checked before anything is built: each wrong pin is one sentence.
import type { Ability, Board, Wire, Wiring } from "../../boards/board.ts";
import type { DeviceDeclaration } from "../../src/device/device.ts";
import type { WireKind } from "../../src/reading/part.ts";
import { BuildError } from "./build-error.ts";

/** A role that some part of the device plays, and the kind of wire that it needs. */
export interface NeededRole {
  role: string;
  kind: WireKind;
}

/** What a pin has to be able to do, by the kind of wire that it is. */
const NEEDED_ABILITIES: Readonly<Record<WireKind, readonly Ability[]>> = {
  output: ["out"],
  i2c: ["in", "out"],
};

/** Roles on pins as the image knows them: what the firmware on the board calls each pin. */
export type WiredRoles = Readonly<
  Record<string, string | number | { sda: string | number; scl: string | number }>
>;

/** The roles of a device's parts, in the order of its declaration, each once. */
export function neededRoles(declaration: DeviceDeclaration): NeededRole[] {
  const parts = [
    ...(declaration.sensors ?? []).map((sensor) => sensor.quantity.part),
    ...(declaration.actuators ?? []).map((actuator) => actuator.part),
  ];
  return [...new Map(parts.map((part) => [part.role, { role: part.role, kind: part.wire }])).values()];
}

/** Checks a wiring against the device and the board, and translates its pins. All that is wrong is said at once. */
export function wiredRoles(needed: readonly NeededRole[], wiring: Wiring, where: string): WiredRoles {
  const { board, roles } = wiring;
  const refusals = [
    ...needed.flatMap(({ role, kind }) => roleRefusals(role, kind, roles[role], board)),
    ...Object.keys(roles)
      .filter((role) => !needed.some((one) => one.role === role))
      .map(
        (role) => `the device has no role "${role}"; it has: ${needed.map((one) => one.role).join(", ")}.`,
      ),
    ...sharedPins(roles, needed),
  ];
  if (refusals.length > 0) throw new BuildError(refusals.map((sentence) => `${where}: ${sentence}`));
  return Object.fromEntries(needed.map(({ role }) => [role, translated(roles[role] as Wire<string>, board)]));
}

function roleRefusals(role: string, kind: WireKind, wire: Wire<string> | undefined, board: Board): string[] {
  if (wire === undefined)
    return [
      `the role "${role}" has no pin; give it ${kind === "i2c" ? "two, { sda, scl }" : "one"} of ${pinNames(board)}.`,
    ];
  if (kind === "i2c" && typeof wire === "string")
    return [`the role "${role}" is an I2C bus and needs two pins; write { sda: "${wire}", scl: ... }.`];
  if (kind === "output" && typeof wire !== "string")
    return [`the role "${role}" is one output; give it one pin in place of { sda, scl }.`];
  return pinsOf(wire).flatMap((pin) => pinRefusals(role, pin, kind, board));
}

function pinRefusals(role: string, pin: string, kind: WireKind, board: Board): string[] {
  const facts = Object.hasOwn(board.pins, pin) ? board.pins[pin] : undefined;
  if (facts === undefined)
    return [
      `the role "${role}" is on pin "${pin}", which ${board.title} has not; its pins are ${pinNames(board)}.`,
    ];
  const lacking = NEEDED_ABILITIES[kind].filter((ability) => !facts.can.includes(ability));
  if (lacking.length === 0) return [];
  const able = Object.entries(board.pins).filter(([, one]) =>
    NEEDED_ABILITIES[kind].every((need) => one.can.includes(need)),
  );
  return [
    `the role "${role}" is on pin "${pin}", which cannot be an ${kind === "i2c" ? "I2C line" : "output"} on ${board.title}; these can: ${able.map(([name]) => name).join(", ")}.`,
  ];
}

/** One pin is one role's, but for buses, on which several parts sit. */
function sharedPins(roles: Wiring["roles"], needed: readonly NeededRole[]): string[] {
  const users = new Map<string, string[]>();
  for (const [role, wire] of Object.entries(roles)) {
    for (const pin of pinsOf(wire)) users.set(pin, [...(users.get(pin) ?? []), role]);
    const lines = pinsOf(wire);
    if (lines.length === 2 && lines[0] === lines[1]) users.set(lines[0] as string, [role, role]);
  }
  return [...users].flatMap(([pin, names]) => {
    if (names.length < 2 || isOneBus(names, roles, needed)) return [];
    const [first, second] = names;
    if (first === second)
      return [`the role "${first}" has pin "${pin}" for both lines of its bus; they are two pins.`];
    return [
      `pin "${pin}" is used twice, by the roles "${first}" and "${second}"; give each a pin of its own.`,
    ];
  });
}

function isOneBus(names: readonly string[], roles: Wiring["roles"], needed: readonly NeededRole[]): boolean {
  const buses = new Set(names.map((name) => pinsOf(roles[name] as Wire<string>).join(" ")));
  const kinds = names.map((name) => needed.find((one) => one.role === name)?.kind);
  return buses.size === 1 && new Set(names).size === names.length && kinds.every((kind) => kind === "i2c");
}

function translated(wire: Wire<string>, board: Board): WiredRoles[string] {
  const id = (pin: string) => (board.pins[pin] as Board["pins"][string]).id;
  return typeof wire === "string" ? id(wire) : { sda: id(wire.sda), scl: id(wire.scl) };
}

function pinsOf(wire: Wire<string>): string[] {
  return typeof wire === "string" ? [wire] : [wire.sda, wire.scl];
}

function pinNames(board: Board): string {
  return Object.keys(board.pins).join(", ");
}
