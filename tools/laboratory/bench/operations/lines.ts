// The work list: what the client alone is counted at, by each meter, beside what, and which figures are
// headlines of docs/performance.md.
import type { Target } from "../row.ts";
import { type ClientOptions, SMALL_RING } from "./client.ts";
import {
  keepOffline,
  publishNew,
  publishOne,
  publishOneAlone,
  publishOneByAlias,
  publishOneInto,
  publishZero,
  publishZeroByAlias,
  receiveOne,
  receiveZero,
  reconnect,
  reconnectFull,
  takePuback,
  type Work,
} from "./client-work.ts";

/**
 * Bytes allocated by Lua and instructions of its virtual machine; machine instructions of stock Lua, and of
 * an Espruino.
 */
export type FigureName = "bytes" | "vm" | "lua" | "espruino";

interface Wanted {
  target?: Target;
  headline?: string;
}

export interface Line {
  ours: Work;
  client?: ClientOptions;
  /** What the meter's peer does in its place; it is not asked without one. */
  theirs?: Work;
  /** What our client does that it stands beside. */
  itself?: { as: string; work: Work; client?: ClientOptions };
  /** What is taken off, and what is left then. */
  less?: Work;
  named?: string;
  figures: Partial<Record<FigureName, Wanted>>;
}

const IN_5: ClientOptions = { ring: SMALL_RING, mqtt: "5.0" };
/** More slots than are out at a time, so that some wait in either. */
const [FEW, MANY] = [16, 160].map((slots) => ({ ring: { slots, bytes: slots * 64 } })) as [
  ClientOptions,
  ClientOptions,
];
/** A string of four bytes, with its header and the zero behind it. */
const PUBACK_AS_STRING = 17 + 4;
const AS_MUCH: Target = { ratioAtMost: 1 };

export const LINES: readonly Line[] = [
  {
    ours: publishZero,
    theirs: publishZero,
    figures: {
      bytes: { target: { atMost: 60 }, headline: "Lua, allocated to publish 20 bytes to a prepared topic" },
      vm: {},
      lua: { target: { ratioAtMost: 0.07 }, headline: "Lua 5.1: publish to a prepared topic at QoS 0" },
      espruino: { target: { ratioAtMost: 0.34 }, headline: "Espruino: publish to a prepared topic at QoS 0" },
    },
  },
  {
    ours: publishNew,
    theirs: publishZero,
    figures: {
      bytes: {},
      vm: {},
      lua: {},
      espruino: {
        target: { ratioAtMost: 0.5 },
        headline: "Espruino: publish to a topic not prepared at QoS 0",
      },
    },
  },
  {
    ours: publishOne,
    theirs: publishOneAlone,
    figures: {
      bytes: {},
      vm: {},
      lua: {
        target: { ratioAtMost: 0.16 },
        headline: "Lua 5.1: publish to a prepared topic at QoS 1, with its PUBACK",
      },
      espruino: {
        target: { ratioAtMost: 1.25 },
        headline: "Espruino: publish to a prepared topic at QoS 1, with its PUBACK",
      },
    },
  },
  {
    ours: receiveZero(),
    theirs: receiveZero(),
    figures: {
      bytes: { target: { atMost: 48 }, headline: "Lua, allocated to take 20 bytes" },
      vm: {},
      lua: { target: { ratioAtMost: 0.22 }, headline: "Lua 5.1: take a message and route it" },
      espruino: { target: { ratioAtMost: 0.4 }, headline: "Espruino: take a message and route it" },
    },
  },
  {
    ours: takePuback,
    figures: { bytes: { target: { exactly: 0 }, headline: "Lua, allocated to take a PUBACK" } },
  },
  {
    ours: receiveOne,
    less: receiveZero(),
    named: "acknowledge a message at QoS 1, in one string",
    figures: {
      bytes: { target: { atMost: PUBACK_AS_STRING }, headline: "Lua, allocated to acknowledge" },
      vm: {},
    },
  },
  {
    ours: reconnect,
    theirs: reconnect,
    figures: {
      lua: {},
      espruino: { target: { ratioAtMost: 1.3 }, headline: "Espruino: lost link to CONNACK" },
    },
  },
  { ours: reconnectFull, figures: { vm: {} } },
  {
    ours: publishOneInto(160),
    client: MANY,
    itself: { as: "itself with 16 slots", work: publishOneInto(16), client: FEW },
    figures: { vm: { target: AS_MUCH, headline: "Lua, a ring of 160 slots" }, espruino: {} },
  },
  {
    ours: receiveZero(100),
    itself: { as: "itself with 10", work: receiveZero(10) },
    figures: { vm: { target: AS_MUCH, headline: "Lua, 100 subscriptions" }, espruino: {} },
  },
  {
    ours: keepOffline(100),
    client: MANY,
    itself: { as: "itself with 10", work: keepOffline(10), client: MANY },
    figures: { vm: { target: AS_MUCH } },
  },
  {
    ours: publishZeroByAlias,
    client: IN_5,
    itself: { as: "itself in MQTT 3.1.1", work: publishZero },
    figures: { bytes: { target: AS_MUCH }, vm: { target: AS_MUCH }, espruino: { target: AS_MUCH } },
  },
  {
    ours: publishOneByAlias,
    client: IN_5,
    itself: { as: "itself in MQTT 3.1.1", work: publishOne },
    // The properties stand after the packet identifier: the packet is joined of one text more.
    figures: {
      bytes: { target: AS_MUCH },
      vm: { target: { ratioAtMost: 1.02 } },
      espruino: { target: AS_MUCH },
    },
  },
];
