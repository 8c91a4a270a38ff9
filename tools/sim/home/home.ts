// A home: the house with its rooms, its weather and its people, into which devices are fitted.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { FittedParts } from "../fit/fit-parts.ts";
import type { Air, Surroundings } from "../parts/around.ts";
import { createBed } from "./bed.ts";
import { createErrands } from "./errands.ts";
import { fitInto } from "./fittings.ts";
import { createFrontDoor } from "./front-door.ts";
import type { Inside } from "./inside.ts";
import { mainsWatts } from "./mains.ts";
import { createPeople, type People } from "./people.ts";
import { createPipe } from "./pipe.ts";
import type { PersonPlace, PlannedStep } from "./plan.ts";
import { ROOMS, type RoomName } from "./room-facts.ts";
import { createRooms, type Rooms } from "./rooms.ts";
import { createSky, type Sky } from "./sky.ts";
import { createStove } from "./stove.ts";
import { MINUTE_MS, timeOfDay } from "./time.ts";

/** What a person commands from afar: the device's name, its actuator, the command. */
type PhoneCommand = (device: string, actuator: string, payload: string) => void;

export interface HomeOptions {
  timers: Timers;
  /** All chance in the house comes from it. */
  seed: number;
  /** Measured air for the climate device, in place of its room's. */
  replay?: () => Air;
  /** What happens, in a sentence without its full stop. */
  happened: (words: string) => void;
  phone: PhoneCommand;
}

export interface HomeView {
  /** The house's time. */
  now: number;
  outside: Air & { lux: number };
  rooms: { name: RoomName; air: Air; people: string[] }[];
  watts: number;
  /** Who is out. */
  out: string[];
}

export interface Home {
  /** The parts of a device of firmware/, or of any other, in the house. */
  fit: (
    firmware: string,
    declaration: DeviceDeclaration,
    over?: (surroundings: Surroundings) => Surroundings,
  ) => FittedParts;
  view: () => HomeView;
  placeOf: (who: string) => PersonPlace;
}

/**
 * Time begins on a Monday in November, at twenty past four in the afternoon: it gets dark, and people come
 * home.
 */
export const START_MS = timeOfDay(16, 20);

const AIRING_MS = 9 * MINUTE_MS;
const SHOWER_MS = 8 * MINUTE_MS;
const PERSON = { watts: 80, gramsPerHour: 50 };
const SHOWER = { watts: 400, gramsPerHour: 1800 };
/** lx of the whole lamp on a table beside it, and what falls through the door into the hall. */
const LAMP_LUX = { "living room": 280, hall: 25 } as const;
/** A room with people has a lamp of its own when it is darker than this: its lx and watts. */
const OWN_LIGHT = { below: 60, lux: 150, watts: 12 };

export function createHome(options: HomeOptions): Home {
  return new SimulatedHome(options);
}

/** What each part of the home needs. */
type Common = Pick<HomeOptions, "timers" | "seed" | "happened"> & { now: () => number };

class SimulatedHome implements Home {
  placeOf: (who: string) => PersonPlace;
  private readonly timers: Timers;
  private readonly happened: (words: string) => void;
  private readonly phone: PhoneCommand;
  private readonly sky: Sky;
  private readonly rooms: Rooms;
  private readonly inside: Inside;
  private readonly people: People;

  constructor({ timers, seed, replay, happened, phone }: HomeOptions) {
    this.timers = timers;
    this.happened = happened;
    this.phone = phone;
    this.sky = createSky(seed);
    this.rooms = createRooms(this.now, this.sky.air);
    const common = { timers: this.timers, now: this.now, seed, happened: this.happened };
    this.inside = this.furnished(common, replay);
    this.inside.loads.stove = this.inside.stove.watts;
    this.inside.loads.lights = () => this.litRooms().length * OWN_LIGHT.watts;
    this.people = createPeople({
      ...common,
      moving: () => this.inside.moveInHall(),
      passDoor: this.inside.frontDoor.pass,
      arrived: this.arrived,
      begins: ({ who, words }) => this.happened(`${who} ${words}`),
      does: this.does,
    });
    this.startErrands(common);
    this.placeOf = this.people.placeOf;
  }

