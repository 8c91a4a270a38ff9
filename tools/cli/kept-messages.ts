// What a broker keeps at some topics: it gives that to whoever subscribes, and does not say when it was all.
import type { MqttClient } from "mqtt";
import type { KeptMessage } from "../../src/discovery/forget.ts";
import { RunError } from "./failure.ts";

/** So long after the last one, or after the subscription, nothing more is to come. */
const QUIET_MS = 1000;

/** The messages that the broker keeps below these filters. Throws a RunError when it lets nobody read them. */
export async function keptMessages(client: MqttClient, filters: readonly string[]): Promise<KeptMessage[]> {
  const kept = new Map<string, string>();
  let lastCame = Date.now();
  const take = (topic: string, payload: Buffer, { retain }: { retain: boolean }): void => {
    if (!retain) return;
    kept.set(topic, payload.toString());
    lastCame = Date.now();
  };
  client.on("message", take);
  await client.subscribeAsync([...filters]).catch((error: Error) => {
    throw new RunError(
      `The broker does not let this user read ${filters.join(", ")} (${error.message}); use one who may.`,
    );
  });
  lastCame = Date.now();
  for (let left = QUIET_MS; left > 0; left = lastCame + QUIET_MS - Date.now())
    await new Promise((resolve) => setTimeout(resolve, left));
  await client.unsubscribeAsync([...filters]);
  client.off("message", take);
  return [...kept].map(([topic, payload]) => ({ topic, payload }));
}
