// A stream with a broker of a few lines at its other end, in this process: it answers what a client waits
// for, and nothing else. Every contender is given the same one, so what it costs is the same for all.
import { Duplex } from "node:stream";
import { CONNECT, PINGREQ, PUBLISH } from "../../../sim/broker/packet-type.ts";

const PUBACK = 0x40;
const CONNACK = Buffer.from([0x20, 2, 0, 0]);
/** In MQTT 5.0, with its Topic Alias Maximum. */
const CONNACK_5 = Buffer.from([0x20, 6, 0, 0, 3, 0x22, 0, 10]);
/** Where CONNECT has the protocol's level, in its body. */
const LEVEL_AT = 6;
const PINGRESP = Buffer.from([0xd0, 0]);

/** A stream that is open from the beginning. It answers in a later turn, as a network does. */
export function createNullPeer(): Duplex {
  const peer: Duplex = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      answerLater(peer, chunk);
      done();
    },
    writev(chunks, done) {
      answerLater(peer, Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)));
      done();
    },
  });
  return peer;
}

function answerLater(peer: Duplex, bytes: Buffer): void {
  const answers = answersTo(bytes);
  if (answers.length > 0) setImmediate(() => peer.push(Buffer.concat(answers)));
}

/** The answers to whole packets: no contender cuts one. */
function answersTo(bytes: Buffer): Buffer[] {
  const answers: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    const header = bytes[at] as number;
    let body = at + 1;
    let length = 0;
    for (let weight = 1, more = true; more; weight *= 128, body += 1) {
      const digit = bytes[body] as number;
      length += (digit & 127) * weight;
      more = digit > 127;
    }
    at = body + length;
    const answer = answerTo(header, bytes, body);
    if (answer !== undefined) answers.push(answer);
  }
  return answers;
}

/** One packet: its first byte, and its body from `body` on. */
function answerTo(header: number, bytes: Buffer, body: number): Buffer | undefined {
  const type = header >> 4;
  if (type === PUBLISH) {
    if ((header & 6) === 0) return undefined;
    const id = body + 2 + bytes.readUInt16BE(body);
    return Buffer.from([PUBACK, 2, bytes[id] as number, bytes[id + 1] as number]);
  }
  if (type === CONNECT) return bytes[body + LEVEL_AT] === 5 ? CONNACK_5 : CONNACK;
  return type === PINGREQ ? PINGRESP : undefined;
}
