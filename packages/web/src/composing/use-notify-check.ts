import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { isPersonal } from '#web/channels/direct.ts'
import { readEntities } from '#web/entities/store.ts'
import { callsEverybody, FEW } from './wide-mentions.ts'

/** Asks before a message calls many people; how many is known to the server alone. */
export function useNotifyCheck(channelId: string) {
  const [asked, setAsked] = useState<{ count: number; send: () => void }>()

  async function check(message: string, send: () => void) {
    const count = callsEverybody(message) ? await othersIn(channelId) : 0
    if (count > FEW) setAsked({ count, send })
    else send()
  }

  return { check, asked, close: () => setAsked(undefined) }
}

/** None where nobody wants to be asked, or nobody answers: then the message is sent. */
async function othersIn(channelId: string): Promise<number> {
  const { config, channels, connection } = readEntities()
  const channel = channels.get(channelId)
  const isWanted = config.EnableConfirmNotificationsToChannel === 'true'
  if (!isWanted || connection.state !== 'online' || !channel || isPersonal(channel)) return 0
  try {
    const { member_count } = await client.getChannelStats(channelId)
    return member_count - 1
  } catch {
    return 0
  }
}
