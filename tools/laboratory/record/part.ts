// A part of the record: what is measured or made anew, and the files of docs that say it.

export interface MadePart {
  /** Files as they have to be, by their names in the package. */
  files: readonly (readonly [name: string, text: string])[];
  /** What must not be, a sentence each: a figure that is worse than recorded. */
  faults: readonly string[];
}

export interface RecordPart {
  /** The word that chooses it. */
  word: string;
  /** Measures. Throws what keeps it from that. `reason` is why figures may be worse than recorded. */
  make(reason?: string): Promise<MadePart>;
  /** As much of it as may be worse than recorded; without it, nothing of the part is checked. */
  check?(): Promise<MadePart>;
  /** It puts other time into the process, so that nothing else may be measured meanwhile. */
  takesTime?: boolean;
}
