// What becomes of a program's messages and filters on its next connection (MQTT 3.1.1 and 5.0, 4.1 and 4.4).
import type { IConnectPacket } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { endOf, SECOND } from "../../client/program-client.ts";
import { scriptedBroker } from "./scripted-broker.ts";

describe.each([3, 5] as const)("with mqtt: %i", (mqtt) => {
  /** Answers no message on its first connection; keeps the session or not. */
  function forgetful(sessionPresent: boolean) {
    return scriptedBroker({
      mqtt,
      connack: (connection) => ({ sessionPresent: sessionPresent && connection > 0 }),
      answers: ({ cmd }, connection) =>
        connection === 0 && ["publish", "pubrel"].includes(cmd) ? [] : undefined,
    });
  }

  test("a session present after a clean start ends the connection", async () => {
    const lost: string[] = [];
    const { pass, start } = scriptedBroker({ mqtt, connack: () => ({ sessionPresent: true }) });
    const client = start({ session: "clean", lost: ({ reason }) => void lost.push(reason) });
    await pass(100);
    expect([client.isConnected(), lost]).toEqual([
      false,
      ["protocol error by the broker: a session is present where none can be"],
    ]);
  });

  test("a kept session repeats unanswered messages", async () => {
    const { pass, start, heard, words, say, hangUp } = forgetful(true);
    const client = start({ session: "persistent" });
    await pass(SECOND);
    const ends = [1, 2, 1].map((qos, index) => endOf(client.send(`t${index}`, "x", { qos: qos as 1 | 2 })));
    await pass(SECOND);
    const first = words();
    const ids = heard[0]?.flatMap((packet) => (packet.cmd === "publish" ? [packet.messageId] : []));
    say({ cmd: "pubrec", messageId: ids?.[1] });
    await pass(SECOND);
    hangUp();
    await pass(10);
    ends.push(endOf(client.send("late", "x")));
    await pass(5 * SECOND);
    expect(words(1).slice(0, 4)).toEqual([
      `${first[0]} dup`,
      `pubrel ${ids?.[1]}`,
      `${first[2]} dup`,
      expect.stringMatching(/^publish \d+ late=x qos 1$/),
    ]);
    expect(ends.every(({ value }) => value !== undefined)).toBe(true);
    expect(client.counters()).toMatchObject({ repeated: 0, connects: 2 });
  });

  test("a message cut with its link goes again, with DUP", async () => {
    const { pass, start, words, hangUp } = forgetful(true);
    const client = start({ session: "persistent" });
    await pass(SECOND);
    hangUp();
    // The client does not know yet.
    client.send("t", "cut", { qos: 1 }).catch(() => {});
    await pass(5 * SECOND);
    expect([words(0), words(1)]).toEqual([[], [expect.stringMatching(/^publish \d+ t=cut qos 1 dup$/)]]);
  });

  test("a lost session makes unanswered messages new, and counts them", async () => {
    const { pass, start, words, hangUp } = forgetful(false);
    const connected: boolean[] = [];
    const client = start({ session: "persistent", connected: (kept) => void connected.push(kept) });
    client.subscribe("f", () => {});
    await pass(SECOND);
    const ends = [1, 2].map((qos) => endOf(client.send("t", `${qos}`, { qos: qos as 1 | 2 })));
    await pass(SECOND);
    hangUp();
    await pass(5 * SECOND);
    expect(words(1).filter((word) => !word.startsWith("pubrel"))).toEqual([
      expect.stringMatching(/^subscribe \d+ f$/),
      expect.stringMatching(/^publish \d+ t=1 qos 1$/),
      expect.stringMatching(/^publish \d+ t=2 qos 2$/),
    ]);
    expect([connected, ends.every(({ value }) => value !== undefined)]).toEqual([[false, false], true]);
    expect(client.counters()).toMatchObject({ repeated: 2, dropped: 0 });
  });

  test("after its PUBREC a message goes no more", async () => {
    const { pass, start, heard, hangUp } = scriptedBroker({
      mqtt,
      connack: (connection) => ({ sessionPresent: connection > 0 }),
      answers: ({ cmd }, connection) => (cmd === "pubrel" && connection < 3 ? [] : undefined),
    });
    const sent = endOf(start({ session: "persistent" }).send("t", "x", { qos: 2 }));
    for (let times = 0; times < 3; times += 1) {
      await pass(10 * SECOND);
      hangUp();
    }
    await pass(20 * SECOND);
    const count = (cmd: string) => heard.flat().filter((packet) => packet.cmd === cmd).length;
    expect([count("publish"), count("pubrel"), sent.error]).toEqual([1, 4, undefined]);
    expect(sent.value).toBeDefined();
  });

  test("only a lost session has filters asked for again", async () => {
    let sessionPresent = true;
    const { pass, start, words, hangUp } = scriptedBroker({
      mqtt,
      connack: (connection) => ({ sessionPresent: sessionPresent && connection > 0 }),
    });
    const client = start({ session: "persistent" });
    client.subscribe(["a", "b/#"], () => {});
    await pass(SECOND);
    hangUp();
    await pass(5 * SECOND);
    expect(words(1)).toEqual([]);
    sessionPresent = false;
    hangUp();
    await pass(10 * SECOND);
    const asked = words(2).map((word) => word.replace(/^subscribe \d+ /, ""));
    // In 5.0 a SUBSCRIBE has one subscription identifier.
    expect(asked).toEqual(mqtt === 5 ? ["b/#", "a"] : ["a b/#"]);
  });

  test("a kept session repeats no acknowledgement and no filter", async () => {
    const { pass, start, words, say, hangUp } = scriptedBroker({
      mqtt,
      connack: (connection) => ({ sessionPresent: connection > 0 }),
      answers: ({ cmd }) => (cmd === "pubrec" ? [] : undefined),
    });
    start({ session: "persistent" }).subscribe("t", () => {}, 2);
    await pass(SECOND);
    say({ cmd: "publish", topic: "t", payload: "x", qos: 1, messageId: 8, dup: false, retain: false });
    say({ cmd: "publish", topic: "t", payload: "x", qos: 2, messageId: 9, dup: false, retain: false });
    await pass(SECOND);
    expect(words(0).slice(1)).toEqual(["puback 8", "pubrec 9"]);
    hangUp();
    await pass(5 * SECOND);
    expect(words(1)).toEqual([]);
    say({ cmd: "pubrel", messageId: 9 });
    await pass(SECOND);
    expect(words(1)).toEqual(["pubcomp 9"]);
  });
});

