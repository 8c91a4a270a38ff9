// The boot code of a device that takes updates: chooses, at each start, the slot whose image runs. It is in
// Storage beside all images, and none replaces it. The choice is that of src/update/standing.ts, as no image
// has run by then, and its record is kept as src/update/two-copies.ts keeps it.
import { MOST_STARTS, NONE_TRIED, STANDING_RECORD, slotRecord } from "../../../src/update/standing.ts";
import { COPIES } from "../../../src/update/two-copies.ts";

/** An image on trial that does not come to its own timer starts anew then. */
const TRIAL_MS = 600_000;
/**
 * One that keeps the interpreter busy for so long starts anew, too: `E.enableWatchdog`, as
 * targets/esp32/jshardware.c:467 has it.
 */
const BUSY_SECONDS = 60;
/** Its first words, of whatever version. */
export const UPDATE_LOADER_BEGINS = "//Chooses between two images\n";

/**
 * `part` and `digits`: what a part's file begins with, and how much follows. A start of an image on trial is
 * counted before it happens. The parts run at the top level, as one script would, and are read from flash;
 * the set-up's choice is among them and has $m.p to take from. The loader's own names are gone when it is
 * done, but for two that the image reads.
 */
export function updateLoader(part: string, digits: number): string {
  return `${UPDATE_LOADER_BEGINS}var $s=require("Storage"),$m={p:""},$w,$k,$i,$j,$t,ringmoteSlot,ringmoteTrial
for($i=0;$i<2;$i++){$t=($s.read("${STANDING_RECORD}"+${JSON.stringify(COPIES)}[$i])||"").split("\\n")
if($t.length==11&&$t[10]==""&&$t[1]=="1"&&!($w&&$w[0]-$t[0]>0)){$w=$t;$k=$i}}
if(!$w){$w=["0","1","0","0","","${NONE_TRIED}","0","","0","",""];$k=1}
$t=function(){$w[0]=""+($w[0]-0+1);var f="${STANDING_RECORD}"+${JSON.stringify(COPIES)}[1-$k],t=$w.join("\\n")
try{return $s.write(f,t)&&$s.read(f)==t}catch(e){}}
$j=$w[5]
ringmoteSlot=$w[2]=="1"?1:0
if($j!="${NONE_TRIED}"){
if($w[8]-0<${MOST_STARTS}){$w[8]=""+($w[8]-0+1);if($t()){ringmoteSlot=$j=="1"?1:0
ringmoteTrial=setTimeout(E.reboot,${TRIAL_MS});E.enableWatchdog(${BUSY_SECONDS})}
}else{$w[9]=$w[7];$w[5]="${NONE_TRIED}";if($w[6]-$w[3]>0)$w[3]=$w[6]
$t()}}
$t=($s.read("${slotRecord(0).slice(0, -1)}"+ringmoteSlot)||"").split("\\npart=${part}")
for($i=1;$i<$t.length;$i++)$m.p+=$t[$i].substr(0,${digits})
delete $t;delete $w;delete $k
for($j=0;$j<$m.p.length;$j+=${digits})eval($s.read("${part}"+$m.p.substr($j,${digits})))
delete $s;delete $m;delete $i;delete $j
`;
}
