// Changes of a folder's files, told once for a burst of them, and never while the last one is still worked
// on.
import { existsSync, type FSWatcher, readdirSync, statSync, watch } from "node:fs";
import { join, resolve } from "node:path";

export interface SourceChanges {
  /** Resolves when what was being done about a change is done. */
  end: () => Promise<void>;
}

/** An editor writes a file in several steps. */
const SETTLED_MS = 40;
/** What editors and builds leave beside the sources. */
const OTHERS = /^(\.|(node_modules|dist)$)|~$|\.sw.$/;

/**
 * Calls `act` after each change below a folder, but for those of the files and folders that are `others`, by
 * their whole paths.
 */
export function whenChanged(
  folder: string,
  act: () => Promise<void>,
  others: readonly string[] = [],
): SourceChanges {
  return new WatchedFolder(folder, act, others);
}

class WatchedFolder implements SourceChanges {
  private readonly folder: string;
  private readonly act: () => Promise<void>;
  private readonly others: readonly string[];
  /**
   * Each folder by itself: on Linux a watch of all that is below one loses a file that an editor has put in
   * place of the old.
   */
  private readonly watchers = new Map<string, FSWatcher>();
  private timer: NodeJS.Timeout | undefined = undefined;
  private working: Promise<void> | undefined = undefined;
  private isWaiting = false;

  constructor(folder: string, act: () => Promise<void>, others: readonly string[]) {
    this.folder = folder;
    this.act = act;
    this.others = others;
    this.watchAll();
  }

  async end(): Promise<void> {
    for (const watcher of this.watchers.values()) watcher.close();
    clearTimeout(this.timer);
    this.isWaiting = false;
    await this.working;
  }

  private work(): void {
    if (this.working !== undefined) {
      this.isWaiting = true;
      return;
    }
    this.working = this.act().finally(() => {
      this.working = undefined;
      if (this.isWaiting) {
        this.isWaiting = false;
        this.work();
      }
    });
  }

  private watchAll(): void {
    const { watchers } = this;
    const there = foldersIn(this.folder);
    for (const [key, watcher] of watchers) {
      if (there.has(key)) continue;
      watcher.close();
      watchers.delete(key);
    }
    for (const [key, path] of there) {
      if (watchers.has(key)) continue;
      try {
        watchers.set(key, this.watchOne(path));
      } catch (error) {
        // One that has gone since needs no watch.
        if (existsSync(path)) throw error;
      }
    }
  }

  private watchOne(path: string): FSWatcher {
    const { others } = this;
    const watcher = watch(path, (_event, name) => {
      if (name !== null && (OTHERS.test(name) || others.includes(resolve(path, name)))) return;
      if (others.includes(resolve(path))) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.work(), SETTLED_MS);
      this.watchAll();
    });
    // A folder that goes is seen in the one above it.
    return watcher.on("error", () => undefined);
  }
}

/**
 * The folder and all below it, but for what is no source: paths by what tells a folder from a later one of
 * its name. Those that go while this looks are none.
 */
function foldersIn(folder: string): Map<string, string> {
  try {
    const { ino, birthtimeMs } = statSync(folder);
    const inner = readdirSync(folder, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !OTHERS.test(entry.name),
    );
    return new Map([
      [`${ino} ${birthtimeMs} ${folder}`, folder],
      ...inner.flatMap(({ name }) => [...foldersIn(join(folder, name))]),
    ]);
  } catch {
    return new Map();
  }
}
