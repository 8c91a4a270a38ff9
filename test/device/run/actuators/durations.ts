// Commands that a duration input of 1 to 120 s by 0.5 s takes, and those that it refuses.

export const ALLOWED = "the number is 1.0 to 120.0 in steps of 0.5";
/** What is sent, and the duration that it is. */
export const TAKEN = [
  ["120", "120.0"],
  ["2.6", "2.5"],
  ["1e1", "10.0"],
  ["3", "3.0"],
] as const;
export const REFUSED = [
  "",
  "0",
  "0.4",
  "120.5",
  "-5",
  "1:30",
  "5 s",
  "5s",
  "PT5S",
  "NaN",
  "Infinity",
  "1e9",
  "0x10",
  "\0",
  "9".repeat(100),
];
