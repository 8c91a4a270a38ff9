// Pins that more than one role of a wiring has, and the lines of a board's one SPI, which its parts share.
import type { Board, SpiFacts, Wire, Wiring } from "../../../boards/board.ts";
import { pinsOf, roleNameOf, wireOf } from "./named-pins.ts";
import type { NeededRole } from "./wiring.ts";

/** Kinds on whose pins several parts may sit. */
const BUSES: readonly NeededRole["kind"][] = ["i2c", "one-wire"];

const LINES = ["sck", "miso", "mosi"] as const;

type Line = (typeof LINES)[number];

/** A fault, and its subject: a role, or one of its lines, as `wire` has them. */
export interface WrongRole {
  sentence: string;
  option: readonly string[];
}

/** One pin is one role's, but for buses, on which several parts sit. */
export function sharedPins({ board, roles }: Wiring, needed: readonly NeededRole[]): WrongRole[] {
  const users = new Map<string, string[]>();
  for (const [role, wire] of Object.entries(roles)) {
    for (const pin of pinsOf(wire)) users.set(pin, [...(users.get(pin) ?? []), role]);
  }
  return [...users].flatMap(([pin, names]) => {
    const [first, second] = names;
    if (first === undefined || second === undefined || isOneBus(names, roles, needed)) return [];
    if (isOneSpiLine(pin, names, roles, needed)) return [];
    const sentence =
      first === second
        ? `the role "${first}" has pin "${pin}" for both ${linesOn(pin, roles[first] as Wire<string>)}; they are two pins.`
        : `pin "${pin}" is used twice, by the roles "${first}" and "${second}"; ${cureOf(names, [...users.keys()], needed, board)}.`;
    return [{ sentence, option: wayTo(second, roles[second] as Wire<string>, pin) }];
  });
}

/** Where no pin that measures a voltage is left, no other wire can help. */
function cureOf(
  names: readonly string[],
  taken: readonly string[],
  needed: readonly NeededRole[],
  { pins, title }: Board,
): string {
  const measuring = needed.filter(({ role, kind }) => names.includes(role) && kind === "analog");
  const isLeft = Object.entries(pins).some(([pin, { can }]) => can.includes("adc") && !taken.includes(pin));
  return measuring.length < 2 || isLeft
    ? "give each a pin of its own"
    : `${title} has no other analog input: put an ads1115 on I2C (ringmote/drivers/ads1115.ts), which has four`;
}

/** The names that have this pin in the record of a role, of which there are two or more. */
function linesOn(pin: string, wire: Wire<string>): string {
  if (isBus(wire)) return "lines of its bus";
  const names = Object.entries(wire).filter(([, named]) => named === pin);
  return names.map(([name]) => `"${name}"`).join(" and ");
}

/** A record may be written over several lines: the last of its names that has this pin. */
export function wayTo(role: string, wire: Wire<string>, pin: string): string[] {
  if (typeof wire === "string") return [role];
  const last = Object.entries(wire).findLast(([, named]) => named === pin);
  return last === undefined ? [role] : [role, last[0]];
}

function isOneBus(names: readonly string[], roles: Wiring["roles"], needed: readonly NeededRole[]): boolean {
  const buses = new Set(names.map((name) => pinsOf(roles[name] as Wire<string>).join(" ")));
  const kinds = new Set(names.map((name) => needed.find((need) => need.role === name)?.kind));
  const [kind] = kinds;
  return (
    buses.size === 1 &&
    new Set(names).size === names.length &&
    kinds.size === 1 &&
    kind !== undefined &&
    BUSES.includes(kind)
  );
}

/** The same line of the SPI, of each of these roles once. */
function isOneSpiLine(
  pin: string,
  names: readonly string[],
  roles: Wiring["roles"],
  needed: readonly NeededRole[],
): boolean {
  const users = needed.filter((need) => names.includes(roleNameOf(need)) && wireOf(need, roles) === pin);
  const kinds = new Set(users.map(({ kind }) => kind));
  const [kind] = kinds;
  return users.length === names.length && kinds.size === 1 && isSpiLine(kind);
}

