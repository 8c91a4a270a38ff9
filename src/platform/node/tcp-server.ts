// The TCP server over this computer's sockets (ports/tcp-server.ts), at an address and a port of its own:
// port 80 is the system's.
import { createServer, type Server, type Socket } from "node:net";
import type { TcpServer, TcpServerEvents } from "../../ports/tcp-server.ts";

/** A socket that is closed waits so long for the other end to agree. */
const CLOSE_MS = 2000;

interface Line {
  socket: Socket;
  drained: () => void;
}

export class NodeTcpServer implements TcpServer {
  private server: Server | undefined = undefined;
  private readonly lines = new Map<number, Line>();

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  listen(_port: number, events: TcpServerEvents): boolean {
    this.server = createServer((socket) => this.accept(socket, events));
    // A port that is taken comes as an event: then nobody is heard, as where nobody calls.
    this.server.on("error", () => {});
    this.server.listen(this.port, this.host);
    return true;
  }

  private accept(socket: Socket, events: TcpServerEvents): void {
    const number = events.opened();
    if (number < 0) {
      socket.destroy();
      return;
    }
    const isHeard = () => this.lines.get(number)?.socket === socket;
    const drained = () => {
      if (isHeard()) events.drained(number);
    };
    this.lines.set(number, { socket, drained });
    socket.on("data", (bytes) => {
      if (isHeard()) events.received(number, bytes.toString("latin1"));
    });
    socket.on("error", () => {}); // "close" follows
    socket.on("close", () => {
      if (!isHeard()) return;
      this.lines.delete(number);
      events.closed(number);
    });
  }

  writeSocket(number: number, bytes: string): void {
    const line = this.lines.get(number);
    line?.socket.write(bytes, "latin1", line.drained);
  }

  endSocket(number: number): void {
    const socket = this.lines.get(number)?.socket;
    this.lines.delete(number);
    socket?.setTimeout(CLOSE_MS, () => socket.destroy());
    socket?.end();
  }

  closeServer(): void {
    this.server?.close();
    this.server = undefined;
    for (const number of this.lines.keys()) this.endSocket(number);
  }
}
