// What a broker keeps, as a client of another make sees it.
import { setTimeout as passed } from "node:timers/promises";
import { connectAsync } from "mqtt";

/** Topics and payloads, in the order of the topics. */
export async function keptAt(url: string): Promise<[topic: string, payload: string][]> {
  const client = await connectAsync(url);
  const kept = new Map<string, string>();
  client.on("message", (topic, payload) => void kept.set(topic, payload.toString()));
  await client.subscribeAsync("#", { qos: 1 });
  await passed(500);
  await client.endAsync();
  return [...kept].sort(([one], [other]) => (one < other ? -1 : 1));
}
