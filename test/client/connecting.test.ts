// Promises to a program about its connections: when they stand, why they end, and how the next one comes.
import { expect, test } from "vitest";
import { ConnectionError } from "../../src/client/faults/errors.ts";
import { endOf, program, SECOND } from "./program-client.ts";

test("untilConnected() resolves once connected and says whether the session was kept", async () => {
  const { broker, pass, start } = program();
  const client = start({ session: "persistent" });
  const connected = endOf(client.untilConnected());
  expect(connected).toEqual({});
  await pass(2 * SECOND);
  expect([connected, await client.untilConnected()]).toEqual([{ value: false }, false]);
  broker.hangUp();
  await pass(1);
  const again = endOf(client.untilConnected());
  await pass(5 * SECOND);
  expect([again, await client.untilConnected()]).toEqual([{ value: true }, true]);
});

test("untilConnected() rejects on its signal and on the client's end", async () => {
  const { pass, start } = program({}, () => ({ connect: "refuse" }));
  const client = start();
  const waiting = new AbortController();
  const [bored, patient] = [
    endOf(client.untilConnected({ signal: waiting.signal })),
    endOf(client.untilConnected()),
  ];
  waiting.abort(new Error("too long"));
  await pass(SECOND);
  expect([bored, patient]).toEqual([{ error: new Error("too long") }, {}]);
  client.kill();
  await pass(0);
  expect(String(patient.error)).toBe("ConnectionError: Not connected: the client has ended.");
  await expect(client.untilConnected()).rejects.toThrow("the client has ended");
});

test.each<[unknown, string]>([
  [null, "The options of untilConnected() are null; they are a record, { name: value }."],
  [5, "The options of untilConnected() are 5; they are a record, { name: value }."],
  [{ signal: 5 }, "The option signal is 5; it is an AbortSignal: new AbortController().signal, or"],
])("untilConnected(%j) throws a sentence", (options, sentence) => {
  const client = program().start();
  expect(() => client.untilConnected(options as object)).toThrow(sentence);
});

test("each connection's end is reported, a refusal with its return code", async () => {
  const told: ConnectionError[] = [];
  const { broker, pass, start } = program();
  const client = start({ lost: (error) => void told.push(error) });
  await pass(2 * SECOND);
  broker.behaviour.admits = () => 5;
  broker.hangUp();
  await pass(5 * SECOND);
  expect(told.length).toBeGreaterThanOrEqual(2);
  expect(told[0]).toBeInstanceOf(ConnectionError);
  expect(told[0]?.returnCode).toBeUndefined();
  expect(told[1]).toMatchObject({
    returnCode: 5,
    message: "Not connected: broker refused: not authorized; let this user in, or set another.",
  });
  expect(client.isConnected()).toBe(false);
});

test("five disconnections within a minute name three possible causes", async () => {
  const told: string[] = [];
  const { broker, pass, start } = program();
  start({ reconnect: { longest: 1 }, lost: ({ reason }) => void told.push(reason) });
  for (let times = 0; times < 5; times += 1) {
    await pass(2 * SECOND);
    broker.hangUp();
  }
  await pass(SECOND);
  const sentence =
    "the connection has ended 5 times within a minute: another client may use this identifier, the broker may refuse something in the session, such as a packet, or the link may be bad";
  expect(told).toEqual([...Array(4).fill("closed by the peer"), sentence]);
});

test.each([6, 9, 255])("an unknown refusal code %i is reported by its number", async (code) => {
  const { pass, start } = program({ admits: () => code });
  const connected = endOf(start({ reconnect: false }).untilConnected());
  await pass(2 * SECOND);
  expect(connected.error).toMatchObject({
    returnCode: code,
    message: `Not connected: broker refused: code ${code}, which MQTT 3.1.1 does not know.`,
  });
});

test("a program receives each change of its client's state", async () => {
  const told: [string, string][] = [];
  const { pass, start, world } = program({}, (connection) => (connection === 0 ? { connect: "refuse" } : {}));
  const stateChanged = (state: string) => void told.push([state, client.state]);
  const client = start({ stateChanged, reconnect: { longest: 1 } });
  expect(client.state).toBe("waiting");
  await pass(5 * SECOND);
  world.setNetwork(false);
  await pass(2 * SECOND);
  world.setNetwork(true);
  await pass(5 * SECOND);
  void client.stop();
  await pass(SECOND);
  const attempts = ["connecting", "waiting", "connecting", "connected", "waiting", "connecting", "connected"];
  expect(told).toEqual([...attempts, "stopped"].map((state) => [state, state]));
});

test("a client without reconnection reports each state until its end", async () => {
  const told: string[] = [];
  const { pass, start } = program({ admits: () => 4 });
  start({ reconnect: false, stateChanged: (state) => void told.push(state) });
  await pass(5 * SECOND);
  expect(told).toEqual(["connecting", "stopped"]);
});

