// MQTT over WebSocket (RFC 6455; MQTT 5.0, 6) in front of a broker on this computer. Each WebSocket has its
// own connection to the broker, whose limits apply; only a frame's header is buffered here.
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import { type Duplex, pipeline, Transform, type TransformCallback } from "node:stream";
import { BINARY, closeFrame, FrameReader, frame, WebSocketFault } from "./web-socket-frames.ts";

/** Of RFC 6455, 1.3. */
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const KEY = /^[A-Za-z0-9+/]{22}==$/;
/** [MQTT-6.0.0-3] */
const PROTOCOL = "mqtt";
const LOOPBACK = "127.0.0.1";
const GONE = 1001;

/**
 * Connects a WebSocket request, from a server's "upgrade" event, to the broker on this port; refuses a
 * request without MQTT.
 */
export function bridgeToBroker(
  brokerPort: number,
  { headers, method }: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  socket.on("error", () => {});
  const key = headers["sec-websocket-key"] ?? "";
  const protocols = (headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
  const isWanted = method === "GET" && headers.upgrade?.toLowerCase() === "websocket" && KEY.test(key);
  if (!isWanted || !protocols.includes(PROTOCOL)) {
    refuse(socket, "400 Bad Request");
    return;
  }
  if (headers["sec-websocket-version"] !== "13") {
    refuse(socket, "426 Upgrade Required\r\nSec-WebSocket-Version: 13");
    return;
  }
  const accepted = createHash("sha1").update(`${key}${GUID}`).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accepted}\r\nSec-WebSocket-Protocol: ${PROTOCOL}\r\n\r\n`,
  );
  const broker = connect({ port: brokerPort, host: LOOPBACK, noDelay: true });
  const end = () => {
    socket.destroy();
    broker.destroy();
  };
  pipeline(socket, new FromClient(socket), broker, end);
  pipeline(broker, new ToClient(), socket, end);
  if (head.length > 0) socket.unshift(head);
}

/** Answers a request that does not become a WebSocket. */
function refuse(socket: Duplex, status: string): void {
  socket.on("error", () => {});
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** The content of a client's frames. */
class FromClient extends Transform {
  private readonly reader = new FrameReader();

  constructor(private readonly socket: Duplex) {
    super();
  }

  override _transform(bytes: Buffer, _: BufferEncoding, done: TransformCallback): void {
    try {
      for (const { answer, payload, isEnd } of this.reader.read(bytes)) {
        if (payload !== undefined) this.push(payload);
        if (answer !== undefined) this.socket.write(answer);
        if (isEnd) this.push(null);
      }
      done();
    } catch (error) {
      if (error instanceof WebSocketFault) this.socket.write(closeFrame(error.code));
      done(error as Error);
    }
  }
}

/** The broker's bytes, in frames. */
class ToClient extends Transform {
  override _transform(bytes: Buffer, _: BufferEncoding, done: TransformCallback): void {
    done(null, frame(BINARY, bytes));
  }

  override _flush(done: TransformCallback): void {
    done(null, closeFrame(GONE));
  }
}
