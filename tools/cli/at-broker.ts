// A connection to the broker that a command names, for a command that asks or says something there and ends.
import {
  type BrokerConnection,
  type ConnectionOptions,
  openConnection,
} from "../sim/real-broker/connection.ts";
import type { BrokerAddress } from "./broker-url.ts";

/** Connects once. Rejects with a BrokerFault that says why the broker cannot be used. */
export function connectTo(
  { password, ...account }: BrokerAddress,
  options?: ConnectionOptions,
): Promise<BrokerConnection> {
  return openConnection(
    {
      host: account.host,
      port: account.port,
      tls: account.tls,
      ...(account.user !== undefined && { user: account.user }),
      ...(password !== undefined && { secret: password }),
      ...(account.identity !== undefined && { identity: account.identity }),
    },
    options,
  );
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
