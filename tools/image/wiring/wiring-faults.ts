// Faults of a device's wiring on a board, before anything is built: each wrong pin is one sentence.
import type { Ability, Board, PinFacts, Wire, Wiring } from "../../../boards/board.ts";
import { isRecord, shown } from "../../../src/arguments/given.ts";
import { nearest } from "../../../src/arguments/nearest-name.ts";
import type { Fault } from "../../../src/checks/fault.ts";
import { busFaults } from "./bus-faults.ts";
import { byRole, pinsOf, roleNameOf, wireOf, wrongNames } from "./named-pins.ts";
import { lackingPixels, pixelPins } from "./pixel-pins.ts";
import {
  fixedPin,
  isBus,
  lackingSpi,
  sharedPins,
  spiFaults,
  takenBySpi,
  type WrongRole,
  wayTo,
} from "./shared-pins.ts";
import type { NeededRole } from "./wiring.ts";

interface Need {
  /** The ability that the pin must have. */
  abilities: readonly Ability[];
  /** Its function then, in a sentence. */
  as: string;
}

const NEEDS: Readonly<Record<NeededRole["kind"] | "watched", Need>> = {
  output: { abilities: ["out"], as: "an output" },
  input: { abilities: ["in"], as: "an input" },
  watched: { abilities: ["in", "interrupt"], as: "a watched input" },
  pulses: { abilities: ["in", "interrupt"], as: "an input whose pulses are counted" },
  edges: { abilities: ["in", "interrupt"], as: "an input whose edges are timed" },
  dht: { abilities: ["in", "out", "interrupt"], as: "the data line of a DHT" },
  hx711: { abilities: ["in", "out", "interrupt"], as: "a line of an HX711" },
  turns: { abilities: ["in", "interrupt"], as: "a line of a rotary encoder" },
  analog: { abilities: ["adc"], as: "an analog input" },
  pwm: { abilities: ["pwm"], as: "a PWM output" },
  i2c: { abilities: ["in", "out"], as: "an I2C line" },
  "one-wire": { abilities: ["in", "out", "one-wire"], as: "a one-wire line" },
  tx: { abilities: ["tx"], as: "the tx of a UART" },
  rx: { abilities: ["rx"], as: "the rx of a UART" },
  sck: { abilities: ["out"], as: "the sck of the SPI" },
  miso: { abilities: ["in"], as: "the miso of the SPI" },
  mosi: { abilities: ["out"], as: "the mosi of the SPI" },
  cs: { abilities: ["out"], as: "the cs of a part on the SPI" },
  pixels: { abilities: ["out"], as: "the data line of a strip of LEDs" },
};

export function wiringFaults(needed: readonly NeededRole[], wiring: Wiring): Fault[] {
  const { roles } = wiring;
  const names = [...new Set(needed.map(roleNameOf))];
  const unknown = Object.keys(roles).filter((role) => !names.includes(role));
  const misspelt = unknown.map((role) => nearest(role, names));
  /** A role that is missing because it is misspelt is reported once. */
  const isSaid = (role: string) => misspelt.includes(role) && !Object.hasOwn(roles, role);
  const wrong = [
    ...unknown.map((role) => ({
      sentence: `the device has no role "${role}"${rolesOf(role, names)}.`,
      option: [role],
    })),
    ...byRole(needed.filter((need) => !isSaid(roleNameOf(need)))).flatMap(
      (pins) =>
        lackingUart(pins, needed, wiring) ??
        lackingEdges(pins, wiring) ??
        lackingDht(pins, wiring) ??
        lackingParts("turns", pins, needed, wiring) ??
        lackingParts("hx711", pins, needed, wiring) ??
        lackingSpi(pins, wiring) ??
        lackingPixels(pins, wiring) ??
        roleFaults(pins, needed, wiring),
    ),
    ...sharedPins(wiring, needed),
    ...busFaults(needed, wiring),
    ...spiFaults(needed, wiring),
  ];
  return wrong.map((wrongRole) => ({ ...wrongRole, of: wiring }));
}

function rolesOf(role: string, names: readonly string[]): string {
  if (names.length === 0) return "; none of its parts has a wire";
  return orMeant(nearest(role, names), `it has: ${names.join(", ")}`);
}

