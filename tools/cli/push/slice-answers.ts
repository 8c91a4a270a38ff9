// Answers to what devices lack of their updates: one is under way, and of each device its newest want waits.
// Whoever may write at the broker can ask without end.
import { sliceTopic } from "../../../src/device/run/topics.ts";
import type { BrokerConnection } from "../../sim/real-broker/connection.ts";
import { type SignedUpdate, sliceFor } from "../../update/signed-update.ts";

interface Want {
  update: SignedUpdate;
  text: string;
}

export class SliceAnswers {
  /** By the roots of their devices. */
  private readonly wants = new Map<string, Want>();
  private isSending = false;

  constructor(private readonly connection: Pick<BrokerConnection, "publish">) {}

  /** The device at `root` lacks this of `update`, in the words of its message. */
  answer(root: string, update: SignedUpdate, text: string): void {
    this.wants.set(root, { update, text });
    if (!this.isSending) void this.send();
  }

  private async send(): Promise<void> {
    this.isSending = true;
    try {
      for (let [next] = this.wants; next !== undefined; [next] = this.wants) {
        const [root, { update, text }] = next;
        this.wants.delete(root);
        const slice = sliceFor(update, text);
        if (slice !== undefined)
          await this.connection.publish(sliceTopic(root), Buffer.from(slice, "latin1"));
      }
    } catch {
      // Whoever waits for the devices hears why the connection is lost.
      this.wants.clear();
    } finally {
      this.isSending = false;
    }
  }
}
