// A TCP proxy that treats each connection as a plan says: late, in pieces, cut or dead behind so many bytes,
// refused, silent.
//
// It is the modelled link of virtual worlds (tools/sim/worlds/link.ts) between two real sockets. It reads
// along at the device's end.
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { type IConnectPacket, type Packet, parser } from "mqtt-packet";
import { createRandom } from "../../../../src/platform/node/random.ts";
import { createRealTimers } from "../../../../src/platform/node/real-timers.ts";
import {
  createSimulatedLink,
  type LinkPlan,
  type PeerEnd,
  type PeerEvents,
} from "../../../sim/worlds/link.ts";

/** One packet at the device's end: one that it wrote, or one that came to it whole. */
export interface SeenPacket {
  /** Counted from 0. */
  connection: number;
  fromDevice: boolean;
  packet: Packet;
}

export interface HostileProxy {
  /** On 127.0.0.1. */
  port: number;
  seen: readonly SeenPacket[];
  connections: () => number;
  /** New connections carry everything from now on. */
  calm: () => void;
  end: () => Promise<void>;
}

export interface HostileProxyOptions {
  brokerPort: number;
  seed: number;
  /** The plan of each connection, counted from 0. */
  plan: (connection: number) => LinkPlan;
}

/** What mqtt-packet reads by, which it looks at before each packet. */
type Version = Pick<IConnectPacket, "protocolVersion">;

export async function startHostileProxy(options: HostileProxyOptions): Promise<HostileProxy> {
  const { brokerPort, seed, plan } = options;
  const timers = createRealTimers();
  const random = createRandom(seed);
  const sockets = new Set<Socket>();
  const seen: SeenPacket[] = [];
  let connections = 0;
  let isCalm = false;

  function kept(socket: Socket): Socket {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.setEncoding("latin1");
    // Its "close" follows.
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
    return socket;
  }

  /**
   * A reader of one direction at the device's end. `version` is of the connection, as its CONNECT has it, in
   * both directions.
   */
  function ear(connection: number, fromDevice: boolean, version: Version): (bytes: string) => void {
    const packets = parser(version);
    packets.on("packet", (packet) => {
      if (packet.cmd === "connect") version.protocolVersion = packet.protocolVersion;
      seen.push({ connection, fromDevice, packet });
    });
    packets.on("error", (error) => {
      throw error;
    });
    return (bytes) => void packets.parse(Buffer.from(bytes, "latin1"));
  }

  function toBroker(end: PeerEnd): PeerEvents {
    const broker = kept(connect(brokerPort, "127.0.0.1"));
    broker.on("data", (bytes: string) => end.write(bytes));
    broker.once("close", () => end.close());
    return {
      received: (bytes) => broker.write(bytes, "latin1"),
      closed: (orderly) => (orderly ? broker.end() : broker.resetAndDestroy()),
    };
  }

  const server = createServer((socket) => {
    const device = kept(socket);
    const connection = connections;
    connections += 1;
    const version: Version = {};
    const heard = ear(connection, false, version);
    const said = ear(connection, true, version);
    const events = {
      opened: () => {},
      drained: () => {},
      received(bytes: string) {
        heard(bytes);
        device.write(bytes, "latin1");
      },
      closed: () => device.resetAndDestroy(),
    };
    const { stream } = createSimulatedLink(timers, random, isCalm ? {} : plan(connection), events, toBroker);
    device.on("data", (bytes: string) => {
      said(bytes);
      stream.write(bytes);
    });
    device.once("end", () => stream.close());
    device.once("close", () => stream.close());
  });

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    connections: () => connections,
    calm() {
      isCalm = true;
    },
    end() {
      timers.end();
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
