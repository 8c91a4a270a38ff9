// Answers to what devices lack: whoever may write at the broker asks without end.
import { expect, test, vi } from "vitest";
import { HASHES } from "../../src/platform/node/hash.ts";
import { SliceAnswers } from "../../tools/cli/push/slice-answers.ts";
import { hmacSigner, signedUpdate } from "../../tools/update/signed-update.ts";

const UPDATE = signedUpdate(
  {
    id: "porch",
    board: "b",
    target: "t",
    version: "1.1.0",
    parts: [{ name: "rm-1", content: "x".repeat(99) }],
  },
  { device: "porch-1", counter: 2 },
  hmacSigner("hmac-sha256", HASHES.sha256, "key"),
);
const wantAt = (at: number) => `${UPDATE.digest} rm-1 ${at} 1`;

/** A broker that takes one message when `take` is called. */
function slowBroker() {
  const sent: string[] = [];
  let taken = () => {};
  let most = 0;
  let underWay = 0;
  const publish = (topic: string, payload: string | Uint8Array) => {
    sent.push(`${topic} ${Buffer.from(payload).toString("latin1")}`);
    underWay += 1;
    most = Math.max(most, underWay);
    return new Promise<void>((resolve) => {
      taken = () => {
        underWay -= 1;
        resolve();
      };
    });
  };
  return { publish, sent, take: () => taken(), most: () => most };
}

test("a flood of requests is answered for the newest alone", async () => {
  const broker = slowBroker();
  const answers = new SliceAnswers(broker);
  for (let at = 0; at < 50; at++) answers.answer("home/porch-1", UPDATE, wantAt(at));
  answers.answer("home/porch-2", UPDATE, wantAt(7));
  for (let answered = 1; answered <= 3; answered++) {
    await vi.waitFor(() => expect(broker.sent).toHaveLength(answered));
    broker.take();
  }
  await new Promise((resolve) => setImmediate(resolve));
  expect(broker.sent).toEqual([
    "home/porch-1/update/slice rm-1 0\nx",
    "home/porch-1/update/slice rm-1 49\nx",
    "home/porch-2/update/slice rm-1 7\nx",
  ]);
  expect(broker.most()).toBe(1);
});

test("a request without an offered update is not answered", async () => {
  const broker = slowBroker();
  const answers = new SliceAnswers(broker);
  answers.answer("home/porch-1", UPDATE, `${"0".repeat(64)} rm-1 0 1`);
  answers.answer("home/porch-2", UPDATE, wantAt(0));
  await vi.waitFor(() => expect(broker.sent).toEqual(["home/porch-2/update/slice rm-1 0\nx"]));
});
