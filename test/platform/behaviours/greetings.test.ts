// The requests in a program's CONNECT, and its reading of the CONNACK (MQTT 3.1.1 and 5.0, 3.1 and 3.2).
import type { IConnectPacket } from "mqtt-packet";
import { expect, test } from "vitest";
import { SECOND } from "../../client/program-client.ts";
import { scriptedBroker } from "./scripted-broker.ts";

test("CONNECT has the properties of the client and its will", async () => {
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

test("a program reads its assigned identifier and the broker's reason string", async () => {
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

test("CONNECT without options has none of these properties", async () => {
  const broker = scriptedBroker();
  const client = broker.start();
  await broker.pass(SECOND);
  expect(broker.heard[0]?.[0]).toHaveProperty("properties", { receiveMaximum: 1000 });
  expect(client.brokerOffer()?.responseInformation).toBeUndefined();
});

test("a Server Keep Alive of 0 stops the client's pings", async () => {
  const { world, heard, start } = scriptedBroker({ connack: () => ({ properties: { serverKeepAlive: 0 } }) });
  start({ keepAlive: 10 });
  world.clock.advance(100_000 * SECOND);
  expect(heard.map((packets) => packets.map(({ cmd }) => cmd))).toEqual([["connect"]]);
});

test("a clean start ends the earlier session and keeps its own", async () => {
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