  /** The rooms with all that stands in them, before a device is fitted. */
  private furnished(common: Common, replay: HomeOptions["replay"]): Inside {
    return {
      timers: this.timers,
      now: this.now,
      happened: this.happened,
      sky: this.sky,
      rooms: this.rooms,
      frontDoor: createFrontDoor({
        ...common,
        askToUnlock: (who) => {
          this.happened(`${who}'s phone unlocks the front door`);
          this.phone("front-door", "lock", "unlock");
        },
      }),
      pipe: createPipe({
        ...common,
        repaired: () => {
          this.happened("Anna's phone opens the water again");
          this.phone("leak", "water", "open");
        },
      }),
      stove: createStove({ ...common, rooms: this.rooms }),
      bed: createBed({ ...common, sky: this.sky }),
      livingRoomAir: replay ?? (() => this.rooms.air("living room")),
      lux: this.lux,
      watts: () => mainsWatts(this.now(), this.inside.loads),
      loads: {},
      lamp: () => 0,
      moveInHall() {},
      moveWindow() {},
      moveFlap() {},
      pressLampButton() {},
    };
  }

  private startErrands(common: Common): void {
    createErrands({
      ...common,
      post: () => {
        this.happened("The postman puts a letter into the box");
        this.inside.moveFlap();
      },
      selfTest: () => {
        this.happened("Anna's phone tests the smoke alarm");
        this.phone("smoke-alarm", "self-test", "press");
      },
      dim: () => {
        this.happened("Ben's phone dims the lamp");
        this.phone("lamp", "light/brightness", "90");
      },
    });
  }

  readonly view = (): HomeView => {
    return {
      now: this.now(),
      outside: { ...this.sky.air(this.now()), lux: this.sky.lux(this.now()) },
      rooms: (Object.keys(ROOMS) as RoomName[]).map((name) => ({
        name,
        air: this.rooms.air(name),
        people: this.people.in(name),
      })),
      watts: this.inside.watts(),
      out: this.people.in("out"),
    };
  };

  private readonly now = (): number => {
    return START_MS + this.timers.now();
  };

  private readonly lux = (room: RoomName): number => {
    const lamp = room === "living room" || room === "hall" ? LAMP_LUX[room] * this.inside.lamp() : 0;
    return this.daylight(room) + lamp + (this.litRooms().includes(room) ? OWN_LIGHT.lux : 0);
  };

  private readonly arrived = (who: string, from: PersonPlace, to: PersonPlace): void => {
    if (from !== "out") this.warm(from, who, false);
    if (to !== "out") this.warm(to, who, true);
  };

  private readonly does = ({ who, deed }: PlannedStep): void => {
    if (deed === "cook") this.inside.stove.cook();
    if (deed === "press the lamp's button") this.inside.pressLampButton();
    if (deed === "light off" && this.inside.lamp() > 0) {
      this.happened(`${who}'s phone switches the lamp off`);
      this.phone("lamp", "light", "off");
    }
    if (deed === "air") {
      this.openWindow(true);
      this.timers.after(AIRING_MS, () => {
        this.happened(`${who} closes the bedroom's window`);
        this.openWindow(false);
      });
    }
    if (deed === "shower") {
      this.shower(true);
      this.timers.after(SHOWER_MS, () => this.shower(false));
    }
  };

  fit(...device: Parameters<Home["fit"]>): FittedParts {
    return fitInto(this.inside, ...device);
  }

  private daylight(room: RoomName): number {
    return ROOMS[room].daylight * this.sky.lux(this.now());
  }

  /** The living room has the lamp; the hall is only passed through, and nobody sleeps with the light on. */
  private litRooms(): RoomName[] {
    const own: RoomName[] = ["kitchen", "bathroom"];
    return own.filter((room) => this.people.in(room).length > 0 && this.daylight(room) < OWN_LIGHT.below);
  }

  private warm(room: RoomName, who: string, isThere: boolean): void {
    this.rooms.heat(room, who, isThere ? PERSON.watts : 0);
    this.rooms.moisten(room, who, isThere ? PERSON.gramsPerHour : 0);
  }

  private openWindow(isOpen: boolean): void {
    this.rooms.setWindow("bedroom", isOpen);
    this.inside.moveWindow(isOpen);
  }

  private shower(isOn: boolean): void {
    this.rooms.heat("bathroom", "shower", isOn ? SHOWER.watts : 0);
    this.rooms.moisten("bathroom", "shower", isOn ? SHOWER.gramsPerHour : 0);
  }
}
