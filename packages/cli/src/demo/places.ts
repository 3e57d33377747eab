import type { Rhythm } from './calendar.ts'
import type { Department } from './people.ts'

export type Team = {
  name: string
  display_name: string
  description: string
  /** Whose people are members; undefined: everybody. */
  departments?: readonly Department[]
}

export type Place = {
  team: string
  name: string
  display_name: string
  type: 'O' | 'P'
  purpose: string
  header?: string
  /** How much of the team is in it. */
  share: number
  /** How much of all that is said is said here. */
  weight: number
  rhythm: Rhythm
  topics: readonly string[]
}

export const teams: readonly Team[] = [
  {
    name: 'harbourline',
    display_name: 'Harbourline',
    description: 'Everybody who keeps the ferries running',
  },
  {
    name: 'engineering',
    display_name: 'Engineering',
    description: 'Booking, ticketing and everything with a plug',
    departments: ['engineering'],
  },
  {
    name: 'operations',
    display_name: 'Operations',
    description: 'Fleet, berths, terminals and the people on them',
    departments: ['operations', 'office'],
  },
]

const office = { type: 'O', share: 1, rhythm: 'office' } as const
const shifts = { type: 'O', share: 1, rhythm: 'shifts' } as const

export const places: readonly Place[] = [
  {
    ...office,
    team: 'harbourline',
    name: 'town-square',
    display_name: 'Town Square',
    purpose: 'News for everybody',
    weight: 5,
    topics: ['news'],
  },
  {
    ...office,
    team: 'harbourline',
    name: 'off-topic',
    display_name: 'Off-Topic',
    purpose: 'Anything but work',
    weight: 7,
    topics: ['social'],
  },
  {
    ...office,
    team: 'harbourline',
    name: 'it-help',
    display_name: 'IT help',
    purpose: 'Something does not work? Say what you see, and on which device',
    header: 'Urgent? Call 4400',
    weight: 10,
    topics: ['help'],
  },
  {
    ...office,
    team: 'harbourline',
    name: 'leadership',
    display_name: 'Leadership',
    type: 'P',
    purpose: 'Plans before they are news',
    share: 0.2,
    weight: 4,
    topics: ['planning'],
  },
  {
    ...office,
    team: 'engineering',
    name: 'deployments',
    display_name: 'Deployments',
    purpose: 'What goes live, and when',
    header: 'Freeze from Friday 15:00',
    weight: 11,
    topics: ['deploy'],
  },
  {
    ...shifts,
    team: 'engineering',
    name: 'incidents',
    display_name: 'Incidents',
    purpose: 'One thread per incident; the first message says what passengers notice',
    weight: 9,
    topics: ['incident'],
  },
  {
    ...office,
    team: 'engineering',
    name: 'booking-app',
    display_name: 'Booking app',
    purpose: 'The app that sells the tickets',
    share: 0.7,
    weight: 12,
    topics: ['code', 'product'],
  },
  {
    ...office,
    team: 'engineering',
    name: 'security-reviews',
    display_name: 'Security reviews',
    type: 'P',
    purpose: 'Findings until they are fixed',
    share: 0.35,
    weight: 4,
    topics: ['security'],
  },
  {
    ...shifts,
    team: 'operations',
    name: 'fleet-status',
    display_name: 'Fleet status',
    purpose: 'Where the ships are and how they are',
    weight: 13,
    topics: ['fleet'],
  },
  {
    ...shifts,
    team: 'operations',
    name: 'berth-planning',
    display_name: 'Berth planning',
    purpose: 'Who lies where until when',
    share: 0.7,
    weight: 9,
    topics: ['berth'],
  },
  {
    ...office,
    team: 'operations',
    name: 'customer-desk',
    display_name: 'Customer desk',
    purpose: 'What passengers ask and how we answer',
    share: 0.8,
    weight: 10,
    topics: ['customer'],
  },
  {
    ...shifts,
    team: 'operations',
    name: 'shift-leads',
    display_name: 'Shift leads',
    type: 'P',
    purpose: 'Hand-over between shifts',
    share: 0.4,
    weight: 6,
    topics: ['shift'],
  },
]