/** The end of a sentence about something missing: what may have been meant, and what there is. */
function orMeant(name: string | undefined, there: string): string {
  if (name === undefined) return `; ${there}`;
  return `; did you mean "${name}"? ${there[0]?.toUpperCase()}${there.slice(1)}`;
}

function needOf({ kind, isWatched }: NeededRole): Need {
  return NEEDS[kind === "input" && isWatched === true ? "watched" : kind];
}

/** For a role that needs a UART where none is left for it: then its pins are not mentioned. */
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

/**
 * For a role that needs times which the firmware on the board does not give: then its pins are not mentioned.
 */
function lackingEdges(pins: readonly NeededRole[], { board, roles }: Wiring): WrongRole[] | undefined {
  const timed = pins.find(({ kind }) => kind === "edges");
  if (timed === undefined || board.edges === undefined) return undefined;
  const role = roleNameOf(timed);
  const option = Object.hasOwn(roles, role) ? [role] : [];
  const sentence = `the role "${role}" needs the time of each edge, which ${board.title} does not give, because ${board.edges.because}.`;
  return [{ sentence, option }];
}

/** For a DHT's role where the firmware has none: then its pin is not mentioned. */
function lackingDht(pins: readonly NeededRole[], { board, roles }: Wiring): WrongRole[] | undefined {
  const [{ kind, role = "" } = {}] = pins;
  if (kind !== "dht" || board.dht === undefined) return undefined;
  const option = Object.hasOwn(roles, role) ? [role] : [];
  const sentence = `the role "${role}" is the line of a DHT, which ${board.title} does not hear, because ${board.dht.because}.`;
  return [{ sentence, option }];
}

const COUNTED = { turns: "a rotary encoder", hx711: "an HX711" };
const DONE = { turns: "counts", hx711: "reads" };

/** For a knob's or a scale's role where no more are possible: then its pins are not mentioned. */
function lackingParts(
  counted: keyof typeof COUNTED,
  pins: readonly NeededRole[],
  needed: readonly NeededRole[],
  { board, roles }: Wiring,
): WrongRole[] | undefined {
  const { parts = Number.POSITIVE_INFINITY, because } = board[counted] ?? {};
  const knobs = [...new Set(needed.filter(({ kind }) => kind === counted).map(roleNameOf))];
  const [role = ""] = pins.map(roleNameOf);
  const place = knobs.indexOf(role);
  if (place < 0 || (because === undefined && place < parts)) return undefined;
  const why =
    because === undefined
      ? `${board.title} has room for ${parts}, which ${knobs.slice(0, parts).join(" and ")} ${parts === 1 ? "has" : "have"}; leave one out`
      : `${board.title} ${DONE[counted]} none, because ${because}`;
  const option = Object.hasOwn(roles, role) ? [role] : [];
  return [{ sentence: `the role "${role}" is ${COUNTED[counted]}, and ${why}.`, option }];
}

/** Of a role that has one wire, or pins with names. */
function roleFaults(
  pins: readonly NeededRole[],
  needed: readonly NeededRole[],
  { board, roles }: Wiring,
): WrongRole[] {
  const [first] = pins;
  if (first === undefined) return [];
  const used = Object.values(roles).flatMap(pinsOf);
  const free = (need: NeededRole) => {
    const taken = [...used, ...takenBySpi(need, needed, board)];
    return withoutTraps(
      ablePins(need, board).filter((pin) => !taken.includes(pin)),
      board,
    );
  };
  if (first.pin === undefined) return wireFaults(first, roles[first.role], board, free(first));
  const role = first.pin.of;
  const fitting = pins.flatMap((need) => {
    const wire = wireOf(need, roles);
    const sentence = wire === undefined ? undefined : pinFault(need, wire as string, board);
    return sentence === undefined ? [] : [{ sentence, option: [role, need.pin?.name ?? ""] }];
  });
  return [...wrongNames(role, pins, roles[role], free, board.uart?.needsTx?.because), ...fitting];
}

/** Those without a trap, if there are any. */
function withoutTraps(pins: readonly string[], board: Board): readonly string[] {
  const kind = pins.filter((pin) => board.pins[pin]?.trap === undefined);
  return kind.length > 0 ? kind : pins;
}

