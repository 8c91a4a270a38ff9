// A process that loads one contender and says what that took: `loading.ts <contender>`.
import { answerQuestions } from "./child.ts";
import { cpuMicroseconds } from "./pairs.ts";

/** Microseconds of CPU time. */
export type LoadingAnswer = number;

answerQuestions<string, LoadingAnswer>(() =>
  cpuMicroseconds(async () => {
    if (process.argv[2] === "mqtt") await import("mqtt");
    else {
      await import("../../../../src/index.ts");
      await import("../../../../src/platform/node/device.ts");
    }
  }),
);
