// One store is one client's. The lock is the system's, not what a file says: it ends with the process that
// had it, also by a kill, and holds between threads and containers. The file that is locked lies beside the
// store while that is open.
import { spawnSync } from "node:child_process";
import { closeSync, constants, fstatSync, lstatSync, openSync, rmSync, statSync } from "node:fs";
import { unharmed } from "./unharmed.ts";

/**
 * Systems that lock a file as they open it: O_EXLOCK of macOS, and under Windows libuv's flag for a file that
 * is not shared.
 */
const LOCKING: Partial<Record<NodeJS.Platform, number>> = {
  darwin: 0x20 | constants.O_NONBLOCK,
  win32: 0x10000000,
};
const PLAIN = constants.O_RDWR | constants.O_CREAT;
const IN_USE = ["EAGAIN", "EBUSY"];
const PROGRAMS = `${process.env.PATH ?? ""}:/usr/bin:/bin`;
/** The exit code of `flock` where another process has the lock. */
const HELD_ELSEWHERE = 1;

export interface StoreLock {
  /** Is it a lock of the system? False where that has no locks. */
  isHeld: boolean;
  /** Is its file where it was? If somebody had removed it, another client could have made one too. */
  isThere(): boolean;
  release(): void;
}

/** A file that is open, and whether it is locked. */
interface LockFile {
  descriptor: number;
  isHeld: boolean;
}

/** None while another client has it. Throws where the lock's file cannot be made. */
export function lockOf(path: string): StoreLock | undefined {
  for (;;) {
    const file = lockFile(path);
    if (file === undefined) return undefined;
    const { descriptor, isHeld } = file;
    if (!isHeld) return { isHeld, isThere: () => true, release: () => close(descriptor) };
    // This is looked up at each message. That of an open file stays.
    const { ino } = fstatSync(descriptor);
    const isThere = () => inodeAt(path) === ino;
    if (isThere()) return { isHeld, isThere, release: () => release(path, descriptor, isThere) };
    // Its last holder has taken the file away since it was opened.
    close(descriptor);
  }
}

function lockFile(path: string): LockFile | undefined {
  const flags = LOCKING[process.platform];
  return flags === undefined ? lockedByCommand(path) : lockedByOpening(path, flags);
}

/** A lock is of the open file, which the command shares with this process. */
function lockedByCommand(path: string): LockFile | undefined {
  const descriptor = openSync(path, PLAIN, 0o600);
  const status = commandStatus(descriptor);
  if (status !== HELD_ELSEWHERE) return { descriptor, isHeld: status === 0 };
  close(descriptor);
  return undefined;
}

/** None where the command is missing, or may not be started. */
function commandStatus(descriptor: number): number | null {
  try {
    const env = { ...process.env, PATH: PROGRAMS };
    return spawnSync("flock", ["-n", "3"], { stdio: ["ignore", "ignore", "ignore", descriptor], env }).status;
  } catch {
    return null;
  }
}

function lockedByOpening(path: string, flags: number): LockFile | undefined {
  try {
    return { descriptor: openSync(path, PLAIN | flags, 0o600), isHeld: true };
  } catch (error) {
    if (IN_USE.includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    return { descriptor: openSync(path, PLAIN, 0o600), isHeld: false };
  }
}

function inodeAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

/**
 * A client that has opened the file meanwhile finds that it is another one, and opens that. A link, and a
 * file with content, belong to another program, and stay.
 */
function release(path: string, descriptor: number, isThere: () => boolean): void {
  unharmed(() => {
    const status = lstatSync(path);
    if (status.isFile() && status.size === 0 && isThere()) rmSync(path);
  });
  close(descriptor);
}

function close(descriptor: number): void {
  unharmed(() => closeSync(descriptor));
}
