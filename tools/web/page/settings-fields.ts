// The fields of the settings: the name of each, its hint, and the fault of a typed value.
import { h } from "./dom.ts";
import { faultOf, type StoredSettings } from "./settings-record.ts";

export interface Field {
  key: string;
  label: string;
  hint?: string;
  /** The hint when a value is stored that is not shown. */
  storedHint?: string;
  type?: "text" | "password" | "number";
  required?: boolean;
  autocomplete?: string;
}

export const WIFI: readonly Field[] = [
  { key: "ssid", label: "Network", hint: "Most of these chips see 2.4 GHz networks only.", required: true },
  {
    key: "password",
    label: "Password",
    type: "password",
    hint: "Empty for an open network.",
    storedHint: "Empty keeps it, for the same network.",
  },
];
export const BROKER: readonly Field[] = [
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
export const MORE: readonly Field[] = [
  {
    key: "id",
    label: "Identity",
    hint: "Its name and chip number when it is empty. No two devices may have the same.",
  },
  { key: "root", label: "Topics begin with", hint: "home/ and the identity when it is empty." },
];

export function fieldOf(
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

/** Says whether a secret, which is never shown, is stored, and what an empty field then does. */
export function showSecret(key: string, input: HTMLInputElement, isStored: boolean): void {
  input.placeholder = isStored ? "stored" : "";
  const field = [...WIFI, ...BROKER].find((field) => field.key === key);
  const hint = input.parentElement?.querySelector(".hint");
  if (hint) hint.textContent = (isStored ? field?.storedHint : field?.hint) ?? "";
}

/** Shows at each field its fault. Returns the first such field. */
export function showFaults(
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
