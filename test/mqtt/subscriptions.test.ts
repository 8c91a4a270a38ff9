// Subscriptions: what the broker is asked for and when, what it answers, and which handler takes which message.
import type { IPublishPacket, ISubscribePacket, Packet } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { subscribe, unsubscribe } from "../../src/mqtt/subscriptions.ts";
import { type DrivenClient, type DrivenOptions, driveClient } from "./driven-client.ts";

const NOBODY = { deliver: () => {} };

function message(topic: string, retain = false): IPublishPacket {
  return { cmd: "publish", topic, payload: topic, qos: 0, dup: false, retain };
}

/** The filters of each SUBSCRIBE that was sent. */
function asked(driven: DrivenClient): string[][] {
  return subscribes(driven).map(({ subscriptions }) => subscriptions.map(({ topic }) => topic));
}

function subscribes(driven: DrivenClient): ISubscribePacket[] {
  return driven.sent().filter((packet): packet is ISubscribePacket => packet.cmd === "subscribe");
}

function grant(driven: DrivenClient, ...granted: number[]): void {
  const [{ messageId }] = subscribes(driven);
  driven.receive({ cmd: "suback", messageId, granted });
}

/** A client that has asked for the filters and not been answered yet. */
function asking(filters: string[], options: DrivenOptions = {}): DrivenClient {
  const driven = driveClient(options);
  for (const filter of filters) subscribe(driven.client, filter, 1, NOBODY);
  driven.connectAnd(undefined, false);
  return driven;
}

