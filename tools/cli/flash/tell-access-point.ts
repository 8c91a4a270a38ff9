// The access point as a terminal shows it: in words, and as the QR code by which a phone joins.
import { type AccessPoint, accessPointCode, accessPointInWords } from "../../flash/access-point.ts";
import { print } from "../../terminal/output.ts";
import { drawQrCode } from "../../terminal/qr-code.ts";

/** Says it for its label, and for whoever sets it up. */
export async function tellAccessPoint(accessPoint: AccessPoint): Promise<void> {
  const code = accessPointCode(accessPoint);
  print(accessPointInWords(accessPoint));
  print(`The text of a QR code for its label: ${code}`);
  await drawQrCode(code);
}
