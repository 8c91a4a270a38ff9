// What is wrong with the wiring of a device on a board, before anything is built: each wrong pin is one sentence.
import type { Ability, Board, Wire, Wiring } from "../../boards/board.ts";
import type { Fault } from "../../src/checks/fault.ts";
import { byRole, pinsOf, roleNameOf, wireOf, wrongNames } from "./named-pins.ts";
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
  tx: { abilities: ["tx"], as: "the tx of a UART" },
  rx: { abilities: ["rx"], as: "the rx of a UART" },
};

/** Kinds on whose pins several parts may sit. */
const BUSES: readonly NeededRole["kind"][] = ["i2c", "one-wire"];

/** A fault, and what it is said of: a role, or one of its lines, as `wire` is given them. */
interface WrongRole {
  sentence: string;
  option: readonly string[];
}

export function wiringFaults(needed: readonly NeededRole[], wiring: Wiring): Fault[] {
  const { board, roles } = wiring;
  const wrong = [
    ...byRole(needed).flatMap((pins) => lackingUart(pins, needed, wiring) ?? roleFaults(pins, roles, board)),
    ...Object.keys(roles)
      .filter((role) => !needed.some((one) => roleNameOf(one) === role))
      .map((role) => ({ sentence: `the device has no role "${role}"; ${rolesOf(needed)}.`, option: [role] })),
    ...sharedPins(roles, needed),
  ];
  return wrong.map((one) => ({ ...one, of: wiring }));
}

function rolesOf(needed: readonly NeededRole[]): string {
  if (needed.length === 0) return "none of its parts has a wire";
  return `it has: ${[...new Set(needed.map(roleNameOf))].join(", ")}`;
}

function needOf({ kind, isWatched }: NeededRole): Need {
  return NEEDS[kind === "input" && isWatched === true ? "watched" : kind];
}

/** Of a role that needs a UART where none is left for it: nothing is said of its pins then. */
function lackingUart(
  pins: readonly NeededRole[],
  needed: readonly NeededRole[],
  { board, roles }: Wiring,
): WrongRole[] | undefined {
  const { parts, because = "ringmote knows none there" } = board.uart ?? { parts: 0 };
  const users = needed.filter(({ kind }) => kind === "rx").map(roleNameOf);
  const [role = ""] = pins.map(roleNameOf);
  if (users.indexOf(role) < parts) return undefined;
  const why =
    parts === 0
      ? `${board.title} has none for parts, because ${because}`
      : `${board.title} has ${parts} for parts, which ${users.slice(0, parts).join(" and ")} ${parts === 1 ? "has" : "have"}; leave one out`;
  const option = Object.hasOwn(roles, role) ? [role] : [];
  return [{ sentence: `the role "${role}" needs a UART, and ${why}.`, option }];
}

/** Of a role that has one wire, or pins with names. */
function roleFaults(pins: readonly NeededRole[], roles: Wiring["roles"], board: Board): WrongRole[] {
  const [first] = pins;
  if (first === undefined) return [];
  if (first.pin === undefined) return wireFaults(first, roles[first.role], board);
  const role = first.pin.of;
  const fitting = pins.flatMap((one) => {
    const wire = wireOf(one, roles);
    const sentence = wire === undefined ? undefined : pinFault(one, wire as string, board);
    return sentence === undefined ? [] : [{ sentence, option: [role, one.pin?.name ?? ""] }];
  });
  const used = Object.values(roles).flatMap(pinsOf);
  const free = (one: NeededRole) => ablePins(one, board).filter((pin) => !used.includes(pin));
  return [...wrongNames(role, pins, roles[role], free), ...fitting];
}

