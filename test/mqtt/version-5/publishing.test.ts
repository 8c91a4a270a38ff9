// Messages that a client sends in MQTT 5.0: topic aliases, and what is left of a deadline.
import { describe, expect, test } from "vitest";
import { LEVEL_5 } from "../../../src/mqtt/connect-packet.ts";
import { publish } from "../../../src/mqtt/outbox.ts";
import { expireAfter, type Publication, prepare, topicOf } from "../../../src/mqtt/publication.ts";
import { adopt } from "../../../src/mqtt/version-5/publish-start.ts";
import { type DrivenClient, type DrivenOptions, driveClient } from "../driven-client.ts";

const TOPIC = "home/garden-3fa2c1/soil";

/** Connects to a broker that takes so many aliases. */
function connectTaking(driven: DrivenClient, topicAliasMaximum: number): void {
  driven.open();
  driven.sent();
  driven.receive({
    cmd: "connack",
    sessionPresent: driven.client.connection.connects > 0,
    properties: { topicAliasMaximum },
  } as never);
}

function drive(topicAliasMaximum: number, options: DrivenOptions = {}): DrivenClient {
  const driven = driveClient({ level: LEVEL_5, ...options });
  connectTaking(driven, topicAliasMaximum);
  return driven;
}

function adopted(driven: DrivenClient, qos: number, alias = 1): Publication {
  const publication = prepare(TOPIC, qos, true, "reject");
  adopt(driven.client, publication, alias);
  return publication;
}

/** Topic, alias and payload of each message that was sent. */
function messages(driven: DrivenClient): unknown[] {
  return driven.sent().map((packet) => {
    const { topic, payload, properties } = packet as never as {
      topic: string;
      payload: Buffer;
      properties?: { topicAlias?: number };
    };
    return [topic, properties?.topicAlias, payload.toString()];
  });
}

describe("a topic alias", () => {
  test.each([0, 1, 2])("the second message has a topic alias alone, at QoS %i", (qos) => {
    const driven = drive(1);
    const publication = adopted(driven, qos);
    for (const payload of ["1", "2", "30"]) publish(driven.client, publication, payload);
    expect(messages(driven)).toEqual([
      [TOPIC, 1, "1"],
      ["", 1, "2"],
      ["", 1, "30"],
    ]);
    expect(topicOf(publication)).toBe(TOPIC);
  });

  test.each([1, 2, 3])("an aliased payload of %i bytes takes 8 more at QoS 0", (length) => {
    const driven = drive(1);
    const publication = adopted(driven, 0);
    publish(driven.client, publication, "1");
    driven.sent();
    publish(driven.client, publication, "x".repeat(length));
    expect(driven.bytes().length).toBe(8 + length);
  });

  test("a topic alias is defined anew on each connection [MQTT5-3.3.2-7]", () => {
    const driven = drive(1);
    const publication = adopted(driven, 0);
    for (const payload of ["1", "2"]) publish(driven.client, publication, payload);
    driven.loseLink();
    connectTaking(driven, 1);
    driven.sent();
    for (const payload of ["3", "4"]) publish(driven.client, publication, payload);
    expect(messages(driven)).toEqual([
      [TOPIC, 1, "3"],
      ["", 1, "4"],
    ]);
  });

  test("a topic alias is defined by a repeated message", () => {
    const driven = drive(1);
    const publication = adopted(driven, 1);
    for (const payload of ["1", "2"]) publish(driven.client, publication, payload);
    driven.sent();
    driven.loseLink();
    connectTaking(driven, 1);
    publish(driven.client, publication, "3");
    expect(messages(driven)).toEqual([
      [TOPIC, 1, "1"],
      ["", 1, "2"],
      ["", 1, "3"],
    ]);
  });

  test.each([0, 1])(
    "an alias above the broker's maximum %i is not used [MQTT5-3.2.2-17..18] [MQTT5-3.3.2-9]",
    (most) => {
      const driven = drive(most);
      const publication = adopted(driven, 0, 2);
      for (const payload of ["1", "2"]) publish(driven.client, publication, payload);
      expect(messages(driven)).toEqual([
        [TOPIC, undefined, "1"],
        [TOPIC, undefined, "2"],
      ]);
    },
  );

  test("a topic alias ends with a broker that allows none", () => {
    const driven = drive(1);
    const publication = adopted(driven, 1);
    for (const payload of ["1", "2"]) publish(driven.client, publication, payload);
    driven.sent();
    driven.loseLink();
    connectTaking(driven, 0);
    expect(messages(driven)).toEqual([
      [TOPIC, undefined, "1"],
      [TOPIC, undefined, "2"],
    ]);
  });

  test.each([
    [0, "refused: busy"],
    [1, "kept"],
  ] as const)("a full link makes an alias defined anew, at QoS %i", (qos, outcome) => {
    const driven = drive(1, { linkBytes: 64 });
    driven.drain();
    const publication = adopted(driven, qos);
    publish(driven.client, prepare("other", 0, false, "reject"), "x".repeat(60));
    expect(publish(driven.client, publication, "1")).toBe(outcome);
    driven.sent();
    driven.drain();
    if (qos === 0) publish(driven.client, publication, "1");
    publish(driven.client, publication, "2");
    expect(messages(driven)).toEqual([
      [TOPIC, 1, "1"],
      ["", 1, "2"],
    ]);
  });

  test("a topic alias belongs to one publication, in any message order", () => {
    const driven = drive(10);
    const topics = ["a", "b", "c"];
    const publications = topics.map((topic, index) => {
      const publication = prepare(topic, index % 2, false, "reject");
      adopt(driven.client, publication, index + 1);
      return publication;
    });
    const told = new Map<number, string>();
    for (let turn = 0; turn < 12; turn += 1) {
      const at = (turn * 7) % 3;
      publish(driven.client, publications[at] as Publication, `${turn}`);
      const [[topic, alias, payload]] = messages(driven) as [[string, number, string]];
      if (topic !== "") told.set(alias, topic);
      expect([told.get(alias), payload]).toEqual([topics[at], `${turn}`]);
    }
  });
});

