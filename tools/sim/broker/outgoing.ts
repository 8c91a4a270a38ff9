// Messages that the broker owes one client at QoS 1 and 2: a window of those in flight, those that wait
// behind it, and those that are sent again when the session goes on (MQTT 3.1.1, 4.3 and 4.4).
import type { IPublishPacket, Packet } from "mqtt-packet";
import { hasEnded, type Message, publishOf, weightOf } from "./message.ts";
import type { Quota } from "./quota.ts";

export interface Outgoing {
  /**
   * Gives the client a message at QoS 1 or 2: now, or when there is room and a connection. False: there are
   * too many.
   */
  put: (message: Message) => boolean;
  /** An answer of the client to one of them. `failed`: it does not want the message (MQTT 5.0). */
  answered: (cmd: "puback" | "pubrec" | "pubcomp", id: number, failed?: boolean) => void;
  /** A connection stands; unfinished messages are sent again, in order. */
  resume: (to: Line) => void;
  /** The connection is gone. */
  pause: () => void;
  /**
   * Takes back messages that wait, and if the connection is going, also those that are out and unanswered; in
   * order.
   */
  withdraw: (isWanted: (message: Message, isOut: boolean) => boolean, isGoing: boolean) => Message[];
  /** Messages that are not completely acknowledged. */
  unacknowledged: () => number;
  /** The session is gone. */
  drop: () => void;
}

/** The part of a connection that matters here. */
interface Line {
  send: (packet: Packet) => void;
  /** False: the client takes no packet as long as this one. */
  sendIfItFits: (packet: IPublishPacket) => boolean;
  /** Messages that it takes at a time. */
  window: number;
}

export interface OutgoingLimits {
  /** Messages that are out and not acknowledged; and that wait behind them. */
  inFlight: number;
  queued: number;
}

interface Flight {
  message: Message;
  /** At QoS 2: PUBREC has come, and PUBREL waits for its answer. */
  isReleased: boolean;
}

const LAST_ID = 65535;

/** `mayHave`: may the client still receive a message? Otherwise it is not sent. */
export function createOutgoing(
  clientId: string,
  limits: OutgoingLimits,
  quota: Quota,
  now: () => number,
  mayHave: (message: Message) => boolean,
): Outgoing {
  const flights = new Map<number, Flight>();
  const waiting: Message[] = [];
  let line: Line | undefined;
  let lastId = 0;
  let isDropped = false;

  const window = () => Math.min(limits.inFlight, line?.window ?? limits.inFlight);

  function nextId(): number {
    do lastId = (lastId % LAST_ID) + 1;
    while (flights.has(lastId));
    return lastId;
  }

  function sendWaiting(): void {
    while (line !== undefined && flights.size < window() && waiting.length > 0) {
      const message = waiting.shift() as Message;
      if (hasEnded(message, now()) || !mayHave(message)) {
        quota.give(clientId, weightOf(message));
        message.settled?.(false);
        continue;
      }
      const id = nextId();
      const flight = { message, isReleased: false };
      flights.set(id, flight);
      sendFlight(id, flight, false);
    }
  }

  /** A message that is too long for the client is finished without it [MQTT-3.1.2-25]. */
  function sendFlight(id: number, { message, isReleased }: Flight, dup: boolean): void {
    if (isReleased) line?.send({ cmd: "pubrel", messageId: id });
    else if (line?.sendIfItFits({ ...publishOf(message, dup, now()), messageId: id }) === false)
      finish(id, message, false);
  }

  function finish(id: number, message: Message, isAcknowledged: boolean): void {
    flights.delete(id);
    quota.give(clientId, weightOf(message));
    message.settled?.(isAcknowledged);
  }

  return {
    put(message) {
      const isFull = waiting.length >= limits.queued && (line === undefined || flights.size >= window());
      if (isFull || isDropped || !quota.take(clientId, weightOf(message))) return false;
      waiting.push(message);
      sendWaiting();
      return true;
    },
    answered(cmd, id, failed = false) {
      const flight = flights.get(id);
      const isRefused = failed && cmd === "pubrec" && flight?.message.qos === 2;
      if (cmd === "pubrec" && !failed) {
        if (flight?.message.qos === 2) flight.isReleased = true;
        line?.send({ cmd: "pubrel", messageId: id });
      } else if (flight !== undefined && (isRefused || isLast(cmd, flight))) {
        finish(id, flight.message, true);
        sendWaiting();
      }
    },
    resume(to) {
      line = to;
      for (const [id, flight] of [...flights])
        if (flight.isReleased || mayHave(flight.message)) sendFlight(id, flight, true);
        else finish(id, flight.message, false);
      sendWaiting();
    },
    pause() {
      line = undefined;
    },
    withdraw(isWanted, isGoing) {
      const taken: Message[] = [];
      function isTaken(message: Message, isOut: boolean): boolean {
        if (!isWanted(message, isOut)) return false;
        quota.give(clientId, weightOf(message));
        taken.push(message);
        return true;
      }
      // On a standing connection, a message that was begun is finished [MQTT5-3.10.4-3].
      for (const [id, { message, isReleased }] of isGoing ? [...flights] : [])
        if (!isReleased && isTaken(message, true)) flights.delete(id);
      const left = waiting.filter((message) => !isTaken(message, false));
      waiting.length = 0;
      for (const message of left) waiting.push(message);
      return taken;
    },
    unacknowledged: () => flights.size + waiting.length,
    drop() {
      isDropped = true;
      for (const { message } of flights.values()) quota.give(clientId, weightOf(message));
      for (const message of waiting) quota.give(clientId, weightOf(message));
      flights.clear();
      waiting.length = 0;
    },
  };
}

/** Does this answer finish the message? */
function isLast(cmd: "puback" | "pubcomp" | "pubrec", { message, isReleased }: Flight): boolean {
  return message.qos === 1 ? cmd === "puback" : cmd === "pubcomp" && isReleased;
}
