// A process that may open few files: what the system refuses is a sentence with what to say, whatever was to be opened.
import { expect, test } from "vitest";
import { socketFault } from "../../src/client/transport/socket-faults.ts";
import { wordsOfFailure } from "../../tools/cli/words/failure-words.ts";
import { ringmote } from "./child.ts";

const SENTENCE =
  'This process may not have as many files and connections open as the command needs; say "ulimit -n 4096" in this terminal, and the command again.';
const failure = (code: string) => Object.assign(new Error(`${code}: too many`), { code });

test("a home with 64 file descriptors fails with one sentence", async () => {
  // The tools are compiled once, which takes files of its own.
  expect(await ringmote(["--version"]).ended).toBe(0);
  const limited = ["sh", "-c", 'ulimit -n 64; exec "$@"', "sh"];
  const child = ringmote(["sim", "--port", "0", "--minutes", "0.1"], {}, undefined, limited);
  const code = await child.ended;
  // Where Node opens fewer files at a time, they are enough.
  if (code !== 0) expect([code, child.errors()]).toEqual([1, `ringmote: ${SENTENCE}\n`]);
});

test("too many open files are reported with a sentence", () => {
  expect(wordsOfFailure(failure("EMFILE"))).toBe(SENTENCE);
  expect(wordsOfFailure(failure("ENFILE"))).toMatch(/^This computer has as many files open/);
  expect(wordsOfFailure(undefined)).toBe(undefined);
  expect(socketFault(failure("EMFILE"))).toContain("ulimit -n 4096");
});
