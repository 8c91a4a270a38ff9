// Limits of the outbox: a message that fits exactly goes, and one byte, one slot or one moment more does not.
import { describe, expect, test } from "vitest";
import { isKept, publish } from "../../src/mqtt/outbox.ts";
import { type Overflow, prepare } from "../../src/mqtt/publication.ts";
import { driveClient } from "./driven-client.ts";
import { shake } from "./handshake.ts";

const SECOND = 1000;
/** Type, length, length of the topic "t", the topic; at QoS 1 its identifier besides. */
const HEAD = 2 + 2 + 1;
/** A PUBREL. */
const RELEASE = 4;

/** A publication to "t" at QoS 1. */
const reading = (overflow: Overflow = "reject", deadline = 0) => ({
  ...prepare("t", 1, false, overflow),
  deadline,
});

describe("the link's bound", () => {
  test("the link accepts QoS 0 up to its bound, and no more", () => {
    const once = prepare("t", 0, false, "reject");
    const driven = driveClient({ linkBytes: 2 * (HEAD + 5) });
    driven.connect();
    expect(["12345", "12345", ""].map((payload) => publish(driven.client, once, payload))).toEqual([
      "sent",
      "sent",
      "refused: busy",
    ]);
  });

  test("the link accepts QoS 1 up to its bound, until drained", () => {
    const driven = driveClient({ linkBytes: 2 * (HEAD + 2 + 5) });
    driven.connect();
    for (const payload of ["12345", "12345", ""]) publish(driven.client, reading(), payload);
    expect(driven.sent()).toHaveLength(2);
    driven.drain();
    expect(driven.sent()).toHaveLength(1);
  });

  test("an idle link accepts one message over its bound, even QoS 0", () => {
    const once = prepare("t", 0, false, "reject");
    const driven = driveClient({ linkBytes: 30 });
    driven.connect();
    expect(publish(driven.client, once, "x".repeat(100))).toBe("sent");
    expect(publish(driven.client, once, "x")).toBe("refused: busy");
  });

  test("an idle link accepts a repeated message over its bound", () => {
    const driven = driveClient({ linkBytes: 30 });
    driven.connect();
    publish(driven.client, reading(), "x".repeat(100));
    driven.loseLink();
    driven.connectAnd();
    expect(driven.sent()).toMatchObject([{ cmd: "publish", dup: true }]);
  });

  test("due PUBRELs are sent in order, as they fit, after each drain", () => {
    const { driven, say, answer, heard } = shake({ linkBytes: 2 * RELEASE });
    driven.connect();
    for (const payload of ["a", "b", "c", "d", "e"]) {
      say(payload);
      driven.drain();
    }
    answer("pubrec", 257, 258, 259, 260, 261);
    driven.loseLink();
    driven.connectAnd();
    const releases = [heard()];
    for (let drains = 0; drains < 3; drains += 1) {
      driven.drain();
      releases.push(heard());
    }
    expect(releases).toEqual([
      ["pubrel 257", "pubrel 258"],
      ["pubrel 259", "pubrel 260"],
      ["pubrel 261"],
      [],
    ]);
  });
});

describe("the ring's bounds", () => {
  test("the ring accepts a payload of its whole budget, no longer", () => {
    const driven = driveClient({ bytes: 10, slots: 1 });
    const once = prepare("t", 0, false, "reject");
    const [fits, over] = ["x".repeat(10), "x".repeat(11)];
    expect(publish(driven.client, once, fits)).toBe("refused: offline");
    expect(publish(driven.client, once, over)).toBe("refused: too long");
    expect(publish(driven.client, reading(), fits)).toBe("kept");
    expect(publish(driven.client, reading(), fits)).toBe("refused: full");
    expect(publish(driven.client, reading(), over)).toBe("refused: too long");
  });

  test("the window allows each message at once, however many came before", () => {
    const driven = driveClient();
    driven.connect();
    for (let count = 0; count < 30; count += 1) {
      expect(publish(driven.client, reading(), String(count))).toBe("kept");
      const packets = driven.sent();
      expect(packets).toMatchObject([{ cmd: "publish" }]);
      driven.receive({ cmd: "puback", messageId: packets[0]?.messageId });
      driven.drain();
    }
  });

  test("a later message replaces its topic's earlier one, counting the bytes", () => {
    const driven = driveClient({ bytes: 10 });
    const latest = reading("latest");
    for (const [payload, most] of [
      ["1", 1],
      ["1234567", 7],
      ["123", 7],
      ["1234567890", 10],
    ] as const) {
      expect(publish(driven.client, latest, payload)).toBe("kept");
      const { bytes, peak } = driven.client.ring;
      expect([bytes, peak]).toEqual([payload.length, most]);
    }
  });

  test("a late PUBACK does not acknowledge its slot's next message", () => {
    const driven = driveClient({ slots: 1, linkBytes: 10 });
    driven.connect();
    publish(driven.client, reading(), "a");
    driven.receive({ cmd: "puback", messageId: 1 });
    expect(publish(driven.client, reading(), "b")).toBe("kept");
    driven.sent();
    driven.receive({ cmd: "puback", messageId: 1 });
    driven.drain();
    expect(driven.sent()).toMatchObject([{ cmd: "publish", messageId: 2 }]);
  });

  test("the ring counts its peak of held bytes", () => {
    const driven = driveClient();
    driven.connect();
    for (const [id, payload] of ["12345", "123"].entries()) {
      publish(driven.client, reading(), payload);
      driven.receive({ cmd: "puback", messageId: id + 1 });
      expect([driven.client.ring.bytes, driven.client.ring.peak]).toEqual([0, 5]);
    }
  });

  test("the ring holds a message until its acknowledgement", () => {
    const driven = driveClient();
    const publication = reading();
    expect(isKept(driven.client, publication)).toBe(false);
    publish(driven.client, publication, "1");
    expect(isKept(driven.client, publication)).toBe(true);
    driven.connect();
    expect(isKept(driven.client, publication)).toBe(true);
    driven.receive({ cmd: "puback", messageId: 1 });
    expect(isKept(driven.client, publication)).toBe(false);
  });
});

