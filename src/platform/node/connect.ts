// A client in Node in one call: the computer is its world.
import { isFunction, optionFaults, throwFaults } from "../../checks/given.ts";
import { brokerParts } from "./broker-address.ts";
import { type NodeClient, startNodeClient } from "./client.ts";
import type { NodeClientOptions } from "./client-options.ts";
import { ComputerWorld } from "./computer-world.ts";
import { secureContextOf, type TlsIdentity } from "./tls-identity.ts";

export interface ConnectOptions extends Omit<NodeClientOptions, "host" | "tls"> {
  /** true: TLS, and the broker is one of an authority that Node trusts. A record says whom to trust, and who this client is. */
  tls?: boolean | TlsIdentity;
  /** Told each line of the client's log: connections, refusals, what was dropped. Nobody, by default. */
  log?: (line: string) => void;
}

/**
 * Starts a client, which connects at once and comes back whenever it has lost the broker. `broker`: "mqtt://host:1883",
 * "mqtts://user:secret@host" for TLS, a name or an address alone, or several of these with commas between, which are tried in
 * turn. What the options say goes before what the address says. Throws when one has a fault, which it says.
 */
export function connect(
  broker: string,
  { tls, log, ...options }: ConnectOptions = {} as ConnectOptions,
): NodeClient {
  throwFaults(optionFaults("options of connect()", { log }, { log: isFunction }));
  const world = new ComputerWorld(typeof tls === "object" ? secureContextOf(tls) : undefined, log);
  const { port, ...parts } = brokerParts(broker) ?? { host: broker };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return startNodeClient(world, {
    ...parts,
    ...(port !== undefined && { port: Number(port) }),
    ...(tls !== undefined && { tls: tls !== false }),
    ...(Object.fromEntries(given) as Omit<NodeClientOptions, "host">),
  });
}
