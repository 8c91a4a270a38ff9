// A breadboard for drivers: ports over models of parts, in virtual time, and a device layer of the fewest lines.

import { NodeAnalog } from "../../src/platform/node/buses/analog.ts";
import { NodeHx711 } from "../../src/platform/node/buses/hx711.ts";
import { NodeI2c } from "../../src/platform/node/buses/i2c.ts";
import { NodeOneWire } from "../../src/platform/node/buses/one-wire.ts";
import { NodePixels } from "../../src/platform/node/buses/pixels.ts";
import { NodePwm } from "../../src/platform/node/buses/pwm.ts";
import { NodeSpi } from "../../src/platform/node/buses/spi.ts";
import { NodeUart } from "../../src/platform/node/buses/uart.ts";
import { changed, createLines, type Lines } from "../../src/platform/node/circuit.ts";
import type { I2cBus } from "../../src/platform/node/world.ts";
import type { Edges } from "../../src/ports/edges.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { clearFrame, lineFell, readFrame } from "../../src/reading/dht-frame.ts";
import { clearEdges, edgeSeen } from "../../src/reading/edges.ts";
import { type Drivable, NO_ANSWER, type Part, type Wires } from "../../src/reading/part.ts";
import { beginsPulse, newContact } from "../../src/reading/pulses.ts";
import { linesSeen, newQuadrature, type Quadrature, takeEdges } from "../../src/reading/quadrature.ts";
import { needsOf } from "../../tools/image/wiring/named-pins.ts";
import { createI2cBus } from "../../tools/sim/parts/i2c-bus.ts";
import { createVirtualClock, type VirtualClock } from "../../tools/sim/worlds/clock.ts";
import { watchParts } from "./watched-parts.ts";

/** The pin of every part that has one. Those of a part with several are called "<role>.<name>". */
export const PIN = "D5";

export interface Breadboard {
  clock: VirtualClock;
  lines: Lines;
  ports: Ports;
  /** What drivers said on the console. */
  logged: readonly string[];
  /** Puts a part on the I2C bus. */
  plug: (part: I2cBus) => void;
  /** Looks after a part that is on other lines. */
  watch: (part: object) => void;
  /** What parts on the board were misused by so far: see watched-parts.ts. What is left fails the test at its end. */
  misuses: () => string[];
  begin: (part: Part) => void;
  setUp: (part: Drivable, value: number) => void;
  /** Asks for a measurement, waits as long as the part says, and collects it. Returns the fault. */
  measure: (part: Part) => string;
  /** Measures the part at once and whenever a watched pin has changed. */
  follow: (part: Part, seen?: () => void) => void;
}

