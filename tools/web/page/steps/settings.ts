// Step 5: Wi-Fi and broker, stored on the device. Passwords go there and are never shown again.
import type { App } from "../app.ts";
import { fill, h } from "../dom.ts";
import { emptyState, notice } from "../notice.ts";
import { wifiForm } from "../wifi-form.ts";
import { identityOf } from "../words.ts";
import type { Step } from "./step.ts";

type Form = typeof import("../settings-form.ts");

export const settingsStep: Step = {
  id: "settings",
  title: "Settings",
  heading: "Give it Wi-Fi and a broker",
  lead: "They are stored on the board, not in its program: you can flash again without typing them again.",
  note: ({ isSet }) => ({ text: isSet ? "Stored" : "Not stored yet", done: isSet }),
  needs: [],
  build: (app, whenLeft) => {
    const place = h("div", { class: "stack" });
    let isGone = false;
    whenLeft(() => {
      isGone = true;
    });
    // Loaded lazily: a fifth of the page.
    import("../settings-form.ts").then(
      (form) => isGone || showForms(app, form, place, whenLeft),
      () =>
        fill(
          place,
          notice(
            "bad",
            "The form cannot be loaded",
            h("p", {}, "Look whether the page's server still runs."),
          ),
        ),
    );
    return place;
  },
};

function showForms(app: App, form: Form, place: HTMLElement, whenLeft: (end: () => void) => void): void {
  let shown: HTMLElement | undefined;
  const show = () => {
    const now = formFor(app, form, shown);
    if (now === shown) return;
    shown = now;
    fill(place, now ?? nothingConnected());
  };
  fill(place, nothingConnected());
  whenLeft(app.on(show));
  show();
}

/**
 * A form is for one board, and is there again when that board is; it stays while it is filled in, whatever
 * happens to the line.
 */
function formFor(app: App, form: Form, shown: HTMLElement | undefined): HTMLElement | undefined {
  const { line, kept } = app;
  if (line.state === "closed") return undefined;
  if (line.improv !== undefined) return kept.get("Improv", line.improv.join(), () => wifiForm(app));
  if (line.found === undefined) return shown;
  const identity = identityOf(line.found);
  return kept.get("settings", identity, (whenGone) => form.settingsForm(app, identity, whenGone));
}

function nothingConnected(): HTMLElement {
  return emptyState(
    "Connect the board first",
    "Its settings are kept on the board itself.",
    "#connect",
    "Connect the board",
  );
}
