// Topics that messages went to. Who sends to one of them again has neither topic nor options checked anew, and
// at QoS 0 their publications stay prepared as long as the connection does. At QoS 1 and 2 each message has a
// publication of its own (send-record.ts).
import { isRecord } from "../../arguments/given.ts";
import type { Client } from "../../mqtt/client.ts";
import { type Publication, prepare } from "../../mqtt/publication.ts";
import type { SendOptions } from "../options.ts";
import { bytesOf } from "../text.ts";

/** Who sends to more topics than that in turn has each checked and prepared anew. */
const MOST_TOPICS = 64;

export class PreparedTopics {
  private readonly client: Client;
  /** By topic; the broker keeps the messages of the second ones. */
  private readonly passing = new Map<string, Publication>();
  private readonly retained = new Map<string, Publication>();
  /** The bytes of topics without a fault. */
  private readonly sound = new Map<string, string>();
  /** A publication keeps the form that the terms of its connection have given it. */
  private connects = 0;

  constructor(client: Client) {
    this.client = client;
  }

  /** The bytes of a topic that has no fault; `undefined` for one that was not noted. */
  bytes(topic: string): string | undefined {
    return this.sound.get(topic);
  }

  /** The topic has no fault. */
  noteSound(topic: string): void {
    if (this.sound.size === MOST_TOPICS) this.sound.clear();
    this.sound.set(topic, bytesOf(topic));
  }

  /** `undefined` for a topic that was not noted. */
  of(topic: string, retain: boolean): Publication | undefined {
    return this.kept(retain).get(topic);
  }

  /** The topic has no fault. */
  note(topic: string, retain: boolean): void {
    const kept = this.kept(retain);
    if (kept.size === MOST_TOPICS) kept.clear();
    kept.set(topic, prepare(bytesOf(topic), 0, retain, "reject"));
  }

  private kept(retain: boolean): Map<string, Publication> {
    const { connects } = this.client.connection;
    if (connects !== this.connects) {
      this.passing.clear();
      this.retained.clear();
      this.connects = connects;
    }
    return retain ? this.retained : this.passing;
  }
}

/** Is there nothing in them but QoS, retain flag and what to do when it is full, without a fault? */
export function isSimple(options: SendOptions): boolean {
  if (!isRecord(options)) return false;
  for (const name of Object.keys(options)) {
    const value = options[name as keyof SendOptions];
    const isPlain =
      (name === "qos" && (value === 0 || value === 1 || value === 2)) ||
      (name === "retain" && typeof value === "boolean") ||
      (name === "whenFull" && (value === "wait" || value === "refuse"));
    if (!isPlain) return false;
  }
  return true;
}