export function isBus(wire: Wire<string>): boolean {
  if (typeof wire !== "object") return false;
  const names = Object.keys(wire).filter((name) => name !== "hertz");
  return names.sort().join() === "scl,sda";
}

function isSpiLine(kind: NeededRole["kind"] | undefined): kind is Line {
  return LINES.some((line) => line === kind);
}

/** The only pin that can be this on the board, where there is but one. */
export function fixedPin({ kind }: NeededRole, { spi }: Board): string | undefined {
  return isSpiLine(kind) ? spi?.lines?.[kind] : undefined;
}

/** For a role that needs the SPI where there is none: then its pins are not mentioned. */
export function lackingSpi(pins: readonly NeededRole[], { board, roles }: Wiring): WrongRole[] | undefined {
  const user = pins.find(({ kind }) => isSpiLine(kind));
  const because = whyNone(board);
  if (user === undefined || because === undefined) return undefined;
  const role = roleNameOf(user);
  const option = Object.hasOwn(roles, role) ? [role] : [];
  const sentence = `the role "${role}" needs an SPI, and ${board.title} has none for parts, because ${because}.`;
  return [{ sentence, option }];
}

/** Are the lines of the SPI on pins that the board does not have, each of them? */
export function isElsewhere({ lines }: SpiFacts, pins: Board["pins"]): boolean {
  const named = Object.values<string>(lines ?? {});
  return named.length > 0 && named.every((pin) => !Object.hasOwn(pins, pin));
}

function whyNone({ spi, pins }: Board): string | undefined {
  if (spi === undefined) return "ringmote knows none there";
  return isElsewhere(spi, pins) ? "its lines are on pins that the board does not name" : spi.because;
}

/** Pins that the role cannot have because the SPI takes them, where a part of the device is on it. */
export function takenBySpi(
  { kind }: NeededRole,
  needed: readonly NeededRole[],
  { spi }: Board,
): readonly string[] {
  if (kind === "cs" || isSpiLine(kind)) return [];
  return needed.some((need) => isSpiLine(need.kind)) ? (spi?.takes ?? []) : [];
}

/** Lines that two parts have on different pins, and pins that the bus takes from other roles. */
export function spiFaults(needed: readonly NeededRole[], { board, roles }: Wiring): WrongRole[] {
  const apart = LINES.flatMap((line) =>
    linesApart(
      needed.filter(({ kind }) => kind === line),
      line,
      roles,
    ),
  );
  const isUsed = board.spi !== undefined && needed.some(({ kind }) => isSpiLine(kind));
  return isUsed ? [...apart, ...takenPins(needed, { board, roles })] : [];
}

function linesApart(users: readonly NeededRole[], line: Line, roles: Wiring["roles"]): WrongRole[] {
  const wired = users.flatMap((need) => {
    const pin = wireOf(need, roles);
    return typeof pin === "string" ? [{ need, pin }] : [];
  });
  const [first] = wired;
  const apart = wired.find(({ pin }) => pin !== first?.pin);
  if (first === undefined || apart === undefined) return [];
  const role = roleNameOf(apart.need);
  const sentence = `the ${line} of the role "${role}" is on pin "${apart.pin}", and that of "${roleNameOf(first.need)}" on "${first.pin}"; a board has one SPI, so give both the same pin.`;
  return [{ sentence, option: [role, apart.need.pin?.name ?? ""] }];
}

function takenPins(needed: readonly NeededRole[], { board, roles }: Wiring): WrongRole[] {
  const [user] = needed.filter(({ kind }) => isSpiLine(kind)).map(roleNameOf);
  return needed.flatMap((need) => {
    const wire = wireOf(need, roles);
    const pins = wire === undefined ? [] : pinsOf(wire);
    const taken = takenBySpi(need, needed, board).find((pin) => pins.includes(pin));
    if (taken === undefined) return [];
    const role = roleNameOf(need);
    const sentence = `the role "${role}" is on pin "${taken}", which the SPI of "${user}" takes on ${board.title}; it can only be a part's cs: give the role another pin.`;
    return [{ sentence, option: need.pin === undefined ? [role] : [role, need.pin.name] }];
  });
}
