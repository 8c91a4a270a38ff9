// A scene: what a program relies on at a broker, played by the client's public face alone.
import {
  type ConnectOptions,
  connect,
  type NodeClient,
  type NodeMessage,
} from "../../../src/platform/node/computer.ts";
import type { TestBroker } from "../brokers/broker.ts";

export type Version = 3 | 5;

export interface Scene {
  /** Subject, verb and result, as a row of the table says them. */
  what: string;
  /** The versions of MQTT that have it. */
  versions: readonly Version[];
  /** Rejects with what did not happen. */
  play(stage: Stage): Promise<void>;
}

/** What a scene has at hand. */
interface Stage {
  broker: TestBroker;
  /** A topic of this scene alone. */
  topic: string;
  /** A client with an identifier of its own, which ends with the scene. */
  client(options?: Partial<ConnectOptions>): NodeClient;
  /** The payloads that come by a filter, from when the broker has granted it. */
  hears(client: NodeClient, filter: string, qos?: 0 | 1 | 2): Promise<string[]>;
}

/** How long something may take that has to happen, and how long is waited for what must not. */
const PATIENCE_MS = 15_000;
const LOOK_MS = 20;

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Resolves once `holds`; rejects with "no " and `what` when that takes too long. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`no ${what}`);
    await pause(LOOK_MS);
  }
}

/** Rejects with `fault` unless it is so. */
export function insist(isSo: boolean, fault: string): void {
  if (!isSo) throw new Error(fault);
}

/**
 * Plays a scene at a broker: "yes", or what did not happen and why the last connection ended. `number` makes
 * its names its own.
 */
export async function played(
  scene: Scene,
  broker: TestBroker,
  mqtt: Version,
  number: number,
): Promise<string> {
  const clients: NodeClient[] = [];
  let lastLoss = "";
  const topic = `scene/${mqtt}/${number}`;
  const client: Stage["client"] = (options = {}) => {
    const id = `scene${mqtt}x${number}x${clients.length}`;
    const client = connect(`mqtt://127.0.0.1:${broker.port}`, {
      id,
      mqtt,
      lost: ({ reason }) => {
        lastLoss = `, ${reason}`;
      },
      ...options,
    });
    clients.push(client);
    return client;
  };
  const hears: Stage["hears"] = async (by, filter, qos = 1) => {
    const heard: string[] = [];
    await inTime(
      "SUBACK",
      by.subscribe(filter, ({ payload }: NodeMessage) => void heard.push(payload), qos),
    );
    return heard;
  };
  try {
    await scene.play({ broker, topic, client, hears });
    return "yes";
  } catch (error) {
    return (error as Error).message + lastLoss;
  } finally {
    for (const client of clients) client.kill();
  }
}

/** What a promise resolves with; rejects with "no " and `what` when that takes too long. */
export async function inTime<T>(what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what}`)), PATIENCE_MS);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}
