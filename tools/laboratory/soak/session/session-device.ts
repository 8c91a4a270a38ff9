// The device in a schedule: it publishes, subscribes, and loses its power, over which its counts go on.
import type { World } from "../../../../src/platform/node/world.ts";
import type { Certainty } from "./certainty.ts";
import { KeptTerms } from "./kept-terms.ts";
import { type RunningSession, type SessionStanding, startSession } from "./running-session.ts";
import { createSessionModel, type SessionModel } from "./session-model.ts";
import { SlowHandlers } from "./slow-handlers.ts";
import type { TapedCall } from "./tape.ts";
import { INCOMING, TOPICS } from "./topics.ts";

export class SessionDevice {
  /** What its client promised. */
  readonly model: SessionModel;
  /** What its client was called with, and what it answered. */
  readonly tape: TapedCall[] = [];
  /** Payloads that it was told. */
  readonly heard: string[] = [];
  /** What brokers ask of its client, and its deadlines of its messages. */
  readonly terms: KeptTerms;
  /** Of each of its lives, the newest last. */
  readonly handlers: SlowHandlers[] = [];
  /** Connections and attempts that ended, and losses of its power. */
  losses = 0;
  powerLosses = 0;
  private readonly world: World;
  private readonly seed: number;
  private readonly certainty: Certainty;
  private session: RunningSession;
  /** Filters that it has subscribed to since it was started. */
  private wanted = new Set<string>();
  private takesTime = false;
  private published = 0;
  private repeatsOfLivesBefore = 0;

  constructor(world: World, seed: number, certainty: Certainty) {
    this.world = world;
    this.seed = seed;
    this.certainty = certainty;
    this.model = createSessionModel(() => world.now());
    this.terms = new KeptTerms(() => world.now());
    this.session = this.start();
  }

  private start(): RunningSession {
    const { world, seed, tape, model, terms } = this;
    const handlers = new SlowHandlers();
    this.handlers.push(handlers);
    const started = startSession(world, {
      events: {
        connects: () => terms.connects(),
        heard: (bytes) => terms.heard(bytes),
        wrote(bytes) {
          terms.wrote(bytes);
          for (const [, number] of bytes.matchAll(/<(\d+)>/g)) model.wrote(Number(number));
          handlers.wrote(bytes);
        },
        dropped: model.dropped,
        greeted: (present, isFirst) => {
          model.greeted();
          this.certainty.greeted(present, isFirst);
          handlers.greeted(present);
        },
        lost: () => {
          this.losses += 1;
        },
        delivered: (payload, qos, id) => {
          this.heard.push(payload);
          handlers.delivered(qos, id);
        },
        began: (payload, qos, id) => handlers.began(qos, id, payload),
      },
      seed,
      tape,
    });
    this.wanted = new Set([INCOMING]);
    if (this.takesTime) started.takeTime(true);
    started.subscribe(INCOMING, 2, true);
    return started;
  }

  losePower(): void {
    this.repeatsOfLivesBefore = this.repeats();
    this.powerLosses += 1;
    this.losses += 1;
    this.session.kill();
    this.model.lostPower();
    this.session = this.start();
  }

  /** Publishes a message of so many bytes to a topic, by its number, and returns what is promised of it. */
  publish(topic: number, bytes: number): string {
    this.published += 1;
    const number = this.published;
    this.model.publishing(number, TOPICS[topic]);
    this.terms.publishing(number, TOPICS[topic]);
    const outcome = this.session.publish(topic, `<${number}>${"x".repeat(bytes)}`);
    this.model.promised(outcome);
    return outcome;
  }

  takeTime(does: boolean): void {
    this.takesTime = does;
    this.session.takeTime(does);
  }

  /** One of the handlers that are not done is, if there is any. */
  finish(which: number, refuses: boolean): void {
    const handlers = this.handlers.at(-1) as SlowHandlers;
    if (handlers.count === 0) return;
    const index = which % handlers.count;
    handlers.finished(index, refuses);
    this.session.finish(index, refuses);
  }

  /** All are done, and none takes its time any more. */
  finishAll(): void {
    this.takeTime(false);
    while ((this.handlers.at(-1)?.count ?? 0) > 0) this.finish(0, false);
  }

  /** Payloads that a handler has refused. */
  refused(): Set<string> {
    return new Set(this.handlers.flatMap(({ refused }) => [...refused]));
  }

  toggle(filter: string): void {
    if (this.wanted.delete(filter)) this.session.unsubscribe(filter);
    else {
      this.wanted.add(filter);
      this.session.subscribe(filter, 1, false);
    }
  }

  /** Are these the filters that it wants, and no others that it has had since it was started? */
  wants(granted: string[]): boolean {
    const isSame = this.powerLosses > 0 || granted.length === this.wanted.size;
    return isSame && [...this.wanted].every((filter) => granted.includes(filter));
  }

  standing(): SessionStanding {
    return this.session.standing();
  }

  /** Messages that it counts as possibly repeated. */
  repeats(): number {
    return this.repeatsOfLivesBefore + this.session.standing().repeats;
  }
}
