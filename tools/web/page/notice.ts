// A message that stands in the page: something to know, something that went wrong, something that went right.
import { type Child, h } from "./dom.ts";

export function notice(
  kind: "info" | "warn" | "bad" | "good",
  title: string,
  ...more: readonly Child[]
): HTMLElement {
  const role = kind === "bad" ? "alert" : kind === "info" ? undefined : "status";
  return h("div", { class: `notice ${kind}`, role }, h("strong", {}, title), ...more);
}

/** The notice in place of content that needs an earlier step. */
export function emptyState(title: string, text: string, href: string, link: string): HTMLElement {
  return h(
    "div",
    { class: "empty" },
    h("h2", {}, title),
    h("p", {}, text),
    h("a", { class: "button primary", href }, link),
  );
}
