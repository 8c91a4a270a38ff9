// CONNECT and CONNACK: what goes first, what is refused and why, and what the application says on each connection.
import { describe, expect, test } from "vitest";
import { asksForClean, connectPacket } from "../../src/mqtt/connect-packet.ts";
import { disconnect } from "../../src/mqtt/connection.ts";
import { CONNECTED, WAITING } from "../../src/mqtt/connection-state.ts";
import { publish } from "../../src/mqtt/outbox.ts";
import { prepare, publishPacket } from "../../src/mqtt/publication.ts";
import { subscribe, unsubscribe } from "../../src/mqtt/subscriptions.ts";
import { bytesOf, driveClient } from "./driven-client.ts";
import { shake } from "./handshake.ts";

const kept = prepare("kept", 1, false, "reject");

test("[MQTT-3.1.0-1] [MQTT 3.1.4] CONNECT goes first, alone until CONNACK arrives", () => {
  const driven = driveClient();
  publish(driven.client, kept, "a");
  subscribe(driven.client, "a", 1, { deliver: () => {} });
  driven.open();
  publish(driven.client, kept, "b");
  subscribe(driven.client, "b", 1, { deliver: () => {} });
  driven.drain();
  driven.pass(5000);
  expect(driven.sent()).toMatchObject([{ cmd: "connect", clientId: "device", clean: false }]);
});

test("[MQTT-3.1.0-2] a client sends one CONNECT per connection", () => {
  const driven = driveClient({ keepAlive: 60 });
  driven.open();
  driven.pass(9_999);
  driven.receive({ cmd: "connack", returnCode: 0, sessionPresent: false });
  driven.pass(600_000);
  expect(driven.told.opens).toBeGreaterThan(0);
  const connects = driven.sent().filter(({ cmd }) => cmd === "connect");
  expect(connects).toHaveLength(1);
});

describe("[MQTT-3.2.2-5] [MQTT 3.2.2.3] a refusal ends the attempt with its reason", () => {
  test.each([
    [1, "broker refused: protocol version; it must speak MQTT 3.1.1"],
    [2, "broker refused: client identifier; set another id"],
    [3, "broker refused: unavailable"],
    [4, "broker refused: bad user name or password; set user and secret"],
    [5, "broker refused: not authorized; let this user in, or set another"],
    [6, "broker refused: code 6, which MQTT 3.1.1 does not know"],
    [255, "broker refused: code 255, which MQTT 3.1.1 does not know"],
  ])("return code %i is reported as: %s", (code, reason) => {
    const driven = driveClient();
    publish(driven.client, kept, "a");
    driven.open();
    driven.sent();
    driven.receiveBytes(`\x20\x02\0${String.fromCharCode(code)}`);
    expect([driven.client.connection.state, driven.client.connection.reason, driven.told.lost]).toEqual([
      WAITING,
      reason,
      [reason],
    ]);
    expect([driven.told.greeted, driven.bytes(), driven.told.closes]).toEqual([[], "", 1]);
    expect(driven.client.ring.bytes).toBe(1);
  });
});

describe("[MQTT-3.2.2-1] [MQTT-3.2.2-4] an impossible session present flag", () => {
  const reason = "protocol error by the broker: a session is present where none can be";

  test("session present after a clean CONNECT ends the connection", () => {
    const driven = driveClient({ cleanSession: true });
    driven.open();
    driven.receiveBytes("\x20\x02\x01\0");
    expect([driven.told.lost, driven.told.greeted, driven.told.closes]).toEqual([[reason], [], 1]);
  });

  test.each([1, 3, 5, 9])("session present in refusal %i is reported before the refusal", (code) => {
    const driven = driveClient();
    driven.open();
    driven.receiveBytes(`\x20\x02\x01${String.fromCharCode(code)}`);
    expect([driven.told.lost, driven.told.closes]).toEqual([[reason], 1]);
  });

  test("CleanSession is read from a CONNECT despite its other flags", () => {
    const will = { topic: "t", payload: "p", qos: 1, retain: true };
    for (const options of [{}, { will }, { userName: "u" }, { will, userName: "u", password: "p" }]) {
      for (const clientId of ["a", "x".repeat(64), "\0\x04MQTT\x04\x02"]) {
        const [clean, kept] = [true, false].map((cleanSession) =>
          asksForClean(connectPacket({ clientId, cleanSession, keepAlive: 0x0202, ...options })),
        );
        expect([clean, kept]).toEqual([true, false]);
      }
    }
  });
});

test("the application's first messages go after SUBSCRIBE, before kept messages", () => {
  const first = publishPacket(prepare("status", 0, true, "reject"), "online");
  const driven = driveClient({ first });
  subscribe(driven.client, "a", 1, { deliver: () => {} });
  publish(driven.client, kept, "x");
  driven.connectAnd();
  expect(driven.sent()).toMatchObject([
    { cmd: "subscribe" },
    { cmd: "publish", topic: "status", payload: Buffer.from("online"), retain: true },
    { cmd: "publish", topic: "kept" },
  ]);
  driven.loseLink();
  driven.connectAnd();
  // The subscription was not answered, so it is asked for again.
  expect(driven.sent()).toMatchObject([{ cmd: "subscribe" }, { topic: "status" }, { dup: true }]);
});

