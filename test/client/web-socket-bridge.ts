// MQTT over WebSocket in front of a broker on this computer: what comes from the broker goes on in frames of
// a few bytes each.
import { createHash } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { onTestFinished } from "vitest";

/** Of RFC 6455, 1.3. */
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const BINARY = 0x82;
const CLOSE = 8;
/** Most of a packet's parts, and the end of one packet with the beginning of the next, are apart. */
const FRAME_BYTES = 3;

/** Returns its port. `served`: what it answers to those who want no WebSocket. */
export async function webSocketBridge(brokerPort: number, served?: RequestListener): Promise<number> {
  const server = createServer(served);
  const open = new Set<Duplex | Socket>();
  server.on("upgrade", ({ headers }, socket) => {
    const broker = connect(brokerPort, "127.0.0.1");
    for (const end of [socket, broker]) {
      open.add(end);
      end.on("error", () => {});
      end.on("close", () => {
        socket.destroy();
        broker.destroy();
      });
    }
    const accepted = createHash("sha1").update(`${headers["sec-websocket-key"]}${GUID}`).digest("base64");
    const protocol = headers["sec-websocket-protocol"];
    socket.write(
      [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        `Sec-WebSocket-Accept: ${accepted}`,
        `Sec-WebSocket-Protocol: ${protocol}`,
        "\r\n",
      ].join("\r\n"),
    );
    let waiting = Buffer.alloc(0);
    socket.on("data", (part: Buffer) => {
      waiting = Buffer.concat([waiting, part]);
      for (let frame = frameIn(waiting); frame !== undefined; frame = frameIn(waiting)) {
        waiting = waiting.subarray(frame.end);
        if (frame.opcode === CLOSE) socket.end(Buffer.from([0x80 + CLOSE, 0]));
        // Anything else than bytes ends it [MQTT-6.0.0-1].
        else if (frame.opcode !== (BINARY & 15) || protocol !== "mqtt") socket.destroy();
        else broker.write(frame.payload);
      }
    });
    broker.on("data", (bytes: Buffer) => {
      for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
        const part = bytes.subarray(at, at + FRAME_BYTES);
        socket.write(Buffer.concat([Buffer.from([BINARY, part.length]), part]));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

interface Frame {
  opcode: number;
  payload: Buffer;
  /** Where it ends. */
  end: number;
}

/** The first frame of a client, whose payload is masked; `undefined` while it is not whole. */
function frameIn(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes.readUInt8(1) & 127;
  const at = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < at + 4) return undefined;
  const length =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const end = at + 4 + length;
  if (bytes.length < end) return undefined;
  const mask = bytes.subarray(at, at + 4);
  const payload = Buffer.from(
    bytes.subarray(at + 4, end).map((byte, index) => byte ^ (mask[index % 4] ?? 0)),
  );
  return { opcode: bytes.readUInt8(0) & 15, payload, end };
}
