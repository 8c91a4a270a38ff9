// Delivery in MQTT 5.0, which is that of 3.1.1: identifiers, handshakes, order, and what a session keeps.
import { describe, expect, test } from "vitest";
import { LEVEL_5 } from "../../../src/mqtt/connect-packet.ts";
import { publish } from "../../../src/mqtt/outbox.ts";
import { expireAfter, prepare } from "../../../src/mqtt/publication.ts";
import { subscribe, unsubscribe } from "../../../src/mqtt/subscriptions.ts";
import { type DrivenOptions, driveClient } from "../driven-client.ts";
import { shake } from "../handshake.ts";

const drive = (options: DrivenOptions = {}) => driveClient({ level: LEVEL_5, ...options });

function shaken(options: DrivenOptions = {}) {
  const shaking = shake({ level: LEVEL_5, ...options });
  shaking.driven.connect();
  return shaking;
}

describe("an outgoing message", () => {
  test("a PUBLISH at QoS 0 has neither DUP nor identifier [MQTT5-4.3.1-1] [MQTT5-2.2.1-2] [MQTT5-2.2.2-1]", () => {
    const driven = drive();
    driven.connect();
    publish(driven.client, prepare("a", 0, false, "reject"), "1");
    expect(driven.bytes()).toBe("\x30\x05\0\x01a\x001");
  });

  test("an outgoing message has no subscription identifier [MQTT5-3.3.4-6]", () => {
    const driven = drive();
    driven.connect();
    const publication = prepare("a", 1, false, "reject");
    expireAfter(publication, 1000);
    publish(driven.client, publication, "1");
    expect(driven.sent()).toMatchObject([{ cmd: "publish", properties: { messageExpiryInterval: 1 } }]);
    publish(driven.client, publication, "2");
    expect(driven.sent()[0]).not.toHaveProperty("properties.subscriptionIdentifier");
  });
});

describe("a new message has its own identifier and no DUP", () => {
  test("a message at QoS 1 has its identifier until its PUBACK [MQTT5-2.2.1-3] [MQTT5-4.3.2-1..3]", () => {
    const { say, answer, heard, driven } = shaken();
    say("1:a", "1:b");
    expect(heard()).toEqual(["publish a 1", "publish b 2"]);
    answer("puback", 1);
    expect(driven.client.ring.bytes).toBe(1);
    say("1:c");
    expect(heard()).toEqual(["publish c 3"]);
  });

  test("a message at QoS 2 has its identifier until its PUBCOMP [MQTT5-4.3.3-1..6] [MQTT5-2.2.1-5]", () => {
    const { say, answer, heard, driven } = shaken();
    say("a");
    answer("pubrec", 257);
    expect(heard()).toEqual(["publish a 257", "pubrel 257"]);
    driven.loseLink();
    driven.connectAnd();
    expect(heard()).toEqual(["pubrel 257"]);
    answer("pubcomp", 257);
    driven.loseLink();
    driven.connectAnd();
    expect(heard()).toEqual([]);
  });
});

describe("a session kept by the broker [MQTT5-3.1.2-23] [MQTT5-3.2.2-3] [MQTT5-4.1.0-1]", () => {
  test("unacknowledged messages are sent again, in order [MQTT5-4.4.0-1] [MQTT5-3.3.1-1] [MQTT5-4.6.0-1]", () => {
    const { say, answer, heard, driven } = shaken();
    say("a", "1:b", "c");
    answer("pubrec", 257);
    heard();
    driven.pass(20_000);
    expect(heard()).toEqual([]);
    driven.loseLink();
    driven.connectAnd();
    expect(heard()).toEqual(["pubrel 257", "publish b 1!", "publish c 258!"]);
  });

  test("a sent message does not expire [MQTT5-4.3.3-7]", () => {
    const driven = drive();
    driven.connect();
    const publication = prepare("a", 2, false, "reject");
    expireAfter(publication, 1000);
    publish(driven.client, publication, "1");
    driven.sent();
    driven.loseLink();
    driven.pass(20_000);
    driven.connectAnd();
    expect(driven.sent()).toMatchObject([{ cmd: "publish", dup: true, payload: Buffer.from("1") }]);
  });
});

test("state of a lost session is dropped [MQTT5-3.2.2-5] [MQTT5-3.1.2-4]", () => {
  for (const cleanSession of [false, true]) {
    const { say, message, heard, messages, driven } = shaken({ cleanSession });
    say("a");
    message("in", 7);
    heard();
    driven.loseLink();
    driven.connectAnd(undefined, false);
    message("in", 7);
    expect(messages).toEqual(["in", "in"]);
    const [again] = heard().filter((words) => words.startsWith("publish"));
    expect(again).toMatch(/^publish a \d+$/);
  }
});

