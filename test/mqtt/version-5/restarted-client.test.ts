// A client that was started anew, and asks for the session that the broker kept from its earlier life (MQTT
// 5.0, 3.2.2.1.1).
import { expect, test } from "vitest";
import { LEVEL_5 } from "../../../src/mqtt/connect-packet.ts";
import { publish } from "../../../src/mqtt/outbox.ts";
import { prepare } from "../../../src/mqtt/publication.ts";
import { subscribe } from "../../../src/mqtt/subscriptions.ts";
import { driveClient } from "../driven-client.ts";

/** Its first connection, with a subscription of its own; the broker has the session. */
function restarted({ cleanSession = false } = {}) {
  const driven = driveClient({ level: LEVEL_5, cleanSession });
  const heard: string[] = [];
  subscribe(driven.client, "orders", 2, { deliver: (_, payload) => void heard.push(payload) });
  driven.open();
  driven.sent();
  driven.receive({ cmd: "connack", sessionPresent: true } as never);
  return { ...driven, heard };
}

const commands = (driven: ReturnType<typeof restarted>) => driven.sent().map(({ cmd }) => cmd);

test("a restarted client without its session closes the connection [MQTT5-3.2.2-4]", () => {
  const driven = restarted({ cleanSession: true });
  expect(driven.told).toMatchObject({
    greeted: [],
    lost: ["protocol error by the broker: a session is present where none can be"],
  });
});

test("a restarted client repeats each filter in its session [MQTT5-3.2.2-4]", () => {
  const driven = restarted();
  expect(driven.told).toMatchObject({ greeted: [true], lost: [] });
  expect(driven.sent()).toMatchObject([{ cmd: "subscribe", subscriptions: [{ topic: "orders", qos: 2 }] }]);
});

test("a restarted client completes each handshake of its previous run [MQTT5-3.2.2-4]", () => {
  const driven = restarted();
  driven.sent();
  publish(driven.client, prepare("counter", 2, false, "reject"), "1");
  const releases = driven.sent();
  expect(releases.map(({ cmd }) => cmd)).toEqual(new Array(7).fill("pubrel"));
  for (const { messageId } of releases) {
    expect(commands(driven)).toEqual([]);
    driven.receive({ cmd: "pubcomp", messageId } as never);
  }
  expect(driven.sent()).toMatchObject([{ cmd: "publish", qos: 2, dup: false, topic: "counter" }]);
});

test("a restarted client sends QoS 1 messages as new at once [MQTT5-3.2.2-4]", () => {
  const driven = restarted();
  driven.sent();
  publish(driven.client, prepare("reading", 1, false, "reject"), "1");
  expect(driven.sent()).toMatchObject([{ cmd: "publish", qos: 1, dup: false }]);
});

test("handshakes begun by the previous run complete [MQTT5-3.2.2-4]", () => {
  const driven = restarted();
  driven.sent();
  driven.receive({ cmd: "pubrel", messageId: 4 } as never);
  const again = { cmd: "publish", topic: "orders", qos: 2, dup: true, retain: false } as const;
  driven.receive({ ...again, messageId: 5, payload: "open" } as never);
  driven.receive({ cmd: "pubrel", messageId: 5 } as never);
  expect(driven.sent()).toMatchObject([
    { cmd: "pubcomp", messageId: 4 },
    { cmd: "pubrec", messageId: 5 },
    { cmd: "pubcomp", messageId: 5 },
  ]);
  expect([driven.heard, driven.told.lost]).toEqual([["open"], []]);
});
