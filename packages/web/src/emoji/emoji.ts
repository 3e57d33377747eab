/** An emoji under the short names by which it travels; the first is the one that we send. */
export type Emoji = { char: string; names: readonly string[]; group: EmojiGroup }

export type EmojiGroup = (typeof GROUPS)[number]['id']

/** The emoji, then its short names, an emoji per line. */
const GROUPS = [
  {
    id: 'smileys',
    list: `
😀 grinning
😃 smiley
😄 smile
😁 grin
😆 laughing satisfied
😅 sweat_smile
🤣 rolling_on_the_floor_laughing rofl
😂 joy
🙂 slightly_smiling_face
🙃 upside_down_face
😉 wink
😊 blush
😇 innocent
🥰 smiling_face_with_3_hearts
😍 heart_eyes
🤩 star-struck
😘 kissing_heart
😋 yum
😜 stuck_out_tongue_winking_eye
🤪 zany_face
🤗 hugging_face
🤭 face_with_hand_over_mouth
🤫 shushing_face
🤔 thinking_face thinking
🤨 face_with_raised_eyebrow
😐 neutral_face
😑 expressionless
😶 no_mouth
😏 smirk
😒 unamused
🙄 face_with_rolling_eyes
😬 grimacing
😌 relieved
😔 pensive
😴 sleeping
😷 mask
🤧 sneezing_face
🤒 face_with_thermometer
🤕 face_with_head_bandage
🥴 woozy_face
🤯 exploding_head
🤠 face_with_cowboy_hat
🥳 partying_face
😎 sunglasses
🤓 nerd_face
🧐 face_with_monocle
😕 confused
😟 worried
😮 open_mouth
😲 astonished
😳 flushed
🥺 pleading_face
😨 fearful
😰 cold_sweat
😢 cry
😭 sob
😱 scream
😩 weary
🥱 yawning_face
😤 triumph
😡 rage
😈 smiling_imp
💀 skull
💩 hankey poop
🤡 clown_face
👻 ghost
👾 space_invader
🤖 robot_face
🙈 see_no_evil
🙉 hear_no_evil
🙊 speak_no_evil`,
  },
  {
    id: 'hands',
    list: `
👍 +1 thumbsup
👎 -1 thumbsdown
👏 clap
🙌 raised_hands
👐 open_hands
🤝 handshake
🙏 pray
✋ hand raised_hand
👋 wave
👌 ok_hand
✌️ v
🤞 crossed_fingers
🤙 call_me_hand
👈 point_left
👉 point_right
👆 point_up_2
👇 point_down
✊ fist
👊 facepunch punch
💪 muscle
✍️ writing_hand
🤷 shrug
🤦 face_palm
🙋 raising_hand
👀 eyes
🧠 brain`,
  },
  {
    id: 'hearts',
    list: `
❤️ heart
🧡 orange_heart
💛 yellow_heart
💚 green_heart
💙 blue_heart
💜 purple_heart
🖤 black_heart
💔 broken_heart
💯 100
💥 boom collision
💫 dizzy
💤 zzz
✨ sparkles
⭐ star
🌟 star2
🔥 fire
⚡ zap
💧 droplet
🌈 rainbow
☀️ sunny
🌙 crescent_moon
⛅ partly_sunny
❄️ snowflake
🌊 ocean`,
  },
  {
    id: 'things',
    list: `
🎉 tada
🎊 confetti_ball
🎂 birthday
🎁 gift
🏆 trophy
🥇 first_place_medal
🏅 sports_medal
⚽ soccer
🎯 dart
🎵 musical_note
🎨 art
☕ coffee
🍵 tea
🍺 beer
🍻 beers
🥂 clinking_glasses
🍕 pizza
🍔 hamburger
📆 calendar
🍪 cookie
🍰 cake
🍎 apple
🥐 croissant
🚀 rocket
✈️ airplane
🚗 car
🚲 bike
🏠 house
🌴 palm_tree
⛵ boat sailboat
⚓ anchor
🏖️ beach_with_umbrella
🌍 earth_africa
🌱 seedling
🌲 evergreen_tree
🌻 sunflower
🌹 rose
🐛 bug
🐶 dog
🐱 cat
🦄 unicorn_face
🐢 turtle
🦆 duck
🐙 octopus
🐝 bee honeybee`,
  },
  {
    id: 'signs',
    list: `
✅ white_check_mark
✔️ heavy_check_mark
❌ x
❗ exclamation
❓ question
⚠️ warning
🚫 no_entry_sign
⛔ no_entry
🚨 rotating_light
🚧 construction
🆗 ok
🆕 new
➕ heavy_plus_sign
🔄 arrows_counterclockwise
➡️ arrow_right
⬆️ arrow_up
⬇️ arrow_down
🔴 red_circle
🟡 large_yellow_circle
🟢 large_green_circle
🔵 large_blue_circle
🔒 lock
🔑 key
🔔 bell
🔍 mag
💡 bulb
📌 pushpin
📎 paperclip
📝 memo pencil
📅 date
📈 chart_with_upwards_trend
📊 bar_chart
📦 package
📣 mega
💬 speech_balloon
💻 computer
📱 iphone
🔧 wrench
🛠️ hammer_and_wrench
⏰ alarm_clock
⏳ hourglass_flowing_sand
💰 moneybag
🏁 checkered_flag
🚩 triangular_flag_on_post`,
  },
] as const