describe("SUBSCRIBE packets", () => {
  test("one SUBSCRIBE holds all filters in order, highest QoS [MQTT-3.8.3-3] [MQTT-3.8.4-4]", () => {
    const driven = driveClient();
    subscribe(driven.client, "a", 0, NOBODY);
    subscribe(driven.client, "b/#", 1, NOBODY);
    driven.connectAnd(undefined, false);
    expect(driven.sent()).toMatchObject([
      {
        cmd: "subscribe",
        subscriptions: [
          { topic: "a", qos: 0 },
          { topic: "b/#", qos: 1 },
        ],
      },
    ]);
  });

  test("a client without filters sends no SUBSCRIBE", () => {
    const driven = driveClient();
    driven.connectAnd(undefined, false);
    expect(driven.sent()).toEqual([]);
  });

  test("a client whose filters are all answered sends no SUBSCRIBE", () => {
    const driven = asking(["a"]);
    const [{ messageId }] = subscribes(driven);
    const writes: string[] = [];
    driven.client.link.port = { ...driven.client.link.port, writeLink: (bytes) => writes.push(bytes) };
    driven.receive({ cmd: "suback", messageId, granted: [1] });
    expect(writes).toEqual([]);
  });

  test("a further SUBSCRIBE goes at once, or after the pending SUBACK", () => {
    const driven = asking(["a"]);
    subscribe(driven.client, "b", 1, NOBODY);
    subscribe(driven.client, "c", 1, NOBODY);
    grant(driven, 1);
    const [second] = subscribes(driven);
    expect(second.subscriptions.map(({ topic }) => topic)).toEqual(["b", "c"]);
    driven.receive({ cmd: "suback", messageId: second.messageId, granted: [1, 1] });
    subscribe(driven.client, "d", 1, NOBODY);
    expect(asked(driven)).toEqual([["d"]]);
  });

  test("a kept session repeats no answered SUBSCRIBE", () => {
    const driven = asking(["a", "b"]);
    grant(driven, 1, 128);
    driven.loseLink();
    driven.connectAnd();
    expect(asked(driven)).toEqual([]);
  });

  test("a kept session repeats only unanswered SUBSCRIBEs", () => {
    const driven = asking(["a"]);
    grant(driven, 1);
    subscribe(driven.client, "b", 1, NOBODY);
    driven.loseLink();
    driven.connectAnd();
    expect(asked(driven)).toEqual([["b"]]);
  });

  test("a lost session repeats all filters in order, refused filters too", () => {
    const driven = asking(["a", "b", "c"]);
    grant(driven, 1, 128, 0);
    driven.loseLink();
    driven.connectAnd(undefined, false);
    expect(asked(driven)).toEqual([["a", "b", "c"]]);
  });

  test("a filter added offline is subscribed to once connected", () => {
    const driven = asking(["a"]);
    grant(driven, 1);
    driven.loseLink();
    subscribe(driven.client, "b", 1, NOBODY);
    driven.connectAnd();
    expect(asked(driven)).toEqual([["b"]]);
  });

  test("after an unanswered CONNECT all filters are subscribed to again", () => {
    const driven = asking(["a", "b"]);
    grant(driven, 1, 1);
    driven.loseLink();
    driven.open();
    driven.loseLink();
    driven.connectAnd();
    expect(asked(driven)).toEqual([["a", "b"]]);
  });

  test("a resumed session needs no second SUBSCRIBE", () => {
    const driven = asking(["a"]);
    grant(driven, 1);
    for (const unanswered of [true, false]) {
      driven.loseLink();
      if (unanswered) {
        driven.open();
        driven.loseLink();
      }
      driven.connect();
    }
    driven.loseLink();
    driven.connectAnd();
    expect(asked(driven)).toEqual([]);
  });

  test("a repeated filter is subscribed to with its new QoS and handler", () => {
    const driven = asking(["a"]);
    grant(driven, 1);
    const messages: string[] = [];
    subscribe(driven.client, "a", 0, { deliver: (_self, payload) => messages.push(payload) });
    expect(subscribes(driven)).toMatchObject([{ subscriptions: [{ topic: "a", qos: 0 }] }]);
    driven.receive(message("a"));
    expect(messages).toEqual(["a"]);
  });

  test("too many filters go in several SUBSCRIBEs, each after a SUBACK", () => {
    const driven = driveClient();
    const filters = ["a", "b", "c", "d"].map((letter) => letter.repeat(40_000));
    for (const filter of filters) subscribe(driven.client, filter, 1, NOBODY);
    driven.connectAnd(undefined, false);
    const all: string[][] = [];
    for (let sent = subscribes(driven); sent.length > 0; sent = subscribes(driven)) {
      for (const { messageId, subscriptions } of sent) {
        all.push(subscriptions.map(({ topic }) => topic));
        driven.receive({ cmd: "suback", messageId, granted: subscriptions.map(() => 1) });
      }
    }
    expect(all).toEqual([filters.slice(0, 2), filters.slice(2)]);
  });

  test("a filter removed before connecting is not subscribed to", () => {
    const driven = driveClient();
    subscribe(driven.client, "a", 1, NOBODY);
    subscribe(driven.client, "b", 1, NOBODY);
    unsubscribe(driven.client, "a");
    driven.connectAnd(undefined, false);
    expect(asked(driven)).toEqual([["b"]]);
  });
});