test.each([3, 5] as const)("mqtt %i: a standing connection repeats nothing", async (mqtt) => {
  const lost: string[] = [];
  const { pass, start, heard } = scriptedBroker({
    mqtt,
    connack: (connection) => ({ sessionPresent: connection > 0 }),
    answers: ({ cmd }) => (cmd === "publish" ? [] : undefined),
  });
  const client = start({ session: "persistent", keepAlive: 5, lost: ({ reason }) => void lost.push(reason) });
  await pass(SECOND);
  client.send("t", "x").catch(() => {});
  await pass(29 * SECOND);
  const count = () => heard.map((packets) => packets.filter(({ cmd }) => cmd === "publish").length);
  expect([count(), lost]).toEqual([[1], []]);
  await pass(10 * SECOND);
  expect([count(), lost]).toEqual([[1, 1], ["broker does not acknowledge"]]);
});

test("a message at QoS 2 that went out outlives its deadline", async () => {
  const { pass, start, heard, world } = scriptedBroker({
    connack: (connection) => ({ sessionPresent: connection > 0 }),
    answers: ({ cmd }, connection) => (cmd === "publish" && connection === 0 ? [] : undefined),
  });
  const client = start({ session: "persistent" });
  await pass(SECOND);
  const sent = endOf(client.send("t", "x", { qos: 2, deadline: 5 * SECOND }));
  await pass(SECOND);
  world.setNetwork(false);
  await pass(20 * SECOND);
  world.setNetwork(true);
  await pass(40 * SECOND);
  expect([heard.at(-1)?.find(({ cmd }) => cmd === "publish"), sent.error]).toEqual([
    expect.objectContaining({ dup: true, qos: 2 }),
    undefined,
  ]);
  expect(sent.value).toBeDefined();
});

