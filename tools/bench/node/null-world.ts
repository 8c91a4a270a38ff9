// Worlds for many devices in one process: each has a chip's number of its own, and all else they share.
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import { createVirtualClock, type VirtualClock } from "../../sim/clock.ts";
import type { Stream, StreamEvents, World } from "../../sim/world.ts";
import { answersTo } from "./null-peer.ts";

export interface NullWorlds {
  clock: VirtualClock;
  /** A world in which everything works and nothing happens: a network, a broker that answers, a room at 21.2 °C. */
  create: (chipId: string) => World;
}

/** What an SHT3x says of such a room: 0x6116 is 21.2 °C, 0x8000 is 50 %, each with its checksum. */
const READING = "\x61\x16\xc5\x80\x00\xa2";
const FIRST_CHIP = 0xa00000;

/** The number of one of many chips, counted from 0. */
export function chipIdOf(index: number): string {
  return (FIRST_CHIP + index).toString(16);
}

export function createNullWorlds(): NullWorlds {
  const clock = createVirtualClock();
  const nothing = () => {};
  const shared = {
    now: clock.now,
    after: clock.after,
    networkIsUp: () => true,
    watchNetwork: () => nothing,
    storage: new Map([[SETTINGS, settingsRecord({ host: "broker" })]]),
    i2c: { write: () => true, read: () => READING },
    pinWritten: nothing,
    random: () => 0,
    log: nothing,
    connect(_endpoint: unknown, events: StreamEvents): Stream {
      clock.after(0, () => events.opened());
      return new NullStream(clock, events);
    },
  };
  return { clock, create: (chipId) => Object.assign(Object.create(shared), { chipId }) as World };
}

/** Its functions are the class's: each device has a stream, and what is counted is the device. */
class NullStream implements Stream {
  constructor(
    private readonly clock: VirtualClock,
    private readonly events: StreamEvents,
  ) {}

  write(bytes: string): void {
    answerLater(this.clock, this.events, bytes);
  }

  close(): void {}

  drop(): void {}
}

function answerLater(clock: VirtualClock, events: StreamEvents, bytes: string): void {
  const answers = Buffer.concat(answersTo(Buffer.from(bytes, "latin1"))).toString("latin1");
  clock.after(0, () => events.drained());
  if (answers !== "") clock.after(0, () => events.received(answers));
}