describe("SUBACK packets", () => {
  test("a refused filter is reported once", () => {
    const driven = asking(["a", "b"]);
    grant(driven, 128, 1);
    driven.pass(600_000);
    expect(driven.told.refused).toEqual(["a"]);
  });

  test("[MQTT-3.8.4-6] a grant of a lower QoS is no refusal", () => {
    const driven = asking(["a"]);
    grant(driven, 0);
    expect(driven.told.refused).toEqual([]);
  });

  test("a grant of a lower QoS is reported once", () => {
    const driven = asking(["a", "b"]);
    grant(driven, 0, 1);
    driven.pass(600_000);
    expect([driven.told.lowered, driven.told.lost]).toEqual([[["a", 1, 0]], []]);
  });

  test("a grant above the requested QoS is not reported as lowered", () => {
    const driven = asking(["a"]);
    grant(driven, 2);
    expect([driven.told.lowered, driven.told.refused, driven.told.lost]).toEqual([[], [], []]);
  });

  test("[MQTT-3.9.3-2] a SUBACK with a reserved code ends the connection", () => {
    const driven = asking(["a", "b"]);
    const [{ messageId }] = subscribes(driven);
    driven.receiveBytes(
      `\x90\x04${String.fromCharCode((messageId as number) >> 8, (messageId as number) & 255)}\x03\x01`,
    );
    expect([driven.told.refused, driven.told.lost]).toEqual([
      [],
      ["protocol error by the broker: codes of a SUBACK"],
    ]);
  });

  test("[MQTT-2.3.1-7] [MQTT-3.8.4-2] a SUBACK with another identifier is ignored", () => {
    const driven = asking(["a"]);
    const [{ messageId }] = subscribes(driven);
    driven.receive({ cmd: "suback", messageId: (messageId as number) - 1, granted: [128] });
    expect([driven.told.refused, driven.told.lost]).toEqual([[], []]);
    driven.receive({ cmd: "suback", messageId, granted: [128] });
    expect(driven.told.refused).toEqual(["a"]);
  });

  test("[MQTT-3.8.4-5] a SUBACK with too few codes ends the connection", () => {
    const driven = asking(["a", "b"]);
    grant(driven, 1);
    expect(driven.told.lost).toEqual(["protocol error by the broker: codes of a SUBACK"]);
  });

  test("a removed filter's SUBACK lets the other filters be subscribed to again", () => {
    const driven = asking(["a", "b", "c"]);
    const [{ messageId }] = subscribes(driven);
    unsubscribe(driven.client, "a");
    driven.sent();
    driven.receive({ cmd: "suback", messageId, granted: [128, 1, 1] });
    expect(driven.told.refused).toEqual([]);
    const [again] = subscribes(driven);
    expect(again.subscriptions.map(({ topic }) => topic)).toEqual(["b", "c"]);
    driven.receive({ cmd: "suback", messageId: again.messageId, granted: [1, 128] });
    expect(driven.told.refused).toEqual(["c"]);
  });

  test("[MQTT-3.8.4-1] an unanswered SUBSCRIBE ends the connection after ten seconds", () => {
    const driven = asking(["a"]);
    driven.pass(9_999);
    expect(driven.told.lost).toEqual([]);
    driven.pass(1);
    expect(driven.told.lost).toEqual(["broker does not answer SUBSCRIBE"]);
  });
});

describe("UNSUBSCRIBE", () => {
  test("[MQTT-3.10.4-4..6] UNSUBSCRIBE goes at once, and later messages find no handler", () => {
    const driven = driveClient();
    const messages: string[] = [];
    const deliver = (_self: unknown, payload: string) => {
      messages.push(payload);
    };
    subscribe(driven.client, "a", 1, { deliver });
    subscribe(driven.client, "b/+", 1, { deliver });
    driven.connect();
    unsubscribe(driven.client, "a");
    unsubscribe(driven.client, "b/+");
    driven.receive(message("a"), message("b/c"), { cmd: "unsuback", messageId: 0xff02 } as Packet);
    expect(driven.sent()).toMatchObject([
      { cmd: "unsubscribe", unsubscriptions: ["a"] },
      { cmd: "unsubscribe", unsubscriptions: ["b/+"] },
    ]);
    expect([messages, driven.told.lost]).toEqual([[], []]);
  });
});

