// The properties of a program's messages in MQTT 5.0, both ways.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { MessageProperties } from "../../src/client/message-properties.ts";
import type { NodeMessage } from "../../src/client/subscriptions/message.ts";
import { endOf, program, SECOND } from "./program-client.ts";

const ALL: MessageProperties = {
  contentType: "text/plain; charset=utf-8",
  payloadFormatIndicator: true,
  responseTopic: "answers/7",
  correlationData: new Uint8Array([0, 255, 7]),
  userProperties: { room: "Küche", tag: ["a", "b"], ["__proto__"]: "x" },
};

/** What a program hears at "a" of those that another one sends. */
function pair() {
  let refused = false;
  const { broker, pass, start } = program({}, () => (refused ? { connect: "refuse" } : {}));
  const refuse = (refuses: boolean) => {
    refused = refuses;
  };
  const heard: NodeMessage[] = [];
  const sender = start({ id: "sends", mqtt: 5 });
  start({ id: "hears", mqtt: 5 }).subscribe("a", (message) => void heard.push(message), 2);
  return { broker, refuse, pass, start, sender, heard };
}

describe("a message's properties reach its receiver", () => {
  test.each([0, 1, 2] as const)("properties reach the receiver from a send at QoS %i", async (qos) => {
    const { broker, pass, sender, heard } = pair();
    await pass(SECOND);
    const end = endOf(sender.send("a", "hi", { qos, properties: ALL }));
    await pass(5 * SECOND);
    expect(heard.map(({ payload, properties }) => [payload, { ...properties }])).toEqual([
      ["hi", { ...ALL, userProperties: Object.assign(Object.create(null), ALL.userProperties) }],
    ]);
    expect([end, broker.breaches]).toEqual([{ value: { id: broker.received[0]?.id ?? 0 } }, []]);
  });

  test("each message of a publication carries its properties and expiry", async () => {
    const { broker, pass, sender, heard } = pair();
    await pass(SECOND);
    const publication = sender.prepare("a", { deadline: 30_000, properties: { contentType: "text/csv" } });
    for (const payload of ["1", "2", "30"]) sender.publish(publication, payload);
    await pass(SECOND);
    const properties = { contentType: "text/csv", messageExpiryInterval: 30 };
    expect(heard).toMatchObject([
      { payload: "1", properties },
      { payload: "2", properties },
      { payload: "30", properties },
    ]);
    expect(broker.breaches).toEqual([]);
  });

  test.each([0, 1, 2] as const)(
    "a send's remaining deadline reaches the receiver as expiry at QoS %i",
    async (qos) => {
      const { refuse, pass, start, heard } = pair();
      await pass(SECOND);
      refuse(true);
      const limits = { slots: 1 };
      const waiter = start({ id: "waits", mqtt: 5, limits, reconnect: { longest: SECOND } });
      // The second one waits for room.
      const ends = [1, 2].map((number) => endOf(waiter.send("a", `${number}`, { qos, deadline: 60_000 })));
      await pass(20 * SECOND);
      refuse(false);
      await pass(5 * SECOND);
      const expiries = heard.map(({ properties }) => properties.messageExpiryInterval);
      expect(expiries).toEqual([expect.closeTo(39, -0.5), expect.closeTo(39, -0.5)]);
      expect(ends.map(({ error }) => error)).toEqual([undefined, undefined]);
    },
  );

  test("stored properties reach the receiver after a restart", async () => {
    const store = join(mkdtempSync(join(tmpdir(), "ringmote-properties-")), "store");
    const { pass, start, heard } = pair();
    await pass(SECOND);
    const first = start({ id: "stores", mqtt: 5, store });
    first.send("a", "1", { properties: ALL }).catch(() => {});
    first.kill();
    start({ id: "stores", mqtt: 5, store });
    await pass(5 * SECOND);
    expect(heard).toMatchObject([{ payload: "1", properties: { contentType: ALL.contentType } }]);
  });
});

test("a message of MQTT 3.1.1 carries no properties", async () => {
  const { pass, start, heard } = pair();
  const old = start({ id: "old" });
  await pass(SECOND);
  old.publish(old.prepare("a"), "1");
  await pass(SECOND);
  expect(heard).toMatchObject([{ payload: "1", properties: {} }]);
});

describe("faulty properties", () => {
  test.each([
    [3, { contentType: "a" }, "The option properties needs MQTT 5.0: give the client mqtt: 5."],
    [5, 7, 'The option properties is 7; it is a record, { contentType: "text/plain" }.'],
    [5, { contentTyp: "a" }, 'There is no option "contentTyp" among the properties of a message'],
    [5, { contentType: "\x9b" }, "it is text of at most 65,535 bytes without control characters."],
    [5, { contentType: "\ufdd0" }, "it is text of at most 65,535 bytes without noncharacters (as U+FFFE)."],
    [
      5,
      { userProperties: { "\u{1ffff}": "a" } },
      "without control characters and noncharacters (as U+FFFE).",
    ],
    [5, { contentType: "x".repeat(65_536) }, "it is text of at most 65,535 bytes"],
    [5, { payloadFormatIndicator: 1 }, "The option payloadFormatIndicator is 1; it is true or false."],
    [5, { responseTopic: "a/#" }, 'The option responseTopic is "a/#"; it is a topic without wildcards.'],
    [
      5,
      { correlationData: "7" },
      'The option correlationData is "7"; it is a Uint8Array of at most 65,535 bytes.',
    ],
    [5, { userProperties: { room: 7 } }, "it is a record of texts, or of lists of texts"],
  ] as const)(
    "faulty properties are refused at the call, for version %i: %o",
    async (mqtt, properties, fault) => {
      const { start } = program();
      const client = start({ mqtt });
      expect(() => client.prepare("a", { properties } as never)).toThrow(fault);
      await expect(client.send("a", "1", { properties } as never)).rejects.toThrow(fault);
    },
  );
});

test("publications without an alias continue over several connections", async () => {
  const { broker, world, pass, start } = program();
  const client = start({ mqtt: 5 });
  const publications = Array.from({ length: 1002 }, (_, index) => client.prepare(`t/${index}`, { qos: 1 }));
  await pass(SECOND);
  for (const payload of ["1", "2"]) {
    for (const at of [0, 9, 10, 999, 1000, 1001]) client.publish(publications[at] as never, payload);
    await pass(SECOND);
    world.setNetwork(false);
    await pass(SECOND);
    world.setNetwork(true);
    await pass(60 * SECOND);
  }
  expect([client.counters().dropped, broker.breaches]).toEqual([0, []]);
});
