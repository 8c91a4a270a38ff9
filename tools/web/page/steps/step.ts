// A step of the page.
import type { App, StepId } from "../app.ts";

export interface Step {
  id: StepId;
  /** In the list of steps. */
  title: string;
  /** Above the step, and a sentence below it. */
  heading: string;
  lead: string;
  /** What stands in the list of steps below its title, and whether the step is done. */
  note(app: App): { text: string; done: boolean };
  /** The step's content. What it registers with `whenLeft` is called when another step is shown. */
  build(app: App, whenLeft: (end: () => void) => void): HTMLElement;
}
