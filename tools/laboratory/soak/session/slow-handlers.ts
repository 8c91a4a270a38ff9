// Handlers of the device that take their time, and what it may answer to the broker meanwhile: nothing to
// their messages. The order of the answers is the broker's to watch.

/** A handler that is not done, in the order of the program's own list. */
interface Slow {
  qos: number;
  id: number;
  payload: string;
  /** By its number: with it an answer at QoS 1 is void. */
  connection: number;
  /** The session that it belongs to is another one. */
  isOver: boolean;
}

const PUBACK = 4;
const PUBREC = 5;
const FIRST_ERROR = 0x80;

export class SlowHandlers {
  readonly faults: string[] = [];
  /** Payloads that a handler has refused: they may come again. */
  readonly refused = new Set<string>();
  private readonly open: Slow[] = [];
  /** Messages that were refused and are not answered yet, by QoS and identifier. */
  private readonly refusals = new Set<string>();
  private connection = 0;

  get count(): number {
    return this.open.length;
  }

  greeted(present: boolean): void {
    this.connection += 1;
    if (present) return;
    for (const slow of this.open) slow.isOver = true;
    this.refusals.clear();
  }

  delivered(qos: number, id: number): void {
    this.refusals.delete(`${qos} ${id}`);
  }

  /** A handler takes its time. */
  began(qos: number, id: number, payload: string): void {
    this.open.push({ qos, id, payload, connection: this.connection, isOver: false });
  }

  /** One of them is done, by its number. */
  finished(index: number, refuses: boolean): void {
    const [slow] = this.open.splice(index, 1);
    if (slow === undefined || !refuses) return;
    this.refused.add(slow.payload);
    if (this.holds(slow)) this.refusals.add(`${slow.qos} ${slow.id}`);
  }

  /** The client has handed these packets to its link. */
  wrote(bytes: string): void {
    for (let at = 0; at < bytes.length; ) {
      let length = 0;
      let lengthEnd = at + 1;
      for (let unit = 1; ; unit *= 128) {
        const byte = bytes.charCodeAt(lengthEnd);
        lengthEnd += 1;
        length += (byte & 127) * unit;
        if (!(byte > 127)) break;
      }
      const type = bytes.charCodeAt(at) >> 4;
      const id = bytes.charCodeAt(lengthEnd) * 256 + bytes.charCodeAt(lengthEnd + 1);
      const reason = length > 2 ? bytes.charCodeAt(lengthEnd + 2) : 0;
      if (type === PUBACK || type === PUBREC) this.answered(type === PUBACK ? 1 : 2, id, reason);
      at = lengthEnd + length;
    }
  }

  private answered(qos: number, id: number, reason: number): void {
    if (this.open.some((slow) => slow.qos === qos && slow.id === id && this.holds(slow)))
      this.faults.push(`Message ${id} at QoS ${qos} was answered before its handler was done.`);
    if (this.refusals.delete(`${qos} ${id}`) && reason < FIRST_ERROR)
      this.faults.push(`Message ${id} at QoS ${qos} was refused, and answered as if it was taken.`);
  }

  /** Does an answer wait for this handler? */
  private holds({ qos, connection, isOver }: Slow): boolean {
    return !isOver && (qos === 2 || connection === this.connection);
  }
}
