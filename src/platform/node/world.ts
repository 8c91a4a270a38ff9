// The surroundings of a device or of a machine under Linux, simulated or not: time, a network,
// storage, pins, a bus, chance.
//
// A Node device, an image in a hosted Lua and an image in an Espruino context are all given one World, and it
// alone decides whether time is real or virtual and whether a stream is a real socket or a model. All data
// are byte strings (each character 0 to 255).

import type { ClientWorld } from "../../client/transport/client-world.ts";
import type { Stream, StreamEvents } from "../../client/transport/stream.ts";
import type { Hardware } from "../../device/declare/device.ts";
import type { Admission } from "../../ports/access-point.ts";
import type { JournalPort } from "../../ports/journal.ts";
import type { Endpoint } from "../../ports/network.ts";
import type { TcpServer } from "../../ports/tcp-server.ts";
import type { UpdatePort } from "../../ports/updates.ts";

/**
 * The far side of the I2C buses: addresses are as in ports/i2c.ts. Not acknowledged is `false` and
 * `undefined`.
 */
export interface I2cBus {
  write: (address: number, bytes: string) => boolean;
  read: (address: number, count: number) => string | undefined;
}

/** A pin as the device's wires name it. */
type Pin = string | number;

/** The far side of a one-wire bus. */
export interface OneWireBus {
  /** Did a part answer with its presence pulse? */
  reset: () => boolean;
  write: (bytes: string) => void;
  read: (count: number) => string;
  /**
   * What a search for ROM codes finds: eight bytes a part, in the order in which they come. For consoles: a
   * device's port has none.
   */
  search?: () => readonly string[];
}

/** What is wired to a device's pins, the I2C bus aside. */
export interface Circuit {
  /** The device made the pin an output, or changed it: 0 or 1. */
  written: (pin: Pin, level: number) => void;
  /** The device drives it by PWM: high for `duty` of 1023 parts of each period. */
  pulsed: (pin: Pin, hertz: number, duty: number) => void;
  /**
   * The level at an input: what a part puts there; where none does, 1 when the device pulls it up, else 0.
   */
  level: (pin: Pin, pulledUp: boolean) => number;
  /**
   * Calls `changed` with each new level that a part puts there, or leaves the line at when it lets go, until
   * the returned function is called. `pulledUp`: by the device, as in `level`. `ago`: how many microseconds
   * before it was, as what runs a world may be late by milliseconds; 0 where that is not known.
   */
  watch: (pin: Pin, changed: (level: number, ago: number) => void, pulledUp?: boolean) => () => void;
  /** The counts at an analog input, 0 to 4095 (ports/analog.ts). */
  analog: (pin: Pin) => number;
  /** The one-wire bus on a pin. */
  oneWire: (pin: Pin) => OneWireBus;
  /** The device sends bytes by a UART, at so many bits a second. */
  sent: (pin: Pin, bytes: string, baud: number) => void;
  /**
   * Calls `heard` with the bytes that come on a line, as they are read at so many bits a second, until the
   * returned function is called.
   */
  listen: (pin: Pin, baud: number, heard: (bytes: string) => void) => () => void;
  /**
   * The device sends bytes by SPI: what it reads meanwhile, as many, of the parts whose cs it has brought
   * down.
   */
  exchanged: (bytes: string) => string;
  /**
   * The device has held the line low for so many milliseconds, and lets it go: when the part on it then makes
   * it fall, in microseconds from there.
   */
  released: (pin: Pin, lowMs: number) => readonly number[];
  /** The device sends bytes to a strip of LEDs: could it? What the strip makes of them it does not hear. */
  shown: (pin: Pin, bytes: string) => boolean;
}

/** What only the chip of a device knows, or whoever stands for it (ports/system.ts). */
export interface Chip {
  freeMemory: () => number;
  /** `powerDevice` (tools/sim/devices/powered-device.ts) replaces this. */
  resetReason: string;
  signalStrength: () => number;
  /**
   * A device in Node asks to be started anew: `powerDevice` replaces this, and does so in a later turn. A
   * hosted image starts itself anew, and does not ask.
   */
  restart: () => void;
  /**
   * A device in Node switches itself off for so many milliseconds, or until a pin has a level, if not both:
   * `powerDevice` replaces this, as `restart`.
   */
  sleep: (ms: number, until?: AwaitedLevel) => void;
  /** What outlives its sleep, and no power cut. */
  memory: string;
}

