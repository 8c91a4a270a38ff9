// The answers of a program that are on their way. Whoever asks decides how many there are, so that what waits
// is bounded.
import type { Publication } from "../../mqtt/publication.ts";
import type { RunningClient } from "../running-client.ts";
import type { Payload } from "../text.ts";

/**
 * The most answers that wait until the link or the broker has taken them, and the most bytes of two or more.
 */
const MOST_ANSWERS = 10_000;
const MOST_BYTES = 16_000_000;

export class Answers {
  private readonly running: RunningClient;
  private readonly tellDropped: (topic: string, why: string) => void;
  private count = 0;
  private bytes = 0;

  constructor(running: RunningClient, tellDropped: (topic: string, why: string) => void) {
    this.running = running;
    this.tellDropped = tellDropped;
  }

  failed(topic: string, why: string): void {
    this.tellDropped(topic, `the answer is not sent: ${why}`);
  }

  /** Resolves once the answer is delivered, or reported as dropped. */
  async send(topic: string, publication: Publication, payload: Payload): Promise<void> {
    const { length } = payload;
    if (this.count >= MOST_ANSWERS) {
      this.failed(topic, `${this.count} answers wait for the broker already`);
      return;
    }
    if (this.count > 0 && this.bytes + length > MOST_BYTES) {
      this.failed(topic, `${this.bytes} bytes of answers wait for the broker already`);
      return;
    }
    this.count += 1;
    this.bytes += length;
    try {
      await this.running.send(publication, payload, { waits: true });
    } catch (error) {
      this.tellDropped(topic, (error as Error).message);
    } finally {
      this.count -= 1;
      this.bytes -= length;
    }
  }
}
