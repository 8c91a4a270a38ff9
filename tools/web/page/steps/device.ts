// Step 1: which firmware.
import type { CatalogueFirmware } from "../../catalogue-types.ts";
import { h } from "../dom.ts";
import { label } from "../words.ts";
import type { Step } from "./step.ts";

export const deviceStep: Step = {
  id: "device",
  title: "Device",
  heading: "What shall it be?",
  lead: "Each is a whole device: it measures, obeys, and appears in Home Assistant by itself.",
  note: ({ firmware }) => ({
    text: firmware === undefined ? "Not chosen yet" : label(firmware.name),
    done: firmware !== undefined,
  }),
  needs: ["device"],
  build: (app) => {
    const cards = app.catalogue.firmware.map((firmware) => card(firmware, firmware === app.firmware));
    return h(
      "fieldset",
      {
        class: "cards",
        onchange: (event: Event) => app.chooseFirmware((event.target as HTMLInputElement).value),
      },
      h("legend", { class: "spoken" }, "Device"),
      ...cards,
    );
  },
};

function card({ name, title, sensors, actuators, parts }: CatalogueFirmware, chosen: boolean): HTMLElement {
  return h(
    "label",
    { class: "card" },
    h("input", { type: "radio", name: "firmware", value: name, checked: chosen }),
    h("span", { class: "card-title" }, label(name)),
    h("span", { class: "card-text" }, sentence(title)),
    h(
      "span",
      { class: "tags" },
      ...sensors.map((sensor) => h("span", { class: "tag" }, label(sensor.name))),
      ...actuators.map((actuator) => h("span", { class: "tag drives" }, label(actuator))),
    ),
    parts.length > 0 &&
      h(
        "span",
        { class: "card-parts" },
        h("span", { class: "card-parts-title" }, "You need "),
        parts.join(" · "),
      ),
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
