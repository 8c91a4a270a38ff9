import { generate } from "mqtt-packet";
import { expect, test } from "vitest";
import { AcknowledgementReader } from "../../tools/sim/devices/acknowledgements.ts";

const SIZES = [1, 2, 3, 5, 1000];

function packets(protocolVersion: 4 | 5): Buffer {
  const codes = protocolVersion === 5 ? { reasonCode: 0x97 } : {};
  return Buffer.concat(
    [
      { cmd: "connack" as const, sessionPresent: true, returnCode: 0, reasonCode: 0 },
      { cmd: "suback" as const, messageId: 9, granted: [0, 1, 1, 0] },
      { cmd: "puback" as const, messageId: 258 },
      {
        cmd: "publish" as const,
        topic: "a/b",
        payload: "x".repeat(300),
        qos: 0 as const,
        dup: false,
        retain: false,
      },
      { cmd: "pubrec" as const, messageId: 513 },
      { cmd: "pubcomp" as const, messageId: 513 },
      { cmd: "puback" as const, messageId: 7, ...codes },
      { cmd: "pubrec" as const, messageId: 514, ...codes },
      { cmd: "pingresp" as const },
      { cmd: "connack" as const, sessionPresent: false, returnCode: 0, reasonCode: 0 },
    ].map((packet) => generate(packet, { protocolVersion })),
  );
}

test.each(SIZES.flatMap((size) => [[4, size] as const, [5, size] as const]))(
  "acknowledgements at protocol level %i are read in pieces of %i bytes",
  (level, size) => {
    const bytes = packets(level);
    const told: string[] = [];
    const reader = new AcknowledgementReader({
      acknowledged: (id, isTaken) => void told.push(`${id} ${isTaken ? "taken" : "refused"}`),
      greeted: (isResumed) => void told.push(isResumed ? "resumed" : "new"),
    });
    for (let at = 0; at < bytes.length; at += size) reader.read(bytes.subarray(at, at + size));
    const answers = level === 5 ? ["7 refused", "514 refused"] : ["7 taken"];
    expect(told).toEqual(["resumed", "258 taken", "513 taken", ...answers, "new"]);
  },
);