function wireFaults(needed: NeededRole, wire: Wire<string> | undefined, board: Board): WrongRole[] {
  const { role, kind } = needed;
  const option = [role];
  if (wire === undefined) {
    const pins = `${kind === "i2c" ? "two, { sda, scl }" : "one"} of ${pinNames(board)}`;
    return [{ sentence: `the role "${role}" has no pin; give it ${pins}.`, option: [] }];
  }
  if (kind === "i2c" && !isBus(wire)) {
    const sda = typeof wire === "string" ? `"${wire}"` : "...";
    const sentence = `the role "${role}" is an I2C bus and needs two pins; write { sda: ${sda}, scl: ... }.`;
    return [{ sentence, option }];
  }
  if (kind !== "i2c" && typeof wire !== "string") {
    const sentence = `the role "${role}" is ${needOf(needed).as}; give it one pin in place of { ${Object.keys(wire).join(", ")} }.`;
    return [{ sentence, option }];
  }
  return pinsOf(wire).flatMap((pin) => {
    const sentence = pinFault(needed, pin, board);
    return sentence === undefined ? [] : [{ sentence, option: wayTo(role, wire, pin) }];
  });
}

function isBus(wire: Wire<string>): boolean {
  return typeof wire === "object" && Object.keys(wire).sort().join() === "scl,sda";
}

function pinFault(needed: NeededRole, pin: string, board: Board): string | undefined {
  const who =
    needed.pin === undefined
      ? `the role "${needed.role}"`
      : `the pin "${needed.pin.name}" of the role "${needed.pin.of}"`;
  const { abilities, as } = needOf(needed);
  const facts = Object.hasOwn(board.pins, pin) ? board.pins[pin] : undefined;
  if (facts === undefined)
    return `${who} is on pin "${pin}", which ${board.title} has not; its pins are ${pinNames(board)}.`;
  const lacking = abilities.find((ability) => !facts.can.includes(ability));
  if (lacking === undefined) return undefined;
  const because = facts.because?.[lacking];
  const able = ablePins(needed, board);
  return `${who} is on pin "${pin}", which cannot be ${as} on ${board.title}${
    because ? `, because ${because}` : ""
  }; ${able.length === 0 ? "none of its pins can" : `these can: ${able.join(", ")}`}.`;
}

/** The pins that have all abilities for it. */
function ablePins(needed: NeededRole, board: Board): string[] {
  const { abilities } = needOf(needed);
  return Object.keys(board.pins).filter((pin) =>
    abilities.every((need) => board.pins[pin]?.can.includes(need)),
  );
}

/** One pin is one role's, but for buses, on which several parts sit. */
function sharedPins(roles: Wiring["roles"], needed: readonly NeededRole[]): WrongRole[] {
  const users = new Map<string, string[]>();
  for (const [role, wire] of Object.entries(roles)) {
    for (const pin of pinsOf(wire)) users.set(pin, [...(users.get(pin) ?? []), role]);
  }
  return [...users].flatMap(([pin, names]) => {
    const [first, second] = names;
    if (first === undefined || second === undefined || isOneBus(names, roles, needed)) return [];
    const sentence =
      first === second
        ? `the role "${first}" has pin "${pin}" for both ${linesOn(pin, roles[first] as Wire<string>)}; they are two pins.`
        : `pin "${pin}" is used twice, by the roles "${first}" and "${second}"; give each a pin of its own.`;
    return [{ sentence, option: wayTo(second, roles[second] as Wire<string>, pin) }];
  });
}

/** The names that have this pin in the record of a role, of which there are two or more. */
function linesOn(pin: string, wire: Wire<string>): string {
  if (isBus(wire)) return "lines of its bus";
  const names = Object.entries(wire).filter(([, one]) => one === pin);
  return names.map(([name]) => `"${name}"`).join(" and ");
}

/** A record may be written over several lines: the last of its names that has this pin. */
function wayTo(role: string, wire: Wire<string>, pin: string): string[] {
  if (typeof wire === "string") return [role];
  const last = Object.entries(wire).findLast(([, one]) => one === pin);
  return last === undefined ? [role] : [role, last[0]];
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

function pinNames(board: Board): string {
  return Object.keys(board.pins).join(", ");
}
