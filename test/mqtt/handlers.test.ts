// Handlers of messages may do anything from inside: publish, subscribe, unsubscribe, stop
// the client, start it again.
import type { IPublishPacket } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { connect, disconnect, networkChanged } from "../../src/mqtt/connection.ts";
import { CONNECTED, STOPPED } from "../../src/mqtt/connection-state.ts";
import { publish } from "../../src/mqtt/outbox.ts";
import { prepare } from "../../src/mqtt/publication.ts";
import { subscribe, unsubscribe } from "../../src/mqtt/subscriptions.ts";
import { bytesOf, type DrivenClient, driveClient } from "./driven-client.ts";

const message = (topic: string, payload: string, messageId?: number): IPublishPacket => ({
  cmd: "publish",
  topic,
  payload,
  qos: messageId === undefined ? 0 : 1,
  dup: false,
  retain: false,
  ...(messageId === undefined ? {} : { messageId }),
});

/** A connected client with a handler for the topic "run". */
function handle(run: (driven: DrivenClient, payload: string) => void) {
  const driven = driveClient();
  const runs: string[] = [];
  subscribe(driven.client, "run", 1, {
    deliver(_self, payload) {
      runs.push(payload);
      run(driven, payload);
    },
  });
  driven.connect();
  return { driven, runs };
}

test("a handler's publish goes out before the acknowledgement", () => {
  const once = prepare("answer/0", 0, false, "reject");
  const kept = prepare("answer/1", 1, false, "reject");
  const { driven, runs } = handle(({ client }, payload) => {
    expect([publish(client, once, payload), publish(client, kept, payload)]).toEqual(["sent", "kept"]);
  });
  driven.receive(message("run", "a", 1), message("run", "b", 2));
  expect(runs).toEqual(["a", "b"]);
  expect(driven.sent()).toMatchObject([
    { topic: "answer/0", qos: 0 },
    { topic: "answer/1", qos: 1, messageId: 1 },
    { cmd: "puback", messageId: 1 },
    { topic: "answer/0", qos: 0 },
    { topic: "answer/1", qos: 1, messageId: 2 },
    { cmd: "puback", messageId: 2 },
  ]);
});

test("a handler's subscription receives the chunk's next message", () => {
  const others: string[] = [];
  const { driven } = handle(({ client }) => {
    subscribe(client, "other", 0, { deliver: (_self, payload) => others.push(payload) });
  });
  driven.receive(message("run", ""), message("other", "early"));
  expect(others).toEqual(["early"]);
  expect(driven.sent()).toMatchObject([{ cmd: "subscribe", subscriptions: [{ topic: "other", qos: 0 }] }]);
});

test("a handler that unsubscribes receives no more; its message is acknowledged [MQTT-3.10.4-3]", () => {
  const { driven, runs } = handle(({ client }) => unsubscribe(client, "run"));
  driven.receive(message("run", "a", 1), message("run", "b", 2));
  expect(runs).toEqual(["a"]);
  expect(driven.sent()).toMatchObject([
    { cmd: "unsubscribe", unsubscriptions: ["run"] },
    { cmd: "puback", messageId: 1 },
    { cmd: "puback", messageId: 2 },
  ]);
});

test("a handler that unsubscribes every filter lets other handlers finish", () => {
  const driven = driveClient();
  const runs: string[] = [];
  for (const filter of ["+", "#", "a/#"]) {
    subscribe(driven.client, filter, 0, {
      deliver() {
        runs.push(filter);
        for (const filter of ["+", "#", "a/#"]) unsubscribe(driven.client, filter);
      },
    });
  }
  driven.connect();
  driven.receive(message("a", "1"), message("a", "2"));
  expect(runs.sort()).toEqual(["#", "+", "a/#"]);
});

