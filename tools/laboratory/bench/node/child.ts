// A process of its own for what is measured, so that nothing else's time, heap or compiled code is in the
// figure.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface Child<Question, Answer> {
  /** Resolves with the child's answer; rejects when it ends before it has given one. */
  ask: (question: Question) => Promise<Answer>;
  /** Ends it. */
  end: () => void;
}

/**
 * Starts the program `file` of this folder. It answers each message (`answerQuestions`) by one of its own.
 */
export function startChild<Question, Answer>(
  file: string,
  args: readonly string[],
  nodeOptions: readonly string[] = [],
): Child<Question, Answer> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: [...nodeOptions, "--import", "tsx"],
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  let words = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    words += chunk.toString();
  });
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        const failed = () => reject(new Error(`The bench's ${file} has ended without an answer. ${words}`));
        child.once("exit", failed);
        child.once("message", (answer) => {
          child.off("exit", failed);
          resolve(answer as Answer);
        });
        child.send(question as object);
      }),
    end: () => void child.kill(),
  };
}

/** In the child: answers each question. It ends with its parent. */
export function answerQuestions<Question, Answer>(answer: (question: Question) => Promise<Answer>): void {
  process.on("message", (question) => {
    answer(question as Question).then(
      (value) => process.send?.(value),
      (error: Error) => {
        console.error(error.stack);
        process.exit(1);
      },
    );
  });
  process.on("disconnect", () => process.exit());
}

/** `measure` with a child that ends afterwards, whatever happens. */
export async function withChildren<Question, Answer, Result>(
  children: readonly Child<Question, Answer>[],
  measure: () => Promise<Result>,
): Promise<Result> {
  try {
    return await measure();
  } finally {
    for (const child of children) child.end();
  }
}
