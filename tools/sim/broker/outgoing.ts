// Messages at QoS 1 and 2 for one client: a window in flight, a queue of waiting ones, and the repeated ones
// of a resumed session (MQTT 3.1.1, 4.3 and 4.4).
import type { IPublishPacket, Packet } from "mqtt-packet";
import { hasEnded, type Message, publishOf, weightOf } from "./message.ts";
import type { Quota } from "./quota.ts";

/** The functions of a connection that are needed here. */
interface Line {
  send: (packet: Packet) => void;
  /** False: the packet is longer than the client's maximum. */
  sendIfItFits: (packet: IPublishPacket) => boolean;
  /** The client's Receive Maximum. */
  window: number;
}

export interface OutgoingLimits {
  /** The most unacknowledged messages; and the most that wait for a place. */
  inFlight: number;
  queued: number;
}

interface Flight {
  message: Message;
  /** At QoS 2: PUBREC was received, and PUBREL waits for its PUBCOMP. */
  isReleased: boolean;
}

const LAST_ID = 65535;

/** `mayHave`: is the client still permitted to receive a message? Otherwise it is dropped. */
export class Outgoing {
  private readonly clientId: string;
  private readonly limits: OutgoingLimits;
  private readonly quota: Quota;
  private readonly now: () => number;
  private readonly mayHave: (message: Message) => boolean;
  private readonly flights = new Map<number, Flight>();
  private readonly waiting: Message[] = [];
  private line: Line | undefined = undefined;
  private lastId = 0;
  private isDropped = false;

  constructor(
    clientId: string,
    limits: OutgoingLimits,
    quota: Quota,
    now: () => number,
    mayHave: (message: Message) => boolean,
  ) {
    this.clientId = clientId;
    this.limits = limits;
    this.quota = quota;
    this.now = now;
    this.mayHave = mayHave;
  }

  /** Sends a message at QoS 1 or 2 now, or when a place and a connection are there. False: too many wait. */
  put(message: Message): boolean {
    const isFull =
      this.waiting.length >= this.limits.queued &&
      (this.line === undefined || this.flights.size >= this.window());
    if (isFull || this.isDropped || !this.quota.take(this.clientId, weightOf(message))) return false;
    this.waiting.push(message);
    this.sendWaiting();
    return true;
  }

  /** Handles the client's acknowledgement. `failed`: the client refused the message (MQTT 5.0). */
  answered(cmd: "puback" | "pubrec" | "pubcomp", id: number, failed: boolean = false): void {
    const flight = this.flights.get(id);
    const isRefused = failed && cmd === "pubrec" && flight?.message.qos === 2;
    if (cmd === "pubrec" && !failed) {
      if (flight?.message.qos === 2) flight.isReleased = true;
      this.line?.send({ cmd: "pubrel", messageId: id });
    } else if (flight !== undefined && (isRefused || isLast(cmd, flight))) {
      this.finish(id, flight.message, true);
      this.sendWaiting();
    }
  }

  /** Called on a new connection: unfinished messages are repeated, in order. */
  resume(to: Line): void {
    this.line = to;
    for (const [id, flight] of [...this.flights])
      if (flight.isReleased || this.mayHave(flight.message)) this.sendFlight(id, flight, true);
      else this.finish(id, flight.message, false);
    this.sendWaiting();
  }

  /** Called when the connection has ended. */
  pause(): void {
    this.line = undefined;
  }

  /**
   * Takes back waiting messages, in order. If the connection is ending, takes back unacknowledged ones as
   * well.
   */
  withdraw(isWanted: (message: Message, isOut: boolean) => boolean, isGoing: boolean): Message[] {
    const taken: Message[] = [];
    const isTaken = (message: Message, isOut: boolean): boolean => {
      if (!isWanted(message, isOut)) return false;
      this.quota.give(this.clientId, weightOf(message));
      taken.push(message);
      return true;
    };
    // On an open connection, a begun handshake is completed [MQTT5-3.10.4-3].
    for (const [id, { message, isReleased }] of isGoing ? [...this.flights] : [])
      if (!isReleased && isTaken(message, true)) this.flights.delete(id);
    const remaining = this.waiting.filter((message) => !isTaken(message, false));
    this.waiting.length = 0;
    for (const message of remaining) this.waiting.push(message);
    return taken;
  }

  /** Messages that are not completely acknowledged. */
  unacknowledged(): number {
    return this.flights.size + this.waiting.length;
  }

  /** Called when the session has ended. */
  drop(): void {
    this.isDropped = true;
    for (const { message } of this.flights.values()) this.quota.give(this.clientId, weightOf(message));
    for (const message of this.waiting) this.quota.give(this.clientId, weightOf(message));
    this.flights.clear();
    this.waiting.length = 0;
  }

  private window(): number {
    return Math.min(this.limits.inFlight, this.line?.window ?? this.limits.inFlight);
  }

  private nextId(): number {
    do this.lastId = (this.lastId % LAST_ID) + 1;
    while (this.flights.has(this.lastId));
    return this.lastId;
  }

  private sendWaiting(): void {
    while (this.line !== undefined && this.flights.size < this.window() && this.waiting.length > 0) {
      const message = this.waiting.shift() as Message;
      if (hasEnded(message, this.now()) || !this.mayHave(message)) {
        this.quota.give(this.clientId, weightOf(message));
        message.settled?.(false);
        continue;
      }
      const id = this.nextId();
      const flight = { message, isReleased: false };
      this.flights.set(id, flight);
      this.sendFlight(id, flight, false);
    }
  }

  /** Sends a message in flight; one too long for the client completes unsent [MQTT-3.1.2-25]. */
  private sendFlight(id: number, { message, isReleased }: Flight, dup: boolean): void {
    if (isReleased) this.line?.send({ cmd: "pubrel", messageId: id });
    else if (this.line?.sendIfItFits({ ...publishOf(message, dup, this.now()), messageId: id }) === false)
      this.finish(id, message, false);
  }

  private finish(id: number, message: Message, isAcknowledged: boolean): void {
    this.flights.delete(id);
    this.quota.give(this.clientId, weightOf(message));
    message.settled?.(isAcknowledged);
  }
}

/** Does this acknowledgement complete the message? */
function isLast(cmd: "puback" | "pubcomp" | "pubrec", { message, isReleased }: Flight): boolean {
  return message.qos === 1 ? cmd === "puback" : cmd === "pubcomp" && isReleased;
}
