// A watcher whose own connection breaks a promise: whoever waits for the watcher learns of it, and it goes on asking.
import { expect, test, vi } from "vitest";
import { watchBroker } from "../../tools/sim/home/watcher.ts";
import type { Delivered } from "../../tools/sim/real-broker/connection.ts";

/** More than it asks about at a time. */
const TOPICS = 40;

const connection = vi.hoisted(() => ({
  asked: [] as string[],
  take: (_message: Delivered): void => {},
}));

vi.mock("../../tools/sim/real-broker/connection.ts", () => ({
  openConnection: async () => ({
    where: "broker",
    lost: new Promise(() => {}),
    listen: (take: (message: Delivered) => void) => {
      connection.take = take;
    },
    subscribe: async ([filter]: string[]) => {
      if (filter === undefined || filter === "#") return;
      connection.asked.push(filter);
      throw new TypeError("a mistake");
    },
    unsubscribe: async () => {},
    end: async () => {},
  }),
}));

test("a watcher reports its own mistake and still queries every topic", async () => {
  const watcher = await watchBroker({ host: "broker" }, ["#"], () => {});
  const topics = Array.from({ length: TOPICS }, (_, number) => `home/${number}`);
  for (const topic of topics) connection.take({ topic, payload: Buffer.from("on"), qos: 0, retained: false });
  await expect(watcher.failed).rejects.toThrow("a mistake");
  await expect.poll(() => connection.asked).toEqual(topics);
});
