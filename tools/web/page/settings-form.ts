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
  const form = new SettingsForm(app, identity);
  whenGone(app.on(form.readOnce));
  // Not before the form is kept: to read tells that the line is busy, and whoever hears that asks for the
  // form.
  queueMicrotask(form.readOnce);
  return form.element;
}

class SettingsForm {
  readonly element: HTMLElement;
  private readonly inputs = new Map<string, HTMLInputElement>();
  private readonly typed = new TypedSettings();
  private readonly told = h("div", { class: "stack", "aria-live": "polite" });
  private readonly tls = h("input", { type: "checkbox", id: "setting-tls" });
  private readonly useTls = h(
    "label",
    { class: "check", for: "setting-tls" },
    this.tls,
    h("span", {}, "Use TLS"),
  );
  private readonly noTls = h(
    "p",
    { class: "hint" },
    "The images of this page have no TLS for this board: name and password travel in the clear.",
  );
  private readonly save = h("button", { class: "button primary", type: "submit" }, "Store and restart");
  private readonly app: App;
  private readonly identity: string;
  private stored: StoredSettings | undefined;

  constructor(app: App, identity: string) {
    this.app = app;
    this.identity = identity;
    this.element = this.made();
    this.showValues();
  }

  readonly readOnce = (): void => {
    if (this.stored === undefined && this.app.line.state === "ready" && this.isHere()) void this.read();
  };

  private made(): HTMLElement {
    const { inputs, useTls, noTls } = this;
    const fields = (list: readonly Field[]) =>
      h("div", { class: "fields" }, ...list.map((field) => fieldOf(field, inputs)));
    return h(
      "form",
      {
        class: "stack",
        novalidate: true,
        autocomplete: "off",
        oninput: (event: Event) => this.take(event.target as HTMLInputElement),
        onchange: (event: Event) => event.target === inputs.get("host") && this.takeApart(),
        onsubmit: (event: Event) => {
          event.preventDefault();
          void this.submit();
        },
      },
      h("fieldset", { class: "panel" }, h("legend", {}, "Wi-Fi"), fields(WIFI)),
      h("fieldset", { class: "panel" }, h("legend", {}, "MQTT broker"), fields(BROKER), useTls, noTls),
      h("details", { class: "panel" }, h("summary", {}, "More"), fields(MORE)),
      h("div", { class: "row" }, this.save),
      this.told,
    );
  }

  /** Stored settings can be changed, also by an image without them. */
  private hasTls(): boolean {
    return this.app.board?.tls !== false || this.stored?.tls === "1";
  }

  private isHere(): boolean {
    const { found } = this.app.line;
    return found !== undefined && identityOf(found) === this.identity;
  }

  private tell(kind: "info" | "bad" | "good", title: string, ...more: Node[]): void {
    fill(this.told, notice(kind, title, ...more));
  }

  private showValues(): void {
    const values = { ...shownTexts(this.stored), ...this.typed.all };
    for (const [key, input] of this.inputs) {
      if (input.type === "password") showSecret(key, input, this.stored?.[key] !== undefined);
      else input.value = values[key] ?? "";
    }
    this.tls.checked = values.tls === "1";
    this.useTls.hidden = !this.hasTls();
    this.noTls.hidden = this.hasTls();
  }

  private async read(): Promise<void> {
    // It is asked once, however it goes.
    this.stored ??= {};
    try {
      const stored = await this.app.line.use((console) => this.readFrom(console));
      this.showValues();
      if (Object.keys(stored).length === 0) this.tell("info", "The board has no settings yet");
      else this.tell("info", "These are stored on the board", h("p", {}, "Passwords are not shown."));
    } catch (error) {
      this.tell("bad", "The settings cannot be read", h("p", {}, troubleOf(error).text));
    }
    this.app.changed();
  }

  private async readFrom(console: DeviceConsole): Promise<StoredSettings> {
    this.stored = storedSettings(await console.readSettings());
    this.app.isSet = this.stored.host !== undefined;
    return this.stored;
  }

  private take(input: HTMLInputElement): void {
    if (input === this.tls) this.typed.set("tls", this.tls.checked ? "1" : "");
    else this.typed.set(input.name, textOf(input));
  }

  /**
   * The parts of an address go into their fields; an address that needs more than the board has stays, and is
   * refused.
   */
  private takeApart(): void {
    const address = brokerParts(this.inputs.get("host")?.value.trim() ?? "");
    if (address === undefined || (address.tls && !this.hasTls())) return;
    const { tls: asksTls, ...parts } = address;
    // A scheme names the port as well: its usual one.
    const all = asksTls === undefined ? parts : { port: "", ...parts };
    for (const [key, value] of Object.entries(all)) {
      const input = this.inputs.get(key);
      if (input !== undefined) input.value = value;
      this.typed.set(key, value);
    }
    if (!asksTls) return;
    this.tls.checked = true;
    this.typed.set("tls", "1");
  }

  /** Stores what was typed, or shows why it cannot be. */
  private async submit(): Promise<void> {
    this.takeApart();
    const values = Object.fromEntries([...this.inputs].map(([key, input]) => [key, textOf(input)]));
    const first = showFaults(this.inputs, values);
    if (first !== undefined) {
      first.closest("details")?.setAttribute("open", "");
      first.focus();
    } else if (this.isHere()) await this.store();
    else {
      const text = "The board that they are for is not connected; connect it again.";
      this.tell("bad", "They were not stored", h("p", {}, text));
    }
  }

  private async store(): Promise<void> {
    this.save.disabled = true;
    const spinner = h("span", { class: "spinner", "aria-hidden": "true" });
    fill(this.told, h("div", { class: "waiting" }, spinner, "Storing…"));
    try {
      this.stored = await this.app.line.use((console) => this.write(console));
      this.showStored();
    } catch (error) {
      this.tell("bad", "They were not stored", h("p", {}, troubleOf(error).text));
    } finally {
      this.save.disabled = false;
      this.app.changed();
    }
  }

  private async write(console: DeviceConsole): Promise<StoredSettings> {
    // Settings that were not typed stay as they are there, even if they could not be read before.
    const merged = mergedSettings(await this.readFrom(console), this.typed.all);
    await console.writeSettings(recordOf(merged));
    await console.restart();
    return merged;
  }

  private showStored(): void {
    this.typed.clear();
    for (const input of this.inputs.values()) if (input.type === "password") input.value = "";
    this.showValues();
    this.app.isSet = true;
    // Then the way on is what comes next.
    this.save.classList.remove("primary");
    const watch = h("a", { class: "button", href: "#live" }, "Watch it connect");
    this.tell("good", "Stored; the device starts with them", watch);
  }
}

/** The value of a field; a password may begin or end with spaces. */
function textOf({ type, value }: HTMLInputElement): string {
  return type === "password" ? value : value.trim();
}

function shownTexts(stored: StoredSettings = {}): StoredSettings {
  return Object.fromEntries(Object.entries(stored).map(([key, bytes]) => [key, shownText(bytes)]));
}
