// A world in real time with real sockets: a simulated device that talks to a real broker.
import {
  type Check,
  isBoolean,
  isFunction,
  isText,
  optionFaults,
  throwFaults,
} from "../../arguments/given.ts";
import { RealStream } from "../../client/transport/real-stream.ts";
import { secureContextOf, type TlsIdentity } from "../../client/transport/tls-identity.ts";
import { chipIdOf } from "./chip-id.ts";
import { connectAsChip } from "./chip-tls.ts";
import { createLines } from "./circuit.ts";
import { createRandom } from "./random.ts";
import { createRealTimers, type EndingTimers } from "./real-timers.ts";
import { steadyChip } from "./steady-chip.ts";
import {
  type Chip,
  type Circuit,
  createNetwork,
  type Datagrams,
  type I2cBus,
  NOTHING_ON_THE_BUS,
  type World,
} from "./world.ts";

export interface RealWorldOptions {
  /** Parts on the bus need the same ones. Default: the wall's time. */
  timers?: EndingTimers;
  /** Whole number; the device's draws and the chip's number come from it. Default 1. */
  seed?: number;
  /**
   * It draws nothing but 0 until it connects, and so waits for no fleet before that: somebody waits for it.
   */
  connectsAtOnce?: boolean;
  tls?: TlsIdentity;
  i2c?: I2cBus;
  storage?: Map<string, string>;
  chipId?: string;
  /** Default: lines on which there are no parts. */
  circuit?: Circuit;
  /** Default: those of this computer. */
  datagrams?: Datagrams;
  /** What differs from a chip that was switched on and is well. */
  chip?: Partial<Chip>;
  log?: (line: string) => void;
  /** Told of what the device's own code throws. Default: it is thrown on. */
  failed?: (error: unknown) => void;
}

export interface RealWorld extends World {
  /**
   * Whether there is a network; without it open connections are silent, and one that the device closes stays
   * open to the broker until it is back.
   */
  setNetwork: (up: boolean) => void;
  /**
   * Ends every timer and every connection that the device has not closed; resolves when all sockets are gone.
   */
  end: () => Promise<void>;
}

const anything: Check = () => undefined;
const OPTIONS: Readonly<Record<keyof RealWorldOptions, Check>> = {
  timers: anything,
  seed: (value) => (Number.isInteger(value) ? undefined : "a whole number"),
  connectsAtOnce: isBoolean,
  tls: anything,
  i2c: anything,
  storage: anything,
  chipId: isText,
  circuit: anything,
  datagrams: anything,
  chip: anything,
  log: isFunction,
  failed: isFunction,
};

/** Throws for an option that is none, and for a TLS identity that cannot be used. */
export function createRealWorld(options: RealWorldOptions = {}): RealWorld {
  throwFaults(optionFaults("options of a world", options, OPTIONS));
  const { timers = createRealTimers(), seed = 1, tls = {} } = options;
  const context = secureContextOf(tls);
  const random = createRandom(seed);
  let isDrawing = options.connectsAtOnce !== true;
  const streams = new Set<RealStream>();
  const network = createNetwork(timers, (up) => {
    for (const stream of streams) stream.setNetwork(up);
  });
  let lastIsGone = () => {};

  const connect: World["connect"] = (endpoint, events) => {
    isDrawing = true;
    if (!network.networkIsUp()) return { write: () => {}, close: () => {}, drop: () => {} };
    const { host, port, tls, trust } = endpoint;
    const ofChip = tls && trust !== undefined ? connectAsChip(host, port, trust) : undefined;
    const ended = () => {
      streams.delete(stream);
      if (streams.size === 0) lastIsGone();
    };
    const stream = new RealStream(endpoint, context, events, ended, ofChip);
    streams.add(stream);
    return stream;
  };

  return {
    now: timers.now,
    after: timers.after,
    ...network,
    connect,
    storage: options.storage ?? new Map(),
    i2c: options.i2c ?? NOTHING_ON_THE_BUS,
    circuit: options.circuit ?? createLines(),
    ...(options.datagrams && { datagrams: options.datagrams }),
    chip: { ...steadyChip(), ...options.chip },
    random: (limit) => (isDrawing ? random.below(limit) : 0),
    chipId: options.chipId ?? chipIdOf(seed),
    log: options.log ?? (() => {}),
    ...(options.failed && { failed: options.failed }),
    end() {
      timers.end();
      for (const stream of streams) if (!stream.isClosing()) stream.destroy();
      return new Promise((resolve) => {
        lastIsGone = resolve;
        if (streams.size === 0) resolve();
      });
    },
  };
}