describe("a handler that stops the client", () => {
  const stopping = () => handle(({ client }) => disconnect(client, "", 0));

  test("a client stopped by its handler sends nothing after DISCONNECT [MQTT-3.14.4-2]", () => {
    const { driven, runs } = stopping();
    const closes = driven.told.closes;
    driven.receive(message("run", "a", 1), message("run", "b", 2), { cmd: "pingresp" });
    expect(runs).toEqual(["a"]);
    expect(driven.sent()).toEqual([expect.objectContaining({ cmd: "disconnect" })]);
    expect([driven.client.connection.state, driven.told.closes - closes, driven.told.lost]).toEqual([
      STOPPED,
      1,
      [],
    ]);
  });

  test("a stopped client's unread chunk reaches no later connection", () => {
    const first = bytesOf(message("run", "a"));
    const tail = bytesOf(message("run", "b", 2)) + bytesOf(message("run", "x".repeat(300), 3));
    for (let length = 0; length <= tail.length; length += 1) {
      const { driven, runs } = stopping();
      driven.receiveBytes(first + tail.substring(0, length));
      driven.sent();
      driven.connect(true);
      expect([driven.client.connection.state, runs, driven.told.lost]).toEqual([CONNECTED, ["a"], []]);
    }
  });

  test("malformed bytes after the stop are ignored", () => {
    const { driven } = stopping();
    driven.receiveBytes(`${bytesOf(message("run", "a"))}\0\0\0\0`);
    expect([driven.client.connection.state, driven.told.lost]).toEqual([STOPPED, []]);
  });
});

test("a client restarted by its handler ignores the chunk's rest", () => {
  const { driven, runs } = handle(({ client }) => {
    disconnect(client, "", 0);
    connect(client, 0);
  });
  driven.receiveBytes(`${bytesOf(message("run", "a", 1))}\x32`);
  expect(driven.sent()).toMatchObject([{ cmd: "disconnect" }]);
  driven.connect(true);
  driven.receive(message("run", "b"));
  expect(runs).toEqual(["a", "b"]);
});

test("a network lost during a handler ends the connection once", () => {
  const { driven } = handle(({ client }) => networkChanged(client, false, 0));
  driven.receive(message("run", "a", 1), message("run", "b", 2));
  expect(driven.told.lost).toEqual(["network is down"]);
  expect(driven.bytes()).toBe("");
});

test("a handler that restarts the device receives the unacknowledged message again", () => {
  const { driven } = handle(() => {
    throw new Error("restart");
  });
  expect(() => driven.receive(message("run", "a", 1))).toThrow("restart");
  expect(driven.bytes()).toBe("");
});

test("[MQTT-4.8.0-2] bytes after a handler that never returned end the connection", () => {
  // Espruino, out of memory: no `finally` runs, and the program goes on with the next event.
  let broken = true;
  const { driven, runs } = handle(() => {
    if (broken) throw new Error("out of memory");
  });
  const rest = bytesOf(message("run", "b", 2));
  expect(() => driven.receiveBytes(bytesOf(message("run", "a", 1)) + rest.substring(0, 3))).toThrow();
  broken = false;
  driven.receiveBytes(rest.substring(3));
  expect(driven.told.lost).toEqual(["stopped in the middle of a packet"]);
  driven.connect(true);
  driven.receive({ ...message("run", "a", 1), dup: true }, { ...message("run", "b", 2), dup: true });
  expect(runs).toEqual(["a", "a", "b"]);
});

test("a wildcard handler that stops the client sends nothing after DISCONNECT", () => {
  const driven = driveClient();
  subscribe(driven.client, "+", 1, { deliver: () => disconnect(driven.client, "", 0) });
  driven.connect();
  driven.receive({
    cmd: "publish",
    topic: "t",
    payload: "",
    qos: 1,
    messageId: 5,
    dup: false,
    retain: false,
  });
  expect(driven.bytes()).toBe("\xe0\0");
});

test.each([0, 1, 2] as const)("a handler at QoS %i learns whether its message was retained", (qos) => {
  for (const filter of ["t", "#"]) {
    const driven = driveClient();
    const heard: [string, boolean][] = [];
    subscribe(driven.client, filter, 2, {
      deliver: (_self, payload, retained) => heard.push([payload, retained]),
    });
    driven.connect();
    for (const [messageId, retain] of [
      [5, true],
      [6, false],
    ] as const)
      driven.receive({
        cmd: "publish",
        topic: "t",
        // At QoS 0 it stands where an identifier would, and is none.
        payload: "\0\0",
        qos,
        dup: false,
        retain,
        ...(qos === 0 ? {} : { messageId }),
      });
    expect(heard).toEqual([
      ["\0\0", true],
      ["\0\0", false],
    ]);
  }
});