describe("another broker's present session", () => {
  test("another broker's present session is foreign at first, then the client's", () => {
    const driven = driveClient();
    driven.connect();
    driven.loseLink();
    driven.client.brokers.current = 1;
    for (const isOurs of [false, true]) {
      driven.connectAnd();
      expect(driven.told.greeted.at(-1)).toBe(isOurs);
      driven.sent();
      driven.loseLink();
    }
  });

  test("identifiers of another broker's session are released first", () => {
    const { driven, say, answer, heard } = shake();
    driven.connect();
    driven.loseLink();
    driven.client.brokers.current = 1;
    driven.connectAnd();
    heard();
    say("a");
    const ids = [257, 258, 259, 260, 261, 262, 263];
    expect(heard()).toEqual(ids.map((id) => `pubrel ${id}`));
    answer("pubcomp", ...ids);
    expect(heard()).toEqual(["publish a 257"]);
  });
});

test("a client with nothing to send hands nothing to the link", () => {
  const driven = driveClient();
  const writes: string[] = [];
  driven.client.link.port = { ...driven.client.link.port, writeLink: (bytes) => writes.push(bytes) };
  driven.open();
  driven.receive({ cmd: "connack", returnCode: 0, sessionPresent: false });
  expect([writes.length, driven.client.connection.state]).toEqual([1, CONNECTED]);
});

test("[MQTT-3.2.2-1..3] the host learns whether the broker kept the session", () => {
  const driven = driveClient();
  driven.connect(false);
  driven.loseLink();
  driven.connect(true);
  expect([driven.told.greeted, driven.client.connection.connects]).toEqual([[false, true], 2]);
});

test("a CONNACK and packets in one chunk survive every split", () => {
  const stream = `${bytesOf({ cmd: "connack", returnCode: 0, sessionPresent: true })}${bytesOf({
    cmd: "publish",
    topic: "a",
    payload: "early",
    qos: 1,
    dup: true,
    retain: false,
    messageId: 3,
  })}`;
  for (let at = 0; at < stream.length; at += 1) {
    const driven = driveClient();
    const messages: string[] = [];
    subscribe(driven.client, "a", 1, { deliver: (_self, payload) => messages.push(payload) });
    driven.open();
    driven.receiveBytes(stream.substring(0, at));
    driven.receiveBytes(stream.substring(at));
    expect([driven.client.connection.state, messages]).toEqual([CONNECTED, ["early"]]);
  }
});

test("a CONNACK handling that stops half-way restarts on a new connection", () => {
  let broken = true;
  const driven = driveClient({
    greet: () => {
      if (broken) throw new Error("out of memory");
      return "";
    },
  });
  publish(driven.client, kept, "x");
  driven.open();
  expect(() => driven.receive({ cmd: "connack", returnCode: 0, sessionPresent: false })).toThrow();
  broken = false;
  driven.sent();
  driven.pass(20_000);
  expect(driven.client.connection.reason).toBe("broker is silent after CONNECT");
  driven.connectAnd();
  expect(driven.sent()).toMatchObject([{ cmd: "publish", topic: "kept" }]);
});

test("a subscription change in the connected callback takes effect at once", () => {
  const driven = driveClient({
    greet() {
      unsubscribe(driven.client, "left");
      subscribe(driven.client, "new", 1, { deliver: () => {} });
      return "";
    },
  });
  subscribe(driven.client, "left", 1, { deliver: () => {} });
  driven.connectAnd(undefined, false);
  expect(driven.sent()).toMatchObject([{ cmd: "subscribe", subscriptions: [{ topic: "new" }] }]);
});

describe("a normal disconnection", () => {
  const last = publishPacket(prepare("status", 0, true, "reject"), "offline");

  test("[MQTT-3.14.4-1] [MQTT-3.14.4-2] a disconnection sends last messages, DISCONNECT, then nothing", () => {
    const driven = driveClient({ keepAlive: 10 });
    driven.connect();
    disconnect(driven.client, last, driven.now());
    expect([driven.bytes(), driven.told.closes]).toEqual([last + bytesOf({ cmd: "disconnect" }), 1]);
    driven.sent();
    driven.drain();
    driven.receive({ cmd: "pingresp" });
    expect(publish(driven.client, kept, "x")).toBe("kept");
    driven.pass(100_000);
    expect([driven.bytes(), driven.told.lost]).toEqual(["", []]);
  });

  test("a disconnection before CONNACK only closes the link", () => {
    const driven = driveClient();
    driven.open();
    driven.sent();
    disconnect(driven.client, last, driven.now());
    expect([driven.bytes(), driven.told.closes]).toEqual(["", 1]);
  });
});
