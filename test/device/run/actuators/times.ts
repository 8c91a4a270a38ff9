// Commands that a time input takes, and those that it refuses.

export const ALLOWED = "the time is 00:00 to 23:59, as 06:30";
/** What is sent, and the time that it is. */
export const TAKEN = [
  ["00:00", "00:00"],
  ["23:59", "23:59"],
  ["07:05:00", "07:05"],
  ["19:30:59", "19:30"],
] as const;
export const REFUSED = [
  ...["", "5", "6:3", "6:30", "06:3", " 6:30", "-1:30", "+6:30", "06.30", "06-30", "ab:cd"],
  ...[
    "24:00",
    "06:60",
    "99:99",
    "06:30 ",
    "06:30Z",
    "06:30:",
    "06:30:60",
    "06:30 00",
    "06:30:0x",
    "06:30:00.5",
  ],
];
export const NOISE = ["\0\0\0\0\0", "0¹:30", "06:3ÿ", "٠٦:٣٠", "0".repeat(100)];
