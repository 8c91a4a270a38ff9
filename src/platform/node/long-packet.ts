// A packet on its way in that comes in pieces. Joined to what the decoder keeps, each piece would have all before it copied
// once more: 50 MB took a minute. So they are put side by side here, and the decoder gets them in one piece.
import type { Client } from "../../mqtt/client.ts";
import { missing } from "../../mqtt/decoder.ts";

const FIRST_BYTES = 65536;
const NONE = Buffer.alloc(0);

export class LongPacket {
  /** The pieces so far, in what room there is for them, and how many bytes are to come behind them. */
  private room = NONE;
  private length = 0;
  private lacking = 0;

  /** Takes what has come in. Returns what the decoder is to have of it now: "" while the packet is not whole. */
  take(client: Client, piece: string): string {
    if (this.lacking === 0) this.lacking = missing(client);
    if (piece.length < this.lacking) {
      this.add(piece);
      return "";
    }
    const bytes = this.room.toString("latin1", 0, this.length) + piece;
    this.forget();
    return bytes;
  }

  /** The connection has ended. */
  forget(): void {
    this.room = NONE;
    this.length = 0;
    this.lacking = 0;
  }

  private add(piece: string): void {
    const end = this.length + piece.length;
    if (end > this.room.length) {
      // Twice the room, and not all that the packet claims: a broker may claim what it never sends.
      const more = Buffer.allocUnsafe(Math.max(end, 2 * this.length, FIRST_BYTES));
      this.room.copy(more, 0, 0, this.length);
      this.room = more;
    }
    this.room.write(piece, this.length, "latin1");
    this.length = end;
    this.lacking -= piece.length;
  }
}
