// A process with thousands of clients of one kind: `many-clients-child.ts <program> <port>`.
import { answerQuestions } from "./child.ts";
import { connectProgram, type ProgramClient, type ProgramName } from "./program.ts";

export type ManyQuestion = { task: "connect"; count: number } | { task: "be lost" } | { task: "be back" };

/** Milliseconds until that is so. */
export type ManyAnswer = number;

const LOOK_MS = 10;

const [name, port] = [process.argv[2] as ProgramName, Number(process.argv[3])];
const clients: ProgramClient[] = [];

answerQuestions<ManyQuestion, ManyAnswer>(async (question) => {
  const begun = performance.now();
  if (question.task === "connect") await connect(question.count);
  else await allAre(question.task === "be back");
  return performance.now() - begun;
});

async function connect(count: number): Promise<void> {
  const some = Array.from({ length: count }, (_, index) =>
    connectProgram(name, port, `${process.pid}-${clients.length + index}`),
  );
  clients.push(...(await Promise.all(some)));
}

async function allAre(connected: boolean): Promise<void> {
  while (clients.some((one) => one.isConnected() !== connected))
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}
