// Messages that a broker keeps, as a client of another make sees them.
import { randomUUID } from "node:crypto";
import { connectAsync } from "mqtt";

/** Topics and payloads, in the order of the topics. */
export async function keptAt(url: string): Promise<[topic: string, payload: string][]> {
  const client = await connectAsync(url);
  const kept = new Map<string, string>();
  // What the broker keeps comes before what is published after the subscription.
  const last = `last/${randomUUID()}`;
  const allCame = new Promise<void>((resolve) => {
    client.on("message", (topic, payload) => {
      if (topic === last) resolve();
      else kept.set(topic, payload.toString());
    });
  });
  await client.subscribeAsync("#", { qos: 1 });
  await client.publishAsync(last, "", { qos: 1 });
  await allCame;
  await client.endAsync();
  return [...kept].sort(([a], [b]) => (a < b ? -1 : 1));
}
