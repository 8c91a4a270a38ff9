// Files into Storage: by packets, each acknowledged, or by lines of text where the interpreter is older than
// packets.

import { crc32 } from "../../files/crc32.ts";
import { textLiteral } from "../../targets/espruino/text-literal.ts";
import { AskedFailed, type Asker } from "./ask.ts";
import { ACK, type Line, NAK } from "./line.ts";

/** Type of a packet: the upper three bits of its heading. */
const FILE_SEND = 0x6000;
const DATA = 0x8000;
/** A board gives up a packet after 5 s, and may erase flash before it answers. */
const REPLY_MS = 6500;
const LINE_BYTES = 128;
/** A byte 3 is a break to an interpreter that is busy, and a 4 ends one that runs on a computer. */
const BREAK = 3;
const END = 4;

export interface Sender {
  line: Line;
  asker: Asker;
  /** Bytes in one packet; 0: this interpreter has no packets. */
  packetBytes: number;
  /** Called with the number of content bytes that went over the line. */
  sent: (bytes: number) => void;
}

/**
 * Sends a file once, and does not look what became of it. Throws a FlashError of kind "lost" or "no answer".
 */
export async function sendFile(sender: Sender, name: string, content: string): Promise<void> {
  await sendAs(sender, name, content, hasPackets(sender, content) ? sender.packetBytes : 0);
}

/**
 * Stores a file and looks whether what is stored is what was sent; repeats it in smaller pieces when it is
 * not. False when the board has something else after all attempts. Throws a FlashError of kind "lost" or "no
 * answer".
 */
export async function storeFile(sender: Sender, name: string, content: string): Promise<boolean> {
  const { asker, packetBytes } = sender;
  const sizes = hasPackets(sender, content)
    ? [packetBytes, packetBytes / 4, packetBytes / 8, 0, 0]
    : [0, 0, 0];
  for (const size of sizes) {
    await sendAs(sender, name, content, size);
    if (await isStored(asker, name, content)) return true;
    await asker.ask(`require("Storage").erase(${textLiteral(name)})`);
  }
  return false;
}

function hasPackets({ packetBytes }: Sender, content: string): boolean {
  return packetBytes > 0 && ![BREAK, END].some((byte) => content.includes(String.fromCharCode(byte)));
}

async function sendAs(sender: Sender, name: string, content: string, size: number): Promise<void> {
  if (size === 0) await sendLines(sender, name, content);
  else if (!(await sendPackets(sender, name, content, size))) await settle(sender);
}

/** Is the file there, to the byte? */
export async function isStored(asker: Asker, name: string, content: string): Promise<boolean> {
  const [length, sum] = await asker.ask<[number, number]>(
    `(function(d){return d===undefined?[-1,0]:[d.length,E.CRC32(d)]})(require("Storage").read(${textLiteral(name)}))`,
  );
  return length === content.length && sum === crc32(content);
}

async function sendPackets(
  { line, sent }: Sender,
  name: string,
  content: string,
  size: number,
): Promise<boolean> {
  const heading = JSON.stringify({ fn: name, s: content.length });
  if (!(await packet(line, FILE_SEND, heading))) return false;
  for (let at = 0; at < content.length; ) {
    const block = content.slice(at, at + blockBytes(content.length - at, size));
    if (!(await packet(line, DATA, block))) return false;
    at += block.length;
    sent(block.length);
  }
  return true;
}

/** The length stands in the heading: its lower byte must not be one of the two. */
function blockBytes(left: number, size: number): number {
  const bytes = Math.min(left, Math.floor(size));
  const low = bytes & 0xff;
  return low === BREAK || low === END ? bytes - (low - BREAK + 1) : bytes;
}

async function packet(line: Line, type: number, data: string): Promise<boolean> {
  const heading = type | data.length;
  line.forget();
  await line.send(`\x10\x01${String.fromCharCode(heading >> 8, heading & 0xff)}${data}`);
  await line.until((text) => text.includes(ACK) || text.includes(NAK), REPLY_MS);
  return line.text.includes(ACK) && !line.text.includes(NAK);
}

async function sendLines({ asker, sent }: Sender, name: string, content: string): Promise<void> {
  for (let at = 0; at < content.length; at += LINE_BYTES) {
    const piece = content.slice(at, at + LINE_BYTES);
    // A piece that is there already was requested twice. A file that was begun wrongly is found when all is
    // there.
    await asker
      .ask(
        `(function(s,n,d){return s.read(n,${at},d.length)==d||s.write(n,d,${at},${content.length})})` +
          `(require("Storage"),${textLiteral(name)},${textLiteral(piece)})`,
      )
      .catch((error: unknown) => {
        if (!(error instanceof AskedFailed)) throw error;
      });
    sent(piece.length);
  }
}

/** After a failed packet its rest may have been read as text: whatever that has started is ended. */
async function settle({ line, asker }: Sender): Promise<void> {
  await line.quiet(100, 7000);
  await asker.ask("1");
}
