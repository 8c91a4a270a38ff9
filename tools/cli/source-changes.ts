// Changes of a folder's files, told once for a burst of them, and never while the last one is still worked on.
import { type FSWatcher, watch } from "node:fs";

export interface SourceChanges {
  /** Resolves when what was being done about a change is done. */
  end: () => Promise<void>;
}

/** An editor writes a file in several steps. */
const SETTLED_MS = 40;
/** What editors and builds leave beside the sources. */
const OTHERS = /(^|[/\\])(\.|(node_modules|dist)([/\\]|$))|~$|\.sw.$/;

/** Calls `act` after each change below a folder. */
export function whenChanged(folder: string, act: () => Promise<void>): SourceChanges {
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;
  let isWaiting = false;

  const work = (): void => {
    if (working !== undefined) {
      isWaiting = true;
      return;
    }
    working = act().finally(() => {
      working = undefined;
      if (isWaiting) {
        isWaiting = false;
        work();
      }
    });
  };

  const watcher: FSWatcher = watch(folder, { recursive: true }, (_event, name) => {
    if (name !== null && OTHERS.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(work, SETTLED_MS);
  });

  return {
    async end() {
      watcher.close();
      clearTimeout(timer);
      isWaiting = false;
      await working;
    },
  };
}
