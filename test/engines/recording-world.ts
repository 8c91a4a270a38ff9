// A world that lets a device live in another one and has everything that passes between them written down.
import type { I2cBus, Stream, StreamEvents, World } from "../../tools/sim/world.ts";
import type { Scribe } from "./scribe.ts";

/** `world`, with a scribe at its door. One device may live in it. */
export function recordingWorld(world: World, scribe: Scribe): World {
  let connections = 0;

  function connect(endpoint: Parameters<World["connect"]>[0], events: StreamEvents): Stream {
    connections += 1;
    const connection = connections;
    let isOver = false;
    let drains = false;
    scribe.link({ kind: "open", connection, ...endpoint });

    // Whatever becomes of it, what is written leaves at once, as in every replay.
    function drained(): void {
      drains = false;
      if (!isOver) events.drained();
    }

    const stream = world.connect(endpoint, {
      opened() {
        scribe.input({ kind: "opened", connection });
        events.opened();
      },
      received(bytes) {
        scribe.input({ kind: "received", connection, bytes });
        events.received(bytes);
      },
      drained: () => {},
      closed(reason) {
        isOver = true;
        scribe.input({ kind: "closed", connection, reason });
        events.closed(reason);
      },
    });
    return {
      write(bytes) {
        scribe.link({ kind: "send", connection, bytes });
        stream.write(bytes);
        if (!drains) world.after(0, drained);
        drains = true;
      },
      close() {
        isOver = true;
        scribe.link({ kind: "close", connection });
        stream.close();
      },
      drop: stream.drop,
    };
  }

  const i2c: I2cBus = {
    write(address, bytes) {
      const acknowledged = world.i2c.write(address, bytes);
      scribe.transfer({ kind: "write", address, bytes, acknowledged });
      return acknowledged;
    },
    read(address, count) {
      const bytes = world.i2c.read(address, count);
      scribe.transfer({ kind: "read", address, count, bytes });
      return bytes;
    },
  };

  return {
    ...world,
    connect,
    i2c,
    watchNetwork: (changed) =>
      world.watchNetwork((up) => {
        scribe.input({ kind: "network", up });
        changed(up);
      }),
    circuit: {
      ...world.circuit,
      written(pin, level) {
        scribe.pin(String(pin), level);
        world.circuit.written(pin, level);
      },
    },
    random(below) {
      const value = world.random(below);
      scribe.draw({ below, value });
      return value;
    },
  };
}
