import { ChannelPage } from './ChannelPage.tsx'
import { ChannelsPage } from './ChannelsPage.tsx'

/** The list of channels, or the one with the id. */
export function ChannelsPages({ id }: { id: string }) {
  return id === '' ? <ChannelsPage /> : <ChannelPage key={id} id={id} />
}
