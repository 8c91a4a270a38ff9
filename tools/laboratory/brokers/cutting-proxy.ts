// A TCP proxy between a device and its broker that loses bytes, falls silent or cuts, and reads along.
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { type Packet, parser } from "mqtt-packet";
import { createWatched, type Watched } from "../soak/watched.ts";

type Direction = "toBroker" | "toDevice";

/** One packet as it came to the proxy, whether or not it was passed on. */
interface SeenPacket {
  /** Counted from 0. */
  connection: number;
  direction: Direction;
  packet: Packet;
}

/** What is done to a connection concerns those that are open; the next one carries everything again. */
export interface CuttingProxy {
  /** On 127.0.0.1. */
  port: number;
  seen: Watched<SeenPacket>;
  /** From now on bytes in this direction are lost. */
  lose: (direction: Direction) => void;
  /** From now on nothing goes through, not even the news that one end has gone: as without a network. */
  fallSilent: () => void;
  /** Resets both ends. */
  cut: () => void;
  /** While it is shut, every new connection is reset at once. */
  shut: (isShut: boolean) => void;
  end: () => Promise<void>;
}

interface Connection {
  number: number;
  device: Socket;
  broker: Socket;
  loses: Set<Direction>;
  isSilent: boolean;
}

export async function startProxy(brokerPort: number): Promise<CuttingProxy> {
  const seen = createWatched<SeenPacket>();
  const open = new Set<Connection>();
  let opened = 0;
  let isShut = false;

  const server = createServer((device) => {
    device.on("error", () => {});
    if (isShut) {
      device.resetAndDestroy();
      return;
    }
    const broker = connect(brokerPort, "127.0.0.1");
    const connection = { number: opened, device, broker, loses: new Set<Direction>(), isSilent: false };
    opened += 1;
    open.add(connection);
    const gone = () => open.delete(connection);
    pass(connection, "toBroker", seen, gone);
    pass(connection, "toDevice", seen, gone);
  });

  const cut = () => resetAll(open);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    lose(direction) {
      for (const connection of open) connection.loses.add(direction);
    },
    fallSilent() {
      for (const connection of open) connection.isSilent = true;
    },
    cut,
    shut(now) {
      isShut = now;
    },
    end() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function resetAll(open: Set<Connection>): void {
  for (const { device, broker } of open) {
    device.resetAndDestroy();
    broker.resetAndDestroy();
  }
  open.clear();
}

/** Passes on what comes in one direction. `gone` is called when that end has gone. */
function pass(
  connection: Connection,
  direction: Direction,
  seen: Watched<SeenPacket>,
  gone: () => void,
): void {
  const { device, broker } = connection;
  const [from, to] = direction === "toBroker" ? [device, broker] : [broker, device];
  const packets = parser();
  packets.on("packet", (packet) => seen.add({ connection: connection.number, direction, packet }));
  from.setNoDelay(true);
  from.on("data", (bytes: Buffer) => {
    if (connection.isSilent) return;
    if (!connection.loses.has(direction)) to.write(bytes);
    packets.parse(bytes);
  });
  // Its "close" follows, with the word that there was an error.
  from.on("error", () => {});
  from.once("end", () => {
    if (!connection.isSilent) to.end();
  });
  from.once("close", (hadError) => {
    if (connection.isSilent) return;
    gone();
    if (hadError) to.resetAndDestroy();
    else to.end();
  });
}
