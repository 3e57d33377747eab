import { create } from 'zustand'

/** Whether to save bandwidth: always, never, or as the device asks for it. */
export type Choice = 'on' | 'off' | 'auto'

const KEY = 'redoubt.low-bandwidth'

/** What browsers tell of the connection, where they do. */
type NetworkInformation = EventTarget & { saveData?: boolean }

const network = (navigator as Navigator & { connection?: NetworkInformation }).connection

const useChoice = create<{ choice: Choice; asksToSave: boolean }>()(() => ({
  choice: storedChoice(),
  asksToSave: network?.saveData === true,
}))

network?.addEventListener('change', () => {
  useChoice.setState({ asksToSave: network.saveData === true })
})

function storedChoice(): Choice {
  const stored = localStorage.getItem(KEY)
  return stored === 'on' || stored === 'off' ? stored : 'auto'
}

type State = ReturnType<typeof useChoice.getState>

const selectIsLow = ({ choice, asksToSave }: State) =>
  choice === 'on' || (choice === 'auto' && asksToSave)

/** Whether pictures wait for a press, and everything that can be spared is. */
export function useIsLowBandwidth(): boolean {
  return useChoice(selectIsLow)
}

/** What was chosen on this device. */
export function useBandwidthChoice(): Choice {
  return useChoice((now) => now.choice)
}

/** The same at this moment, for code outside of React. */
export function isLowBandwidth(): boolean {
  return selectIsLow(useChoice.getState())
}

/** Chooses for this device, and remembers it. */
export function chooseBandwidth(choice: Choice): void {
  localStorage.setItem(KEY, choice)
  useChoice.setState({ choice })
}
