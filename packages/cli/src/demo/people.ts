import type { Random } from './random.ts'

export type Department = 'engineering' | 'operations' | 'office'

export type Person = {
  username: string
  email: string
  first_name: string
  last_name: string
  position: string
  department: Department
}

/** The address that every demo account has, and no real one can: the top level is reserved. */
export const demoDomain = 'harbourline.example'

const firstNames = `Adela Amir Anika Anton Bea Bruno Carla Cedric Chiara Dario Deniz Elena Elias
Emeka Fatima Felix Freya Gita Hanna Henrik Ines Ivo Jana Jonas Joyce Kamil Karin Kofi Lara Leon
Lina Luca Maja Marek Mei Milan Mira Nadia Nils Nora Olga Omar Otto Paula Pavel Petra Priya Rafael
Rosa Ruben Sana Sofia Stefan Tara Theo Tilda Uma Vera Viktor Yara Yusuf Zoe`.split(/\s+/)

const lastNames = `Abel Adeyemi Almeida Arslan Bauer Bergman Bianchi Borg Castro Chen Costa Dahl
Demir Dubois Eriksen Esposito Fischer Fontaine Garcia Gruber Hansen Haas Horvat Ibrahim Ivanova
Jansen Jensen Kaya Keller Khan Kovac Kruger Larsen Lemaire Lind Lopez Marino Mensah Meyer Moreau
Moretti Nakamura Novak Nyman Okafor Olsen Osei Park Patel Petrov Pinto Reyes Rossi Ruiz Santos
Sato Silva Singh Sorensen Varga Vogel Wagner Weber Winter Yilmaz Zimmer`.split(/\s+/)

const positions: Record<Department, readonly string[]> = {
  engineering: [
    'Head of IT',
    'Software Engineer',
    'Site Reliability Engineer',
    'Software Engineer',
    'Product Designer',
    'Data Engineer',
    'QA Engineer',
    'Security Engineer',
  ],
  operations: [
    'Operations Manager',
    'Fleet Coordinator',
    'Berth Planner',
    'Duty Officer',
    'Customer Desk',
    'Terminal Supervisor',
    'Safety Officer',
    'Chief Engineer',
  ],
  office: ['Managing Director', 'People Partner', 'Finance', 'Marketing', 'Legal Counsel'],
}

const departments: readonly Department[] = [
  'engineering',
  'operations',
  'office',
  'operations',
  'engineering',
  'operations',
  'engineering',
  'office',
  'operations',
  'engineering',
]

/** People with names that no two share; the first one is the head of IT. */
export function makePeople(random: Random, count: number): Person[] {
  const people = new Map<string, Person>()
  const seniority: Record<Department, number> = { engineering: 0, operations: 0, office: 0 }
  while (people.size < count) {
    const first_name = random.pick(firstNames)
    const last_name = random.pick(lastNames)
    const username = `${first_name}.${last_name}`.toLowerCase()
    if (people.has(username)) continue
    const department = departments[people.size % departments.length] ?? 'office'
    const ranks = positions[department]
    // The first of each list leads the department; the others come round again.
    const rank = seniority[department]++
    const position = rank === 0 ? ranks[0] : ranks[1 + ((rank - 1) % (ranks.length - 1))]
    people.set(username, {
      username,
      email: `${username}@${demoDomain}`,
      first_name,
      last_name,
      position: position ?? '',
      department,
    })
  }
  return [...people.values()]
}
