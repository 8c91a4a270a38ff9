// The one kind of error of what is written for a person: a sentence that a command prints as it stands.

/**
 * Something could not be written, or is not replaced; the old content is still there, unless the error says
 * otherwise.
 */
export class FileError extends Error {}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "your quota on that disk is used up",
  EFBIG: "the file would be larger than this computer lets it be",
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  EROFS: "that disk can only be read",
  ENOENT: "there is no such folder",
  ENOTDIR: "a part of that path is no folder",
  ENAMETOOLONG: "a name in it is too long",
  EBUSY: "it is in use, or a disk is mounted there",
};

/** The computer's reason for its refusal, in words; `undefined` for any other error. */
export function reasonOf(error: unknown): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? undefined : (REASONS[code] ?? message);
}
