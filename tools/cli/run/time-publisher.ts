// The time of this computer on a topic, as a program in the house publishes it, for a device whose clock
// hears it there.
import { type BrokerAccount, openConnection } from "../../sim/real-broker/connection.ts";

export interface TimePublisher {
  end: () => void;
}

/** A device believes two that are some seconds apart: the second one is not waited for a minute. */
const EARLY_MS = [2000, 10_000];
const EVERY_MS = 60_000;

/** Publishes epoch seconds each minute. Rejects where the broker cannot be used. */
export async function publishTime(account: BrokerAccount, topic: string): Promise<TimePublisher> {
  const connection = await openConnection(account);
  // The broker of a run ends with it: what does not arrive then matters to nobody.
  const tell = () => void connection.publish(topic, String(Math.floor(Date.now() / 1000))).catch(() => {});
  const early = EARLY_MS.map((ms) => setTimeout(tell, ms));
  const timer = setInterval(tell, EVERY_MS);
  return {
    end() {
      for (const timer of early) clearTimeout(timer);
      clearInterval(timer);
      connection.end();
    },
  };
}
