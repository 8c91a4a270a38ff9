// A program that hangs from its first statement on is ended, and one that has turns is not.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const WATCH = fileURLToPath(new URL("../../../src/platform/linux/watch-turns.ts", import.meta.url));

function endOf(more: string): Promise<NodeJS.Signals | number | null> {
  const text = `import { endWhereItHangs } from ${JSON.stringify(WATCH)}; endWhereItHangs(2000); ${more}`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", text]);
  onTestFinished(() => void child.kill("SIGKILL"));
  return new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
}

test("a program that loops in its first statement is killed", async () => {
  expect(await endOf("for (;;);")).toBe("SIGKILL");
});

test("a program with turns ends by itself", async () => {
  expect(await endOf("setTimeout(() => process.exit(3), 5000);")).toBe(3);
});