/** `startMs`: what the device's clock shows at first. */
export function createBreadboard(startMs = 0): Breadboard {
  const clock = createVirtualClock();
  const { watch: watchPart, misuses } = watchParts();
  const wiring = createLines();
  const lines = changed(wiring, {
    attachOneWire(pin, bus) {
      watchPart(bus);
      wiring.attachOneWire(pin, bus);
    },
  });
  const parts: I2cBus[] = [];
  const pulled = new Map<string | number, boolean>();
  const counted = new Map<string | number, number>();
  const knobs = new Map<string | number, Quadrature>();
  const timed = new Map<string | number, () => void>();
  const followers: (() => void)[] = [];
  const logged: string[] = [];
  const watch = (pin: string | number, changed: (level: number) => void) => void lines.watch(pin, changed);

  const end = ({ pin }: Edges) => {
    timed.get(pin)?.();
    timed.delete(pin);
  };

  const ports: Partial<Ports> = {
    milliseconds: () => (startMs + clock.now()) % 2 ** 31,
    tickEvery(ms, tick) {
      const ticked = () => {
        if (tick()) clock.after(ms, ticked);
      };
      clock.after(ms, ticked);
    },
    makeOutput: (pin, level) => lines.written(pin, level),
    setLevel: (pin, level) => lines.written(pin, level),
    makeInput: (pin, pulledUp) => void pulled.set(pin, pulledUp),
    levelOf: (pin) => lines.level(pin, pulled.get(pin) === true),
    watchPin: (pin) =>
      watch(pin, () => {
        for (const look of followers) clock.after(0, look);
      }),
    analog: new NodeAnalog(lines),
    dht: {
      ask(frame) {
        clearFrame(frame);
        lines.written(frame.pin, 0);
        clock.after(1, () => {
          const now = Math.round((startMs + clock.now()) * 1000);
          for (const fall of lines.released(frame.pin, 1)) lineFell(frame, (now + fall) % 2 ** 31);
        });
      },
      take: readFrame,
    },
    edges: {
      start(edges) {
        clearEdges(edges);
        end(edges);
        const seen = (level: number, ago: number) =>
          edgeSeen(edges, level, (Math.round((startMs + clock.now()) * 1000) - ago) % 2 ** 31, false);
        timed.set(edges.pin, lines.watch(edges.pin, seen, pulled.get(edges.pin) === true));
      },
      end,
      watchFalls(pin, fell) {
        const seen = (level: number, ago: number) => {
          const at = (Math.round((startMs + clock.now()) * 1000) - ago) % 2 ** 31;
          if (level === 0 && fell(at, false)) for (const look of followers) clock.after(0, look);
        };
        lines.watch(pin, seen, pulled.get(pin) === true);
      },
    },
    hx711: new NodeHx711(lines),
    i2c: new NodeI2c(createI2cBus(parts)),
    oneWire: new NodeOneWire(lines),
    pixels: new NodePixels(lines),
    pulses: {
      count(pin, quietMs = 0) {
        const contact = newContact(quietMs * 1000);
        counted.set(pin, 0);
        lines.watch(pin, (level, ago) => {
          const at = Math.round(clock.now() * 1000) - ago;
          if (beginsPulse(contact, level === 0, level === 1, at))
            counted.set(pin, (counted.get(pin) ?? 0) + 1);
        });
      },
      counted: (pin) => counted.get(pin) ?? 0,
    },
    pwm: new NodePwm(lines),
    spi: new NodeSpi(lines),
    turns: {
      count(clk, dt) {
        const knob = newQuadrature();
        knobs.set(clk, knob);
        const seen = () => linesSeen(knob, lines.level(clk, true) === 1, lines.level(dt, true) === 1);
        for (const pin of [clk, dt]) lines.watch(pin, seen, true);
      },
      take: (clk) => takeEdges(knobs.get(clk) ?? newQuadrature()),
    },
    uart: new NodeUart(lines),
    log: (line) => void logged.push(line),
  };
  const wiresOf = (part: Part | Drivable): Wires => {
    const wireOf = (kind: string, pin: string) => (kind === "i2c" ? { sda: "SDA", scl: "SCL" } : pin);
    return Object.fromEntries(
      needsOf(part).map(({ role, kind, pin }) => [role, wireOf(kind, pin === undefined ? PIN : role)]),
    );
  };

  return {
    clock,
    lines,
    ports: ports as Ports,
    logged,
    plug(part) {
      watchPart(part);
      parts.push(part);
    },
    watch: watchPart,
    misuses,
    begin: (part) => part.begin(part, ports as Ports, wiresOf(part)),
    setUp: (part, value) => part.setUp(part, ports as Ports, wiresOf(part), value),
    measure(part) {
      const wait = part.request(part);
      if (wait === NO_ANSWER) return "no answer";
      clock.advance(wait);
      return part.collect(part);
    },
    follow(part, seen = () => {}) {
      let isBusy = false;
      const look = () => {
        if (isBusy) return;
        isBusy = true;
        clock.after(part.request(part), () => {
          isBusy = false;
          part.collect(part);
          seen();
        });
      };
      followers.push(look);
      look();
    },
  };
}
