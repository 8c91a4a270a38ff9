// Subscription identifiers: what each SUBSCRIBE has, and whom a message with one, with several, with a false
// one is for.
import fc from "fast-check";
import type { IConnackPacket, ISubscribePacket } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { LEVEL_5 } from "../../../src/mqtt/connect-packet.ts";
import { giveIdentifiers } from "../../../src/mqtt/program/subscription-identifiers.ts";
import { subscribe, unsubscribe } from "../../../src/mqtt/subscriptions.ts";
import { driveClient } from "../driven-client.ts";

interface Beginning {
  filters?: readonly string[];
  /** The broker has kept a session. */
  present?: boolean;
  /** What CONNACK says. */
  properties?: IConnackPacket["properties"];
}

/** A client that gives identifiers, is connected and has subscribed. */
function drive({ filters = [], present = false, properties }: Beginning = {}) {
  const driven = driveClient({ level: LEVEL_5, packetBytes: 100_000 });
  giveIdentifiers(driven.client);
  const heard: string[] = [];
  const add = (filter: string, qos = 0) =>
    subscribe(driven.client, filter, qos, {
      deliver: (_, payload, _retained, topic) => void heard.push(`${filter} ${topic} ${payload}`),
    });
  const asked = () =>
    driven.sent().filter((packet): packet is ISubscribePacket => packet.cmd === "subscribe");
  const grant = ({ messageId, subscriptions }: ISubscribePacket) =>
    driven.receive({ cmd: "suback", messageId, granted: subscriptions.map(({ qos }) => qos) });
  const begin = (sessionPresent: boolean) => {
    driven.open();
    driven.sent();
    driven.drain();
    driven.receive({ cmd: "connack", reasonCode: 0, sessionPresent, properties });
  };
  const say = (topic: string, subscriptionIdentifier: number | number[] | undefined, payload = "x") =>
    driven.receive({
      cmd: "publish",
      topic,
      payload,
      qos: 0,
      retain: false,
      dup: false,
      properties: { subscriptionIdentifier },
    } as never);
  for (const filter of filters) add(filter);
  begin(present);
  const first = asked();
  for (const packet of first) grant(packet);
  return { ...driven, heard, add, asked, grant, begin, say, first };
}

/** What a SUBSCRIBE asks for, and by which identifier. */
const summary = ({ properties, subscriptions }: ISubscribePacket) => [
  properties?.subscriptionIdentifier,
  ...subscriptions.map(({ topic }) => topic),
];

describe("a SUBSCRIBE", () => {
  test("a SUBSCRIBE has one identifier for all filters without wildcards", () => {
    const { first } = drive({ filters: ["a", "b/+", "c", "$share/g/d"] });
    expect(first.map(summary)).toEqual([
      [2, "b/+"],
      [3, "$share/g/d"],
      [1, "a", "c"],
    ]);
  });

  test("a SUBSCRIBE has no identifier where the broker supports none", () => {
    const { first, say, heard } = drive({
      filters: ["a", "a/+"],
      properties: { subscriptionIdentifiersAvailable: false },
    });
    expect(first.map(summary)).toEqual([[undefined, "a", "a/+"]]);
    say("a/b", 1);
    expect(heard).toEqual(["a/+ a/b x"]);
  });

  test("a repeated subscription keeps its identifier", () => {
    const driven = drive({ filters: ["a/+"] });
    driven.add("a/+", 1);
    expect(driven.asked().map(summary)).toEqual([[2, "a/+"]]);
  });

  test("a filter subscribed to again has its old identifier", () => {
    const driven = drive({ filters: ["a/+", "b/+"] });
    for (const filter of ["a/+", "b/+"]) unsubscribe(driven.client, filter);
    for (const filter of ["c/+", "b/+"]) driven.add(filter);
    driven.grant(driven.asked()[0] as ISubscribePacket);
    expect(driven.asked().map(summary)).toEqual([[3, "b/+"]]);
  });

  test("a SUBSCRIBE of thousands of filters equals mqtt-packet's encoding", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), (count) => {
        const filters = Array.from({ length: count }, (_, at) => `${at}/#`);
        const driven = drive({ filters });
        const all = [...driven.first];
        for (let more = driven.asked(); more.length > 0; more = driven.asked()) {
          all.push(...more);
          for (const packet of more) driven.grant(packet);
        }
        expect(all.map(summary)).toEqual(filters.map((filter, at) => [at + 2, filter]));
        expect(driven.client.subscriptions.requested).toBe(0);
      }),
      { numRuns: 5 },
    );
  });
});

