// The names of the modules of an image that are not the device's: those of its set-up, and those that choose
// between the two.

/** What they begin with: the rooms of the device's own have other names. */
export const SET_UP = "set-up-";
export const CHOICE = "choice-";

/** By its name, is it one of them, or code that one of them reads? */
export function isOfSetUp(name: string): boolean {
  return name.startsWith(SET_UP) || name.startsWith(CHOICE);
}
