/** How much a state matters: green done, amber look, red stops you, blue can be acted on, grey the rest. */
export type Tone = 'ok' | 'warn' | 'bad' | 'mute' | 'accent'
