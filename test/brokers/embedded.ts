// The broker of `npm start` as a test's broker: it keeps sessions and messages in memory only.

import type { TestBroker } from "../../tools/laboratory/brokers/broker.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import type { Limits } from "../../tools/sim/broker/limits.ts";

/** Starts it on loopback; a restart takes the same port and remembers nothing. */
export async function startEmbedded(limits: Partial<Limits> = {}): Promise<TestBroker> {
  let broker = await startBroker(0, limits);
  const { port } = broker;
  let isRunning = true;

  async function stop(): Promise<void> {
    if (isRunning) await broker.close();
    isRunning = false;
  }

  return {
    port,
    stop,
    async start() {
      broker = await startBroker(port, limits);
      isRunning = true;
    },
    end: stop,
  };
}
