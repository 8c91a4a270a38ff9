// Parts of Web Serial that this browser lacks, in sentences; nothing when all is there.
import { type Child, h } from "./dom.ts";
import { notice } from "./notice.ts";

/** The content in place of the connect button where the board cannot be reached from here. */
export function lackOfSupport(): Child {
  if (!window.isSecureContext)
    return notice(
      "warn",
      "This address may not use serial ports",
      h(
        "p",
        {},
        "Browsers let a page use them only when it came by https:// or from this computer. Open it as https://, or run ",
        h("code", {}, "npx ringmote web"),
        " on this computer and open http://localhost:8080.",
      ),
    );
  if (!("serial" in navigator))
    return notice(
      "warn",
      "This browser has no Web Serial",
      h(
        "p",
        {},
        "Open the page in Chrome, Edge, Opera or another browser with Web Serial on a computer; phones and tablets have none. " +
          "From a terminal, the same is done by ",
        h("code", {}, "npx ringmote flash"),
        ".",
      ),
    );
  return undefined;
}
