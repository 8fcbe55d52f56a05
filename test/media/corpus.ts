import { createPlanter } from './canaries.ts'
import { heifSamples } from './heif-samples.ts'
import { gifSamples, pngSamples, webpSamples } from './image-samples.ts'
import { jpegSamples } from './jpeg-samples.ts'
import { movieSamples } from './movie-samples.ts'
import { packageSamples } from './package-samples.ts'
import { pdfSamples } from './pdf-samples.ts'
import { soundSamples } from './sound-samples.ts'
import { webmSamples } from './webm-samples.ts'
import type { Sample } from './sample.ts'

/** A sample with the canaries that were planted in it. */
export interface PlantedSample extends Sample {
  readonly planted: readonly string[]
}

/** Every file of the corpus, the same on each run. */
export const corpus: readonly PlantedSample[] = [
  jpegSamples,
  pngSamples,
  gifSamples,
  webpSamples,
  heifSamples,
  movieSamples,
  webmSamples,
  soundSamples,
  pdfSamples,
  packageSamples,
].flatMap((samples) =>
  Object.entries(samples).map(([name, build]) => {
    const plant = createPlanter()
    return { name, ...build(plant), planted: plant.planted }
  }),
)
