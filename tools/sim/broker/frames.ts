// A stream of bytes cut into whole packets by their remaining length (MQTT 3.1.1, 2.2.3), however the bytes
// arrive.
import { createHeap } from "./heap.ts";
import { ownText } from "./level-tree.ts";
import type { Limits } from "./limits.ts";
import { PUBLISH } from "./packet-type.ts";

export interface Frames {
  /** Takes the next bytes and calls `packet` for each packet that is whole now. */
  take: (bytes: string) => void;
  /** Goes on after a pause. */
  goOn: () => void;
  /** Bytes that are held because their packet is not whole. */
  held: () => number;
}

/** The next step after a packet: the next one, none any more, or this one again after `goOn`. */
type Turn = "next" | "end" | "again";

interface FrameEvents {
  packet: (bytes: string) => Turn;
  /** No packet can begin so. Nothing is taken any more. */
  failed: (why: "malformed" | "tooLong") => void;
  /** Bytes have come behind the last packet. */
  leftOver: () => void;
}

const LONGEST_LENGTH_BYTES = 4;

/** Packets that are longer than their limit are refused as soon as their length is there. */
export function createFrames(
  limits: Pick<Limits, "packetBytes" | "requestBytes">,
  events: FrameEvents,
): Frames {
  return new PacketFrames(limits, events);
}

class PacketFrames implements Frames {
  private readonly packetBytes: number;
  private readonly requestBytes: number;
  private readonly events: FrameEvents;
  private readonly heap = createHeap();
  /** The bytes that are cut, and where their next packet begins. */
  private rest = "";
  private at = 0;
  /** With fewer bytes there is nothing to be done. */
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

  take(bytes: string): void {
    if (this.turn === "end") return;
    this.heap.add(bytes);
    if (this.turn === "next") this.readOn();
  }

  goOn(): void {
    if (this.turn !== "again") return;
    this.turn = "next";
    this.readOn();
  }

  held(): number {
    return this.heap.size() + this.rest.length - this.at;
  }

  /** The bytes of the whole packet at `at`; 0 while more are needed. */
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
        // It is not copied while it waits: it may do so again after a few packets.
        if (this.turn === "again") return;
        this.at += whole;
        if (this.turn === "end") break;
      }
      const left = this.rest.substring(this.at);
      const hasTaken = this.at > 0;
      this.rest = "";
      this.at = 0;
      if (this.turn === "end") {
        if (hasTaken && left !== "") this.events.leftOver();
        return;
      }
      const later = this.heap.empty();
      this.heap.add(ownText(left));
      if (later !== "") this.heap.add(later);
    } while (this.heap.size() >= this.needed);
  }
}
