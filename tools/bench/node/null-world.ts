// Worlds for many devices in one process: each has a chip's number of its own, and all else they share.
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import { createLines } from "../../sim/circuit.ts";
import { createVirtualClock, type VirtualClock } from "../../sim/clock.ts";
import { steadyChip } from "../../sim/steady-chip.ts";
import type { Chip, Circuit, I2cBus, Stream, StreamEvents, World } from "../../sim/world.ts";
import { answersTo } from "./null-peer.ts";

export interface NullWorlds {
  clock: VirtualClock;
  /** The world of one of many chips. All works and nothing happens: a network, a broker that answers, a room at 21.2 °C. */
  create: (index: number) => World;
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
  const storage = new Map([[SETTINGS, settingsRecord({ host: "broker" })]]);
  const i2c = { write: () => true, read: () => READING };
  const circuit = { ...createLines(), written: nothing };
  const chip = steadyChip();

  /** A world and its one stream. Its functions are its class's: what is measured is the device. */
  class NullWorld implements World, Stream {
    private events: StreamEvents | undefined = undefined;

    constructor(private readonly index: number) {}

    get chipId(): string {
      return chipIdOf(this.index);
    }

    get storage(): Map<string, string> {
      return storage;
    }

    get i2c(): I2cBus {
      return i2c;
    }

    get circuit(): Circuit {
      return circuit;
    }

    get chip(): Chip {
      return chip;
    }

    now(): number {
      return clock.now();
    }

    after(ms: number, then: () => void): () => void {
      return clock.after(ms, then);
    }

    networkIsUp(): boolean {
      return true;
    }

    watchNetwork(): () => void {
      return nothing;
    }

    connect(_endpoint: unknown, events: StreamEvents): Stream {
      this.events = events;
      clock.after(0, () => events.opened());
      return this;
    }

    write(bytes: string): void {
      if (this.events !== undefined) answerLater(clock, this.events, bytes);
    }

    close(): void {}

    drop(): void {}

    random(): number {
      return 0;
    }

    log(): void {}
  }

  return { clock, create: (index) => new NullWorld(index) };
}

function nothing(): void {}

function answerLater(clock: VirtualClock, events: StreamEvents, bytes: string): void {
  const answers = Buffer.concat(answersTo(Buffer.from(bytes, "latin1"))).toString("latin1");
  clock.after(0, () => events.drained());
  if (answers !== "") clock.after(0, () => events.received(answers));
}
