// What a client does at the ends of its connections, all of it over null peers, which every contender is given alike.
import { type IClientOptions, MqttClient } from "mqtt";
import type { StreamEvents } from "../../../../src/client/transport/stream.ts";
import { pollConnection } from "../../../../src/mqtt/connection.ts";
import { CONNECTED } from "../../../../src/mqtt/connection-state.ts";
import { linkClosed, linkDrained, linkOpened, linkReceived } from "../../../../src/mqtt/link-events.ts";
import { publish } from "../../../../src/mqtt/outbox.ts";
import { prepare } from "../../../../src/mqtt/publication.ts";
import { payloadOf, TOPIC } from "./contender.ts";
import { createNullPeer } from "./null-peer.ts";
import { begin, createBenchClient, overNullPeer } from "./ringmote.ts";

export interface SessionWork {
  /** A new client connects and is let go. */
  connect: () => Promise<void>;
  /** A new client is given messages at QoS 1 while it is offline, then connects; done when all are acknowledged. */
  drain: (messages: number) => Promise<void>;
  /** As many messages are out and not acknowledged, or wait, when the link breaks; done when a second one has brought all. */
  reconnect: (messages: number) => Promise<void>;
}

/** Room for the longest of these works. */
const LIMITS = { slots: 128, bytes: 16_384, packetBytes: 65_536, linkBytes: 65_536 };
/** No pause before a connection is longer. */
const LONGEST_PAUSE_MS = 60_000;

export const ringmoteSessions: SessionWork = {
  async connect() {
    await createSession().opened();
  },
  async drain(messages) {
    const session = createSession();
    session.publishAll(messages);
    await session.opened();
    await session.emptied();
  },
  async reconnect(messages) {
    const session = createSession(true);
    await session.opened();
    session.publishAll(messages);
    session.breakLink();
    await session.opened();
    await session.emptied();
  },
};

/** One client, whose first connection may be to a peer that acknowledges nothing. */
function createSession(hoarding = false) {
  let connections = 0;
  let now = 0;
  let check = () => {};
  const events: StreamEvents = {
    opened: () => linkOpened(client, now),
    received(bytes) {
      linkReceived(client, bytes, now);
      check();
    },
    drained: () => linkDrained(client, now),
    closed: () => {},
  };
  const client = createBenchClient(
    () => {
      connections += 1;
      return overNullPeer(events, createNullPeer(hoarding && connections === 1));
    },
    LIMITS,
    () => {},
  );
  const publication = prepare(TOPIC, 1, true, "reject");
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      check = () => {
        if (holds()) resolve();
      };
      check();
    });
  return {
    opened() {
      if (connections === 0) begin(client);
      else {
        now += LONGEST_PAUSE_MS;
        pollConnection(client, now);
      }
      return until(() => client.connection.state === CONNECTED);
    },
    publishAll(messages: number) {
      for (let index = 0; index < messages; index += 1) {
        const outcome = publish(client, publication, payloadOf(index));
        if (outcome !== "kept") throw new Error(`A message of the bench was ${outcome}.`);
      }
    },
    emptied: () => until(() => client.ring.put === client.ring.done),
    breakLink: () => linkClosed(client, "cut", now),
  };
}

const OPTIONS: IClientOptions = {
  clientId: "mqtt.js",
  protocolVersion: 4,
  keepalive: 60,
  clean: false,
  reconnectPeriod: 1,
};

export const mqttJsSessions: SessionWork = {
  async connect() {
    const client = new MqttClient(() => createNullPeer(), OPTIONS);
    await connected(client);
    client.end(true);
  },
  async drain(messages) {
    const client = new MqttClient(() => createNullPeer(), { ...OPTIONS, manualConnect: true });
    const acknowledged = publishAll(client, messages);
    client.connect();
    await acknowledged;
    client.end(true);
  },
  async reconnect(messages) {
    let connections = 0;
    const client = new MqttClient(() => {
      connections += 1;
      return createNullPeer(connections === 1);
    }, OPTIONS);
    await connected(client);
    const acknowledged = publishAll(client, messages);
    client.stream.destroy();
    await acknowledged;
    client.end(true);
  },
};

function connected(client: MqttClient): Promise<void> {
  return new Promise((resolve) => client.once("connect", () => resolve()));
}

function publishAll(client: MqttClient, messages: number): Promise<void> {
  return new Promise((resolve) => {
    let acknowledged = 0;
    const through = (): void => {
      acknowledged += 1;
      if (acknowledged === messages) resolve();
    };
    for (let index = 0; index < messages; index += 1)
      client.publish(TOPIC, payloadOf(index), { qos: 1, retain: true }, through);
  });
}
