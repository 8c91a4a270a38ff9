// A broker's words: what of them a program's client keeps.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { IPubackPacket } from "mqtt-packet";
import { expect, test } from "vitest";
import { LEVEL_5 } from "../../../src/mqtt/connect-packet.ts";
import { noteBrokerReason } from "../../../src/mqtt/version-5/broker-reason.ts";
import { variableEnd } from "../../../src/mqtt/version-5/properties.ts";
import { bytesIn5, driveClient } from "../driven-client.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** A client that a broker refuses a message in these words, with so many bytes after them. */
function refused(reasonString: string, behind = 0) {
  const { client } = driveClient({ level: LEVEL_5 });
  const answer: IPubackPacket = {
    cmd: "puback",
    messageId: 1,
    reasonCode: 0x87,
    properties: { reasonString },
  };
  const bytes = bytesIn5(answer);
  // After the first byte, the length, the identifier and the code.
  const at = variableEnd(bytes, 1, bytes.length) + 3;
  noteBrokerReason(client, 0x87, bytes + "\0".repeat(behind), at, bytes.length);
  return client;
}

const wordsOf = (reasonString: string) =>
  Buffer.from(refused(reasonString).brokerReason?.words ?? "", "latin1").toString();

test("a reason string keeps whole characters, at least 201 of them", () => {
  expect(wordsOf("not today")).toBe("not today");
  expect(wordsOf("x".repeat(5000))).toBe("x".repeat(804));
  expect(wordsOf("😀".repeat(5000))).toBe("😀".repeat(201));
  expect(wordsOf(`xx${"😀".repeat(5000)}`)).toBe(`xx${"😀".repeat(200)}`);
  expect(wordsOf(`x${"€".repeat(5000)}`)).toBe(`x${"€".repeat(267)}`);
});

test("a reason string holds no other part of its packet", () => {
  const held = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const before = held();
  const clients = Array.from({ length: 20 }, () => refused("this client may not publish", 1_000_000));
  expect(held() - before).toBeLessThan(5_000_000);
  expect(clients[0]?.brokerReason?.words).toBe("this client may not publish");
});
