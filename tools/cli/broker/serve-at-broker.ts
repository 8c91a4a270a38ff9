// Service at a broker, for a command that runs until it is ended, and comes back to a broker that was away.
import { setTimeout as sleep } from "node:timers/promises";
import type { BrokerConnection } from "../../sim/real-broker/connection.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { note } from "../../terminal/output.ts";
import { whenAskedToEnd } from "../when-asked-to-end.ts";
import { connectTo } from "./at-broker.ts";
import type { BrokerAddress } from "./broker-url.ts";

export interface Service {
  /** Serves from now on. `failed` is called when one of its own steps fails, but for the broker. */
  begin: (connection: BrokerConnection, failed: (error: unknown) => void) => Promise<void>;
  /** Takes its leave. */
  end: (connection: BrokerConnection) => Promise<void>;
}

/** A broker that is lost is asked again after this. */
const AGAIN_MS = 5000;

/**
 * Serves until the program is asked to end. The broker clears `presence` when it loses this. `what` it does is
 * said at each connection. Rejects where the first one does not come about, and where the service fails.
 */
export async function serveAtBroker(
  broker: BrokerAddress,
  service: Service,
  presence: string,
  what: string,
): Promise<void> {
  const endRequest = whenAskedToEnd().then(() => undefined);
  let isFirst = true;
  for (;;) {
    const fault = await serveOnce(broker, service, presence, what, endRequest).catch((error: unknown) => {
      if (error instanceof BrokerFault && !isFirst) return error;
      throw error;
    });
    if (fault === undefined) return;
    isFirst = false;
    note(`ringmote: ${fault.message} It is asked again.`);
    const pause = sleep(AGAIN_MS).then(() => "later" as const);
    if ((await Promise.race([endRequest, pause])) === undefined) return;
  }
}

/** Serves while the broker is there. Returns why it is not any more; `undefined`: the program was ended. */
async function serveOnce(
  broker: BrokerAddress,
  service: Service,
  presence: string,
  what: string,
  endRequest: Promise<undefined>,
): Promise<BrokerFault | undefined> {
  const connection = await connectTo(broker, { clearsAtEnd: presence });
  try {
    let fail: (error: unknown) => void = () => {};
    const failed = new Promise<never>((_, reject) => (fail = reject));
    failed.catch(() => {});
    await service.begin(connection, fail);
    note(`ringmote: ${what} at ${connection.where} until this is ended.`);
    const end = await Promise.race([connection.lost, endRequest, failed]);
    if (end === undefined) await service.end(connection);
    return end;
  } finally {
    await connection.end();
  }
}
