// `require("Wifi")` on ESP32 and ESP8266: joining, losing and rejoining the network, with each chip's own
// behaviour.
import { isIP } from "node:net";
import type { ChipName } from "../../../../boards/chips/chip.ts";
import { installAccessPoint } from "./access-point.ts";
import { type ChipWays, waysOf } from "./chips.ts";
import type { Doors } from "./doors.ts";
import { HostFault } from "./host-fault.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Bag } from "./realm.ts";
import { word } from "./transcript.ts";

export interface WifiOptions {
  chip: ChipName;
  /** What the access point accepts; `undefined` accepts all. */
  accepts: { ssid: string; password: string } | undefined;
  /**
   * The world's network is joined and lost in the moment in which it comes and goes; nothing is tried in
   * between.
   */
  joinsWithWorld: boolean;
  doors: Doors;
  hasRadio: () => boolean;
}

const JOIN_MS = 200;
/** Who does not look on by itself looks this often for a network that is gone, and then says so. */
const RETRIES = 2;
const RETRY_MS = 1000;
const ADDRESS = { ip: "192.168.1.20", netmask: "255.255.255.0", gw: "192.168.1.1" };
/** Bytes: of a name in multicast DNS, and of one in DHCP. */
const LONGEST_MDNS_NAME = 63;
const LONGEST_HOST_NAME = 32;
const NOT_MODELLED = ["save", "restore", "ping"];

/** One station. After a drop it rejoins by itself, or stays away until `connect` is called again. */
export class Wifi {
  readonly module: Bag;
  private readonly interpreter: Interpreter;
  private readonly options: WifiOptions;
  private readonly ways: ChipWays;
  private readonly unwatch: () => void;
  private target: { ssid: string; password: string } | undefined;
  private hostName = "espressif";
  /** In place of DHCP's. */
  private ownAddress: typeof ADDRESS | undefined;
  private joined = false;
  private done: unknown;
  /** How often `connect` was called: a transcript tells the callbacks apart by it. */
  private calls = 0;
  private cancel: (() => void) | undefined;

  constructor(interpreter: Interpreter, options: WifiOptions) {
    this.interpreter = interpreter;
    this.options = options;
    this.ways = waysOf(options.chip);
    this.module = this.createModule();
    this.unwatch = interpreter.world.watchNetwork((up) => this.networkIs(up));
  }

  get isJoined(): boolean {
    return this.joined;
  }

  dispose(): void {
    this.unwatch();
    this.cancel?.();
  }

  private createModule(): Bag {
    const { realm } = this.interpreter;
    const library = realm.object();
    this.addJoining(library);
    this.addQueries(library);
    realm.method(library, "setHostname", (name, callback) => {
      this.setHostName(String(name));
      if (typeof callback === "function") this.interpreter.enqueue(callback, undefined, []);
    });
    realm.method(library, "getHostname", () => this.hostName);
    realm.method(library, "setSNTP", () => undefined);
    installAccessPoint(this.interpreter, library, this.options);
    for (const name of NOT_MODELLED) {
      realm.method(library, name, () =>
        this.interpreter.trap(() => {
          throw new HostFault(`Wifi.${name} is not modelled; a device joins with Wifi.connect`);
        }),
      );
    }
    return library;
  }

  /** An ESP32 is ended by a name that its multicast DNS refuses; what is too long for DHCP is left out by both. */
  private setHostName(name: string): void {
    if (name.length > LONGEST_MDNS_NAME && !this.ways.rejoinsByItself)
      this.interpreter.trap(() => {
        throw new HostFault("Wifi.setHostname: an ESP32 starts anew at a name of more than 63 bytes");
      });
    if (this.ways.rejoinsByItself) this.ownAddress = undefined;
    const hasInterface = this.ways.rejoinsByItself || this.target !== undefined;
    if (name.length <= LONGEST_HOST_NAME && hasInterface) this.hostName = name;
  }

  private addJoining(library: Bag): void {
    const { realm } = this.interpreter;
    const { Error: ErrorOf } = realm.intrinsics;
    realm.method(library, "connect", (ssid, options, done) => {
      if (typeof ssid !== "string") throw new ErrorOf("No SSID provided");
      if (options !== undefined && (typeof options !== "object" || options === null)) {
        throw new ErrorOf(`Expecting Object, got ${typeof options}`);
      }
      if (done !== undefined && typeof done !== "function") {
        throw new ErrorOf(`Expecting callback function but got ${String(done)}`);
      }
      const password = (options as { password?: unknown } | undefined)?.password ?? "";
      if (typeof password !== "string") throw new ErrorOf("Expecting options.password to be a string");
      this.connect({ ssid, password }, done);
    });
    realm.method(library, "disconnect", (done) => this.disconnect(done));
    realm.method(library, "setIP", (options, done) => {
      if (typeof done !== "function") throw new ErrorOf("Callback is not a function");
      const { ip, netmask, gw } = options as typeof ADDRESS;
      if (![ip, netmask, gw].every(isIP)) throw new ErrorOf("Not a valid IP address");
      // An ESP32 leaves DHCP running, and calls that no error (jswrap_esp32_network.c:1877, :1889).
      if (this.ways.rejoinsByItself) this.ownAddress = { ip, netmask, gw };
      this.interpreter.enqueue(done, undefined, [null]);
    });
  }

