import type { Post } from '@mattermost/types/posts'
import type { Member } from '@redoubt/testkit/member.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { type TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import * as admin from 'mattermost-redux/actions/admin'
import * as bots from 'mattermost-redux/actions/bots'
import * as bookmarks from 'mattermost-redux/actions/channel_bookmarks'
import * as categories from 'mattermost-redux/actions/channel_categories'
import * as channels from 'mattermost-redux/actions/channels'
import * as emojis from 'mattermost-redux/actions/emojis'
import * as general from 'mattermost-redux/actions/general'
import * as groups from 'mattermost-redux/actions/groups'
import * as integrations from 'mattermost-redux/actions/integrations'
import * as jobs from 'mattermost-redux/actions/jobs'
import * as posts from 'mattermost-redux/actions/posts'
import * as preferences from 'mattermost-redux/actions/preferences'
import * as roles from 'mattermost-redux/actions/roles'
import * as scheduled from 'mattermost-redux/actions/scheduled_posts'
import * as schemes from 'mattermost-redux/actions/schemes'
import * as search from 'mattermost-redux/actions/search'
import * as teams from 'mattermost-redux/actions/teams'
import * as threads from 'mattermost-redux/actions/threads'
import * as users from 'mattermost-redux/actions/users'
import * as ofCategories from 'mattermost-redux/selectors/entities/channel_categories'
import * as ofChannels from 'mattermost-redux/selectors/entities/channels'
import * as ofPosts from 'mattermost-redux/selectors/entities/posts'
import * as ofRoles from 'mattermost-redux/selectors/entities/roles'
import * as ofTeams from 'mattermost-redux/selectors/entities/teams'
import * as ofThreads from 'mattermost-redux/selectors/entities/threads'
import * as ofUsers from 'mattermost-redux/selectors/entities/users'
import { afterAll, beforeAll, describe, expect, vi } from 'vitest'
import { OfficialApp } from './official-app.ts'

/** The app as it is once a page has loaded: in a team, looking at its town square. */
async function boot(ws: TestWorkspace, person: Member, teamId: string): Promise<OfficialApp> {
  const app = new OfficialApp(ws.url, person.token)
  await app.run(general.getClientConfig())
  await app.run(users.loadMe())
  app.select(teams.selectTeam(teamId))
  await app.run(channels.fetchAllMyTeamsChannels())
  await app.run(channels.fetchAllMyChannelMembers())
  await app.run(categories.fetchMyCategories(teamId))
  const { roles: system } = ofUsers.getCurrentUser(app.state)
  await app.run(roles.loadRolesIfNeeded([...system.split(' '), 'team_user', 'channel_user']))
  await look(app, ofChannels.getChannelByName(app.state, 'town-square')?.id ?? '')
  return app
}

/** Opens a channel. */
async function look(app: OfficialApp, channelId: string): Promise<void> {
  app.select(channels.selectChannel(channelId))
  await app.run(channels.markChannelAsViewedOnServer(channelId))
  await app.run(posts.getPostsUnread(channelId))
  await app.run(channels.getChannelStats(channelId))
  await app.run(channels.getMyChannelMember(channelId))
  await app.run(bookmarks.fetchChannelBookmarks(channelId))
}

/** Sends a message, and waits until it has gone. */
async function say(app: OfficialApp, post: Partial<Post>): Promise<void> {
  await app.run(posts.createPost(post as Post))
  await expect.poll(() => app.state.entities.posts.pendingPostIds).toEqual([])
}

