// The chip's analog inputs, its pulse-width outputs, its one-wire buses, its UARTs, its SPI and its strips of
// LEDs, on the circuit of its world.
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
    pixelsSend: (pin, bytes) => (circuit.shown(pin, bytes) ? 0 : 1),
    spiExchange: (_, bytes) => circuit.exchanged(bytes),
    oneWireSearch: () => (circuit.oneWire(life.selected).search?.() ?? []).join(""),
    ...createUarts(life),
  };
}

function createUarts(life: Life): Answers {
  const { circuit } = life.world;
  let baud = 0;
  /** What ends the listening on each pin. */
  const endings = new Map<number, () => void>();
  const heard = (rx: number, bytes: string) => life.emit({ kind: "heard", id: rx, bytes });
  return {
    uartBaud: (value) => {
      baud = value;
      return undefined;
    },
    uartListen: (rx) => {
      endings.get(rx)?.();
      const end = circuit.listen(rx, baud, (bytes) => life.after(0, () => heard(rx, bytes)));
      endings.set(rx, end);
      life.atEnd(end);
      return undefined;
    },
    uartSend: (tx, bytes) => {
      circuit.sent(tx, bytes, baud);
      return undefined;
    },
  };
}
