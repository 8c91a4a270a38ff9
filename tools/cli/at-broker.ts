// A connection to somebody's broker, for a command that asks or says something there and ends.
import { connectAsync, type IClientOptions, type MqttClient } from "mqtt";
import { socketFault } from "../sim/socket-faults.ts";
import type { BrokerAddress } from "./broker-url.ts";
import { RunError } from "./failure.ts";

const CONNECT_MS = 10_000;

/** Connects once. Throws a RunError that says why the broker cannot be used. */
export async function connectTo(broker: BrokerAddress): Promise<MqttClient> {
  const { host, port, tls, user, password, identity = {} } = broker;
  const url = `${tls ? "mqtts" : "mqtt"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const access: IClientOptions = {
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? (identity as IClientOptions) : {}),
    connectTimeout: CONNECT_MS,
  };
  try {
    return await connectAsync(url, access, false);
  } catch (error) {
    throw new RunError(
      `The broker at ${host}:${port} cannot be used: ${socketFault(error as Error) || "it does not answer"}.`,
    );
  }
}
