// Kept messages are delivered: resent, in order, under their identifiers, when the session
// resumes; as new when it is gone.
import type { IPublishPacket } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { publish } from "../../src/mqtt/outbox.ts";
import { counted } from "../../src/mqtt/outcome.ts";
import { type Overflow, prepare } from "../../src/mqtt/publication.ts";
import { WINDOW } from "../../src/mqtt/window.ts";
import { type DrivenClient, type DrivenOptions, driveClient } from "./driven-client.ts";

/** The PUBLISH packets that were sent, as "payload#identifier", with "!" for DUP. */
function published(driven: DrivenClient): string[] {
  return driven
    .sent()
    .filter((packet): packet is IPublishPacket => packet.cmd === "publish")
    .map(({ payload, messageId, dup }) => `${payload}#${messageId}${dup ? "!" : ""}`);
}

/** So far apart two ends say nothing of a message that was out. */
function loseLinkLater(driven: DrivenClient): void {
  driven.pass(61_000);
  driven.loseLink();
}

function keeping(options: DrivenOptions = {}, overflow: Overflow = "reject") {
  const driven = driveClient(options);
  const publication = prepare("t", 1, false, overflow);
  const say = (...payloads: string[]) =>
    payloads.map((payload) => publish(driven.client, publication, payload));
  const acknowledge = (...ids: number[]) =>
    driven.receive(...ids.map((messageId) => ({ cmd: "puback", messageId }) as const));
  return { driven, say, acknowledge };
}

test("[MQTT-4.3.2-1] a first PUBLISH has DUP 0 and an unused identifier", () => {
  const { driven, say } = keeping();
  driven.connect();
  expect(say("a", "b", "c")).toEqual(["kept", "kept", "kept"]);
  expect(published(driven)).toEqual(["a#1", "b#2", "c#3"]);
});

test("messages published offline go out as new, in order, once connected", () => {
  const { driven, say } = keeping();
  expect(say("a", "b")).toEqual(["kept", "kept"]);
  driven.connectAnd((sent) => expect(sent).toEqual([]));
  expect(published(driven)).toEqual(["a#1", "b#2"]);
});

describe("a session kept by the broker [MQTT-4.1.0-1..2] [MQTT-3.1.2-4]", () => {
  test("[MQTT-4.4.0-1] [MQTT-3.3.1-1] [MQTT-4.6.0-1] unacknowledged messages repeat in order, with DUP and same identifiers", () => {
    const { driven, say, acknowledge } = keeping();
    driven.connect();
    say("a", "b", "c", "d");
    acknowledge(2);
    driven.loseLink();
    say("e");
    driven.connectAnd();
    expect(published(driven)).toEqual(["a#1!", "c#3!", "d#4!", "e#5"]);
    acknowledge(1, 3, 4, 5);
    expect(driven.client.ring.bytes).toBe(0);
    expect(driven.client.outcomes.repeats).toBe(0);
  });

  test("a repeated message has DUP after each of several lost connections", () => {
    const { driven, say } = keeping();
    driven.connect();
    say("a");
    for (let i = 0; i < 5; i += 1) {
      driven.loseLink();
      driven.connectAnd();
      driven.receive({ cmd: "pingresp" });
      expect(published(driven)).toEqual(["a#1!"]);
    }
  });

  test("a client repeats nothing while the connection stands [MQTT 4.4]", () => {
    const { driven, say } = keeping();
    driven.connect();
    say("a");
    published(driven);
    driven.pass(29_999);
    driven.drain();
    expect(published(driven)).toEqual([]);
  });

  test("an unwritten message goes out after the repeated ones", () => {
    const { driven, say } = keeping({ linkBytes: 20 });
    driven.connect();
    say("0123456789", "waits for the link");
    driven.loseLink();
    driven.connectAnd();
    expect(published(driven)).toEqual(["0123456789#1!"]);
    driven.drain();
    expect(published(driven)).toEqual(["waits for the link#2"]);
  });
});

