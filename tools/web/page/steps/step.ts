// A step of the page.
import type { App, ChoiceId, StepId } from "../app.ts";

export interface Step {
  id: StepId;
  /** In the list of steps. */
  title: string;
  /** Above the step, and a sentence below it. */
  heading: string;
  lead: string;
  /** The text below its title in the list of steps, and whether the step is done. */
  note(app: App): { text: string; done: boolean };
  /** The choices that it needs before it leads on to the next one, in this order. */
  needs: readonly ChoiceId[];
  /** The step's content. What it registers with `whenLeft` is called when another step is shown. */
  build(app: App, whenLeft: (end: () => void) => void): HTMLElement;
}
