/** Characters that nobody sees and that change how what stands beside them looks. */
const invisible =
  /[\u{0340}\u{0341}\u{17a3}\u{17d3}\u{2028}-\u{202e}\u{206a}-\u{206f}\u{fff9}-\u{fffc}\u{feff}\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]/gu

/** The text as the name of something: without what would disguise it. */
export function withoutInvisible(text: string): string {
  return text.replace(invisible, '')
}
