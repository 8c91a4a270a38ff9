// Messages that wait to be heard by the program that serves updates: a flood of one topic leaves its newest.
import { expect, test, vi } from "vitest";
import { NewestMessages } from "../../tools/cli/updates/newest-messages.ts";

test("of each topic the newest message is heard, one at a time", async () => {
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
