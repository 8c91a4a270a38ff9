// A reading: a whole number whose last digits stand behind the decimal point, or no reading at all.

/** 21.5 with one decimal is 215. `undefined` is "no reading": it never goes out as a number. */
export type Reading = number | undefined;
