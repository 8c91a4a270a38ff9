// Messages after the CONNACK of a kept session wait until the program knows of the connection: the broker
// sends at once what it has kept, and a program may subscribe in `connected`, or after `untilConnected()`.
import type { Client } from "../mqtt/client.ts";
import { GREETING } from "../mqtt/connection-state.ts";
import { packetEnd, probe, WHOLE } from "../mqtt/frame.ts";
import { CONNACK } from "../mqtt/packet-type.ts";

/**
 * As much may wait here while a broker is not proven; of more the client takes all, which has a bound of its
 * own.
 */
const MOST_HELD = 1_048_576;

export class GreetingHold {
  private readonly client: Client;
  private bytes = "";
  /** Has the CONNACK of this connection come, and does the program not know of it yet? */
  private isClosed = false;

  /** Of a client whose CONNECT is out. */
  constructor(client: Client) {
    this.client = client;
  }

  /** Returns what the client is to have now of a piece that has come. */
  pass(piece: string): string {
    if (this.isClosed) {
      this.bytes += piece;
      const isToBePassed = this.client.connection.state === GREETING && this.bytes.length > MOST_HELD;
      return isToBePassed ? this.take() : "";
    }
    const { rest } = this.client.stream;
    const end = connackEnd(rest + piece, this.client.packetBytes) - rest.length;
    if (end <= 0) return piece;
    this.isClosed = true;
    this.bytes = piece.substring(end);
    return piece.substring(0, end);
  }

  /** The program knows of the connection. Returns what waited. */
  take(): string {
    const { bytes } = this;
    this.bytes = "";
    return bytes;
  }
}

/** Where the CONNACK ends, after AUTHs that may come before it; 0 while none is there whole. */
function connackEnd(bytes: string, most: number): number {
  let at = 0;
  while (bytes.length - at > 1 && probe(bytes, at, most) === WHOLE) {
    const end = packetEnd(bytes, at);
    if (bytes.charCodeAt(at) === CONNACK) return end;
    at = end;
  }
  return 0;
}
