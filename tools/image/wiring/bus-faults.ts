// The I2C buses of a wiring: which bus each role is on, and the faults of all of them, beside those of their
// pins.
import type { Board, I2cHertz, Wiring } from "../../../boards/board.ts";
import { isBus, type WrongRole } from "./shared-pins.ts";
import type { NeededRole } from "./wiring.ts";

export const USUAL_HERTZ: I2cHertz = 100_000;
const FAST_HERTZ: I2cHertz = 400_000;
const COUNTS = ["no", "one", "two"];

/** A role on I2C, and the bus that it is wired to. */
interface OnBus {
  role: string;
  addresses: readonly number[];
  sda: string;
  scl: string;
  hertz: number;
}

/**
 * The number of the bus that each role on I2C has: from 0 in the order of the roles; under Linux by the buses
 * of the machine.
 */
export function busNumbers(needed: readonly NeededRole[], wiring: Wiring): ReadonlyMap<string, number> {
  const { machine } = wiring.board;
  const all = onBuses(needed, wiring);
  const buses =
    machine === undefined ? all.filter((user, i) => all.findIndex(isWith(user)) === i) : machine.i2c;
  return new Map(all.map((user) => [user.role, buses.findIndex(isWith(user))]));
}

export function busFaults(needed: readonly NeededRole[], wiring: Wiring): WrongRole[] {
  const all = onBuses(needed, wiring);
  return [
    ...tooMany(all, wiring.board),
    ...sharedAddresses(all, wiring.board),
    ...wrongSpeeds(all, wiring.board),
  ];
}

/** Roles whose wire is a bus: `wireFaults` speaks of any other. */
function onBuses(needed: readonly NeededRole[], { roles }: Wiring): OnBus[] {
  return needed.flatMap(({ role, kind, addresses = [] }) => {
    const wire = roles[role];
    if (kind !== "i2c" || typeof wire !== "object" || !isBus(wire) || wire.sda === undefined) return [];
    return [{ role, addresses, sda: wire.sda, scl: wire.scl, hertz: wire.hertz ?? USUAL_HERTZ }];
  });
}

function isWith({ sda, scl }: Pick<OnBus, "sda" | "scl">): (bus: Pick<OnBus, "sda" | "scl">) => boolean {
  return (bus) => bus.sda === sda && bus.scl === scl;
}

/**
 * Buses that the board does not have: the interpreter would speak to all parts by the last one that was set
 * up.
 */
function tooMany(all: readonly OnBus[], board: Board): WrongRole[] {
  const { machine, title, i2c: { buses = 1 } = {} } = board;
  if (machine !== undefined) {
    const there = machine.i2c.map(({ sda, scl }) => `{ sda: "${sda}", scl: "${scl}" }`).join(" or ");
    return all
      .filter((user) => !machine.i2c.some(isWith(user)))
      .map(({ role, sda, scl }) => ({
        sentence: `the role "${role}" is an I2C bus on "${sda}" and "${scl}", where ${title} has none; give it ${there}.`,
        option: [role],
      }));
  }
  const first = all.filter((user, i) => all.findIndex(isWith(user)) === i);
  const had = first.slice(0, buses);
  const names = had.map(({ role }) => `"${role}"`).join(" and ");
  return all
    .filter((user) => !had.some(isWith(user)))
    .map(({ role, addresses }) => {
      const isTaken = had.every((user) => user.addresses.some((address) => addresses.includes(address)));
      const cure = `give it the pins of ${had.length === 1 ? names : "one of them"}${isTaken ? " and another address" : ""}`;
      const more = buses === 1 ? ", or take an ESP32 running Espruino, which has two" : "";
      const sentence = `the role "${role}" is on an I2C bus of its own, and ${title} has ${COUNTS[buses]}, with ${names}; ${cure}${more}.`;
      return { sentence, option: [role] };
    });
}

/**
 * On one I2C bus an address belongs to one part: two answer at once, and the bytes that are read are of
 * neither.
 */
function sharedAddresses(all: readonly OnBus[], { machine, i2c: { buses = 1 } = {} }: Board): WrongRole[] {
  const had = machine?.i2c.length ?? buses;
  return all.flatMap((user, i) =>
    [...new Set(user.addresses)].flatMap((address) => {
      const alike = all.filter(({ addresses }) => addresses.includes(address));
      const earlier = all.slice(0, i).find((before) => isWith(user)(before) && alike.includes(before));
      if (earlier === undefined) return [];
      const taken = alike.filter((role, place) => alike.findIndex(isWith(role)) === place).length;
      const ownBus =
        had > 1 ? "give it a bus of its own" : "take a board with two buses, as an ESP32 running Espruino";
      const or = had > 1 && taken >= had ? "" : `, or ${ownBus}`;
      const sentence = `the roles "${earlier.role}" and "${user.role}" have one bus and one address, 0x${address.toString(16)}; set another address at one of the parts and in device.ts${or}. If both are one part, give them one role.`;
      return [{ sentence, option: [user.role] }];
    }),
  );
}

function wrongSpeeds(all: readonly OnBus[], { title, i2c = {} }: Board): WrongRole[] {
  return all.flatMap((user, i) => {
    const { role, hertz } = user;
    const say = (sentence: string): WrongRole[] => [{ sentence, option: [role, "hertz"] }];
    if (hertz !== USUAL_HERTZ && hertz !== FAST_HERTZ)
      return say(
        `the I2C bus of the role "${role}" has ${hertz} hertz; write ${USUAL_HERTZ} or ${FAST_HERTZ}.`,
      );
    if (hertz === FAST_HERTZ && i2c.isFast !== true)
      return say(
        `the role "${role}" asks for an I2C bus of ${hertz} hertz, which ${title} cannot be asked for, because ${i2c.because ?? "ringmote knows no way there"}.`,
      );
    const earlier = all.slice(0, i).find(isWith(user));
    if (earlier === undefined || earlier.hertz === hertz) return [];
    return say(
      `the roles "${earlier.role}" and "${role}" have one I2C bus, of ${earlier.hertz} and of ${hertz} hertz; write the same at both.`,
    );
  });
}
