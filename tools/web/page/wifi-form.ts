// Wi-Fi for a board that speaks Improv: a network's name and password, nothing else.
import { utf8 } from "../../../src/bytes/utf8.ts";
import type { App } from "./app.ts";
import { fill, h } from "./dom.ts";
import { troubleOf } from "./line.ts";
import { notice } from "./notice.ts";

export function wifiForm(app: App): HTMLElement {
  const ssid = h("input", { id: "improv-ssid", autocomplete: "off", spellcheck: "false", required: true });
  const password = h("input", { id: "improv-password", type: "password", autocomplete: "new-password" });
  const outcome = h("div", { "aria-live": "polite" });
  const send = h("button", { class: "button primary", type: "submit" }, "Connect it to Wi-Fi");
  const provision = async () => {
    send.disabled = true;
    fill(outcome, "The board tries the network; that takes up to half a minute.");
    try {
      await app.line.provision(utf8(ssid.value), utf8(password.value));
      password.value = "";
      fill(outcome, notice("good", "The board is in the network"));
    } catch (error) {
      fill(outcome, notice("bad", "The board is not in the network", h("p", {}, troubleOf(error).text)));
    } finally {
      send.disabled = false;
    }
  };
  return h(
    "form",
    {
      class: "stack",
      onsubmit: (event: Event) => {
        event.preventDefault();
        void provision();
      },
    },
    networkFields(ssid, password),
    h("div", { class: "row" }, send),
    outcome,
  );
}

function networkFields(ssid: HTMLElement, password: HTMLElement): HTMLElement {
  return h(
    "fieldset",
    { class: "panel" },
    h("legend", {}, "Wi-Fi by Improv"),
    h(
      "div",
      { class: "fields" },
      h("div", { class: "field" }, h("label", { for: ssid.id }, "Network"), ssid),
      h("div", { class: "field" }, h("label", { for: password.id }, "Password"), password),
    ),
  );
}
