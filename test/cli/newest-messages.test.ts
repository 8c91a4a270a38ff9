// Messages that wait to be heard by the program that serves updates: a flood of one topic leaves its newest.
import { expect, test, vi } from "vitest";
import { LONGEST_STANDING } from "../../tools/cli/push/standing.ts";
import { NewestMessages } from "../../tools/cli/updates/newest-messages.ts";

test("only each topic's newest message is received", async () => {
  const heard: string[] = [];
  let end = () => {};
  const messages = new NewestMessages(({ topic, payload }) => {
    heard.push(`${topic} ${payload}`);
    return new Promise((resolve) => {
      end = resolve;
    });
  });
  const add = (topic: string, payload: string) =>
    messages.add({ topic, payload: Buffer.from(payload), qos: 0, retained: false });
  for (let i = 0; i < 100; i++) add("home/porch-1/update", `${i}`);
  add("home/porch-2/update", "one");
  for (const count of [1, 2, 3]) {
    await vi.waitFor(() => expect(heard).toHaveLength(count));
    end();
  }
  expect(heard).toEqual(["home/porch-1/update 0", "home/porch-1/update 99", "home/porch-2/update one"]);
});

test("messages too long for any device wait for nothing", () => {
  const heard: string[] = [];
  const messages = new NewestMessages(async ({ topic }) => void heard.push(topic));
  const add = (topic: string, length: number) =>
    messages.add({ topic, payload: Buffer.alloc(length), qos: 0, retained: false });
  const topic = "home/porch-2/update";
  add("home/porch-1/update", LONGEST_STANDING + 1 - topic.length);
  add(topic, LONGEST_STANDING - topic.length);
  add(`home/porch-${"y".repeat(LONGEST_STANDING)}/update`, 1);
  expect(heard).toEqual([topic]);
});

test("invented devices fill a bounded queue, and known ones replace theirs", async () => {
  const heard: string[] = [];
  let end = () => {};
  const messages = new NewestMessages(({ topic, payload }) => {
    heard.push(`${topic} ${payload}`);
    return new Promise((resolve) => {
      end = resolve;
    });
  });
  const add = (topic: string, payload: string) =>
    messages.add({ topic, payload: Buffer.from(payload), qos: 0, retained: false });
  add("first", "");
  for (let i = 0; i < 20_001; i++) add(`home/porch-${i}/update`, "old");
  add("home/porch-0/update", "new");
  for (let count = 1; count <= 20_001; count++) {
    end();
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  }
  expect(heard).toHaveLength(20_001);
  expect(heard[1]).toBe("home/porch-0/update new");
  expect(heard.at(-1)).toBe("home/porch-19999/update old");
});
