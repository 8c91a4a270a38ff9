// WebSocket frames (RFC 6455, 5) from a client and to a client. Payload bytes are passed on as they arrive,
// however long the frame.

const CONTINUATION = 0;
export const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const FINAL = 0x80;
const MASKED = 0x80;
/** Bits that a client may not set, because no extension was negotiated. */
const RESERVED = 0x70;
const MOST_OF_CONTROL = 125;
const MASK_BYTES = 4;

const PROTOCOL_ERROR = 1002;
const UNSUPPORTED = 1003;

/** The end of a WebSocket, with the code of RFC 6455, 7.4. */
export class WebSocketFault extends Error {
  constructor(
    readonly code: number,
    reason: string,
  ) {
    super(reason);
  }
}

/** The content of a received chunk: bytes of MQTT, an answering frame, or the end. */
interface Piece {
  payload?: Buffer;
  answer?: Buffer;
  isEnd?: boolean;
}

interface Head {
  opcode: number;
  length: number;
  mask: Buffer;
}

export class FrameReader {
  private begun = Buffer.alloc(0);
  private head: Head | undefined;
  /** The number of received payload bytes of the frame. */
  private taken = 0;
  private control: Buffer[] = [];
  /** A message has started and continues in the next frame. */
  private isOpen = false;

  /** Reads the next bytes. Throws a WebSocketFault for a frame that no client may send. */
  *read(bytes: Buffer): Generator<Piece> {
    let rest = bytes;
    while (rest.length > 0 || this.head?.length === this.taken) {
      if (this.head === undefined) {
        rest = this.readHead(rest);
        continue;
      }
      const { length, mask, opcode } = this.head;
      const part = rest.subarray(0, length - this.taken);
      rest = rest.subarray(part.length);
      const plain = Buffer.from(part.map((byte, i) => byte ^ (mask[(this.taken + i) % MASK_BYTES] ?? 0)));
      this.taken += part.length;
      const isWhole = this.taken === length;
      if (opcode >= CLOSE) this.control.push(plain);
      else if (plain.length > 0) yield { payload: plain };
      if (!isWhole) continue;
      this.head = undefined;
      this.taken = 0;
      if (opcode < CLOSE) continue;
      const payload = Buffer.concat(this.control);
      this.control = [];
      if (opcode === PING) yield { answer: frame(PONG, payload) };
      if (opcode === CLOSE) {
        // The end has the client's own code.
        yield { answer: frame(CLOSE, payload.subarray(0, 2)), isEnd: true };
        return;
      }
    }
  }

  /** Returns the bytes after the frame's header; an incomplete header waits. */
  private readHead(bytes: Buffer): Buffer {
    const all = Buffer.concat([this.begun, bytes]);
    const lengthBytes = all.length < 2 ? 0 : ({ 126: 2, 127: 8 }[all.readUInt8(1) & 127] ?? 0);
    const end = 2 + lengthBytes + MASK_BYTES;
    if (all.length < end) {
      this.begun = all;
      return Buffer.alloc(0);
    }
    this.begun = Buffer.alloc(0);
    this.head = this.checked(all, lengthBytes, all.subarray(end - MASK_BYTES, end));
    return all.subarray(end);
  }

  private checked(all: Buffer, lengthBytes: number, mask: Buffer): Head {
    const [first, second] = [all.readUInt8(0), all.readUInt8(1)];
    const opcode = first & 15;
    const isFinal = (first & FINAL) !== 0;
    if ((first & RESERVED) !== 0 || (second & MASKED) === 0)
      throw new WebSocketFault(PROTOCOL_ERROR, "a frame of a client is masked, and uses no extension");
    const length =
      lengthBytes === 0
        ? second & 127
        : lengthBytes === 2
          ? all.readUInt16BE(2)
          : Number(all.readBigUInt64BE(2));
    if (opcode >= CLOSE) {
      if (!isFinal || length > MOST_OF_CONTROL || opcode > PONG)
        throw new WebSocketFault(PROTOCOL_ERROR, "a control frame is short and whole");
      return { opcode, length, mask };
    }
    // [MQTT-6.0.0-1]
    if (opcode !== BINARY && opcode !== CONTINUATION)
      throw new WebSocketFault(UNSUPPORTED, "MQTT goes in binary frames");
    if ((opcode === CONTINUATION) !== this.isOpen)
      throw new WebSocketFault(PROTOCOL_ERROR, "a message begins once, and is continued until its end");
    this.isOpen = !isFinal;
    return { opcode, length, mask };
  }
}

/** A whole frame of a server. */
export function frame(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head.writeUInt8(FINAL | opcode, 0);
  head.writeUInt8(head.length === 2 ? length : head.length === 4 ? 126 : 127, 1);
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

export function closeFrame(code: number): Buffer {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return frame(CLOSE, payload);
}
