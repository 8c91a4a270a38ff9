// A client of its own at a broker: the newest payload of each topic, and whether the broker had kept it.
import { connectAsync, type MqttClient } from "mqtt";
import { onTestFinished } from "vitest";

interface Received {
  topic: string;
  payload: string;
  retained: boolean;
}

export interface Watcher {
  client: MqttClient;
  /** Resolves with the first message, come already or still to come, that `wanted` says yes to. */
  saw: (wanted: (message: Received) => boolean) => Promise<Received>;
}

/** Connects to the broker at `url` and subscribes to everything. */
export async function watch(url: string): Promise<Watcher> {
  const client = await connectAsync(url, { reconnectPeriod: 0 });
  onTestFinished(() => void client.end(true));
  const messages: Received[] = [];
  const looks = new Set<() => void>();
  client.on("message", (topic, payload, { retain }) => {
    messages.push({ topic, payload: payload.toString(), retained: retain });
    for (const look of looks) look();
  });
  await client.subscribeAsync("#", { qos: 1 });

  function saw(wanted: (message: Received) => boolean): Promise<Received> {
    return new Promise((resolve) => {
      const look = () => {
        const message = messages.find(wanted);
        if (message !== undefined) resolve(message);
      };
      looks.add(look);
      look();
    });
  }

  return { client, saw };
}
