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
import { createPeople } from "./people.ts";
import { createPipe } from "./pipe.ts";
import type { Place, Step } from "./plan.ts";
import { ROOMS, type RoomName } from "./room-facts.ts";
import { createRooms } from "./rooms.ts";
import { createSky } from "./sky.ts";
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
  placeOf: (who: string) => Place;
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

export function createHome({ timers, seed, replay, happened, phone }: HomeOptions): Home {
  const now = () => START_MS + timers.now();
  const sky = createSky(seed);
  const rooms = createRooms(now, sky.air);
  const common = { timers, now, seed, happened };
  const inside: Inside = {
    timers,
    now,
    happened,
    sky,
    rooms,
    frontDoor: createFrontDoor({
      ...common,
      askToUnlock(who) {
        happened(`${who}'s phone unlocks the front door`);
        phone("front-door", "lock", "unlock");
      },
    }),
    pipe: createPipe({
      ...common,
      repaired() {
        happened("Anna's phone opens the water again");
        phone("leak", "water", "open");
      },
    }),
    stove: createStove({ ...common, rooms }),
    bed: createBed({ ...common, sky }),
    livingRoomAir: replay ?? (() => rooms.air("living room")),
    lux,
    watts: () => mainsWatts(now(), inside.loads),
    loads: {},
    lamp: () => 0,
    moveInHall() {},
    moveWindow() {},
    moveFlap() {},
    pressLampButton() {},
  };
  inside.loads.stove = inside.stove.watts;
  inside.loads.lights = () => litRooms().length * OWN_LIGHT.watts;
  const people = createPeople({
    ...common,
    moving: () => inside.moveInHall(),
    passDoor: inside.frontDoor.pass,
    arrived,
    begins: ({ who, words }) => happened(`${who} ${words}`),
    does,
  });
  createErrands({
    ...common,
    post() {
      happened("The postman puts a letter into the box");
      inside.moveFlap();
    },
    selfTest() {
      happened("Anna's phone tests the smoke alarm");
      phone("smoke-alarm", "self-test", "press");
    },
    dim() {
      happened("Ben's phone dims the lamp");
      phone("lamp", "light/brightness", "90");
    },
  });

  function daylight(room: RoomName): number {
    return ROOMS[room].daylight * sky.lux(now());
  }

  /** The living room has the lamp; the hall is only passed through, and nobody sleeps with the light on. */
  function litRooms(): RoomName[] {
    const own: RoomName[] = ["kitchen", "bathroom"];
    return own.filter((room) => people.in(room).length > 0 && daylight(room) < OWN_LIGHT.below);
  }

  function lux(room: RoomName): number {
    const lamp = room === "living room" || room === "hall" ? LAMP_LUX[room] * inside.lamp() : 0;
    return daylight(room) + lamp + (litRooms().includes(room) ? OWN_LIGHT.lux : 0);
  }

  function arrived(who: string, from: Place, to: Place): void {
    if (from !== "out") warm(from, who, false);
    if (to !== "out") warm(to, who, true);
  }

  function warm(room: RoomName, who: string, isThere: boolean): void {
    rooms.heat(room, who, isThere ? PERSON.watts : 0);
    rooms.moisten(room, who, isThere ? PERSON.gramsPerHour : 0);
  }

  function does({ who, deed }: Step): void {
    if (deed === "cook") inside.stove.cook();
    if (deed === "press the lamp's button") inside.pressLampButton();
    if (deed === "light off" && inside.lamp() > 0) {
      happened(`${who}'s phone switches the lamp off`);
      phone("lamp", "light", "off");
    }
    if (deed === "air") {
      openWindow(true);
      timers.after(AIRING_MS, () => {
        happened(`${who} closes the bedroom's window`);
        openWindow(false);
      });
    }
    if (deed === "shower") {
      shower(true);
      timers.after(SHOWER_MS, () => shower(false));
    }
  }

  function openWindow(isOpen: boolean): void {
    rooms.setWindow("bedroom", isOpen);
    inside.moveWindow(isOpen);
  }

  function shower(isOn: boolean): void {
    rooms.heat("bathroom", "shower", isOn ? SHOWER.watts : 0);
    rooms.moisten("bathroom", "shower", isOn ? SHOWER.gramsPerHour : 0);
  }

  return {
    fit: (...fitted) => fitInto(inside, ...fitted),
    placeOf: people.placeOf,
    view: () => ({
      now: now(),
      outside: { ...sky.air(now()), lux: sky.lux(now()) },
      rooms: (Object.keys(ROOMS) as RoomName[]).map((name) => ({
        name,
        air: rooms.air(name),
        people: people.in(name),
      })),
      watts: inside.watts(),
      out: people.in("out"),
    }),
  };
}
