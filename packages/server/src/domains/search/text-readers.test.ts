import { makeDocx, makePdf, makeZip } from '@redoubt/testkit/documents.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readText, type TextKind, textKindOf } from './text-readers.ts'
import { maxTextLength } from './text-sink.ts'

function read(kind: TextKind, content: string | Uint8Array, isRecursive = false): Promise<string> {
  // A copy: the PDF reader takes what it is given.
  return readText({ kind, bytes: Uint8Array.from(Buffer.from(content as Uint8Array)), isRecursive })
}

const slide = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:t>Slide </a:t><a:t>title</a:t></a:p></p:sld>'
const strings = '<sst xmlns="x"><si><t>First</t></si><si><t>Second</t></si></sst>'
const sheet =
  '<worksheet xmlns="x"><c t="s"><v>1234</v></c><c t="inlineStr"><is><t>Inline</t></is></c></worksheet>'
const odt =
  '<office:document-content xmlns:office="o" xmlns:text="t"><text:h>Head</text:h><text:p>Bo<text:span>dy</text:span></text:p></office:document-content>'

describe('text of files', () => {
  test('is read out of every known format', async () => {
    expect(await read('plain', 'plain\n\ttext')).toBe('plain text')
    expect(await read('markup', '<title>A</title><p>B<b>c</b></p><script>no()</script>&amp;')).toBe(
      'A Bc &',
    )
    expect(await read('pdf', makePdf('Quarterly report'))).toBe('Quarterly report')
    expect(await read('ooxml', makeDocx(['Hello there', 'second']))).toBe('Hello there second')
    expect(await read('ooxml', makeZip([{ name: 'ppt/slides/slide1.xml', content: slide }]))).toBe(
      'Slide title',
    )
    const book = makeZip([
      { name: 'xl/sharedStrings.xml', content: strings },
      { name: 'xl/worksheets/sheet1.xml', content: sheet },
      { name: 'xl/styles.xml', content: '<x><t>style</t></x>' },
    ])
    expect(await read('ooxml', book)).toBe('First Second Inline')
    expect(await read('odf', makeZip([{ name: 'content.xml', content: odt }]))).toBe('Head Body')
  })

  test('is decoded by what it is', async () => {
    expect(await read('plain', 'Übung')).toBe('Übung')
    expect(await read('plain', Buffer.from('Übung', 'latin1'))).toBe('Übung')
    expect(await read('plain', Buffer.from('\ufeffÜbung', 'utf16le'))).toBe('Übung')
    expect(await read('plain', Buffer.from('\ufeffÜbung', 'utf16le').swap16())).toBe('Übung')
    expect(await read('plain', Buffer.from('cut Ü').subarray(0, 5))).toBe('cut')
    expect(await read('plain', Buffer.from([0, 1, 2, 3, 4, 65, 66, 67]))).toBe('')
  })

  test('within archives is read when that is wished', async () => {
    const inner = makeZip([{ name: 'deep.txt', content: 'deepest' }])
    const zip = makeZip([
      { name: 'notes/readme.md', content: '# inside' },
      { name: 'letter.docx', content: makeDocx(['a letter']) },
      { name: 'inner.zip', content: inner },
      { name: 'broken.pdf', content: 'no pdf' },
    ])
    expect(await read('zip', zip)).toBe('notes/readme.md letter.docx inner.zip broken.pdf')
    const text = await read('zip', zip, true)
    expect(text).toContain('# inside')
    expect(text).toContain('a letter')
    expect(text).not.toContain('deepest')
  })

  test('ends at a mebibyte, however much there would be', { timeout: 60_000 }, async () => {
    expect(await read('plain', 'word '.repeat(500_000))).toHaveLength(maxTextLength)
    const bomb = makeZip(
      Array.from({ length: 5 }, (_, index) => ({
        name: `word/header${index}.xml`,
        content: Buffer.alloc(16 * 1024 * 1024, ' '),
      })),
    )
    expect(bomb.length).toBeLessThan(1_000_000)
    expect(await read('ooxml', bomb)).toBe('')
    const many = makeZip(
      Array.from({ length: 8_000 }, (_, index) => ({ name: `${index}`, content: '' })),
    )
    expect((await read('zip', many)).split(' ')).toHaveLength(5_000)
  })

  test('is what came before a mistake', async () => {
    const xml = '<w:document xmlns:w="w"><w:t>before</w:t><broken'
    expect(await read('ooxml', makeZip([{ name: 'word/document.xml', content: xml }]))).toBe(
      'before',
    )
    const laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x><t>one</t><t>&b;</t></x>'
    const found = await read('ooxml', makeZip([{ name: 'word/document.xml', content: laughs }]))
    expect(found).not.toContain('haha')
    await expect(read('pdf', 'not a pdf')).rejects.toThrow()
    await expect(read('ooxml', 'not a zip')).rejects.toThrow()
  })

  test('of broken files is text or a clear end', async () => {
    const whole = [makeDocx(['Hello']), makeZip([{ name: 'a.txt', content: 'a' }])]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...whole),
        fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        fc.constantFrom<TextKind>('ooxml', 'odf', 'zip', 'plain', 'markup'),
        async (file, changes, kind) => {
          const broken = Buffer.from(file)
          for (const [at, byte] of changes) broken[at % broken.length] = byte
          const text = await read(kind, broken, true).catch(() => '')
          expect(text.isWellFormed() && !text.includes('\0')).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  test.each([
    ['pdf', 'pdf'],
    ['docx', 'ooxml'],
    ['ts', 'plain'],
    ['', 'plain'],
    ['png', undefined],
    ['mp4', undefined],
    ['constructor', 'plain'],
  ])('of a .%s is read as %s', (extension, kind) => {
    expect(textKindOf(extension)).toBe(kind)
  })
})
