// What takes the processor for seconds is made one at a time, for as long as somebody waits for it: a page that is closed, or
// asks again and again, keeps nobody else waiting.

/** So many things may wait for their turn; a page asks for two at most. */
export const MOST_WAITING = 8;

/** As many as may wait do already. */
export class TooManyWaitError extends Error {
  constructor() {
    super(`One image is built at a time, and ${MOST_WAITING} wait already; ask again in a minute.`);
  }
}

/** Whoever asked has gone. */
export class NobodyWaitsError extends Error {}

/** Makes something. Calls `stillWanted` between its parts, which throws when nobody waits any more. */
export type Make = (stillWanted: () => void) => Promise<unknown>;

interface Turn {
  make: Make;
  /** Of whoever waits for it, aborted when they have gone. */
  askers: AbortSignal[];
  made: Promise<unknown>;
  begin(): void;
}

export class Turns {
  /** What has not begun, by its name, in its order. */
  private readonly waiting = new Map<string, Turn>();
  private isMaking = false;

  /**
   * Resolves with what is made under a name: who asks for what waits already waits with it. What has begun is of a source
   * that may have been edited since, and nobody joins that. Rejects with a TooManyWaitError, and with a NobodyWaitsError
   * when all who asked have gone.
   */
  ask(name: string, make: Make, gone: AbortSignal): Promise<unknown> {
    this.drop();
    const there = this.waiting.get(name);
    if (there !== undefined) {
      there.askers.push(gone);
      return there.made;
    }
    if (this.waiting.size >= MOST_WAITING) return Promise.reject(new TooManyWaitError());
    const turn = turnOf(make, gone);
    this.waiting.set(name, turn);
    this.next();
    return turn.made;
  }

  private next(): void {
    if (this.isMaking) return;
    this.drop();
    const [first] = this.waiting;
    if (first === undefined) return;
    const [name, turn] = first;
    this.waiting.delete(name);
    this.isMaking = true;
    turn.begin();
    const end = () => {
      this.isMaking = false;
      this.next();
    };
    turn.made.then(end, end);
  }

  private drop(): void {
    for (const [name, turn] of this.waiting) {
      if (isWanted(turn)) continue;
      this.waiting.delete(name);
      // It ends at its first question whether it is wanted.
      turn.begin();
    }
  }
}

function turnOf(make: Make, gone: AbortSignal): Turn {
  const turn: Turn = { make, askers: [gone], made: Promise.resolve(), begin: () => {} };
  turn.made = new Promise((resolve) => {
    turn.begin = () => resolve(makeWhileWanted(turn));
  });
  return turn;
}

async function makeWhileWanted(turn: Turn): Promise<unknown> {
  const stillWanted = () => {
    if (!isWanted(turn)) throw new NobodyWaitsError();
  };
  stillWanted();
  return turn.make(stillWanted);
}

function isWanted({ askers }: Turn): boolean {
  return askers.some((gone) => !gone.aborted);
}
