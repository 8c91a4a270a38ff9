// A house in one process: a household in paced time, a broker unless there is one already, and a watcher who
// sees what the broker saw. From the inside out:
//
//   home/: rooms, weather and people, without a device
//   household.ts: a home with its devices, the automation and the phone
//   house.ts: a household with its broker and its watcher
//   surroundings.ts: a home for a single device; swinging-surroundings.ts: for one that nobody has built a home for

import { randomUUID } from "node:crypto";
import type { TlsIdentity } from "../../../src/client/transport/tls-identity.ts";
import { ROOT, statusTopic } from "../../../src/device/run/topics.ts";
import { PREFIX } from "../../../src/discovery/announcements.ts";
import { createRealWorld, type RealWorld } from "../../../src/platform/node/real-world.ts";
import type { KeyStore } from "../../update/key-store.ts";
import {
  type AccessService,
  type EmbeddedBroker,
  startBroker,
  startBrokerNear,
} from "../broker/embedded-broker.ts";
import type { QueueOptions } from "../broker/queue-consumers.ts";
import { noteKeptTopic, readPublishes } from "../devices/kept-topics.ts";
import { ownFirmwareNames, readOwnFirmware } from "../devices/own-firmware.ts";
import { createPacedTimers } from "../worlds/paced-timers.ts";
import { type HomeView, START_MS } from "./home.ts";
import { type BrokerAccess, type HouseholdDevice, startHousehold, type WorldParts } from "./household.ts";
import { createReplay } from "./replay.ts";
import type { Sample } from "./series.ts";
import { type SeenMessage, type Watcher, watchBroker } from "./watcher.ts";

export interface HouseOptions {
  /** Somebody else's broker, in place of one in this process. */
  broker?: BrokerAccess;
  /** What all topics of the home begin with, without the last slash. Default: as on boards. */
  root?: string;
  /** For a broker that is reached by TLS. */
  tls?: TlsIdentity;
  /** A port of our broker that must be free. Default: 1883, or any free one. */
  port?: number;
  /** Is asked about each client of our broker but the watcher. */
  auth?: URL | undefined;
  /** Message queues of our broker. */
  queues?: readonly QueueOptions[] | undefined;
  /** Names of firmware. Default: all there are. */
  only?: readonly string[];
  /** Milliseconds of the house in each real one. */
  speed: number;
  seed: number;
  /** Air that was measured, in place of the climate device's room. */
  series?: readonly Sample[];
  /** The lock of the front door is sealed, and its key lies here. */
  keys?: KeyStore | undefined;
  /** What the watcher received from the broker. */
  seen: (message: SeenMessage) => void;
  /** Something happened at this time of the house, and why: a sentence without its full stop. */
  happened: (event: { time: number; words: string }) => void;
  /** At this time of the house a line came on the console of a device, the automation or the phone. */
  log: (event: { time: number; who: string; line: string }) => void;
  /** Ends the attempt to open it. */
  signal?: AbortSignal | undefined;
}

export interface House {
  url: string;
  devices: readonly HouseholdDevice[];
  /** Topics at which the broker keeps what somebody in the house told it to. */
  kept: ReadonlySet<string>;
  /** How it is in the house now. */
  view: () => HomeView;
  /** Resolves when the watcher cannot go on, with why. */
  failed: Watcher["failed"];
  /** Calls `then` after `ms` milliseconds of the house. */
  after: (ms: number, then: () => void) => void;
  /**
   * Stops the devices in an orderly way, waits until the watcher has seen each go offline, and ends
   * everything. Returns the names of those that were not seen in time.
   */
  close: () => Promise<string[]>;
}

const DEFAULT_PORT = 1883;

/** How long devices may take to be seen going offline, in real milliseconds. */
const OFFLINE_MS = 3000;
/** On a broker that others use as well, the watcher looks at no more than this. */
function ourTopics(root: string | undefined): string[] {
  return [root === undefined ? `${ROOT}#` : `${root}/#`, `${PREFIX}/#`];
}

/**
 * Opens the house and starts everything in it. Throws PortTaken when a given port is not free, and a
 * BrokerFault when a given broker cannot be used.
 */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { port, auth, queues, only = ownFirmwareNames(), speed, seed, series, seen, tls = {} } = options;
  const firmware = await readOwnFirmware(only);
  // The clock keeps the process alive: it begins when a broker is there.
  let clock: ReturnType<typeof createPacedTimers> | undefined;
  const time = () => START_MS + (clock?.now() ?? 0);
  const happened = (words: string) => options.happened({ time: time(), words });
  const service = auth && { url: auth, own: { user: "watcher", secret: randomUUID() } };
  const own = options.broker === undefined ? await openBroker(port, happened, service, queues) : undefined;
  const broker: BrokerAccess = options.broker ?? { host: "127.0.0.1", port: own?.port };
  const url = `mqtt${broker.tls ? "s" : ""}://${broker.host}:${broker.port}`;
  const statuses = new Map<string, string>();
  const ours = new Set<string>();
  let sawStatus = () => {};
  const watcher = await watchBroker(
    { ...broker, ...service?.own, identity: tls },
    own === undefined ? ourTopics(options.root) : ["#"],
    (message) => {
      if (ours.has(message.topic)) {
        statuses.set(message.topic, message.payload.toString());
        sawStatus();
      }
      seen(message);
    },
    options.signal,
  );
  const timers = createPacedTimers(speed);
  clock = timers;
  const worlds: RealWorld[] = [];
  const kept = new Set<string>();
  const worldOf = (parts: WorldParts) => {
    const world = createRealWorld({ timers, tls, ...parts });
    readPublishes(world, (publish) => noteKeptTopic(kept, publish));
    worlds.push(world);
    return world;
  };
  const replay = series === undefined ? undefined : createReplay(series, timers.now).air;
  const log = (who: string, line: string) => options.log({ time: time(), who, line });
  const { root, keys } = options;
  const household = startHousehold({
    timers,
    seed,
    firmware,
    broker,
    root,
    worldOf,
    replay,
    keys,
    happened,
    log,
  });
  const { devices, home } = household;
  for (const { root } of devices) ours.add(statusTopic(root));

  async function close(): Promise<string[]> {
    // Who has not been online yet, or has no power, has nothing to say.
    const awaited = devices.filter(({ root }) => statuses.get(statusTopic(root)) === "online");
    // One that fell asleep meanwhile says nothing more.
    const unseen = () => awaited.filter(({ root }) => statuses.get(statusTopic(root)) === "online");
    household.stop();
    const allOffline = new Promise<void>((resolve) => {
      sawStatus = () => {
        if (unseen().length === 0) resolve();
      };
      sawStatus();
    });
    await Promise.race([allOffline, tooLate()]);
    await watcher.end();
    for (const world of worlds) await world.end();
    await own?.close();
    return unseen().map(({ name }) => name);
  }

  return {
    url,
    devices,
    kept,
    view: home.view,
    failed: watcher.failed,
    after: (ms, then) => void timers.after(ms, then),
    close,
  };
}

function openBroker(
  port: number | undefined,
  tell: (sentence: string) => void,
  service: AccessService | undefined,
  queues: readonly QueueOptions[] | undefined,
): Promise<EmbeddedBroker> {
  return port === undefined
    ? startBrokerNear(DEFAULT_PORT, tell, service, queues)
    : startBroker(port, {}, tell, service, queues);
}

function tooLate(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, OFFLINE_MS).unref());
}