test("a client without reconnection ends with its first attempt", async () => {
  const { broker, pass, start, world } = program({ admits: () => 4 });
  const client = start({ reconnect: false });
  const connected = endOf(client.untilConnected());
  const sent = endOf(client.send("a", "b"));
  await pass(5 * 60 * SECOND);
  expect(connected.error).toMatchObject({ returnCode: 4 });
  expect(String(sent.error)).toContain("was not acknowledged before its client ended");
  await expect(client.untilConnected()).rejects.toThrow("bad user name or password");
  expect([broker.connects.length, world.clock.pending()]).toEqual([1, 0]);
  const stopped = endOf(client.stop().then(() => "over"));
  await pass(0);
  expect(stopped).toEqual({ value: "over" });
});

test("a client without reconnection ends with its connection, also with QoS 2", async () => {
  const { broker, pass, start } = program();
  const client = start({ reconnect: false });
  await pass(2 * SECOND);
  const exactly = endOf(client.send("a", "b", { qos: 2 }));
  await pass(5 * SECOND);
  expect([client.isConnected(), exactly]).toEqual([true, { value: { id: 257 } }]);
  broker.hangUp();
  await pass(5 * 60 * SECOND);
  expect([client.isConnected(), broker.connects.length]).toEqual([false, 2]);
});

test("pauses between attempts stay within the program's limit", async () => {
  const attempts: number[] = [];
  const { pass, start, world } = program({}, () => {
    attempts.push(world.now());
    return { connect: "refuse" };
  });
  start({ reconnect: { first: 10, longest: 50 } });
  await pass(10 * SECOND);
  const pauses = attempts.slice(1).map((at, index) => at - (attempts[index] as number));
  expect(Math.max(...pauses)).toBeLessThan(100);
  expect(pauses.length).toBeGreaterThan(100);
});

test.each([{}, { reconnect: { first: 500, longest: 300_000 } }])(
  "all clients of a fleet reconnect within twice an outage, with %o",
  async (options) => {
    let [away, refused] = [false, 0];
    const { broker, pass, start } = program({}, () => {
      if (away) refused += 1;
      return away ? { connect: "refuse" } : {};
    });
    const clients = Array.from({ length: 200 }, (_, index) => start({ ...options, id: `client${index}` }));
    await pass(40 * SECOND);
    away = true;
    broker.stop();
    await pass(5 * SECOND);
    away = false;
    broker.start();
    await pass(5.5 * SECOND);
    expect(clients.filter((client) => !client.isConnected())).toEqual([]);
    expect(refused / 200).toBeGreaterThan(3);
    expect(refused / 200).toBeLessThan(9);
  },
);

test("the broker publishes the program's own will, of bytes too", async () => {
  const { broker, pass, start } = program();
  const client = start({
    will: { topic: "home/program/last", payload: new Uint8Array([0, 255]), qos: 2, retain: true },
  });
  await pass(2 * SECOND);
  client.kill();
  await pass(120 * SECOND);
  expect(broker.wills).toMatchObject([
    { topic: "home/program/last", payload: "\x00\xff", qos: 2, retain: true },
  ]);
});

test("a keep-alive of one second is accepted", async () => {
  const { broker, pass, start } = program();
  const client = start({ keepAlive: 1 });
  await pass(60 * SECOND);
  expect([client.isConnected(), client.counters().connects, broker.timeouts]).toEqual([true, 1, 0]);
  expect(broker.connects[0]?.keepalive).toBe(1);
});

test("a signal or the end of a using block stops the client", async () => {
  const { broker, pass, start } = program();
  const ending = new AbortController();
  start({ id: "by signal", signal: ending.signal, status: "home/a" });
  start({ id: "late", signal: AbortSignal.abort() });
  const used = start({ id: "by block", status: "home/b" });
  await pass(2 * SECOND);
  const block = async () => {
    await using client = used;
    client.isConnected();
  };
  ending.abort();
  await Promise.all([block(), pass(6 * SECOND)]);
  expect(broker.disconnects).toBe(2);
  expect(broker.received.map(({ topic, payload }) => [topic, payload]).slice(-2)).toEqual([
    ["home/a", "offline"],
    ["home/b", "offline"],
  ]);
});

test("a signal cancels a waiting send but not one already queued", async () => {
  const { broker, pass, start } = program();
  const client = start({ limits: { slots: 1 } });
  const giving = new AbortController();
  const { signal } = giving;
  const ends = ["1", "2", "3"].map((payload) => endOf(client.send("a", payload, { signal })));
  const last = endOf(client.send("a", "4"));
  giving.abort(new Error("enough"));
  await pass(2 * SECOND);
  expect(ends).toEqual(Array(3).fill({ error: new Error("enough") }));
  expect(last).toEqual({ value: { id: 2 } });
  expect(broker.received.map(({ payload }) => payload)).toEqual(["1", "4"]);
  await expect(client.send("a", "5", { signal })).rejects.toThrow("enough");
});
