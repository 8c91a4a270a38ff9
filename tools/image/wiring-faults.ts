// What is wrong with the wiring of a device on a board, before anything is built: each wrong pin is one sentence.
import type { Ability, Board, Wire, Wiring } from "../../boards/board.ts";
import type { Fault } from "../../src/checks/fault.ts";
import type { WireKind } from "../../src/reading/part.ts";
import type { NeededRole } from "./wiring.ts";

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

/** A fault, and what it is said of: a role, or one of its two lines, as `wire` is given them. */
interface WrongRole {
  sentence: string;
  option: readonly string[];
}

export function wiringFaults(needed: readonly NeededRole[], wiring: Wiring): Fault[] {
  const { board, roles } = wiring;
  const wrong = [
    ...needed.flatMap((one) => roleFaults(one, roles[one.role], board)),
    ...Object.keys(roles)
      .filter((role) => !needed.some((one) => one.role === role))
      .map((role) => ({ sentence: `the device has no role "${role}"; ${rolesOf(needed)}.`, option: [role] })),
    ...sharedPins(roles, needed),
  ];
  return wrong.map((one) => ({ ...one, of: wiring }));
}

function rolesOf(needed: readonly NeededRole[]): string {
  if (needed.length === 0) return "none of its parts has a wire";
  return `it has: ${needed.map(({ role }) => role).join(", ")}`;
}

function needOf({ kind, isWatched }: NeededRole): Need {
  return NEEDS[kind === "input" && isWatched === true ? "watched" : kind];
}

function roleFaults(needed: NeededRole, wire: Wire<string> | undefined, board: Board): WrongRole[] {
  const { role, kind } = needed;
  const option = [role];
  if (wire === undefined) {
    const pins = `${kind === "i2c" ? "two, { sda, scl }" : "one"} of ${pinNames(board)}`;
    return [{ sentence: `the role "${role}" has no pin; give it ${pins}.`, option: [] }];
  }
  if (kind === "i2c" && typeof wire === "string") {
    const sentence = `the role "${role}" is an I2C bus and needs two pins; write { sda: "${wire}", scl: ... }.`;
    return [{ sentence, option }];
  }
  if (kind !== "i2c" && typeof wire !== "string") {
    const sentence = `the role "${role}" is ${needOf(needed).as}; give it one pin in place of { sda, scl }.`;
    return [{ sentence, option }];
  }
  return pinsOf(wire).flatMap((pin) => {
    const sentence = pinFault(needed, pin, board);
    return sentence === undefined ? [] : [{ sentence, option: wayTo(role, wire, pin) }];
  });
}

function pinFault(needed: NeededRole, pin: string, board: Board): string | undefined {
  const { role } = needed;
  const { abilities, as } = needOf(needed);
  const facts = Object.hasOwn(board.pins, pin) ? board.pins[pin] : undefined;
  if (facts === undefined)
    return `the role "${role}" is on pin "${pin}", which ${board.title} has not; its pins are ${pinNames(board)}.`;
  const lacking = abilities.find((ability) => !facts.can.includes(ability));
  if (lacking === undefined) return undefined;
  const because = facts.because?.[lacking];
  const able = Object.entries(board.pins)
    .filter(([, one]) => abilities.every((need) => one.can.includes(need)))
    .map(([name]) => name);
  return `the role "${role}" is on pin "${pin}", which cannot be ${as} on ${board.title}${
    because ? `, because ${because}` : ""
  }; ${able.length === 0 ? "none of its pins can" : `these can: ${able.join(", ")}`}.`;
}

/** One pin is one role's, but for buses, on which several parts sit. */
function sharedPins(roles: Wiring["roles"], needed: readonly NeededRole[]): WrongRole[] {
  const users = new Map<string, string[]>();
  for (const [role, wire] of Object.entries(roles)) {
    for (const pin of pinsOf(wire)) users.set(pin, [...(users.get(pin) ?? []), role]);
    const lines = pinsOf(wire);
    if (lines.length === 2 && lines[0] === lines[1]) users.set(lines[0] as string, [role, role]);
  }
  return [...users].flatMap(([pin, names]) => {
    const [first, second] = names;
    if (first === undefined || second === undefined || isOneBus(names, roles, needed)) return [];
    const sentence =
      first === second
        ? `the role "${first}" has pin "${pin}" for both lines of its bus; they are two pins.`
        : `pin "${pin}" is used twice, by the roles "${first}" and "${second}"; give each a pin of its own.`;
    return [{ sentence, option: wayTo(second, roles[second] as Wire<string>, pin) }];
  });
}

/** A bus may be written over several lines: the last of its two that has this pin. */
function wayTo(role: string, wire: Wire<string>, pin: string): string[] {
  return typeof wire === "string" ? [role] : [role, wire.scl === pin ? "scl" : "sda"];
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

export function pinsOf(wire: Wire<string>): string[] {
  return typeof wire === "string" ? [wire] : [wire.sda, wire.scl];
}

function pinNames(board: Board): string {
  return Object.keys(board.pins).join(", ");
}