describe("an incoming message", () => {
  test("a message at QoS 1 is delivered, then acknowledged [MQTT5-4.3.2-4..5]", () => {
    const driven = drive();
    const heard: string[] = [];
    subscribe(driven.client, "a", 1, {
      deliver: (_subscriber, payload) => heard.push(`${payload}, ${driven.sent().length} answers`),
    });
    driven.connect();
    driven.sent();
    const message = { cmd: "publish", topic: "a", qos: 1, messageId: 7, dup: true } as const;
    driven.receive({ ...message, payload: "1" } as never);
    expect(driven.sent()).toMatchObject([{ cmd: "puback", messageId: 7 }]);
    driven.receive({ ...message, payload: "2" } as never);
    expect(heard).toEqual(["1, 0 answers", "2, 0 answers"]);
  });

  test("a message at QoS 2 is delivered once until its PUBREL [MQTT5-4.3.3-8] [MQTT5-4.3.3-10..13]", () => {
    const { message, answer, heard, messages } = shaken();
    message("a", 7);
    message("a", 7, true);
    answer("pubrel", 7);
    message("b", 7, true);
    expect(heard()).toEqual(["pubrec 7", "pubrec 7", "pubcomp 7", "pubrec 7"]);
    expect(messages).toEqual(["a", "b"]);
  });

  test("a message without a subscription is acknowledged [MQTT5-3.3.2-3] [MQTT5-4.5.0-2]", () => {
    const driven = drive();
    driven.connect();
    for (const qos of [1, 2])
      driven.receive({ cmd: "publish", topic: "other", payload: "", qos, messageId: 7 } as never);
    expect(driven.sent().map(({ cmd }) => cmd)).toEqual(["puback", "pubrec"]);
  });

  test("an incoming message keeps its topic's U+FEFF and its RETAIN flag [MQTT5-1.5.4-3] [MQTT5-3.3.1-12..13]", () => {
    const driven = drive();
    const heard: unknown[] = [];
    subscribe(driven.client, "#", 1, {
      deliver: (_subscriber, _payload, retained, topic) => heard.push([topic, retained]),
    });
    driven.connect();
    for (const retain of [false, true])
      driven.receive({ cmd: "publish", topic: "\ufeffa", payload: "", qos: 0, retain } as never);
    expect(heard).toEqual([
      ["\xef\xbb\xbfa", false],
      ["\xef\xbb\xbfa", true],
    ]);
  });

  test("a handshake begun before UNSUBSCRIBE completes [MQTT5-3.10.4-3]", () => {
    const { message, answer, heard, driven } = shaken();
    message("a", 7);
    unsubscribe(driven.client, "in");
    heard();
    answer("pubrel", 7);
    message("b", 8);
    expect(heard()).toEqual(["pubcomp 7", "pubrec 8"]);
  });
});

describe("the order of acknowledgements", () => {
  test("PUBACK and PUBREC go out in the order of their messages [MQTT5-4.6.0-2..3]", () => {
    const driven = drive();
    driven.connect();
    const message = (messageId: number, qos: number) =>
      ({ cmd: "publish", topic: "a", payload: "", qos, messageId }) as never;
    driven.receive(message(9, 1), message(3, 2), message(65_535, 1), message(4, 2));
    const answers = driven.sent().map(({ cmd, messageId }) => `${cmd} ${messageId}`);
    expect(answers).toEqual(["puback 9", "pubrec 3", "puback 65535", "pubrec 4"]);
  });

  test("PUBREL goes out in the order of the PUBRECs [MQTT5-4.6.0-4]", () => {
    const { say, answer, heard } = shaken();
    say("a", "b", "c");
    heard();
    answer("pubrec", 259, 257, 258);
    expect(heard()).toEqual(["pubrel 259", "pubrel 257", "pubrel 258"]);
  });
});

test("an exhausted Receive Maximum delays only PUBLISH [MQTT5-3.3.4-8] [MQTT5-4.9.0-3]", () => {
  const { say, message, answer, heard, driven } = shake({ level: LEVEL_5 });
  driven.open();
  driven.sent();
  driven.receive({ cmd: "connack", sessionPresent: false, properties: { receiveMaximum: 1 } } as never);
  const [{ messageId }] = driven.sent();
  driven.receive({ cmd: "suback", messageId, granted: [2] } as never);
  say("a", "b");
  publish(driven.client, prepare("zero", 0, false, "reject"), "0");
  message("in", 7);
  answer("pubrel", 7);
  subscribe(driven.client, "more", 1, { deliver: () => {} });
  expect(driven.sent().map(({ cmd }) => cmd)).toEqual([
    "publish",
    "publish",
    "pubrec",
    "pubcomp",
    "subscribe",
  ]);
  answer("pubrec", 257);
  expect(heard()).toEqual(["pubrel 257"]);
  answer("pubcomp", 257);
  expect(heard()).toEqual(["publish b 257"]);
});

test("a smaller Receive Maximum leaves no message waiting for ever", () => {
  const { say, answer, heard, driven } = shaken();
  say("a", "1:b");
  expect(heard()).toEqual(["publish a 257", "publish b 1"]);
  answer("pubrec", 257);
  answer("puback", 1);
  driven.loseLink();
  driven.open();
  driven.receive({ cmd: "connack", sessionPresent: true, properties: { receiveMaximum: 1 } } as never);
  answer("pubcomp", 257);
  const { ring } = driven.client;
  expect([ring.done, ring.bytes]).toEqual([ring.put, 0]);
});
