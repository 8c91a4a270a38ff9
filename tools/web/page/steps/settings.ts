// Step 5: Wi-Fi and broker, stored on the device. Passwords go there and are never shown again.
import type { App } from "../app.ts";
import { fill, h } from "../dom.ts";
import { troubleOf } from "../line.ts";
import { emptyState, notice } from "../notice.ts";
import {
  faultOf,
  mergedSettings,
  recordOf,
  type StoredSettings,
  shownText,
  storedSettings,
} from "../settings-record.ts";
import { wifiForm } from "../wifi-form.ts";
import type { Step } from "./step.ts";

interface Field {
  key: string;
  label: string;
  hint?: string;
  /** The hint when a value is stored that is not shown. */
  storedHint?: string;
  type?: "text" | "password" | "number";
  required?: boolean;
  autocomplete?: string;
}

const WIFI: readonly Field[] = [
  { key: "ssid", label: "Network", hint: "Most of these chips see 2.4 GHz networks only.", required: true },
  {
    key: "password",
    label: "Password",
    type: "password",
    hint: "Empty for an open network.",
    storedHint: "Empty keeps it, for the same network.",
  },
];
const BROKER: readonly Field[] = [
  {
    key: "host",
    label: "Address",
    hint: "A name or an IP address. Many boards do not find names that end in .local.",
    required: true,
  },
  { key: "port", label: "Port", type: "number", hint: "1883 when it is empty, with TLS 8883." },
  { key: "user", label: "User" },
  { key: "secret", label: "Password", type: "password", storedHint: "Empty keeps it, for the same user." },
];
const MORE: readonly Field[] = [
  {
    key: "id",
    label: "Identity",
    hint: "Its name and chip number when it is empty. No two devices may have the same.",
  },
  { key: "root", label: "Topics begin with", hint: "home/ and the identity when it is empty." },
];

export const settingsStep: Step = {
  id: "settings",
  title: "Settings",
  heading: "Give it Wi-Fi and a broker",
  lead: "They are stored on the board, not in its program: you can flash again without typing them again.",
  note: ({ isSet }) => ({ text: isSet ? "Stored" : "Not stored yet", done: isSet }),
  build: (app, whenLeft) => {
    const place = h("div", { class: "stack" });
    let shown = "";
    const show = () => {
      const { state, improv } = app.line;
      const kind = state === "ready" || state === "busy" ? "form" : improv !== undefined ? "improv" : "none";
      // The form stays while it is filled in, whatever happens to the line.
      if (kind === shown || (shown === "form" && state !== "closed" && improv === undefined)) return;
      shown = kind;
      if (kind === "form") fill(place, settingsForm(app));
      else if (kind === "improv") fill(place, wifiForm(app));
      else
        fill(
          place,
          emptyState(
            "Connect the board first",
            "Its settings are kept on the board itself.",
            "#connect",
            "Connect the board",
          ),
        );
    };
    whenLeft(app.on(show));
    show();
    return place;
  },
};

