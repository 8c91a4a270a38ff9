// `I2C1`, and `I2C2` where the chip has it, on the world's buses. A missing acknowledgement throws the chip's
// own message.
import { types } from "node:util";
import type { ChipName } from "../../../../boards/chips/chip.ts";
import { NEXT_BUS } from "../../../../src/ports/i2c.ts";
import { waysOf } from "./chips.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Bag } from "./realm.ts";
import { word } from "./transcript.ts";

/** The bus object; `number` counts from 0. Before `setup` each transfer throws. */
export function i2cBus(interpreter: Interpreter, chip: ChipName, number: number): Bag {
  const { realm, world, transcript } = interpreter;
  const { Error: ErrorOf, InternalError, Uint8Array: BytesOf } = realm.intrinsics;
  const { isInternalError, unacknowledged } = waysOf(chip);
  const bus = realm.object();
  let isSetUp = false;

  const refused = (call: "Write" | "Read"): Error =>
    isInternalError ? new InternalError(unacknowledged(call)) : new ErrorOf(unacknowledged(call));

  const write = (address: unknown, ...data: unknown[]): void => {
    const bytes = data.map((item) => argumentBytes(interpreter, item)).join("");
    if (bytes === "") return;
    if (!isSetUp) throw refused("Write");
    const place = addressOf(address) + number * NEXT_BUS;
    const isAcknowledged = world.i2c.write(place, bytes);
    transcript?.output("bus", place, word(bytes));
    transcript?.answer("i", isAcknowledged ? 1 : 0);
    if (!isAcknowledged) throw refused("Write");
  };
  const read = (address: unknown, count: unknown): Uint8Array | undefined => {
    if (!(Number(count) > 0)) return undefined;
    if (!isSetUp) throw refused("Read");
    const bytes = world.i2c.read(addressOf(address) + number * NEXT_BUS, Number(count));
    transcript?.answer("i", bytes === undefined ? 0 : `B${word(bytes)}`);
    if (bytes === undefined) throw refused("Read");
    return filled(new BytesOf(Number(count)), bytes);
  };

  realm.method(bus, "setup", () => {
    isSetUp = true;
  });
  realm.method(bus, "writeTo", write);
  realm.method(bus, "readFrom", read);
  realm.method(bus, "readReg", (address, register, count) => {
    write(address, register);
    return read(address, count);
  });
  return bus;
}

function filled(array: Uint8Array, bytes: string): Uint8Array {
  for (let at = 0; at < array.length; at += 1) array[at] = bytes.charCodeAt(at);
  return array;
}

/** An address as a program gives it: a number, or an object that has it. */
function addressOf(value: unknown): number {
  return Number(
    typeof value === "object" && value !== null ? (value as { address: unknown }).address : value,
  );
}

/** The bytes of an int, a string, an array or a typed array, as the interpreter flattens its arguments. */
export function argumentBytes(interpreter: Interpreter, item: unknown): string {
  if (typeof item === "number") return String.fromCharCode(item & 255);
  if (typeof item === "string") return interpreter.bytes(item, "a byte argument");
  if (types.isArrayBuffer(item)) return Buffer.from(item).toString("latin1");
  if (Array.isArray(item) || ArrayBuffer.isView(item)) {
    return Array.from(item as unknown as ArrayLike<unknown>, (write) =>
      argumentBytes(interpreter, write),
    ).join("");
  }
  if (typeof item === "object" && item !== null && "data" in item && "count" in item) {
    return argumentBytes(interpreter, item.data).repeat(Number(item.count));
  }
  return "";
}
