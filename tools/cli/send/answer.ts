// The answer of a device to a command: the state of the actuator, or why it is refused; to a sealed one, that
// it was taken.
import { SEALED_NAME, valueTopic } from "../../../src/device/run/topics.ts";
import type { BrokerConnection } from "../../sim/real-broker/connection.ts";

export interface Answer {
  /** `undefined`: none came, as of a button. */
  state: string | undefined;
  /** The reason why it was understood as none, or may not be obeyed. */
  problem: string | undefined;
}

/** Behind a sealed command its state is there, or comes within this. */
const AFTER_TAKEN_MS = 500;
const NOTHING_WRONG = "none";

/**
 * Listens from now on. `counter`: of a sealed command, which counts as answered once the device takes those
 * above alone.
 */
export async function answerTo(
  connection: BrokerConnection,
  root: string,
  actuator: string,
  counter: number | undefined,
): Promise<{ answered: Promise<Answer> }> {
  const [name = ""] = actuator.split("/");
  const topics = {
    state: valueTopic(root, actuator),
    problem: `${valueTopic(root, name)}/problem`,
    lowest: valueTopic(root, SEALED_NAME),
  };
  const answer: Answer = { state: undefined, problem: undefined };
  const answered = new Promise<Answer>((resolve) => {
    let isTaken = counter === undefined;
    connection.listen(({ topic, payload, retained }) => {
      if (retained) return;
      const text = payload.toString();
      if (topic === topics.state) answer.state = text;
      if (topic === topics.problem && text !== NOTHING_WRONG) answer.problem = text;
      if (counter !== undefined && topic === topics.lowest && Number(text) > counter) {
        isTaken = true;
        setTimeout(() => resolve(answer), AFTER_TAKEN_MS);
      }
      if (isTaken && (answer.state ?? answer.problem) !== undefined) resolve(answer);
    });
  });
  await connection.subscribe(Object.values(topics), 1);
  return { answered };
}
