// Meter of a simulated sleeper's charge: adds up how long it was in each state, and how often it started and
// joined Wi-Fi. Its chip starts and joins at once in a world; the board's file has how long these take.
import type { Interval, PowerFacts } from "../../../boards/board.ts";
import type { World } from "../../../src/platform/node/world.ts";
import { chargeOf, NOTHING_SPENT, type Spent } from "../../image/power/charge.ts";

type State = "asleepMs" | "runningMs" | "joiningMs" | "connectedMs";

export class ChargeMeter {
  private readonly time: Pick<World, "now">;
  private readonly spent: Spent = { ...NOTHING_SPENT };
  /** None without power. */
  private state: State | undefined;
  private since = 0;

  private readonly slept: () => void;

  /** `slept` is called each time that it falls asleep. */
  constructor(time: Pick<World, "now">, slept = () => {}) {
    this.time = time;
    this.slept = slept;
  }

  /** The world, where it is seen when a device has its radio on, and a network. */
  over<In extends World>(world: In): In {
    const watchNetwork: World["watchNetwork"] = (changed) => {
      const turn = (up: boolean) => {
        if (up) this.spent.joins += 1;
        this.enter(up ? "connectedMs" : "joiningMs");
      };
      turn(world.networkIsUp());
      return world.watchNetwork((up) => {
        turn(up);
        changed(up);
      });
    };
    return Object.assign(Object.create(world) as In, { watchNetwork });
  }

  start(): void {
    this.spent.boots += 1;
    this.enter("runningMs");
  }

  sleep(): void {
    this.enter("asleepMs");
    this.slept();
  }

  off(): void {
    this.enter(undefined);
  }

  /** The charge so far, in mAh. */
  charge(power: PowerFacts): Interval {
    this.enter(this.state);
    return chargeOf(power, this.spent);
  }

  private enter(state: State | undefined): void {
    const now = this.time.now();
    if (this.state !== undefined) this.spent[this.state] += now - this.since;
    this.state = state;
    this.since = now;
  }
}
