import { generate } from "mqtt-packet";
import { expect, test } from "vitest";
import { createPublishCount } from "../../tools/sim/sent-publishes.ts";

const publish = (bytes: number) =>
  generate({
    cmd: "publish",
    topic: "home/a",
    payload: "x".repeat(bytes),
    qos: 0,
    dup: false,
    retain: false,
  });
const PACKETS = Buffer.concat([
  generate({ cmd: "connect", clientId: "a", protocolId: "MQTT", protocolVersion: 4 }),
  publish(0),
  generate({ cmd: "pingreq" }),
  publish(200),
  publish(40_000),
  generate({ cmd: "disconnect" }),
]).toString("latin1");

test.each([1, 2, 3, 7, 1000, 100_000])("messages are counted in pieces of %i bytes", (size) => {
  const publishesIn = createPublishCount();
  let count = 0;
  for (let at = 0; at < PACKETS.length; at += size) count += publishesIn(PACKETS.slice(at, at + size));
  expect(count).toBe(3);
});
