// `npm run soak` as it is called: what it says to wrong options, and how it ends when somebody asks for it.
import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";

interface Ended {
  code: number | null;
  out: string;
  words: string;
}

/** Runs it to its end; `isInterrupted`: with Ctrl-C once it has begun. */
function soak(options: readonly string[], isInterrupted = false): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", "tsx", "tools/laboratory/soak/main.ts", ...options], {
    cwd: packageFolder,
  });
  let out = "";
  let words = "";
  let isAsked = false;
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    words += chunk.toString();
    if (isInterrupted && !isAsked && words.includes("begins")) isAsked = child.kill("SIGINT");
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, words })));
}

test("an unknown proof is refused with the existing proofs", async () => {
  const { code, words } = await soak(["--only", "luck"]);
  expect(code).toBe(1);
  expect(words).toContain("mutated-node, mutated-lua-5.1, mutated-lua-5.3, mutated-5-node");
});

test("Ctrl-C ends it with the line of what was done so far", async () => {
  const { code, out, words } = await soak(["--only", "mutated-node", "--minutes", "10", "--seed", "3"], true);
  expect(words).toContain("Ends behind what it is at");
  expect(out).toMatch(/^soak: seed 3, \d+\.\d min; \d+ mutated packets on Node; every promise kept\n$/);
  expect(code).toBe(0);
});

test("a run of some of the proofs is not recorded", async () => {
  const { code, words } = await soak(["--only", "mutated-node", "--minutes", "0", "--record"], true);
  expect(words).toMatch(/The run has not counted: .+ Run all proofs where Mosquitto is installed\./);
  expect(code).toBe(1);
});
