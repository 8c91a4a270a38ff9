// An MQTT client driven by hand: no time passes and nothing arrives unless the test says so.
import { generate, type Packet, parser } from "mqtt-packet";
import { type Client, type ClientLimits, createClient } from "../../src/mqtt/client.ts";
import { type ConnectOptions, connectPacket, LEVEL_3_1_1, LEVEL_5 } from "../../src/mqtt/connect-packet.ts";
import { connect, networkChanged, pollConnection } from "../../src/mqtt/connection.ts";
import { CONNECTED, OPENING, STOPPED, WAITING } from "../../src/mqtt/connection-state.ts";
import { DROPPED_UNTAKEN } from "../../src/mqtt/dropped.ts";
import { linkClosed, linkDrained, linkOpened, linkReceived } from "../../src/mqtt/link-events.ts";
import { topicOf } from "../../src/mqtt/publication.ts";
import { FILTER_REFUSED } from "../../src/mqtt/subscriptions.ts";

export interface DrivenOptions extends Partial<ClientLimits> {
  cleanSession?: boolean;
  /** The protocol level: 4 (default) or 5. */
  level?: number;
  /** Seconds; default 0, off. */
  keepAlive?: number;
  /** Where the 31-bit clock stands at first. */
  now?: number;
  /** What the host answers to `chance`; default always 0, the shortest pause. */
  chance?: (below: number) => number;
  /** What the host gives to be sent first on each connection. */
  first?: string;
  /** The same, made when it is asked for. */
  greet?: () => string;
}

/** What the client asked of its host, and told it. */
interface Told {
  opens: number;
  closes: number;
  chances: number[];
  greeted: boolean[];
  lost: string[];
  /** Topics of the messages that were dropped. */
  dropped: string[];
  /** The same of those that a broker seemed to end connections for. */
  untaken: string[];
  refused: string[];
  /** Filters for which less was granted: what was asked for, and what was granted. */
  lowered: [string, number, number][];
  /** Topics of the messages that were passed over, and the bytes of their packets. */
  skipped: [string, number][];
}

export interface DrivenClient {
  client: Client;
  told: Told;
  /** All that was handed to the link since the last `sent`, as bytes. */
  bytes: () => string;
  /** The same as packets, which are taken away. Throws when they are not whole packets. */
  sent: () => Packet[];
  /** From wherever it stands: until CONNECT is out. */
  open: () => void;
  /**
   * From wherever it stands: until it is connected, in a session that the broker kept, unless told otherwise. What was
   * sent before CONNACK is shown to `before` and taken away; what came after it is left to be read.
   */
  connectAnd: (before?: (sent: Packet[]) => void, sessionPresent?: boolean) => void;
  /**
   * From wherever it stands: until it is connected and its filters are granted; what was sent on the way is
   * taken away.
   */
  connect: (sessionPresent?: boolean) => void;
  receive: (...packets: Packet[]) => void;
  receiveBytes: (bytes: string) => void;
  drain: () => void;
  /** The link breaks; nothing of what was written and not read by `sent` is known any more. */
  loseLink: () => void;
  /** Lets time pass, and polls when the client asked for it. */
  pass: (ms: number) => void;
  now: () => number;
}

const WRAP = 2 ** 31;

/** A byte string of a packet, made by mqtt-packet. */
export const bytesOf = (packet: Packet) => generate(packet).toString("latin1");

/** The same in MQTT 5.0; a CONNACK that has no reason code accepts. */
export function bytesIn5(packet: Packet): string {
  const whole = packet.cmd === "connack" ? { reasonCode: 0, ...packet } : packet;
  return generate(whole, { protocolVersion: LEVEL_5 }).toString("latin1");
}

/** The packets in a byte string, read by mqtt-packet. Throws when the last one is not whole. */
export function packetsIn(bytes: string, level = LEVEL_3_1_1): Packet[] {
  const packets: Packet[] = [];
  const reader = parser({ protocolVersion: level });
  reader.on("packet", (packet) => packets.push(packet));
  reader.on("error", (error) => {
    throw error;
  });
  const left = reader.parse(Buffer.from(bytes, "latin1"));
  if (left !== 0) throw new Error(`${left} bytes are left over after ${packets.length} packets.`);
  return packets;
}

