// A process with one contender, asked to go through its connections: `session-child.ts <contender>`.
import { answerQuestions } from "./child.ts";
import { cpuMicroseconds } from "./pairs.ts";
import { mqttJsSessions, ringmoteSessions, type SessionWork } from "./session-work.ts";

export interface SessionQuestion {
  work: keyof SessionWork;
  messages: number;
  repeats: number;
}

/** Microseconds of CPU time of all repeats together. */
export type SessionAnswer = number;

const contender = process.argv[2] === "mqtt" ? mqttJsSessions : ringmoteSessions;

answerQuestions<SessionQuestion, SessionAnswer>(({ work, messages, repeats }) =>
  cpuMicroseconds(async () => {
    for (let repeat = 0; repeat < repeats; repeat += 1) await contender[work](messages);
  }),
);
