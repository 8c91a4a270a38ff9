// Instructions for a person who asks a board's console for the ROM codes of the parts on a pin.

/** As the end of a sentence. */
export function byScan(board: string, pin: string): string {
  return `"npx ringmote scan ${pin} --board ${board}" asks the board for the codes`;
}
