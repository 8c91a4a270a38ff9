// The promise to the letter, in Node: every message that `publish` answered "kept" reaches the subscriber.
import { expect, onTestFinished, test, vi } from "vitest";
import type { Client } from "../../src/mqtt/client.ts";
import { publish } from "../../src/mqtt/outbox.ts";
import { topicOf } from "../../src/mqtt/publication.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { nodeEngine, SOAK_NUMBER, STATUS } from "../../tools/laboratory/soak/devices/running-device.ts";
import { MOSQUITTO, needs } from "../needs.ts";
import { setScene } from "./scene.ts";

// The function itself, with an ear at it.
vi.mock("../../src/mqtt/outbox.ts", { spy: true });

/** What publishes of numbers were answered: payload and outcome, in order. */
function answers(): { number: string; outcome: string }[] {
  const { calls, results } = vi.mocked(publish).mock;
  return calls.flatMap(([, publication, payload], index) =>
    topicOf(publication) === SOAK_NUMBER ? [{ number: payload, outcome: String(results[index]?.value) }] : [],
  );
}

test(
  "a device that counts through two Mosquitto restarts loses no kept number",
  needs(MOSQUITTO),
  async () => {
    const { broker, subscriber, start } = await setScene(onTestFinished, startMosquitto);
    const device = await start(nodeEngine);
    await subscriber.untilNewest(STATUS, "online");
    const client = vi.mocked(publish).mock.calls[0]?.[0] as Client;
    const kept = () => answers().flatMap(({ number, outcome }) => (outcome === "kept" ? [number] : []));
    const came = () => new Set(subscriber.payloadsOf(SOAK_NUMBER));
    // In the first outage the ring has room for all that is counted, in the second one it has not.
    for (const counted of [nodeEngine.slots / 2, nodeEngine.slots * 2]) {
      const outage = String(device.last() + 5);
      const counting = device.count(counted);
      await subscriber.received.until(`number ${outage}`, () => came().has(outage));
      await broker.stop();
      await counting;
      await broker.start();
      await subscriber.received.until("everything kept", () => kept().every((number) => came().has(number)));
    }

    expect(answers().some(({ outcome }) => outcome === "refused: full")).toBe(true);
    // In order, and nothing that was refused.
    expect([...came()]).toEqual([...new Set(kept())]);
    // The last acknowledgement may come a moment later than the message itself.
    await vi.waitUntil(() => client.ring.done === client.ring.put, { timeout: 60_000 });
    expect(client.ring).toMatchObject({ bytes: 0, sent: client.ring.put });
  },
);
