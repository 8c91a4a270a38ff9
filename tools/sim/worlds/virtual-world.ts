// A world in virtual time: everything that a simulated device can meet, repeatable from one seed.

import type { StreamEvents } from "../../../src/client/transport/stream.ts";
import { chipIdOf } from "../../../src/platform/node/chip-id.ts";
import { changed, createLines, type Lines } from "../../../src/platform/node/circuit.ts";
import { createRandom } from "../../../src/platform/node/random.ts";
import { steadyChip } from "../../../src/platform/node/steady-chip.ts";
import {
  type Chip,
  createNetwork,
  type Datagrams,
  type Destination,
  type I2cBus,
  NOTHING_ON_THE_BUS,
  type World,
} from "../../../src/platform/node/world.ts";
import type { JournalPort } from "../../../src/ports/journal.ts";
import { createVirtualClock, type VirtualClock } from "./clock.ts";
import { createSimulatedLink, type Link, type LinkPlan, type Peer } from "./link.ts";

export interface VirtualWorldOptions {
  /** Whole number; the device's draws, the link's draws and the chip's number come from it. Default 1. */
  seed?: number;
  /** Default: a clock of its own. Parts on the bus need the same one. */
  clock?: VirtualClock;
  /** Who answers a connection. Without one every connection is refused. */
  peer?: Peer;
  /** The plan of each connection, counted from 0. Default: it opens and never breaks. */
  plan?: (connection: number) => LinkPlan;
  /** Default: a bus where nothing acknowledges. */
  i2c?: I2cBus;
  /** Default: lines on which there are no parts. */
  circuit?: Lines;
  /** Default: no port can be bound, and no question is answered. */
  datagrams?: Datagrams;
  /** Default: none. */
  journal?: JournalPort;
  /** What differs from a chip that was switched on and is well. */
  chip?: Partial<Chip>;
  storage?: Map<string, string>;
  chipId?: string;
  log?: (line: string) => void;
}

export interface VirtualWorld extends World {
  clock: VirtualClock;
  /** The level that each pin was given last. */
  pins: Map<string | number, number>;
  circuit: Lines;
  /** Whether there is a network; when it goes, open connections become half-open, as without Wi-Fi. */
  setNetwork: (up: boolean) => void;
  /** Breaks the newest connection, if it is open. */
  breakLink: (how: "cut" | "half-open") => void;
  /** How many connections were tried. */
  connections: () => number;
}

const NO_DATAGRAMS: Datagrams = { bind: () => undefined, resolve: () => {} };

const nobody: Peer = () => ({ received: () => {}, closed: () => {} });

/** A world that does nothing until its `clock` is advanced. */
export function createVirtualWorld(options: VirtualWorldOptions = {}): VirtualWorld {
  const { seed = 1, clock = createVirtualClock(), plan = () => ({}), peer = nobody } = options;
  const deviceDraws = createRandom(seed);
  const linkDraws = createRandom(seed ^ 0x5f3759df);
  const pins = new Map<string | number, number>();
  const circuit = options.circuit ?? createLines();
  let connections = 0;
  let link: Link | undefined;
  const network = createNetwork(clock, (up) => {
    if (!up) link?.breakNow("half-open");
  });

  function connect(endpoint: Destination, events: StreamEvents) {
    const wanted = possible(plan(connections));
    connections += 1;
    link = createSimulatedLink(clock, linkDraws, wanted, events, (end) => peer(end, endpoint));
    return link.stream;
  }

  /** The plan, as far as there are a network and a peer. */
  function possible(wanted: LinkPlan): LinkPlan {
    if (!network.networkIsUp()) return { connect: "silent" };
    if (peer === nobody) return { ...wanted, connect: "refuse" };
    return wanted;
  }

  return {
    ...clock,
    ...network,
    clock,
    pins,
    connect,
    storage: options.storage ?? new Map(),
    i2c: options.i2c ?? NOTHING_ON_THE_BUS,
    circuit: changed(circuit, {
      written(pin, level) {
        pins.set(pin, level);
        circuit.written(pin, level);
      },
    }),
    datagrams: options.datagrams ?? NO_DATAGRAMS,
    ...(options.journal && { journal: options.journal }),
    chip: { ...steadyChip(), ...options.chip },
    random: (limit) => deviceDraws.below(limit),
    chipId: options.chipId ?? chipIdOf(seed),
    log: options.log ?? (() => {}),
    breakLink: (how) => link?.breakNow(how),
    connections: () => connections,
  };
}
