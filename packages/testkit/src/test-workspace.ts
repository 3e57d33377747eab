import type { Channel } from '@mattermost/types/channels'
import type { Team } from '@mattermost/types/teams'
import { Member } from './member.ts'

let counter = 0

/** A name that nothing else in the run has. */
export function unique(prefix: string): string {
  counter++
  return `${prefix}-${process.pid.toString(36)}-${counter.toString(36)}`
}

/** A workspace as its people see it. Each test makes its own team, so that nothing is shared. */
export class TestWorkspace {
  readonly url: string
  /** Its system administrator. */
  readonly admin: Member

  constructor(url: string, admin: Member) {
    this.url = url
    this.admin = admin
  }

  /** Makes the first account of a fresh workspace. */
  static async open(url: string): Promise<TestWorkspace> {
    return new TestWorkspace(url, await Member.signUp(url, { username: unique('admin') }))
  }

  /** A new account, in no team unless it is given one. */
  async member(name: string, team?: Team): Promise<Member> {
    const member = await Member.signUp(this.url, {
      username: unique(name),
      by: this.admin,
    })
    if (team) await this.admin.client.addToTeam(team.id, member.id)
    return member
  }

  /** A team of the administrator's, with its town square. */
  async team(): Promise<{ team: Team; townSquare: Channel }> {
    const name = unique('team')
    // The client's type wants a whole team; the server needs these.
    const team = await this.admin.client.createTeam({ name, display_name: name, type: 'O' } as Team)
    const townSquare = await this.admin.client.getChannelByName(team.id, 'town-square')
    return { team, townSquare }
  }

  /** A team with two members in its town square, and somebody who is in neither. */
  async trio() {
    const { team, townSquare } = await this.team()
    const alice = await this.member('alice', team)
    const bob = await this.member('bob', team)
    const eve = await this.member('eve')
    return { team, townSquare, alice, bob, eve }
  }
}
