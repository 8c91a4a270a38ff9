// A thousand devices in one Node process, against one Mosquitto.
import { expect, onTestFinished, test } from "vitest";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { startSubscriber } from "../../tools/laboratory/brokers/subscriber.ts";
import { type RunningDevice, startInNode } from "../../tools/laboratory/soak/devices/running-device.ts";
import { MOSQUITTO, needs } from "../needs.ts";

const DEVICES = 1000;
const NUMBERS = 3;

/** What a process holds of memory, in bytes. */
const heldHere = () => process.memoryUsage().rss;
const kilobytes = (bytes: number) => `${Math.round(bytes / 1024)} KB`;

test(`${DEVICES} devices in one process connect, publish and stop orderly`, needs(MOSQUITTO), async () => {
  const broker = await startMosquitto();
  onTestFinished(broker.end);
  const subscriber = await startSubscriber(broker.port);
  onTestFinished(subscriber.end);
  const ids = Array.from({ length: DEVICES }, (_, index) => `counter-${index}`);
  const newest = new Map<string, string>();
  const allSay = (topic: string, payload: string) =>
    subscriber.received.until(`"${payload}" on each ${topic}`, (messages) => {
      const last = messages.at(-1);
      if (last !== undefined) newest.set(last.topic, last.payload);
      return ids.every((id) => newest.get(`home/${id}/${topic}`) === payload);
    });

  const before = { here: heldHere(), broker: broker.residentBytes() };
  const devices: RunningDevice[] = [];
  onTestFinished(async () => {
    await Promise.all(devices.map((device) => device.end()));
  });
  const online = allSay("status", "online");
  for (const id of ids) devices.push(startInNode({ host: "127.0.0.1", port: broker.port, id }));
  await online;
  const numbered = allSay("number", String(NUMBERS));
  await Promise.all(devices.map((device) => device.count(NUMBERS)));
  await numbered;
  const share = (held: number, from: number) => kilobytes((held - from) / DEVICES);
  console.log(
    `Memory of a connected device: ${share(heldHere(), before.here)} in its process, ` +
      `${share(broker.residentBytes(), before.broker)} in the broker.`,
  );

  const offline = allSay("status", "offline");
  await Promise.all(devices.map((device) => device.stop()));
  await offline;
  // Nobody was lost on the way: one birth and one orderly end each.
  const statuses = subscriber.received.entries.filter(({ topic }) => topic.endsWith("/status"));
  expect(statuses).toHaveLength(2 * DEVICES);
});