describe("several SUBACKs", () => {
  test("several SUBACKs arrive in any order, each for its own SUBSCRIBE", () => {
    const driven = drive();
    driven.add("a/+", 1);
    const [a] = driven.asked() as [ISubscribePacket];
    for (const filter of ["b/+", "c/+"]) driven.add(filter, 1);
    expect(driven.asked()).toEqual([]);
    driven.grant(a);
    const [b, c] = driven.asked() as [ISubscribePacket, ISubscribePacket];
    driven.receive({ cmd: "suback", messageId: c.messageId, granted: [0x87] });
    driven.receive({ cmd: "suback", messageId: b.messageId, granted: [0] });
    expect([driven.told.refused, driven.told.lowered]).toEqual([["c/+"], [["b/+", 1, 0]]]);
    expect(driven.client.subscriptions.requested).toBe(0);
  });

  test("several SUBACKs have one code for each filter", () => {
    const driven = drive();
    driven.add("a/+");
    const [{ messageId }] = driven.asked() as [ISubscribePacket];
    driven.receive({ cmd: "suback", messageId, granted: [0, 0] });
    expect(driven.told.lost).toEqual(["protocol error by the broker: codes of a SUBACK"]);
  });

  test("SUBACKs without a SUBSCRIBE are ignored", () => {
    const driven = drive({ filters: ["a"] });
    driven.receive({ cmd: "suback", messageId: 77, granted: [0x87] });
    driven.grant(driven.first[0] as ISubscribePacket);
    expect([driven.told.lost, driven.told.refused]).toEqual([[], []]);
  });

  test("several SUBACKs leave no state behind", () => {
    const driven = drive();
    for (let round = 0; round < 100; round++) {
      driven.add(`${round}/#`);
      for (const packet of driven.asked()) driven.grant(packet);
      unsubscribe(driven.client, `${round}/#`);
    }
    const { requests, subscriptions } = driven.client.identifiers ?? {};
    expect([requests, subscriptions].map((table) => Object.keys(table ?? {}).length)).toEqual([0, 0]);
  });

  test("several SUBACKs leave at most a thousand filters pending", () => {
    const driven = drive();
    for (let round = 0; round < 3000; round++) {
      driven.add(`${round}/#`);
      unsubscribe(driven.client, `${round}/#`);
    }
    const { ended, endedBefore } = driven.client.identifiers ?? {};
    expect(Object.keys({ ...ended, ...endedBefore })).toHaveLength(1000);
  });

  test("several missing SUBACKs end the connection after ten seconds", () => {
    const driven = drive();
    for (const filter of ["a/+", "b/+", "c/+"]) driven.add(filter);
    driven.grant(driven.asked()[0] as ISubscribePacket);
    const [b] = driven.asked();
    driven.pass(9000);
    driven.grant(b as ISubscribePacket);
    driven.pass(9000);
    expect(driven.told.lost).toEqual([]);
    driven.pass(1500);
    expect(driven.told.lost).toEqual(["broker does not answer SUBSCRIBE"]);
    driven.begin(true);
    expect(driven.asked().map(summary)).toEqual([[4, "c/+"]]);
  });

  test("an ended filter's SUBACK does not answer its successor", () => {
    const driven = drive({ filters: ["z"] });
    driven.add("a/+");
    driven.add("b/+");
    driven.grant(driven.asked()[0] as ISubscribePacket);
    const [b] = driven.asked() as [ISubscribePacket];
    unsubscribe(driven.client, "b/+");
    driven.add("b/+", 1);
    driven.grant(b);
    const [again] = driven.asked() as [ISubscribePacket];
    expect([summary(again), driven.told.lost]).toEqual([[3, "b/+"], []]);
  });
});