describe("an unanswered UNSUBSCRIBE", () => {
  const gone = (driven: DrivenClient) =>
    driven.sent().flatMap((packet) => (packet.cmd === "unsubscribe" ? packet.unsubscriptions : []));

  /** Connected, with these filters granted. */
  function granted(...filters: string[]): DrivenClient {
    const driven = driveClient();
    for (const filter of filters) subscribe(driven.client, filter, 1, NOBODY);
    driven.connect();
    return driven;
  }

  test("an UNSUBSCRIBE made offline goes out in the kept session", () => {
    const driven = granted("a", "b");
    driven.loseLink();
    unsubscribe(driven.client, "a");
    driven.connectAnd();
    expect(gone(driven)).toEqual(["a"]);
  });

  test("an UNSUBSCRIBE lost with the link repeats until its UNSUBACK", () => {
    const driven = granted("a", "b");
    unsubscribe(driven.client, "a");
    for (let i = 0; i < 3; i += 1) {
      driven.loseLink();
      driven.connectAnd();
      const [packet] = driven.sent();
      expect(packet).toMatchObject({ cmd: "unsubscribe", unsubscriptions: ["a"] });
      if (i === 2) driven.receive({ cmd: "unsuback", messageId: packet.messageId } as Packet);
    }
    driven.loseLink();
    driven.connectAnd();
    expect(gone(driven)).toEqual([]);
  });

  test("each of several UNSUBSCRIBEs repeats until its own UNSUBACK", () => {
    const driven = granted("a", "b", "c");
    for (const filter of ["a", "b", "c"]) unsubscribe(driven.client, filter);
    const [, second] = driven.sent();
    driven.receive({ cmd: "unsuback", messageId: second?.messageId } as Packet);
    driven.loseLink();
    driven.connectAnd();
    expect(gone(driven)).toEqual(["a", "c"]);
  });

  test("a filter added and removed beside known ones needs no UNSUBSCRIBE", () => {
    const driven = granted("a");
    driven.loseLink();
    subscribe(driven.client, "b", 1, NOBODY);
    unsubscribe(driven.client, "b");
    driven.connectAnd();
    expect(gone(driven)).toEqual([]);
  });

  test("an unanswered UNSUBSCRIBE is forgotten with the session", () => {
    const driven = granted("a", "b");
    driven.loseLink();
    unsubscribe(driven.client, "a");
    driven.connectAnd(undefined, false);
    expect(gone(driven)).toEqual([]);
    driven.loseLink();
    driven.connectAnd();
    expect(gone(driven)).toEqual([]);
  });

  test("subscribing to the filter again cancels an unanswered UNSUBSCRIBE", () => {
    const driven = granted("a");
    driven.loseLink();
    unsubscribe(driven.client, "a");
    subscribe(driven.client, "a", 1, NOBODY);
    driven.connectAnd();
    expect(driven.sent()).toMatchObject([{ cmd: "subscribe", subscriptions: [{ topic: "a" }] }]);
  });

  test.each([
    ["subscribed to and left again", true],
    ["subscribed to once more and left", false],
  ])("an unanswered UNSUBSCRIBE goes out when its filter was %s offline", (_what, isLeftBefore) => {
    const driven = granted("a", "b");
    driven.loseLink();
    if (isLeftBefore) unsubscribe(driven.client, "a");
    subscribe(driven.client, "a", 1, NOBODY);
    unsubscribe(driven.client, "a");
    driven.connectAnd();
    expect(gone(driven)).toEqual(["a"]);
  });

  test("a filter never subscribed to needs no UNSUBSCRIBE", () => {
    const driven = driveClient();
    for (let i = 0; i < 100; i += 1) {
      subscribe(driven.client, `${i}`, 1, NOBODY);
      unsubscribe(driven.client, `${i}`);
    }
    expect(driven.client.unsubscribes.all).toEqual([]);
    driven.connectAnd();
    expect(gone(driven)).toEqual([]);
  });

  test("a filter whose SUBSCRIBE was cut needs an UNSUBSCRIBE", () => {
    const driven = asking(["a"]);
    driven.loseLink();
    driven.connectAnd();
    driven.loseLink();
    unsubscribe(driven.client, "a");
    driven.connectAnd();
    expect(gone(driven)).toEqual(["a"]);
  });

  test("an unanswered UNSUBSCRIBE ends a live connection after ten seconds", () => {
    const driven = granted("a");
    unsubscribe(driven.client, "a");
    driven.pass(9_999);
    expect(driven.told.lost).toEqual([]);
    driven.pass(1);
    expect(driven.told.lost).toEqual(["broker does not answer UNSUBSCRIBE"]);
  });

  test("messages during an unanswered UNSUBSCRIBE are acknowledged and not delivered", () => {
    const driven = granted("a");
    driven.loseLink();
    unsubscribe(driven.client, "a");
    driven.connectAnd();
    driven.sent();
    driven.receive({ ...message("a"), qos: 1, messageId: 7 });
    expect(driven.sent()).toEqual([expect.objectContaining({ cmd: "puback", messageId: 7 })]);
  });
});

