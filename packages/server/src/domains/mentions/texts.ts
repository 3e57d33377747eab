import { languageOf } from '#platform/http/language.ts'

const english = {
  denied: 'You may not notify the whole channel: nobody was notified by @all, @channel or @here.',
  tooMany: (limit: number) =>
    `Nobody was notified by @all, @channel or @here, since the channel has ${limit} members or more.`,
  outside: (people: string, isOne: boolean) =>
    `${people} ${isOne ? 'was' : 'were'} not notified: not in this channel..`,
  outsideGroups: (people: string, isOne: boolean) =>
    `${people} ${isOne ? 'was' : 'were'} not notified: not in the groups of this channel.`,
  outsideTeam: (people: string, isOne: boolean) =>
    `${people} ${isOne ? 'was' : 'were'} not notified: not in this team.`,
  absentGroup: (group: string) => `Nobody of @${group} is in this channel.`,
}

export type MentionTexts = typeof english

const german: MentionTexts = {
  denied:
    'Du darfst nicht den ganzen Kanal benachrichtigen: @all, @channel und @here haben niemanden benachrichtigt.',
  tooMany: (limit) =>
    `@all, @channel und @here haben niemanden benachrichtigt, da der Kanal ${limit} oder mehr Mitglieder hat.`,
  outside: (people, isOne) =>
    `${people} ${isOne ? 'wurde' : 'wurden'} nicht benachrichtigt: nicht in diesem Kanal..`,
  outsideGroups: (people, isOne) =>
    `${people} ${isOne ? 'wurde' : 'wurden'} nicht benachrichtigt: nicht in den Gruppen dieses Kanals.`,
  outsideTeam: (people, isOne) =>
    `${people} ${isOne ? 'wurde' : 'wurden'} nicht benachrichtigt: nicht in diesem Team.`,
  absentGroup: (group) => `Niemand aus @${group} ist in diesem Kanal.`,
}

/** What authors are told of their mentions, in their language; English for those without texts. */
export function textsFor(locale: string): MentionTexts {
  return languageOf(locale) === 'de' ? german : english
}
