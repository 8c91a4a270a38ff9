// Requests of a program: each is a message that says where its answer is wanted, and the answer is known by what it was asked
// with (MQTT 5.0, 4.10).
import { uint16 } from "../../bytes/integers.ts";
import { LONGEST_DEADLINE_MS } from "../../mqtt/deadline.ts";
import { prepare, setDeadline, setFixedProperties } from "../../mqtt/publication.ts";
import { onAbort } from "./aborting.ts";
import { RequestError } from "./client-errors.ts";
import type { RequestOptions } from "./client-options.ts";
import type { NodeMessage } from "./message.ts";
import { propertyBytes } from "./message-properties.ts";
import type { RunningClient } from "./running-client.ts";
import { inOnePiece } from "./subscribers.ts";
import { arrayOf, bytesOf, type Payload } from "./text.ts";
import type { ClientWorld } from "./world.ts";

const USUAL_TIMEOUT_MS = 10_000;
/** So many may wait for their answers, and of so many settled ones it is known how. */
const MOST_REQUESTS = 1000;

interface Request {
  topic: string;
  resolve: (answer: NodeMessage) => void;
  reject: (reason: unknown) => void;
}

export class Requests {
  /** Answers that came after their request was answered, and after it was given up. */
  repeated = 0;
  late = 0;
  private readonly world: ClientWorld;
  private readonly running: RunningClient;
  private readonly answerTopic: string;
  /** No earlier client with this identifier has asked with it. */
  private readonly life: number;
  private last = 0;
  private isListening = false;
  /** By what they are asked with, one character a byte. */
  private readonly open = new Map<string, Request>();
  private readonly settled = new Map<string, "answered" | "given up">();

  constructor(world: ClientWorld, running: RunningClient, clientId: string) {
    this.world = world;
    this.running = running;
    this.answerTopic = `answers/${clientId.replaceAll(/[+#]/g, "-")}`;
    this.life = world.random(0x1_0000_0000);
  }

  async ask(topic: string, payload: Payload, options: RequestOptions): Promise<NodeMessage> {
    const { qos = 1, timeoutMs = USUAL_TIMEOUT_MS, signal, properties = {} } = options;
    if (this.open.size >= MOST_REQUESTS)
      throw new RequestError(topic, `was refused: ${MOST_REQUESTS} wait for their answers`);
    this.listen();
    this.last = (this.last + 1) >>> 0;
    const key = uint32(this.life) + uint32(this.last);
    const answer = new Promise<NodeMessage>((resolve, reject) =>
      this.open.set(key, { topic, resolve, reject }),
    );
    const publication = prepare(bytesOf(topic), qos, false, "reject");
    const asked = { ...properties, responseTopic: this.answerTopic, correlationData: arrayOf(key) };
    setFixedProperties(publication, propertyBytes(asked));
    // Nobody answers a request that nobody waits for any more.
    setDeadline(publication, Math.min(timeoutMs, LONGEST_DEADLINE_MS));
    const giveUp = (reason: unknown) => this.settle(key, "given up")?.reject(reason);
    const leaveSignal = onAbort(signal, giveUp);
    const leaveTimer = this.world.after(timeoutMs, () =>
      giveUp(new RequestError(topic, `was not answered within ${timeoutMs} ms`)),
    );
    // A program that waits for room in the ring waits no more once nobody waits for the answer.
    const unwanted = new AbortController();
    if (this.open.has(key))
      Promise.resolve()
        .then(() => this.running.send(publication, payload, true, unwanted.signal))
        .catch(giveUp);
    try {
      return await answer;
    } finally {
      leaveSignal();
      leaveTimer();
      unwanted.abort();
    }
  }

  /** The client has ended. */
  end(): void {
    for (const { topic, reject } of this.open.values())
      reject(new RequestError(topic, "was not answered before its client ended"));
    this.open.clear();
  }

  /** Listens for answers, from the first request on. */
  private listen(): void {
    if (this.isListening) return;
    this.isListening = true;
    const taken = inOnePiece((message) => this.take(message), this.running.client);
    this.running.subscribe(this.answerTopic, taken, { qos: 1, retained: "never" }).catch((reason) => {
      this.isListening = false;
      for (const key of [...this.open.keys()]) this.settle(key, "given up")?.reject(reason);
    });
  }

  private take(message: NodeMessage): void {
    const key = bytesOf(message.properties.correlationData ?? "");
    const request = this.settle(key, "answered");
    if (request !== undefined) request.resolve(message);
    else if (this.settled.get(key) === "answered") this.repeated += 1;
    else if (this.settled.has(key)) this.late += 1;
  }

  /** The request, which waits no more; undefined for one that does not. */
  private settle(key: string, how: "answered" | "given up"): Request | undefined {
    const request = this.open.get(key);
    if (request === undefined) return undefined;
    this.open.delete(key);
    if (this.settled.size >= MOST_REQUESTS) this.settled.delete(this.settled.keys().next().value as string);
    this.settled.set(key, how);
    return request;
  }
}

function uint32(value: number): string {
  return uint16(value >>> 16) + uint16(value & 65_535);
}
