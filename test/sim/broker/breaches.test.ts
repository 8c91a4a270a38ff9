// Breaches of the protocol by a client are noted with their statement; a packet that
// may have another cause is not.
import type { Packet } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { withholding } from "../../../tools/sim/broker/misbehaviour.ts";
import { publishPacket, type RawClient, type Scene, said, stage, subscribePacket } from "./raw-client.ts";

const KEPT = { clean: false };
const GREETING = "\x10\x0d\0\x04MQTT\x04\0\0\0\0\x01a";

/** The statements that were broken, in order. */
function statements({ broker }: Scene): string[] {
  return broker.breaches.map((sentence) => /\[(?:MQTT-)?([^\]]+)\]/.exec(sentence)?.[1] ?? sentence);
}

describe("breaches that end the connection", () => {
  test.each<[what: string, bytes: string, statement: string]>([
    ["something before CONNECT", "\xc0\0", "3.1.0-1"],
    ["a second CONNECT", GREETING + GREETING, "3.1.0-2"],
    ["a password without a user name", "\x10\x10\0\x04MQTT\x04\x42\0\0\0\x01a\0\x01p", "3.1.2-22"],
    ["a will at QoS 3", "\x10\x13\0\x04MQTT\x04\x1e\0\0\0\x01a\0\x01w\0\x01x", "3.1.2-14"],
    ["a will for a topic with a wildcard", "\x10\x13\0\x04MQTT\x04\x06\0\0\0\x01a\0\x01#\0\x01x", "3.3.2-2"],
    ["a reserved flag in CONNECT", "\x10\x0d\0\x04MQTT\x04\x03\0\0\0\x01a", "4.8.0-1"],
    ["QoS 3", `${GREETING}\x36\x05\0\x01t\0\x01`, "4.8.0-1"],
    ["a topic with a wildcard", `${GREETING}\x30\x05\0\x03a/+`, "3.3.2-2"],
    ["an empty topic", `${GREETING}\x30\x02\0\0`, "4.7.3-1"],
    ["a topic with U+0000", `${GREETING}\x30\x03\0\x01\0`, "1.5.3-2"],
    ["a topic that is no UTF-8", `${GREETING}\x30\x04\0\x02\xc3\x28`, "1.5.3-1"],
    ["a surrogate in a topic", `${GREETING}\x30\x05\0\x03\xed\xa0\x80`, "1.5.3-1"],
    ["a topic that is longer than its packet", `${GREETING}\x30\x03\0\x09t`, "4.8.0-1"],
    ["the identifier 0", `${GREETING}\x32\x05\0\x01t\0\0`, "2.3.1-1"],
    ["DUP at QoS 0", `${GREETING}\x38\x03\0\x01t`, "3.3.1-2"],
    ["PUBREL with other flags", `${GREETING}\x60\x02\0\x01`, "4.8.0-1"],
    ["SUBSCRIBE without a filter", `${GREETING}\x82\x02\0\x01`, "3.8.3-3"],
    ["a filter that is no UTF-8", `${GREETING}\x82\x06\0\x01\0\x01\xff\0`, "1.5.3-1"],
    ["a wildcard in the middle of a level", `${GREETING}\x82\x07\0\x01\0\x02a+\0`, "4.7.1-2"],
    ["something behind #", `${GREETING}\x82\x08\0\x01\0\x03#/a\0`, "4.7.1-2"],
    ["QoS 3 asked for", `${GREETING}\x82\x06\0\x01\0\x01a\x03`, "4.8.0-1"],
    ["a packet that only servers send", `${GREETING}\xd0\0`, "4.8.0-1"],
    ["PINGREQ with something in it", `${GREETING}\xc0\x01x`, "1.5.3-1"],
    ["a length of five bytes", `${GREETING}\x30\xff\xff\xff\xff\x01`, "4.8.0-1"],
    ["a packet that is too long", `${GREETING}\x30\xe8\x07`, "the broker's limit"],
  ])("%s", (_what, bytes, statement) => {
    const scene = stage({ limits: { packetBytes: 500 } });
    const client = scene.open();
    client.sendBytes(bytes);
    expect([client.ended(), statements(scene)]).toEqual(["closed by the peer", [statement]]);
  });

  test("bytes after DISCONNECT are ignored", () => {
    const scene = stage();
    const client = scene.open();
    client.sendBytes(`${GREETING}\xe0\0\x30\x03\0\x01t`);
    expect([scene.broker.received, scene.broker.disconnects]).toEqual([[], 1]);
    expect(statements(scene)).toEqual(["3.14.4-2"]);
  });

  test("an unknown protocol level and an empty identifier get their return codes", () => {
    const scene = stage();
    const other = scene.open();
    other.sendBytes("\x10\x0d\0\x04MQTT\x06\x02\0\0\0\x01a");
    expect([other.got().map(said), other.ended()]).toEqual([["connack 1"], "closed by the peer"]);
    const nameless = scene.open();
    nameless.sendBytes("\x10\x0c\0\x04MQTT\x04\0\0\0\0\0");
    expect([nameless.got().map(said), statements(scene)]).toEqual([["connack 2"], ["3.1.3-7"]]);
  });
});

