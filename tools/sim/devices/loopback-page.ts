// The page of a simulated device at an address of this computer: none of its network's is the device's own.
import { NodeTcpServer } from "../../../src/platform/node/tcp-server.ts";
import type { World } from "../../../src/platform/node/world.ts";

const HOST = "127.0.0.1";

/** Where it is shown: at a port of this computer that nobody listens at. */
export function loopbackPage(port: number): NonNullable<World["pagePlace"]> {
  return { server: new NodeTcpServer(HOST, port), address: `${HOST}:${port}` };
}
