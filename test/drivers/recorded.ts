// What a driver does to its bus, in order and in words: set-up, writes, reads, waits. For tests of the exact sequence.
import type { Breadboard } from "./breadboard.ts";

/**
 * Each thing that is done on the board from now on. Bytes and addresses are in hexadecimal; what nobody acknowledged says so:
 * "set up SDA SCL", "write 44 2400", "wait 20", "read 44 6: nobody"; of one-wire "set up D5", "reset", "write cc44", "read 9".
 */
export function recorded({ ports, clock }: Pick<Breadboard, "ports" | "clock">): string[] {
  const done: string[] = [];
  const { setUpBus, writeBus, readBus, setUpOneWire, resetOneWire, writeOneWire, readOneWire } = ports;
  const { setUpUart, writeUart, takeUart } = ports;
  const { advance } = clock;

  ports.setUpBus = (pins) => {
    done.push(`set up ${pins.sda} ${pins.scl}`);
    setUpBus(pins);
  };
  ports.writeBus = (address, bytes) => {
    const isAcknowledged = writeBus(address, bytes);
    done.push(`write ${address.toString(16)} ${hex(bytes)}${isAcknowledged ? "" : ": nobody"}`);
    return isAcknowledged;
  };
  ports.readBus = (address, count) => {
    const bytes = readBus(address, count);
    done.push(`read ${address.toString(16)} ${count}${bytes === undefined ? ": nobody" : ""}`);
    return bytes;
  };
  ports.setUpOneWire = (pin) => {
    done.push(`set up ${pin}`);
    setUpOneWire(pin);
  };
  ports.resetOneWire = (pin) => {
    const isThere = resetOneWire(pin);
    done.push(isThere ? "reset" : "reset: nobody");
    return isThere;
  };
  ports.writeOneWire = (pin, bytes) => {
    done.push(`write ${hex(bytes)}`);
    writeOneWire(pin, bytes);
  };
  ports.readOneWire = (pin, count) => {
    done.push(`read ${count}`);
    return readOneWire(pin, count);
  };
  ports.setUpUart = (tx, rx, baud, keep) => {
    done.push(`set up ${tx} ${rx} ${baud}`);
    return setUpUart(tx, rx, baud, keep);
  };
  ports.writeUart = (uart, bytes) => {
    done.push(`write ${uart} ${hex(bytes)}`);
    writeUart(uart, bytes);
  };
  ports.takeUart = (uart) => {
    const bytes = takeUart(uart);
    done.push(`take ${uart} ${hex(bytes)}`);
    return bytes;
  };
  clock.advance = (ms) => {
    done.push(`wait ${ms}`);
    advance(ms);
  };
  return done;
}

function hex(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("hex");
}