/** The emoji that the picker offers, by group. */
export const EMOJI: readonly Emoji[] = GROUPS.flatMap(({ id, list }) =>
  list
    .trim()
    .split('\n')
    .map((line) => {
      const [char = '', ...names] = line.split(' ')
      return { char, names, group: id }
    }),
)

export const EMOJI_GROUPS: readonly EmojiGroup[] = GROUPS.map((group) => group.id)

const byName = new Map(EMOJI.flatMap((emoji) => emoji.names.map((name) => [name, emoji.char])))

/** The skin tones by the names that they have within those of emoji. */
export const TONES: Readonly<Record<string, string>> = {
  light: '🏻',
  medium_light: '🏼',
  medium: '🏽',
  medium_dark: '🏾',
  dark: '🏿',
}

const TONED = /^(.+?)_(light|medium_light|medium|medium_dark|dark)_skin_tone$/

/** A finder of emoji that finds them in all skin tones. */
export function inTones(find: (name: string) => string | undefined) {
  return (name: string): string | undefined => {
    const char = find(name)
    const [, base = '', tone = ''] = char ? [] : (TONED.exec(name) ?? [])
    const plain = find(base)
    return plain && isToned(plain) ? withTone(plain, tone) : char
  }
}

/** The emoji of a short name, if it is one that we know. */
export const charOf = inTones((name) => byName.get(name))

/** Whether an emoji comes in several skin tones. */
export function hasTones(name: string): boolean {
  return isToned(byName.get(name) ?? '')
}

function isToned(char: string): boolean {
  return /^\p{Emoji_Modifier_Base}/u.test(char)
}

/** The tone stands right behind what it colours, in the place of the sign for colours. */
function withTone(char: string, tone: string): string {
  const [first = '', ...rest] = char
  const after = rest[0] === '\u{fe0f}' ? rest.slice(1) : rest
  return first + (TONES[tone] ?? '') + after.join('')
}

/** A short name as words, for those who hear or search it. */
export function wordsOf(name: string): string {
  return name.replaceAll(/[_-]+(?=\w)/g, ' ')
}

/** Emoji with a name in which a word begins like the term; exact names first. */
export function findEmoji(term: string): readonly Emoji[] {
  const wanted = term.trim().toLowerCase().replaceAll(':', '')
  if (wanted === '') return EMOJI
  const rank = (emoji: Emoji) => Math.min(...emoji.names.map((name) => rankOf(name, wanted)))
  return EMOJI.map((emoji) => ({ emoji, rank: rank(emoji) }))
    .filter((found) => found.rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank)
    .map((found) => found.emoji)
}

const NO_MATCH = 3

function rankOf(name: string, wanted: string): number {
  if (name === wanted) return 0
  if (name.startsWith(wanted) || wordsOf(name).startsWith(wanted)) return 1
  return ` ${wordsOf(name)}`.includes(` ${wanted}`) ? 2 : NO_MATCH
}
