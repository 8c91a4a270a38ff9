// A broker's acknowledgements of messages at QoS 1 and 2, read off the packets that come in on a
// connection, however they are cut.
import { PUBACK, PUBREC } from "../broker/packet-type.ts";

export interface AcknowledgementEvents {
  /** The handshake of a message is over: the broker has it, or has refused it. */
  acknowledged: (packetId: number, isTaken: boolean) => void;
  /** The connection stands; without a session of before, the broker knows no message of before. */
  greeted: (isResumed: boolean) => void;
}

/** What a broker alone sends. */
const CONNACK = 2;
const PUBCOMP = 7;
/** MQTT 5.0, 2.4: from here on a reason code is a refusal. */
const REFUSED = 0x80;
/** Packet identifier and reason code, or the flags of a CONNACK. */
const BODY_BYTES = 3;

export class AcknowledgementReader {
  private readonly events: AcknowledgementEvents;
  /** First byte of the packet that comes in; 0 between two. */
  private first = 0;
  /** Its length: as far as it has come, the weight of the next byte, or 0 when it is complete. */
  private rest = 0;
  private weight = 0;
  /** What has come of the body, as one number, and of how many bytes. */
  private body = 0;
  private taken = 0;

  constructor(events: AcknowledgementEvents) {
    this.events = events;
  }

  read(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) {
      const byte = bytes[at] as number;
      if (this.first === 0) {
        this.first = byte;
        this.rest = this.body = this.taken = 0;
        this.weight = 1;
      } else if (this.weight > 0) {
        this.rest += (byte & 127) * this.weight;
        this.weight = byte < 128 ? 0 : this.weight * 128;
      } else if (this.taken < BODY_BYTES) {
        this.body = this.body * 256 + byte;
        this.taken += 1;
        this.rest -= 1;
      } else {
        const passed = Math.min(this.rest, bytes.length - at);
        this.rest -= passed;
        at += passed;
        this.endWhenRead();
        continue;
      }
      at += 1;
      this.endWhenRead();
    }
  }

  private endWhenRead(): void {
    if (this.first === 0 || this.weight > 0 || this.rest > 0) return;
    const type = this.first >> 4;
    this.first = 0;
    const { body, taken } = this;
    if (type === CONNACK && taken >= 2) {
      const [flags, reason] = taken > 2 ? [body >> 16, (body >> 8) & 255] : [body >> 8, body & 255];
      if (reason === 0) this.events.greeted((flags & 1) !== 0);
    } else if (type === PUBACK || type === PUBCOMP || type === PUBREC) {
      const [id, reason] = taken > 2 ? [body >> 8, body & 255] : [body, 0];
      const isTaken = reason < REFUSED;
      if (type !== PUBREC || !isTaken) this.events.acknowledged(id, isTaken);
    }
  }
}