describe("a session lost by the broker [MQTT 3.2.2.2]", () => {
  test("sent messages go out as new, renumbered, counted as possibly repeated", () => {
    const { driven, say } = keeping();
    driven.connect();
    say("a", "b");
    driven.loseLink();
    say("c");
    driven.connectAnd(undefined, false);
    expect(published(driven)).toEqual(["a#3", "b#4", "c#5"]);
    expect(driven.client.outcomes.repeats).toBe(2);
  });

  test("QoS 1 does not wait for another broker's old session", () => {
    const { driven, say } = keeping();
    driven.connect();
    say("a");
    driven.loseLink();
    driven.client.brokers.current = 1;
    driven.connectAnd(undefined, true);
    const sent = driven.sent().map(({ cmd }) => cmd);
    expect(sent).toContain("publish");
    expect(sent).not.toContain("pubrel");
  });

  test("a message repeats with DUP when the new session resumes", () => {
    const { driven, say, acknowledge } = keeping();
    driven.connect();
    say("a", "b");
    driven.loseLink();
    driven.connectAnd(undefined, false);
    published(driven);
    acknowledge(3);
    loseLinkLater(driven);
    driven.connectAnd();
    expect(published(driven)).toEqual(["b#4!"]);
    expect(driven.client.outcomes.repeats).toBe(2);
  });

  test("a message sent two sessions ago is not counted twice", () => {
    const { driven, say } = keeping({ linkBytes: 20 });
    driven.connect();
    say("0123456789");
    driven.drain();
    say("abcdefghij");
    for (let i = 0; i < 3; i += 1) {
      driven.loseLink();
      driven.connectAnd(undefined, false);
      driven.receive({ cmd: "pingresp" });
    }
    // Each session sent the first one; the second one was out only in the first session.
    expect(driven.client.outcomes.repeats).toBe(2 + 1 + 1);
  });
});

