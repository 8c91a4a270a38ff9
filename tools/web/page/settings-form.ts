// The form of a board's settings: the stored ones, the typed ones in their place, and their storing.
import { brokerParts } from "../../../src/client/transport/broker-address.ts";
import type { DeviceConsole } from "../../flash/device-console.ts";
import type { App } from "./app.ts";
import { fill, h } from "./dom.ts";
import { troubleOf } from "./line.ts";
import { notice } from "./notice.ts";
import { BROKER, type Field, fieldOf, MORE, showFaults, showSecret, WIFI } from "./settings-fields.ts";
import {
  mergedSettings,
  recordOf,
  type StoredSettings,
  shownText,
  storedSettings,
} from "./settings-record.ts";
import { TypedSettings } from "./typed-settings.ts";
import { identityOf } from "./words.ts";

/** The form for one board. It stays as it is while the line is busy, lost or at another board. */
export function settingsForm(app: App, identity: string, whenGone: (end: () => void) => void): HTMLElement {
  const inputs = new Map<string, HTMLInputElement>();
  const typed = new TypedSettings();
  const told = h("div", { class: "stack", "aria-live": "polite" });
  const tls = h("input", { type: "checkbox", id: "setting-tls" });
  const useTls = h("label", { class: "check", for: "setting-tls" }, tls, h("span", {}, "Use TLS"));
  const noTls = h(
    "p",
    { class: "hint" },
    "The images of this page have no TLS for this board: name and password travel in the clear.",
  );
  const save = h("button", { class: "button primary", type: "submit" }, "Store and restart");
  let stored: StoredSettings | undefined;

  // Stored settings can be changed, also by an image without them.
  const hasTls = () => app.board?.tls !== false || stored?.tls === "1";
  const isHere = () => app.line.found !== undefined && identityOf(app.line.found) === identity;
  const showValues = () => {
    const values = { ...shownTexts(stored), ...typed.all };
    for (const [key, input] of inputs) {
      if (input.type === "password") showSecret(key, input, stored?.[key] !== undefined);
      else input.value = values[key] ?? "";
    }
    tls.checked = values.tls === "1";
    useTls.hidden = !hasTls();
    noTls.hidden = hasTls();
  };
  const readFrom = async (console: DeviceConsole) => {
    stored = storedSettings(await console.readSettings());
    app.isSet = stored.host !== undefined;
    return stored;
  };
  const read = async () => {
    // It is asked once, however it goes.
    stored ??= {};
    try {
      const isEmpty = Object.keys(await app.line.use(readFrom)).length === 0;
      showValues();
      fill(
        told,
        isEmpty
          ? notice("info", "The board has no settings yet")
          : notice("info", "These are stored on the board", h("p", {}, "Passwords are not shown.")),
      );
    } catch (error) {
      fill(told, notice("bad", "The settings cannot be read", h("p", {}, troubleOf(error).text)));
    }
    app.changed();
  };

  /**
   * The parts of an address go into their fields; an address that needs more than the board has stays, and is
   * refused.
   */
  const takeApart = () => {
    const address = brokerParts(inputs.get("host")?.value.trim() ?? "");
    if (address === undefined || (address.tls && !hasTls())) return;
    const { tls: asksTls, ...parts } = address;
    // A scheme names the port as well: its usual one.
    const all = asksTls === undefined ? parts : { port: "", ...parts };
    for (const [key, value] of Object.entries(all)) {
      const input = inputs.get(key);
      if (input !== undefined) input.value = value;
      typed.set(key, value);
    }
    if (!asksTls) return;
    tls.checked = true;
    typed.set("tls", "1");
  };
  const take = ({ target }: Event) => {
    const input = target as HTMLInputElement;
    if (input === tls) typed.set("tls", tls.checked ? "1" : "");
    else typed.set(input.name, input.type === "password" ? input.value : input.value.trim());
  };
  const store = async () => {
    takeApart();
    const values = Object.fromEntries(
      [...inputs].map(([key, { value, type }]) => [key, type === "password" ? value : value.trim()]),
    );
    const first = showFaults(inputs, values);
    if (first !== undefined) {
      first.closest("details")?.setAttribute("open", "");
      first.focus();
      return;
    }
    if (!isHere()) {
      fill(
        told,
        notice(
          "bad",
          "They were not stored",
          h("p", {}, "The board that they are for is not connected; connect it again."),
        ),
      );
      return;
    }
    save.disabled = true;
    fill(
      told,
      h("div", { class: "waiting" }, h("span", { class: "spinner", "aria-hidden": "true" }), "Storing…"),
    );
    try {
      stored = await app.line.use(async (console) => {
        // Settings that were not typed stay as they are there, even if they could not be read before.
        const merged = mergedSettings(await readFrom(console), typed.all);
        await console.writeSettings(recordOf(merged));
        await console.restart();
        return merged;
      });
      typed.clear();
      for (const input of inputs.values()) if (input.type === "password") input.value = "";
      showValues();
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

  const fields = (list: readonly Field[]) =>
    h("div", { class: "fields" }, ...list.map((field) => fieldOf(field, inputs)));
  const form = h(
    "form",
    {
      class: "stack",
      novalidate: true,
      autocomplete: "off",
      oninput: take,
      onchange: (event: Event) => event.target === inputs.get("host") && takeApart(),
      onsubmit: (event: Event) => {
        event.preventDefault();
        void store();
      },
    },
    h("fieldset", { class: "panel" }, h("legend", {}, "Wi-Fi"), fields(WIFI)),
    h("fieldset", { class: "panel" }, h("legend", {}, "MQTT broker"), fields(BROKER), useTls, noTls),
    h("details", { class: "panel" }, h("summary", {}, "More"), fields(MORE)),
    h("div", { class: "row" }, save),
    told,
  );
  const show = () => {
    if (stored === undefined && app.line.state === "ready" && isHere()) void read();
  };
  whenGone(app.on(show));
  showValues();
  // Not before the form is kept: to read tells that the line is busy, and whoever hears that asks for the
  // form.
  queueMicrotask(show);
  return form;
}

function shownTexts(stored: StoredSettings = {}): StoredSettings {
  return Object.fromEntries(Object.entries(stored).map(([key, bytes]) => [key, shownText(bytes)]));
}
