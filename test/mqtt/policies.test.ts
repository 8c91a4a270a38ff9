// Policies of a full ring: the one that the author chose, and no other, decides what is dropped.
import type { IPublishPacket } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { publish } from "../../src/mqtt/outbox.ts";
import { type Overflow, prepare } from "../../src/mqtt/publication.ts";
import { type DrivenClient, driveClient } from "./driven-client.ts";

function payloads(driven: DrivenClient): string[] {
  return driven
    .sent()
    .filter((packet): packet is IPublishPacket => packet.cmd === "publish")
    .map(({ topic, payload }) => `${topic}=${payload}`);
}

/** A client with a ring of four slots and 40 bytes, and a way to publish to a topic. */
function small() {
  const driven = driveClient({ slots: 4, bytes: 40 });
  const prepared = new Map<string, ReturnType<typeof prepare>>();
  const say = (overflow: Overflow, topic: string, payload: string) => {
    const publication = prepared.get(topic) ?? prepare(topic, 1, false, overflow);
    prepared.set(topic, publication);
    return publish(driven.client, publication, payload);
  };
  return { driven, say };
}

describe("reject", () => {
  test("the policy reject refuses the new message and keeps the others", () => {
    const { driven, say } = small();
    for (const payload of ["1", "2", "3", "4"]) expect(say("reject", "r", payload)).toBe("kept");
    expect(say("reject", "r", "5")).toBe("refused: full");
    driven.connectAnd();
    expect(payloads(driven)).toEqual(["r=1", "r=2", "r=3", "r=4"]);
    expect([driven.client.outcomes.refusals, driven.client.dropped.total]).toEqual([1, 0]);
  });

  test("the policy reject refuses what exceeds the byte budget, with free slots", () => {
    const { say } = small();
    expect(say("reject", "r", "x".repeat(30))).toBe("kept");
    expect(say("reject", "r", "x".repeat(11))).toBe("refused: full");
    expect(say("reject", "r", "x".repeat(10))).toBe("kept");
  });
});

describe("oldest", () => {
  test("the policy oldest drops the oldest droppable message and counts it", () => {
    const { driven, say } = small();
    say("reject", "r", "1");
    say("oldest", "o", "2");
    say("reject", "r", "3");
    say("oldest", "p", "4");
    expect(say("oldest", "q", "5")).toBe("kept");
    expect([driven.told.dropped, driven.client.dropped.total]).toEqual([["o"], 1]);
    driven.connectAnd();
    expect(payloads(driven)).toEqual(["r=1", "r=3", "p=4", "q=5"]);
  });

  test("the policy oldest drops as many as a long message needs", () => {
    const { driven, say } = small();
    for (const topic of ["a", "b", "c"]) say("oldest", topic, "0123456789");
    expect(say("oldest", "d", "x".repeat(20))).toBe("kept");
    expect(driven.told.dropped).toEqual(["a"]);
    expect(say("oldest", "e", "y".repeat(20))).toBe("kept");
    expect(driven.told.dropped).toEqual(["a", "b", "c"]);
  });

  test("a new message is refused when no waiting message may be dropped", () => {
    const { driven, say } = small();
    driven.connect();
    say("oldest", "o", "1");
    say("oldest", "o", "2");
    driven.loseLink();
    say("reject", "r", "3");
    say("reject", "r", "4");
    expect(say("oldest", "o", "5")).toBe("refused: full");
    driven.connectAnd();
    expect(payloads(driven)).toEqual(["o=1", "o=2", "r=3", "r=4"]);
  });
});

describe("latest", () => {
  test("the policy latest keeps a topic's newest message in its place", () => {
    const { driven, say } = small();
    say("latest", "a", "1");
    say("latest", "b", "2");
    for (const payload of ["3", "4", "5"]) expect(say("latest", "a", payload)).toBe("kept");
    driven.connectAnd();
    expect(payloads(driven)).toEqual(["a=5", "b=2"]);
    expect(driven.told.dropped).toEqual(["a", "a", "a"]);
  });

  test("the policy latest leaves a sent message unchanged", () => {
    const { driven, say } = small();
    driven.connect();
    say("latest", "a", "1");
    expect(payloads(driven)).toEqual(["a=1"]);
    driven.loseLink();
    say("latest", "a", "2");
    say("latest", "a", "3");
    driven.connectAnd();
    expect(payloads(driven)).toEqual(["a=1", "a=3"]);
    expect(driven.told.dropped).toEqual(["a"]);
  });

  test("the policy latest keeps one message per topic after another drop", () => {
    const { driven, say } = small();
    driven.connect();
    say("latest", "a", "1");
    driven.loseLink();
    say("oldest", "o", "2");
    say("latest", "a", "3");
    say("reject", "r", "4");
    say("oldest", "p", "5"); // drops 2, and moves 1 up
    expect(say("latest", "a", "6")).toBe("kept");
    driven.connectAnd();
    expect(payloads(driven)).toEqual(["a=1", "a=6", "r=4", "p=5"]);
    expect(driven.told.dropped).toEqual(["o", "a"]);
  });

  test("a longer latest message is accepted within budget, or drops others", () => {
    const { driven, say } = small();
    say("latest", "a", "1");
    say("latest", "b", "x".repeat(30));
    expect(say("latest", "a", "y".repeat(10))).toBe("kept");
    driven.connectAnd();
    expect(payloads(driven)).toEqual([`a=${"y".repeat(10)}`, `b=${"x".repeat(30)}`]);
  });
});

test("a payload over the budget is refused and drops nothing", () => {
  const { driven, say } = small();
  say("oldest", "o", "1");
  expect(say("oldest", "o", "x".repeat(41))).toBe("refused: too long");
  expect(say("latest", "l", "x".repeat(41))).toBe("refused: too long");
  driven.connect();
  const once = prepare("q", 0, false, "reject");
  expect(publish(driven.client, once, "x".repeat(41))).toBe("refused: too long");
  expect(publish(driven.client, once, "x".repeat(40))).toBe("sent");
  expect([driven.told.dropped, driven.client.outcomes.refusals]).toEqual([[], 3]);
});

test("an empty payload is kept like any other", () => {
  const { driven, say } = small();
  expect(say("reject", "r", "")).toBe("kept");
  driven.connectAnd();
  expect(payloads(driven)).toEqual(["r="]);
});
