import type { Reaction } from '@mattermost/types/reactions'
import { useMutation } from '@tanstack/react-query'
import { client } from '#web/api/client.ts'
import { reactionsOf, withoutReaction, withReaction } from '#web/entities/reactions.ts'
import { readEntities, update } from '#web/entities/store.ts'

/** Adds an own reaction to a post, or takes it back where it is given already. */
export function useReact(postId: string) {
  return useMutation({
    mutationFn: async (name: string) => {
      const { myId, posts } = readEntities()
      const mine = reactionsOf(posts.get(postId)).find(
        (one) => one.user_id === myId && one.emoji_name === name,
      )
      if (mine) await takeBack(mine)
      else update(withReaction, await client.addReaction(myId, postId, name))
    },
  })
}

/** The time of it, which no later answer may undo, comes with the event. */
async function takeBack(mine: Reaction): Promise<void> {
  await client.removeReaction(mine.user_id, mine.post_id, mine.emoji_name)
  update(withoutReaction, mine)
}
