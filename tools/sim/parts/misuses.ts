// Misuses of a simulated part that its datasheet does not allow, in words: a register that it does not have,
// a write of the wrong length, a read past the answer. The part itself goes on, as a real one does, and says
// nothing; tests of drivers look at the list. Behind an image on NodeMCU it means little: the host there
// tries an address by writing nothing and by reading ahead (tools/laboratory/hosts/nodemcu/bus.ts).

/** A part, or a bus of parts, that was watched. */
export interface Misused {
  /** What was noted since the last call, each sentence once. */
  misuses: () => string[];
}

export interface Misuses {
  note: (what: string) => void;
  taken: () => string[];
}

/** Nobody reads more, and a simulated month of nonsense needs no room. */
const MOST = 20;

/** Nothing yet, of `part`: each sentence begins with its name. */
export function createMisuses(part: string): Misuses {
  let noted: string[] = [];
  return {
    note(what) {
      const sentence = `${part}: ${what}`;
      if (noted.length < MOST && !noted.includes(sentence)) noted.push(sentence);
    },
    taken() {
      const taken = noted;
      noted = [];
      return taken;
    },
  };
}

/** A register or a command, as datasheets write it. */
export function hexadecimal(value: number, digits = 2): string {
  return `0x${value.toString(16).padStart(digits, "0")}`;
}

/** "1 byte", "2 bytes". */
export function bytesInWords(count: number): string {
  return count === 1 ? "1 byte" : `${count} bytes`;
}
