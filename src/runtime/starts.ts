// The record of what the starts before the next one leave to it (setup/power-ups.ts).

/** Its name. */
export const STARTS = "settings-power-ups";

/** In it: the set-up is to start in the device's place. */
export const SET_UP_NEXT = "set-up";
