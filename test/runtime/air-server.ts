// The TCP server of a device in Node, to which phones on the simulated air call.
import type { Stream } from "../../src/client/transport/stream.ts";
import type { Air } from "../../src/platform/node/world.ts";
import type { TcpServer } from "../../src/ports/tcp-server.ts";

export function airServer(air: Air): TcpServer {
  const lines = new Map<number, Stream>();
  let shut = () => {};
  const endSocket = (number: number) => {
    lines.get(number)?.close();
    lines.delete(number);
  };
  return {
    listen(port, events) {
      shut = air.listen(port, (take) => {
        const number = events.opened();
        const isHeard = () => lines.get(number) === stream;
        const stream = take({
          opened: () => {},
          received: (bytes) => isHeard() && events.received(number, bytes),
          drained: () => isHeard() && events.drained(number),
          closed: () => isHeard() && lines.delete(number) && events.closed(number),
        });
        if (number < 0) stream.close();
        else lines.set(number, stream);
      });
      return true;
    },
    writeSocket: (number, bytes) => lines.get(number)?.write(bytes),
    endSocket,
    closeServer() {
      shut();
      for (const number of lines.keys()) endSocket(number);
    },
  };
}
