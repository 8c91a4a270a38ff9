// Requests of a program: each is a message that says where its answer is wanted, and the answer is known by
// what it was asked with (MQTT 5.0, 4.10). In 3.1.1 topics say both (request-topics.ts).
import { elapsed } from "../../bytes/milliseconds.ts";
import { LONGEST_DEADLINE_MS } from "../../mqtt/deadline.ts";
import { mayFallBack, speaks5 } from "../../mqtt/protocol.ts";
import { carryProperties, expireAfter, type Publication, prepare } from "../../mqtt/publication.ts";
import { onAbort, type Signal } from "../aborting.ts";
import { RequestError } from "../faults/errors.ts";
import { propertyBytes } from "../message-properties.ts";
import type { RequestOptions, SubscriptionOptions } from "../options.ts";
import type { RunningClient } from "../running-client.ts";
import type { NodeMessage } from "../subscriptions/message.ts";
import { inOnePiece } from "../subscriptions/subscribers.ts";
import { arrayOf, bytesOf, type Payload } from "../text.ts";
import type { ClientWorld } from "../transport/client-world.ts";
import { ANSWERS, answersOf, requestTopic } from "./request-topics.ts";

const USUAL_TIMEOUT_MS = 10_000;
/** The most requests that wait for their answers, and the most settled ones that are remembered. */
const MOST_REQUESTS = 1000;
const LIFE_BYTES = 6;
const LONGEST_TOPIC = 65_535;
/** The length of a request's identification: a replier must not be able to guess the next one. */
const KEY_BYTES = 16;

interface Request {
  topic: string;
  /** The time of the request. */
  at: number;
  resolve: (answer: NodeMessage) => void;
  reject: (reason: unknown) => void;
}

export class Requests {
  /** Answers that came after their request was answered, and those that came after it was given up. */
  repeated = 0;
  late = 0;
  private readonly world: ClientWorld;
  private readonly running: RunningClient;
  /** The topic of answers, in 3.1.1 each a level below. */
  private readonly answers: string;
  /** The filter by which it listens for answers; "" before the first request. */
  private listensTo = "";
  /** Requests by their identification: a level of a topic. */
  private readonly open = new Map<string, Request>();
  private readonly settled = new Map<string, "answered" | "given up">();

  constructor(world: ClientWorld, running: RunningClient, clientId: string) {
    this.world = world;
    this.running = running;
    this.answers = answersOf(clientId === "" ? randomDigits(LIFE_BYTES) : clientId);
  }

  async ask(topic: string, payload: Payload, options: RequestOptions): Promise<NodeMessage> {
    const { timeoutMs = USUAL_TIMEOUT_MS, signal } = options;
    if (this.open.size >= MOST_REQUESTS)
      throw new RequestError(topic, `was refused: ${MOST_REQUESTS} wait for their answers`);
    const key = randomDigits(KEY_BYTES);
    const at = this.world.now();
    const answer = new Promise<NodeMessage>((resolve, reject) =>
      this.open.set(key, { topic, at, resolve, reject }),
    );
    const giveUp = (reason: unknown) => this.settle(key, "given up")?.reject(reason);
    const leaveSignal = onAbort(signal, giveUp);
    const leaveTimer = this.world.after(timeoutMs, () =>
      giveUp(new RequestError(topic, `was not answered within ${timeoutMs} ms`)),
    );
    // A program that waits for room in the ring stops when nobody waits for the answer.
    const unwanted = new AbortController();
    if (this.open.has(key)) this.send(key, payload, options, unwanted.signal).catch(giveUp);
    try {
      return await answer;
    } finally {
      leaveSignal();
      leaveTimer();
      unwanted.abort();
    }
  }

  /** The client has ended. */
  end(ended: string): void {
    for (const { topic, reject } of this.open.values())
      reject(new RequestError(topic, `was not answered before its ${ended}`));
    this.open.clear();
  }

  private async send(
    key: string,
    payload: Payload,
    options: RequestOptions,
    unwanted: Signal,
  ): Promise<void> {
    const { running } = this;
    if (mayFallBack(running.client)) await running.untilConnected(unwanted);
    const request = this.open.get(key);
    if (request === undefined) return;
    const { timeoutMs = USUAL_TIMEOUT_MS } = options;
    const publication = this.publicationFor(key, request.topic, options);
    // Nobody answers a request whose sender no longer waits.
    const left = timeoutMs - elapsed(this.world.now(), request.at);
    expireAfter(publication, Math.max(1, Math.min(left, LONGEST_DEADLINE_MS)));
    await running.send(publication, payload, { waits: true, signal: unwanted, isOfThisProcess: true });
  }

  /** Listens for its answer, too. */
  private publicationFor(
    key: string,
    topic: string,
    { qos = 1, properties = {} }: RequestOptions,
  ): Publication {
    if (speaks5(this.running.client)) {
      const bytes = bytesOf(this.answers).length;
      if (bytes > LONGEST_TOPIC)
        throw tooLong(
          topic,
          `after ${ANSWERS} the client's id has ${bytes} bytes`,
          "give the client a shorter id",
        );
      this.listen(this.answers, { qos: 1, retained: "never" });
      const publication = prepare(bytesOf(topic), qos, false, "reject");
      const answerable = { ...properties, responseTopic: this.answers, correlationData: arrayOf(key) };
      carryProperties(publication, propertyBytes(answerable));
      return publication;
    }
    const named = bytesOf(requestTopic(`${this.answers}/${key}`, topic));
    if (named.length > LONGEST_TOPIC)
      throw tooLong(topic, `after the client's id it has ${named.length} bytes`, "shorten one of them");
    this.listen(`${this.answers}/+`, { qos: 1 });
    return prepare(named, qos, false, "reject");
  }

  /** Listens for answers, from the first request on. */
  private listen(filter: string, options: SubscriptionOptions): void {
    if (this.listensTo === filter) return;
    this.listensTo = filter;
    const taken = inOnePiece((message) => this.take(message), this.running.client);
    this.running.subscribe(filter, taken, options).catch((reason) => {
      this.listensTo = "";
      for (const key of [...this.open.keys()]) this.settle(key, "given up")?.reject(reason);
    });
  }

  private take(message: NodeMessage): void {
    const key =
      message.topic === this.answers
        ? bytesOf(message.properties.correlationData ?? "")
        : message.topic.slice(this.answers.length + 1);
    const request = this.settle(key, "answered");
    if (request !== undefined) request.resolve(message);
    else if (this.settled.get(key) === "answered") this.repeated += 1;
    else if (this.settled.has(key)) this.late += 1;
  }

  /** The request, which then waits no more; undefined for one that does not wait. */
  private settle(key: string, how: "answered" | "given up"): Request | undefined {
    const request = this.open.get(key);
    if (request === undefined) return undefined;
    this.open.delete(key);
    if (this.settled.size >= MOST_REQUESTS) this.settled.delete(this.settled.keys().next().value as string);
    this.settled.set(key, how);
    return request;
  }
}

function tooLong(topic: string, what: string, mend: string): RequestError {
  return new RequestError(topic, `was refused: ${what}, and a topic at most ${LONGEST_TOPIC}; ${mend}`);
}

/**
 * A chance of its own: the world's is not there before the first attempt at a connection. And no other client
 * can guess it.
 */
function randomDigits(count: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(count));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