/** What a client does; its packets are sent on a kept session. "cut" comes back on a new connection. */
type Step = Packet | "cut";

function play(steps: Step[], options: Parameters<typeof stage>[0] = {}): Scene {
  const scene = stage(options);
  let client: RawClient = scene.greet("a", KEPT);
  for (const step of steps) {
    if (step === "cut") {
      client.cut();
      client = scene.greet("a", KEPT);
    } else client.send(step);
  }
  return scene;
}

const say = (payload: string, qos: 1 | 2, messageId: number, dup = false) =>
  publishPacket("t", payload, { qos, messageId, dup });
const release = (messageId: number): Packet => ({ cmd: "pubrel", messageId });
/** A broker that takes everything and answers nothing but CONNECT. */
const deaf = {
  behaviour: { misbehaves: ({ cmd }: Packet) => (cmd === "connack" ? undefined : "drop") },
} as const;

describe("breaches of the protocol regardless of losses", () => {
  test.each<[what: string, steps: Step[], statement: string]>([
    ["DUP on the first message of a session", [say("x", 1, 1, true)], "4.3.2-1"],
    [
      "an identifier that waits for its PUBACK, for another message",
      [say("x", 1, 1), say("y", 1, 1)],
      "2.3.1-2",
    ],
    ["a resend without DUP", [say("x", 1, 1), "cut", say("x", 1, 1)], "3.3.1-1"],
    ["a resend at QoS 2 without DUP", [say("x", 2, 1), "cut", say("x", 2, 1)], "3.3.1-1"],
    [
      "resends in another order",
      [say("x", 1, 1), say("y", 1, 2), "cut", say("y", 1, 2, true), say("x", 1, 1, true)],
      "4.6.0-1",
    ],
    ["PUBREL before PUBREC", [say("x", 2, 1), release(1)], "4.3.3-1"],
    [
      "a filter asked for under an identifier in use",
      [say("x", 1, 1), subscribePacket("f", 1, 1)],
      "2.3.1-2",
    ],
    [
      "two requests under one identifier",
      [subscribePacket("f", 1, 1), subscribePacket("g", 1, 1)],
      "2.3.1-2",
    ],
    ["a message under a request's identifier", [subscribePacket("f", 1, 1), say("x", 1, 1)], "2.3.1-2"],
  ])("%s", (_what, steps, statement) => {
    expect(statements(play(steps, deaf))).toEqual([statement]);
  });

  test("a PUBLISH repeated after its PUBREL is a breach", () => {
    const scene = play([say("x", 2, 1), release(1), "cut", say("x", 2, 1, true)], {
      behaviour: { misbehaves: withholding("pubcomp") },
    });
    expect(statements(scene)).toEqual(["4.3.3-1"]);
  });

  test("an identifier reused before its PUBCOMP is a breach", () => {
    const scene = play([say("x", 2, 1), release(1), say("y", 2, 1)], {
      behaviour: { misbehaves: withholding("pubcomp") },
    });
    expect(statements(scene)).toEqual(["2.3.1-2"]);
  });

  test("PUBRELs in another order than their PUBRECs are a breach", () => {
    expect(statements(play([say("x", 2, 1), say("y", 2, 2), release(2), release(1)]))).toEqual(["4.6.0-4"]);
  });

  test.each([
    [1, "puback", "4.6.0-2"],
    [2, "pubrec", "4.6.0-3"],
  ] as const)("acknowledgements at QoS %i in another order are a breach", (qos, cmd, statement) => {
    const scene = stage();
    const client = scene.greet("a");
    for (const payload of ["1", "2"]) scene.broker.deliver("t", payload, { qos });
    client.send({ cmd, messageId: 2 }, { cmd, messageId: 1 });
    expect(statements(scene)).toEqual([statement]);
  });

  test("an unexpected acknowledgement is a breach", () => {
    expect(statements(play([{ cmd: "puback", messageId: 3 }]))).toEqual(["2.3.1-6"]);
  });

  test("more messages in flight than Receive Maximum are a breach", () => {
    const steps = [say("x", 1, 1), say("y", 2, 2), say("z", 1, 3)];
    expect(statements(play(steps, { ...deaf, limits: { unfinished: 2 } }))).toEqual(["the broker's limit"]);
    expect(statements(play(steps, { limits: { unfinished: 2 } }))).toEqual([]);
  });

  test("silence beyond the keep-alive and late packets are breaches", () => {
    const scene = stage();
    const client = scene.greet("a", { keepalive: 10 });
    scene.clock.advance(11_000);
    client.send({ cmd: "pingreq" });
    expect(statements(scene)).toEqual([]);
    scene.clock.advance(11_001);
    client.send({ cmd: "pingreq" });
    expect(statements(scene)).toEqual(["3.1.2-23"]);
  });
});

