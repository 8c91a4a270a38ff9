// Messages at QoS 1 and 2 that one client publishes in its session: which PUBLISH is new, and which violates
// the protocol. A broker does not see which packets were lost. So it records a violation only where no loss
// explains the packet. Where all payloads of a client differ, it can detect more.
import type { IPublishPacket } from "mqtt-packet";
import type { Breach } from "./breaches.ts";

/** One message of the client, as far as the broker knows. */
interface Arrival {
  id: number;
  topic: string;
  payload: string;
  qos: number;
  /** The number of the message in the order of first arrival. */
  place: number;
  /** The connection of its last PUBLISH. */
  connection: number;
  /**
   * "open": not answered yet. "held": at QoS 2, PUBREC is out. "released": PUBREL is in. "done": PUBACK or
   * PUBCOMP is out.
   */
  stage: "open" | "held" | "released" | "done";
}

export interface Incoming {
  /**
   * Handles a PUBLISH at QoS 1 or 2. At QoS 2 a held identifier means the same message. The PUBLISH is
   * refused when the client has too many unfinished messages, or when there is no room.
   */
  took: (packet: IPublishPacket, connection: number) => "taken" | "tooMany" | "noRoom";
  /** Handles PUBREL. Returns the message that can now be delivered, if any. */
  released: (id: number, connection: number) => IPublishPacket | undefined;
  /** The topic of a held QoS 2 message. */
  topicOf: (id: number) => string | undefined;
  /** Called when an acknowledgement was written. */
  answered: (cmd: "puback" | "pubrec" | "pubcomp", id: number) => void;
  /** Does the identifier belong to an unfinished message? */
  isInUse: (id: number) => boolean;
  /** Identifiers of messages at QoS 2 that the broker holds. */
  held: () => number[];
  /** Identifiers of messages without PUBACK or PUBREC, in the order of first arrival. */
  unanswered: () => number[];
  /** Called when the session has ended. */
  drop: () => void;
}

type Note = (breach: Breach, which: string) => void;

/**
 * `born` is the connection that the session began on. `payloadsDiffer`: the client never publishes the same
 * payload to a topic twice, so a repeated payload is the same message. `mostUnfinished`: the most messages
 * that wait for their last answer.
 */
export function createIncoming(
  born: number,
  payloadsDiffer: boolean,
  mostUnfinished: number,
  note: Note,
): Incoming {
  return new WatchedIncoming(born, payloadsDiffer, mostUnfinished, note);
}

class WatchedIncoming implements Incoming {
  private readonly born: number;
  private readonly payloadsDiffer: boolean;
  private readonly mostUnfinished: number;
  private readonly note: Note;
  private readonly arrivals = new Map<number, Arrival>();
  private readonly packets = new Map<number, IPublishPacket>();
  private readonly byContent = new Map<string, Arrival>();
  private places = 0;
  private resentOn: number;
  private lastResent = -1;

  constructor(born: number, payloadsDiffer: boolean, mostUnfinished: number, note: Note) {
    this.born = born;
    this.payloadsDiffer = payloadsDiffer;
    this.mostUnfinished = mostUnfinished;
    this.note = note;
    this.resentOn = this.born;
  }

  took(packet: IPublishPacket, connection: number): "taken" | "tooMany" {
    const { topic, payload, qos, dup } = packet;
    const id = packet.messageId as number;
    const known = this.arrivals.get(id);
    const isSame =
      known !== undefined && known.topic === topic && known.payload === payload && known.qos === qos;
    this.judge(packet, known, isSame, connection);
    if (known !== undefined && isHeld(known)) {
      known.connection = connection;
      return "taken";
    }
    const arrival: Arrival = {
      id,
      topic,
      payload: payload as string,
      qos,
      place: isSame && dup ? known.place : this.places,
      connection,
      stage: "open",
    };
    this.places += 1;
    // A finished message with the same payload may be another one, whose first PUBLISH was lost.
    if (dup && (this.payloadsDiffer || known?.stage !== "done")) this.checkOrder(arrival, connection);
    if (this.payloadsDiffer) this.checkContent(arrival, dup);
    this.arrivals.set(id, arrival);
    if (this.unfinished() > this.mostUnfinished) this.note("tooManyUnfinished", describe(packet));
    if (qos === 2) this.packets.set(id, packet);
    return "taken";
  }

