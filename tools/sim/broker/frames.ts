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
  { packetBytes, requestBytes }: Pick<Limits, "packetBytes" | "requestBytes">,
  events: FrameEvents,
): Frames {
  const heap = createHeap();
  /** The bytes that are cut, and where their next packet begins. */
  let rest = "";
  let at = 0;
  /** With fewer bytes there is nothing to be done. */
  let needed = 0;
  let turn: Turn = "next";

  /** The bytes of the whole packet at `at`; 0 while more are needed. */
  function wholeLength(at: number): number {
    let length = 0;
    for (let i = 0; i < LONGEST_LENGTH_BYTES; i += 1) {
      const place = at + 1 + i;
      if (place >= rest.length) return need(place + 1 - at);
      const byte = rest.charCodeAt(place);
      length += (byte & 127) * 128 ** i;
      if (byte < 128) {
        const whole = 2 + i + length;
        const isPublish = rest.charCodeAt(at) >> 4 === PUBLISH;
        if (whole > (isPublish ? packetBytes : requestBytes)) return fail("tooLong");
        return at + whole > rest.length ? need(whole) : whole;
      }
    }
    return fail("malformed");
  }

  function need(bytes: number): number {
    needed = bytes;
    return 0;
  }

  function fail(why: "malformed" | "tooLong"): number {
    turn = "end";
    events.failed(why);
    return 0;
  }

  function goOn(): void {
    do {
      if (rest === "") {
        if (heap.size() < needed) return;
        rest = heap.empty();
      }
      needed = 0;
      for (let whole = wholeLength(at); whole > 0; whole = wholeLength(at)) {
        turn = events.packet(rest.substring(at, at + whole));
        // It is not copied while it waits: it may do so again after a few packets.
        if (turn === "again") return;
        at += whole;
        if (turn === "end") break;
      }
      const left = rest.substring(at);
      const hasTaken = at > 0;
      rest = "";
      at = 0;
      if (turn === "end") {
        if (hasTaken && left !== "") events.leftOver();
        return;
      }
      const later = heap.empty();
      heap.add(ownText(left));
      if (later !== "") heap.add(later);
    } while (heap.size() >= needed);
  }

  return {
    take(bytes) {
      if (turn === "end") return;
      heap.add(bytes);
      if (turn === "next") goOn();
    },
    goOn() {
      if (turn !== "again") return;
      turn = "next";
      goOn();
    },
    held: () => heap.size() + rest.length - at,
  };
}