test("a new process releases earlier QoS 2 before its own", async () => {
  const { pass, start, words } = scriptedBroker({ connack: () => ({ sessionPresent: true }) });
  const sent = endOf(start({ session: "persistent" }).send("t", "x", { qos: 2 }));
  await pass(10 * SECOND);
  const said = words();
  const at = said.findIndex((word) => word.startsWith("publish"));
  const id = said[at]?.split(" ")[1];
  expect(said.slice(0, at)).toContain(`pubrel ${id}`);
  expect([sent.error, sent.value]).toEqual([undefined, { id: Number(id) }]);
});

test("a repeated message has its topic beside a new alias", async () => {
  const { pass, start, heard, hangUp } = scriptedBroker({
    connack: (connection) => ({ sessionPresent: connection > 0, properties: { topicAliasMaximum: 5 } }),
    answers: ({ cmd }, connection) => (cmd === "publish" && connection === 0 ? [] : undefined),
  });
  const client = start({ session: "persistent" });
  const news = client.prepare("news", { qos: 1 });
  await pass(SECOND);
  client.publish(news, "1");
  client.publish(news, "2");
  await pass(SECOND);
  hangUp();
  await pass(5 * SECOND);
  const topics = heard.map((packets) =>
    packets.flatMap((packet) =>
      packet.cmd === "publish" ? [[packet.topic, packet.properties?.topicAlias]] : [],
    ),
  );
  expect(topics).toEqual([
    [
      ["news", 1],
      ["", 1],
    ],
    [
      ["news", 1],
      ["", 1],
    ],
  ]);
});

test("a clean start ends the session of before, and keeps its own", async () => {
  const { pass, start, heard, hangUp } = scriptedBroker({
    connack: (connection) => ({ sessionPresent: connection > 0 }),
  });
  const kept: boolean[] = [];
  const client = start({
    session: "persistent",
    sessionExpiry: 60,
    cleanStart: true,
    connected: (sessionKept) => void kept.push(sessionKept),
  });
  client.prepare("a", { qos: 2 });
  await pass(SECOND);
  hangUp();
  await pass(5 * SECOND);
  const properties = { sessionExpiryInterval: 60 };
  expect(heard.map(([connect]) => connect)).toMatchObject([
    { clean: true, properties },
    { clean: false, properties },
  ]);
  expect([kept, client.isConnected()]).toEqual([[false, true], true]);
});

test("a clean start is refused where no session is kept", () => {
  const { start } = scriptedBroker();
  for (const options of [{}, { sessionExpiry: 9 }, { session: "clean" }] as const)
    expect(() => start({ cleanStart: true, ...options })).toThrow("needs a session that the broker keeps");
});

test("a client without an identifier connects with a clean start", async () => {
  const { pass, start, heard, hangUp } = scriptedBroker({
    connack: () => ({ properties: { assignedClientIdentifier: "auto-1" } }),
  });
  const client = start({ id: "" });
  await pass(SECOND);
  hangUp();
  await pass(5 * SECOND);
  expect(heard.map(([connect]) => connect)).toMatchObject([
    { clientId: "", clean: true },
    { clientId: "", clean: true },
  ]);
  expect(client.isConnected()).toBe(true);
});

test.each([
  [{ mqtt: 5 }, undefined],
  [{ mqtt: 5, user: "ann" }, "ann"],
] as const)("in MQTT 5.0 a password goes with %o", async (options, username) => {
  const { pass, start, heard } = scriptedBroker();
  start({ ...options, secret: "s3cret" });
  await pass(SECOND);
  const [connect] = heard[0] as [IConnectPacket];
  expect([connect.username, String(connect.password)]).toEqual([username, "s3cret"]);
});
