// A client in Node in one call: the computer is its world.
import { type Check, isFunction, isRecord, optionFaults, shown, throwFaults } from "../../checks/given.ts";
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

const OPTIONS: Readonly<Record<string, Check>> = {
  tls: (value) =>
    typeof value === "boolean" || isRecord(value)
      ? undefined
      : "true, false or a record of PEM texts, { ca }",
  log: isFunction,
};

/**
 * Starts a client, which connects at once and comes back whenever it has lost the broker. `broker`: "mqtt://host:1883",
 * "mqtts://user:secret@host" for TLS, a name or an address alone, or several of these with commas between, which are tried in
 * turn. What the options say goes before what the address says. Throws when one has a fault, which it says.
 */
export function connect(broker: string, connectOptions: ConnectOptions = {} as ConnectOptions): NodeClient {
  throwFaults(callFaults(broker, connectOptions));
  const { tls, log, ...options } = connectOptions;
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

/** The faults of the call as such; its options but `tls` and `log` are those of any client. */
function callFaults(broker: unknown, options: unknown): string[] {
  if (typeof broker !== "string" || broker === "")
    return [
      `connect() is given ${shown(broker)} for its broker; give it an address: connect("mqtt://127.0.0.1:1883", { id: "program" }).`,
    ];
  if (!isRecord(options)) return optionFaults("options of connect()", options, OPTIONS);
  const { tls, log } = options as Partial<ConnectOptions>;
  return optionFaults("options of connect()", { tls, log }, OPTIONS);
}
