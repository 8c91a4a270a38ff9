// Packets as they go over the line: no heading holds a byte that an interpreter takes for a key.
import { expect, test } from "vitest";
import { Asker } from "../../../tools/flash/espruino/ask.ts";
import { Line } from "../../../tools/flash/espruino/line.ts";
import { sendFile } from "../../../tools/flash/espruino/packets.ts";

const ACK = "\x06";
/** A break, and on a computer the end of the interpreter. */
const KEYS = ["\x03", "\x04"];

/** Sends a file of that many bytes to a board that acknowledges everything. Returns what went out. */
async function sentOf(bytes: number, packetBytes: number): Promise<string[]> {
  const written: string[] = [];
  let take: (bytes: string) => void = () => undefined;
  const line = new Line(
    {
      name: "fake",
      write: async (text) => {
        written.push(text);
        queueMicrotask(() => take(ACK));
      },
      listen: (to) => {
        take = to;
      },
      whenLost: () => undefined,
      setSignals: async () => undefined,
      close: async () => undefined,
    },
    { now: () => 0, after: () => () => undefined },
  );
  const sender = { line, asker: new Asker(line), packetBytes, sent: () => undefined };
  await sendFile(sender, "file", "a".repeat(bytes));
  return written;
}

test.each([3, 4, 5, 259, 260, 261, 512])(
  "a file of %i bytes goes out whole, without keys in headings",
  async (bytes) => {
    const written = await sentOf(bytes, 512);
    const packets = written.filter((text) => text.startsWith("\x10\x01")).slice(1);
    expect(packets.map((text) => text.slice(4)).join("")).toBe("a".repeat(bytes));
    for (const packet of packets) expect(KEYS).not.toContain(packet[3]);
  },
);