describe('the official web app without its looks: of MC-BOOT-10 what is published', () => {
  // It keeps its timers there.
  beforeAll(() => {
    vi.stubGlobal('window', globalThis)
  })
  afterAll(() => {
    vi.unstubAllGlobals()
  })

  test('comes up: who one is, where one is, what one may', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    const app = await boot(ws, alice, team.id)
    expect(ofUsers.getCurrentUser(app.state)).toMatchObject({ username: alice.username })
    expect(ofTeams.getCurrentTeam(app.state)).toMatchObject({ id: team.id })
    expect(ofChannels.getCurrentChannel(app.state)).toMatchObject({ id: townSquare.id })
    const { license, config } = app.state.entities.general
    expect(license).toMatchObject({ IsLicensed: 'true', SkuShortName: 'advanced' })
    expect(config.Version?.split('.').map(Number)[0]).toBeGreaterThanOrEqual(10)
    const may = (permission: string) =>
      ofRoles.haveICurrentChannelPermission(app.state, permission) === true
    expect(['create_post', 'add_reaction', 'upload_file'].map(may)).toEqual([true, true, true])
    expect(may('manage_system')).toBe(false)
    const shown = ofCategories.makeGetCategoriesForTeam()(app.state, team.id)
    expect(shown.map(({ type }) => type)).toEqual(['favorites', 'channels', 'direct_messages'])

    await app.run(teams.getInProductNotices(team.id, 'web', '11.9.0'))
    await app.run(scheduled.fetchTeamScheduledPosts(team.id, true))
    await app.run(threads.getThreadCounts(alice.id, team.id))
    await app.run(emojis.getCustomEmojis())
    await app.run(users.getProfilesInChannel(townSquare.id, 0))
    await app.run(users.getStatusesByIds([alice.id]))
    expect(ofUsers.getProfilesInCurrentChannel(app.state).length).toBeGreaterThanOrEqual(2)
    expect(app.state.errors).toEqual([])
  })

  test('talks: posts, replies, reactions, edits, pins, marks, searches, deletions', async ({
    ws,
  }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const here = await boot(ws, alice, team.id)
    await say(here, { channel_id: townSquare.id, message: 'The lamp is lit #harbour' })
    await here.run(posts.getPosts(townSquare.id))
    const id = ofPosts.getMostRecentPostIdInChannel(here.state, townSquare.id) ?? ''

    const there = await boot(ws, bob, team.id)
    expect(ofPosts.getPost(there.state, id)).toMatchObject({ message: 'The lamp is lit #harbour' })
    await there.run(posts.addReaction(id, 'tada'))
    await say(there, { channel_id: townSquare.id, root_id: id, message: 'Seen' })
    await there.run(threads.getThreadsForCurrentTeam({ unread: false }))
    await there.run(threads.getThreadCounts(bob.id, team.id))
    expect(ofThreads.getThreads(there.state)[id]).toMatchObject({ reply_count: 1 })
    await there.run(threads.setThreadFollow(bob.id, team.id, id, true))
    await there.run(threads.updateThreadRead(bob.id, team.id, id, Date.now()))
    await there.run(posts.flagPost(id))
    const flagged = async () => (await there.run(search.getFlaggedPosts())).order
    await expect.poll(flagged).toEqual([id])
    await there.run(posts.unflagPost(id))
    await there.run(posts.addPostReminder(bob.id, id, Math.floor(Date.now() / 1_000) + 3_600))

    await here.run(posts.editPost({ ...ofPosts.getPost(here.state, id), message: 'It is lit' }))
    expect(await here.run(posts.getPostEditHistory(id))).toHaveLength(1)
    await here.run(posts.pinPost(id))
    await here.run(search.getPinnedPosts(townSquare.id))
    expect(ofPosts.getPost(here.state, id)).toMatchObject({ is_pinned: true, message: 'It is lit' })
    await here.run(posts.getPostThread(id))
    expect(ofPosts.getPostsInThread(here.state)[id]).toHaveLength(1)
    await here.run(posts.getPostsAround(townSquare.id, id))
    await here.run(posts.getPostsSince(townSquare.id, 1))
    const found = await here.run(
      search.searchPostsWithParams(team.id, {
        terms: 'lit',
        is_or_search: false,
        page: 0,
        per_page: 20,
        include_deleted_channels: false,
        time_zone_offset: 0,
      }),
    )
    expect(found).toBeDefined()
    expect(here.state.entities.search.results).toContain(id)

    await there.run(posts.setUnreadPost(bob.id, id))
    const unread = ofChannels.makeGetChannelUnreadCount()(there.state, townSquare.id)
    expect(unread.showUnread).toBe(true)
    await there.run(channels.markChannelAsViewedOnServer(townSquare.id))
    await here.run(posts.deletePost(ofPosts.getPost(here.state, id) as never))
    expect([here.state.errors, there.state.errors]).toEqual([[], []])
  })

  test('moves about: channels, direct messages, the sidebar, settings', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const carol = await ws.member('carol', team)
    const app = await boot(ws, alice, team.id)
    const made = await app.run(
      channels.createChannel(
        { team_id: team.id, name: 'pier', display_name: 'Pier', type: 'O' } as never,
        alice.id,
      ),
    )
    await look(app, made.id)
    await app.run(channels.addChannelMember(made.id, bob.id))
    await app.run(channels.getChannelMembers(made.id))
    await app.run(channels.patchChannel(made.id, { purpose: 'Where ships lie' }))
    await app.run(channels.updateChannelNotifyProps(alice.id, made.id, { desktop: 'all' }))
    await app.run(channels.favoriteChannel(made.id))
    const category = await app.run(categories.createCategory(team.id, 'Ships', [made.id]))
    await app.run(categories.fetchMyCategories(team.id))
    await app.run(categories.setCategoryCollapsed(category.id, true))
    await app.run(categories.renameCategory(category.id, 'Boats'))
    const boats = ofCategories.getCategory(app.state, category.id)
    expect(boats).toMatchObject({ display_name: 'Boats', channel_ids: [made.id] })
    await app.run(categories.deleteCategory(category.id))

    const direct = await app.run(channels.createDirectChannel(alice.id, bob.id))
    await look(app, direct.id)
    const group = await app.run(channels.createGroupChannel([bob.id, carol.id]))
    await look(app, group.id)
    await app.run(users.getProfilesInGroupChannels([group.id]))
    await app.run(users.searchProfiles(bob.username, { team_id: team.id }))
    await app.run(users.autocompleteUsers(bob.username, team.id, townSquare.id))
    await app.run(channels.searchAllChannels('pier', { nonAdminSearch: true } as never))
    await app.run(channels.autocompleteChannels(team.id, 'pi'))
    await app.run(channels.deleteChannel(made.id))
    const offTopic = ofChannels.getChannelByName(app.state, 'off-topic')?.id ?? ''
    await app.run(channels.leaveChannel(offTopic))
    expect(ofChannels.getMyChannelMemberships(app.state)[offTopic]).toBeUndefined()
    await bob.post(direct.id, 'Are you there?')
    await bob.post(townSquare.id, `@${alice.username} the tide turns`)
    await app.run(channels.readAllMessages(alice.id))
    await app.run(teams.markAllInTeamAsRead(alice.id, team.id))
    await app.run(channels.fetchAllMyChannelMembers())
    const { mention_count } = ofChannels.getMyChannelMemberships(app.state)[townSquare.id] ?? {}
    expect(mention_count).toBe(0)
    expect((await alice.client.getMyTeamUnreads()).map(({ msg_count }) => msg_count)).toEqual([0])

    await app.run(users.setStatus({ user_id: alice.id, status: 'dnd' } as never))
    await app.run(users.setCustomStatus({ emoji: 'ship', text: 'At sea', duration: '' } as never))
    await app.run(users.unsetCustomStatus())
    await app.run(users.updateMe({ nickname: 'Al' }))
    await app.run(
      preferences.savePreferences(alice.id, [
        {
          user_id: alice.id,
          category: 'display_settings',
          name: 'use_military_time',
          value: 'true',
        },
      ]),
    )
    await app.run(preferences.getMyPreferences())
    expect(ofUsers.getCurrentUser(app.state).nickname).toBe('Al')
    expect(app.state.errors).toEqual([])
    await app.run(users.logout())
  })
  test('administers: programs, people, settings, numbers', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    const app = await boot(ws, ws.admin, team.id)
    await app.run(admin.getConfig())
    await app.run(admin.patchConfig({ ServiceSettings: { EnableBotAccountCreation: true } }))
    expect(app.state.entities.admin.config.ServiceSettings).toMatchObject({
      EnableBotAccountCreation: true,
    })
    await app.run(admin.getEnvironmentConfig())
    await app.run(admin.getStandardAnalytics())
    await app.run(admin.getAdvancedAnalytics())
    await app.run(admin.getPostsPerDayAnalytics())
    await app.run(admin.getUsersPerDayAnalytics())
    expect(app.state.entities.admin.analytics).toMatchObject({ TOTAL_USERS: expect.any(Number) })
    await app.run(admin.getAudits())
    await app.run(admin.getPlainLogs())
    await app.run(admin.getClusterStatus())
    await app.run(admin.invalidateCaches())
    await app.run(jobs.getJobs())
    await app.run(schemes.getSchemes('team'))
    await app.run(users.getFilteredUsersStats({ include_bots: false }))
    await app.run(users.getProfiles(0, 50, { active: true }))
    await app.run(users.updateUserRoles(alice.id, 'system_user system_manager'))
    await app.run(users.getSessions(alice.id))
    await app.run(users.getUserAudits(ws.admin.id))

    const bot = await app.run(bots.createBot({ username: unique('lamp') }))
    await app.run(bots.disableBot(bot.user_id))
    await app.run(bots.loadBots())
    expect(app.state.entities.bots.accounts[bot.user_id]?.delete_at).toBeGreaterThan(0)
    const hook = { channel_id: townSquare.id, display_name: 'Tide' }
    const incoming = await app.run(integrations.createIncomingHook(hook as never))
    await app.run(integrations.getIncomingHooks(team.id))
    await app.run(integrations.removeIncomingHook(incoming.id))
    const command = { team_id: team.id, trigger: 'tide', method: 'P', url: 'https://tides.example' }
    await app.run(integrations.addCommand(command as never))
    await app.run(integrations.getCustomTeamCommands(team.id))
    await app.run(integrations.getAutocompleteCommands(team.id))
    await app.run(integrations.getOAuthApps())
    await app.run(
      integrations.executeCommand('/me waves', {
        channel_id: townSquare.id,
        team_id: team.id,
      } as never),
    )
    const group = { name: unique('crew'), display_name: 'Crew', source: 'custom' }
    await app.run(
      groups.createGroupWithUserIds({
        ...group,
        allow_reference: true,
        user_ids: [alice.id],
      } as never),
    )
    await app.run(
      groups.getGroups({ filter_allow_reference: true, include_member_count: true } as never),
    )
    await app.run(teams.getTeams(0, 50, true))
    await app.run(channels.getAllChannelsWithCount())
    await app.run(channels.getChannelModerations(townSquare.id))
    expect(app.state.errors).toEqual([])
  })
})
