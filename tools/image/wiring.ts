// The wiring of a device on a board, checked before anything is built: each wrong pin is one sentence.
import type { Ability, Board, Wire, Wiring } from "../../boards/board.ts";
import type { OneWireLine } from "../../src/checks/one-wire-faults.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { WireKind } from "../../src/reading/part.ts";
import { BuildError } from "../compiler/source/build-error.ts";
import { TARGET_FACTS } from "../targets/facts.ts";

/** A role that some part of the device plays, and the kind of wire that it needs. */
export interface NeededRole {
  role: string;
  kind: Exclude<WireKind, "none">;
  /** An input whose changes the part is told of at once. */
  isWatched?: boolean;
}

interface Need {
  /** What the pin has to be able to do. */
  abilities: readonly Ability[];
  /** What it then is, in a sentence. */
  as: string;
}

const NEEDS: Readonly<Record<NeededRole["kind"] | "watched", Need>> = {
  output: { abilities: ["out"], as: "an output" },
  input: { abilities: ["in"], as: "an input" },
  watched: { abilities: ["in", "interrupt"], as: "a watched input" },
  pulses: { abilities: ["in", "interrupt"], as: "an input whose pulses are counted" },
  analog: { abilities: ["adc"], as: "an analog input" },
  pwm: { abilities: ["pwm"], as: "a PWM output" },
  i2c: { abilities: ["in", "out"], as: "an I2C line" },
  "one-wire": { abilities: ["in", "out", "one-wire"], as: "a one-wire line" },
};

/** Kinds on whose pins several parts may sit. */
const BUSES: readonly WireKind[] = ["i2c", "one-wire"];

/** Roles on pins as the image knows them: what the firmware on the board calls each pin. */
export type WiredRoles = Readonly<
  Record<string, string | number | { sda: string | number; scl: string | number }>
>;

/** The roles of a device's parts that have a wire, in the order of its declaration, each once. */
export function neededRoles({ sensors = [], actuators = [] }: DeviceDeclaration): NeededRole[] {
  const roles = new Map<string, NeededRole>();
  const add = (role: string, kind: WireKind, isWatched = false) => {
    if (kind !== "none" && !roles.has(role)) roles.set(role, { role, kind, ...(isWatched && { isWatched }) });
  };
  for (const { part } of sensors.map((sensor) => sensor.quantity)) add(part.role, part.wire, part.watched);
  for (const { part } of actuators) add(part.role, part.wire);
  return [...roles.values()];
}

/** Checks a wiring against the device and the board, and translates its pins. All that is wrong is said at once. */
export function wiredRoles(needed: readonly NeededRole[], wiring: Wiring, where: string): WiredRoles {
  const { board, roles } = wiring;
  const refusals = [
    ...needed.flatMap((one) => roleRefusals(one, roles[one.role], board)),
    ...Object.keys(roles)
      .filter((role) => !needed.some((one) => one.role === role))
      .map((role) => `the device has no role "${role}"; ${rolesOf(needed)}.`),
    ...sharedPins(roles, needed),
  ];
  if (refusals.length > 0) throw new BuildError(refusals.map((sentence) => `${where}: ${sentence}`));
  return Object.fromEntries(needed.map(({ role }) => [role, translated(roles[role] as Wire<string>, board)]));
}

/** The one-wire line that a role has on its board, by a wiring that was checked. */
export function lineOn({ board, roles }: Wiring): (role: string) => OneWireLine {
  return (role) => {
    const pin = roles[role] as string;
    return { pin, howToFind: TARGET_FACTS[board.target].findsCodesBy(board.name, pin) };
  };
}

function rolesOf(needed: readonly NeededRole[]): string {
  if (needed.length === 0) return "none of its parts has a wire";
  return `it has: ${needed.map(({ role }) => role).join(", ")}`;
}

function needOf({ kind, isWatched }: NeededRole): Need {
  return NEEDS[kind === "input" && isWatched === true ? "watched" : kind];
}

function roleRefusals(needed: NeededRole, wire: Wire<string> | undefined, board: Board): string[] {
  const { role, kind } = needed;
  if (wire === undefined)
    return [
      `the role "${role}" has no pin; give it ${kind === "i2c" ? "two, { sda, scl }" : "one"} of ${pinNames(board)}.`,
    ];
  if (kind === "i2c" && typeof wire === "string")
    return [`the role "${role}" is an I2C bus and needs two pins; write { sda: "${wire}", scl: ... }.`];
  if (kind !== "i2c" && typeof wire !== "string")
    return [`the role "${role}" is ${needOf(needed).as}; give it one pin in place of { sda, scl }.`];
  return pinsOf(wire).flatMap((pin) => pinRefusals(needed, pin, board));
}

function pinRefusals(needed: NeededRole, pin: string, board: Board): string[] {
  const { role } = needed;
  const { abilities, as } = needOf(needed);
  const facts = Object.hasOwn(board.pins, pin) ? board.pins[pin] : undefined;
  if (facts === undefined)
    return [
      `the role "${role}" is on pin "${pin}", which ${board.title} has not; its pins are ${pinNames(board)}.`,
    ];
  const lacking = abilities.find((ability) => !facts.can.includes(ability));
  if (lacking === undefined) return [];
  const because = facts.because?.[lacking];
  const able = Object.entries(board.pins)
    .filter(([, one]) => abilities.every((need) => one.can.includes(need)))
    .map(([name]) => name);
  return [
    `the role "${role}" is on pin "${pin}", which cannot be ${as} on ${board.title}${
      because ? `, because ${because}` : ""
    }; ${able.length === 0 ? "none of its pins can" : `these can: ${able.join(", ")}`}.`,
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
  const kinds = new Set(names.map((name) => needed.find((one) => one.role === name)?.kind));
  const [kind] = kinds;
  return (
    buses.size === 1 &&
    new Set(names).size === names.length &&
    kinds.size === 1 &&
    kind !== undefined &&
    BUSES.includes(kind)
  );
}

function translated(wire: Wire<string>, board: Board): WiredRoles[string] {
  const id = (pin: string) => (board.pins[pin] as Board["pins"][string]).id;
  return typeof wire === "string" ? id(wire) : { sda: id(wire.sda), scl: id(wire.scl) };
}

export function pinsOf(wire: Wire<string>): string[] {
  return typeof wire === "string" ? [wire] : [wire.sda, wire.scl];
}

function pinNames(board: Board): string {
  return Object.keys(board.pins).join(", ");
}
