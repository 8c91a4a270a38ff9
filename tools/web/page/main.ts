// The page: its steps, one shown at a time, and the state of the line above them.
import type { Catalogue } from "../catalogue-types.ts";
import { App, type ChoiceId, type StepId } from "./app.ts";
import { type Child, fill, h } from "./dom.ts";
import { showLineStatus } from "./line-status.ts";
import { boardStep } from "./steps/board.ts";
import { connectStep } from "./steps/connect.ts";
import { deviceStep } from "./steps/device.ts";
import { flashStep } from "./steps/flash.ts";
import { liveStep } from "./steps/live.ts";
import { settingsStep } from "./steps/settings.ts";
import type { Step } from "./steps/step.ts";

const STEPS: readonly Step[] = [deviceStep, boardStep, connectStep, flashStep, settingsStep, liveStep];

const main = place("main");
let leave: () => void = () => {};

async function start(): Promise<void> {
  const response = await fetch("catalogue.json").catch(() => undefined);
  if (response === undefined || !response.ok) {
    const why =
      response?.status === 422
        ? await response.text()
        : "Its list of devices cannot be loaded. Look whether its server still runs, and load it again.";
    fill(main, h("h1", {}, "The page is not whole"), h("p", {}, why));
    return;
  }
  const app = new App((await response.json()) as Catalogue, navigator.serial);
  showLineStatus(app, place("line"));
  showStepList(app);
  window.addEventListener("hashchange", () => show(app, true));
  show(app, false);
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("worker.js").catch(() => {});
}

function current(): Step {
  return STEPS.find(({ id }) => id === location.hash.slice(1)) ?? STEPS[0];
}

/** Shows the step of the address. When it was changed by the user, the focus goes with it. */
function show(app: App, focus: boolean): void {
  leave();
  const step = current();
  const at = STEPS.indexOf(step);
  const ends: (() => void)[] = [];
  const body = step.build(app, (end) => ends.push(end));
  leave = () => {
    for (const end of ends) end();
  };
  fill(
    main,
    h("p", { class: "eyebrow" }, `Step ${at + 1} of ${STEPS.length}`),
    h("h1", { tabindex: "-1", id: "heading" }, step.heading),
    h("p", { class: "lead" }, step.lead),
    body,
    neighbours(app, at, (end) => ends.push(end)),
  );
  document.title = `${step.title} · ringmote`;
  app.changed();
  if (!focus) return;
  window.scrollTo(0, 0);
  place("heading").focus({ preventScroll: true });
}

/**
 * The ways back and on. The way on is the page's suggestion when the step is done; there is none while the
 * step needs a choice.
 */
function neighbours(app: App, at: number, whenLeft: (end: () => void) => void): HTMLElement {
  const [before, step, after] = [STEPS[at - 1], STEPS[at], STEPS[at + 1]];
  const next =
    after !== undefined && h("a", { class: "button next", href: `#${after.id}` }, `Next: ${after.title}`);
  const missing = h("p", { class: "hint next" });
  const show = () => {
    const choice = step.needs.find((id) => app.chosen(id) === undefined);
    if (next) {
      next.hidden = choice !== undefined;
      next.classList.toggle("primary", step.note(app).done);
    }
    fill(missing, ...(choice === undefined ? [] : choiceInWords(choice, step)));
  };
  whenLeft(app.on(show));
  return h(
    "div",
    { class: "neighbours" },
    before !== undefined && h("a", { class: "button quiet", href: `#${before.id}` }, `Back: ${before.title}`),
    missing,
    next,
  );
}

function choiceInWords(choice: ChoiceId, { id }: Step): Child[] {
  const words = `choose a ${choice}`;
  return ["To go on, ", id === choice ? words : h("a", { href: `#${choice}` }, words), "."];
}

function showStepList(app: App): void {
  const list = h("ol", {});
  place("steps").append(list);
  const links = STEPS.map((step, at) => {
    const note = h("span", { class: "step-note" });
    const number = h("span", { class: "step-number", "aria-hidden": "true" }, at + 1);
    const link = h(
      "a",
      { href: `#${step.id}` },
      number,
      h("span", { class: "step-words" }, h("span", { class: "step-title" }, step.title), note),
    );
    list.append(h("li", {}, link));
    return { step, link, note, number, at };
  });
  app.on(() => {
    for (const { step, link, note, number, at } of links) {
      const state = step.note(app);
      if (step === current()) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
      link.classList.toggle("done", state.done);
      fill(number, state.done ? "✓" : at + 1);
      fill(note, state.text);
    }
  });
}

function place(id: StepId | "main" | "line" | "steps" | "heading"): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no element "${id}".`);
  return element;
}

void start();
