// On request the broker model refuses, is late, leaves out, doubles, replaces or hangs up; by a seed, always the same.
import { describe, expect, test } from "vitest";
import { misbehaveBySeed, withholding } from "../../../tools/sim/broker/misbehaviour.ts";
import type { Misdeed } from "../../../tools/sim/broker/sender.ts";
import { publishPacket, said, stage, subscribePacket } from "./raw-client.ts";

const messages = [1, 2, 3].map((messageId) => publishPacket("t", `${messageId}`, { qos: 1, messageId }));

/** A client whose second message is answered badly. */
function answeredBy(misdeed: Misdeed) {
  const scene = stage({
    behaviour: {
      misbehaves: ({ cmd, messageId }) => (cmd === "puback" && messageId === 2 ? misdeed : undefined),
    },
  });
  const client = scene.greet("a");
  client.got();
  client.send(...messages);
  return { ...scene, client };
}

describe("one misbehaving answer", () => {
  test.each<[Misdeed, string[]]>([
    ["drop", ["puback #1", "puback #3"]],
    ["double", ["puback #1", "puback #2", "puback #2", "puback #3"]],
    ["close", ["puback #1"]],
    [{ bytes: "\xd0\0" }, ["puback #1", "pingresp", "puback #3"]],
    [{ delayMs: 50 }, ["puback #1"]],
    [{ overtakenMs: 50 }, ["puback #1", "puback #3"]],
  ])("%j", (misdeed, answers) => {
    const { client } = answeredBy(misdeed);
    expect(client.got().map(said)).toEqual(answers);
    expect(client.ended()).toBe(misdeed === "close" ? "closed by the peer" : undefined);
  });

  test("a late answer delays the following answers", () => {
    const { client, clock } = answeredBy({ delayMs: 50 });
    client.got();
    clock.advance(49);
    expect(client.got()).toEqual([]);
    clock.advance(1);
    expect(client.got().map(said)).toEqual(["puback #2", "puback #3"]);
  });

  test("an overtaken answer follows later ones", () => {
    const { client, clock } = answeredBy({ overtakenMs: 50 });
    client.got();
    clock.advance(50);
    expect(client.got().map(said)).toEqual(["puback #2"]);
  });
});

test("a delayed packet is lost with its connection", () => {
  const { client, clock, broker } = answeredBy({ delayMs: 50 });
  client.cut();
  clock.advance(100);
  expect([clock.pending(), broker.breaches]).toEqual([0, []]);
});

describe("withheld acknowledgements", () => {
  function withheld() {
    const scene = stage({ behaviour: { misbehaves: withholding("puback", "pubrec") } });
    const client = scene.greet("a", { clean: false });
    client.got();
    client.send(
      publishPacket("t", "1", { qos: 1, messageId: 7 }),
      publishPacket("t", "2", { qos: 2, messageId: 300 }),
      publishPacket("t", "3", { qos: 1, messageId: 2 }),
      { cmd: "pingreq" },
    );
    return { ...scene, client };
  }

  test("withheld acknowledgements are listed in their messages' order", () => {
    const { client, broker } = withheld();
    expect(client.got().map(said)).toEqual(["pingresp"]);
    expect([broker.unanswered(), broker.unanswered("a"), broker.unanswered("b")]).toEqual([
      [7, 300, 2],
      [7, 300, 2],
      [],
    ]);
  });

  test("withheld acknowledgements can be sent later, in any order", () => {
    const { client, broker } = withheld();
    client.got();
    broker.send({ cmd: "pubrec", messageId: 300 });
    broker.send({ cmd: "puback", messageId: 7 }, "a");
    expect(client.got().map(said)).toEqual(["pubrec #300", "puback #7"]);
    expect(broker.unanswered()).toEqual([2]);
    // What was answered may be used again, and what was recorded may be released.
    client.send({ cmd: "pubrel", messageId: 300 }, publishPacket("t", "4", { qos: 1, messageId: 7 }));
    expect(client.got().map(said)).toEqual(["pubcomp #300"]);
    expect([broker.unanswered(), broker.breaches]).toEqual([[2, 7], []]);
  });

  test("a repeated message is acknowledged once the broker answers again", () => {
    const { client, broker, greet } = withheld();
    client.cut();
    broker.behaviour.misbehaves = withholding();
    expect(broker.unanswered()).toEqual([7, 300, 2]);
    greet("a", { clean: false }).send(publishPacket("t", "1", { qos: 1, messageId: 7, dup: true }));
    expect([broker.unanswered(), broker.breaches]).toEqual([[300, 2], []]);
  });
});

test("a client is refused by a return code, and its connection closed", () => {
  const { greet, broker } = stage({ behaviour: { admits: ({ clientId }) => (clientId === "a" ? 5 : 0) } });
  const refused = greet("a");
  expect([refused.got().map(said), refused.ended()]).toEqual([["connack 5"], "closed by the peer"]);
  expect(greet("b").got().map(said)).toEqual(["connack 0"]);
  expect(broker.sessions().map(({ clientId }) => clientId)).toEqual(["b"]);
});

test("a full broker refuses a new client but admits a returning one", () => {
  const { greet } = stage({ limits: { clients: 2 } });
  greet("a");
  greet("b");
  expect(greet("c").got().map(said)).toEqual(["connack 3"]);
  expect(greet("b").got().map(said)).toEqual(["connack 0"]);
});

test("a filter is granted a lower QoS than requested, or refused", () => {
  const { greet, broker } = stage({ behaviour: { grants: (filter) => (filter === "no" ? 0x80 : 0) } });
  const client = greet("a");
  client.send(subscribePacket("no"), subscribePacket("yes", 2, 2));
  expect(client.got().map(said)).toEqual(["connack 0", "suback #1 128", "suback #2 0"]);
  expect(broker.sessions()[0].filters).toEqual([["yes", 0]]);
});

test("forbidden bytes of the broker are sent unchanged and are no breach", () => {
  const { greet, broker } = stage();
  const client = greet("a");
  client.got();
  broker.sendBytes("\x32\x05\0\x01t\0\x07");
  expect(client.got().map(said)).toEqual(["publish t= q1 #7"]);
  client.send({ cmd: "puback", messageId: 7 });
  expect(broker.breaches).toEqual([]);
});

test("the broker's misbehaviour can change while it runs", () => {
  const { greet, broker } = stage();
  const client = greet("a");
  broker.behaviour.misbehaves = () => "drop";
  client.send({ cmd: "pingreq" });
  broker.behaviour.misbehaves = () => undefined;
  client.send({ cmd: "pingreq" });
  expect(client.got().map(said)).toEqual(["connack 0", "pingresp"]);
});

test("a seed repeats each packet's fate; another seed changes it", () => {
  const odds = { dropped: 5, doubled: 5, closed: 50, late: 5, overtaken: 5, longestMs: 100 };
  const fates = (seed: number) => {
    const misbehaves = misbehaveBySeed(seed, odds, ({ cmd }) => cmd !== "connack");
    const to = { clientId: "a", connection: 0 };
    return Array.from({ length: 200 }, () => JSON.stringify(misbehaves({ cmd: "pingresp" }, to) ?? "sent"));
  };
  expect(fates(7)).toEqual(fates(7));
  expect(fates(7)).not.toEqual(fates(8));
  expect(new Set(fates(7).map((fate) => fate.replace(/\d+/, "n"))).size).toBe(6);
  const untouched = misbehaveBySeed(7, odds, () => false);
  expect(untouched({ cmd: "pingresp" }, { clientId: "a", connection: 0 })).toBeUndefined();
});
