// A world that lets a device live in another one and has everything that passes between them written down.

import type { Stream, StreamEvents } from "../../src/client/transport/stream.ts";
import { changed } from "../../src/platform/node/circuit.ts";
import type { Circuit, I2cBus, World } from "../../src/platform/node/world.ts";
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
    watchNetwork: (tell) =>
      world.watchNetwork((up) => {
        scribe.input({ kind: "network", up });
        tell(up);
      }),
    circuit: recordingCircuit(world.circuit, scribe),
    random(below) {
      const value = world.random(below);
      scribe.draw({ below, value });
      return value;
    },
  };
}

function recordingCircuit(circuit: Circuit, scribe: Scribe): Circuit {
  return changed(circuit, {
    written(pin, level) {
      scribe.pin(String(pin), level);
      circuit.written(pin, level);
    },
    pulsed(pin, hertz, duty) {
      scribe.pulses({ pin: String(pin), hertz, duty });
      circuit.pulsed(pin, hertz, duty);
    },
    analog(pin) {
      const voltage = circuit.analog(pin);
      scribe.asked({ kind: "analog", pin: String(pin), voltage });
      return voltage;
    },
    sent(pin, bytes, baud) {
      scribe.asked({ kind: "say", pin: String(pin), bytes });
      circuit.sent(pin, bytes, baud);
    },
    shown(pin, bytes) {
      scribe.asked({ kind: "show", pin: String(pin), bytes });
      return circuit.shown(pin, bytes);
    },
    released(pin, lowMs) {
      const falls = circuit.released(pin, lowMs);
      scribe.asked({ kind: "release", pin: String(pin), bytes: falls.join(" ") });
      return falls;
    },
    listen: (pin, baud, heard) =>
      circuit.listen(pin, baud, (bytes) => {
        scribe.input({ kind: "heard", pin: String(pin), bytes });
        heard(bytes);
      }),
    exchanged(sent) {
      const bytes = circuit.exchanged(sent);
      scribe.asked({ kind: "exchange", sent: Buffer.from(sent, "latin1").toString("hex"), bytes });
      return bytes;
    },
    oneWire(pin) {
      const bus = circuit.oneWire(pin);
      return {
        reset() {
          const present = bus.reset();
          scribe.asked({ kind: "reset", pin: String(pin), present });
          return present;
        },
        write(bytes) {
          scribe.asked({ kind: "tell", pin: String(pin), bytes });
          bus.write(bytes);
        },
        read(count) {
          const bytes = bus.read(count);
          scribe.asked({ kind: "ask", pin: String(pin), bytes });
          return bytes;
        },
      };
    },
  });
}
