// Messages that wait to be heard, one after the other: of each topic the newest alone, since whoever may
// write at the broker sends without end.
import type { Delivered } from "../../sim/real-broker/connection.ts";
import { LONGEST_STANDING } from "../push/standing.ts";

/** Two topics of ten thousand devices. */
const MOST_WAITING = 20_000;

export class NewestMessages {
  private readonly waiting = new Map<string, Delivered>();
  private isHearing = false;

  /** Neither may reject or throw. */
  constructor(private readonly hear: (message: Delivered) => Promise<void>) {}

  add(message: Delivered): void {
    const { topic, payload } = message;
    // A wish to install is shorter still. A topic may have 64 KB of anybody's.
    if (topic.length + payload.length > LONGEST_STANDING) return;
    if (!this.waiting.has(topic) && this.waiting.size >= MOST_WAITING) return;
    this.waiting.set(topic, message);
    if (!this.isHearing) void this.hearAll();
  }

  private async hearAll(): Promise<void> {
    this.isHearing = true;
    for (let [next] = this.waiting; next !== undefined; [next] = this.waiting) {
      const [topic, message] = next;
      this.waiting.delete(topic);
      await this.hear(message);
    }
    this.isHearing = false;
  }
}
