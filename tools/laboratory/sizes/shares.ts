// A build takes seconds on one core, so the builds of a record are shared out to a process for each core.
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";

/**
 * Hands each process its share of the items, and returns what the processes answered. `module` runs in each:
 * it answers one message of items with one message, and disconnects. Throws when one ends without an answer.
 */
export async function sharedOut<Item, Answer>(module: URL, items: readonly Item[]): Promise<Answer[]> {
  const count = Math.min(availableParallelism(), items.length);
  const shares = Array.from({ length: count }, (_, i) => items.filter((_item, at) => at % count === i));
  return Promise.all(shares.map((share) => answerOf<Item, Answer>(module, share)));
}

function answerOf<Item, Answer>(module: URL, share: readonly Item[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = fork(module);
    child.once("message", (answer) => resolve(answer as Answer));
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(
        new Error(`A build ended with ${code} and without a result; it was one of ${JSON.stringify(share)}.`),
      ),
    );
    child.send(share);
  });
}
