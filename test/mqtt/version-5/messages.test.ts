// Messages and subscriptions with MQTT 5.0: properties that are passed over, and answers that refuse.
import { describe, expect, test } from "vitest";
import { LEVEL_5 } from "../../../src/mqtt/connect-packet.ts";
import { dropWords } from "../../../src/mqtt/drop-words.ts";
import { publish } from "../../../src/mqtt/outbox.ts";
import { releaseAnswer } from "../../../src/mqtt/program/answer-in-turn.ts";
import { type Answer, holdAnswer } from "../../../src/mqtt/program/late-answers.ts";
import { prepare } from "../../../src/mqtt/publication.ts";
import { subscribe, unsubscribe } from "../../../src/mqtt/subscriptions.ts";
import { bytesIn5, type DrivenOptions, driveClient } from "../driven-client.ts";

const drive = (options: DrivenOptions = {}) => driveClient({ level: LEVEL_5, ...options });

/** A connected client, and what a subscriber to `filter` is given. */
function listening(filter: string, options?: DrivenOptions) {
  const driven = drive(options);
  const heard: string[] = [];
  subscribe(driven.client, filter, 2, { deliver: (_subscriber, payload) => heard.push(payload) });
  driven.connect();
  driven.sent();
  return { driven, heard };
}

describe("a message's properties are not delivered with its payload [MQTT5-3.3.4-1]", () => {
  const properties = {
    payloadFormatIndicator: true,
    messageExpiryInterval: 60,
    contentType: "text/plain",
    responseTopic: "reply",
    correlationData: Buffer.from("1"),
    userProperties: { room: "kitchen" },
    subscriptionIdentifier: 5,
  };

  test.each([
    [0, []],
    [1, [{ cmd: "puback", messageId: 7 }]],
    [2, [{ cmd: "pubrec", messageId: 7 }]],
  ] as const)("a message with properties at QoS %i is delivered and acknowledged", (qos, answers) => {
    const { driven, heard } = listening("a/+");
    driven.receive({ cmd: "publish", topic: "a/b", payload: "hi", qos, messageId: 7, properties } as never);
    expect(heard).toEqual(["hi"]);
    expect(driven.sent()).toMatchObject(answers);
  });

  test("a message with properties in any chunks is one message", () => {
    const bytes = bytesIn5({ cmd: "publish", topic: "a/b", payload: "hi", qos: 0, properties } as never);
    for (let cut = 1; cut < bytes.length; cut++) {
      const { driven, heard } = listening("a/b");
      driven.receiveBytes(bytes.substring(0, cut));
      driven.receiveBytes(bytes.substring(cut));
      expect(heard).toEqual(["hi"]);
    }
  });

  test("a repeated QoS 2 message is delivered once until PUBREL", () => {
    const { driven, heard } = listening("a");
    const message = { cmd: "publish", topic: "a", payload: "1", qos: 2, messageId: 9 } as never;
    driven.receive(message, message, { cmd: "pubrel", messageId: 9 }, message);
    expect(heard).toEqual(["1", "1"]);
    expect(driven.sent().map(({ cmd }) => cmd)).toEqual(["pubrec", "pubrec", "pubcomp", "pubrec"]);
  });
});

test("an identifier is new after its refusing PUBREC [MQTT5-4.3.3-9]", () => {
  const driven = drive();
  const held: Answer[] = [];
  subscribe(driven.client, "a", 2, { deliver: () => held.push(holdAnswer(driven.client)) });
  driven.connect();
  driven.sent();
  for (const [index, reason] of [0x87, 0].entries()) {
    driven.receive({ cmd: "publish", topic: "a", payload: "1", qos: 2, messageId: 9 } as never);
    releaseAnswer(driven.client, held[index] as Answer, reason);
  }
  expect(held).toHaveLength(2);
  expect(driven.sent()).toMatchObject([
    { cmd: "pubrec", messageId: 9, reasonCode: 0x87 },
    { cmd: "pubrec", messageId: 9, reasonCode: 0 },
  ]);
});

describe("a message longer than the client's limit [MQTT5-3.1.2-24]", () => {
  const long = (qos: 0 | 1, room: string) =>
    bytesIn5({
      cmd: "publish",
      topic: "a",
      payload: "x".repeat(300),
      qos,
      messageId: 7,
      properties: { userProperties: { room } },
    } as never);

  test("an overlong message is skipped, acknowledged and reported, however split", () => {
    const bytes = long(1, "kitchen");
    for (let cut = 1; cut < bytes.length; cut++) {
      const { driven, heard } = listening("a", { packetBytes: 64 });
      driven.receiveBytes(bytes.substring(0, cut));
      driven.receiveBytes(bytes.substring(cut));
      driven.receive({ cmd: "publish", topic: "a", payload: "next", qos: 0 } as never);
      expect([heard, driven.told.skipped, driven.told.lost]).toEqual([["next"], [["a", bytes.length]], []]);
      expect(driven.sent()).toMatchObject([{ cmd: "puback", messageId: 7 }]);
    }
  });

  test("a message is skipped where its properties alone are too long", () => {
    const { driven, heard } = listening("a", { packetBytes: 64 });
    const bytes = long(1, "k".repeat(200));
    for (const byte of bytes) driven.receiveBytes(byte);
    driven.receive({ cmd: "publish", topic: "a", payload: "next", qos: 0 } as never);
    expect([heard, driven.told.lost, driven.told.skipped.length]).toEqual([["next"], [], 1]);
  });

  test("an overlong message with a longer topic is never kept whole", () => {
    const { driven, heard } = listening("#", { packetBytes: 64 });
    const topic = "t".repeat(300);
    const bytes = bytesIn5({ cmd: "publish", topic, payload: "1", qos: 1, messageId: 7 } as never);
    for (const byte of bytes) {
      driven.receiveBytes(byte);
      expect(driven.client.stream.rest.length).toBeLessThanOrEqual(64);
    }
    driven.receive({ cmd: "publish", topic: "a", payload: "next", qos: 0 } as never);
    expect([heard, driven.told.lost, driven.told.skipped]).toEqual([["next"], [], [["", bytes.length]]]);
    expect(driven.sent()).toMatchObject([{ cmd: "puback", messageId: 7 }]);
  });

  test("an overlong message arrives in parts, split at every byte", () => {
    const bytes = long(1, "kitchen");
    for (let cut = 1; cut < bytes.length; cut++) {
      const driven = drive({ packetBytes: 64 });
      let whole = "";
      subscribe(driven.client, "a", 1, {
        deliver: () => {},
        deliverPart: (_subscriber, part, at, length) => {
          expect([at, length]).toEqual([whole.length, 300]);
          whole += part;
        },
      });
      driven.connect();
      driven.sent();
      driven.receiveBytes(bytes.substring(0, cut));
      driven.receiveBytes(bytes.substring(cut));
      expect(whole).toBe("x".repeat(300));
      expect(driven.sent()).toMatchObject([{ cmd: "puback", messageId: 7 }]);
    }
  });
});

