// Answers of an mDNS responder that nobody here wrote: python-zeroconf 0.154.0, asked by ringmote's own
// questions. It announced a broker at 192.168.1.20:1884 and Home Assistant at 192.168.1.30, on one computer.

/** The number of the question in them. */
export const ASKED_ID = 0x1234;

const bytes = (hex: string) => Buffer.from(hex, "hex").toString("latin1");

/** To "_mqtt._tcp.local". */
export const ANNOUNCED_BROKER = bytes(
  "123484000002000200000005055f6d717474045f746370056c6f63616c00000c00010d686f6d65617373697374616e74c01700010001c00c000c00010000119400110e4b69746368656e2062726f6b6572c00cc02200010001000000780004c0a8011ec0420021000100000078000f00000000075c0662726f6b6572c017c07500010001000000780004c0a80114c0420010000100001194000403763d35c075002f0001000000780005c075000140c022002f0001000000780005c022000140",
);
/** To "homeassistant.local". */
export const HOME_ASSISTANT = bytes(
  "1234840000010001000000010d686f6d65617373697374616e74056c6f63616c0000010001c00c00010001000000780004c0a8011ec00c002f0001000000780005c00c000140",
);

/** The same answer to a question of another number. */
export function answerTo(question: string, answer: string): string {
  return question.slice(0, 2) + answer.slice(2);
}
