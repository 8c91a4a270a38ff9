// A file in which what a program sends outlives it: a line for each message that is kept, and one for each
// that is settled.
import type { StoreOptions } from "../options.ts";
import { StoreFile } from "./store-file.ts";
import { contentOf, FIRST_LINE, heldLine, type StoreContent, settledLine } from "./store-lines.ts";
import { lockOf, type StoreLock } from "./store-lock.ts";
import { cannotBeOpened, diskWords, STORE_LOCK, storePath } from "./store-path.ts";
import type { StoredSend } from "./stored-send.ts";
import { unharmed } from "./unharmed.ts";

/** The file is written anew once it has this many useless lines, and they are most of its lines. */
const MANY_SETTLED = 1000;

export class SendStore {
  /** Lines that could not be read: their messages are lost. */
  readonly damaged: number;
  /** No other client can take it meanwhile. */
  readonly isLocked: boolean;
  private readonly path: string;
  private lock: StoreLock;
  /** By their numbers, in their order. */
  private readonly held: Map<number, StoredSend>;
  private file: StoreFile;
  private last: number;
  private settled: number;
  private isOpen = true;

  /**
   * Opens the file, or begins it. Throws a sentence where there can be no file, for another client's, and for
   * a file that is something else.
   */
  constructor(options: string | StoreOptions) {
    const { file: name, sync = false } = typeof options === "string" ? { file: options } : options;
    const { path, lock, file, content } = openedStore(name, sync);
    this.path = path;
    this.lock = lock;
    this.isLocked = lock.isHeld;
    this.file = file;
    this.held = content.held;
    this.last = content.last;
    this.settled = content.settled;
    this.damaged = content.damaged;
  }

  /** Messages that an earlier client had not settled, by their numbers. */
  unsettled(): [number, StoredSend][] {
    return [...this.held];
  }

  /**
   * Holds one more. Returns its number. Throws when the file cannot be written, which then has nothing of it.
   */
  hold(send: StoredSend): number {
    const number = this.last + 1;
    try {
      this.requireLock();
      if (!this.file.isWhole()) this.writeAnew();
      this.append(heldLine(number, send));
    } catch (error) {
      throw new Error(diskWords(error));
    }
    this.last = number;
    this.held.set(number, send);
    return number;
  }

  /**
   * The broker has the message, or a policy has dropped it. On a full disk that is not noted, and it goes out
   * once more next time.
   */
  settle(number: number): void {
    if (!this.isOpen || !this.held.delete(number)) return;
    this.settled += 1;
    try {
      this.requireLock();
    } catch {
      return;
    }
    try {
      if (this.file.isWhole()) this.file.append(settledLine(number));
      else this.writeAnew();
    } catch {}
    if (this.settled >= MANY_SETTLED && this.settled >= this.held.size) this.shorten();
  }

  /** The unsettled messages stay for the next client. */
  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    unharmed(() => {
      this.requireLock();
      if (this.held.size > 0 && !this.file.isWhole()) this.writeAnew();
    });
    this.file.close();
    this.lock.release();
  }

  /**
   * If the lock's file was removed, another client may have the store, or have had it: then nothing more is
   * written. A system without locks lets another client open it, whose writes give it away.
   */
  private requireLock(): void {
    if (!this.lock.isHeld && this.file.hasMore())
      throw new Error("another client writes into it, and the command flock is missing that locks it");
    if (this.lock.isThere()) return;
    const again = lockOf(this.path + STORE_LOCK);
    if (again === undefined || this.file.hasMore()) {
      again?.release();
      throw new Error("its lock was taken away, and another client has it");
    }
    this.lock.release();
    this.lock = again;
  }

  /** The disk may be full of useless lines: once they are gone, the write is tried again. */
  private append(line: string): void {
    try {
      this.file.append(line);
    } catch (error) {
      if (this.settled === 0 || this.settled < this.held.size) throw error;
      if (!this.shorten() && this.held.size === 0) this.file.empty(`${FIRST_LINE}\n`);
      this.file.append(line);
    }
  }

  /** If that fails, it is tried again after as many more. */
  private shorten(): boolean {
    this.settled = 0;
    try {
      this.writeAnew();
      return true;
    } catch {
      return false;
    }
  }

  private writeAnew(): void {
    this.file = this.file.replacedBy(linesOf(this.held));
  }
}

interface OpenedStore {
  path: string;
  lock: StoreLock;
  file: StoreFile;
  content: StoreContent;
}

function openedStore(name: string, isSynced: boolean): OpenedStore {
  const path = storePath(name);
  const lock = orCannotBeOpened(name, () => lockOf(path + STORE_LOCK));
  if (lock === undefined)
    throw new Error(
      `The store ${name} is in use by another client, here or in another process; stop that one, or name another file.`,
    );
  try {
    return { path, lock, ...readStore(name, path, isSynced) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function readStore(name: string, path: string, isSynced: boolean): Pick<OpenedStore, "file" | "content"> {
  const { file, content } = orCannotBeOpened(name, () => StoreFile.open(path, isSynced, contentOf));
  try {
    if (content === undefined)
      throw new Error(
        `The store ${name} is no file of this client: no line in it is one of a store. Name another file.`,
      );
    if (file.isEmpty()) orCannotBeOpened(name, () => file.append(`${FIRST_LINE}\n`));
    if (!orCannotBeOpened(name, () => file.hasOtherNames())) return { file, content };
    const own = orCannotBeOpened(name, () => file.replacedBy(linesOf(content.held)));
    return { file: own, content: { ...content, settled: 0 } };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Of a file with nothing else. */
function linesOf(held: ReadonlyMap<number, StoredSend>): string {
  const lines = [...held].map(([number, send]) => heldLine(number, send));
  return `${FIRST_LINE}\n${lines.join("")}`;
}

function orCannotBeOpened<Value>(name: string, open: () => Value): Value {
  try {
    return open();
  } catch (error) {
    throw cannotBeOpened(name, error);
  }
}
