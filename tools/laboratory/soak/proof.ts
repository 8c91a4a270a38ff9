// A proof: something promised, tried again and again with other seeds, until it breaks or the time is over.

/** How often what was done, by its name. */
export type Figures = Readonly<Record<string, number>>;

export interface Proof {
  /** One word, for `--only`. */
  name: string;
  /** Why it cannot be tried on this computer; `undefined` when it can. */
  missing?: string | undefined;
  /** Nothing of it is drawn by chance: one portion is all of it. */
  isOnce?: true;
  /**
   * Tries it for some seconds, with chance drawn from the seed. Rejects with a sentence when a promise is
   * broken. One that can end in the middle looks at `isOver`.
   */
  portion: (seed: number, isOver: () => boolean) => Promise<Figures>;
}

/** Both added up. */
export function sumOfFigures(sum: Figures, figures: Figures): Figures {
  const added: Record<string, number> = { ...sum };
  for (const [what, count] of Object.entries(figures)) added[what] = (added[what] ?? 0) + count;
  return added;
}
