// The UDP socket of a device in Node, on the datagrams of its world; without any there they are those of this
// computer.
import { createSocket } from "node:dgram";
import { lookup } from "node:dns";
import { MOST_DATAGRAM, type Udp } from "../../../ports/udp.ts";
import type { DatagramSocket, Datagrams } from "../world.ts";

const ADDRESS = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const MOST_PORT = 65535;

export class NodeUdp implements Udp {
  private socket: DatagramSocket | undefined = undefined;
  private isOver = false;

  constructor(private readonly datagrams: Datagrams = realDatagrams()) {}

  bind(port: number, heard: (bytes: string, address: string, port: number) => void): boolean {
    requirePort(port);
    this.close();
    const socket: DatagramSocket | undefined = this.datagrams.bind(port, (...datagram) => {
      if (this.socket === socket) heard(...datagram);
    });
    this.socket = socket;
    return socket !== undefined;
  }

  send(bytes: string, address: string, port: number): boolean {
    if (this.socket === undefined)
      throw new Error(
        "The UDP socket is not bound: call udp.bind before udp.send, and heed what it returns.",
      );
    if (bytes === "" || bytes.length > MOST_DATAGRAM)
      throw new Error(`UDP was given ${bytes.length} bytes; a datagram has 1 to ${MOST_DATAGRAM}.`);
    if (!ADDRESS.test(address))
      throw new Error(`UDP was given "${address}" as an address; ask udp.resolve for that of a name.`);
    requirePort(port);
    return this.socket.send(bytes, address, port);
  }

  resolve(name: string, found: (address: string | undefined) => void): void {
    this.datagrams.resolve(name, (address) => {
      if (!this.isOver) found(address);
    });
  }

  close(): void {
    this.socket?.close();
    this.socket = undefined;
  }

  /** The device is over: nobody is told of anything any more. */
  end(): void {
    this.isOver = true;
    this.close();
  }
}

function requirePort(port: number): void {
  if (!(Number.isInteger(port) && port >= 1 && port <= MOST_PORT))
    throw new Error(`UDP was given the port ${port}; a port is 1 to ${MOST_PORT}.`);
}

/** Those of this computer: of a device under Linux, and of one in real time. */
function realDatagrams(): Datagrams {
  return {
    bind(port, heard) {
      const socket = createSocket("udp4");
      let isClosed = false;
      const close = () => {
        if (isClosed) return;
        isClosed = true;
        socket.close();
      };
      socket.on("message", (bytes, from) => {
        if (!isClosed) heard(bytes.toString("latin1"), from.address, from.port);
      });
      // A port that is taken, and a network that is gone, come as an event: then nothing is heard, as where
      // nobody answers.
      socket.on("error", close);
      socket.bind(port);
      return {
        send(bytes, address, to) {
          if (isClosed) return false;
          socket.send(Buffer.from(bytes, "latin1"), to, address, () => {});
          return true;
        },
        close,
      };
    },
    resolve: (name, found) =>
      lookup(name, { family: 4 }, (error, address) => found(error ? undefined : address)),
  };
}
