// Shards of one fleet, on several computers, meet at the broker: they begin at one time, say how they are,
// and end as one. All they say is retained below one topic, so that a shard that comes late, or a person,
// learns it.
import { randomBytes } from "node:crypto";
import { type NodeClient, startNodeClient } from "../../../src/client/client.ts";
import type { NodeClientOptions } from "../../../src/client/options.ts";
import { ComputerWorld } from "../../../src/client/transport/computer-world.ts";
import { secureContextOf } from "../../../src/client/transport/tls-identity.ts";
import type { BrokerAddress } from "../broker/broker-url.ts";
import { decodeShardReport, encodeShardReport, type ShardReport } from "./shard-report.ts";
import type { Shard } from "./share.ts";

/** Below this is a level for each fleet. */
const ROOT = "ringmote-fleets";
/** From the decision to the start: each shard has heard of it by then. */
const START_IN_MS = 2000;
/** A shard whose clock is further from that of the first one begins when it hears of the start. */
const MOST_WAIT_MS = 10_000;
/** A broker that was away gets its clients back soon: a shard that is not heard of counts as lost. */
const PAUSES = { first: 500, longest: 5000 };
/** So long the goodbye may take. */
const GOODBYE_MS = 5000;

/** The shard that decides when all begin, and says what all of them have done. */
const FIRST = 0;

export interface MeetingEvents {
  /** The first shard has asked all to end. */
  askedToEnd: () => void;
  /** The connection was lost or refused. */
  lost: (why: string) => void;
}

/** Where a fleet's shards meet: `start`, `end`, `all`, and the number of each shard. */
function meetingTopic(name: string): string {
  return `${ROOT}/${name}`;
}

export class ShardMeeting {
  readonly isFirst: boolean;
  private readonly topic: string;
  private readonly shard: Shard;
  private readonly events: MeetingEvents;
  private readonly client: NodeClient;
  /** The last word of each shard, this one included. */
  private readonly reports = new Map<number, ShardReport>();
  /** When all begin, in milliseconds since 1970. */
  private startAt: number | undefined;
  private readonly started: Promise<void>;
  private heardStart = () => {};
  private heardReport = () => {};

  /** Begins to connect. */
  constructor(broker: BrokerAddress, name: string, shard: Shard, events: MeetingEvents) {
    this.isFirst = shard.index === FIRST;
    this.topic = meetingTopic(name);
    this.shard = shard;
    this.events = events;
    this.started = new Promise((resolve) => {
      this.heardStart = resolve;
    });
    this.client = startNodeClient(new ComputerWorld(secureContextOf(broker.identity ?? {}), undefined), {
      ...accountOf(broker),
      id: `ringmote-fleet-${randomBytes(6).toString("hex")}`,
      // One that is gone without a word is no part of the fleet any more; when the first one is, nobody new
      // begins.
      will: { topic: this.below(this.isFirst ? "start" : shard.index), payload: "", qos: 1, retain: true },
      reconnect: PAUSES,
      session: "clean",
      connected: () => this.tellAgain(),
      lost: ({ message }) => events.lost(message),
    });
    const heard = this.isFirst ? [this.below("+")] : [this.below("start"), this.below("end")];
    this.client
      .subscribe(heard, ({ topic, payload }) => this.hear(topic, payload), 1)
      .catch(({ message }: Error) => events.lost(message));
  }

  /** Tells all how this shard is. The broker keeps it. */
  tell(report: ShardReport): void {
    this.reports.set(this.shard.index, report);
    this.keep(this.shard.index, encodeShardReport(report));
    this.startWhenAllAreThere();
  }

  /** Tells how all are together: JSON. */
  tellAll(text: string): void {
    this.keep("all", text);
  }

  /** What the shards have told last. Of the first one all are known, of another one its own. */
  told(): ShardReport[] {
    return [...this.reports.values()];
  }