export function driveClient(options: DrivenOptions = {}): DrivenClient {
  const { slots = 8, bytes: limit = 1000, packetBytes = 256, linkBytes = 100_000 } = options;
  const {
    cleanSession = false,
    level = LEVEL_3_1_1,
    keepAlive = 0,
    chance = () => 0,
    first = "",
    greet = () => first,
  } = options;
  const told: Told = {
    opens: 0,
    closes: 0,
    chances: [],
    greeted: [],
    lost: [],
    dropped: [],
    untaken: [],
    refused: [],
    lowered: [],
    skipped: [],
  };
  let written = "";
  let now = options.now ?? 0;
  const connectOptions: ConnectOptions = { clientId: "device", cleanSession, keepAlive, level };
  const client = createClient(
    {
      writeLink: (bytes) => {
        written += bytes;
      },
      closeLink: () => {
        told.closes += 1;
      },
    },
    {
      connectLink: () => {
        told.opens += 1;
      },
      chance: (_host, below) => {
        told.chances.push(below);
        return chance(below);
      },
      greeted: (_host, present) => {
        told.greeted.push(present);
        return greet();
      },
      lost: (_host, reason) => told.lost.push(reason),
      dropped(_host, publication, cause) {
        told.dropped.push(topicOf(publication));
        if (cause === DROPPED_UNTAKEN) told.untaken.push(topicOf(publication));
      },
      granted(_host, filter, asked, qos) {
        if (qos >= FILTER_REFUSED) told.refused.push(filter);
        else told.lowered.push([filter, asked, qos]);
      },
      skipped: (_host, topic, bytes) => told.skipped.push([topic, bytes]),
    },
    connectPacket(connectOptions),
    keepAlive,
    { slots, bytes: limit, packetBytes, linkBytes },
  );

  const driven: DrivenClient = {
    client,
    told,
    bytes: () => written,
    sent() {
      const packets = packetsIn(written, level);
      written = "";
      return packets;
    },
    open() {
      if (client.connection.state === STOPPED) connect(client, now);
      if (!client.connection.networkUp) networkChanged(client, true, now);
      if (client.connection.state === WAITING) driven.pass(client.backoff.pause);
      if (client.connection.state === OPENING) linkOpened(client, now);
    },
    connectAnd(before, sessionPresent = true) {
      driven.open();
      const [connecting, ...others] = driven.sent();
      if (connecting?.cmd !== "connect") throw new Error(`The first packet is ${connecting?.cmd}.`);
      before?.(others);
      driven.drain();
      driven.receive({ cmd: "connack", returnCode: 0, sessionPresent });
      if (client.connection.state !== CONNECTED)
        throw new Error(`The client is not connected: ${client.connection.reason}.`);
    },
    connect(sessionPresent = false) {
      driven.connectAnd(undefined, sessionPresent);
      for (let packets = driven.sent(); packets.length > 0; packets = driven.sent()) {
        for (const packet of packets) {
          if (packet.cmd !== "subscribe") continue;
          const { messageId, subscriptions } = packet;
          driven.receive({ cmd: "suback", messageId, granted: subscriptions.map(({ qos }) => qos) });
        }
      }
      driven.drain();
    },
    receive: (...packets) =>
      driven.receiveBytes(packets.map(level === LEVEL_5 ? bytesIn5 : bytesOf).join("")),
    receiveBytes: (bytes) => linkReceived(client, bytes, now),
    drain: () => linkDrained(client, now),
    loseLink() {
      written = "";
      linkClosed(client, "cut", now);
    },
    pass(ms) {
      let left = ms;
      for (;;) {
        const wait = pollConnection(client, now);
        if (wait > left) break;
        left -= wait;
        now = (now + wait) % WRAP;
      }
      now = (now + left) % WRAP;
    },
    now: () => now,
  };
  return driven;
}
