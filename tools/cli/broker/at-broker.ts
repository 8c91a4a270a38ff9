// A connection to the broker that a command names, for a command that asks or says something there and ends.
import {
  type BrokerConnection,
  type ConnectionOptions,
  openConnection,
} from "../../sim/real-broker/connection.ts";
import type { BrokerAddress } from "./broker-url.ts";

/** Connects once. Rejects with a BrokerFault that says why the broker cannot be used. */
export function connectTo(broker: BrokerAddress, options?: ConnectionOptions): Promise<BrokerConnection> {
  const { password, mqtt = 3, ...account } = broker;
  const known = { ...account, ...(password !== undefined && { secret: password }) };
  return openConnection(known, { mqtt, ...options });
}

/** Does something at the broker, and ends the connection whatever happens. */
export async function atBroker<Result>(
  broker: BrokerAddress,
  use: (connection: BrokerConnection) => Promise<Result>,
): Promise<Result> {
  const connection = await connectTo(broker);
  try {
    return await use(connection);
  } finally {
    await connection.end();
  }
}
