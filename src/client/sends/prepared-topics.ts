// Topics that messages went to at QoS 0 on this connection. Their publications stay prepared: who sends to
// one of them again has neither topic nor options checked anew. At QoS 1 and 2 each message has a publication
// of its own (send-record.ts).
import type { Client } from "../../mqtt/client.ts";
import { type Publication, prepare } from "../../mqtt/publication.ts";
import type { SendOptions } from "../options.ts";
import { bytesOf } from "../text.ts";

/** Who sends to more topics than that in turn has each prepared anew. */
const MOST_TOPICS = 64;

export class PreparedTopics {
  private readonly client: Client;
  /** By topic; the broker keeps the messages of the second ones. */
  private readonly passing = new Map<string, Publication>();
  private readonly retained = new Map<string, Publication>();
  /** A publication keeps the form that the terms of its connection have given it. */
  private connects = 0;

  constructor(client: Client) {
    this.client = client;
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

/**
 * Is it QoS 0, with nothing that a message needs a publication of its own for? Then the options have no
 * fault.
 */
export function isSimple(options: SendOptions): boolean {
  if (typeof options !== "object" || options === null || options.qos !== 0) return false;
  for (const name of Object.keys(options)) {
    const value = options[name as keyof SendOptions];
    const isPlain =
      name === "qos" ||
      (name === "retain" && typeof value === "boolean") ||
      (name === "whenFull" && (value === "wait" || value === "refuse"));
    if (!isPlain) return false;
  }
  return true;
}
