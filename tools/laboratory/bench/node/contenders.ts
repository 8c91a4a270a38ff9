// Clients that are compared: whichever it is, it is offered the same messages in the same way. A program's
// are used by the public face of their package, at a real socket; "connection" is ringmote's alone, as a
// device in Node has it.
import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { connectAsync, type IClientOptions, MqttClient } from "mqtt";
import { GatheredWrites } from "../../../../src/client/transport/gathered-writes.ts";
import { RealStream } from "../../../../src/client/transport/real-stream.ts";
import type { Stream, StreamEvents } from "../../../../src/client/transport/stream.ts";
import { CONNECTED } from "../../../../src/mqtt/connection-state.ts";
import { linkClosed, linkDrained, linkOpened, linkReceived } from "../../../../src/mqtt/link-events.ts";
import { publish } from "../../../../src/mqtt/outbox.ts";
import { prepare } from "../../../../src/mqtt/publication.ts";
import { adopt } from "../../../../src/mqtt/version-5/publish-start.ts";
import { connect } from "../../../../src/platform/node/computer.ts";
import { begin, createBenchClient } from "./bench-client.ts";
import { createNullPeer } from "./null-peer.ts";

export type Qos = 0 | 1;

/** 3 is MQTT 3.1.1. */
export type Version = 3 | 5;

/** Where a connection goes: to the peer in its own process, or to a broker on this port of this computer. */
export type ContenderPlace = "null" | number;

export type ContenderName =
  | "connection"
  | "ringmote"
  | "ringmote, unprepared"
  | "ringmote, of long messages"
  | "MQTT.js"
  | "bare socket";

/** A client that is connected. */
export interface Contender {
  /** As its package gives it. */
  itself?: unknown;
  isConnected?: () => boolean;
  /**
   * `through` is called when the link has taken the message (QoS 0), or the broker has acknowledged it (QoS
   * 1).
   */
  publish: (payload: string | Buffer, qos: Qos, through?: () => void) => void;
  /** Is fulfilled at the same moment. */
  send?: (payload: string | Buffer, qos: Qos) => Promise<unknown>;
  /** Calls `taken` for each message that one of the filters takes. */
  subscribe?: (filters: readonly string[], taken: () => void, qos: Qos) => Promise<unknown>;
}

/** As a device's reading has it, and as short. */
const TOPIC = "home/living-room-a1b2c3/temperature";
const PUBACK_BYTES = 4;

/** What a client of long messages may hold: its usual megabyte would refuse one. */
const LONG_LIMITS = { bytes: 0x2000000 };

/** Twenty bytes that differ each time. */
export function benchPayload(index: number): string {
  return `reading ${String(index).padStart(12, "0")}`;
}

export async function connectContender(
  name: ContenderName,
  place: ContenderPlace,
  id: string,
  mqtt: Version = 3,
): Promise<Contender> {
  if (name === "connection") return connectAlone(place, mqtt);
  if (name === "MQTT.js") return connectMqttJs(place, id, mqtt);
  if (name === "bare socket") return connectBare(Number(place), id);
  return connectRingmote(Number(place), id, name);
}

/** With a topic that is prepared ahead, or as programs that only know `send`. */
async function connectRingmote(port: number, id: string, name: ContenderName): Promise<Contender> {
  const limits = name === "ringmote, of long messages" ? { limits: LONG_LIMITS } : {};
  const client = connect(`mqtt://127.0.0.1:${port}`, { id, ...limits });
  await client.untilConnected();
  const publication = client.prepare(TOPIC);
  return {
    itself: client,
    isConnected: () => client.isConnected(),
    publish(payload, qos, through) {
      if (qos === 1 || through !== undefined) return void client.send(TOPIC, payload, { qos }).then(through);
      if (name === "ringmote, unprepared") return void client.send(TOPIC, payload, { qos });
      const outcome = client.publish(publication, payload);
      if (outcome !== "sent") throw new Error(`A message of the bench is not on its way: ${outcome}.`);
    },
    send: (payload, qos) => client.send(TOPIC, payload, { qos }),
    subscribe: (filters, taken, qos) => client.subscribe(filters, taken, qos),
  };
}

async function connectMqttJs(place: ContenderPlace, clientId: string, mqtt: Version): Promise<Contender> {
  const options: IClientOptions = { clientId, protocolVersion: mqtt === 5 ? 5 : 4, keepalive: 60 };
  const client =
    place === "null"
      ? new MqttClient(() => createNullPeer(), options)
      : await connectAsync(`mqtt://127.0.0.1:${place}`, options);
  if (!client.connected) await new Promise<unknown>((resolve) => client.once("connect", resolve));
  return {
    itself: client,
    isConnected: () => client.connected,
    publish: (payload, qos, through) => void client.publish(TOPIC, payload, { qos }, through),
    send: (payload, qos) => client.publishAsync(TOPIC, payload, { qos }),
    subscribe(filters, taken, qos) {
      client.on("message", taken);
      return client.subscribeAsync([...filters], { qos });
    },
  };
}

/** A socket that has said CONNECT and says no more: the least that a connection can cost. */
async function connectBare(port: number, id: string): Promise<Contender> {
  const socket = connectSocket(port, "127.0.0.1");
  await once(socket, "connect");
  const rest = `\0\x04MQTT\x04\x02\0\x3c\0${String.fromCharCode(id.length)}${id}`;
  socket.write(`\x10${String.fromCharCode(rest.length)}${rest}`, "latin1");
  await once(socket, "data");
  return { itself: socket, publish: () => {} };
}

async function connectAlone(place: ContenderPlace, mqtt: Version): Promise<Contender> {
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
  const client = createBenchClient(() => openStream(place, events), mqtt);
  await new Promise<void>((resolve) => {
    connected = resolve;
    begin(client);
  });
  connected = () => {};
  const publications = [0, 1].map((qos) => prepare(TOPIC, qos, false, "reject"));
  for (const [index, publication] of publications.entries()) adopt(client, publication, index + 1);
  return {
    publish(payload, qos, whenThrough = () => {}) {
      through = whenThrough;
      if (qos === 0) leaving += 1;
      const outcome = publish(client, publications[qos] as (typeof publications)[0], String(payload));
      if (outcome !== "kept" && outcome !== "sent") throw new Error(`A message of the bench was ${outcome}.`);
    },
  };
}

/** The null peer's stream as a device's: what RealStream does with a socket. */
function openStream(place: ContenderPlace, events: StreamEvents): Stream {
  if (place !== "null")
    return new RealStream({ host: "127.0.0.1", port: place, tls: false }, undefined, events, () => {});
  const peer = createNullPeer();
  const writes = new GatheredWrites(peer, events);
  peer.on("data", (bytes: Buffer) => events.received(bytes.toString("latin1")));
  setImmediate(() => events.opened());
  return {
    write: (bytes) => writes.write(bytes),
    close: () => writes.leave(),
    drop: () => writes.forget(),
  };
}
