// The devices that a program follows: the first ones that it hears of, as many as a home has. Anybody at the
// broker may publish under ever new names, and what a program keeps of each would never end.

/** A large home has some hundreds. */
export const MOST_DEVICES = 500;
/** No state, command or sentence of a device is longer, in bytes, with its topic. */
export const LONGEST_PACKET = 1024;

/** Says of each name whether it is followed; `leftOut` is told once, of the first one that is not. */
export function createKnownDevices(leftOut: (words: string) => void): (name: string) => boolean {
  const known = new Set<string>();
  let isTold = false;
  return (name) => {
    if (known.has(name)) return true;
    if (known.size < MOST_DEVICES) {
      known.add(name);
      return true;
    }
    if (!isTold)
      leftOut(`follows the first ${MOST_DEVICES} devices; "${name}" and later ones are left alone`);
    isTold = true;
    return false;
  };
}