describe("a message with subscription identifiers", () => {
  const OVERLAPPING = ["a/b", "a/+", "a/#", "$share/g/a/b"];
  const ALL = ["a/b a/b x", "a/+ a/b x", "a/# a/b x", "$share/g/a/b a/b x"];

  test("a message in copies reaches each subscription once [MQTT5-3.3.4-3] [MQTT5-3.3.4-5]", () => {
    const { say, heard } = drive({ filters: OVERLAPPING });
    for (const identifier of [4, 1, 3, 2]) say("a/b", identifier);
    expect(heard).toEqual([ALL[3], ALL[0], ALL[2], ALL[1]]);
  });

  test("a message in one copy reaches all subscriptions [MQTT5-3.3.4-4]", () => {
    const { say, heard } = drive({ filters: OVERLAPPING });
    say("a/b", [3, 1, 4, 2]);
    expect([...heard].sort()).toEqual([...ALL].sort());
  });

  test.each([
    ["no identifier", undefined],
    ["one that was never given", 9],
    ["the largest there can be", 268_435_455],
  ])("a message with %s is matched by its topic", (_, identifier) => {
    const { say, heard } = drive({ filters: OVERLAPPING });
    say("a/b", identifier);
    expect([...heard].sort()).toEqual([...ALL].sort());
  });

  test("a message with another filter's identifier is matched by its topic", () => {
    const { say, heard } = drive({ filters: ["a/+", "b/+", "c"] });
    say("b/1", 2);
    say("c", 3);
    say("d", 2);
    expect(heard).toEqual(["b/+ b/1 x", "c c x"]);
  });

  test.each([
    ["a/+", 2],
    ["a/b", 1],
  ])("a message with the identifier of the ended %s reaches no handler", (filter, identifier) => {
    const { client, say, heard } = drive({ filters: ["a/+", "a/b", "a/#", "z/+"] });
    unsubscribe(client, filter);
    for (const copy of [1, 2, 3]) say("a/b", copy);
    expect(heard).toHaveLength(2);
    expect(heard).not.toContain(`${filter} a/b x`);
    say("a/b", identifier);
    expect(heard).toHaveLength(2);
  });

  test("a message sent before its filter's end arrives after resubscribing", () => {
    const { client, add, say, heard } = drive({ filters: ["a/+", "a/#", "z/+"] });
    unsubscribe(client, "a/+");
    for (let round = 0; round < 600; round++) {
      add(`${round}/+`);
      unsubscribe(client, `${round}/+`);
    }
    add("a/+");
    for (const copy of [2, 3]) say("a/b", copy);
    expect(heard).toEqual(["a/+ a/b x", "a/# a/b x"]);
  });

  test("a message finds its handler after neighbouring filters have ended", () => {
    const { client, say, heard } = drive({ filters: ["a/+", "b/+", "c/+", "c/#"] });
    for (const filter of ["a/+", "b/+", "c/#"]) unsubscribe(client, filter);
    say("c/1", 4);
    expect(heard).toEqual(["c/+ c/1 x"]);
  });

  test("a queue's message finds its filter by identifier, not by topic", () => {
    const { client, say, heard, first } = drive({ filters: ["$q/jobs", "$queue/a/jobs/#", "jobs"] });
    expect(first.map(summary)).toEqual([
      [2, "$q/jobs"],
      [3, "$queue/a/jobs/#"],
      [1, "jobs"],
    ]);
    for (const copy of [1, 2, 3]) say("jobs", copy);
    expect(heard).toEqual(["jobs jobs x", "$q/jobs jobs x", "$queue/a/jobs/# jobs x"]);
    unsubscribe(client, "$q/jobs");
    say("jobs", 2);
    expect(heard).toHaveLength(3);
  });

  test("copies of a long message arrive in parts once per subscriber", () => {
    const { client, receive, told } = drive({ filters: ["a/b"] });
    client.packetBytes = 100;
    const heard: string[] = [];
    for (const filter of ["a/+", "a/#"])
      subscribe(client, filter, 0, {
        deliver: () => {},
        deliverPart: (_, part, at, of) => void heard.push(`${filter} ${at} to ${at + part.length} of ${of}`),
      });
    for (const subscriptionIdentifier of [1, 2, 3])
      receive({
        cmd: "publish",
        topic: "a/b",
        payload: "x".repeat(200),
        qos: 0,
        retain: false,
        dup: false,
        properties: { subscriptionIdentifier },
      });
    expect(heard).toEqual(["a/+ 0 to 200 of 200", "a/# 0 to 200 of 200"]);
    expect(told.skipped).toHaveLength(1);
  });

  test("a message in an earlier client's session is matched by its topic", () => {
    const { say, heard } = drive({ filters: ["a/+", "a/#"], present: true });
    say("a/b", 2);
    expect(heard).toEqual(["a/+ a/b x", "a/# a/b x"].reverse());
  });

  test("a message is matched by identifier again in the client's own session", () => {
    const { loseLink, begin, asked, say, heard } = drive({ filters: ["a/+", "a/#"] });
    loseLink();
    begin(true);
    expect(asked()).toEqual([]);
    say("a/b", 2);
    expect(heard).toEqual(["a/+ a/b x"]);
  });

  test("a message is matched by identifier in a new session", () => {
    const { loseLink, begin, asked, say, heard } = drive({ filters: ["a/+", "a/#"], present: true });
    loseLink();
    begin(false);
    expect(asked().map(summary)).toEqual([
      [2, "a/+"],
      [3, "a/#"],
    ]);
    say("a/b", 3);
    expect(heard).toEqual(["a/# a/b x"]);
  });

  test("a message with the identifier 0 ends the connection", () => {
    const { receiveBytes, told, heard } = drive({ filters: ["#"] });
    receiveBytes("\x30\x06\0\x01a\x02\x0b\0");
    expect([told.lost, heard]).toEqual([["protocol error by the broker"], []]);
  });
});
