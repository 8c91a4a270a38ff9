// The names of the scripts of an image that are not the device's: that of its set-up, and the one that
// chooses between the two.

/** Without ".js": no firmware has them. */
export const SET_UP = "ringmote.set-up";
export const CHOICE = "ringmote.choice";

export function isSetUp({ name }: { name: string }): boolean {
  return name === `${SET_UP}.js`;
}

export function isChoice({ name }: { name: string }): boolean {
  return name === `${CHOICE}.js`;
}

/** Is it a file of the device itself? */
export function isOfDevice(file: { name: string }): boolean {
  return !isSetUp(file) && !isChoice(file);
}
