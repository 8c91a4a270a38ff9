// A stand-in for Home Assistant's MQTT integration, on a real broker. Its rules come from Home Assistant's
// documentation and schemas; nothing is imported from what makes the messages that it judges.
import { connectAsync } from "mqtt";
import { vi } from "vitest";
import { createRegistry, type Registry, UNAVAILABLE } from "./registry.ts";
import { type Action, messagesOf } from "./states.ts";

/** How long something that has to happen may take before the test says what is missing. It measures nothing. */
const PATIENCE_MS = 90_000;

export interface HomeAssistant
  extends Pick<
    Registry,
    | "uniqueIds"
    | "devices"
    | "complaints"
    | "entity"
    | "nameOf"
    | "eventsOf"
    | "idOf"
    | "triggers"
    | "triggered"
  > {
  /** The state that people see now. */
  state: (uniqueId: string) => string;
  /** What people see of it now, in the words of its class. */
  shown: (uniqueId: string) => string;
  /** Resolves when there is such an entity and people see this state. */
  untilState: (uniqueId: string, state: string) => Promise<void>;
  /** Resolves when these are the entities, in any order. */
  untilEntities: (uniqueIds: readonly string[]) => Promise<void>;
  /** Resolves when something holds, looked at after each message. */
  until: (what: string, holds: () => boolean) => Promise<void>;
  /** Rejects where the entity is unavailable. */
  act: (uniqueId: string, action: Action) => Promise<void>;
  /** Says that it has started, as it does after a start; not retained. */
  sayOnline: () => Promise<void>;
  /** How often a message has come. */
  heard: (topic: string, payload: string) => number;
  /** Topics of discovery messages, in the order in which they came. */
  announced: readonly string[];
  /** Forgets every entity, as a restart does. */
  restart: () => Promise<void>;
  end: () => Promise<void>;
}

/** Connects to the broker on 127.0.0.1 and listens for devices. */
export async function startHomeAssistant(port: number, prefix = "homeassistant"): Promise<HomeAssistant> {
  const registry = createRegistry();
  const seen: string[] = [];
  const announced: string[] = [];
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { clientId: "home-assistant" });
  const topics = new Set<string>();
  let listening = Promise.resolve();
  const start = () => client.subscribeAsync([`${prefix}/+/+/config`, `${prefix}/+/+/+/config`]);

  /** One after the other: a broker may lose a subscription that is given up and asked for in one breath. */
  function listen(fresh: readonly string[]): void {
    listening = listening
      .then(async () => {
        // Some brokers give what they have kept only to who has not been subscribed yet.
        const again = fresh.filter((topic) => topics.has(topic));
        if (again.length > 0) await client.unsubscribeAsync(again);
        for (const topic of fresh) topics.add(topic);
        await client.subscribeAsync([...fresh]);
      })
      // The client has been ended meanwhile.
      .catch(() => {});
  }

  client.on("message", (topic, bytes, { retain }) => {
    const payload = bytes.toString();
    if (topic.startsWith(`${prefix}/`)) {
      announced.push(topic);
      const fresh = registry.discover(topic.slice(prefix.length + 1), payload);
      if (fresh.length > 0) listen(fresh);
    } else registry.hear(topic, payload, Date.now(), retain);
    seen.push(`${topic} ${payload}`);
  });
  await start();

  const isState = (uniqueId: string, state: string) =>
    registry.uniqueIds().includes(uniqueId) && registry.stateOf(uniqueId, Date.now()) === state;

  function until(what: string, holds: () => boolean): Promise<void> {
    const last = () => seen.slice(-12).join("\n");
    const check = () => {
      if (!holds()) throw new Error(`Waited in vain for ${what}. Last seen:\n${last()}`);
    };
    return vi.waitFor(check, { timeout: PATIENCE_MS, interval: 20 });
  }

  return {
    uniqueIds: registry.uniqueIds,
    devices: registry.devices,
    complaints: registry.complaints,
    entity: registry.entity,
    nameOf: registry.nameOf,
    eventsOf: registry.eventsOf,
    idOf: registry.idOf,
    triggers: registry.triggers,
    triggered: registry.triggered,
    shown: (uniqueId) => registry.shownOf(uniqueId, Date.now()),
    state: (uniqueId) => registry.stateOf(uniqueId, Date.now()),
    untilState: (uniqueId, state) => until(`${uniqueId} to be ${state}`, () => isState(uniqueId, state)),
    untilEntities: (uniqueIds) => {
      const wanted = JSON.stringify([...uniqueIds].sort());
      return until(
        `the entities ${wanted}`,
        () => JSON.stringify([...registry.uniqueIds()].sort()) === wanted,
      );
    },
    until,
    async act(uniqueId, action) {
      if (registry.stateOf(uniqueId, Date.now()) === UNAVAILABLE)
        throw new Error(`${uniqueId} is unavailable: Home Assistant would send nothing, and not say so.`);
      const { platform, config } = registry.entity(uniqueId);
      for (const { topic, payload, qos } of messagesOf(platform, config, action))
        await client.publishAsync(topic, payload, { qos });
    },
    async sayOnline() {
      await client.publishAsync(`${prefix}/status`, "online");
    },
    heard: (topic, payload) => seen.filter((text) => text === `${topic} ${payload}`).length,
    announced,
    async restart() {
      await client.unsubscribeAsync([...topics, `${prefix}/+/+/config`, `${prefix}/+/+/+/config`]);
      topics.clear();
      registry.forget();
      await start();
    },
    end: () => client.endAsync(true),
  };
}
