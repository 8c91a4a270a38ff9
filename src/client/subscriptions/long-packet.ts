// A packet on its way in that comes in pieces. Joined to what the decoder keeps, each piece would have all
// before it copied once more: 50 MB took a minute. So they are put side by side here, and the decoder gets
// them in one piece.
import type { Client } from "../../mqtt/client.ts";
import { takeRest } from "../../mqtt/stream.ts";
import { missing } from "../../mqtt/unfinished.ts";
import { bytesOf, writeBytes } from "../text.ts";

/** The owner of the bytes that have come in. */
interface Decoder {
  decode(bytes: string): void;
}

const NONE = new Uint8Array(0);

/** The room of a packet at first, which then doubles: a broker may announce bytes that it never sends. */
const FIRST_BYTES = 16_777_216;

/** Is the incoming packet whole with this piece? */
export function endsPacket(client: Client, piece: string): boolean {
  return piece.length >= missing(client);
}

export class LongPacket {
  private room = NONE;
  /** Bytes that have come; 0 when no packet waits here. */
  private length = 0;
  /** Bytes of the whole packet. */
  private whole = 0;

  /**
   * Takes the bytes that have come in, and gives `decoder` those that it needs now: none while the packet is
   * not whole.
   */
  take(client: Client, piece: string, decoder: Decoder): void {
    if (this.length === 0) {
      if (endsPacket(client, piece)) {
        decoder.decode(piece);
        return;
      }
      const lacking = missing(client);
      const rest = takeRest(client);
      this.whole = rest.length + lacking;
      this.add(rest);
    }
    const lacking = this.whole - this.length;
    this.add(piece);
    if (this.length < this.whole) return;
    const packet = bytesOf(this.room.subarray(0, this.whole));
    this.forget();
    decoder.decode(packet);
    // Not joined to the packet, which would be copied once more.
    if (piece.length > lacking) decoder.decode(piece.substring(lacking));
  }

  /** The connection has ended. */
  forget(): void {
    this.room = NONE;
    this.length = 0;
    this.whole = 0;
  }

  /** The bytes that belong to the packet. */
  private add(piece: string): void {
    const end = Math.min(this.length + piece.length, this.whole);
    if (end > this.room.length) {
      const more = new Uint8Array(Math.min(this.whole, Math.max(FIRST_BYTES, 2 * end)));
      more.set(this.room.subarray(0, this.length));
      this.room = more;
    }
    writeBytes(this.room.subarray(0, end), piece, this.length);
    this.length = end;
  }
}
