// The Gregorian calendar of a day, by whole numbers below 2^31.

export interface CalendarDay {
  year: number;
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  date: number;
}

/** Days from 0000-03-01 to 1970-01-01, and of 400 years. */
const DAYS_BEFORE_1970 = 719468;
const DAYS_OF_400_YEARS = 146097;

/**
 * The calendar day of so many days since 1970-01-01, which is not below 0. Years begin in March here, so that
 * a leap day is the last one of its year (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms",
 * civil_from_days).
 */
export function calendarDay(day: number): CalendarDay {
  const days = day + DAYS_BEFORE_1970;
  const era = Math.floor(days / DAYS_OF_400_YEARS);
  const ofEra = days - era * DAYS_OF_400_YEARS;
  const leapless = ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096);
  const yearOfEra = Math.floor(leapless / 365);
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: era * 400 + yearOfEra + (month < 3 ? 1 : 0),
    month,
    date: ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  };
}

/** Days from 1970-01-01 to a date of 1970 or later (Hinnant's days_from_civil). */
export function dayOf(year: number, month: number, date: number): number {
  const fromMarch = month > 2 ? month - 3 : month + 9;
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const ofEra = marchYear - era * 400;
  const ofYear = Math.floor((153 * fromMarch + 2) / 5) + date - 1;
  const days = ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear;
  return era * DAYS_OF_400_YEARS + days - DAYS_BEFORE_1970;
}