  /** Resolves with the milliseconds that this shard begins too late, when it is time to begin. */
  async untilStart(): Promise<number> {
    await this.started;
    const ms = (this.startAt as number) - Date.now();
    if (ms > 0 && ms <= MOST_WAIT_MS) await pause(ms);
    return Math.max(0, -ms);
  }

  askAllToEnd(): void {
    this.keep("end", "end");
  }

  /**
   * Resolves when all have told that they have ended, or after so long; with the numbers of those that have
   * not.
   */
  async untilAllEnded(ms: number): Promise<number[]> {
    const missing = () => this.indices().filter((index) => this.reports.get(index)?.ended !== true);
    const all = new Promise<void>((resolve) => {
      this.heardReport = () => missing().length === 0 && resolve();
      this.heardReport();
    });
    await Promise.race([all, pause(ms)]);
    return missing();
  }

  /** The numbers of the shards that are not there. */
  absent(): number[] {
    return this.indices().filter((index) => !this.reports.has(index));
  }

  /** Says goodbye. The first one takes away what all have told. */
  async end(): Promise<void> {
    if (this.isFirst && this.client.isConnected()) {
      const levels = ["start", "end", "all", ...this.reports.keys()];
      await Promise.race([Promise.all(levels.map((level) => this.keep(level, ""))), pause(GOODBYE_MS)]);
    }
    await this.client.stop({ withinMs: GOODBYE_MS });
  }

  private hear(topic: string, payload: string): void {
    const level = topic.slice(this.topic.length + 1);
    if (level === "end" && payload !== "" && !this.isFirst) this.events.askedToEnd();
    else if (level === "start" && !this.isFirst) this.hearStart(Number(payload));
    else if (/^\d{1,7}$/.test(level)) this.hearReport(Number(level), payload);
  }

  private hearStart(at: number): void {
    if (!(at > 0)) return;
    this.startAt = at;
    this.heardStart();
  }

  private hearReport(index: number, payload: string): void {
    if (index === this.shard.index || index >= this.shard.parts) return;
    const report = payload === "" ? this.goneReport(index) : decodeShardReport(payload);
    if (report !== undefined) this.reports.set(index, report);
    this.startWhenAllAreThere();
    this.heardReport();
  }

  /** Of a shard that is gone without a word: what it has done stays done. */
  private goneReport(index: number): ShardReport | undefined {
    const last = this.reports.get(index);
    if (this.startAt === undefined) this.reports.delete(index);
    else if (last !== undefined) return { ...last, counts: { ...last.counts, connected: 0 } };
    return undefined;
  }

  private startWhenAllAreThere(): void {
    if (!this.isFirst || this.startAt !== undefined || this.reports.size < this.shard.parts) return;
    this.startAt = Date.now() + START_IN_MS;
    this.keep("start", String(this.startAt));
    this.heardStart();
  }

  /** A broker that was away may have lost what it kept. */
  private tellAgain(): void {
    const own = this.reports.get(this.shard.index);
    if (own !== undefined) this.tell(own);
    if (this.isFirst && this.startAt !== undefined) this.keep("start", String(this.startAt));
  }

  /** Resolves when the broker has it, or will not have it: it is told again, newer. */
  private async keep(level: string | number, payload: string): Promise<void> {
    await this.client.send(this.below(level), payload, { retain: true }).catch(() => {});
  }

  private below(level: string | number): string {
    return `${this.topic}/${level}`;
  }

  private indices(): number[] {
    return Array.from({ length: this.shard.parts }, (_, index) => index);
  }
}

function accountOf({
  host,
  port,
  tls,
  user,
  password,
  mqtt = 3,
}: BrokerAddress): Omit<NodeClientOptions, "id"> {
  return {
    host: host.includes(":") ? `[${host}]` : host,
    ...(port !== undefined && { port }),
    ...(tls !== undefined && { tls }),
    mqtt,
    ...(user !== undefined && { user }),
    ...(password !== undefined && { secret: password }),
  };
}

/** Keeps no program running. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
