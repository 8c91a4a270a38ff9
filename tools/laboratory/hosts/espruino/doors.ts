// Open access that Espruino 2v29 offers by default: a console at port 23, another by Bluetooth, and an access
// point. Taken from its source.
import type { World } from "../../../../src/platform/node/world.ts";
import type { ChipWays } from "./chips.ts";
import type { Bag, Realm } from "./realm.ts";

export type Door = "telnet" | "access point" | "bluetooth" | "console";

/**
 * Later than the boot code: the settings of Wi-Fi are taken when it has run, and Bluetooth waits for its own
 * events.
 */
const OPENS_MS = 100;

/**
 * The doors of a board while it has power. Those that open late open behind the back of a program that was
 * too early.
 */
export class Doors {
  private isTelnetOn = false;
  private hasAccessPoint = false;
  private isHeard = false;
  private believesToAdvertise = false;
  private isConsoleForced = true;
  /** How often the power came and went. */
  private changes = 0;
  private isPowered = false;

  constructor(
    private readonly ways: ChipWays,
    private readonly after: World["after"],
  ) {}

  /** The access open to nearby devices. "console": the console goes to the connected one. */
  get open(): Door[] {
    const all: [Door, boolean][] = [
      ["telnet", this.isTelnetOn],
      ["access point", this.hasAccessPoint],
      ["bluetooth", this.isHeard],
      ["console", !this.isConsoleForced],
    ];
    return all.filter(([, isOpen]) => isOpen).map(([door]) => door);
  }

  /** The mode of Wi-Fi, of a station or of none. */
  mode(isStation: boolean): string {
    if (!this.hasAccessPoint) return isStation ? "sta" : "off";
    return isStation ? "sta+ap" : "ap";
  }

  startAccessPoint(): void {
    this.hasAccessPoint = true;
  }

  stopAccessPoint(): void {
    this.hasAccessPoint = false;
  }

  powerOff(): void {
    this.isPowered = false;
    this.changes += 1;
    [this.isTelnetOn, this.hasAccessPoint, this.isHeard, this.isConsoleForced] = [false, false, false, true];
  }

  private powerOn(): void {
    this.isPowered = true;
    this.changes += 1;
    this.isConsoleForced = false;
    this.later(() => {
      this.hasAccessPoint = true;
    });
  }

  /** A program starts, also an empty one: the first one with the power. */
  install(realm: Realm): void {
    if (!this.isPowered) this.powerOn();
    this.isTelnetOn = true;
    realm.method(realm.global.E as Bag, "setConsole", (_device, options) => {
      this.isConsoleForced = Boolean((options as { force?: unknown } | undefined)?.force);
    });
    if (this.ways.hasBluetooth) realm.global.NRF = this.bluetooth(realm);
  }

  telnetModule(realm: Realm): Bag {
    const telnet = realm.object();
    realm.method(telnet, "setOptions", (options) => {
      const { mode } = options as { mode?: unknown };
      if (mode !== undefined && mode !== "on" && mode !== "off")
        throw new realm.intrinsics.Error("Unknown mode value");
      if (mode !== undefined) this.isTelnetOn = mode === "on";
    });
    return telnet;
  }

  private bluetooth(realm: Realm): Bag {
    const bluetooth = realm.object();
    this.believesToAdvertise = true;
    this.later(() => {
      this.isHeard = true;
    });
    realm.method(bluetooth, "wake", () => {
      if (!this.believesToAdvertise) this.isHeard = true;
      this.believesToAdvertise = true;
    });
    realm.method(bluetooth, "sleep", () => {
      if (this.believesToAdvertise) this.isHeard = false;
      this.believesToAdvertise = false;
    });
    return bluetooth;
  }

  private later(act: () => void): void {
    const { changes } = this;
    this.after(OPENS_MS, () => {
      if (changes === this.changes) act();
    });
  }
}
