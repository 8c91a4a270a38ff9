// A client in Node in one call: the computer is its world.
import { throwFaults } from "../arguments/given.ts";
import { type NodeClient, startNodeClient } from "./client.ts";
import { connectFaults } from "./faults/connect-faults.ts";
import { joinedOptions } from "./joined-options.ts";
import type { NodeClientOptions } from "./options.ts";
import { type BrokerParts, brokerParts } from "./transport/broker-address.ts";
import { ComputerWorld } from "./transport/computer-world.ts";
import { secureContextOf, type TlsIdentity } from "./transport/tls-identity.ts";
import { connectByWebSocket, isWebSocketAddress } from "./transport/web-socket-client.ts";

export interface ConnectOptions extends Omit<NodeClientOptions, "host" | "tls"> {
  /**
   * true: TLS, and Node must trust the broker's authority. A record names the authorities to trust, and this
   * client's certificate.
   */
  tls?: boolean | TlsIdentity;
  /** Called with each line of the client's log: connections, refusals, dropped messages. Default: none. */
  log?: (line: string) => void;
}

/**
 * Starts a client, which connects at once and reconnects whenever it has lost the broker. `broker`:
 * "mqtt://host:1883", "mqtts://user:secret@host" for TLS, a name or an address alone, or several of these
 * with commas between, which are tried in turn; or one "ws://host:8080/mqtt" or "wss://host/mqtt", over
 * WebSocket, which Node has from 22 on. The options win over the address. Throws when one has a fault, which
 * the error names.
 */
export function connect(broker: string, connectOptions: ConnectOptions = {} as ConnectOptions): NodeClient {
  throwFaults(connectFaults(broker, connectOptions, "mqtt://127.0.0.1:1883"));
  const { tls, log, ...options } = connectOptions;
  if (isWebSocketAddress(broker)) {
    if (tls === undefined) return connectByWebSocket(broker, { ...options, log });
    throw new Error(
      "Over WebSocket the option tls is none; write wss:// for TLS, by an authority that Node trusts.",
    );
  }
  const world = new ComputerWorld(typeof tls === "object" ? secureContextOf(tls) : undefined, log);
  const { port, ...parts }: BrokerParts = brokerParts(broker) ?? { host: broker };
  const address = {
    ...parts,
    port: port === undefined ? undefined : Number(port),
    tls: tls === undefined ? parts.tls : tls !== false,
  };
  return startNodeClient(world, joinedOptions(address, options));
}
