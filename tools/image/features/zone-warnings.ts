// Warnings about time zones that follow no rule: an image has a table of their changes, which ends.
import { calendarDay } from "../../../src/clock/calendar.ts";
import { zonesIn } from "../../../src/clock/named-zones.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { YEARS, zoneNames, zonesText } from "../../../src/platform/node/zone-of.ts";
import type { FeatureSet } from "../../targets/image.ts";

/**
 * A zone that follows no rule has a table of changes, which ends. `day` is that of the build, since
 * 1970-01-01.
 */
export function zoneWarnings({ clock = {} }: DeviceDeclaration, features: FeatureSet, day: number): string[] {
  if (features.zone !== true) return [];
  const { year } = calendarDay(day);
  const last = year + YEARS - 1;
  return zonesIn(zonesText(zoneNames(clock), year))
    .filter(({ zone }) => zone.changes.length > 0)
    .map(
      ({ name }) =>
        `The zone "${name}" follows no rule: the image has its changes until the end of ${last}, and keeps the last one from then on. Build and flash it anew before that.`,
    );
}
