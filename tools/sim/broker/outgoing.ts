// What the broker owes one client at QoS 1 and 2: a window of messages in flight, those that wait behind it, and what is
// sent again when the session goes on (MQTT 3.1.1, 4.3 and 4.4).
import type { Packet } from "mqtt-packet";
import type { Message } from "./message.ts";

export interface Outgoing {
  /** Gives the client a message at QoS 1 or 2: now, or when there is room and a connection. False: there are too many. */
  put: (message: Message) => boolean;
  /** An answer of the client to one of them. */
  answered: (cmd: "puback" | "pubrec" | "pubcomp", id: number) => void;
  /** A connection stands; unfinished messages are sent again, in order. */
  resume: (send: (packet: Packet) => void) => void;
  /** The connection is gone. */
  pause: () => void;
  /** Messages that are not completely acknowledged. */
  owed: () => number;
}

interface Flight {
  message: Message;
  /** At QoS 2: PUBREC has come, and PUBREL is what waits for an answer. */
  isReleased: boolean;
}

const LAST_ID = 65535;

/** At most `window` messages are in flight, and at most `queued` wait behind them. */
export function createOutgoing(window: number, queued: number): Outgoing {
  const flights = new Map<number, Flight>();
  const waiting: Message[] = [];
  let send: ((packet: Packet) => void) | undefined;
  let lastId = 0;

  function nextId(): number {
    do lastId = (lastId % LAST_ID) + 1;
    while (flights.has(lastId));
    return lastId;
  }

  function sendWaiting(): void {
    while (send !== undefined && flights.size < window && waiting.length > 0) {
      const id = nextId();
      const flight = { message: waiting.shift() as Message, isReleased: false };
      flights.set(id, flight);
      sendFlight(id, flight, false);
    }
  }

  function sendFlight(id: number, { message, isReleased }: Flight, dup: boolean): void {
    if (isReleased) send?.({ cmd: "pubrel", messageId: id });
    else send?.({ cmd: "publish", ...message, dup, messageId: id });
  }

  return {
    put(message) {
      if (waiting.length >= queued && (send === undefined || flights.size >= window)) return false;
      waiting.push(message);
      sendWaiting();
      return true;
    },
    answered(cmd, id) {
      const flight = flights.get(id);
      if (cmd === "pubrec") {
        if (flight?.message.qos === 2) flight.isReleased = true;
        send?.({ cmd: "pubrel", messageId: id });
      } else if (flight !== undefined && isLast(cmd, flight)) {
        flights.delete(id);
        sendWaiting();
      }
    },
    resume(to) {
      send = to;
      for (const [id, flight] of flights) sendFlight(id, flight, true);
      sendWaiting();
    },
    pause() {
      send = undefined;
    },
    owed: () => flights.size + waiting.length,
  };
}

/** Does this answer finish the message? */
function isLast(cmd: "puback" | "pubcomp", { message, isReleased }: Flight): boolean {
  return message.qos === 1 ? cmd === "puback" : cmd === "pubcomp" && isReleased;
}
