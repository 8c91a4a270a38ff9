// Splits a stream of bytes into whole packets by their remaining length (MQTT 3.1.1, 2.2.3), in any chunks.
import { createHeap } from "./heap.ts";
import { ownText } from "./level-tree.ts";
import type { Limits } from "./limits.ts";
import { PUBLISH } from "./packet-type.ts";

/** The step after a packet: the next packet, no further packet, or the same packet again after `goOn`. */
type Turn = "next" | "end" | "again";

interface FrameEvents {
  packet: (bytes: string) => Turn;
  /** Called for bytes that begin no packet. All later bytes are ignored. */
  failed: (why: "malformed" | "tooLong") => void;
  /** Called for bytes after the last packet. */
  leftOver: () => void;
}

const LONGEST_LENGTH_BYTES = 4;

/** Refuses a packet above its limit as soon as its length is known. */
export class Frames {
  private readonly packetBytes: number;
  private readonly requestBytes: number;
  private readonly events: FrameEvents;
  private readonly heap = createHeap();
  /** The bytes to split, and the start of the next packet among them. */
  private rest = "";
  private at = 0;
  /** The fewest bytes with which to continue. */
  private needed = 0;
  private turn: Turn = "next";

  constructor(
    { packetBytes, requestBytes }: Pick<Limits, "packetBytes" | "requestBytes">,
    events: FrameEvents,
  ) {
    this.packetBytes = packetBytes;
    this.requestBytes = requestBytes;
    this.events = events;
  }

  /** Appends bytes, and calls `packet` for each packet that is now whole. */
  take(bytes: string): void {
    if (this.turn === "end") return;
    this.heap.add(bytes);
    if (this.turn === "next") this.readOn();
  }

  /** Continues after a pause. */
  goOn(): void {
    if (this.turn !== "again") return;
    this.turn = "next";
    this.readOn();
  }

  /** The number of bytes of the incomplete packet. */
  held(): number {
    return this.heap.size() + this.rest.length - this.at;
  }

  /** The length of the whole packet at `at`; 0 while it is incomplete. */
  private wholeLength(at: number): number {
    let length = 0;
    for (let i = 0; i < LONGEST_LENGTH_BYTES; i += 1) {
      const place = at + 1 + i;
      if (place >= this.rest.length) return this.need(place + 1 - at);
      const byte = this.rest.charCodeAt(place);
      length += (byte & 127) * 128 ** i;
      if (byte < 128) {
        const whole = 2 + i + length;
        const isPublish = this.rest.charCodeAt(at) >> 4 === PUBLISH;
        if (whole > (isPublish ? this.packetBytes : this.requestBytes)) return this.fail("tooLong");
        return at + whole > this.rest.length ? this.need(whole) : whole;
      }
    }
    return this.fail("malformed");
  }

  private need(bytes: number): number {
    this.needed = bytes;
    return 0;
  }

  private fail(why: "malformed" | "tooLong"): number {
    this.turn = "end";
    this.events.failed(why);
    return 0;
  }

  private readOn(): void {
    do {
      if (this.rest === "") {
        if (this.heap.size() < this.needed) return;
        this.rest = this.heap.empty();
      }
      this.needed = 0;
      for (let whole = this.wholeLength(this.at); whole > 0; whole = this.wholeLength(this.at)) {
        this.turn = this.events.packet(this.rest.substring(this.at, this.at + whole));
        // A waiting packet is not copied, because it may wait again after a few packets.
        if (this.turn === "again") return;
        this.at += whole;
        if (this.turn === "end") break;
      }
      const remainder = this.rest.substring(this.at);
      const hasTaken = this.at > 0;
      this.rest = "";
      this.at = 0;
      if (this.turn === "end") {
        if (hasTaken && remainder !== "") this.events.leftOver();
        return;
      }
      const later = this.heap.empty();
      this.heap.add(ownText(remainder));
      if (later !== "") this.heap.add(later);
    } while (this.heap.size() >= this.needed);
  }
}
