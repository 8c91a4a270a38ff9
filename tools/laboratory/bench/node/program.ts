// Clients as programs use them: by the public face of their package, at a real socket. `ringmote`, `mqtt` (MQTT.js), or a bare
// socket, which is the least that a connection can cost.
import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { connectAsync } from "mqtt";
import { connect } from "../../../../src/platform/node/computer.ts";

export type ProgramName = "ringmote" | "mqtt" | "bare socket";

/** A client that is connected. */
export interface ProgramClient {
  /** As its package gives it. */
  itself: unknown;
  isConnected: () => boolean;
  /** Handed over, and not waited for. */
  publish: (payload: string) => void;
  /** Resolves when the broker has acknowledged it. */
  send: (payload: string | Buffer) => Promise<unknown>;
  /** Calls `taken` for each message that one of the filters takes. */
  subscribe: (filters: readonly string[], taken: () => void) => Promise<unknown>;
}

/** In place of ringmote's default of 1 MB, for the longest message of the bench; MQTT.js has no limit. */
const MOST_BYTES = 33_554_432;

const TOPIC = "home/hall/temperature";

export async function connectProgram(name: ProgramName, port: number, id: string): Promise<ProgramClient> {
  if (name === "ringmote") return connectRingmote(port, id);
  return name === "mqtt" ? connectMqttJs(port, id) : connectBare(port, id);
}

async function connectRingmote(port: number, id: string): Promise<ProgramClient> {
  const client = connect(`mqtt://127.0.0.1:${port}`, { id, limits: { bytes: MOST_BYTES } });
  await client.untilConnected();
  const publication = client.prepare(TOPIC);
  return {
    itself: client,
    isConnected: () => client.isConnected(),
    publish(payload) {
      const outcome = client.publish(publication, payload);
      if (outcome !== "sent") throw new Error(`A message of the bench is not on its way: ${outcome}.`);
    },
    send: (payload) => client.send(TOPIC, payload),
    subscribe: (filters, taken) => client.subscribe(filters, taken, 0),
  };
}

async function connectMqttJs(port: number, clientId: string): Promise<ProgramClient> {
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { clientId });
  return {
    itself: client,
    isConnected: () => client.connected,
    publish: (payload) => void client.publish(TOPIC, payload),
    send: (payload) => client.publishAsync(TOPIC, payload, { qos: 1 }),
    subscribe(filters, taken) {
      client.on("message", taken);
      return client.subscribeAsync([...filters], { qos: 0 });
    },
  };
}

/** A socket that has said CONNECT and says no more. */
async function connectBare(port: number, id: string): Promise<ProgramClient> {
  const socket = connectSocket(port, "127.0.0.1");
  await once(socket, "connect");
  const rest = `\0\x04MQTT\x04\x02\0\x3c\0${String.fromCharCode(id.length)}${id}`;
  socket.write(`\x10${String.fromCharCode(rest.length)}${rest}`, "latin1");
  await once(socket, "data");
  const none = () => Promise.reject(new Error("A bare socket sends no message."));
  return {
    itself: socket,
    isConnected: () => !socket.destroyed,
    publish: () => void none(),
    send: none,
    subscribe: none,
  };
}