/** An input that ends a sleep by its level; 0 ms are no time then. */
export interface AwaitedLevel {
  pin: Pin;
  pulledUp: boolean;
  level: number;
}

/** Who a stream goes to; with a chip's own TLS, whom that lets in. */
export interface Destination extends Endpoint {
  trust?: Trust;
}

/** Who a chip's own TLS lets in. */
export interface Trust {
  /** Authorities, in PEM. Without any everybody is trusted; a text that is none trusts nobody. */
  authority: string | undefined;
  /** Bytes of certificates that it takes in. */
  chainBytes: number;
}

/** A socket for datagrams that is bound. */
export interface DatagramSocket {
  /** False: it is closed. */
  send: (bytes: string, address: string, port: number) => boolean;
  close: () => void;
}

/** What a device's datagrams go through, and come from (ports/udp.ts). */
export interface Datagrams {
  /** `heard` is called in a later turn. `undefined`: the port is taken, or there is no network. */
  bind: (
    port: number,
    heard: (bytes: string, address: string, port: number) => void,
  ) => DatagramSocket | undefined;
  /** `found` is called in a later turn, or never. */
  resolve: (name: string, found: (address: string | undefined) => void) => void;
}

/** A network that a scan finds. */
export interface FoundNetwork {
  name: string;
  dBm: number;
  admission: Admission;
}

/** Takes a call that has come in: `events` hear of it from now on, but for `opened`. */
export type TakeCall = (events: StreamEvents) => Stream;

/** What is on the air around a device: networks, and phones on its own (ports/access-point.ts, ports/tcp-server.ts). */
export interface Air {
  networks: () => readonly FoundNetwork[];
  /** The device's own network has opened. */
  open: (name: string, password: string) => void;
  close: () => void;
  /**
   * Calls `called` for each call to a port of the device, in a turn of its own, until the returned function
   * is called.
   */
  listen: (port: number, called: (take: TakeCall) => void) => () => void;
}

/** A bus without parts. */
export const NOTHING_ON_THE_BUS: I2cBus = { write: () => false, read: () => undefined };

export interface World extends Omit<ClientWorld, "connect" | "wakeClock"> {
  /** `trust`: of a chip; a computer's is the world's. */
  connect: (to: Destination, events: StreamEvents) => Stream;
  storage: Map<string, string>;
  i2c: I2cBus;
  circuit: Circuit;
  /** Without any they are those of this computer. */
  datagrams?: Datagrams;
  /** Without it a device that looks around or opens a network of its own is not modelled. */
  air?: Air;
  /** Where a device in Node serves its page, as its log names it; without it, it serves none. */
  pagePlace?: { server: TcpServer; address: string };
  /** Without any the device has no journal. */
  journal?: JournalPort;
  /** Without it the device takes no updates. Its loader puts it there before each start. */
  updates?: UpdatePort;
  chip: Chip;
  chipId: string;
  /** The board that a device in Node runs on; without it, it is simulated. */
  hardware?: Hardware;
  /**
   * Told of what the device's own code throws, a driver's mistake: a device in Node has lost its power then.
   * Without it that is thrown on, to whoever called the device.
   */
  failed?: (error: unknown) => void;
}

/**
 * The network of a world, which is there at first. `turned` is called at once when it goes or comes, and each
 * watcher in a later turn.
 */
export function createNetwork(timers: Pick<World, "after">, turned: (up: boolean) => void) {
  const watchers = new Set<(up: boolean) => void>();
  let up = true;
  return {
    networkIsUp: () => up,
    watchNetwork(changed: (up: boolean) => void) {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    setNetwork(now: boolean) {
      if (up === now) return;
      up = now;
      turned(up);
      for (const changed of watchers) timers.after(0, () => changed(up));
    },
  };
}

/** A device in a world, on whichever engine. */
export interface SimulatedDevice {
  /** Which engine runs it, in words: "node", "lua 5.1", "espruino (vm)"... */
  engine: string;
  /**
   * Orderly stop: what is kept goes out and is acknowledged, for at most `withinMs` (Node's devices: 5,000
   * unless it says otherwise; an image stops at once), offline is published, the stream closes. `done` is
   * called in a later turn.
   */
  stop(done: () => void, withinMs?: number): void;
  /** Power cut: nothing more is sent, the stream is dropped without a word. */
  kill(): void;
}
