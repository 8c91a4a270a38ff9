// A clean session ends with its connection: the next one uses nothing of it. What the application was promised is kept.
import type { ISubscribePacket } from "mqtt-packet";
import { expect, test } from "vitest";
import { shake } from "./handshake.ts";

const CLEAN = { cleanSession: true };

test("[MQTT-3.1.2-6] a clean session resends an unacknowledged message as new", () => {
  const { driven, say, answer, heard } = shake(CLEAN);
  driven.connect();
  say("1:a", "b", "c");
  answer("pubrec", 257);
  heard();
  driven.loseLink();
  driven.connectAnd(undefined, false);
  const again = heard().filter((words) => words.startsWith("publish"));
  expect(again.map((words) => words.split(" ")[1])).toEqual(["a", "b", "c"]);
  expect(again.filter((words) => words.endsWith("!"))).toEqual([]);
  expect(driven.client.outcomes.repeats).toBe(3);
});

test("[MQTT-3.1.2-6] a clean session subscribes to its filters anew", () => {
  const { driven } = shake(CLEAN);
  driven.connect();
  driven.loseLink();
  driven.connectAnd(undefined, false);
  const [packet] = driven.sent() as ISubscribePacket[];
  expect(packet).toMatchObject({ cmd: "subscribe", subscriptions: [{ topic: "in", qos: 2 }] });
});

test("[MQTT-3.1.2-6] a clean session reuses identifiers the broker held", () => {
  const { driven, message, messages } = shake(CLEAN);
  driven.connect();
  message("a", 7);
  driven.loseLink();
  driven.connect(false);
  message("b", 7);
  expect(messages).toEqual(["a", "b"]);
});

test("every CONNECT of a clean session sets the flag", () => {
  const { driven } = shake(CLEAN);
  for (let i = 0; i < 3; i += 1) {
    driven.open();
    expect(driven.sent()).toMatchObject([{ cmd: "connect", clean: true }]);
    driven.loseLink();
  }
});