describe("identifiers at QoS 1", () => {
  test("[MQTT-2.3.1-1] [MQTT-2.3.1-2] identifiers skip 0, SUBSCRIBE's and those in use", () => {
    const { driven, say, acknowledge } = keeping({ slots: 4 });
    driven.connect();
    driven.client.packetIds.last = 253;
    say("a", "b", "c", "d");
    expect(published(driven)).toEqual(["a#254", "b#255", "c#1", "d#2"]);
    acknowledge(255, 1, 2);
    expect(say("e")).toEqual(["refused: full"]);
    acknowledge(254);
    say("e", "f", "g", "h");
    expect(published(driven)).toEqual(["e#3", "f#4", "g#5", "h#6"]);
  });

  test("[MQTT-2.3.1-3] identifiers are free only after PUBACK, despite lost links", () => {
    const { driven, say, acknowledge } = keeping({ slots: 8 });
    driven.connect();
    const open = new Set<number>();
    // Several stay open from turn to turn.
    say("x", "y", "z");
    for (let turn = 0; turn < 500; turn += 1) {
      say(`${turn}`);
      if (turn % 7 === 6) {
        loseLinkLater(driven);
        driven.connectAnd();
      }
      for (const message of published(driven)) {
        const id = Number(message.match(/#(\d+)/)?.[1]);
        if (!message.endsWith("!")) expect(open.has(id)).toBe(false);
        open.add(id);
      }
      // The oldest one is left out every third time.
      const [oldest, second] = [...open];
      const id = turn % 3 === 0 && second !== undefined ? second : oldest;
      acknowledge(id);
      open.delete(id);
    }
  });

  test("an unexpected or repeated PUBACK changes nothing", () => {
    const { driven, say, acknowledge } = keeping();
    driven.connect();
    say("a", "b");
    acknowledge(9, 65535, 2, 2);
    expect([driven.client.ring.bytes, driven.told.lost]).toEqual([1, []]);
  });

  test("a lost session's late PUBACK does not free the message", () => {
    const { driven, say, acknowledge } = keeping();
    driven.connect();
    say("a");
    driven.loseLink();
    driven.connectAnd(undefined, false);
    acknowledge(1);
    expect(driven.client.ring.bytes).toBe(1);
    acknowledge(2);
    expect(driven.client.ring.bytes).toBe(0);
  });
});

describe("the window at QoS 1", () => {
  const all = Array.from({ length: 20 }, (_, i) => `m${i}`);

  test("the window moves with each acknowledgement of its oldest message", () => {
    const { driven, say, acknowledge } = keeping({ slots: 20 });
    driven.connect();
    say(...all);
    expect(published(driven)).toHaveLength(WINDOW);
    acknowledge(2, 3);
    expect(published(driven)).toEqual([]);
    acknowledge(1);
    expect(published(driven)).toEqual(["m7#8", "m8#9", "m9#10"]);
  });

  test("the window survives a reconnection, and everything arrives in order", () => {
    const { driven, say, acknowledge } = keeping({ slots: 20 });
    say(...all);
    const arrived: string[] = [];
    for (let i = 0; i < 20; i += 1) {
      driven.connectAnd();
      const sent = published(driven);
      expect(sent.length).toBeLessThanOrEqual(WINDOW);
      arrived.push(sent[0].replace(/#.*/, ""));
      acknowledge(Number(sent[0].match(/#(\d+)/)?.[1]));
      loseLinkLater(driven);
    }
    expect(arrived).toEqual(all);
  });
});

describe("back-pressure", () => {
  test("QoS 1 waits for the link to drain; QoS 0 is refused", () => {
    const { driven, say } = keeping({ linkBytes: 30 });
    const once = prepare("q", 0, false, "reject");
    driven.connect();
    expect(say("0123456789", "0123456789", "0123456789")).toEqual(["kept", "kept", "kept"]);
    expect(publish(driven.client, once, "0123456789")).toBe("refused: busy");
    expect(published(driven)).toEqual(["0123456789#1"]);
    driven.drain();
    expect(published(driven)).toEqual(["0123456789#2"]);
    driven.drain();
    driven.drain();
    expect(publish(driven.client, once, "0123456789")).toBe("sent");
  });

  test("bytes on a lost link do not count for the next link", () => {
    const { driven, say } = keeping({ linkBytes: 50 });
    driven.connect();
    say("x".repeat(40));
    driven.loseLink();
    driven.open();
    expect(driven.client.link.pending).toBe(driven.bytes().length);
  });

  test("a packet longer than the bound goes out on an idle link", () => {
    const { driven, say } = keeping({ linkBytes: 30 });
    driven.connect();
    say("x".repeat(200));
    expect(published(driven)).toHaveLength(1);
    say("y");
    expect(published(driven)).toEqual([]);
    driven.drain();
    expect(published(driven)).toEqual(["y#2"]);
  });

  test("a packet received during an overlong write does not end the connection", () => {
    const { driven, say } = keeping({ linkBytes: 100 });
    driven.connect();
    say("x".repeat(900));
    driven.receive({ cmd: "pingresp" });
    expect(driven.told.lost).toEqual([]);
  });

  test("a broker that never reads is disconnected before memory fills", () => {
    const { driven } = keeping({ linkBytes: 100, bytes: 200 });
    driven.connect();
    let received = 0;
    for (let messageId = 1; driven.told.lost.length === 0 && messageId < 1000; messageId += 1) {
      driven.receive({
        cmd: "publish",
        topic: "a",
        payload: "",
        qos: 1,
        dup: false,
        retain: false,
        messageId,
      });
      received += 1;
    }
    expect(driven.told.lost).toEqual(["broker sends and does not read"]);
    // Its bound, the ring, and 512 bytes of acknowledgements: four more are too many.
    expect(received * 4).toBe(100 + 200 + 512 + 4);
  });
});

describe("without a connection", () => {
  test("QoS 0 is refused without a connection, and counted if not retried", () => {
    const driven = driveClient();
    const say = () => publish(driven.client, prepare("t", 0, false, "reject"), "a");
    expect(say()).toBe("refused: offline");
    driven.open();
    expect(say()).toBe("refused: offline");
    expect(driven.client.outcomes.refusals).toBe(0);
    expect(counted(driven.client, say())).toBe("refused: offline");
    expect(driven.client.outcomes.refusals).toBe(1);
  });
});