describe("a message refused by the broker [MQTT5-4.4.0-2]", () => {
  test.each([
    [1, "puback", 1],
    [2, "pubrec", 257],
  ] as const)("a message refused at QoS %i is dropped, named and never repeated", (qos, cmd, messageId) => {
    const driven = drive();
    driven.connect();
    const publication = prepare("a", qos, false, "reject");
    publish(driven.client, publication, "1");
    publish(driven.client, publication, "2");
    driven.sent();
    driven.receive({ cmd, messageId, reasonCode: 0x97 } as never);
    expect(driven.told.dropped).toEqual(["a"]);
    expect(dropWords(driven.client, 5)).toBe("the broker refused it: quota exceeded");
    expect([driven.client.ring.bytes, driven.told.lost, driven.sent()]).toEqual([1, [], []]);
    driven.loseLink();
    driven.connectAnd();
    expect(driven.sent()).toMatchObject([{ payload: Buffer.from("2") }]);
  });

  test("the reason code for no subscribers is no refusal", () => {
    const driven = drive();
    driven.connect();
    publish(driven.client, prepare("a", 1, false, "reject"), "1");
    driven.receive({ cmd: "puback", messageId: 1, reasonCode: 0x10 } as never);
    expect([driven.told.dropped, driven.client.ring.bytes]).toEqual([[], 0]);
  });

  test("a refusal of a message of another QoS ends the connection", () => {
    const driven = drive();
    driven.connect();
    publish(driven.client, prepare("a", 1, false, "reject"), "1");
    driven.receive({ cmd: "pubrec", messageId: 1, reasonCode: 0x97 } as never);
    expect(driven.told.lost).toEqual(["protocol error by the broker: an answer of another QoS"]);
  });

  test("an unknown reason code ends the connection and is named once", () => {
    const driven = drive();
    driven.connect();
    publish(driven.client, prepare("a", 1, false, "reject"), "1");
    driven.receive({ cmd: "puback", messageId: 1, reasonCode: 0x01 } as never);
    expect(driven.told.lost).toEqual(["protocol error by the broker"]);
  });
});

test("a QoS 2 handshake completes, also by PUBCOMP for a lost message", () => {
  const driven = drive();
  driven.connect();
  publish(driven.client, prepare("a", 2, false, "reject"), "1");
  driven.receive({ cmd: "pubrec", messageId: 257 });
  driven.receive({ cmd: "pubcomp", messageId: 257, reasonCode: 0x92 } as never);
  expect(driven.sent().map(({ cmd }) => cmd)).toEqual(["publish", "pubrel"]);
  expect([driven.client.ring.bytes, driven.told.lost]).toEqual([0, []]);
});

describe("a subscription [MQTT5-3.8.4-5..7] [MQTT5-3.9.3-1] [MQTT5-3.10.4-5]", () => {
  test("a subscription is requested with properties and options, and granted", () => {
    const driven = drive();
    subscribe(driven.client, "a", 1, { deliver: () => {} });
    driven.connectAnd();
    expect(driven.sent()).toMatchObject([{ cmd: "subscribe", subscriptions: [{ topic: "a", qos: 1 }] }]);
  });

  test.each([0x80, 0x87, 0x8f, 0x97, 0x9e, 0xa1, 0xa2])(
    "a subscription that the broker refuses with %i is reported",
    (code) => {
      const driven = drive();
      subscribe(driven.client, "a", 1, { deliver: () => {} });
      subscribe(driven.client, "b", 2, { deliver: () => {} });
      driven.connectAnd();
      const [request] = driven.sent() as { messageId: number }[];
      driven.receive({
        cmd: "suback",
        messageId: request?.messageId,
        granted: [code, 1],
        properties: { reasonString: "no" },
      } as never);
      expect([driven.told.refused, driven.told.lowered, driven.told.lost]).toEqual([
        ["a"],
        [["b", 2, 1]],
        [],
      ]);
    },
  );

  test("a subscription is ended by an UNSUBSCRIBE, whatever the broker answers", () => {
    for (const code of [0x00, 0x11, 0x87]) {
      const { driven } = listening("a");
      unsubscribe(driven.client, "a");
      const [request] = driven.sent() as { messageId: number }[];
      expect(request).toMatchObject({ cmd: "unsubscribe", unsubscriptions: ["a"] });
      driven.receive({ cmd: "unsuback", messageId: request?.messageId, granted: [code] } as never);
      driven.pass(60_000);
      expect(driven.told.lost).toEqual([]);
    }
  });
});
