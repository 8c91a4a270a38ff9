// Settings that were typed and are not on the board yet. They outlive a reload of the page in this tab, but
// for secrets, and for values that no two devices may share.
import { SETTINGS_TABLE } from "../../../src/runtime/settings-table.ts";

const REMEMBERED = "ringmote.typed";
const OF_ONE_DEVICE = ["id", "root", "address"];

export class TypedSettings {
  private readonly typed: Map<string, string>;

  constructor() {
    this.typed = new Map(Object.entries(remembered()));
  }

  get all(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.typed);
  }

  set(key: string, value: string): void {
    this.typed.set(key, value);
    this.remember();
  }

  /** All of it is on the board. */
  clear(): void {
    this.typed.clear();
    this.remember();
  }

  private remember(): void {
    const kept = [...this.typed].filter(([key]) => isRemembered(key));
    // A browser that keeps nothing for the page says so by throwing.
    try {
      sessionStorage.setItem(REMEMBERED, JSON.stringify(Object.fromEntries(kept)));
    } catch {}
  }
}

function isRemembered(key: string): boolean {
  return SETTINGS_TABLE.some((row) => row.key === key && !row.isSecret) && !OF_ONE_DEVICE.includes(key);
}

function remembered(): Record<string, string> {
  try {
    return JSON.parse(sessionStorage.getItem(REMEMBERED) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}