describe("traffic without a breach", () => {
  test.each<[what: string, steps: Step[]]>([
    ["DUP on a message that was lost on the way", ["cut", say("x", 1, 1, true)]],
    ["an identifier that is free again", [say("x", 1, 1), say("y", 1, 1), say("y", 1, 1)]],
    ["a lost message under an identifier that is free again", [say("x", 1, 1), "cut", say("y", 1, 1, true)]],
    ["a resend whose PUBACK was lost", [say("x", 1, 1), "cut", say("x", 1, 1, true)]],
    ["a resend whose PUBREC was lost", [say("x", 2, 1), "cut", say("x", 2, 1, true), release(1)]],
    ["a PUBREL whose PUBCOMP was lost", [say("x", 2, 1), release(1), "cut", release(1)]],
    ["a PUBREL of a client that has lost its memory", [say("x", 2, 1), "cut", release(1), release(2)]],
    ["equal payloads one after the other", [say("x", 2, 1), release(1), say("x", 2, 1), release(1)]],
  ])("%s", (_what, steps) => {
    expect(play(steps).broker.breaches).toEqual([]);
  });
});

describe("breaches found by different payloads", () => {
  const differ = { payloadsDiffer: true };

  test.each<[what: string, steps: Step[], statements: string[]]>([
    ["a resend without DUP after PUBACK", [say("x", 1, 1), "cut", say("x", 1, 1)], ["3.3.1-1"]],
    ["a resend under another identifier", [say("x", 1, 1), "cut", say("x", 1, 2, true)], ["2.3.1-3"]],
    [
      "a message at QoS 2 that is delivered twice",
      [say("x", 2, 1), release(1), "cut", say("x", 2, 1, true)],
      ["4.3.3-1"],
    ],
    [
      "acknowledged messages sent again in another order",
      [say("x", 1, 1), say("y", 1, 2), "cut", say("y", 1, 2, true), say("x", 1, 1, true)],
      ["4.6.0-1"],
    ],
  ])("%s", (_what, steps, expected) => {
    expect(statements(play(steps, differ))).toEqual(expected);
  });

  test("a message sent as new in a lost session is no breach", () => {
    const scene = stage(differ);
    scene.greet("a", KEPT).send(say("x", 1, 1), say("y", 2, 2), release(2));
    scene.broker.forget();
    scene.greet("a", KEPT).send(say("x", 1, 3), say("y", 2, 4), release(4));
    expect([scene.broker.breaches, scene.broker.repeats("t")]).toEqual([[], ["x", "y"]]);
  });
});
