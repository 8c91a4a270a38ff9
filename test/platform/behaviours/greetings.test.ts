// What comes before a connection stands: only a sound CONNACK begins one (MQTT 3.1.1 and 5.0, 3.2 and 4.13).
import type { Packet } from "mqtt-packet";
import { expect, test, vi } from "vitest";
import { scram } from "../../../src/client/authentication/scram.ts";
import { program, SECOND } from "../../client/program-client.ts";
import { UNSOUND } from "../../mqtt/version-5/unsound-packets.ts";
import { scriptedBroker } from "./scripted-broker.ts";

const bytesOf = (text: string) => [...text].map((character) => character.charCodeAt(0));

/** `bytes` are the answer to the first CONNECT; the second one is accepted. */
async function greetedWith(mqtt: 3 | 5, bytes: readonly number[]) {
  const broker = scriptedBroker({
    mqtt,
    answers: ({ cmd }, connection) => (cmd === "connect" && connection === 0 ? [] : undefined),
  });
  const lost: string[] = [];
  const client = broker.start({ lost: ({ reason }) => void lost.push(reason) });
  await broker.pass(SECOND);
  broker.sayBytes(...bytes);
  await broker.pass(100);
  const { state } = client;
  await broker.pass(120 * SECOND);
  return { lost, state, isBack: client.isConnected(), said: broker.words(0) };
}

test.each(UNSOUND.filter(([, header]) => header === 0x20))(
  "in MQTT 5.0 %s ends the attempt",
  async (_what, header, body, code) => {
    const { lost, state, isBack, said } = await greetedWith(5, [header, body.length, ...bytesOf(body)]);
    expect([lost.length, state, isBack]).toEqual([1, "waiting", true]);
    expect(said).toEqual([`disconnect 0x${code.toString(16)}`]);
  },
);

test.each([
  ["a CONNACK that is too long", [0x20, 3, 0, 0, 0]],
  ["a CONNACK with a reserved flag", [0x20, 2, 2, 0]],
  ["a session present beside a refusal", [0x20, 2, 1, 5]],
  ["a PUBLISH", [0x30, 4, 0, 1, 0x61, 0x78]],
  ["a PINGRESP", [0xd0, 0]],
  ["a web server", bytesOf("HTTP/1.1 400 Bad Request\r\n\r\n")],
  ["garbage", [0xff, 0xff, 0xff, 0xff, 0xff]],
] as const)("in MQTT 3.1.1 %s ends the attempt without a word", async (_what, bytes) => {
  const { lost, state, isBack, said } = await greetedWith(3, bytes);
  expect([lost.length, state, isBack, said]).toEqual([1, "waiting", true, []]);
});

test("an AUTH without an authentication ends the connection with 0x82", async () => {
  const broker = scriptedBroker();
  const lost: string[] = [];
  broker.start({ lost: ({ reason }) => void lost.push(reason) });
  await broker.pass(SECOND);
  broker.say({ cmd: "auth", reasonCode: 0x18, properties: { authenticationMethod: "S" } } as never);
  await broker.pass(10);
  expect([broker.words(0), lost.length]).toEqual([["disconnect 0x82"], 1]);
});

test.each([
  ["a CONNACK without its method", { cmd: "connack", sessionPresent: false, reasonCode: 0 }],
  [
    "a CONNACK of another method",
    { cmd: "connack", sessionPresent: false, reasonCode: 0, properties: { authenticationMethod: "other" } },
  ],
  [
    "an AUTH of another method",
    { cmd: "auth", reasonCode: 0x18, properties: { authenticationMethod: "other" } },
  ],
])("%s ends an exchange of authentication", async (_what, packet) => {
  const broker = scriptedBroker({
    answers: ({ cmd }) => (cmd === "connect" ? [packet as Packet] : undefined),
  });
  const lost: string[] = [];
  const authentication = scram({ user: "ann", password: "secret" });
  const client = broker.start({ authentication, lost: ({ reason }) => void lost.push(reason) });
  await vi.waitFor(async () => {
    await broker.pass(10);
    expect(lost).toHaveLength(1);
  });
  expect(client.isConnected()).toBe(false);
});