describe("a message replaced by a later one of its topic", () => {
  test("a message stays when its replacement is refused", () => {
    const driven = driveClient({ bytes: 10 });
    const [bill, latest] = [reading(), reading("latest")];
    publish(driven.client, bill, "12345");
    publish(driven.client, latest, "1");
    // All but one byte of it would fit.
    expect(publish(driven.client, latest, "123456")).toBe("refused: full");
    expect(driven.told.dropped).toEqual([]);
  });

  test("a replacement takes the old place, with its own deadline", () => {
    const driven = driveClient();
    const latest = reading("latest", 60 * SECOND);
    driven.open();
    driven.loseLink();
    publish(driven.client, reading(), "first");
    publish(driven.client, latest, "old");
    driven.pass(40 * SECOND);
    publish(driven.client, latest, "new");
    driven.pass(40 * SECOND);
    driven.connectAnd();
    expect(driven.sent().map((packet) => packet.cmd === "publish" && String(packet.payload))).toEqual([
      "first",
      "new",
    ]);
  });
});

test("messages past their deadlines make room before any other is dropped", () => {
  const driven = driveClient({ slots: 9 });
  const publication = prepare("other", 1, false, "oldest");
  driven.connect();
  for (let id = 1; id <= 7; id += 1) publish(driven.client, publication, "out");
  publish(driven.client, reading("reject", 10 * SECOND), "late");
  publish(driven.client, publication, "1");
  driven.pass(15 * SECOND);
  // Whatever comes brings the time.
  driven.receive({ cmd: "pingresp" });
  expect(publish(driven.client, publication, "2")).toBe("kept");
  expect(driven.told.dropped).toEqual(["t"]);
  driven.sent();
  driven.receive(...Array.from({ length: 7 }, (_, i) => ({ cmd: "puback", messageId: i + 1 }) as const));
  expect(driven.sent().map((packet) => packet.cmd === "publish" && String(packet.payload))).toEqual([
    "1",
    "2",
  ]);
});

test("a message past its deadline in a full window is never sent", () => {
  const driven = driveClient({ slots: 16 });
  driven.connect();
  for (let id = 1; id <= 7; id += 1) publish(driven.client, reading(), String(id));
  publish(driven.client, reading("reject", 10 * SECOND), "late");
  expect(driven.sent()).toHaveLength(7);
  driven.pass(15 * SECOND);
  driven.receive({ cmd: "puback", messageId: 1 });
  expect([driven.sent(), driven.told.dropped]).toEqual([[], ["t"]]);
});

test("a new session's identifiers differ from all in flight, at any round", () => {
  for (let before = 250; before <= 258; before += 1) {
    const { driven, say, answer, heard } = shake({ slots: 16 });
    driven.connect();
    for (let count = 0; count < before; count += 1) {
      say("1:x");
      const [words = ""] = heard();
      answer("puback", Number(words.split(" ")[2]));
      driven.drain();
    }
    say("1:a", "b", "1:c");
    driven.loseLink();
    driven.connect(false);
    say("1:d");
    driven.drain();
    const { marks, items } = driven.client.ring;
    const inUse = marks.filter((_, slot) => items[slot] !== undefined);
    expect(inUse).toHaveLength(4);
    expect(new Set(inUse).size).toBe(4);
  }
});