test("[MQTT-2.3.1-2] SUBSCRIBEs and publishes use separate identifiers, which wrap", () => {
  const driven = driveClient();
  driven.connect();
  const seen: number[] = [];
  for (let i = 0; i < 600; i += 1) {
    subscribe(driven.client, `${i % 3}`, 1, NOBODY);
    const [{ messageId, subscriptions }] = subscribes(driven);
    seen.push(messageId as number);
    driven.receive({ cmd: "suback", messageId, granted: subscriptions.map(() => 1) });
  }
  expect(Math.min(...seen)).toBe(0x8000);
  expect(Math.max(...seen)).toBe(0xffff);
  expect(new Set(seen).size).toBe(600);
});

test("[MQTT-2.3.1-2] a thousand concurrent UNSUBSCRIBEs have a thousand identifiers", () => {
  const driven = driveClient({ packetBytes: 2000 });
  const filters = Array.from({ length: 1000 }, (_, i) => `f${i}`);
  for (const filter of filters) subscribe(driven.client, filter, 0, NOBODY);
  driven.connect();
  for (const filter of filters) unsubscribe(driven.client, filter);
  const ids = driven.sent().map((packet) => packet.messageId as number);
  expect([new Set(ids).size, Math.min(...ids) >= 0x8000]).toEqual([1000, true]);
  for (const messageId of ids) driven.receive({ cmd: "unsuback", messageId, granted: [] });
  expect(driven.client.unsubscribes.all).toEqual([]);
});

describe("delivery of a message", () => {
  function routed(filters: string[], ...packets: IPublishPacket[]): string[] {
    const taken: string[] = [];
    const driven = driveClient();
    for (const filter of filters) {
      subscribe(driven.client, filter, 1, {
        deliver: (_self, _payload, retained, topic) =>
          taken.push(`${filter}<-${topic}${retained ? " (retained)" : ""}`),
      });
    }
    driven.connect();
    driven.receive(...packets);
    return taken;
  }

  test("a message is delivered once to every matching filter", () => {
    const taken = routed(["a/b", "a/+", "#", "a/c"], message("a/b"));
    expect(taken.sort()).toEqual(["#<-a/b", "a/+<-a/b", "a/b<-a/b"]);
  });

  test("a shared group's member receives its topic, with and without wildcard", () => {
    expect(routed(["$share/group/a/b", "$share/group/a/+", "$share/group/c"], message("a/b"))).toEqual([
      "$share/group/a/b<-a/b",
      "$share/group/a/+<-a/b",
    ]);
  });

  test("[MQTT-3.3.1-8..9] a handler learns whether its message was retained", () => {
    expect(routed(["a"], message("a", true), message("a"))).toEqual(["a<-a (retained)", "a<-a"]);
  });

  test("a topic named like an inherited JavaScript member finds no handler", () => {
    const names = ["constructor", "__proto__", "toString", "hasOwnProperty", "filter", "subscriber"];
    expect(routed(["a"], ...names.map((name) => message(name)))).toEqual([]);
    for (const name of names)
      expect(routed([name, "a"], message(name), message("a"))).toEqual([`${name}<-${name}`, "a<-a"]);
  });

  test("a message before its SUBACK reaches the first handler [MQTT 3.8.4]", () => {
    const driven = driveClient();
    const messages: string[] = [];
    subscribe(driven.client, "a", 1, { deliver: (_self, payload) => messages.push(payload) });
    driven.connectAnd(undefined, false);
    driven.receive(message("a"));
    expect(messages).toEqual(["a"]);
  });
});
