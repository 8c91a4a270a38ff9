// Ringmote's client as a contender: the client alone, over the streams that devices in Node have.

import { GatheredWrites } from "../../../../src/client/transport/gathered-writes.ts";
import { RealStream } from "../../../../src/client/transport/real-stream.ts";
import type { Stream, StreamEvents } from "../../../../src/client/transport/stream.ts";
import { type Client, type ClientLimits, createClient } from "../../../../src/mqtt/client.ts";
import { connectPacket, LEVEL_5 } from "../../../../src/mqtt/connect-packet.ts";
import { connect, networkChanged, pollConnection } from "../../../../src/mqtt/connection.ts";
import { CONNECTED } from "../../../../src/mqtt/connection-state.ts";
import { linkClosed, linkDrained, linkOpened, linkReceived } from "../../../../src/mqtt/link-events.ts";
import { publish } from "../../../../src/mqtt/outbox.ts";
import { prepare } from "../../../../src/mqtt/publication.ts";
import { adopt } from "../../../../src/mqtt/version-5/publish-start.ts";
import { NODE_LIMITS } from "../../../../src/platform/node/device.ts";
import { type Contender, type Place, TOPIC, type Version } from "./contender.ts";
import { createNullPeer } from "./null-peer.ts";

const KEEP_ALIVE_S = 60;
/** No pause before a connection is longer than this, in milliseconds. */
const LONGEST_PAUSE_MS = 60_000;
const PUBACK_BYTES = 4;

/** A client whose link is opened by `open`, and that is told of the time by its link's events only. */
export function createBenchClient(
  open: () => Stream,
  limits: ClientLimits = NODE_LIMITS,
  lost = endBench,
  mqtt: Version = 3,
): Client {
  let stream: Stream | undefined;
  const client = createClient(
    { writeLink: (bytes) => stream?.write(bytes), closeLink: () => stream?.close() },
    {
      connectLink: () => {
        stream = open();
      },
      chance: () => 0,
      greeted: () => "",
      lost: (_host, reason) => lost(reason),
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

function endBench(reason: string): void {
  throw new Error(`The client of the bench has lost its connection: ${reason}`);
}

/** Lets the client open its link. */
export function begin(client: Client): void {
  connect(client, 0);
  networkChanged(client, true, 0);
  pollConnection(client, LONGEST_PAUSE_MS);
}

/** Connects it; resolves when the broker has accepted. */
export async function connectRingmote(place: Place, mqtt: Version): Promise<Contender> {
  const now = (): number => Math.floor(performance.now());
  /** What each message of one kind is told when it is through, and how many at QoS 0 have not left. */
  let through = () => {};
  let leaving = 0;
  let connected = () => {};
  const events: StreamEvents = {
    opened: () => linkOpened(client, now()),
    received(bytes) {
      linkReceived(client, bytes, now());
      if (client.connection.state === CONNECTED) connected();
      // Nothing but acknowledgements comes in once it is connected.
      for (let at = 0; at < bytes.length; at += PUBACK_BYTES) through();
    },
    drained() {
      linkDrained(client, now());
      const left = leaving;
      leaving = 0;
      for (let i = 0; i < left; i += 1) through();
    },
    closed: (reason) => linkClosed(client, reason, now()),
  };
  const client = createBenchClient(() => openStream(place, events), NODE_LIMITS, endBench, mqtt);
  await new Promise<void>((resolve) => {
    connected = resolve;
    begin(client);
  });
  connected = () => {};
  const publications = [0, 1].map((qos) => prepare(TOPIC, qos, true, "reject"));
  for (const [index, publication] of publications.entries()) adopt(client, publication, index + 1);
  return {
    publish(payload, qos, whenThrough) {
      through = whenThrough;
      if (qos === 0) leaving += 1;
      const outcome = publish(client, publications[qos] as (typeof publications)[0], payload);
      if (outcome !== "kept" && outcome !== "sent") throw new Error(`A message of the bench was ${outcome}.`);
    },
  };
}

function openStream(place: Place, events: StreamEvents): Stream {
  if (place === "null") return overNullPeer(events);
  return new RealStream({ host: "127.0.0.1", port: place, tls: false }, undefined, events, () => {});
}

/** The null peer's stream as a device's: what RealStream does with a socket. */
function overNullPeer(events: StreamEvents, peer = createNullPeer()): Stream {
  const writes = new GatheredWrites(peer, events);
  peer.on("data", (bytes: Buffer) => events.received(bytes.toString("latin1")));
  setImmediate(() => events.opened());
  return {
    write: (bytes) => writes.write(bytes),
    close: () => writes.leave(),
    drop: () => writes.forget(),
  };
}
