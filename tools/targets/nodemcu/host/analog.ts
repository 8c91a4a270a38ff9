// The chip's analog inputs, its pulse-width outputs and its one-wire buses, on the circuit of its world.
import type { Life } from "./life.ts";
import type { Answers } from "./operations.ts";

export function createAnalog(life: Life): Answers {
  const { circuit } = life.world;
  let hertz = 0;
  return {
    /** Twelve bits, whatever the program gets of them. */
    analogRead: (pin) => circuit.analog(pin),
    pwmHertz: (value) => {
      hertz = value;
      return undefined;
    },
    pwmDuty: (duty) => {
      circuit.pulsed(life.selected, hertz, duty);
      return undefined;
    },
    oneWireReset: (pin) => (circuit.oneWire(pin).reset() ? 1 : 0),
    oneWireWrite: (pin, bytes) => {
      circuit.oneWire(pin).write(bytes);
      return undefined;
    },
    oneWireRead: (count) => circuit.oneWire(life.selected).read(count),
    oneWireSearch: () => (circuit.oneWire(life.selected).search?.() ?? []).join(""),
  };
}