/** A user who knows a pin by its number writes that. */
function insteadOf(wire: unknown): string {
  return isRecord(wire)
    ? `in place of { ${Object.keys(wire).join(", ")} }`
    : `by its name, as text, in place of ${shown(wire)}`;
}

function wireFaults(
  needed: NeededRole,
  wire: Wire<string> | undefined,
  board: Board,
  free: readonly string[],
): WrongRole[] {
  const { role, kind } = needed;
  const option = [role];
  if (wire === undefined) {
    const pins = `${kind === "i2c" ? "two, { sda, scl }" : "one"} of ${free.join(", ")}`;
    const cure =
      free.length === 0
        ? `no pin of ${board.title} is left that can be ${needOf(needed).as}`
        : `give it ${pins}`;
    return [{ sentence: `the role "${role}" has no pin; ${cure}.`, option: [] }];
  }
  if (kind === "i2c" && !isBus(wire)) {
    const sda = typeof wire === "string" ? `"${wire}"` : "...";
    const sentence = `the role "${role}" is an I2C bus and needs two pins; write { sda: ${sda}, scl: ... }.`;
    return [{ sentence, option }];
  }
  if (kind !== "i2c" && typeof wire !== "string") {
    const sentence = `the role "${role}" is ${needOf(needed).as}; give it one pin ${insteadOf(wire)}.`;
    return [{ sentence, option }];
  }
  return pinsOf(wire).flatMap((pin) => {
    const sentence = pinFault(needed, pin, board);
    return sentence === undefined ? [] : [{ sentence, option: wayTo(role, wire, pin) }];
  });
}

function pinFault(needed: NeededRole, pin: string, board: Board): string | undefined {
  const who =
    needed.pin === undefined
      ? `the role "${needed.role}"`
      : `the pin "${needed.pin.name}" of the role "${needed.pin.of}"`;
  const { abilities, as } = needOf(needed);
  const facts = Object.hasOwn(board.pins, pin) ? board.pins[pin] : undefined;
  if (facts === undefined) {
    const pins = ablePins(needed, board);
    const can =
      pins.length === 0 ? `none of its pins can be ${as}` : `these can be ${as}: ${pins.join(", ")}`;
    return `${who} is on pin "${pin}", which ${board.title} has not${orMeant(likelyPin(pin, pins), can)}.`;
  }
  const lacking = abilities.find((ability) => !facts.can.includes(ability));
  const able = ablePins(needed, board);
  if (lacking === undefined && able.includes(pin)) return undefined;
  const because = lacking === undefined ? barred(needed, facts) : facts.because?.[lacking];
  return `${who} is on pin "${pin}", which cannot be ${as} on ${board.title}${
    because ? `, because ${because}` : ""
  }; ${able.length === 0 ? "none of its pins can" : `these can: ${able.join(", ")}`}.`;
}

/**
 * The pin of the same number, which other firmware calls otherwise; of a pin without a number, one of nearly
 * the same name.
 */
function likelyPin(pin: string, pins: readonly string[]): string | undefined {
  const number = /\d+$/.exec(pin)?.[0];
  return number === undefined ? nearest(pin, pins) : pins.find((name) => /\d+$/.exec(name)?.[0] === number);
}

/** The pins that have all abilities for it. */
function ablePins(needed: NeededRole, board: Board): string[] {
  const { abilities } = needOf(needed);
  const fixed = fixedPin(needed, board);
  const only = fixed === undefined ? pixelPins(needed, board) : [fixed];
  return Object.entries(board.pins)
    .filter(
      ([, facts]) =>
        abilities.every((need) => facts.can.includes(need)) && barred(needed, facts) === undefined,
    )
    .map(([pin]) => pin)
    .filter((pin) => only === undefined || only.includes(pin));
}

/** The reason why the firmware or the chip keeps it from a bus or a strip; `undefined` where it does not. */
function barred({ kind }: NeededRole, { noI2c, noPixels }: PinFacts): string | undefined {
  return kind === "i2c" ? noI2c : kind === "pixels" ? noPixels : undefined;
}
