// The total of a period in long-term statistics. It falls to 0 when a period begins, and that of an integral
// may fall at any time. Home Assistant counts each fall of a `total_increasing` as a new beginning, and of a
// `total` what it is told as one: the hour, day, week or month in which a value was measured, where that is
// told with it. So a value of before, as the broker keeps it over a restart of either, counts where it
// belongs. What may fall, and comes without its time, has no statistics: each midnight would count as a fall
// of all of it. In no image.
import type { Period } from "../clock/periods.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { isTotal, type TotalPart } from "../device/run/total.ts";
import type { JsonRecord } from "./entity.ts";
import { sumMayFall } from "./integral-class.ts";

/** Of the moment `t`, in Home Assistant's own zone. */
const BEGINNINGS: Readonly<Record<Period, string>> = {
  hour: "t.replace(minute=0,second=0)",
  day: "t.replace(hour=0,minute=0,second=0)",
  week: "(t-timedelta(days=t.weekday())).replace(hour=0,minute=0,second=0)",
  month: "t.replace(day=1,hour=0,minute=0,second=0)",
};

/**
 * What kinds of statistics suit the total of a period, the best one first; `undefined`: it is none. That of
 * the period before has none.
 */
export function totalClasses({ quantity, options }: SensorDeclaration): readonly string[] | undefined {
  const { part } = quantity;
  if (!isTotal(part)) return undefined;
  const { last, sources } = part as TotalPart;
  if (quantity === last) return [];
  if (options.stamped === true) return ["total"];
  return sources.some((source) => sumMayFall(source.part)) ? [] : ["total_increasing"];
}

/** What a `total` is told of its beginning by a value with its time. */
export function periodBeginning({ quantity: { part }, options }: SensorDeclaration): JsonRecord | undefined {
  if (!isTotal(part) || options.stamped !== true) return undefined;
  const { each } = part as TotalPart;
  return {
    lrst_val_tpl: `{%if value_json.time%}{%set t=value_json.time|as_datetime|as_local%}{{${BEGINNINGS[each]}}}{%endif%}`,
  };
}
