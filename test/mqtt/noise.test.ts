// Noise, and what begins like a packet: the connection ends or goes on, and the next one is clean.
import fc from "fast-check";
import { expect, test } from "vitest";
import { CONNECTED, GREETING, WAITING } from "../../src/mqtt/connection-state.ts";
import { NONE } from "../../src/mqtt/oversize.ts";
import { driveClient } from "./driven-client.ts";

test("whatever bytes arrive in whatever pieces, the client ends the connection or goes on, and can connect again", () => {
  const noise = fc.uint8Array({ maxLength: 80 }).map((array) => Buffer.from(array).toString("latin1"));
  // Pure noise rarely gets past a first byte; these begin like packets.
  const almost = fc
    .tuple(
      fc.constantFrom(
        "\x20\x02\0\0",
        "\x30\x09\0\x01a",
        "\x32\x7f\0\x02ab",
        "\x40\x02\0",
        "\x90\x03\xff",
        "\x34\x7f\0\x01a",
        "\x50\x02",
        "\x62\x02",
        "\x70\x02\x01",
      ),
      noise,
    )
    .map(([head, tail]) => head + tail);
  const piece = fc.oneof(noise, almost);
  fc.assert(
    fc.property(fc.boolean(), fc.array(piece, { minLength: 1, maxLength: 6 }), (greeted, pieces) => {
      const driven = driveClient({ packetBytes: 64 });
      if (greeted) driven.connect();
      else driven.open();
      for (const bytes of pieces) driven.receiveBytes(bytes);
      if (driven.client.connection.state === CONNECTED || driven.client.connection.state === GREETING)
        driven.loseLink();
      expect(driven.client.connection.state).toBe(WAITING);
      driven.loseLink();
      driven.sent();
      driven.connect(true);
      driven.pass(1);
      expect(driven.client).toMatchObject({
        connection: { state: CONNECTED },
        stream: { rest: "" },
        oversize: { passage: NONE },
      });
    }),
    { numRuns: 1000 },
  );
});
