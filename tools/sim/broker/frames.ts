// A stream of bytes cut into whole packets by their remaining length (MQTT 3.1.1, 2.2.3), however the bytes arrive.

export interface Frames {
  /** Takes the next bytes and calls `packet` for each packet that is whole now, until it returns false. */
  take: (bytes: string) => void;
}

interface FrameEvents {
  packet: (bytes: string) => boolean;
  /** No packet can begin so. Nothing is taken any more. */
  failed: (why: "malformed" | "tooLong") => void;
  /** There is something behind the packet that was the last one. */
  leftOver: () => void;
}

const LONGEST_LENGTH_BYTES = 4;

/** Packets of more than `longest` bytes are refused as soon as their length is there. */
export function createFrames(longest: number, events: FrameEvents): Frames {
  let rest = "";
  let isOver = false;

  /** The bytes of the whole packet at `at`; 0 while more are needed. */
  function wholeLength(at: number): number {
    let length = 0;
    for (let i = 0; i < LONGEST_LENGTH_BYTES; i += 1) {
      const place = at + 1 + i;
      if (place >= rest.length) return 0;
      const byte = rest.charCodeAt(place);
      length += (byte & 127) * 128 ** i;
      if (byte < 128) {
        const whole = 2 + i + length;
        if (whole > longest) return fail("tooLong");
        return at + whole > rest.length ? 0 : whole;
      }
    }
    return fail("malformed");
  }

  function fail(why: "malformed" | "tooLong"): number {
    isOver = true;
    events.failed(why);
    return 0;
  }

  return {
    take(bytes) {
      if (isOver) return;
      rest += bytes;
      let at = 0;
      for (let whole = wholeLength(at); whole > 0; whole = wholeLength(at)) {
        const packet = rest.substring(at, at + whole);
        at += whole;
        isOver = !events.packet(packet);
        if (isOver) break;
      }
      if (isOver && at > 0 && at < rest.length) events.leftOver();
      rest = isOver ? "" : rest.substring(at);
    },
  };
}
