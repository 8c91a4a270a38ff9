// The sun's year, the same for each place: points as in sun.ts, with eighths of a day as their places
// (test/clock/year-curves.ts makes them).

/** The true noon in mean solar time, from `EARLIEST_NOON` on: eighty to a minute. */
export const NOONS =
  "##CP$=J-%KN>&SQ/'YRJ)'S#*4R'+HON-7K?1'@F2K<V4(:R5::#6N:880<&:,?J<TE7>;GC?NH6A&GVB8F/CNC0E:>8IE/UK*+FL9).MC((NH(/OM)@PS,%R%0#S=6'V2CP";
/** The tangent of its declination: `NO_SLOPE` is none, to the south below. */
export const SLOPES =
  "###B#<#V#X$9$#$?$<%$$L%<%*&%%S'4&K)$&O).'/*+'5*:'Y+U(S.+)X1&+24Q-;;(/+@+/<@[0ED51#E;17F;1<FG1JG61OGB2/HN28I+2EIO2RJ62ZJL3UL[4JNT5@PG65R.68R26XS17,SD74SR8#TP8KUD99V,9@V/9LV8:6VG:WVM;@VK;EVH;RVF;[VA<*V?<LV+=8UE>'TR>,TJ>=T5>JSZ>RSP?DRC@9Q'A4O-A7O%ATMWAYMJB-M-B6LOB?L;CEIHDJFOF)BSH/<RIH8HJ-7,K34#LF06LL0'M@-[N>+EO4)KP'((PP&MPV&DQ+&+QT%'R>$5S-#HS3#ESA#:T+#*TI#$U0#&U6#)UG#-V.#?V2#B";
/** The arc of a cosine, from 0 to 1 in `ARC_PLACES` places: eighths of a minute of the sun's way. */
export const ARCS =
  "##UA/2N=7YI1>QDUD4A*E@@/EJ@*J#<SMG9QPB7)S$4BS)4:T92ZT@2OU&2+U/1VUT1(V.0DV>00WK.6XH,GY9+(Y[)CZ9(4ZJ'*ZV&%[$%+['$F[)$+[*#Q[+##";
