// Restarts of the chip, and holding back what starts after one.
import { HOLD_GLOBAL } from "../../targets/nodemcu/lua/init.ts";
import { type Prompt, promptAtEnd } from "./prompt.ts";

/** A chip says more than this while it starts: its ROM, its banner. */
const MORE_THAN_A_PROMPT = 16;

/** Restarts the chip, and waits for its prompt. */
export async function restartNodeMcu(prompt: Prompt): Promise<void> {
  await prompt.run("node.restart()");
  await booted(prompt);
}

/** Restarts the chip without its program: all of its memory is free then, and nothing else prints. */
export async function restartHeld(prompt: Prompt): Promise<void> {
  await restartNodeMcu(prompt);
  await hold(prompt);
}

/** Keeps the program from starting, in the time that its loader leaves for that. */
export async function hold(prompt: Prompt): Promise<void> {
  await prompt.run(`${HOLD_GLOBAL}=true`);
  await prompt.until(promptAtEnd);
}

/** Waits for the prompt after a restart. The chip's ROM speaks at another rate before it. */
export async function booted(prompt: Prompt): Promise<void> {
  const { bootMs } = prompt.patience;
  // The chip may still say a prompt before it goes down.
  await prompt.until(
    (heard) => (heard.length > MORE_THAN_A_PROMPT && promptAtEnd(heard) ? true : undefined),
    bootMs,
    bootMs,
  );
  await prompt.find();
}
