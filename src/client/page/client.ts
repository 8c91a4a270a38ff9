// The client of a program in a page: it connects over WebSocket alone.
import { throwFaults } from "../../arguments/given.ts";
import type { NodeClient } from "../client.ts";
import { connectFaults } from "../faults/connect-faults.ts";
import type { NodeClientOptions } from "../options.ts";
import { connectByWebSocket, isWebSocketAddress } from "../transport/web-socket-client.ts";

export { scram } from "../authentication/scram.ts";
export { ConnectionError, SendError, SubscriptionError } from "../faults/errors.ts";

/** As in Node; a page has no files, and the browser decides whom TLS trusts. */
export interface ConnectOptions extends Omit<NodeClientOptions, "host" | "tls" | "store"> {
  /** Called with each line of the client's log: connections, refusals, dropped messages. Default: none. */
  log?: (line: string) => void;
}

const EXAMPLE = "wss://broker.lan/mqtt";

/** As in Node; `broker`: "ws://host:8080/mqtt", or with TLS "wss://host/mqtt". */
export function connect(broker: string, options: ConnectOptions): NodeClient {
  throwFaults(connectFaults(broker, options, EXAMPLE));
  if (!isWebSocketAddress(broker))
    throw new Error(
      `A page connects over WebSocket alone; write the address so: connect("${EXAMPLE}", { id: "page" }).`,
    );
  return connectByWebSocket(broker, options);
}
