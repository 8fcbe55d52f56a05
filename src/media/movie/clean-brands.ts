import { ascii, latin1 } from '../bytes.ts'
import type { Box } from './boxes.ts'

/** Brands that say how to read a file. Others name the maker of a camera. */
const knownBrands = new Set(
  (
    'isom iso2 iso3 iso4 iso5 iso6 iso7 iso8 iso9 isoa isob isoc mp41 mp42 mp71 avc1 hvc1 hev1 av01 vp09 dash msdh msix ' +
    'cmfc cmf2 M4A M4B M4P M4V M4VH M4VP f4v 3gp4 3gp5 3gp6 3gp7 3gp8 3gp9 3gs7 3g2a 3g2b 3g2c 3ge6 3ge7 3gg6 3gr6 qt ' +
    'heic heix heim heis hevc hevx mif1 mif2 msf1 miaf MiHB MiHE MiHA MiAB MA1A MA1B avif avis avio tmap'
  ).split(' '),
)

/** Puts the plain brand in place of those that name a camera, and zeros the version, which is a date with some. */
export function cleanBrands(bytes: Uint8Array, box: Box): void {
  for (let at = box.body; at < box.end; at += 4) {
    if (at === box.body + 4) bytes.fill(0, at, Math.min(at + 4, box.end))
    else if (at + 4 > box.end) bytes.fill(0, at, box.end)
    else if (!knownBrands.has(ascii(bytes, at, 4).trimEnd())) bytes.set(latin1('isom'), at)
  }
}
