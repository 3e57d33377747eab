import { bootService } from '#domains/boot/service.ts'
import { categoriesService } from '#domains/categories/service.ts'
import { channelMemberships, makeDefaultChannels } from '#domains/channels/members.ts'
import { channelsService } from '#domains/channels/service.ts'
import { countFiles } from '#domains/files/store.ts'
import { groupsService } from '#domains/groups/service.ts'
import { findNamedChannels } from '#domains/posts/rules.ts'
import { makeSystemPosts } from '#domains/posts/system-posts.ts'
import { rostersService } from '#domains/rosters/service.ts'
import { teamsService } from '#domains/teams/service.ts'
import type { Accounts } from './accounts.ts'
import type { Foundation } from './foundation.ts'

export type Places = ReturnType<typeof wirePlaces>

type Given = Foundation &
  Accounts &
  Pick<Parameters<typeof makeSystemPosts>[0], 'findNamed' | 'onReply'> &
  Pick<Parameters<typeof teamsService>[0], 'unreadThreads'> &
  Pick<
    Parameters<typeof channelsService>[0],
    'onMoved' | 'onArchived' | 'onRead' | 'onCleared' | 'onLook'
  >

/** Where people meet: teams, channels, sidebars, and who is in them. */
export function wirePlaces(given: Given) {
  const { db, clock, config, users } = given
  const systemPosts = makeSystemPosts(given)
  const memberships = channelMemberships({
    clock,
    config,
    systemPosts,
    sortIn: (...sorted) => categories.sortIn(...sorted),
  })
  const defaultChannels = makeDefaultChannels({ clock, memberships })
  const teams = teamsService({ ...given, defaultChannels })
  const channels = channelsService({
    ...given,
    teams,
    memberships,
    systemPosts,
    countFiles: (channelId) => countFiles(db, channelId),
    findNamedChannels,
  })
  const categories = categoriesService({ ...given, teams, channels })
  return {
    systemPosts,
    memberships,
    defaultChannels,
    teams,
    channels,
    categories,
    groups: groupsService({ ...given, teams, channels }),
    rosters: rostersService({ db, channels, users }),
    boot: bootService({ ...given, teams }),
  }
}
