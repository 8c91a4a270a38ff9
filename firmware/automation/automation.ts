// automation: the program that joins a home's devices. It hears them by wildcards, commands heater, lamp and valve, and
// says what it did and why. It needs no board: it runs in Node.
import { type NodeClient, type NodeClientOptions, startNodeClient, type World } from "ringmote/node.ts";
import { keepComfort } from "./comfort.ts";
import { type Hands, type Heard, nameOf } from "./hands.ts";
import { createHomeState } from "./home-state.ts";
import { createKnownDevices, LONGEST_PACKET } from "./known-devices.ts";
import { followMotion } from "./light.ts";
import { watchOver } from "./safety.ts";

export interface AutomationOptions {
  /** The broker, and who the automation is there: `{ host: "192.168.1.10", user: "automation", secret: "..." }`. */
  broker: Omit<NodeClientOptions, "id" | "status">;
  /** The client identifier. Default "automation". */
  id?: string;
  /** Where the topics of the home begin. Default "home". */
  root?: string;
  /** °C: below the first the heater goes on, above the second off. Default 20 and 21.5. */
  comfort?: { below: number; above: number };
  /** lx in the hall below which motion switches the lamp on. Default 20. */
  darkBelow?: number;
  /** Milliseconds without motion after which it goes off again. Default 20 minutes. */
  lampStays?: number;
  /** What it did and why, as it is published. */
  did?: (words: string) => void;
}

/** Starts the automation: it connects, comes back whenever it has lost the broker, and follows its rules. */
export function startAutomation(world: World, options: AutomationOptions): Pick<NodeClient, "stop" | "kill"> {
  const { broker, id = "automation", root = "home", did = () => {} } = options;
  const ownStatus = `${root}/automation/status`;
  const client = startNodeClient(world, {
    limits: { packetBytes: LONGEST_PACKET },
    ...broker,
    id,
    status: ownStatus,
  });
  const news = client.prepare(`${root}/automation/did`, { qos: 1, retain: true });
  const say = (words: string) => {
    client.publish(news, words);
    did(words);
  };
  const state = createHomeState();
  const isFollowed = createKnownDevices(say);
  const rules = new Map<string, Heard[]>();

  function hear(what: string, heard: Heard): void {
    const those = [...(rules.get(what) ?? []), heard];
    rules.set(what, those);
    client.subscribe(`${root}/+/${what}`, ({ topic, payload, retained }) => {
      // It says "online" of itself as well.
      if (topic === ownStatus) return;
      const device = topic.slice(root.length + 1).split("/")[0];
      if (!isFollowed(device)) return;
      state.keep(device, what, payload);
      for (const rule of those) rule(device, payload, retained);
    });
  }

  const hands: Hands = {
    state,
    hear,
    command(device, what, payload, why) {
      const topic = client.prepare(`${root}/${device}/${what}/set`, { qos: 1 });
      const outcome = client.publish(topic, payload);
      say(
        `${nameOf(device)}: ${what} ${payload}, because ${why}${outcome === "kept" ? "" : ` (${outcome})`}`,
      );
    },
    say,
    after: world.after,
  };
  keepComfort(hands, options.comfort ?? { below: 20, above: 21.5 });
  followMotion(hands, options.darkBelow ?? 20, options.lampStays ?? 1_200_000);
  watchOver(hands);
  return client;
}