  /** Each gives its answer back, and calls a callback with it. */
  private addQueries(library: Bag): void {
    const { realm } = this.interpreter;
    const answers: Record<string, () => Bag> = {
      getIP: () => ({
        ...(this.joined ? this.address() : { ip: "0.0.0.0", netmask: "0.0.0.0", gw: "0.0.0.0" }),
        mac: this.mac(),
      }),
      getDetails: () => ({
        status: this.status(),
        ...(this.ways.tellsSignalIn === "details" && { rssi: this.signal() }),
        ssid: this.target?.ssid ?? "",
      }),
      getStatus: () => ({
        station: this.status(),
        mode: this.options.doors.mode(this.target !== undefined),
        ...(this.ways.tellsSignalIn === "status" && this.joined && { rssi: this.signal() }),
      }),
    };
    for (const [name, answer] of Object.entries(answers)) {
      realm.method(library, name, (callback) => {
        const result = realm.object(answer());
        const values = name === "getIP" ? [null, result] : [result];
        if (typeof callback === "function") this.interpreter.enqueue(callback, undefined, values);
        return result;
      });
    }
  }

  private address(): typeof ADDRESS {
    return this.ownAddress ?? ADDRESS;
  }

  private mac(): string {
    return (this.interpreter.world.chipId.padStart(12, "0").match(/../g) ?? []).join(":");
  }

  private signal(): number {
    return this.joined ? this.interpreter.world.chip.signalStrength() : 0;
  }

  private status(): string {
    if (this.joined) return "connected";
    return this.target === undefined ? "off" : "connecting";
  }

  private connect(target: { ssid: string; password: string }, done: unknown): void {
    this.calls += 1;
    const isSame = this.target?.ssid === target.ssid && this.target.password === target.password;
    if (this.joined && isSame && (this.ways.rejoinsByItself || this.options.joinsWithWorld)) {
      if (done !== undefined) this.interpreter.enqueue(done, undefined, [null], this.doneLabel(null));
      return;
    }
    this.target = target;
    this.done = done;
    this.joined = false;
    if (!this.options.hasRadio()) return;
    if (this.options.joinsWithWorld) this.networkIs(this.interpreter.world.networkIsUp());
    else this.tryJoin(JOIN_MS, RETRIES);
  }

  private disconnect(done: unknown): void {
    const wasJoined = this.joined;
    this.cancel?.();
    this.target = undefined;
    this.joined = false;
    this.done = undefined;
    if (typeof done === "function") this.interpreter.enqueue(done, undefined, []);
    if (wasJoined) this.lost("8", "ASSOC_LEAVE");
  }

  private networkIs(up: boolean): void {
    const { joinsWithWorld } = this.options;
    const { rejoinsByItself } = this.ways;
    if (!up && this.joined) {
      this.joined = false;
      if (rejoinsByItself || joinsWithWorld) this.lost("200", "BEACON_TIMEOUT");
      else this.tryJoin(RETRY_MS, RETRIES);
    } else if (up && !this.joined && this.target !== undefined) {
      if (joinsWithWorld) this.arrive(this.target.ssid);
      else if (rejoinsByItself) this.tryJoin(JOIN_MS, RETRIES);
    }
  }

  private tryJoin(ms: number, retries: number): void {
    this.cancel?.();
    this.cancel = this.interpreter.world.after(ms, () => {
      if (this.interpreter.isDead || this.target === undefined) return;
      const refusal = this.refusal(this.target);
      if (refusal === undefined) this.arrive(this.target.ssid);
      else if (this.ways.rejoinsByItself) this.refuse(refusal);
      else if (retries > 0) this.tryJoin(RETRY_MS, retries - 1);
      else this.giveUp(refusal);
    });
  }

  private refusal({ ssid, password }: { ssid: string; password: string }): string | undefined {
    const { accepts } = this.options;
    if (!this.interpreter.world.networkIsUp() || (accepts && accepts.ssid !== ssid)) return "NO_AP_FOUND";
    return accepts && accepts.password !== password ? "4WAY_HANDSHAKE_TIMEOUT" : undefined;
  }

  private arrive(ssid: string): void {
    this.joined = true;
    this.tell("associated", { ssid, mac: this.mac(), channel: "6" });
    this.finish(null);
    this.tell("connected", { ...this.address() });
  }

  /** Who looks on by itself calls back for a bad password only. */
  private refuse(refusal: string): void {
    if (refusal !== "NO_AP_FOUND") this.finish("Bad password");
  }

  /** Reported twice: as an event and to the callback of `connect`. */
  private giveUp(refusal: string): void {
    this.lost("201", refusal);
    this.finish(refusal);
  }

  private lost(reason: string, msg: string): void {
    const details = { ssid: this.target?.ssid ?? "", mac: this.mac(), reason, msg };
    this.tell("disconnected", details);
  }

  private finish(error: string | null): void {
    const { done } = this;
    this.done = undefined;
    if (done !== undefined) this.interpreter.enqueue(done, undefined, [error], this.doneLabel(error));
  }

  private doneLabel(error: string | null): string[] {
    return ["d", String(this.calls), `J${word(JSON.stringify(error))}`];
  }

  private tell(event: string, details: Bag): void {
    const record = `J${word(JSON.stringify(details))}`;
    this.interpreter.emit(
      this.module,
      event,
      [this.interpreter.realm.object(details)],
      ["e", "w", event, record],
    );
  }
}
