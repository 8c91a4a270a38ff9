// Phones at a server of src/setup, without a network: each socket is two queues.
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { Duplex } from "node:stream";
import {
  createHttpServer,
  type HttpServer,
  type HttpSite,
  pollHttpServer,
  socketClosed,
  socketDrained,
  socketOpened,
  socketReceived,
} from "../../src/http/http-server.ts";
import { createSetUp, type SetUp } from "../../src/setup/set-up.ts";

export const ADDRESS = "192.168.4.1";
export const TOKEN = "0123456789abcdef";
export const MOST_HEAD = 2048;

/** A set-up of a device whose settings are these. */
export function setUpOf({
  before = undefined as string | undefined,
  report = "",
  findsBroker = false,
} = {}): SetUp {
  return createSetUp("ringmote-a1b2c3", ADDRESS, before, false, TOKEN, report, undefined, false, findsBroker);
}

/** The device's side of a socket. */
interface Line {
  pieces: string[];
  isPending: boolean;
  isEnded: boolean;
  heard: () => void;
}

export class Phones {
  now = 1000;
  readonly server: HttpServer;
  private readonly lines = new Map<number, Line>();

  constructor(site: HttpSite, mostHead = MOST_HEAD) {
    const line = (socket: number) => this.lines.get(socket) as Line;
    this.server = createHttpServer(
      {
        writeSocket: (socket, bytes) => {
          line(socket).pieces.push(bytes);
          line(socket).isPending = true;
          line(socket).heard();
        },
        endSocket: (socket) => {
          line(socket).isEnded = true;
          line(socket).heard();
        },
      },
      site,
      mostHead,
    );
  }

  /** A phone opens a socket; `undefined`: it was refused. */
  open(heard = () => {}): { socket: number; line: Line } | undefined {
    const line: Line = { pieces: [], isPending: false, isEnded: false, heard };
    const socket = socketOpened(this.server, this.now);
    if (socket < 0) return undefined;
    this.lines.set(socket, line);
    return { socket, line };
  }

  send(socket: number, bytes: string): void {
    socketReceived(this.server, socket, bytes, this.now);
  }

  hangUp(socket: number): void {
    socketClosed(this.server, socket);
  }

  /** The phone takes all that there is for it. Returns its bytes. */
  take(socket: number): string {
    const line = this.lines.get(socket) as Line;
    while (line.isPending) {
      line.isPending = false;
      socketDrained(this.server, socket, this.now);
    }
    return line.pieces.join("");
  }

  /** So many milliseconds pass. */
  pass(ms: number): void {
    this.now += ms;
    pollHttpServer(this.server, this.now);
  }

  /** The whole answer to the bytes of a request, each of which is sent alone where it is cut. */
  answer(...cuts: string[]): string {
    const opened = this.open();
    if (opened === undefined) throw new Error("The socket was refused.");
    for (const bytes of cuts) this.send(opened.socket, bytes);
    return this.take(opened.socket);
  }

  /** What Node's own client makes of the answer to a request that it writes. */
  ask(
    path: string,
    options: RequestOptions = {},
    body = "",
  ): Promise<{ head: IncomingMessage; text: string }> {
    return new Promise((resolve, reject) => {
      const createConnection = () => this.stream();
      const sent = httpRequest(
        { path, host: ADDRESS, defaultPort: 80, createConnection, ...options },
        (head) => {
          let text = "";
          head.setEncoding("utf8").on("data", (part: string) => {
            text += part;
          });
          head.on("end", () => resolve({ head, text }));
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  }

  /** A form as a browser sends it. */
  post(fields: Readonly<Record<string, string>>, options: RequestOptions = {}) {
    const body = new URLSearchParams(fields).toString();
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "content-length": body.length,
      ...(options.headers as Record<string, string> | undefined),
    };
    return this.ask("/", { ...options, method: "POST", headers }, body);
  }

  /** The phone's end of a new socket, as a stream of Node. */
  private stream(): Duplex {
    let given = 0;
    const stream = new Duplex({
      read: () => {},
      write: (bytes: Buffer, _, done) => {
        if (opened?.line.isEnded === false) this.send(opened.socket, bytes.toString("latin1"));
        done();
      },
    });
    const heard = () =>
      setImmediate(() => {
        if (opened === undefined) return;
        const { socket, line } = opened;
        for (; given < line.pieces.length; given += 1)
          stream.push(Buffer.from(line.pieces[given] as string, "latin1"));
        if (line.isPending) {
          line.isPending = false;
          socketDrained(this.server, socket, this.now);
        } else if (line.isEnded) stream.push(null);
      });
    const opened = this.open(heard);
    if (opened === undefined) stream.destroy(new Error("The socket was refused."));
    return stream;
  }
}