describe("a deadline becomes the message's expiry, in seconds [MQTT5-3.3.2-6]", () => {
  function expiries(driven: DrivenClient): unknown[] {
    return driven.sent().map((packet) => {
      const { properties } = packet as never as { properties?: { messageExpiryInterval?: number } };
      return properties?.messageExpiryInterval;
    });
  }

  test.each([
    [0, 5000, 5],
    [1, 5000, 5],
    [2, 1500, 2],
    [1, 1_036_800_000, 1_036_800],
  ])("at QoS %i a deadline of %i ms becomes %i s", (qos, deadline, seconds) => {
    const driven = drive(0);
    const publication = adopted(driven, qos);
    expireAfter(publication, deadline);
    publish(driven.client, publication, "1");
    publish(driven.client, publication, "2");
    expect(expiries(driven)).toEqual([seconds, seconds]);
  });

  test("a message's expiry is reduced by its wait offline", () => {
    const driven = drive(1);
    const publication = adopted(driven, 1);
    expireAfter(publication, 60_000);
    driven.loseLink();
    publish(driven.client, publication, "1");
    driven.pass(20_500);
    connectTaking(driven, 1);
    expect(expiries(driven)).toEqual([40]);
  });

  test.each([1, 2])("a message's expiry is reduced by a wait on a standing connection at QoS %i", (qos) => {
    const driven = drive(1, { linkBytes: 80 });
    const publication = adopted(driven, qos);
    expireAfter(publication, 60_000);
    for (const payload of ["1", "2"]) {
      publish(driven.client, publication, payload);
      driven.drain();
    }
    publish(driven.client, prepare("other", 0, false, "reject"), "x".repeat(70));
    for (const payload of ["3", "40"]) publish(driven.client, publication, payload);
    driven.sent();
    driven.pass(9500);
    driven.drain();
    expect(driven.sent()).toMatchObject([
      { topic: "", payload: Buffer.from("3"), properties: { topicAlias: 1, messageExpiryInterval: 51 } },
      { topic: "", payload: Buffer.from("40"), properties: { topicAlias: 1, messageExpiryInterval: 51 } },
    ]);
  });

  test("a message repeated too late expires in one second", () => {
    const driven = drive(1);
    const publication = adopted(driven, 1);
    expireAfter(publication, 2000);
    publish(driven.client, publication, "1");
    driven.sent();
    driven.loseLink();
    driven.pass(20_000);
    connectTaking(driven, 1);
    expect(expiries(driven)).toEqual([1]);
  });

  test("a message may have both an expiry and an alias", () => {
    const driven = drive(1);
    const publication = adopted(driven, 0);
    expireAfter(publication, 5000);
    for (const payload of ["1", "2"]) publish(driven.client, publication, payload);
    expect(driven.sent()).toMatchObject([
      { topic: TOPIC, properties: { topicAlias: 1, messageExpiryInterval: 5 } },
      { topic: "", properties: { topicAlias: 1, messageExpiryInterval: 5 } },
    ]);
  });
});