  released(id: number, connection: number): IPublishPacket | undefined {
    const arrival = this.arrivals.get(id);
    if (arrival === undefined || !isHeld(arrival)) return undefined;
    if (arrival.stage === "open" && arrival.connection === connection)
      this.note("releaseTooEarly", describeArrival(arrival));
    arrival.stage = "released";
    const packet = this.packets.get(id);
    this.packets.delete(id);
    return packet;
  }

  answered(cmd: "puback" | "pubrec" | "pubcomp", id: number): void {
    const arrival = this.arrivals.get(id);
    if (arrival === undefined) return;
    if (cmd === "puback" && arrival.qos === 1) arrival.stage = "done";
    if (cmd === "pubrec" && arrival.stage === "open") arrival.stage = "held";
    if (cmd === "pubcomp" && arrival.stage === "released") arrival.stage = "done";
  }

  isInUse(id: number): boolean {
    const arrival = this.arrivals.get(id);
    return arrival !== undefined && arrival.stage !== "done";
  }

  topicOf(id: number): string | undefined {
    return this.packets.get(id)?.topic;
  }

  held(): number[] {
    return [...this.arrivals.values()].filter(isHeld).map(({ id }) => id);
  }

  unanswered(): number[] {
    const open = [...this.arrivals.values()].filter(({ stage }) => stage === "open");
    return open.sort((a, b) => a.place - b.place).map(({ id }) => id);
  }

  drop(): void {}

  private unfinished(): number {
    let count = 0;
    if (this.mostUnfinished < this.arrivals.size)
      for (const { stage } of this.arrivals.values()) if (stage !== "done") count += 1;
    return count;
  }

  private judge(
    packet: IPublishPacket,
    known: Arrival | undefined,
    isSame: boolean,
    connection: number,
  ): void {
    const which = describe(packet);
    if (known === undefined) {
      if (packet.dup && connection === this.born) this.note("dupAtFirst", which);
      return;
    }
    const isUnfinished = known.stage !== "done";
    if (known.stage === "released" && isSame) this.note("publishAfterRelease", which);
    else if (isUnfinished && !isSame) this.note("identifierInUse", which);
    else if (isUnfinished && !packet.dup) this.note("dupMissing", which);
    else if (!isUnfinished && !isSame && packet.dup && known.connection === connection)
      this.note("dupAtFirst", which);
    if (isHeld(known) && packet.dup && isSame) this.checkOrder(known, connection);
  }

  /** Repeated messages must arrive in the order of first arrival. */
  private checkOrder(arrival: Arrival, connection: number): void {
    if (this.resentOn !== connection) this.lastResent = -1;
    this.resentOn = connection;
    if (arrival.place < this.lastResent) this.note("resentOutOfOrder", describeArrival(arrival));
    this.lastResent = arrival.place;
  }

  private checkContent(arrival: Arrival, dup: boolean): void {
    const content = `${arrival.topic}\0${arrival.payload}`;
    const before = this.byContent.get(content);
    this.byContent.set(content, arrival);
    if (before === undefined) return;
    if (before.id !== arrival.id) this.note("identifierChanged", describeArrival(arrival));
    else if (!dup) this.note("dupMissing", describeArrival(arrival));
    if (before.qos === 2 && (before.stage === "released" || before.stage === "done"))
      this.note("deliveredTwice", describeArrival(arrival));
  }
}

/** Is the message held at QoS 2 until its PUBREL? */
function isHeld({ qos, stage }: Arrival): boolean {
  return qos === 2 && (stage === "open" || stage === "held");
}

function describe({ topic, payload, messageId, qos }: IPublishPacket): string {
  return `${topic}=${payload} at QoS ${qos}, identifier ${messageId}`;
}

function describeArrival({ topic, payload, id, qos }: Arrival): string {
  return `${topic}=${payload} at QoS ${qos}, identifier ${id}`;
}
