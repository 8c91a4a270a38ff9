// A stream with a broker of a few lines at its other end, in this process: it answers what a client waits for, and nothing
// else. Every contender is given the same one, so what it costs is the same for all.
import { Duplex } from "node:stream";
import { CONNECT, PINGREQ, PUBLISH, SUBSCRIBE } from "../../../sim/broker/packet-type.ts";

const PUBACK = 0x40;
const CONNACK = Buffer.from([0x20, 2, 0, 0]);
/** In MQTT 5.0, with its Topic Alias Maximum. */
const CONNACK_5 = Buffer.from([0x20, 6, 0, 0, 3, 0x22, 0, 10]);
/** Where CONNECT has the protocol's level, in its body. */
const LEVEL_AT = 6;
const PINGRESP = Buffer.from([0xd0, 0]);

/**
 * A stream that is open from the beginning. It answers in a later turn, as a network does; a `hoarding` one takes messages
 * and acknowledges none.
 */
export function createNullPeer(hoarding = false): Duplex {
  const peer: Duplex = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      answerLater(peer, chunk, hoarding);
      done();
    },
    writev(chunks, done) {
      answerLater(peer, Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)), hoarding);
      done();
    },
  });
  return peer;
}

function answerLater(peer: Duplex, bytes: Buffer, hoarding: boolean): void {
  const all = answersTo(bytes);
  const answers = hoarding ? all.filter((answer) => answer[0] !== PUBACK) : all;
  if (answers.length > 0)
    setImmediate(() => peer.push(answers.length === 1 ? answers[0] : Buffer.concat(answers)));
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
    const answer = answerTo(header, bytes, body, at);
    if (answer !== undefined) answers.push(answer);
  }
  return answers;
}

/** One packet: its first byte, and its body from `body` to `end`. */
function answerTo(header: number, bytes: Buffer, body: number, end: number): Buffer | undefined {
  const type = header >> 4;
  if (type === PUBLISH) {
    if ((header & 6) === 0) return undefined;
    const id = body + 2 + bytes.readUInt16BE(body);
    return Buffer.from([PUBACK, 2, bytes[id] as number, bytes[id + 1] as number]);
  }
  if (type === CONNECT) return bytes[body + LEVEL_AT] === 5 ? CONNACK_5 : CONNACK;
  if (type === SUBSCRIBE) return suback(bytes, body, end);
  return type === PINGREQ ? PINGRESP : undefined;
}

/** Grants QoS 1 to each filter; there are at most 125, or the length would take a second byte. */
function suback(bytes: Buffer, body: number, end: number): Buffer {
  const codes: number[] = [];
  for (let at = body + 2; at < end; at += 3 + bytes.readUInt16BE(at)) codes.push(1);
  return Buffer.from([0x90, 2 + codes.length, bytes[body] as number, bytes[body + 1] as number, ...codes]);
}
