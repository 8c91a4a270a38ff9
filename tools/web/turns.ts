// Turns of work that takes the processor for seconds: one piece at a time, for as long as somebody waits for
// it. A page that is closed, or asks again and again, keeps nobody else waiting.

/** The most things that wait for their turn; a page asks for two at most. */
export const MOST_WAITING = 8;

/** The most callers that wait for the same one. */
export const MOST_ASKERS = 64;

/** The queue is full. */
export class TooManyWaitError extends Error {}

/** Every caller has gone. */
export class NobodyWaitsError extends Error {}

/**
 * Makes something, as bytes. Calls `stillWanted` between its parts, which throws when nobody waits any more.
 */
export type Make = (stillWanted: () => void) => Promise<Uint8Array>;

interface Turn {
  /** The signal of each waiting caller, aborted when it has gone. */
  askers: AbortSignal[];
  made: Promise<Uint8Array>;
  begin(): void;
}

export class Turns {
  /** Tasks that have not begun, by their names, in their order. */
  private readonly waiting = new Map<string, Turn>();
  private isMaking = false;

  /**
   * Resolves with the bytes made under a name, the same for all callers: a caller joins a task that still
   * waits. A task that has begun may be of a source that was edited since, and nobody joins it. Rejects with
   * a TooManyWaitError, and with a NobodyWaitsError when all callers have gone.
   */
  ask(name: string, make: Make, gone: AbortSignal): Promise<Uint8Array> {
    this.drop();
    const there = this.waiting.get(name);
    if (there !== undefined) return join(there, gone);
    if (this.waiting.size >= MOST_WAITING + (this.isMaking ? 0 : 1))
      return Promise.reject(
        new TooManyWaitError(
          `One image is built at a time, and ${MOST_WAITING} wait already; ask again in a minute.`,
        ),
      );
    const turn = turnOf(make, gone);
    this.waiting.set(name, turn);
    this.nextSoon();
    return turn.made;
  }

  /**
   * When all has been heard that is there to be heard: many ask at once, and what is made need not take time
   * of its own.
   */
  private nextSoon(): void {
    setImmediate(() => this.next());
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
      this.nextSoon();
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

function join(turn: Turn, gone: AbortSignal): Promise<Uint8Array> {
  turn.askers = turn.askers.filter((signal) => !signal.aborted);
  if (turn.askers.length >= MOST_ASKERS)
    return Promise.reject(
      new TooManyWaitError(`${MOST_ASKERS} others wait for the same already; ask again in a minute.`),
    );
  turn.askers.push(gone);
  return turn.made;
}

function turnOf(make: Make, gone: AbortSignal): Turn {
  let begin = (): void => {};
  const made = new Promise<void>((resolve) => {
    begin = resolve;
  }).then(() => makeWhileWanted(turn, make));
  const turn: Turn = { askers: [gone], made, begin };
  return turn;
}

async function makeWhileWanted(turn: Turn, make: Make): Promise<Uint8Array> {
  const stillWanted = () => {
    if (!isWanted(turn)) throw new NobodyWaitsError();
  };
  stillWanted();
  return make(stillWanted);
}

function isWanted({ askers }: Turn): boolean {
  return askers.some((gone) => !gone.aborted);
}
