// How many messages leave on a connection, read off the packets that go out, however they are cut.

const PUBLISH = 3;

/** Counts one connection's PUBLISH packets: give it each byte string that is written, and it says how many begin there. */
export function createPublishCount(): (bytes: string) => number {
  /** Bytes of the packet that is going out, which are still to come. */
  let rest = 0;
  /** The first byte and the length of a packet, as far as they have gone out. */
  let header = "";

  return (bytes) => {
    let publishes = 0;
    let at = 0;
    while (at < bytes.length) {
      const passed = Math.min(rest, bytes.length - at);
      rest -= passed;
      at += passed;
      if (at === bytes.length) break;
      header += bytes.charAt(at);
      at += 1;
      // The last byte of a length is below 128 (MQTT 3.1.1, 2.2.3).
      if (header.length === 1 || header.charCodeAt(header.length - 1) >= 128) continue;
      if (header.charCodeAt(0) >> 4 === PUBLISH) publishes += 1;
      rest = lengthIn(header);
      header = "";
    }
    return publishes;
  };
}

function lengthIn(header: string): number {
  let length = 0;
  for (let i = header.length - 1; i > 0; i--) length = length * 128 + (header.charCodeAt(i) & 127);
  return length;
}
