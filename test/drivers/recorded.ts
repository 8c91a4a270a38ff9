// A record of a driver's calls to its bus, in order and in words: set-up, writes, reads, waits. For
// tests of the exact sequence.
import type { I2c } from "../../src/ports/i2c.ts";
import type { OneWire } from "../../src/ports/one-wire.ts";
import type { Uart } from "../../src/ports/uart.ts";
import type { Breadboard } from "./breadboard.ts";

/**
 * Each thing that is done on the board from now on. Bytes and addresses are in hexadecimal; what nobody
 * acknowledged says so: "set up SDA SCL", "write 44 2400", "wait 20", "read 44 6: nobody"; of one-wire "set
 * up D5", "reset", "write cc44", "read 9".
 */
export function recorded({ ports, clock }: Pick<Breadboard, "ports" | "clock">): string[] {
  const done: string[] = [];
  const i2c = asItWas(ports.i2c, "setUp", "write", "read");
  const oneWire = asItWas(ports.oneWire, "setUp", "reset", "write", "read");
  const wired = asItWas(ports.uart, "setUp", "write", "take");
  const { advance } = clock;

  Object.assign(ports.i2c, {
    setUp(pins) {
      done.push(`set up ${pins.sda} ${pins.scl}`);
      i2c.setUp(pins);
    },
    write(address, bytes) {
      const isAcknowledged = i2c.write(address, bytes);
      done.push(`write ${address.toString(16)} ${hex(bytes)}${isAcknowledged ? "" : ": nobody"}`);
      return isAcknowledged;
    },
    read(address, count) {
      const bytes = i2c.read(address, count);
      done.push(`read ${address.toString(16)} ${count}${bytes === undefined ? ": nobody" : ""}`);
      return bytes;
    },
  } satisfies I2c);
  Object.assign(ports.oneWire, {
    setUp(pin) {
      done.push(`set up ${pin}`);
      oneWire.setUp(pin);
    },
    reset(pin) {
      const isThere = oneWire.reset(pin);
      done.push(isThere ? "reset" : "reset: nobody");
      return isThere;
    },
    write(pin, bytes) {
      done.push(`write ${hex(bytes)}`);
      oneWire.write(pin, bytes);
    },
    read(pin, count) {
      done.push(`read ${count}`);
      return oneWire.read(pin, count);
    },
  } satisfies OneWire);
  Object.assign(ports.uart, {
    setUp(tx, rx, baud, keep) {
      done.push(`set up ${tx} ${rx} ${baud}`);
      return wired.setUp(tx, rx, baud, keep);
    },
    write(uart, bytes) {
      done.push(`write ${uart} ${hex(bytes)}`);
      wired.write(uart, bytes);
    },
    take(uart) {
      const bytes = wired.take(uart);
      done.push(`take ${uart} ${hex(bytes)}`);
      return bytes;
    },
  } satisfies Uart);
  clock.advance = (ms) => {
    done.push(`wait ${ms}`);
    advance(ms);
  };
  return done;
}

/** The functions of a bus, before they are replaced: parts that have begun hold the bus itself. */
function asItWas<Bus, Name extends keyof Bus & string>(bus: Bus, ...names: Name[]): Pick<Bus, Name> {
  const bound = names.map((name) => [name, (bus[name] as () => unknown).bind(bus)]);
  return Object.fromEntries(bound) as Pick<Bus, Name>;
}

function hex(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("hex");
}