function settingsForm(app: App): HTMLElement {
  const inputs = new Map<string, HTMLInputElement>();
  const told = h("div", { class: "stack", "aria-live": "polite" });
  const tls = h("input", { type: "checkbox", id: "setting-tls" });
  const hasTls = app.board?.tls !== false;
  const save = h("button", { class: "button primary", type: "submit" }, "Store and restart");
  let stored: StoredSettings = {};

  const showStored = () => {
    for (const [key, input] of inputs) {
      if (input.type === "password") {
        showSecret(key, input, stored[key] !== undefined);
      } else if (input.value === "") input.value = shownText(stored[key] ?? "");
    }
    if (stored.tls === "1") tls.checked = true;
  };
  const read = async () => {
    try {
      stored = storedSettings(await app.line.use((console) => console.readSettings()));
      showStored();
      fill(
        told,
        Object.keys(stored).length === 0
          ? notice("info", "The board has no settings yet")
          : notice("info", "These are stored on the board", h("p", {}, "Passwords are not shown.")),
      );
    } catch (error) {
      fill(told, notice("bad", "The settings cannot be read", h("p", {}, troubleOf(error).text)));
    }
  };
  const store = async () => {
    const typed = Object.fromEntries([...inputs].map(([key, input]) => [key, input.value.trim()]));
    const values = { ...typed, ...(hasTls && { tls: tls.checked ? "1" : "" }) };
    const first = showFaults(inputs, values);
    if (first !== undefined) {
      first.focus();
      return;
    }
    save.disabled = true;
    fill(
      told,
      h("div", { class: "waiting" }, h("span", { class: "spinner", "aria-hidden": "true" }), "Storing…"),
    );
    try {
      const merged = mergedSettings(stored, values);
      await app.line.use(async (console) => {
        await console.writeSettings(recordOf(merged));
        await console.restart();
      });
      stored = merged;
      for (const input of inputs.values()) if (input.type === "password") input.value = "";
      showStored();
      app.isSet = true;
      // Then the way on is what comes next.
      save.classList.remove("primary");
      fill(
        told,
        notice(
          "good",
          "Stored; the device starts with them",
          h("a", { class: "button", href: "#live" }, "Watch it connect"),
        ),
      );
    } catch (error) {
      fill(told, notice("bad", "They were not stored", h("p", {}, troubleOf(error).text)));
    } finally {
      save.disabled = false;
      app.changed();
    }
  };

  const fields = (list: readonly Field[]) => list.map((field) => fieldOf(field, inputs));
  const form = h(
    "form",
    {
      class: "stack",
      novalidate: true,
      autocomplete: "off",
      onsubmit: (event: Event) => {
        event.preventDefault();
        void store();
      },
    },
    h(
      "fieldset",
      { class: "panel" },
      h("legend", {}, "Wi-Fi"),
      h("div", { class: "fields" }, ...fields(WIFI)),
    ),
    h(
      "fieldset",
      { class: "panel" },
      h("legend", {}, "MQTT broker"),
      h("div", { class: "fields" }, ...fields(BROKER)),
      hasTls
        ? h("label", { class: "check", for: "setting-tls" }, tls, h("span", {}, "Use TLS"))
        : h("p", { class: "hint" }, "This board has no TLS: name and password travel in the clear."),
    ),
    h(
      "details",
      { class: "panel" },
      h("summary", {}, "More"),
      h("div", { class: "fields" }, ...fields(MORE)),
    ),
    h("div", { class: "row" }, save),
    told,
  );
  if (app.line.state === "ready") void read();
  return form;
}

function fieldOf(
  { key, label, hint, type = "text", required, autocomplete }: Field,
  inputs: Map<string, HTMLInputElement>,
) {
  const id = `setting-${key}`;
  const input = h("input", {
    id,
    name: key,
    type: type === "number" ? "text" : type,
    inputmode: type === "number" ? "numeric" : undefined,
    autocomplete: autocomplete ?? (type === "password" ? "new-password" : "off"),
    autocapitalize: "off",
    spellcheck: "false",
    "aria-required": required === true ? "true" : undefined,
    "aria-describedby": `${id}-hint ${id}-fault`,
  });
  inputs.set(key, input);
  return h(
    "div",
    { class: "field" },
    h("label", { for: id }, label, required !== true && h("span", { class: "optional" }, " optional")),
    input,
    h("span", { class: "hint", id: `${id}-hint` }, hint ?? ""),
    h("span", { class: "fault", id: `${id}-fault` }),
  );
}

/** Says of a secret, which is never shown, whether one is stored, and what an empty field then does. */
function showSecret(key: string, input: HTMLInputElement, isStored: boolean): void {
  input.placeholder = isStored ? "stored" : "";
  const field = [...WIFI, ...BROKER].find((one) => one.key === key);
  const hint = input.parentElement?.querySelector(".hint");
  if (hint) hint.textContent = (isStored ? field?.storedHint : field?.hint) ?? "";
}

/** Says at each field what is wrong with it. Returns the first such field. */
function showFaults(
  inputs: ReadonlyMap<string, HTMLInputElement>,
  values: StoredSettings,
): HTMLInputElement | undefined {
  let first: HTMLInputElement | undefined;
  for (const [key, input] of inputs) {
    const isMissing = input.getAttribute("aria-required") === "true" && values[key] === "";
    const fault = isMissing ? "it must be given" : faultOf(key, values[key] ?? "");
    input.setAttribute("aria-invalid", String(fault !== ""));
    const place = document.getElementById(`${input.id}-fault`);
    if (place !== null)
      place.textContent = fault === "" ? "" : `${fault.charAt(0).toUpperCase()}${fault.slice(1)}.`;
    if (fault !== "") first ??= input;
  }
  return first;
}
