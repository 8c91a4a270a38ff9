// The house as its devices' parts are joined to it: what can be measured, and what moves them.
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Air } from "../parts/around.ts";
import type { Bed } from "./bed.ts";
import type { FrontDoor } from "./front-door.ts";
import type { Greenhouse } from "./greenhouse.ts";
import type { Pipe } from "./pipe.ts";
import type { RoomName } from "./room-facts.ts";
import type { Rooms } from "./rooms.ts";
import type { Sky } from "./sky.ts";
import type { Stove } from "./stove.ts";

export interface Inside {
  timers: Timers;
  /** The house's time. */
  now: () => number;
  happened: (words: string) => void;
  sky: Sky;
  rooms: Rooms;
  frontDoor: FrontDoor;
  pipe: Pipe;
  stove: Stove;
  bed: Bed;
  /** Made with its device. */
  greenhouse?: Greenhouse;
  /** Air at the climate device: the room's, or a measured series. */
  livingRoomAir: () => Air;
  lux: (room: RoomName) => number;
  /** What the mains deliver. */
  watts: () => number;
  /** Watts of each thing that is on. */
  loads: Record<string, () => number>;
  /** What devices put there, and nobody as long as there is no such device. */
  lamp: () => number;
  moveInHall: () => void;
  moveWindow: (isOpen: boolean) => void;
  moveFlap: () => void;
  pressLampButton: () => void;
}
