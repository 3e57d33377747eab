const VOLUME = 0.06
/** Two soft tones: a fifth, upwards. */
const TONES = [
  { hertz: 587.33, at: 0 },
  { hertz: 880, at: 0.11 },
]
const LENGTH_SECONDS = 0.28

/** Plays the sound of a notification: short, low, and made here. */
export function playSound(): void {
  try {
    const context = new AudioContext()
    for (const { hertz, at } of TONES) playTone(context, hertz, context.currentTime + at)
    setTimeout(() => void context.close(), 1_000)
  } catch {
    // Without a sound the notification is still there.
  }
}

function playTone(context: AudioContext, hertz: number, at: number): void {
  const tone = context.createOscillator()
  const volume = context.createGain()
  tone.frequency.value = hertz
  volume.gain.setValueAtTime(0, at)
  volume.gain.linearRampToValueAtTime(VOLUME, at + 0.015)
  volume.gain.exponentialRampToValueAtTime(0.0001, at + LENGTH_SECONDS)
  tone.connect(volume).connect(context.destination)
  tone.start(at)
  tone.stop(at + LENGTH_SECONDS)
}
