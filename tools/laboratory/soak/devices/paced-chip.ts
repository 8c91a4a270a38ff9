// A counting chip that gives a number only while the device's ring has room for it for sure: whatever it gave
// must come.
import type { I2cBus } from "../../../../src/platform/node/world.ts";

/**
 * Messages that the client has out at a time: the one that comes first was sent after all but so many were
 * acknowledged.
 */
const WINDOW = 8;

export interface PacedChip {
  i2c: I2cBus;
  /** The device is greeted: it may be given numbers. Before that it may tell some again. */
  begin: () => void;
  /** No number is given from now on, whatever is told. */
  end: () => void;
  /** A number has come to the broker, or to whoever counts behind it. */
  came: (number: number) => void;
  /** How many numbers were given: 1, 2, 3... */
  given: () => number;
  /**
   * Those that came, each once, in the order in which they first came; those that came again, as often as
   * they did.
   */
  firsts: () => number[];
  again: () => number[];
  allCame: () => boolean;
}

const STANDS_STILL = "\0\0";

/**
 * A chip for a device whose ring holds `room` messages. `look` is called before each number: `came` may be
 * told then.
 */
export function createPacedChip(room: number, look: () => void = () => {}): PacedChip {
  const firsts = new Set<number>();
  let isOn = false;
  let isOver = false;
  let count = 0;
  let newest = 0;
  const again: number[] = [];

  function next(): string {
    look();
    const held = count - Math.max(0, newest - WINDOW);
    if (!isOn || held >= room) return STANDS_STILL;
    count += 1;
    return String.fromCharCode(count >> 8, count & 255);
  }

  return {
    i2c: { write: () => true, read: next },
    begin() {
      isOn = !isOver;
    },
    end() {
      isOver = true;
      isOn = false;
    },
    came(number) {
      if (firsts.has(number)) again.push(number);
      firsts.add(number);
      newest = Math.max(newest, number);
    },
    given: () => count,
    firsts: () => [...firsts],
    again: () => [...again],
    allCame: () => firsts.size === count,
  };
}
