// Ringmote's client alone, told of the time by its link's events only.

import type { Stream } from "../../../../src/client/transport/stream.ts";
import { type Client, createClient } from "../../../../src/mqtt/client.ts";
import { connectPacket, LEVEL_5 } from "../../../../src/mqtt/connect-packet.ts";
import { connect, networkChanged, pollConnection } from "../../../../src/mqtt/connection.ts";
import { NODE_LIMITS } from "../../../../src/platform/node/device.ts";

const KEEP_ALIVE_S = 60;
/** No pause before a connection is longer than this, in milliseconds. */
const LONGEST_PAUSE_MS = 60_000;

/** A client whose link is opened by `open`. */
export function createBenchClient(open: () => Stream, mqtt: 3 | 5 = 3, limits = NODE_LIMITS): Client {
  let stream: Stream | undefined;
  const client = createClient(
    { writeLink: (bytes) => stream?.write(bytes), closeLink: () => stream?.close() },
    {
      connectLink: () => {
        stream = open();
      },
      chance: () => 0,
      greeted: () => "",
      lost(_host, reason) {
        throw new Error(`The client of the bench has lost its connection: ${reason}`);
      },
      dropped: () => {},
      granted: () => {},
      skipped: () => {},
    },
    connectPacket({
      clientId: "ringmote",
      cleanSession: true,
      keepAlive: KEEP_ALIVE_S,
      ...(mqtt === 5 && { level: LEVEL_5, properties: "" }),
    }),
    KEEP_ALIVE_S,
    // As a device in Node is started: without the proof that the ring's bytes can be had.
    { ...limits, bytes: 0 },
  );
  client.ring.limit = limits.bytes;
  return client;
}

/** Lets the client open its link. */
export function begin(client: Client): void {
  connect(client, 0);
  networkChanged(client, true, 0);
  pollConnection(client, LONGEST_PAUSE_MS);
}
