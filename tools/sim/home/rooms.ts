// The rooms of a house as heat and water vapour know them: each holds some, and passes some on to its
// neighbours and out.
//
//   C dT/dt = heat in + sum of G (T of the neighbour - T) + (U + 0.34 n V) (T outside - T)
//   V dv/dt = water in + sum of Q (v of the neighbour - v) + n V (v outside - v)
//
// C in J/K, G and U in W/K, V in m³, n in air changes an hour, v in g/m³, Q in m³/h. 0.34 Wh/(m³ K) is what
// air holds.
import type { Air } from "../parts/around.ts";
import { ROOMS, type RoomFacts, type RoomName } from "./room-facts.ts";
import { MINUTE_MS } from "./time.ts";

/** Every room is beside the hall: W/K through the wall, m³/h through the door. */
const JOINT = { wattsPerKelvin: 14, cubicMetresPerHour: 25 };
const RADIATOR_WATTS_PER_KELVIN = 600;
const RADIATOR_WATTS = 1000;
/** Air changes an hour with windows closed, and with one wide open. */
const CLOSED_CHANGES = 0.3;
const OPEN_CHANGES = 6;
const WATT_HOURS_PER_CUBIC_METRE_KELVIN = 0.34;
/** The air is known at moments this far apart, and stands still between them: asking changes nothing. */
const STEP_MS = 10_000;

interface Room extends RoomFacts {
  /** g/m³. */
  vapour: number;
  watts: Map<string, number>;
  grams: Map<string, number>;
  isOpen: boolean;
}

/** Joules since the beginning: what came in from sources and radiators, and what left for the outside. */
interface HeatBalance {
  stored: number;
  in: number;
  out: number;
}

export interface Rooms {
  air: (room: RoomName) => Air;
  /** From now on `source` heats the room with so many watts; 0 ends it. */
  heat: (room: RoomName, source: string, watts: number) => void;
  /** From now on `source` evaporates so many grams an hour in the room; 0 ends it. */
  moisten: (room: RoomName, source: string, gramsPerHour: number) => void;
  setWindow: (room: RoomName, isOpen: boolean) => void;
  balance: () => HeatBalance;
}

/**
 * Rooms that stand still until they are asked. `now` is the house's time, `outside` the air at a moment of
 * it.
 */
export function createRooms(now: () => number, outside: (ms: number) => Air): Rooms {
  return new RoomsOfHome(now, outside);
}

class RoomsOfHome implements Rooms {
  private readonly now: () => number;
  private readonly outside: (ms: number) => Air;
  private readonly rooms = Object.fromEntries(
    Object.entries(ROOMS).map(([name, facts]) => [
      name,
      { ...facts, vapour: vapourOf(facts), watts: new Map(), grams: new Map(), isOpen: false },
    ]),
  ) as Record<RoomName, Room>;
  private readonly all: Room[];
  private readonly hall: Room;
  private settledAt: number;
  private readonly startEnergy: number;
  private cameIn = 0;
  private wentOut = 0;

  constructor(now: () => number, outside: (ms: number) => Air) {
    this.now = now;
    this.outside = outside;
    this.all = Object.values(this.rooms);
    const { hall } = this.rooms;
    this.hall = hall;
    this.settledAt = Math.floor(this.now() / STEP_MS) * STEP_MS;
    this.startEnergy = this.energy();
  }

  air(name: RoomName): Air {
    this.settle();
    const { celsius, vapour } = this.rooms[name];
    return { celsius, humidity: Math.min(100, (100 * vapour) / vapourOf({ celsius, humidity: 100 })) };
  }

  heat(name: RoomName, source: string, watts: number): void {
    this.settle();
    this.rooms[name].watts.set(source, watts);
  }

  moisten(name: RoomName, source: string, gramsPerHour: number): void {
    this.settle();
    this.rooms[name].grams.set(source, gramsPerHour);
  }

  setWindow(name: RoomName, isOpen: boolean): void {
    this.settle();
    this.rooms[name].isOpen = isOpen;
  }

  balance(): HeatBalance {
    this.settle();
    return { stored: this.energy() - this.startEnergy, in: this.cameIn, out: this.wentOut };
  }

  private energy(): number {
    return this.all.reduce((sum, room) => sum + room.joulesPerKelvin * room.celsius, 0);
  }

  private step(): void {
    const air = this.outside(this.settledAt);
    const vapourOutside = vapourOf(air);
    const hours = STEP_MS / (60 * MINUTE_MS);
    const flows = this.all.map((room) => {
      const changes = room.isOpen ? OPEN_CHANGES : CLOSED_CHANGES;
      const airing = WATT_HOURS_PER_CUBIC_METRE_KELVIN * changes * room.cubicMetres;
      const sources = sum(room.watts) + radiator(room);
      const lost = (room.wattsPerKelvinOut + airing) * (room.celsius - air.celsius);
      const grams = sum(room.grams) + changes * room.cubicMetres * (vapourOutside - room.vapour);
      this.cameIn += (sources * STEP_MS) / 1000;
      this.wentOut += (lost * STEP_MS) / 1000;
      return { room, watts: sources - lost, grams };
    });
    for (const flow of flows) {
      if (flow.room === this.hall) continue;
      const hallFlow = flows.find(({ room }) => room === this.hall) as typeof flow;
      const watts = JOINT.wattsPerKelvin * (this.hall.celsius - flow.room.celsius);
      const grams = JOINT.cubicMetresPerHour * (this.hall.vapour - flow.room.vapour);
      flow.watts += watts;
      hallFlow.watts -= watts;
      flow.grams += grams;
      hallFlow.grams -= grams;
    }
    for (const { room, watts, grams } of flows) {
      room.celsius += (watts * STEP_MS) / 1000 / room.joulesPerKelvin;
      // What the air cannot hold runs down the windows.
      const held = vapourOf({ celsius: room.celsius, humidity: 100 });
      room.vapour = Math.min(held, room.vapour + (grams * hours) / room.cubicMetres);
    }
    this.settledAt += STEP_MS;
  }

  private settle(): void {
    while (this.settledAt + STEP_MS <= this.now()) this.step();
  }
}

function radiator({ keptAt, celsius }: Room): number {
  if (keptAt === undefined) return 0;
  return Math.min(RADIATOR_WATTS, Math.max(0, RADIATOR_WATTS_PER_KELVIN * (keptAt - celsius)));
}

function sum(sources: Map<string, number>): number {
  let total = 0;
  for (const amount of sources.values()) total += amount;
  return total;
}

/** g/m³ of water in air: Magnus formula over water for the pressure in hPa, and the gas law. */
export function vapourOf({ celsius, humidity }: Air): number {
  const hectopascals = (humidity / 100) * 6.112 * Math.exp((17.62 * celsius) / (243.12 + celsius));
  return (216.7 * hectopascals) / (celsius + 273.15);
}