test("without Topic Alias Maximum no alias goes out", async () => {
  const { pass, start, heard, hangUp } = scriptedBroker({
    connack: (connection) => (connection === 0 ? { properties: { topicAliasMaximum: 5 } } : {}),
  });
  const client = start();
  const news = client.prepare("news");
  const twice = async () => {
    await pass(5 * SECOND);
    client.publish(news, "1");
    client.publish(news, "2");
    await pass(SECOND);
  };
  await twice();
  hangUp();
  await twice();
  const aliases = heard.map((packets) =>
    packets.flatMap((one) => (one.cmd === "publish" ? [[one.topic, one.properties?.topicAlias]] : [])),
  );
  expect(aliases).toEqual([
    [
      ["news", 1],
      ["", 1],
    ],
    [
      ["news", undefined],
      ["news", undefined],
    ],
  ]);
});

test("pauses before attempts differ, as those of a fleet do", async () => {
  const { world, pass, start, heard } = scriptedBroker({ answers: () => [] });
  const waits = new Set<number>();
  let since = 0;
  start({
    reconnect: { first: 1000, longest: 1000 },
    stateChanged: (state) => {
      if (state === "waiting") since = world.now();
      if (state === "connecting") waits.add(world.now() - since);
    },
  });
  await pass(300 * SECOND);
  expect(heard.length).toBeGreaterThan(10);
  expect(waits.size).toBeGreaterThan(5);
});

test("two clients with one identifier end each other ever more rarely", async () => {
  const { broker, pass, start } = program();
  start({ mqtt: 5 });
  start({ mqtt: 5 });
  for (let minute = 0; minute < 10; minute += 1) await pass(60 * SECOND);
  const early = broker.connects.length;
  for (let minute = 0; minute < 10; minute += 1) await pass(60 * SECOND);
  expect([early < 120, broker.connects.length - early < 60]).toEqual([true, true]);
});

test("a CONNECT has the properties of its client and of its will", async () => {
  const broker = scriptedBroker({ connack: () => ({ properties: { responseInformation: "answers/here" } }) });
  const client = broker.start({
    userProperties: { site: "north", role: ["meter", "relay"] },
    requestProblemInformation: false,
    requestResponseInformation: true,
    will: { topic: "last", payload: "gone", deadline: 1500, properties: { contentType: "text/plain" } },
  });
  await broker.pass(SECOND);
  expect(broker.heard[0]?.[0]).toMatchObject({
    cmd: "connect",
    properties: {
      requestProblemInformation: false,
      requestResponseInformation: true,
      userProperties: { site: "north", role: ["meter", "relay"] },
    },
    will: { properties: { messageExpiryInterval: 2, contentType: "text/plain" } },
  });
  expect(client.brokerOffer()?.responseInformation).toBe("answers/here");
});

test("a program reads its assigned identifier and the broker's words", async () => {
  const broker = scriptedBroker({
    connack: (connection) =>
      connection === 0 ? { properties: { assignedClientIdentifier: "auto-°", reasonString: "hi\n" } } : {},
  });
  const client = broker.start({ id: "" });
  await broker.pass(SECOND);
  expect(client.brokerOffer()).toMatchObject({ assignedId: "auto-°", reasonString: "hi\\x0a" });
  broker.hangUp();
  await broker.pass(5 * SECOND);
  expect(client.brokerOffer()).toMatchObject({ assignedId: undefined, reasonString: undefined });
});

test("a CONNECT without options for them has none of these properties", async () => {
  const broker = scriptedBroker();
  const client = broker.start();
  await broker.pass(SECOND);
  expect(broker.heard[0]?.[0]).toHaveProperty("properties", { receiveMaximum: 1000 });
  expect(client.brokerOffer()?.responseInformation).toBeUndefined();
});
